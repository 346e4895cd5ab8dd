"""The programme: the week, each exercise with its reason, what was eased, what else there is, and what was left out."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.care import Cleared, Item, LeftOut, PlanDay
from upperback.model.catalogue import Catalogue, Exercise, Kind
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.views import Plan
from upperback.web.figures import Drawings
from upperback.web.forms import Sent
from upperback.web.pages.about import wishes_without
from upperback.web.render import page
from upperback.web.words import KINDS

router = APIRouter()

ORDER: Final = (Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH, Kind.AEROBIC, Kind.HABIT)


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the week's row. `done`: a session was finished then; `planned`: one is planned."""

    day: date
    done: bool
    planned: bool
    two_minutes: bool
    walk: float


@router.get("/programme")
def show(request: Request) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    if person.is_new():
        return page(request, "programme_empty.html")
    drawings: Drawings = request.app.state.drawings
    plan = person.plans.plan()
    day = plan.today or plan.programme.week[0]
    verdict = person.verdict()
    return page(
        request,
        "programme.html",
        plan=plan,
        day=day,
        cells=week_cells(plan, person.today()),
        groups=[(KINDS[kind], items) for kind in ORDER if (items := _of_kind(day, kind))],
        others=[(n, other) for n, other in enumerate(plan.programme.week, 1) if other is not day],
        exercises=catalogue.exercises,
        left_out=_left_out(plan.programme.left_out, catalogue),
        thumb=drawings.thumb,
        can_add=_can_add(catalogue, plan, person),
        cleared=verdict if isinstance(verdict, Cleared) else None,
        wishes=person.case().wishes,
        today=person.today(),
    )


@router.post("/programme/remove")
def remove(request: Request, form: Sent) -> Response:
    """Leave an exercise out from now on, as the person wishes."""
    person: Person = request.app.state.person
    exercise = _exercise(request, form.text("exercise"))
    wishes = wishes_without(person.case().wishes, exercise.id)
    person.diary.save_wishes(replace(wishes, removed=(*wishes.removed, exercise.id)))
    return RedirectResponse("/programme?noted=wishes", 303)


@router.post("/programme/add")
def add(request: Request, form: Sent) -> Response:
    """Ask for an exercise; the rules still decide whether it fits, and say why not."""
    person: Person = request.app.state.person
    exercise = _exercise(request, form.text("exercise"))
    wishes = wishes_without(person.case().wishes, exercise.id)
    person.diary.save_wishes(replace(wishes, added=(*wishes.added, exercise.id)))
    return RedirectResponse("/programme?noted=wishes", 303)


def week_cells(plan: Plan, today: date) -> tuple[DayCell, ...]:
    """The seven days of the plan from the day it was made; a day already gone without a session is simply empty."""
    planned = {plan.made_on + timedelta(days=day.day - 1): day for day in plan.programme.week}
    walk = {
        n: activity.minutes
        for activity in plan.programme.activity
        if activity.exercise != "swimming"
        for n in range(activity.days)
    }
    cells = []
    for n in range(7):
        day = plan.made_on + timedelta(days=n)
        done = day in plan.trained_on
        cells.append(DayCell(day, done, day in planned and not done and day >= today, False, walk.get(n, 0)))
    return tuple(cells)


def _of_kind(day: PlanDay, kind: Kind) -> tuple[Item, ...]:
    return tuple(item for item in day.items if item.kind is kind)


def _left_out(left_out: tuple[LeftOut, ...], catalogue: Catalogue) -> list[tuple[str, list[Exercise]]]:
    """The exercises left out, by reason, the reason with the most first."""
    reasons: dict[str, list[Exercise]] = {}
    for one in left_out:
        if one.exercise in catalogue.exercises:
            reasons.setdefault(one.because, []).append(catalogue.exercises[one.exercise])
    return sorted(reasons.items(), key=lambda entry: -len(entry[1]))


def _can_add(catalogue: Catalogue, plan: Plan, person: Person) -> list[Exercise]:
    """What a person may ask for: not in this week, and not blocked by an answer."""
    there = {item.exercise for day in plan.programme.week for item in day.items}
    verdict = person.verdict()
    blocked = verdict.blocked_tags if isinstance(verdict, Cleared) else frozenset()
    return [e for e in catalogue.exercises.values() if e.id not in there and not e.tags & blocked and e.kind is not Kind.AEROBIC]


def _exercise(request: Request, exercise_id: str) -> Exercise:
    catalogue: Catalogue = request.app.state.catalogue
    if exercise_id not in catalogue.exercises:
        raise BadInputError("exercise: choose one from the list")
    return catalogue.exercises[exercise_id]
