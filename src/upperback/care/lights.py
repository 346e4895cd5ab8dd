"""The traffic light of one exercise in one session: pain before, during, after and on the next morning.

The pain-monitoring model (Thomee 1997 [M], Silbernagel 2007 [M]), tightened since nobody stands beside the person (expert
judgement): rules `green`, `amber` and `red`.
"""

import re
from enum import StrEnum
from typing import Final

from upperback.model.limits import Limits
from upperback.model.record import Done, Session

RED_STOPS: Final = frozenset({"worse", "sharp", "spreading", "spreads"})
"""Words of a reason for stopping that make a red light whatever was noted."""
CRAMPS: Final = frozenset({"cramp", "cramps", "cramped", "cramping"})
NO_PULL: Final = frozenset({"no", "pull"})


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


def light(session: Session, done: Done, limits: Limits) -> Light:
    """The light of `done` in its session.

    Red where pain rose by `red_rise`, or is over `red_over` after a rise of `red_over_rise`, or is up by `red_morning_rise`
    the next morning, or where pain, a sharp or a spreading one ended it. Green up to `green_pain` or within `green_rise` of
    before, back the next morning. Amber lies between; so does a cramp. Without any pain noted it is unknown.

    >>> from datetime import date
    >>> from upperback.catalogue.loader import load
    >>> from upperback.model.body import Side
    >>> limits = load().rules.limits
    >>> def lit(before, during):
    ...     return light(Session(date(2026, 1, 1), before), Done("x", Side.BOTH, 1, 1, 10, pain=during), limits).value
    >>> lit(2, 5), lit(5, 6), lit(5, 7), lit(2, 4)
    ('red', 'green', 'red', 'amber')
    """
    if not RED_STOPS.isdisjoint(_words(done.stopped_because)):
        return Light.RED
    during = done.pain if done.pain is not None else session.pain_after
    if during is None:
        return Light.AMBER if cramped(done) else Light.UNKNOWN
    before = session.pain_before
    morning = 0.0 if session.pain_next_morning is None or before is None else session.pain_next_morning - before
    if _too_much(during, before, limits) or morning >= limits.red_morning_rise:
        return Light.RED
    calm = during <= limits.green_pain or (before is not None and during - before <= limits.green_rise)
    # Pain that rose that much by the end has to come from somewhere: no exercise of the session may grow on it.
    settled = morning <= 0 and (session.pain_after is None or not _too_much(session.pain_after, before, limits))
    return Light.GREEN if calm and settled and not cramped(done) else Light.AMBER


def cramped(done: Done) -> bool:
    """A cramp ended it. The reason is a person's own word, however it is written."""
    return not CRAMPS.isdisjoint(_words(done.stopped_because))


def without_pull(done: Done) -> bool:
    """It gave no pull at all.

    >>> from upperback.model.body import Side
    >>> [without_pull(Done("x", Side.BOTH, 1, 1, 10, stopped_because=why)) for why in ("no_pull", "No pull felt", "a pull", None)]
    [True, True, False, False]
    """
    return _words(done.stopped_because) >= NO_PULL


def _words(reason: str | None) -> set[str]:
    return set(re.findall(r"[a-z]+", (reason or "").lower()))


def _too_much(pain: float, before: float | None, limits: Limits) -> bool:
    if before is None:
        return pain > limits.red_over
    rise = pain - before
    return rise >= limits.red_rise or (pain > limits.red_over and rise >= limits.red_over_rise)
