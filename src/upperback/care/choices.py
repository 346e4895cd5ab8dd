"""What a person may choose: each exercise, and each routine of the articles, with the reason where it isn't possible today.

Everything that no answer rules out may be added, also what never comes by itself. What is taken out stays out until the
person puts it back. What an answer rules out says which answer, and can't be added.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, assert_never

from upperback.care.dose import easier, given, scaled
from upperback.care.phase import phase_of
from upperback.care.rules import (
    Setting,
    blocked_by_answer,
    blocked_by_effect,
    blocking_tag,
    dose_factor,
    eased_by,
    eased_words,
    equipment_missing,
    hurt_twice,
    not_in_phase,
    position_avoided,
    setting_of,
    waits_at_first,
)
from upperback.model.care import (
    Choice,
    Cleared,
    Finding,
    Incomplete,
    NothingAllowed,
    Programme,
    Refer,
    RoutineStep,
    RoutineToday,
    Standing,
    Verdict,
)
from upperback.model.catalogue import Catalogue, Dose, Exercise, Phase, Routine, RoutineItem
from upperback.model.record import Case
from upperback.model.texts import Texts

STOPS: Final[tuple[tuple[Callable[[Setting, Exercise], str | None], Standing], ...]] = (
    (blocked_by_answer, Standing.BLOCKED),
    (blocked_by_effect, Standing.BLOCKED),
    (waits_at_first, Standing.BLOCKED),
    (not_in_phase, Standing.BLOCKED),
    (hurt_twice, Standing.BLOCKED),
    (equipment_missing, Standing.LACKS),
    (position_avoided, Standing.AVOIDED),
)


def choices_of(
    catalogue: Catalogue, case: Case, verdict: Verdict, findings: Sequence[Finding], made: Programme | NothingAllowed | None
) -> dict[str, Choice]:
    """Every exercise of the catalogue as this person may choose it on `case.today`. `made`: the programme in force, if any."""
    if not isinstance(verdict, Cleared):
        return {e: Choice(e, Standing.CLOSED, _closed(catalogue.texts, verdict)) for e in catalogue.exercises}
    setting = _as_if_added(catalogue, case, verdict, findings)
    week: dict[str, str] = {}
    left_out = {} if made is None else {one.exercise: one.because for one in made.left_out}
    if isinstance(made, Programme):
        week = {item.exercise: item.why for day in made.week for item in day.items} | {a.exercise: a.why for a in made.activity}
    return {e.id: _choice(setting, case, e, week, left_out) for e in catalogue.exercises.values()}


def routine_today(
    catalogue: Catalogue, case: Case, verdict: Verdict, findings: Sequence[Finding], routine: Routine
) -> RoutineToday:
    """A whole routine on `case.today`: what of it may be done, with which dose, and why the rest may not.

    What the person took out of the programme or doesn't like is no reason here: the routine is what they chose.
    """
    if not isinstance(verdict, Cleared):
        closed = _closed(catalogue.texts, verdict)
        steps = [RoutineStep(i.exercise, False, given(_dose(catalogue, i)), closed, "", ()) for i in routine.items]
        return RoutineToday(routine.id, tuple(steps))
    setting = _as_if_added(catalogue, case, verdict, findings)
    return RoutineToday(routine.id, tuple(_step(setting, item) for item in routine.items))


def _as_if_added(catalogue: Catalogue, case: Case, cleared: Cleared, findings: Sequence[Finding]) -> Setting:
    """The setting in which every exercise is the person's own wish, so that only what really stops one is left."""
    phase = phase_of(case, cleared, findings, catalogue.rules.limits)
    wishes = replace(case.wishes, added=tuple(catalogue.exercises))
    return setting_of(catalogue, replace(case, wishes=wishes), cleared, phase)


def _choice(setting: Setting, case: Case, exercise: Exercise, week: dict[str, str], left_out: dict[str, str]) -> Choice:
    texts, stopped = setting.catalogue.texts, _stopped(setting, exercise)
    guarded = "" if exercise.auto else texts("care.choice.guarded", why=exercise.evidence)
    if stopped is not None:
        standing, why = stopped
        return Choice(exercise.id, standing, why, guarded=guarded, questions=_behind(setting, exercise))
    questions = eased_by(setting, exercise)
    eased = eased_words(exercise, questions, texts("care.why.eased"))
    if exercise.id in case.wishes.removed:
        standing, why = Standing.REMOVED, texts("care.choice.removed")
    elif exercise.id in week:
        standing, why = Standing.IN_WEEK, week[exercise.id]
    elif exercise.id in case.wishes.added:
        standing, why = Standing.ADDED, left_out.get(exercise.id, texts("care.choice.added"))
    else:
        new = setting.phase is Phase.FLARE and exercise.id not in setting.history.done
        later = texts("care.choice.flare")
        standing, why = Standing.CAN_ADD, later if new else left_out.get(exercise.id, texts("care.choice.can_add"))
    return Choice(exercise.id, standing, why, eased, guarded, tuple(q.id for q in questions))


def _step(setting: Setting, item: RoutineItem) -> RoutineStep:
    exercise = setting.catalogue.exercises[item.exercise]
    stopped = _stopped(setting, exercise)
    dose = _dose(setting.catalogue, item)
    if stopped is not None:
        return RoutineStep(exercise.id, False, given(dose), stopped[1], "", _behind(setting, exercise))
    questions = eased_by(setting, exercise)
    dose = scaled(easier(dose, setting.catalogue.rules.limits) if questions else dose, dose_factor(setting))
    eased = eased_words(exercise, questions, setting.catalogue.texts("care.why.less"))
    return RoutineStep(exercise.id, True, given(dose), "", eased, tuple(q.id for q in questions))


def _dose(catalogue: Catalogue, item: RoutineItem) -> Dose:
    first = catalogue.exercises[item.exercise].ladder[0]
    return replace(first, sets=item.sets, reps=item.reps, hold_s=item.hold_s)


def _stopped(setting: Setting, exercise: Exercise) -> tuple[Standing, str] | None:
    return next(((standing, why) for rule, standing in STOPS if (why := rule(setting, exercise))), None)


def _behind(setting: Setting, exercise: Exercise) -> tuple[str, ...]:
    """The answers that block it: by a tag, else by what they change."""
    tag = blocking_tag(setting, exercise)
    if tag is not None:
        return setting.cleared.blocked_by.get(tag, ())
    alone = [q for q in setting.yes if blocked_by_effect(replace(setting, yes=(q,)), exercise)]
    return tuple(q.id for q in alone)


def _closed(texts: Texts, verdict: Refer | Incomplete) -> str:
    match verdict:
        case Refer():
            return texts("care.choice.clinician")
        case Incomplete():
            return texts("care.choice.screen")
        case _:
            assert_never(verdict)
