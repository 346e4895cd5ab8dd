"""The app: routes of the pages and of the session behind one gate. Nothing is created at import."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

from upperback.model.catalogue import Catalogue
from upperback.services.evidence import used_in
from upperback.services.library import Library
from upperback.services.person import Person
from upperback.web import session
from upperback.web.camera_socket import Cameras
from upperback.web.errors import add_handlers, refuse
from upperback.web.figures import Drawings
from upperback.web.forms import check_csrf
from upperback.web.gate import OPEN, Gate
from upperback.web.pages import (
    about,
    areas,
    data,
    diary,
    evidence,
    exercises,
    finding,
    findings,
    hand,
    library,
    programme,
    progress,
    reading,
    routines,
    screening,
    settings,
    spots,
    tests,
    today,
)
from upperback.web.render import ASSETS, Assets, environment
from upperback.web.security import Keys

ROUTERS = (
    today,
    screening,
    about,
    diary,
    tests,
    hand,
    spots,
    areas,
    findings,
    finding,
    programme,
    routines,
    progress,
    library,
    exercises,
    reading,
    evidence,
    data,
    settings,
    session,
)

# A programme's drawings are 20 kB an exercise as text and a tenth of it compressed; level 4 costs 2 ms for the largest page.
COMPRESS_FROM: Final = 2000  # bytes
COMPRESS_LEVEL: Final = 4


class SmallPages(GZipMiddleware):
    """Compresses pages. Assets go out as they are: the pose model and its runtime are packed already and kept by the browser."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assets = scope["type"] == "http" and scope["path"].startswith(OPEN)
        await (self.app(scope, receive, send) if assets else super().__call__(scope, receive, send))


def create_app(person: Person, catalogue: Catalogue, *, token: str, port: int, now: Callable[[], datetime]) -> FastAPI:
    """The app for one person's record. `token` opens it once, at `http://127.0.0.1:<port>/?token=<token>`.

    `now` is the wall clock, for the greeting. `app.state` holds what routes need: `person`, `catalogue`, `library`, `uses`,
    `drawings`, `keys`, `templates`, `assets`."""
    app = FastAPI(title="Upperback", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(check_csrf)])
    assets = Assets(ASSETS)
    app.state.person = person
    app.state.catalogue = catalogue
    app.state.drawings = Drawings(catalogue)
    app.state.library = Library(catalogue)
    app.state.uses = used_in(catalogue)
    app.state.now = now
    app.state.languages = {catalogue.texts.language: catalogue.texts.name}
    app.state.keys = Keys(token=token, port=port)
    app.state.assets = assets
    app.state.cameras = Cameras()
    app.state.templates = environment(assets, catalogue)
    app.mount("/assets", assets, name="assets")
    for module in ROUTERS:
        app.include_router(module.router)
    add_handlers(app)
    app.add_middleware(SmallPages, minimum_size=COMPRESS_FROM, compresslevel=COMPRESS_LEVEL)
    app.add_middleware(Gate, keys=app.state.keys, refuse=refuse)
    return app
