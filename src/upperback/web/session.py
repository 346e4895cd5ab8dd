"""A session in the browser: its start, the player, its end, and "Ease it now". Works by forms; scripts make it smoother."""

import re
import secrets
from datetime import date
from typing import Any, Final, assert_never

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import JSONResponse, RedirectResponse, Response

from upperback.model.body import Side
from upperback.model.care import Refer
from upperback.model.catalogue import Catalogue, Exercise
from upperback.services.begun_without import items_said
from upperback.services.errors import BadInputError
from upperback.services.finished import finished as told_of
from upperback.services.person import Person
from upperback.services.playing import CHANGE_S, EASE, Step, current_step, working_position
from upperback.services.session_plan import FETCHED, kept
from upperback.services.sessions import AGO_MAX_S
from upperback.services.views import ItemState, ScreenKind, SessionKind, SessionState, SessionView, StopReason, Symptom
from upperback.web import camera_socket, camera_test, session_steps
from upperback.web.forms import Sent
from upperback.web.render import page
from upperback.web.settings import regions

router = APIRouter()
router.include_router(camera_socket.router)
router.include_router(session_steps.router)
router.include_router(camera_test.router)

OWN_ID: Final = re.compile("[0-9a-z]{32}")
ID_MAX: Final = 80
SAID_MAX: Final = 40_000  # characters of the items of a session that was begun without the server
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
    kind = SessionKind(form.one_of("kind", tuple(SessionKind)) or SessionKind.FULL)
    pain = form.number("pain", 0, 10)
    own_id = form.text("id", ID_MAX)
    if not own_id:
        return RedirectResponse(f"/session/{person.sessions.start(kind, pain)}", 303)
    if not OWN_ID.fullmatch(own_id):
        raise BadInputError("id: 32 letters and digits are expected")
    day = form.day("day", date.max) or person.today()
    items = items_said(request.app.state.catalogue, form.text("items", SAID_MAX))
    ago_s = form.number("ago_s", 0, AGO_MAX_S) or 0.0
    session = person.sessions.session(person.sessions.begun_without(own_id, kind, day, items, pain, ago_s=ago_s))
    if session_steps.for_script(request):
        return JSONResponse({"plan": session_steps.plan_of(request, session)})
    return RedirectResponse(f"/session/{session.id}", 303)


@router.get("/ease")
def ease(request: Request) -> Response:
    """Two minutes of standing turns, possible as soon as the screen allows exercise."""
    person: Person = request.app.state.person
    if isinstance(person.verdict(), Refer):
        return RedirectResponse("/start/result", 303)
    return page(request, "session_ease.html", need=person.screening.need(), exercise=request.app.state.catalogue.exercises[EASE])


@router.get("/session/kept")
def kept_page(request: Request, kind: str = "") -> Response:
    """The player with today's session, not begun: for a device that keeps it, so that it can begin without the server."""
    person: Person = request.app.state.person
    if person.screening.need().kind is not ScreenKind.NONE:
        return RedirectResponse("/session", 303)
    session = person.sessions.not_begun(_kept_kind(kind))
    step = current_step(request.app.state.catalogue, session)
    if step is None:
        return RedirectResponse("/session", 303)
    return page(request, "session_player.html", **playing(request, session, step))


@router.get("/session/kept/plan.json")
def kept_plan(request: Request, kind: str = "") -> Response:
    person: Person = request.app.state.person
    session = person.sessions.not_begun(_kept_kind(kind))
    return JSONResponse({**request.app.state.session_plan.whole(session, {}), "keys": []})


@router.get("/session/{session_id}/plan.json")
def plan(request: Request, session_id: str) -> Response:
    """The whole session as data (docs/session.md)."""
    person: Person = request.app.state.person
    csrf = request.app.state.keys.csrf
    return JSONResponse({**session_steps.plan_of(request, person.sessions.session(session_id)), "csrf": csrf})


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
            return page(request, "session_player.html", **playing(request, session, step))
        case _:
            assert_never(session.state)


def _kept_kind(kind: str) -> SessionKind:
    return SessionKind.TWO_MINUTE if kind == SessionKind.TWO_MINUTE else SessionKind.FULL


def playing(request: Request, session: SessionView, step: Step) -> dict[str, Any]:
    """What the player's template shows."""
    exercises: dict[str, Exercise] = request.app.state.catalogue.exercises
    return {
        "figure": drawing(step.exercise, step.side),
        "figure_small": drawing(step.exercise, step.side),
        "figure_next": drawing(exercises[step.after.exercise], Side.BOTH) if step.after else "",
        "session": session,
        "step": step,
        "items": [item for item in session.items if item.state is not ItemState.SWAPPED],
        "key": secrets.token_hex(8),  # the name of the count that the form without script would add
        "change_s": CHANGE_S,
        "reasons": tuple(StopReason),
        "symptoms": tuple(Symptom),
        "sentence": request.app.state.catalogue.texts(f"session.kind.{session.day.toordinal() % KIND_SENTENCES + 1}"),
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
    catalogue: Catalogue = request.app.state.catalogue
    done = [item for item in session.items if item.reps > 0 or item.sets_done > 0]
    return page(
        request,
        "session_finish.html",
        session=session,
        figure=drawing(catalogue.exercises[(done or session.items)[-1].exercise], Side.BOTH),
        told=told_of(catalogue, session, *person.sessions.seen(session_id)),
        sentence=catalogue.texts(f"session.kind.{session.day.toordinal() % KIND_SENTENCES + 1}"),
        left=[item for item in session.items if item.state is ItemState.TODO],
    )


@router.post("/session/{session_id}/finish")
def finished(request: Request, form: Sent, session_id: str) -> Response:
    person: Person = request.app.state.person
    pain, effort, key = form.number("pain", 0, 10), form.number("effort", 0, 10), form.text("key", session_steps.KEY_MAX)
    session = person.sessions.finish_session(session_id, pain, effort, key=key)
    if session_steps.for_script(request):
        return JSONResponse({"state": session.state, "kept": kept(session)})
    return RedirectResponse(f"/session/{session_id}/finish", 303)
