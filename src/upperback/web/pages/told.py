"""A session done without the app, told later in one short form."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.web.errors import why_of
from upperback.web.forms import Form, Sent
from upperback.web.render import page

router = APIRouter()


@router.get("/programme/told")
def ask(request: Request) -> Response:
    return _form(request, None, "")


@router.post("/programme/told")
def save(request: Request, form: Sent) -> Response:
    """Keep it; what can't be used comes back as it was written, with a word on what is possible. Can be undone."""
    person: Person = request.app.state.person
    can = person.elsewhere.can_tell()
    try:
        day = form.day("day", person.today())
        done = form.many("exercise", can.exercises)
        before, after = form.number("before", 0, 10), form.number("after", 0, 10)
        person.elsewhere.tell(day or person.today(), done, before, after)
    except BadInputError as error:
        return _form(request, form, why_of(request.app.state.catalogue.texts, error))
    return RedirectResponse("/programme?noted=told", 303)


def _form(request: Request, sent: Form | None, why: str) -> Response:
    person: Person = request.app.state.person
    can = person.elsewhere.can_tell()
    ticked = set(can.exercises) if sent is None else {e for e in can.exercises if sent.holds("exercise", e)}
    was = {name: "" if sent is None else sent.text(name) for name in ("day", "before", "after")}
    chosen = was["day"] or person.today().isoformat()
    status = 400 if why else 200
    return page(
        request, "told.html", status=status, can=can, ticked=ticked, was=was, chosen=chosen, why=why, today=person.today()
    )
