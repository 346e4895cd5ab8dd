"""How much work a week is, and how much it may be: rule `weekly_load`.

Load is counted twice, as seconds of work (sets, times, seconds of moving and holding, no rests) and as minutes of session, and
neither may rise over the cap. Walks grow by a rule of their own (`longer_walk`).
"""

from bisect import bisect_left
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

    Counted from the programme in force a week ago, else from the first one since; what was really done in the last week may be
    done again. After a flare of less than three weeks the week may be what it was before it, after a longer one it is counted
    from the weeks of the flare. After three weeks away it is at most what it was before, and grows from there. Without a
    programme it is counted from the fullest week of sessions. After a red light in the newest session nothing grows.
    """
    limits, red = catalogue.rules.limits, red_lately(history)
    grows = 1.0 if red else 1 + limits.load_rise
    kept = _from_programmes(catalogue, case, grows, red=red)
    done = _done(catalogue, case, weeks=1 if kept else DONE_WEEKS)
    if kept is not None:
        most = kept.at_least(done or Load())
    elif done is not None:
        most = done.times(grows)
    else:
        return None
    # Who was never given a week begins with as much as everyone, whatever little was done before.
    minutes = limits.load_first_minutes if kept is None and not red else limits.load_free_minutes
    return most.at_least(Load(60 * minutes, minutes))


def red_lately(history: History) -> bool:
    """Did the newest day of sessions show a red light?"""
    newest = [pairs[-1] for pairs in history.done.values() if pairs[-1][0].day == history.last_day]
    return any(light(session, done, history.limits) is Light.RED for session, done in newest)


@dataclass(frozen=True, slots=True)
class _Lived:
    """A programme as it was in force: until another one came, for a week, or as long as there were sessions."""

    day: date
    until: date  # the first day after it
    flare: bool
    kept: KeptProgramme


def _lived(case: Case) -> list[_Lived]:
    """The programmes before today, oldest first; one that was made again on its own day was never in force."""
    kept = sorted((p for p in case.programmes if p.day < case.today), key=lambda p: p.day)
    done = sorted({s.day for s in case.sessions})
    found = []
    for programme, after in zip(kept, [*(p.day for p in kept), case.today][1:], strict=True):
        before = bisect_left(done, after)
        last = max(done[before - 1], programme.day) if before else programme.day
        until = min(after, max(programme.day + WEEK, last + timedelta(days=1)))
        if until > programme.day:
            found.append(_Lived(programme.day, until, programme.phase == Phase.FLARE.value, programme))
    return found


def _from_programmes(catalogue: Catalogue, case: Case, grows: float, *, red: bool) -> Load | None:
    """The most by what was in force in the last three weeks. None without any programme, and for someone who began with some
    days of a flare: they start like everyone."""
    away = timedelta(days=catalogue.rules.limits.missed_days_restart)
    every = _lived(case)
    lately = [one for one in every if one.until > case.today - away]
    before = [one for one in every if one not in lately and not one.flare]
    # What was before a long break is no week to grow from, and no more comes at once than then.
    returning = _kept(catalogue, before[-1].kept) if before else None
    week_ago = [one for one in lately if one.day <= case.today - WEEK]
    since = [one for one in lately if one.day > case.today - WEEK and not one.flare]
    if week_ago and not week_ago[-1].flare:
        return _kept(catalogue, week_ago[-1].kept).times(grows)
    if since:
        return _kept(catalogue, since[0].kept).times(grows)
    if not lately:
        return returning
    weeks = Load()
    for one in lately[-1:] if red else lately:
        if one.flare:
            weeks = weeks.at_least(_kept(catalogue, one.kept).times(grows))
    usual = [one for one in lately if not one.flare]
    if usual and not red:
        return weeks.at_least(_kept(catalogue, usual[-1].kept))
    return weeks if red or lately[0].day <= case.today - away else returning


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
