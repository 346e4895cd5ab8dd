"""The articles' own routines: what they are made of, what of it fits today, done now or put into the programme."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from upperback.model.care import Cleared, Refer, RoutineStep
from upperback.model.catalogue import Catalogue, Exercise, Routine
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.playing import CHANGE_S
from upperback.services.views import ScreenKind, SessionKind
from upperback.web.figures import Drawings
from upperback.web.forms import Form, Sent
from upperback.web.onward import arrived, go_on_to
from upperback.web.render import page

router = APIRouter(prefix="/routines")

SHOWN: Final = 4  # pictures of a routine in the list


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise of a routine: the article's dose in words, and how it stands today. `smaller`: the dose is not the
    article's, because an answer or a flare asks for less."""

    exercise: Exercise
    words: str
    step: RoutineStep
    smaller: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A routine with what of it fits today. `judged`: the safety check allows exercise, so the parts say what is blocked."""

    routine: Routine
    parts: tuple[Part, ...]
    judged: bool

    @property
    def may(self) -> tuple[Part, ...]:
        """What may be done; before the safety check all of it, to look at."""
        return tuple(part for part in self.parts if part.step.may or not self.judged)

    @property
    def blocked(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if self.judged and not part.step.may)

    @property
    def minutes(self) -> float:
        """What it takes today, getting into position included."""
        work_s = sum(_work_s(part) for part in self.may)
        return (work_s + CHANGE_S * max(0, len(self.may) - 1)) / 60


@router.get("")
def overview(request: Request) -> Response:
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    person: Person = request.app.state.person
    offers = [_offer(person, catalogue, routine) for routine in catalogue.routines.values()]
    return page(request, "routines.html", offers=offers, shown=SHOWN, picture=drawings.picture)


@router.get("/{routine_id}")
def show(request: Request, routine_id: str) -> Response:
    person: Person = request.app.state.person
    drawings: Drawings = request.app.state.drawings
    offer = _offer(person, request.app.state.catalogue, _routine(request, routine_id))
    under_way = person.sessions.open_session()
    wishes = person.case().wishes
    return page(
        request,
        "routine.html",
        offer=offer,
        routine=offer.routine,
        thumb=drawings.thumb,
        refused=isinstance(person.verdict(), Refer),
        wanted=bool(offer.may) and all(part.exercise.id in wishes.added for part in offer.may),
        waiting=under_way is not None and under_way.routine != routine_id,
    )


@router.get("/{routine_id}/start")
def opening(request: Request, routine_id: str) -> Response:
    """Before it: the safety form where one is due, a yes of its own for a guarded one, pain now."""
    person: Person = request.app.state.person
    routine = _routine(request, routine_id)
    drawings: Drawings = request.app.state.drawings
    if isinstance(person.verdict(), Refer):
        return RedirectResponse("/start/result", 303)
    need = person.screening.need()
    first = drawings.picture(routine.items[0].exercise)
    offer = _offer(person, request.app.state.catalogue, routine) if need.kind is ScreenKind.NONE else None
    if offer is not None and not offer.may:
        return RedirectResponse(f"/routines/{routine.id}", 303)
    response = page(request, "routine_start.html", routine=routine, offer=offer, need=need, figure=first)
    if offer is None:
        go_on_to(response, f"/routines/{routine.id}/start")
    return response


@router.post("/{routine_id}/start")
def start(request: Request, routine_id: str, form: Sent) -> Response:
    person: Person = request.app.state.person
    routine = _routine(request, routine_id)
    _agreed(routine, form)
    session_id = person.sessions.start(SessionKind.ROUTINE, form.number("pain", 0, 10), routine=routine.id)
    response = RedirectResponse(f"/session/{session_id}", 303)
    arrived(response)
    return response


@router.post("/{routine_id}/add")
def add(request: Request, routine_id: str, form: Sent) -> Response:
    """Ask for its exercises in the programme."""
    person: Person = request.app.state.person
    routine = _routine(request, routine_id)
    _agreed(routine, form)
    person.choosing.add_routine(routine.id)
    return RedirectResponse("/programme?noted=wishes", 303)


def _routine(request: Request, routine_id: str) -> Routine:
    catalogue: Catalogue = request.app.state.catalogue
    if routine_id not in catalogue.routines:
        raise HTTPException(404)
    return catalogue.routines[routine_id]


def _offer(person: Person, catalogue: Catalogue, routine: Routine) -> Offer:
    judged = isinstance(person.verdict(), Cleared)
    steps = person.choosing.routine(routine.id).steps
    parts = []
    for item, step in zip(routine.items, steps, strict=True):
        smaller = (step.dose.sets, step.dose.reps, step.dose.hold_s) != (item.sets, item.reps, item.hold_s)
        parts.append(Part(catalogue.exercises[item.exercise], item.dose, step, smaller))
    return Offer(routine, tuple(parts), judged)


def _work_s(part: Part) -> float:
    dose = part.step.dose
    return dose.sets * dose.reps * (part.exercise.ladder[0].move_s + dose.hold_s) + (dose.sets - 1) * dose.rest_s


def _agreed(routine: Routine, form: Form) -> None:
    """A guarded routine is only done, or added, after a yes of its own."""
    if routine.guarded and form.one_of("agreed", ("yes",)) is None:
        raise BadInputError("agreed: not ticked", "routines.error.agree", routine=routine.name)
