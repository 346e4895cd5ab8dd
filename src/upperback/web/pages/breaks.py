"""A desk break: one small exercise with a timer, what one does with it, and when the next one comes."""

import secrets
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from upperback.model.catalogue import Catalogue
from upperback.services.breaks import MEETING_MIN, Offer
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.views import StopReason, Symptom
from upperback.web.figures import Drawings
from upperback.web.forms import Sent
from upperback.web.onward import go_on_to
from upperback.web.render import page

router = APIRouter()

BREAK: Final = "/break"
AFTER: Final = ("done", "stopped")


@router.get(BREAK)
def show(request: Request, after: str = "") -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    found = person.breaks.offer()
    rhythm = person.breaks.rhythm()
    context: dict[str, Any] = {
        "rhythm": rhythm,
        "next_at": local(person, rhythm.at),
        "today": person.today(),
        "after": after if after in AFTER else "",
        "meetings": MEETING_MIN,
        "meeting_until": person.breaks.in_meeting_until(),
        "habits": person.reminding.habits(),
    }
    if not isinstance(found, Offer):
        answer = page(request, "break_none.html", why=found, **context)
        go_on_to(answer, BREAK)  # the questions lead back here
        return answer
    exercise = catalogue.exercises[found.now.exercise]
    return page(
        request,
        "break.html",
        one=found.now,
        others=found.others,
        exercise=exercise,
        drawn=drawings.keys(exercise.id) if exercise.demo else [],
        key=secrets.token_urlsafe(16),
        reasons=list(StopReason),
        symptoms=list(Symptom),
        **context,
    )


@router.get("/break/next.json")
def following(request: Request) -> Response:
    """When the next break comes; the page waits for it by the clock and asks again."""
    person: Person = request.app.state.person
    rhythm, habits = person.breaks.rhythm(), person.reminding.habits()
    return JSONResponse(
        {
            "pace": rhythm.pace.value,
            "turn": person.breaks.turn(),
            "at": None if rhythm.at is None else rhythm.at.isoformat(),
            "now": request.app.state.now().isoformat(),
            "restart": rhythm.restart,
            "notify": habits.break_notify,
            "full": habits.break_full_screen,
            "says": habits.says_what,
        }
    )


@router.post("/break/here")
def here(request: Request) -> Response:
    """Someone is at the desk (again)."""
    person: Person = request.app.state.person
    person.breaks.here()
    return _done(request, BREAK)


@router.post("/break/done")
def done(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    person.breaks.done(form.text("key", 80), form.text("exercise", 80))
    return _done(request, f"{BREAK}?after=done&noted=break")


@router.post("/break/stop")
def stop(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    reason = form.one_of("reason", tuple(StopReason))
    if reason is None:
        raise BadInputError("reason: what was it?", "refused.why.choose")
    person.breaks.stopped(form.text("key", 80), form.text("exercise", 80), StopReason(reason))
    return _done(request, f"{BREAK}?after=stopped&noted=break")


@router.post("/break/symptom")
def symptom(request: Request, form: Sent) -> Response:
    """A sign: the short form of the safety questions, at once."""
    person: Person = request.app.state.person
    kind = form.one_of("symptom", tuple(Symptom))
    if kind is None:
        raise BadInputError("symptom: what is it?", "refused.why.choose")
    person.breaks.symptom(Symptom(kind))
    return RedirectResponse("/start", 303)


@router.post("/break/another")
def another(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    person.breaks.another(form.text("exercise", 80))
    return RedirectResponse(BREAK, 303)


@router.post("/break/not_now")
def not_now(request: Request) -> Response:
    person: Person = request.app.state.person
    person.breaks.not_now()
    return _done(request, "/")


@router.post("/break/meeting")
def meeting(request: Request, form: Sent) -> Response:
    """Quiet for so many minutes, or until a time of day."""
    person: Person = request.app.state.person
    minutes = form.one_of("minutes", tuple(map(str, MEETING_MIN)))
    until = form.clock("until")
    if minutes is not None:
        person.breaks.meeting(int(minutes))
    elif until is not None:
        person.breaks.meeting_until(until)
    else:
        raise BadInputError("minutes, until: how long?", "refused.why.time")
    return _done(request, "/habits#breaks")


@router.post("/break/meeting/over")
def meeting_over(request: Request) -> Response:
    person: Person = request.app.state.person
    person.breaks.meeting_over()
    return _done(request, "/habits#breaks")


def local(person: Person, at: datetime | None) -> datetime | None:
    """An instant on the person's own clock."""
    return None if at is None else at.astimezone(ZoneInfo(person.reminding.habits().zone))


def _done(request: Request, to: str) -> Response:
    """Back to a page, or nothing more for a script."""
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"kept": True})
    return RedirectResponse(to, 303)
