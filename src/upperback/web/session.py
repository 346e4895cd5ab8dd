"""A session in the browser: its start, the player, its end, and "Ease it now". Works by forms; scripts make it smoother."""

import secrets
from typing import Any, Final, assert_never

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from upperback.model.body import Side
from upperback.model.care import Refer
from upperback.model.catalogue import Exercise
from upperback.services.person import Person
from upperback.services.playing import CHANGE_S, EASE, READY_S, Step, current_step, working_position
from upperback.services.views import ItemState, ScreenKind, SessionKind, SessionState, SessionView
from upperback.web import camera_socket, camera_test, session_steps
from upperback.web.forms import Sent
from upperback.web.render import page
from upperback.web.settings import regions

router = APIRouter()
router.include_router(camera_socket.router)
router.include_router(session_steps.router)
router.include_router(camera_test.router)

FETCHED: Final = ("band", "ball", "chair", "mat", "towel", "pillow")  # what one goes and gets; a wall is there
KIND_SENTENCES: Final = 3  # session.kind.1 ...; another one each day


@router.get("/session")
def opening(request: Request, kind: str = "") -> Response:
    """Before a session: pain now and how much of it; the short safety form first when it is due."""
    person: Person = request.app.state.person
    under_way = person.sessions.open_session()
    need = person.screening.need()
    if under_way is not None and under_way.state is SessionState.OPEN and under_way.kind is not SessionKind.EASE_NOW:
        return RedirectResponse(f"/session/{under_way.id}", 303)
    if under_way is not None and under_way.state is SessionState.LOCKED and need.kind is ScreenKind.NONE:
        return RedirectResponse(f"/session/{person.sessions.unlock(under_way.id).id}", 303)
    plan = person.plans.plan() if need.kind is ScreenKind.NONE else None
    return page(
        request,
        "session_start.html",
        need=need,
        plan=plan,
        two_minute=kind == SessionKind.TWO_MINUTE,
        figure=drawing(request.app.state.catalogue.exercises[EASE], Side.BOTH),
    )


@router.post("/session")
def start(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    kind = form.one_of("kind", tuple(SessionKind)) or SessionKind.FULL
    session_id = person.sessions.start(SessionKind(kind), form.number("pain", 0, 10))
    return RedirectResponse(f"/session/{session_id}", 303)


@router.get("/ease")
def ease(request: Request) -> Response:
    """Two minutes of standing turns, possible as soon as the screen allows exercise."""
    person: Person = request.app.state.person
    if isinstance(person.verdict(), Refer):
        return RedirectResponse("/start/result", 303)
    return page(request, "session_ease.html", need=person.screening.need(), exercise=request.app.state.catalogue.exercises[EASE])


@router.get("/session/{session_id}")
def player(request: Request, session_id: str) -> Response:
    person: Person = request.app.state.person
    session = person.sessions.session(session_id)
    match session.state:
        case SessionState.FINISHED:
            return RedirectResponse(f"/session/{session_id}/finish", 303)
        case SessionState.LOCKED:
            return page(request, "session_locked.html", session=session, regions=regions(request))
        case SessionState.LEFT:
            return page(request, "session_left.html", session=session)
        case SessionState.OPEN:
            step = current_step(request.app.state.catalogue, session)
            if step is None:
                return RedirectResponse(f"/session/{session_id}/finish", 303)
            return page(request, "session_player.html", **playing(request.app.state.catalogue.exercises, session, step))
        case _:
            assert_never(session.state)


def playing(exercises: dict[str, Exercise], session: SessionView, step: Step) -> dict[str, Any]:
    """What the player's template shows."""
    return {
        "figure": drawing(step.exercise, step.side),
        "figure_small": drawing(step.exercise, step.side),
        "figure_next": drawing(exercises[step.after.exercise], Side.BOTH) if step.after else "",
        "session": session,
        "step": step,
        "items": [item for item in session.items if item.state is not ItemState.SWAPPED],
        "key": secrets.token_hex(8),  # the name of the count that the form without script would add
        "ready_s": READY_S,
        "change_s": CHANGE_S,
        "fetch": [thing for thing in step.exercise.equipment if thing in FETCHED],
        "ease": session.kind is SessionKind.EASE_NOW,
    }


def drawing(exercise: Exercise, side: Side) -> Markup:
    """The working position of an exercise, to the side that is next; "" for an exercise without a drawing."""
    return Markup(working_position(exercise, side))


@router.get("/session/{session_id}/finish")
def finish(request: Request, session_id: str) -> Response:
    """After the last exercise: pain and effort. Once given, what was done."""
    person: Person = request.app.state.person
    session = person.sessions.session(session_id)
    if session.state is SessionState.LOCKED:
        return RedirectResponse(f"/session/{session_id}", 303)
    texts = request.app.state.catalogue.texts
    done = [item for item in session.items if item.reps > 0 or item.sets_done > 0]
    return page(
        request,
        "session_finish.html",
        session=session,
        figure=drawing(request.app.state.catalogue.exercises[(done or session.items)[-1].exercise], Side.BOTH),
        done=done,
        sentence=texts(f"session.kind.{session.day.toordinal() % KIND_SENTENCES + 1}"),
        left=[item for item in session.items if item.state is ItemState.TODO],
    )


@router.post("/session/{session_id}/finish")
def finished(request: Request, form: Sent, session_id: str) -> Response:
    person: Person = request.app.state.person
    person.sessions.finish_session(session_id, form.number("pain", 0, 10), form.number("effort", 0, 10))
    return RedirectResponse(f"/session/{session_id}/finish", 303)
