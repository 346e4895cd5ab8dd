"""The programme: the week, each exercise with its reason, what was eased, what else there is, and what was left out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.care import Item, LeftOut, PlanDay, Standing
from upperback.model.catalogue import Catalogue, Exercise, Kind, Phase
from upperback.model.progress import Cited
from upperback.services.choosing import SHUT
from upperback.services.course import Differences, Moved, differences
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
WORDS_MAX: Final = 80
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
    case, day = person.case(), plan.today or plan.programme.week[0]
    wanted = request.query_params.get("why_not", "")[:WORDS_MAX].strip()
    left_out = _left_out(plan.programme.left_out, catalogue)
    context: dict[str, Any] = {
        "cells": week_cells(plan),
        "groups": [(kind, items) for kind in ORDER if (items := _of_kind(day, kind))],
        "others": [(n, other) for n, other in enumerate(plan.programme.week, 1) if other is not day],
        "keeping": plan.programme.phase is Phase.MAINTENANCE,
        "kept_kinds": kept_kinds(plan),
        "rules": {rule.rule: rule for rule in plan.programme.rules},
        "moved": moved_of(differences(catalogue, case, plan.programme, plan.made_on)),
        "left_out": _found(left_out, wanted),
        "left_out_all": len(plan.programme.left_out),
        "wanted": wanted,
        "can_add": _can_add(catalogue, plan, person)[:ADD_SHOWN],
        "removed": [catalogue.exercises[e] for e in case.wishes.removed if e in catalogue.exercises],
        "sources_of": sources_of,
        "thumb": drawings.thumb,
        "picture": drawings.picture,
    }
    return page(request, "programme.html", plan=plan, day=day, exercises=catalogue.exercises, today=person.today(), **context)


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


def week_cells(plan: Plan) -> tuple[DayCell, ...]:
    """The seven days of the plan from the day it was made; a day already gone without a session is simply empty, and its session
    stands on the day it moved to."""
    walk = {
        n: activity.minutes for activity in plan.programme.activity if activity.exercise == WALK for n in range(activity.days)
    }
    cells = []
    for n in range(7):
        day = plan.made_on + timedelta(days=n)
        done = day in plan.trained_on
        cells.append(DayCell(day, done, day in plan.ahead.days, False, walk.get(n, 0)))
    return tuple(cells)


def _of_kind(day: PlanDay, kind: Kind) -> tuple[Item, ...]:
    return tuple(item for item in day.items if item.kind is kind)


@dataclass(frozen=True, slots=True)
class Left:
    """Exercises that are left out for one reason, with its rule."""

    because: str
    rule: str
    exercises: tuple[Exercise, ...]


def _left_out(left_out: tuple[LeftOut, ...], catalogue: Catalogue) -> list[Left]:
    """The exercises left out, by reason, the reason with the most first."""
    reasons: dict[tuple[str, str], list[Exercise]] = {}
    for one in left_out:
        if one.exercise in catalogue.exercises:
            reasons.setdefault((one.because, one.rule), []).append(catalogue.exercises[one.exercise])
    found = [Left(because, rule, tuple(some)) for (because, rule), some in reasons.items()]
    return sorted(found, key=lambda left: -len(left.exercises))


def _found(left_out: list[Left], wanted: str) -> list[Left]:
    """Those whose name or reason holds the words looked for; all of them where none are."""
    words = wanted.casefold().split()
    if not words:
        return left_out
    found = []
    for left in left_out:
        named = tuple(e for e in left.exercises if all(w in f"{e.name} {left.because}".casefold() for w in words))
        if named:
            found.append(Left(left.because, left.rule, named))
    return found


@dataclass(frozen=True, slots=True)
class MovedView:
    """What is different this week: each way of being so with its exercises, in the order one reads them."""

    since: date
    ways: tuple[tuple[Moved, tuple[str, ...]], ...]
    same: int


def kept_kinds(plan: Plan) -> list[tuple[Kind, int]]:
    """On how many days of the week each kind of work is."""
    days = Counter(kind for day in plan.programme.week for kind in {item.kind for item in day.items})
    return [(kind, days[kind]) for kind in ORDER if kind in days]


def moved_of(found: Differences | None) -> MovedView | None:
    """The differences by their kind; None in the first week."""
    if found is None:
        return None
    ways = ((way, tuple(one.exercise for one in found.moved if one.moved is way)) for way in Moved)
    return MovedView(found.since, tuple((way, named) for way, named in ways if named), found.same)


def sources_of(rule: Cited) -> list[str]:
    """The sources of a rule, one by one."""
    return [part.strip() for part in rule.source.split(";")]


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
