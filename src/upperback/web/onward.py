"""Where a person was going when the safety form came first. Kept in the browser for an hour; it says nothing about health."""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

NAME: Final = "upperback_onward"
KEPT_S: Final = 3600
# A path of the app, nothing else: what comes back from a browser is never an address of somewhere else.
PATH: Final = re.compile(r"(/[a-z0-9_]+){1,4}")


def local(path: str) -> str:
    """The path when it is one of this app, else "".

    >>> local("/routines/daily_five/start"), local("//elsewhere.example"), local("/exercises/../x")
    ('/routines/daily_five/start', '', '')
    """
    return path if PATH.fullmatch(path) else ""


def go_on_to(response: Response, path: str) -> None:
    """Remember the way."""
    response.set_cookie(NAME, path, max_age=KEPT_S, samesite="strict", httponly=True)


def onward(request: Request) -> str:
    """Where to go on; "" where nothing was begun."""
    return local(request.cookies.get(NAME, ""))


def arrived(response: Response) -> None:
    """The way was taken."""
    response.delete_cookie(NAME, samesite="strict", httponly=True)
