"""Your data: take it with you, bring it back, delete it; what is kept where; and undo."""

import math
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from upperback.model.texts import Texts
from upperback.services.errors import BadInputError
from upperback.services.luggage import contents_of
from upperback.services.person import Person
from upperback.web.errors import why_of
from upperback.web.forms import Sent
from upperback.web.offline import leave_nothing
from upperback.web.render import page
from upperback.web.uploads import Packing, Uploads

router = APIRouter()

HOW: Final = ("later", "now")
MILLION: Final = 1_000_000
BESIDES: Final = ("upperback_onward",)  # where the person was going: it goes with everything else


@router.get("/data")
def show(request: Request) -> Response:
    return _hub(request)


def _hub(request: Request, *, wrong: dict[str, str] | None = None, status: int = 200) -> Response:
    person: Person = request.app.state.person
    return page(
        request,
        "data.html",
        status=status,
        case=person.case(),
        is_new=person.is_new(),
        last=person.can_undo(),
        sheets=person.luggage.sheets(),
        kept=person.landmarks.every(),
        consent=person.landmarks.consent(),
        size_of=partial(size_words, request.app.state.catalogue.texts),
        wrong=wrong,
        here="/settings",
    )


@router.get("/data/upperback.json")
def export(request: Request) -> Response:
    """The case file, to be saved and not shown."""
    person: Person = request.app.state.person
    return to_save(person.export_case(), "application/json", f"upperback-{person.today().isoformat()}.json")


@router.get("/data/tables/{name}.csv")
def table(request: Request, name: str) -> Response:
    person: Person = request.app.state.person
    return to_save(person.luggage.sheet(name), "text/csv; charset=utf-8", f"upperback-{person.today().isoformat()}-{name}.csv")


@router.get("/data/upperback.zip")
def everything(request: Request, key: str = "") -> Response:
    """All of it. `key` is the page's own word to ask with how far it is."""
    person: Person = request.app.state.person
    packing: Packing = request.app.state.packing
    name = f"upperback-{person.today().isoformat()}.zip"
    pieces = person.luggage.everything(packing.begin(key))
    return StreamingResponse(_closed_at_the_end(pieces), media_type="application/zip", headers=_saved_as(name))


@router.get("/data/packing.json")
def how_far(request: Request, key: str) -> Response:
    packing: Packing = request.app.state.packing
    done, of = packing.far(key)
    return JSONResponse({"done": done, "of": of})


@router.post("/data/import")
async def look(request: Request, form: Sent) -> Response:
    """What a chosen file holds; nothing changes yet."""
    person: Person = request.app.state.person
    uploads: Uploads = request.app.state.uploads
    try:
        key = await run_in_threadpool(uploads.hold, form.file("file"), person.luggage.look_into)
    except BadInputError as error:
        return await run_in_threadpool(_hub, request, wrong=_wrong(request, error), status=400)
    return RedirectResponse(f"/data/import/{key}", 303)


@router.get("/data/import/{key}")
def preview(request: Request, key: str) -> Response:
    person: Person = request.app.state.person
    uploads: Uploads = request.app.state.uploads
    kept = person.landmarks.every()
    here = contents_of(person.case(), None, [recording.seconds for recording in kept])
    return page(
        request, "data_import.html", key=key, file=uploads.contents(key), record=here, is_new=person.is_new(), here="/settings"
    )


@router.post("/data/import/{key}")
def bring_back(request: Request, key: str, form: Sent) -> Response:
    person: Person = request.app.state.person
    uploads: Uploads = request.app.state.uploads
    if form.one_of("go", ("in", "leave")) != "in":
        uploads.let_go()
        return RedirectResponse("/data", 303)
    try:
        person.luggage.bring_back(uploads.file(key))
    except BadInputError as error:
        return _hub(request, wrong=_wrong(request, error), status=400)
    uploads.let_go()
    return RedirectResponse("/data?noted=import", 303)


@router.get("/data/delete")
def before_deleting(request: Request) -> Response:
    return _delete_page(request)


def _delete_page(request: Request, *, wrong: str = "", how: str = "later", typed: str = "", status: int = 200) -> Response:
    word = _word(request)
    return page(request, "data_delete.html", status=status, word=word, how=how, typed=typed, wrong=wrong, here="/settings")


@router.post("/data/delete")
def delete(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    uploads: Uploads = request.app.state.uploads
    word, how = _word(request), form.one_of("how", HOW) or "later"
    typed = form.text("word", 40)
    if typed.lower() != word:
        texts: Texts = request.app.state.catalogue.texts
        return _delete_page(request, wrong=texts("data.error.word", word=word), how=how, typed=typed, status=400)
    person.whole.delete_everything(at_once=how == "now")
    uploads.let_go()
    answer = RedirectResponse("/data/deleted", 303)
    leave_nothing(answer, request.app.state.keys)
    for name in BESIDES:
        answer.delete_cookie(name, samesite="strict", httponly=True)
    return answer


@router.get("/data/deleted")
def deleted(request: Request) -> Response:
    person: Person = request.app.state.person
    return page(request, "data_deleted.html", until=person.whole.way_back_until(), here="/settings")


@router.post("/data/deleted")
def let_go_now(request: Request) -> Response:
    person: Person = request.app.state.person
    person.whole.end_way_back()
    return RedirectResponse("/data/deleted", 303)


@router.get("/data/where")
def where(request: Request) -> Response:
    person: Person = request.app.state.person
    texts: Texts = request.app.state.catalogue.texts
    return page(
        request,
        "data_where.html",
        path=str(person.whole.path()),
        what=texts.table("data.where.table"),
        cookies=texts.table("data.where.cookie"),
        storage=texts.table("data.where.storage"),
        port=request.app.state.keys.port,
        here="/settings",
    )


@router.post("/undo")
def undo(request: Request) -> Response:
    person: Person = request.app.state.person
    person.undo_last()
    return RedirectResponse("/?undone=1", 303)


def to_save(content: str | bytes, kind: str, name: str) -> Response:
    """A file to be saved and not shown."""
    return Response(content, media_type=kind, headers=_saved_as(name))


def size_words(texts: Texts, size_bytes: int) -> str:
    """How large something is, for a person: thousands of bytes, from a million on in millions."""
    if size_bytes < MILLION:
        return texts("data.size.kb", n=texts.number(math.ceil(size_bytes / 1000)))
    return texts("data.size.mb", n=texts.number(size_bytes / MILLION, 1))


def _saved_as(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


def _word(request: Request) -> str:
    """The word to type before everything goes."""
    texts: Texts = request.app.state.catalogue.texts
    return texts("data.word")


def _wrong(request: Request, error: BadInputError) -> dict[str, Any]:
    """What was wrong with a file: what to do, and the place in it where that is known."""
    texts: Texts = request.app.state.catalogue.texts
    return {"why": why_of(texts, error) or texts("data.error.not_ours"), "place": "" if error.text else str(error)[:300]}


async def _closed_at_the_end(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces, made in a thread; when the reader goes away, they end."""
    try:
        async for piece in iterate_in_threadpool(pieces):
            yield piece
    finally:
        await run_in_threadpool(getattr(pieces, "close", lambda: None))
