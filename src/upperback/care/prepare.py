"""An exercise made ready for the week: its level, its dose of today, on how many days, and what it would be there for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from upperback.care.answers import yes_since
from upperback.care.demand import Demand
from upperback.care.dose import Step, at_most, below_first, dose_at, easier, fitted, next_step, scaled
from upperback.care.rules import Setting, dose_factor, eased_by
from upperback.model.body import Side
from upperback.model.care import Finding
from upperback.model.catalogue import Dose, Exercise, Kind, Phase, Question


@dataclass(frozen=True, slots=True)
class Prepared:
    """`days`: how often a week it belongs. `purposes`: "core" and the active findings it serves. `stands_for`: the core exercise
    it replaces because that one isn't allowed; `eased_from`: the one it is the easier start of; `because_of`: the trait that
    asks for it. `shortened`: cut to the wished minutes. `extra_side`: the side with one set more. `waits`: it has earned a step
    up that the week has no room for. `new`: nothing before had it. `times`: on how many days it is, once chosen."""

    exercise: Exercise
    step: Step
    level: int
    dose: Dose
    days: int
    eased_by: tuple[Question, ...]
    shortened: bool
    purposes: tuple[str, ...]
    core: bool
    eased_from: str = ""
    stands_for: str = ""
    because_of: str = ""
    extra_side: Side = Side.BOTH
    waits: bool = False
    new: bool = False
    times: int = 0

    @property
    def steps_up(self) -> bool:
        return self.step.change == "up"


def prepared(
    setting: Setting, exercise: Exercise, demand: Demand, findings: Sequence[Finding], minutes: float, *, grown: bool
) -> list[Prepared]:
    """The exercise at its dose of today. `grown`: a week went before, so that a step up may have to wait; then the dose of before
    comes second."""
    step = next_step(exercise, setting.history, setting.catalogue.texts, may_rise=setting.may_rise, slower=setting.slower)
    first = _at(setting, exercise, step, demand, findings, minutes)
    if step.change != "up" or not grown:
        return [first]
    stays = next_step(exercise, setting.history, setting.catalogue.texts, may_rise=False, slower=setting.slower)
    return [first, replace(_at(setting, exercise, stays, demand, findings, minutes), waits=True)]


def _at(
    setting: Setting, exercise: Exercise, step: Step, demand: Demand, findings: Sequence[Finding], minutes: float
) -> Prepared:
    """Level by the traffic light and the cautions, then the dose factors, then what the minutes take."""
    limits = setting.catalogue.rules.limits
    own = eased_by(setting, exercise)
    level, eased_dose = _start(setting, exercise, step, own)
    dose = dose_at(exercise, step) if level == step.level else exercise.ladder[level - 1]
    dose = easier(dose, limits) if eased_dose else dose
    dose = dose if step.most_work_s is None else at_most(dose, step.most_work_s)
    dose = scaled(dose, dose_factor(setting))
    weaker = _weaker_side(setting, exercise, findings)
    # After a red light, or in a smaller week, nobody gets a set more.
    if weaker is not Side.BOTH and step.most_work_s is None and dose_factor(setting) >= 1:
        dose = replace(dose, sets=dose.sets + 1)
    else:
        weaker = Side.BOTH
    short = fitted(dose, minutes)
    easier_of = demand.eased_from.get(exercise.id, "")
    replaced = setting.catalogue.exercises.get(easier_of)
    easing = {q.id: q for q in (*own, *(eased_by(setting, replaced) if replaced else ()))}
    serves = tuple(f.finding for f in findings if f.rank > 0 and exercise.id in named_by(setting, f))
    core = any(exercise.id in part.equals for part in demand.parts)
    return Prepared(
        exercise=exercise,
        step=step,
        level=level,
        dose=short,
        days=_days(setting, exercise, dose),
        eased_by=tuple(easing.values()),
        shortened=short != dose,
        purposes=(*(("core",) if core or not serves else ()), *serves),
        core=core,
        eased_from=easier_of,
        extra_side=weaker if short.sets == dose.sets else Side.BOTH,
        new=exercise.id in demand.since.fresh,
    )


def named_by(setting: Setting, finding: Finding) -> set[str]:
    """The exercises that a finding asks for."""
    return {e for ids in setting.catalogue.findings[finding.finding].exercises.values() for e in ids}


def with_reasons(setting: Setting, demand: Demand, chosen: Sequence[Prepared]) -> tuple[Prepared, ...]:
    """The chosen ones, told apart: who stands in for which part of the core, and whom a trait asked for."""
    found = {one.exercise.id: one for one in chosen}
    for part in demand.parts:
        for exercise_id in part.equals:
            if exercise_id in found and part.core.id not in part.equals and not part.eased:
                found[exercise_id] = replace(found[exercise_id], stands_for=part.core.id)
    for modifier in setting.modifiers:
        adds = next((e for e in modifier.adds if e in found), None)
        if adds is not None and found[adds].purposes == ("core",) and not found[adds].core:
            found[adds] = replace(found[adds], because_of=modifier.id)
    return tuple(found.values())


def _start(setting: Setting, exercise: Exercise, step: Step, own: Sequence[Question]) -> tuple[int, bool]:
    """The level, and if its dose is eased: one level lower from the day a caution was answered yes, below the first level with
    less of it, and from there up step by step like everyone."""
    if not own:
        return step.level, step.easier
    since = max(yes_since(setting.case, question.id) for question in own)
    done = [item for session, item in setting.history.done.get(exercise.id, ()) if session.day >= since]
    if not done:
        return max(1, step.level - 1), step.level == 1
    if below_first(exercise, done[-1], setting.catalogue.rules.limits):
        return 1, step.change != "up"
    return step.level, step.easier


def _days(setting: Setting, exercise: Exercise, dose: Dose) -> int:
    days = dose.days_per_week
    for modifier in setting.modifiers:
        wanted = modifier.days_by_kind.get(exercise.kind, days)
        days = min(days, wanted) if exercise.kind is Kind.STRENGTH else max(days, wanted)
    if setting.phase is Phase.MAINTENANCE and exercise.kind is Kind.STRENGTH:
        days = min(days, setting.catalogue.rules.limits.maintenance_strength_days)
    return days


def _weaker_side(setting: Setting, exercise: Exercise, findings: Sequence[Finding]) -> Side:
    """The side that a finding with a dosing of its own gives one set more; both where none does."""
    if not exercise.sides:
        return Side.BOTH
    for finding in findings:
        dosing = setting.catalogue.findings[finding.finding].dosing
        if finding.rank > 0 and dosing and finding.side is not Side.BOTH and exercise.id in named_by(setting, finding):
            return finding.side
    return Side.BOTH
