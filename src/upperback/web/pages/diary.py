"""A day's small entries, in two taps: a walk, a swim, the morning after, how things changed."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.web.forms import Sent

router = APIRouter()

PGIC: Final = (7, 6, 5, 4, 3, 2, 1)  # the change since the start: 7 very much better, 4 the same, 1 very much worse
ACTIVITIES: Final = {"walk": "brisk_walking", "swim": "swimming"}


@router.post("/diary/activity/{kind}")
def activity(request: Request, kind: str, form: Sent) -> Response:
    person: Person = request.app.state.person
    minutes = form.number("minutes", 1, 600)
    if kind not in ACTIVITIES or minutes is None:
        raise BadInputError("activity: a walk or a swim, and how many minutes", "refused.why.activity")
    person.diary.log_activity(ACTIVITIES[kind], minutes)
    return RedirectResponse("/?noted=activity", 303)


@router.post("/diary/morning")
def morning(request: Request, form: Sent) -> Response:
    """Pain on the morning after a session."""
    person: Person = request.app.state.person
    due, pain = person.sessions.morning_due(), form.number("pain", 0, 10)
    if due is None or pain is None:
        raise BadInputError("pain: a number from 0 to 10 is expected", "refused.why.number", low=0, high=10)
    person.sessions.next_morning(due.id, pain)
    return RedirectResponse("/?noted=morning", 303)


@router.post("/diary/change")
def change(request: Request, form: Sent) -> Response:
    """The person's own word on the change since the start."""
    person: Person = request.app.state.person
    said = form.whole("pgic", min(PGIC), max(PGIC))
    if said is None:
        raise BadInputError("pgic: choose one of the answers", "refused.why.choose")
    person.diary.say_change(said)
    return RedirectResponse("/progress?noted=change", 303)


@router.post("/diary/function")
def function(request: Request, form: Sent) -> Response:
    """How well a named activity goes today."""
    person: Person = request.app.state.person
    activity, score = form.text("activity", 80), form.number("score", 0, 10)
    if score is None or activity not in {f.activity for f in person.case().function}:
        raise BadInputError("score: a number from 0 to 10 is expected", "refused.why.number", low=0, high=10)
    person.diary.score_activity(activity, score)
    return RedirectResponse("/progress?noted=function", 303)
