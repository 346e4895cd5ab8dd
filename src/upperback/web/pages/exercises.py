"""Every exercise on its own page: all of its entry, and how it stands for the person."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from upperback.model.care import Item, Standing
from upperback.model.catalogue import Catalogue, Exercise
from upperback.model.movement import HoldStill, Reps, Untracked
from upperback.services.library import minutes_of
from upperback.services.person import Person
from upperback.web.figures import Drawings
from upperback.web.pages.evidence import claim_address
from upperback.web.render import page

router = APIRouter()


@router.get("/exercises/{exercise_id}")
def show(request: Request, exercise_id: str) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    if exercise_id not in catalogue.exercises:
        raise HTTPException(404)
    drawings: Drawings = request.app.state.drawings
    exercise, texts = catalogue.exercises[exercise_id], catalogue.texts
    choice = person.choosing.choices()[exercise_id]
    return page(
        request,
        "exercise.html",
        exercise=exercise,
        minutes=minutes_of(exercise),
        choice=choice,
        item=_item(person, exercise_id) if choice.standing is Standing.IN_WEEK else None,
        hero=drawings.keys(exercise_id),
        picture=drawings.picture,
        view=catalogue.texts(f"common.views.{exercise.camera.view}"),
        untracked=exercise.movement.why if isinstance(exercise.movement, Untracked) else "",
        watch=watched(exercise),
        cautions=cautions(catalogue, exercise),
        meanings=[catalogue.tags[tag] for tag in sorted(exercise.tags) if tag in catalogue.tags],
        phases=texts.row([texts(f"library.exercise.phase.{phase}") for phase in exercise.phases]),
        findings=[catalogue.findings[f] for f in exercise.findings if f in catalogue.findings],
        claims=[claim for claim in catalogue.claims.values() if exercise_id in claim.exercises],
        claim_address=claim_address,
        easier=catalogue.exercises.get(exercise.regression_to),
        harder=[e for e in catalogue.exercises.values() if e.regression_to == exercise_id],
    )


def _item(person: Person, exercise_id: str) -> Item | None:
    """The exercise as it stands in the week; None for what stands beside it, such as walking."""
    week = person.plans.plan().programme.week
    return next((item for day in week for item in day.items if item.exercise == exercise_id), None)


def watched(exercise: Exercise) -> tuple[str, ...]:
    """What to look out for: what the camera looks at, then what only the person can feel or see."""
    match exercise.movement:
        case Reps(faults=faults) | HoldStill(faults=faults):
            return tuple(dict.fromkeys([*(fault.cue for fault in faults), *exercise.watch_for]))
        case Untracked():
            return exercise.watch_for


def cautions(catalogue: Catalogue, exercise: Exercise) -> list[str]:
    """Each answer that eases this exercise, in the words of its question."""
    asked = (catalogue.questions[q] for q in sorted(exercise.cautions) if q in catalogue.questions)
    return list(dict.fromkeys(question.caution or question.text for question in asked))
