"""How much of an exercise: the level by the traffic light, the dose made easier, and the minutes it takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Final

from upperback.care.lights import Light as Light
from upperback.care.lights import light as light
from upperback.model.care import Given
from upperback.model.catalogue import Dose, Exercise
from upperback.model.limits import Limits
from upperback.model.record import Case, Done, Session
from upperback.model.texts import Texts

CHANGEOVER_S: Final = 15.0  # getting into position for one exercise; expert judgement


@dataclass(frozen=True, slots=True)
class Step:
    """The level to train at next. `change`: up, same, down or out. `easier`: down from the first level, so with less of it."""

    level: int
    change: str
    why: str
    easier: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What was done, read once: per exercise its sessions, oldest first, and the day of the newest session of all."""

    done: dict[str, list[tuple[Session, Done]]]
    last_day: date | None
    today: date
    limits: Limits


def history_of(case: Case, limits: Limits) -> History:
    """Skipped items don't count as done."""
    done: dict[str, list[tuple[Session, Done]]] = {}
    for session in case.sessions:
        for item in session.items:
            if not item.skipped:
                done.setdefault(item.exercise, []).append((session, item))
    return History(done, max((s.day for s in case.sessions), default=None), case.today, limits)


def next_step(exercise: Exercise, history: History, texts: Texts, *, may_rise: bool, slower: bool) -> Step:
    """The level for the next session, one step at most from the last one. `may_rise` False keeps it from going up;
    `slower` asks for twice the sessions at a level first."""
    done = history.done.get(exercise.id, [])
    if not done or history.last_day is None:
        return Step(1, "same", texts("care.step.new"))
    level = min(done[-1][1].level, len(exercise.ladder))
    lights = [light(session, item, history.limits) for session, item in done[-3:]]
    if lights[-2:] == [Light.RED, Light.RED]:
        return Step(level, "out", texts("care.step.hurt_twice"))
    missed = (history.today - history.last_day).days
    if missed >= history.limits.missed_days_restart:
        return Step(1, "down" if level > 1 else "same", texts("care.step.long_away"))
    if lights[-1] is Light.RED or lights[-2:] == [Light.AMBER, Light.AMBER]:
        return Step(max(1, level - 1), "down", texts("care.step.too_much"), easier=level == 1)
    if missed >= history.limits.missed_days_one_down:
        why = texts("care.step.away" if level > 1 else "care.step.away_first")
        return Step(max(1, level - 1), "down" if level > 1 else "same", why)
    if may_rise and level < len(exercise.ladder) and _earned(exercise, level, done, lights, history.limits, slower=slower):
        return Step(level + 1, "up", texts("care.step.up"))
    return Step(level, "same", texts("care.step.stay"))


def _earned(
    exercise: Exercise,
    level: int,
    done: Sequence[tuple[Session, Done]],
    lights: Sequence[Light],
    limits: Limits,
    *,
    slower: bool,
) -> bool:
    """Rule `step_up`, form fine besides."""
    needed = limits.sessions_at_level * (2 if slower else 1)
    last = done[-1][1]
    eased = below_first(exercise, last, limits)
    at_level = [d for _, d in done if d.level == level and below_first(exercise, d, limits) is eased]
    whole = last.sets >= exercise.ladder[level - 1].sets and last.stopped_because is None and last.form_ok is not False
    easy = last.effort is None or last.effort <= limits.effort_to_rise
    green = sum(1 for one in lights if one is Light.GREEN)
    return len(at_level) >= needed and green >= limits.greens_of_three and lights[-1] is Light.GREEN and whole and easy


def below_first(exercise: Exercise, done: Done, limits: Limits) -> bool:
    """Was it less than the first rung asks for: nearer to the eased dose than to the whole one? A hold nobody timed was not."""
    first = exercise.ladder[0]
    whole, was = (first.reps, done.reps) if first.reps > 1 else (first.hold_s, done.hold_s or first.hold_s)
    return done.level == 1 and was < whole * (1 + limits.easier_share) / 2


def given(dose: Dose) -> Given:
    return Given(dose.sets, dose.reps, dose.hold_s, dose.rest_s)


def scaled(dose: Dose, factor: float) -> Dose:
    """A smaller dose: sets first, then repetitions, then the hold; never nothing.

    >>> d = Dose(sets=2, reps=10, hold_s=5, rest_s=30, days_per_week=3, move_s=4)
    >>> scaled(d, 0.5).sets, scaled(d, 0.5).reps, scaled(replace(d, sets=1), 0.5).reps
    (1, 10, 5)
    """
    if factor >= 1:
        return dose
    if dose.sets > 1:
        sets = max(1, ceil(dose.sets * factor))
        return replace(dose, sets=sets) if sets < dose.sets else replace(dose, reps=max(1, ceil(dose.reps * factor)))
    if dose.reps > 1:
        return replace(dose, reps=max(1, ceil(dose.reps * factor)))
    return replace(dose, hold_s=round(dose.hold_s * factor))


def easier(dose: Dose, limits: Limits) -> Dose:
    """One level below the first: fewer repetitions, or a shorter hold where there is one repetition. Rule `amber`."""
    if dose.reps > 1:
        return replace(dose, reps=max(1, int(dose.reps * limits.easier_share)))
    return replace(dose, hold_s=round(dose.hold_s * limits.easier_share))


def fitted(dose: Dose, minutes: float) -> Dose:
    """The dose cut to `minutes`: one set fewer at a time, then repetitions, then the hold.

    >>> cut = fitted(Dose(sets=2, reps=12, hold_s=1, rest_s=60, days_per_week=3, move_s=4), minutes=2)
    >>> cut.sets, cut.reps
    (1, 12)
    """
    while minutes_of(dose) > minutes and (dose.sets > 1 or dose.reps > 1):
        dose = replace(dose, sets=dose.sets - 1) if dose.sets > 1 else replace(dose, reps=dose.reps - 1)
    if minutes_of(dose) > minutes:
        dose = replace(dose, hold_s=max(1.0, minutes * 60 - CHANGEOVER_S - dose.move_s))
    return dose


def minutes_of(dose: Dose) -> float:
    """Minutes of one session: the work, the rests between sets, and getting into position.

    >>> minutes_of(Dose(sets=2, reps=12, hold_s=1, rest_s=60, days_per_week=3, move_s=4))
    3.25
    """
    return round((dose.work_s + CHANGEOVER_S) / 60, 2)
