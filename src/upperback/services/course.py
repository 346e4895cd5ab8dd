"""The course as pages show it: what has to be true for the work to end, and how a week differs from the one before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from upperback.care.load import Load, week_load
from upperback.model.care import Programme, Review, Status
from upperback.model.catalogue import Catalogue
from upperback.model.record import Case, KeptItem, KeptProgramme

OPEN = (Status.PRESENT, Status.IMPROVING, Status.REFER)


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that has to be true for the work on findings to end, rule `complete`. `id` names its words; `met` None where
    nothing is known yet. `names`: what is still open."""

    id: str
    met: bool | None
    names: tuple[str, ...] = ()


def ending(catalogue: Catalogue, review: Review) -> tuple[Condition, ...]:
    """What has to be true for the work to end, each as it stands today. That all of it has held for weeks is care's to say."""
    limits, pain, said = catalogue.rules.limits, review.pain_7d, review.own_word
    still_open = tuple(catalogue.findings[f.finding].name for f in review.findings if f.status in OPEN)
    content = said is not None and said.pgic >= limits.complete_content and pain.clear and (pain.change or 0) < 0
    low = None if pain.mean is None else pain.mean <= limits.complete_pain or content
    short = tuple(goal.activity for goal in review.goals if not goal.reached)
    function = review.function
    able = not short or (function.change is not None and function.change >= limits.function_change)
    return (
        Condition("findings", not still_open, still_open),
        Condition("pain", low),
        *([Condition("function", able, () if able else short)] if review.goals else []),
        Condition("word", None if said is None else said.better),
    )


class Moved(StrEnum):
    """How an exercise of this week stands to the week before."""

    NEW = "new"
    MORE = "more"
    LESS = "less"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Difference:
    exercise: str
    moved: Moved


@dataclass(frozen=True, slots=True)
class Differences:
    """This week against the programme made on `since`: what is new, grew, shrank, went out; `same`: how many stayed as they
    were."""

    since: date
    moved: tuple[Difference, ...]
    same: int


def differences(catalogue: Catalogue, case: Case, programme: Programme, made_on: date) -> Differences | None:
    """This week against the one before it; None in the first week. Exercises the catalogue no longer knows are left out."""
    before = _before(case.programmes, made_on)
    if before is None:
        return None
    then = _loads(catalogue, (item for _, items in before.items for item in items))
    now = _loads(
        catalogue,
        (
            KeptItem(i.exercise, i.side, i.level, i.dose.sets, i.dose.reps, i.dose.hold_s, i.dose.rest_s)
            for day in programme.week
            for i in day.items
        ),
    )
    moved = [Difference(e, Moved.NEW) for e in now if e not in then]
    for exercise, load in now.items():
        if exercise in then and load.work_s != then[exercise].work_s:
            moved.append(Difference(exercise, Moved.MORE if load.work_s > then[exercise].work_s else Moved.LESS))
    moved += [Difference(e, Moved.OUT) for e in then if e not in now]
    known = tuple(one for one in moved if one.exercise in catalogue.exercises)
    return Differences(before.day, known, sum(1 for e in now if e in then and now[e].work_s == then[e].work_s))


def _before(kept: Iterable[KeptProgramme], made_on: date) -> KeptProgramme | None:
    return max((one for one in kept if one.day < made_on), key=lambda one: one.day, default=None)


def _loads(catalogue: Catalogue, items: Iterable[KeptItem]) -> dict[str, Load]:
    """The work of a week, exercise by exercise."""
    found: dict[str, Load] = {}
    for item in items:
        found[item.exercise] = found.get(item.exercise, Load()) + week_load(catalogue, [item])
    return found
