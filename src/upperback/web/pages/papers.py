"""What can be printed: the handout of the programme, the report of how it goes, the note for a clinician. Each is a PDF to keep.

The routes are plain functions, so the server runs them in a thread of their own and other pages go on meanwhile."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from upperback.model.catalogue import Catalogue
from upperback.model.paper import Sheet
from upperback.services.papers import handout_pdf, note_pdf, report_pdf
from upperback.services.person import Person

router = APIRouter()

TYPE: Final = "application/pdf"


@router.get("/programme/handout.pdf")
def handout(request: Request) -> Response:
    """The programme in force. What the screen does not allow has its own page, as the programme itself has."""
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    plan = person.plans.plan()
    made = handout_pdf(catalogue, plan.programme, plan.made_on, person.today(), _sheet(request))
    return _to_keep(made, f"upperback-programme-{person.today()}")


@router.get("/progress/report.pdf")
def report(request: Request) -> Response:
    """How it goes, whatever the screen allows."""
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    book, sheet = person.pictures.book(), _sheet(request)
    made = report_pdf(catalogue, person.case(), person.verdict(), person.review(), person.due(), book, sheet)
    return _to_keep(made, f"upperback-report-{person.today()}")


@router.get("/note.pdf")
def note(request: Request) -> Response:
    """The note to take to a clinician, whatever the screen allows."""
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    return _to_keep(note_pdf(catalogue, person.clinician_note(), _sheet(request)), f"upperback-note-{person.today()}")


def _sheet(request: Request) -> Sheet:
    """The paper that was asked for, A4 when none was."""
    try:
        return Sheet(request.query_params.get("paper", Sheet.A4.value))
    except ValueError:
        raise HTTPException(404) from None


def _to_keep(made: bytes, name: str) -> Response:
    return Response(made, media_type=TYPE, headers={"content-disposition": f'attachment; filename="{name}.pdf"'})
