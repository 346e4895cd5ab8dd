"""A programme that is kept, met again: what it was made from, and what of it still stands under the catalogue of today.

The doses stay as they were prescribed, whatever became of the ladders. Only an exercise that is gone, or that the screen now
rules out, leaves the week.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from upperback.model.care import Cleared, Item, LeftOut, PlanDay, Programme
from upperback.model.catalogue import Catalogue

OWN: Final = ("screen", "moved", "phase", "wishes")
"""The facts that are the person's own; the others are what a version of the catalogue makes of the record."""

BEFORE_NAMES: Final = ("catalogue", "screen", "findings", "moved", "phase")
"""The facts in the order they were kept in before they had names; wishes came last, in a form that can't be compared."""


def still_made_from(kept: str, now: Mapping[str, Any]) -> bool:
    """Whether a programme made from the facts `kept` (JSON) would be made from the same ones `now`.

    Under another version of the catalogue only the person's own facts count: new findings and rules wait for the next week.

    >>> now = {"catalogue": "1.0.0", "findings": [1, 2], "screen": ["go"], "moved": [], "phase": "corrective", "wishes": {"a": 1}}
    >>> still_made_from(json.dumps({**now, "catalogue": "0.9.0", "findings": [1]}), now)
    True
    >>> still_made_from(json.dumps({**now, "findings": [1]}), now)
    False
    """
    found = json.loads(kept)
    before = dict(zip(BEFORE_NAMES, found, strict=False)) if isinstance(found, list) else found
    today = json.loads(json.dumps(now))
    if before["catalogue"] == today["catalogue"]:
        return bool(before == today)
    return all(_alike(before[name], today[name]) for name in OWN if name in before)


def _alike(before: Any, today: Any) -> bool:
    """Equal, where a field that only one of the versions knows says nothing."""
    if isinstance(before, dict) and isinstance(today, dict):
        return all(_alike(before[name], today[name]) for name in before.keys() & today.keys())
    return bool(before == today)


def standing(programme: Programme, catalogue: Catalogue, cleared: Cleared) -> Programme:
    """The programme without what is gone from the catalogue or ruled out by now. `changed` and `left_out` say so."""
    known = catalogue.exercises
    named = {item.exercise for day in programme.week for item in day.items} | {a.exercise for a in programme.activity}
    ruled_out = {name: known[name].tags & cleared.blocked_tags for name in sorted(named) if name in known}
    keep = frozenset(name for name, tags in ruled_out.items() if not tags)
    gone = len([name for name in named if name not in known])
    newly = tuple(
        LeftOut(name, ", ".join(catalogue.tags.get(tag, tag) for tag in sorted(tags))) for name, tags in ruled_out.items() if tags
    )
    return replace(
        programme,
        week=tuple(_day(day, keep, catalogue) for day in programme.week),
        activity=tuple(a for a in programme.activity if a.exercise in keep),
        left_out=(*(one for one in programme.left_out if one.exercise in known), *newly),
        changed=(*programme.changed, *([catalogue.texts("kept.gone", n=gone)] if gone else [])),
        modifiers=tuple(one for one in programme.modifiers if one.modifier in catalogue.modifiers),
    )


def _day(day: PlanDay, keep: frozenset[str], catalogue: Catalogue) -> PlanDay:
    items = tuple(_item(item, catalogue) for item in day.items if item.exercise in keep)
    lost = sum(item.minutes for item in day.items if item.exercise not in keep)
    short = tuple(name for name in day.two_minute_version if name in keep)
    return replace(day, minutes=max(0.0, day.minutes - lost) if items else 0.0, items=items, two_minute_version=short)


def _item(item: Item, catalogue: Catalogue) -> Item:
    return replace(
        item,
        instead=tuple(name for name in item.instead if name in catalogue.exercises),
        purposes=tuple(name for name in item.purposes if name == "core" or name in catalogue.findings),
        sources=tuple(name for name in item.sources if name in catalogue.sources),
    )
