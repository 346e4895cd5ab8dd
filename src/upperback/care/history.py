"""What was done, day by day and exercise by exercise, and what a day has in it besides sessions: an illness, a poor night."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from upperback.care.lights import Light, light
from upperback.care.remembering import remembered
from upperback.model.body import Side
from upperback.model.limits import Limits
from upperback.model.record import Case, DiaryDay, Done, KeptItem, KeptProgramme, Session

WEEK_DAYS: Final = 7
WORSE: Final = (Light.UNKNOWN, Light.GREEN, Light.AMBER, Light.RED)


@dataclass(frozen=True, slots=True)
class Setback:
    """A day after which less is done: an illness, or a poor night with clearly more pain than usual. `kind`: "ill" or "night"."""

    day: date
    kind: str


@dataclass(frozen=True, slots=True)
class History:
    """What was done, read once: per exercise its days, oldest first (two sessions of one day are one), the newest day of all, the
    newest setback of the last week, and each exercise as it was last given."""

    done: Mapping[str, Sequence[tuple[Session, Done]]]
    last_day: date | None
    today: date
    limits: Limits
    setback: Setback | None = None
    given: Mapping[str, KeptItem] = field(default_factory=dict)


@remembered(
    lambda case, limits: (case.today, case.sessions, case.breaks, case.diary, case.programmes, limits),
)
def history_of(case: Case, limits: Limits) -> History:
    """Skipped items don't count as done, and a session of nothing else is none. The order in the file doesn't matter."""
    all_said = all(session.pain_before is not None for session in case.sessions)
    # A desk break is no session, but one that had to be stopped says as much of an exercise as a session does.
    stopped = tuple(one for one in case.breaks if any(item.stopped_because for item in one.items))
    done, last_day = _done(case.sessions + stopped, limits, () if all_said else case.diary)
    return History(done, last_day, case.today, limits, _setback(case, limits), _given(case.programmes))


@remembered(lambda sessions, limits, diary: (sessions, limits, diary))
def _done(
    sessions: tuple[Session, ...], limits: Limits, diary: tuple[DiaryDay, ...]
) -> tuple[Mapping[str, Sequence[tuple[Session, Done]]], date | None]:
    """Per exercise its days, oldest first, and the newest day of all. `diary` stands in for a pain before the session that
    nobody noted."""
    pains = {entry.day: entry.pain for entry in diary if entry.pain is not None}
    found: dict[str, dict[date, list[tuple[Session, Done]]]] = {}
    for session in sessions:
        known = session
        if session.pain_before is None and pains:
            known = replace(session, pain_before=_usual(pains, session.day))
        for item in session.items:
            if not item.skipped:
                found.setdefault(item.exercise, {}).setdefault(session.day, []).append((known, item))
    trained = (s.day for s in sessions if not s.items or any(not item.skipped for item in s.items))
    return {e: [_one(days[day], limits) for day in sorted(days)] for e, days in found.items()}, max(trained, default=None)


def _one(pairs: list[tuple[Session, Done]], limits: Limits) -> tuple[Session, Done]:
    """The day of one exercise: its worst light, its lowest level, and all of its sets.

    A set more for one side, beside those for both, does not count as one.
    """
    if len(pairs) == 1:
        return pairs[0]
    session, worst = max(pairs, key=lambda pair: (WORSE.index(light(pair[0], pair[1], limits)), pair[1].pain or 0.0, repr(pair)))
    items = [item for _, item in pairs]
    both = [item for item in items if item.side is Side.BOTH] or items
    sides = {item.side for item in both}
    efforts = [item.effort for item in items if item.effort is not None]
    forms = [item.form_ok for item in items if item.form_ok is not None]
    stops = sorted(item.stopped_because for item in items if item.stopped_because is not None)
    day = replace(
        worst,
        level=min(item.level for item in both),
        sets=min(sum(item.sets for item in both if item.side is side) for side in sides),
        reps=min(item.reps for item in both),
        hold_s=min(item.hold_s for item in both),
        effort=max(efforts, default=None),
        form_ok=all(forms) if forms else None,
        stopped_because=worst.stopped_because or (stops[0] if stops else None),
    )
    return session, day


def _usual(pains: dict[date, float], day: date) -> float | None:
    """The mean of the seven days up to `day`: what stands in for a pain before the session that nobody noted."""
    found = [pains[d] for n in range(WEEK_DAYS) if (d := day - timedelta(days=n)) in pains]
    return sum(found) / len(found) if found else None


@remembered(lambda programmes: (programmes,))
def _given(programmes: tuple[KeptProgramme, ...]) -> Mapping[str, KeptItem]:
    """Each exercise as it was last given."""
    in_order = sorted(programmes, key=lambda p: p.day)
    return {item.exercise: item for programme in in_order for _, items in programme.items for item in items}


def _setback(case: Case, limits: Limits) -> Setback | None:
    known = [d for d in case.diary if case.today - timedelta(days=2 * WEEK_DAYS + 1) < d.day <= case.today]
    pains = {entry.day: entry.pain for entry in known if entry.pain is not None}
    lately = (entry for entry in known if entry.day > case.today - timedelta(days=WEEK_DAYS))
    found = list(_setbacks(lately, pains, limits))
    return max(found, key=lambda one: (one.day, one.kind), default=None)


def _setbacks(days: Iterable[DiaryDay], pains: dict[date, float], limits: Limits) -> Iterable[Setback]:
    for entry in days:
        before = _usual(pains, entry.day - timedelta(days=1))
        if entry.ill:
            yield Setback(entry.day, "ill")
        worse = entry.pain is not None and before is not None and entry.pain - before >= limits.poor_night_rise
        if entry.slept_badly and worse and not entry.ill:
            yield Setback(entry.day, "night")
