"""The door in front of every route: host, origin, cookie, size, security headers, and errors that tell nobody anything."""

import sys
import traceback
from typing import Final, Protocol

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from upperback.web.security import HEADERS, Keys, address_without_token, token_in

# The package's own files: no personal data. The page that asks for the address needs them, and a browser asks for the worker and
# the manifest without the cookie now and then.
OPEN: Final = ("/assets/", "/worker.js", "/app.webmanifest")
FEED: Final = "/feed/"  # a calendar on this computer has no cookie: the address's own secret opens it (web/pages/habits.py)
BODY_MAX: Final = 16 * 2**20  # bytes; more than any form holds
LARGE: Final = {"/data/import": 4 * 2**30}  # everything of a person with all their recordings; it goes to a nameless file


class Refusal(Protocol):
    """The page for a request that does not get in."""

    def __call__(self, request: Request, status: int, reason: str) -> Response: ...


class Gate:
    """ASGI middleware. Nothing behind it runs for a stranger; what comes out carries the security headers."""

    def __init__(self, app: ASGIApp, keys: Keys, refuse: Refusal) -> None:
        self.app = app
        self.keys = keys
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "http":
                await self._http(scope, receive, send)
            case "websocket":
                await self._socket(scope, receive, send)
            case _:
                await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out[name] = value
                out.setdefault("cache-control", "no-store")
                if scope["path"] == "/" and answer is None:
                    out.append("set-cookie", self.keys.set_cookie())  # its days count from the last visit on
            await send(message)

        answer = self._answer_to_stranger(scope, receive, headers)
        if answer is not None:
            await answer(scope, receive, send_with_headers)
            return
        try:
            await self.app(scope, _capped(receive, _most(scope)), send_with_headers)
        except Exception as error:
            _tell(error)
            if not started:
                await self.refuse(Request(scope, receive), 500, "broken")(scope, receive, send_with_headers)

    def _answer_to_stranger(self, scope: Scope, receive: Receive, headers: Headers) -> Response | None:
        """What a request gets that may not pass, None for one that may."""
        request = Request(scope, receive)
        if not self.keys.host_allowed(headers):
            return self.refuse(request, 400, "host")
        if scope["path"].startswith((*OPEN, FEED)) and scope["method"] in ("GET", "HEAD"):
            return None
        token = token_in(scope) if scope["method"] in ("GET", "HEAD") else None
        if token is not None:
            known = self.keys.knows(headers)
            if known or self.keys.open_with(token):
                away = RedirectResponse(address_without_token(scope), 303)
                if not known:
                    away.headers["set-cookie"] = self.keys.set_cookie()
                return away
        if not self.keys.knows(headers):
            return self.refuse(request, 403, "stranger")
        if scope["method"] not in ("GET", "HEAD") and not self.keys.origin_allowed(headers):
            return self.refuse(request, 403, "origin")
        announced = headers.get("content-length", "0")
        if not announced.isdigit() or int(announced) > _most(scope):
            return self.refuse(request, 413, "413")
        return None

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if self.keys.host_allowed(headers) and self.keys.origin_allowed(headers) and self.keys.knows(headers):
            try:
                await self.app(scope, receive, send)
            except Exception as error:  # the route has told the page; passed on, the server would log it with its values
                _tell(error)
            return
        await receive()
        await send({"type": "websocket.close", "code": 1008})  # before accepting: the browser sees a 403


def _most(scope: Scope) -> int:
    """How many bytes a request may bring."""
    return LARGE.get(scope["path"], BODY_MAX)


def _capped(receive: Receive, most: int) -> Receive:
    """`receive`, refusing bodies over `most` bytes that did not announce their length."""
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413)
        return message

    return receive_some


def _tell(error: Exception) -> None:
    """One line for the log. Neither the message nor the values of an error: both can hold what a person entered."""
    print(f"upperback: {type(error).__name__} at {_place(error)}", file=sys.stderr)  # noqa: T201


def _place(error: BaseException) -> str:
    """File and line of the innermost frame, for the log: no values."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "?"
