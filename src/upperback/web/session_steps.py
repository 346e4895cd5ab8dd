"""What happens inside a session: count, end a set, skip, easier, harder, swap, stop, a symptom. Each is one POST and one service
call; a form gets the player back, a script gets what now stands in the database."""

from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from upperback.model.body import Side
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.playing import next_side, swap_why
from upperback.services.session_plan import kept
from upperback.services.sessions import AGO_MAX_S
from upperback.services.views import Counted, ItemView, SessionView, StopReason, Symptom
from upperback.web.forms import Form, Sent
from upperback.web.render import page

router = APIRouter(prefix="/session/{session_id}")

ITEMS_MAX: Final = 200
KEY_MAX: Final = 64


@router.post("/count")
def count(request: Request, form: Sent, session_id: str) -> Response:
    """One movement or hold. `key` is the page's own name for it: sent twice, it counts once."""
    person: Person = request.app.state.person
    item = _item(form)
    key = form.text("key", KEY_MAX)
    if not key:
        raise BadInputError("key: every count has a name of its own")
    side = Side(form.one_of("side", tuple(Side)) or Side.BOTH)
    by = form.one_of("by", ("tap", "timer")) or "tap"
    held_s, ago_s = form.number("held_s", 0, 3600), form.number("ago_s", 0, AGO_MAX_S) or 0.0
    if held_s:
        counted = person.sessions.add_hold(session_id, item, key, held_s, side=side, by=by, ago_s=ago_s)
    else:
        counted = person.sessions.add_rep(session_id, item, key, side=side, by=by, ago_s=ago_s)
    return _counted(request, person, session_id, item, counted)


@router.post("/back")
def take_back(request: Request, form: Sent, session_id: str) -> Response:
    person: Person = request.app.state.person
    item = _item(form)
    return _counted(request, person, session_id, item, person.sessions.take_back(session_id, item, key=_key(form)))


@router.post("/set")
def end_set(request: Request, form: Sent, session_id: str) -> Response:
    person: Person = request.app.state.person
    set_no = form.whole("set", 1, 100) or 1
    return _moved(
        request, person.sessions.finish_set(session_id, _item(form), set_no, form.whole("reps", 0, 10_000), key=_key(form))
    )


@router.post("/skip")
def skip(request: Request, form: Sent, session_id: str) -> Response:
    person: Person = request.app.state.person
    return _moved(request, person.sessions.skip_item(session_id, _item(form), key=_key(form)))


@router.post("/easier")
def easier(request: Request, form: Sent, session_id: str) -> Response:
    person: Person = request.app.state.person
    return _otherwise(request, person.sessions.easier(session_id, _item(form), key=_key(form)))


@router.post("/harder")
def harder(request: Request, form: Sent, session_id: str) -> Response:
    person: Person = request.app.state.person
    return _otherwise(request, person.sessions.harder(session_id, _item(form), key=_key(form)))


@router.get("/swap/{item}")
def swap_page(request: Request, session_id: str, item: int) -> Response:
    """What could be done instead, with the reason for each."""
    person: Person = request.app.state.person
    session = person.sessions.session(session_id)
    return page(
        request,
        "session_swap.html",
        session=session,
        item=_find(session, item),
        harder=person.sessions.may_be_harder(session_id).get(item),
        swap_why=partial(swap_why, request.app.state.catalogue),
    )


@router.post("/swap")
def swap(request: Request, form: Sent, session_id: str) -> Response:
    person: Person = request.app.state.person
    return _otherwise(request, person.sessions.swap_item(session_id, _item(form), form.text("other"), key=_key(form)))


@router.get("/stop/{item}")
def stop_page(request: Request, session_id: str, item: int) -> Response:
    """The one place for pain: what it is, and what follows."""
    person: Person = request.app.state.person
    session = person.sessions.session(session_id)
    found = _find(session, item)
    return page(
        request,
        "session_stop.html",
        session=session,
        item=found,
        exercise=request.app.state.catalogue.exercises[found.exercise],
        reasons=tuple(StopReason),
        symptoms=tuple(Symptom),
    )


@router.post("/stop")
def stop(request: Request, form: Sent, session_id: str) -> Response:
    """Cramp, more pain or no pull: the exercise ends here and the tests are next."""
    person: Person = request.app.state.person
    reason = form.one_of("reason", tuple(StopReason))
    if reason is None:
        raise BadInputError("reason: choose what happened", "refused.why.choose")
    item = _item(form)
    person.sessions.stop_item(session_id, item, StopReason(reason), form.number("pain", 0, 10), key=_key(form))
    if for_script(request):
        return _moved(request, person.sessions.session(session_id))
    return RedirectResponse(f"/session/{session_id}/stopped/{item}", 303)


@router.get("/stopped/{item}")
def stopped_page(request: Request, session_id: str, item: int) -> Response:
    """After a stop: the nearest tests, and the rest of the session."""
    person: Person = request.app.state.person
    stopped = person.sessions.stopped(session_id, item)
    session = person.sessions.session(session_id)
    return page(request, "session_stopped.html", session=session, stopped=stopped)


@router.post("/symptom")
def symptom(request: Request, form: Sent, session_id: str) -> Response:
    """Something that is not about muscles: the session locks, help and the short screen come first."""
    person: Person = request.app.state.person
    kind = form.one_of("kind", tuple(Symptom))
    if kind is None:
        raise BadInputError("kind: choose what you notice", "refused.why.choose")
    return _moved(request, person.sessions.symptom(session_id, Symptom(kind), key=_key(form)))


def _item(form: Form) -> int:
    item = form.whole("item", 0, ITEMS_MAX)
    if item is None:
        raise BadInputError("item: which exercise is missing")
    return item


def _find(session: SessionView, item: int) -> ItemView:
    found = next((one for one in session.items if one.item == item), None)
    if found is None:
        raise BadInputError("item: there is none of this number in the session")
    return found


def _key(form: Form) -> str:
    """The page's own name for what happened; "" from a form without script."""
    return form.text("key", KEY_MAX)


def for_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _counted(request: Request, person: Person, session_id: str, item: int, counted: Counted) -> Response:
    if not for_script(request):
        return RedirectResponse(f"/session/{session_id}", 303)
    session = person.sessions.session(session_id)
    side = next_side(request.app.state.catalogue, session, item)
    now = {"set": counted.set_no, "count": counted.count, "of": counted.of, "next_side": side}
    return JSONResponse({**now, "kept": kept(session)})


def _moved(request: Request, session: SessionView) -> Response:
    if not for_script(request):
        return RedirectResponse(f"/session/{session.id}", 303)
    return JSONResponse({"state": session.state, "current": session.current, "kept": kept(session)})


def _otherwise(request: Request, session: SessionView) -> Response:
    """An exercise is another one now, or another dose: a script gets the plan anew."""
    if not for_script(request):
        return RedirectResponse(f"/session/{session.id}", 303)
    return JSONResponse({"state": session.state, "current": session.current, "plan": plan_of(request, session)})


def plan_of(request: Request, session: SessionView) -> dict[str, Any]:
    """The whole session as data; `keys` names what has happened in it."""
    state = request.app.state
    person: Person = state.person
    whole: dict[str, Any] = state.session_plan.whole(session, person.sessions.may_be_harder(session.id))
    return {**whole, "keys": person.sessions.keys(session.id)}
