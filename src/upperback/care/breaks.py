"""Desk breaks: which exercise of the programme fits at a desk now, and when the next one comes. Rule `desk_break`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from upperback.care.dose import fitted, history_of
from upperback.care.lights import Light, light
from upperback.care.load import WEEK, red_lately, week_load
from upperback.model.body import Side
from upperback.model.care import Cleared, Item, Programme
from upperback.model.catalogue import Catalogue, Dose, Exercise, Kind
from upperback.model.habits import DeskBreak, DeskDay, Habits, Pace, Rhythm
from upperback.model.limits import Limits
from upperback.model.record import Case, Done, Session

AT_A_DESK: Final = frozenset({"seated", "standing", "wall"})
IN_AN_OFFICE: Final = frozenset({"chair", "wall", "doorway"})
FLOOR: Final = "floor"
SHIFT: Final = "micro_break_posture_shift"  # a change of position: possible wherever the screen allows anything
GENTLE_FIRST: Final = (Kind.MOBILITY, Kind.RELEASE, Kind.STRENGTH, Kind.HABIT)


def breaks_now(
    catalogue: Catalogue, case: Case, cleared: Cleared, programme: Programme, *, put_aside: Sequence[str] = ()
) -> tuple[DeskBreak, ...]:
    """What fits at the desk now, the one to offer first. `put_aside` (for another one) come last, the latest of them at the end.

    From the week's own items: seated, standing or at a wall, with what an office has, not ruled out by the screen, without a red
    light the last time, and not done too often today. Strength waits for its session where it wants a day between, after a red
    light, and once the breaks of a week have grown as a week may. A change of position is always left.
    """
    limits = catalogue.rules.limits
    today = [done.exercise for session in case.breaks if session.day == case.today for done in session.items if done.sets]
    lately = _newest(case)
    strong = not red_lately(history_of(case, limits)) and _has_room(catalogue, case)
    found = []
    for item in _items(programme):
        exercise = catalogue.exercises.get(item.exercise)
        if exercise is None or exercise.tags & cleared.blocked_tags or not fits_at_a_desk(exercise, case.wishes.lacking):
            continue
        last = lately.get(exercise.id)
        if today.count(exercise.id) >= limits.break_same_a_day or (last is not None and light(*last, limits) is Light.RED):
            continue
        dose = exercise.ladder[min(item.level, len(exercise.ladder)) - 1]
        if exercise.kind is Kind.STRENGTH and not (strong and dose.days_per_week > limits.rest_day_up_to_days):
            continue
        # Never more than the programme gives: it may have made the dose easier.
        dose = replace(dose, sets=1, reps=min(dose.reps, item.dose.reps), hold_s=min(dose.hold_s, item.dose.hold_s), rest_s=0)
        found.append(_break(exercise, item.side, item.level, dose, limits))
    shift = catalogue.exercises.get(SHIFT)
    if shift is not None and not shift.tags & cleared.blocked_tags:
        found.append(_break(shift, Side.BOTH, 1, replace(shift.ladder[0], sets=1), limits))

    def turn(one: DeskBreak) -> tuple[int, int, date, int, str]:
        aside = put_aside.index(one.exercise) + 1 if one.exercise in put_aside else 0
        before = max((s.day for s in case.breaks for d in s.items if d.exercise == one.exercise), default=date.min)
        kind = GENTLE_FIRST.index(catalogue.exercises[one.exercise].kind)
        often = today.count(one.exercise)
        # A change of position comes in when it is its turn, not at the end of every list.
        return (aside, often, before, kind, one.exercise)

    return tuple(sorted(found, key=turn))


def fits_at_a_desk(exercise: Exercise, lacking: Iterable[str] = ()) -> bool:
    """Possible in an office: without the floor, with a chair, a wall or a doorway.

    >>> from upperback.catalogue.loader import load
    >>> known = load().exercises
    >>> [fits_at_a_desk(known[e]) for e in ("chin_tuck_seated", "wall_slide", "cat_cow", "band_row", "brisk_walking")]
    [True, True, False, False, False]
    """
    if exercise.kind not in GENTLE_FIRST or FLOOR in exercise.tags or not AT_A_DESK & set(exercise.positions):
        return False
    return set(exercise.equipment) <= IN_AN_OFFICE - set(lacking)


def _items(programme: Programme) -> list[Item]:
    """Each exercise of the week once, as its first day has it."""
    found: dict[str, Item] = {}
    for day in programme.week:
        for item in day.items:
            found.setdefault(item.exercise, item)
    return list(found.values())


def _break(exercise: Exercise, side: Side, level: int, dose: Dose, limits: Limits) -> DeskBreak:
    dose = _short(dose, limits.break_most_s)
    return DeskBreak(exercise.id, side, level, dose, round(dose.work_s))


def _short(dose: Dose, most_s: float) -> Dose:
    """The dose cut to so many seconds of work: fewer turns, and where there is one, a shorter hold."""
    each_s = dose.move_s + dose.hold_s
    if dose.reps > 1 and dose.reps * each_s > most_s:
        # As many to the left as to the right, where there are many.
        reps = max(1, int(most_s / each_s))
        return replace(dose, reps=reps - reps % 2 if reps > 2 and dose.reps % 2 == 0 else reps)
    return dose if dose.work_s <= most_s else fitted(dose, most_s / 60)


def _newest(case: Case) -> dict[str, tuple[Session, Done]]:
    """Each exercise as it was done last, in a session or a break."""
    found: dict[str, tuple[Session, Done]] = {}
    for session in sorted((*case.sessions, *case.breaks), key=lambda s: s.day):
        found.update({done.exercise: (session, done) for done in session.items if not done.skipped})
    return found


def _has_room(catalogue: Catalogue, case: Case) -> bool:
    """May the breaks of these seven days hold more strength? As much as the seven before and the rise of a week; a few minutes
    are always fine. Rule `weekly_load`."""
    limits = catalogue.rules.limits
    now = _strength_s(catalogue, case.breaks, case.today - WEEK, case.today)
    before = _strength_s(catalogue, case.breaks, case.today - 2 * WEEK, case.today - WEEK)
    return now < max(60 * limits.load_free_minutes, before * (1 + limits.load_rise))


def _strength_s(catalogue: Catalogue, breaks: Iterable[Session], after: date, until: date) -> float:
    known = catalogue.exercises
    items = [d for s in breaks if after < s.day <= until for d in s.items if not d.skipped]
    return week_load(catalogue, (d for d in items if d.exercise in known and known[d.exercise].kind is Kind.STRENGTH)).work_s


def next_break(habits: Habits, desk: DeskDay, now: datetime, zone: tzinfo) -> Rhythm:
    """When the next break comes, by the time on the wall of `zone`. `now` is aware.

    It comes `break_every_min` after the last one, within the working hours, outside quiet hours and a meeting; one that a meeting
    held up comes right after it. A time long past is never made up for: nobody was at the desk, and it counts from now.
    """
    if not habits.break_every_min or not habits.break_on:
        return Rhythm(Pace.OFF)
    every = timedelta(minutes=habits.break_every_min)
    meeting = desk.meeting_until if desk.meeting_until is not None and desk.meeting_until > now else None
    counted = desk.counted_from if desk.counted_from is not None and desk.counted_from <= now else None
    due = None if counted is None else counted + every
    if due is not None and desk.meeting_until is not None:
        due = max(due, desk.meeting_until)
    # Nobody answered for a whole rhythm more: the laptop slept, or its owner was elsewhere.
    restart = due is None or now - due > every
    local_now = now.astimezone(zone)
    if restart or due is None:
        due = max(now + every, meeting) if meeting else now + every
    at = _open_from(habits, max(due, now), zone, every)
    if meeting is not None:
        return Rhythm(Pace.MEETING, at, restart)
    if is_quiet(habits, local_now.time()):
        return Rhythm(Pace.QUIET, at, restart)
    if not _at_work(habits, local_now):
        return Rhythm(Pace.OUTSIDE, at)
    return Rhythm(Pace.DUE if at is not None and at <= now else Pace.COMING, at, restart)


def is_quiet(habits: Habits, at: time) -> bool:
    """Whether nothing may be shown at this time of day.

    >>> night = Habits("UTC", quiet_from=time(22), quiet_until=time(7))
    >>> [is_quiet(night, time(hour)) for hour in (21, 22, 3, 7)]
    [False, True, True, False]
    """
    if habits.quiet_from is None or habits.quiet_until is None:
        return False
    return _within(at, habits.quiet_from, habits.quiet_until)


def _within(at: time, first: time, until: time) -> bool:
    return first <= at < until if first <= until else at >= first or at < until


def _at_work(habits: Habits, local: datetime) -> bool:
    """Within the working hours of a working day; hours over midnight belong to the day they began on."""
    if not _within(local.time(), habits.work_from, habits.work_until):
        return False
    over_midnight = habits.work_from > habits.work_until and local.time() < habits.work_until
    return (local - timedelta(days=over_midnight)).weekday() in habits.break_on


def _open_from(habits: Habits, due: datetime, zone: tzinfo, every: timedelta) -> datetime | None:
    """The first time from `due` on at which a break may come. A working day begins with work: its first break comes a rhythm
    later; after quiet hours it comes at once."""

    def opened(at: datetime) -> bool:
        local = at.astimezone(zone)
        return _at_work(habits, local) and not is_quiet(habits, local.time())

    if opened(due):
        return due
    first = due.astimezone(zone).date()
    begins = [datetime.combine(first + timedelta(days=n), habits.work_from, zone) + every for n in range(-1, 9)]
    ends = [] if habits.quiet_until is None else [_on(first, n, habits.quiet_until, zone) for n in range(9)]
    later = sorted(at for at in (*begins, *ends) if at >= due)
    return next((at.astimezone(due.tzinfo) for at in later if opened(at)), None)


def _on(first: date, n: int, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(first + timedelta(days=n), at, zone)
