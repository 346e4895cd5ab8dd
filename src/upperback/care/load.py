"""How much work a week is, and how much it may be: rule `weekly_load`.

Load is counted twice, as seconds of work (sets, times, seconds of moving and holding, no rests) and as minutes of session, and
neither may rise over the cap. Walks grow by a rule of their own (`longer_walk`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from upperback.care.dose import History, minutes_of
from upperback.care.lights import Light, light
from upperback.model.catalogue import Catalogue, Dose, Phase
from upperback.model.record import Case, Done, KeptItem, KeptProgramme

WEEK: Final = timedelta(days=7)
MOVE_S: Final = 3.0  # seconds of one repetition where the exercise is gone from the catalogue; expert judgement
DONE_WEEKS: Final = 4  # how far back a week of sessions counts where no programme was kept; expert judgement
DONE_EXERCISES: Final = 3  # a week of fewer exercises is no whole week; expert judgement


@dataclass(frozen=True, slots=True)
class Load:
    """The work of a week: seconds under work and minutes of session."""

    work_s: float = 0.0
    minutes: float = 0.0

    def __add__(self, other: "Load") -> "Load":
        return Load(self.work_s + other.work_s, self.minutes + other.minutes)

    def times(self, factor: float) -> "Load":
        return Load(self.work_s * factor, self.minutes * factor)

    def at_least(self, other: "Load") -> "Load":
        return Load(max(self.work_s, other.work_s), max(self.minutes, other.minutes))


def load_of(dose: Dose) -> Load:
    """The load of one session of a dose.

    >>> load_of(Dose(sets=2, reps=12, hold_s=1, rest_s=60, days_per_week=3, move_s=4))
    Load(work_s=120, minutes=3.25)
    """
    return Load(dose.sets * dose.reps * (dose.move_s + dose.hold_s), minutes_of(dose))


def week_load(catalogue: Catalogue, items: Iterable[KeptItem | Done]) -> Load:
    """The load of items as they were given or done."""
    total = Load()
    for item in items:
        exercise = catalogue.exercises.get(item.exercise)
        move_s = exercise.ladder[min(item.level, len(exercise.ladder)) - 1].move_s if exercise else MOVE_S
        rest_s = item.rest_s if isinstance(item, KeptItem) else 0.0
        if item.sets > 0:
            total += load_of(Dose(item.sets, item.reps, item.hold_s, rest_s, 0, move_s))
    return total


def cap_of(catalogue: Catalogue, case: Case, history: History) -> Load | None:
    """The most that the week from `case.today` on may be; None for someone without a week before.

    Counted from the programme in force a week ago (else the first one), flares aside; what was really done in the last week may
    be done again. Without a programme it is counted from the fullest week of sessions. After a red light in the newest session
    nothing grows.
    """
    limits = catalogue.rules.limits
    grows = 1.0 if red_lately(history) else 1 + limits.load_rise
    kept = _in_force(case)
    done = _done(catalogue, case, weeks=1 if kept else DONE_WEEKS)
    if kept is not None:
        most = _kept(catalogue, kept).times(grows).at_least(done or Load())
    elif done is not None:
        most = done.times(grows)
    else:
        return None
    free = Load(60 * limits.load_free_minutes, limits.load_free_minutes)
    return most.at_least(free)


def red_lately(history: History) -> bool:
    """Did the newest day of sessions show a red light?"""
    newest = [pairs[-1] for pairs in history.done.values() if pairs[-1][0].day == history.last_day]
    return any(light(session, done, history.limits) is Light.RED for session, done in newest)


def _in_force(case: Case) -> KeptProgramme | None:
    kept = sorted((p for p in case.programmes if p.phase != Phase.FLARE.value and p.day < case.today), key=lambda p: p.day)
    before = [p for p in kept if p.day <= case.today - WEEK]
    return before[-1] if before else kept[0] if kept else None


def _kept(catalogue: Catalogue, programme: KeptProgramme) -> Load:
    return week_load(catalogue, (item for _, items in programme.items for item in items))


def _done(catalogue: Catalogue, case: Case, weeks: int) -> Load | None:
    """The fullest of the last weeks in which enough was done to stand for a whole week."""
    wanted = catalogue.rules.limits.enough_sessions * case.wishes.days_per_week
    best: Load | None = None
    for back in range(weeks):
        until = case.today - back * WEEK
        items = [(s.day, d) for s in case.sessions if until - WEEK < s.day <= until for d in s.items if not d.skipped]
        days: set[date] = {day for day, _ in items}
        if len(days) >= wanted and len({d.exercise for _, d in items}) >= DONE_EXERCISES:
            load = week_load(catalogue, (d for _, d in items))
            best = load if best is None else best.at_least(load)
    return best
