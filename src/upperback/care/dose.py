"""How much of an exercise: the level by the traffic light, the dose made easier, and the minutes it takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import ceil
from typing import Final

from upperback.care.history import History as History
from upperback.care.history import history_of as history_of
from upperback.care.ladder import doses_at, place_of
from upperback.care.lights import Light as Light
from upperback.care.lights import cramped, without_pull
from upperback.care.lights import light as light
from upperback.model.care import Given
from upperback.model.catalogue import Dose, Exercise
from upperback.model.limits import Limits
from upperback.model.record import Done, Session
from upperback.model.texts import Texts

CHANGEOVER_S: Final = 15.0  # getting into position for one exercise; expert judgement


@dataclass(frozen=True, slots=True)
class Step:
    """What to train with next. `change`: up, same, down or out. `place`: which of the doses of the level (`ladder.doses_at`).
    `easier`: below the first level, so with less of it. `rule`: the rule that decided. `most_work_s`: what it may not exceed
    after a down, in seconds of work of a session."""

    level: int
    change: str
    why: str
    easier: bool = False
    place: int = 0
    rule: str = "step_up"
    most_work_s: float | None = None


def next_step(exercise: Exercise, history: History, texts: Texts, *, may_rise: bool, slower: bool) -> Step:
    """The next dose, one step at most from the last one. `may_rise` False keeps it from going up; `slower` asks for twice the
    sessions at a dose first.

    Down by one after a red light, two ambers in a row, a cramp, an illness, a poor night, or a week away; to the first level
    after three weeks. Out after two reds in a row, or when it twice gave no pull.
    """
    done = history.done.get(exercise.id, [])
    if not done or history.last_day is None:
        return Step(1, "same", texts("care.step.new"), rule="start_small")
    limits, (session, last) = history.limits, done[-1]
    level, place = min(last.level, len(exercise.ladder)), place_of(exercise, last)
    lights = [light(session, item, limits) for session, item in done[-3:]]
    if lights[-2:] == [Light.RED, Light.RED]:
        return Step(level, "out", texts("care.step.hurt_twice"), rule="red")
    no_pull = [without_pull(item) for _, item in done[-limits.no_pull_times :]]
    if len(no_pull) == limits.no_pull_times and all(no_pull):
        return Step(level, "out", texts("care.step.no_pull_twice"), rule="no_pull")
    missed = (history.today - history.last_day).days
    if max(missed, (history.today - session.day).days) >= limits.missed_days_restart:
        return Step(1, "down" if level > 1 else "same", texts("care.step.long_away"), rule="away")
    # Less than the first level was asked for, and still is until it is earned back.
    eased = below_first(exercise, last, limits) and any(one in (Light.RED, Light.AMBER) for one in lights[:-1])
    if cramped(last):
        return _down(exercise, history, level, place, texts("care.step.cramp"), "cramp", eased=eased)
    if lights[-1] is Light.RED or lights[-2:] == [Light.AMBER, Light.AMBER]:
        rule = "red" if lights[-1] is Light.RED else "amber"
        return _down(exercise, history, level, place, texts("care.step.too_much"), rule, eased=eased)
    setback = history.setback
    if setback is not None and setback.day >= session.day:
        return _down(exercise, history, level, place, texts(f"care.step.{setback.kind}"), "setback", eased=eased)
    if missed >= limits.missed_days_one_down:
        why = texts("care.step.away" if level > 1 else "care.step.away_first")
        return Step(max(1, level - 1), "down" if level > 1 else "same", why, rule="away")
    if may_rise and _earned(exercise, level, place, done, lights, limits, slower=slower):
        if eased:
            return Step(1, "up", texts("care.step.up"))
        if place + 1 < len(doses_at(exercise, level)):
            return Step(level, "up", texts("care.step.up"), place=place + 1)
        if level < len(exercise.ladder):
            return Step(level + 1, "up", texts("care.step.up"))
    if without_pull(last):
        return Step(level, "same", texts("care.step.no_pull"), place=place, rule="no_pull")
    if lights[-1] is Light.AMBER:
        return Step(level, "same", texts("care.step.amber"), easier=eased, place=place, rule="amber")
    return Step(level, "same", texts("care.step.stay"), easier=eased, place=place)


def dose_at(exercise: Exercise, step: Step) -> Dose:
    """The dose of a step, before anything makes it easier."""
    return doses_at(exercise, step.level)[step.place]


def _down(exercise: Exercise, history: History, level: int, place: int, why: str, rule: str, *, eased: bool) -> Step:
    """One level lower, and never more work than less of the last dose; on the first level less of it."""
    share = history.limits.easier_share
    was = doses_at(exercise, level)[place]
    was = easier(was, history.limits) if eased else was
    each_s = was.move_s + was.hold_s
    last = history.given.get(exercise.id)
    given_s = was.sets * was.reps * each_s
    if last is not None and last.level == level:
        given_s = min(given_s, last.sets * last.reps * (was.move_s + last.hold_s))
    return Step(max(1, level - 1), "down", why, level == 1, rule=rule, most_work_s=given_s * (share if level == 1 else 1.0))


def _earned(
    exercise: Exercise,
    level: int,
    place: int,
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
    # From the newest back, and no further than it takes: a long record has thousands.
    same = (d for _, d in reversed(done) if d.level == level and below_first(exercise, d, limits) is eased)
    at_dose = list(islice((d for d in same if place_of(exercise, d) == place), needed))
    sets = doses_at(exercise, level)[place].sets
    whole = last.sets >= sets and last.stopped_because is None and last.form_ok is not False
    easy = last.effort is None or last.effort <= limits.effort_to_rise
    green = sum(1 for one in lights if one is Light.GREEN)
    return len(at_dose) >= needed and green >= limits.greens_of_three and lights[-1] is Light.GREEN and whole and easy


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


def at_most(dose: Dose, work_s: float) -> Dose:
    """The dose cut to so many seconds of work: turns first, then sets, then the hold; never nothing.

    >>> cut = at_most(Dose(sets=2, reps=10, hold_s=5, rest_s=30, days_per_week=5, move_s=5), work_s=145)
    >>> cut.sets, cut.reps
    (2, 7)
    """
    each_s = dose.move_s + dose.hold_s
    if dose.sets * dose.reps * each_s <= work_s:
        return dose
    reps = int(work_s / (dose.sets * each_s) + 1e-9)
    if reps >= 1 and dose.reps > 1:
        return replace(dose, reps=reps)
    sets = max(1, int(work_s / (dose.reps * each_s) + 1e-9))
    dose = replace(dose, sets=sets)
    if sets * dose.reps * each_s > work_s:
        dose = replace(dose, hold_s=max(0.0, round(work_s / (sets * dose.reps) - dose.move_s)))
    return dose


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
