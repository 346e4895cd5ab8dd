"""The programme: the week, each exercise with its reason, what was eased, what else there is, and what was left out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.care import Cleared, Item, LeftOut, PlanDay, Standing
from upperback.model.catalogue import Catalogue, Exercise, Kind
from upperback.services.choosing import SHUT
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.views import Plan
from upperback.web.figures import Drawings
from upperback.web.forms import Form, Sent
from upperback.web.onward import local
from upperback.web.render import page

router = APIRouter()

WALK: Final = "brisk_walking"
ADD_SHOWN: Final = 4  # the library has the rest
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
        groups=[(kind, items) for kind in ORDER if (items := _of_kind(day, kind))],
        others=[(n, other) for n, other in enumerate(plan.programme.week, 1) if other is not day],
        exercises=catalogue.exercises,
        left_out=_left_out(plan.programme.left_out, catalogue),
        thumb=drawings.thumb,
        picture=drawings.picture,
        can_add=_can_add(catalogue, plan, person)[:ADD_SHOWN],
        removed=[catalogue.exercises[e] for e in person.case().wishes.removed if e in catalogue.exercises],
        cleared=verdict if isinstance(verdict, Cleared) else None,
        wishes=person.case().wishes,
        today=person.today(),
    )


@router.post("/programme/remove")
def remove(request: Request, form: Sent) -> Response:
    """Leave an exercise out from now on, as the person wishes. Can be undone."""
    person: Person = request.app.state.person
    person.choosing.remove(_exercise(request, form.text("exercise")).id)
    return RedirectResponse(_back(form), 303)


@router.post("/programme/add")
def add(request: Request, form: Sent) -> Response:
    """Ask for an exercise; what an answer stands against says why, and nothing changes. Can be undone."""
    person: Person = request.app.state.person
    exercise = _exercise(request, form.text("exercise"))
    choice = person.choosing.add(exercise.id)
    if choice.standing in SHUT:
        drawings: Drawings = request.app.state.drawings
        picture = drawings.picture(exercise.id)
        return page(request, "programme_blocked.html", exercise=exercise, words=choice.why, picture=picture, back=_back(form))
    return RedirectResponse(_back(form), 303)


def _back(form: Form) -> str:
    """The page of the app that asked, with the offer to take the change back; the programme where none is named."""
    return f"{local(form.text('back')) or '/programme'}?noted=wishes"


def week_cells(plan: Plan, today: date) -> tuple[DayCell, ...]:
    """The seven days of the plan from the day it was made; a day already gone without a session is simply empty."""
    planned = {plan.made_on + timedelta(days=day.day - 1): day for day in plan.programme.week}
    walk = {
        n: activity.minutes for activity in plan.programme.activity if activity.exercise == WALK for n in range(activity.days)
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
    """What a person may ask for, the rarest kinds of the week first; what never comes by itself is left to its own page."""
    often = Counter(item.kind for day in plan.programme.week for item in day.items)
    free = [catalogue.exercises[c.exercise] for c in person.choosing.choices().values() if c.standing is Standing.CAN_ADD]
    return sorted((e for e in free if e.auto and e.kind is not Kind.AEROBIC), key=lambda e: often[e.kind])


def _exercise(request: Request, exercise_id: str) -> Exercise:
    catalogue: Catalogue = request.app.state.catalogue
    if exercise_id not in catalogue.exercises:
        raise BadInputError("exercise: not in the catalogue", "programme.error.exercise")
    return catalogue.exercises[exercise_id]
