"""Your data: take it with you, bring it back, delete it; and undo."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.texts import Texts
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.web.forms import Sent
from upperback.web.offline import leave_nothing
from upperback.web.render import page

router = APIRouter()

CASE_FILE_MAX: Final = 8 * 2**20  # bytes; ten years of daily history are under 4 MB


@router.get("/data")
def show(request: Request) -> Response:
    person: Person = request.app.state.person
    return page(request, "data.html", case=person.case(), is_new=person.is_new(), word=_word(request), last=person.can_undo())


@router.get("/data/upperback.json")
def export(request: Request) -> Response:
    """The case file, to be saved and not shown."""
    person: Person = request.app.state.person
    name = f"upperback-{person.today().isoformat()}.json"
    return Response(
        person.export_case(),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@router.post("/data/import")
async def bring_back(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    person.import_case(await form.file_text("file", CASE_FILE_MAX))
    return RedirectResponse("/data?noted=import", 303)


@router.post("/data/delete")
def delete(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    word = _word(request)
    if form.text("word", 40).lower() != word:
        raise BadInputError(f"word: not {word}", "data.error.word", word=word)
    person.delete_everything()
    answer = RedirectResponse("/data?noted=delete", 303)
    leave_nothing(answer, request.app.state.keys)
    return answer


def _word(request: Request) -> str:
    """The word to type before everything goes."""
    texts: Texts = request.app.state.catalogue.texts
    return texts("data.word")


@router.post("/undo")
def undo(request: Request) -> Response:
    person: Person = request.app.state.person
    person.undo_last()
    return RedirectResponse("/?undone=1", 303)
