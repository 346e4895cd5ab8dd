"""What goes wrong, as a page with a way out: no trace, no personal data, no blame."""

from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Mount

from upperback.model.care import Refer
from upperback.model.texts import Texts
from upperback.services.errors import BadInputError, NotAllowedError, NothingFitsError
from upperback.services.words import Words
from upperback.web.render import page

HOME: Final = ("/", "refused.way.home")
HOW_TO_OPEN: Final = ("refused.how.1", "refused.how.2", "refused.how.3")
OPENED_BY: Final = frozenset({"stranger", "host"})  # these say how to open Upperback
REASONS: Final = frozenset({"stranger", "host", "origin", "broken", "400", "403", "404", "413", "422"})
PLACE_MAX: Final = 300  # characters of a technical line
AS: Final = {"405": "404"}  # said in the same words


def refuse(request: Request, status: int, reason: str) -> Response:
    """A refusal as a page; the `Refusal` of the gate."""
    texts: Texts = request.app.state.catalogue.texts
    reason = AS.get(reason, reason)
    opened_by = reason in OPENED_BY
    return page(
        request,
        "refused.html",
        status=status,
        title=texts(f"refused.titles.{reason}"),
        lead=texts(f"refused.leads.{reason}"),
        how=[texts(key) for key in HOW_TO_OPEN] if opened_by else (),
        way_out=None if opened_by else (HOME[0], texts(HOME[1])),
        stranger=opened_by,
        why="",
        place="",
    )


def _back(request: Request) -> tuple[str, str]:
    """The page a refused form came from, or the nearest one above it: not every form has its address to itself."""
    path = request.url.path if request.method == "POST" else ""
    while path.strip("/"):
        scope = {**request.scope, "method": "GET", "path": path}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes if not isinstance(route, Mount)):
            return path, "refused.way.form" if path == request.url.path else "refused.way.back"
        path = path.rpartition("/")[0]
    return HOME


def why_of(texts: Texts, error: Exception) -> str:
    """What can be done about it in the language's words, "" where only the place in technical English is known."""
    if not isinstance(error, BadInputError) or not error.text:
        return ""
    values = dict(error.values)
    if "unit" in values:
        values["unit"] = Words(texts).unit_mark(str(values["unit"]))
    return texts(error.text, **values)


def add_handlers(app: FastAPI) -> None:
    """Translate errors once, here."""

    def http_error(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 422
        return refuse(request, status, str(status) if str(status) in REASONS | AS.keys() else "400")

    def bad_input(request: Request, error: Exception) -> Response:
        sent = request.method == "POST"
        texts: Texts = request.app.state.catalogue.texts
        what = "bad_input" if sent else "bad_address"
        address, way = _back(request)
        return page(
            request,
            "refused.html",
            status=400,
            title=texts(f"refused.titles.{what}"),
            lead=texts(f"refused.leads.{what}"),
            why=why_of(texts, error),
            why_area=error.text.partition(".")[0] if isinstance(error, BadInputError) else "",
            place="" if isinstance(error, BadInputError) and error.text else str(error)[:PLACE_MAX],
            how=(),
            way_out=(address, texts(way)),
        )

    def screen_says_no(_request: Request, error: Exception) -> Response:
        refused = isinstance(error, NotAllowedError) and isinstance(error.verdict, Refer)
        return RedirectResponse("/start/result" if refused else "/start", 303)

    def nothing_fits(request: Request, error: Exception) -> Response:
        reasons = error.reasons.left_out if isinstance(error, NothingFitsError) else ()
        return page(request, "nothing_fits.html", status=200, left_out=reasons)

    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, http_error)
    app.add_exception_handler(BadInputError, bad_input)
    app.add_exception_handler(NotAllowedError, screen_says_no)
    app.add_exception_handler(NothingFitsError, nothing_fits)
