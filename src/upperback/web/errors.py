"""What goes wrong, as a page with a way out: no trace, no personal data, no blame."""

from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Mount

from upperback.model.care import Refer
from upperback.services.errors import BadInputError, NotAllowedError, NothingFitsError
from upperback.web.render import page

HOME: Final = ("/", "Back to today")

HOW_TO_OPEN: Final = (
    "Look at the window where you started Upperback. It shows an address that begins with http://127.0.0.1.",
    "Open that address in the browser on this computer. It works once and lets this browser in.",
    "Already used? Start Upperback again: it prints a new one.",
)

# Title, one sentence, steps, way out; by reason or status.
Words = tuple[str, str, tuple[str, ...], tuple[str, str] | None]
STRANGER: Final[Words] = (
    "This page is private",
    "Only the browser that opened the address from your own terminal can see it. That keeps your answers on your side.",
    HOW_TO_OPEN,
    None,
)
WORDS: Final[dict[str, Words]] = {
    "stranger": STRANGER,
    "host": (
        "Please use the local address",
        "Upperback answers on this computer only, under the address it printed when it started.",
        HOW_TO_OPEN,
        None,
    ),
    "origin": ("That did not come from Upperback", "A form was sent from another page, so nothing was saved.", (), HOME),
    "broken": (
        "Something went wrong on our side",
        "What you had saved before is still there. Please try again. If it happens twice, start Upperback again.",
        (),
        HOME,
    ),
    "400": ("That could not be used", "Nothing was saved.", (), HOME),
    "403": ("This form had gone stale", "It was opened before Upperback was started again. Open the page once more.", (), HOME),
    "404": ("There is nothing here", "The page may have moved, or the address has a slip in it.", (), HOME),
    "405": ("There is nothing here", "The page may have moved, or the address has a slip in it.", (), HOME),
    "413": ("That file is too large", "Nothing was read and nothing was saved.", (), HOME),
    "422": ("That could not be used", "Something in the address or form was not expected. Nothing was saved.", (), HOME),
}


def refuse(request: Request, status: int, reason: str) -> Response:
    """A refusal as a page; the `Refusal` of the gate."""
    title, lead, how, way_out = WORDS[reason]
    return page(
        request, "refused.html", status=status, title=title, lead=lead, how=how, way_out=way_out, stranger=way_out is None
    )


def _back(request: Request) -> tuple[str, str]:
    """The page a refused form came from, or the nearest one above it: not every form has its address to itself."""
    path = request.url.path if request.method == "POST" else ""
    while path.strip("/"):
        scope = {**request.scope, "method": "GET", "path": path}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes if not isinstance(route, Mount)):
            return path, "Back to the form" if path == request.url.path else "Back"
        path = path.rpartition("/")[0]
    return HOME


def add_handlers(app: FastAPI) -> None:
    """Translate errors once, here."""

    def http_error(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 422
        return refuse(request, status, str(status) if str(status) in WORDS else "400")

    def bad_input(request: Request, error: Exception) -> Response:
        sent = request.method == "POST"
        why = f"{str(error)[:1].upper()}{str(error)[1:300]}.".replace("..", ".")
        return page(
            request,
            "refused.html",
            status=400,
            title="That could not be used" if sent else "That could not be opened",
            lead=f"Nothing was saved. {why}" if sent else why,
            how=(),
            way_out=_back(request),
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
