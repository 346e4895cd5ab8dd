"""One app for each language, all over the same record: what a browser has chosen says which one answers it."""

import sys
from collections.abc import Callable, Collection

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from upperback.services.errors import BadInputError
from upperback.web.settings import language_in


class InLanguage:
    """ASGI middleware round the app of the first language. `make` builds the app of another one, when it is first asked for;
    a language that is not there, or whose texts can't be used, is answered in the first."""

    def __init__(self, app: ASGIApp, others: Collection[str], make: Callable[[str], ASGIApp]) -> None:
        self.app = app
        self.others = others
        self.make = make
        self._made: dict[str, ASGIApp] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.app
        if scope["type"] in ("http", "websocket"):
            language = language_in(HTTPConnection(scope))
            if language in self.others:
                app = self._of(language)
        await app(scope, receive, send)

    def _of(self, language: str) -> ASGIApp:
        if language not in self._made:
            try:
                self._made[language] = self.make(language)
            except BadInputError as error:
                print(f"upperback: {error}", file=sys.stderr)  # noqa: T201
                self._made[language] = self.app
        return self._made[language]
