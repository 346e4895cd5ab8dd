"""The app: routes of the pages and of the session behind one gate. Nothing is created at import."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

from upperback.model.catalogue import Catalogue
from upperback.services.evidence import used_in
from upperback.services.library import Library
from upperback.services.person import Person
from upperback.services.session_plan import SessionPlan
from upperback.web import offline, session
from upperback.web.camera_socket import Cameras
from upperback.web.errors import add_handlers, refuse
from upperback.web.figures import Drawings
from upperback.web.forms import check_csrf
from upperback.web.gate import OPEN, Gate
from upperback.web.languages import InLanguage
from upperback.web.pages import (
    about,
    areas,
    breaks,
    course,
    data,
    demonstrations,
    diary,
    evidence,
    exercises,
    finding,
    findings,
    habits,
    hand,
    landmarks,
    library,
    papers,
    pictures,
    programme,
    progress,
    reading,
    routines,
    screening,
    settings,
    spots,
    tests,
    today,
    told,
)
from upperback.web.render import ASSETS, Assets, environment
from upperback.web.security import Keys, kept_nowhere, new_secret
from upperback.web.uploads import Packing, Uploads

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
    told,
    routines,
    progress,
    pictures,
    papers,
    course,
    library,
    exercises,
    demonstrations,
    reading,
    evidence,
    data,
    landmarks,
    habits,
    breaks,
    settings,
    session,
    offline,
)

# A programme's drawings are 20 kB an exercise as text and a tenth of it compressed; level 4 costs 2 ms for the largest page.
TEXT: Final = (".css", ".js", ".svg")
COMPRESS_FROM: Final = 2000  # bytes
COMPRESS_LEVEL: Final = 4
EVERYTHING: Final = "/data/upperback.zip"


Language = tuple[str, Callable[[], Catalogue]]
"""What a language calls itself, and its catalogue, read when it is first asked for."""


class SmallPages(GZipMiddleware):
    """Compresses pages, style sheets and scripts. The pose model and its runtime go out as they are, packed already and kept by
    the browser; so does the zip of everything."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        packed = path == EVERYTHING or (path.startswith(OPEN) and ("/vendor/" in path or not path.endswith(TEXT)))
        await (self.app(scope, receive, send) if packed else super().__call__(scope, receive, send))


def create_app(
    person: Person,
    catalogue: Catalogue,
    *,
    token: str,
    port: int,
    now: Callable[[], datetime],
    languages: Mapping[str, Language] | None = None,
    cookie: str | None = None,
    keep_cookie: Callable[[str], None] = kept_nowhere,
) -> FastAPI:
    """The app for one person's record. `token` opens it once, at `http://127.0.0.1:<port>/?token=<token>`.

    `cookie` is the word that browsers got in the past, None where there is none; `keep_cookie` is told when it changes.

    `now` is the wall clock, for the greeting. `languages` are those one can choose besides the catalogue's own, by their tags."""
    others = languages or {}
    names = {catalogue.texts.language: catalogue.texts.name, **{tag: name for tag, (name, _) in others.items()}}
    keys = Keys(token=token, port=port, cookie=cookie or new_secret(), keep=keep_cookie)
    assets = Assets(ASSETS)
    shared = Shared(keys, assets, Cameras(), names, now, offline.worker_script(assets), Uploads(now), Packing())

    def other(tag: str) -> FastAPI:
        translated = others[tag][1]()
        return _app(person.in_language(translated), translated, shared)

    app = _app(person, catalogue, shared)
    if others:
        app.add_middleware(InLanguage, others=others, make=other)
    return app


@dataclass(frozen=True, slots=True)
class Shared:
    """What the apps of all languages have in common. `languages`: what each one calls itself, by its tag. `worker`: the script
    of the service worker."""

    keys: Keys
    assets: Assets
    cameras: Cameras
    languages: Mapping[str, str]
    now: Callable[[], datetime]
    worker: str
    uploads: Uploads
    packing: Packing


def _app(person: Person, catalogue: Catalogue, shared: Shared) -> FastAPI:
    """The app in the language of one catalogue. `app.state` holds what routes need: `person`, `catalogue`, `library`, `uses`,
    `drawings`, `session_plan`, `keys`, `templates`, `assets`."""
    app = FastAPI(title="Upperback", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(check_csrf)])
    app.state.person = person
    app.state.catalogue = catalogue
    app.state.drawings = Drawings(catalogue)
    app.state.session_plan = SessionPlan(catalogue)
    app.state.library = Library(catalogue)
    app.state.uses = used_in(catalogue)
    app.state.now = shared.now
    app.state.worker = shared.worker
    app.state.uploads = shared.uploads
    app.state.packing = shared.packing
    app.state.languages = shared.languages
    app.state.keys = shared.keys
    app.state.assets = shared.assets
    app.state.cameras = shared.cameras
    app.state.templates = environment(shared.assets, catalogue)
    app.mount("/assets", shared.assets, name="assets")
    for module in ROUTERS:
        app.include_router(module.router)
    add_handlers(app)
    app.add_middleware(SmallPages, minimum_size=COMPRESS_FROM, compresslevel=COMPRESS_LEVEL)
    app.add_middleware(Gate, keys=app.state.keys, refuse=refuse)
    return app
