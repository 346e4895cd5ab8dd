"""The app: routes of the pages and of the session behind one gate. Nothing is created at import."""

from fastapi import Depends, FastAPI

from upperback.model.catalogue import Catalogue
from upperback.services.person import Person
from upperback.web import session
from upperback.web.errors import add_handlers, refuse
from upperback.web.forms import check_csrf
from upperback.web.gate import Gate
from upperback.web.pages import settings
from upperback.web.render import ASSETS, Assets, environment
from upperback.web.security import Keys

ROUTERS = (settings, session)


def create_app(person: Person, catalogue: Catalogue, *, token: str, port: int) -> FastAPI:
    """The app for one person's record. `token` opens it once, at `http://127.0.0.1:<port>/?token=<token>`.

    `app.state` holds what routes need: `person`, `catalogue`, `keys`, `templates`, `assets`."""
    app = FastAPI(title="Upperback", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(check_csrf)])
    assets = Assets(ASSETS)
    app.state.person = person
    app.state.catalogue = catalogue
    app.state.keys = Keys(token=token, port=port)
    app.state.assets = assets
    app.state.templates = environment(assets, catalogue.texts)
    app.mount("/assets", assets, name="assets")
    for module in ROUTERS:
        app.include_router(module.router)
    add_handlers(app, not_allowed=lambda _request: "/start/result")
    app.add_middleware(Gate, keys=app.state.keys, refuse=refuse)
    return app
