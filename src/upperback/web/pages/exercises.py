"""Every exercise on its own page, and where all of it comes from."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from upperback.model.care import Item
from upperback.model.catalogue import Catalogue, Kind
from upperback.model.movement import Untracked
from upperback.services.errors import NotAllowedError, NothingFitsError
from upperback.services.person import Person
from upperback.web.figures import Drawings
from upperback.web.render import page
from upperback.web.words import KINDS, VIEWS

router = APIRouter()

MARKS = {
    "V": "read at the source",
    "V2": "seen in a second-hand page",
    "M": "from memory, not yet checked",
    "": "expert judgement",
}


@router.get("/exercises")
def overview(request: Request, kind: Kind = Kind.MOBILITY) -> Response:
    """One kind a page, so that the pictures stay light."""
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    shown = [exercise for exercise in catalogue.exercises.values() if exercise.kind is kind]
    return page(request, "exercises.html", kinds=KINDS, kind=kind, shown=shown, picture=drawings.picture)


@router.get("/exercises/{exercise_id}")
def show(request: Request, exercise_id: str) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    if exercise_id not in catalogue.exercises:
        raise HTTPException(404)
    drawings: Drawings = request.app.state.drawings
    exercise = catalogue.exercises[exercise_id]
    return page(
        request,
        "exercise.html",
        exercise=exercise,
        item=_planned(person, exercise_id),
        hero=drawings.keys(exercise_id),
        view=VIEWS[exercise.camera.view],
        untracked=exercise.movement.why if isinstance(exercise.movement, Untracked) else "",
        cautions=[catalogue.questions[q] for q in sorted(exercise.cautions) if q in catalogue.questions],
        findings=[catalogue.findings[f] for f in exercise.findings if f in catalogue.findings],
        easier=catalogue.exercises.get(exercise.regression_to),
    )


@router.get("/sources")
def sources(request: Request) -> Response:
    return page(request, "sources.html", marks=MARKS)


def _planned(person: Person, exercise_id: str) -> Item | None:
    """The exercise as it stands in the programme, if it does."""
    if person.is_new():
        return None
    try:
        plan = person.plans.plan()
    except (NotAllowedError, NothingFitsError):
        return None
    return next((item for day in plan.programme.week for item in day.items if item.exercise == exercise_id), None)
