"""The app as one that can be installed: its manifest, its service worker, what the worker keeps, and how all of it goes again.

The worker and the manifest hold nothing of the person, and a browser asks for them without the cookie now and then: both are
open. Everything else stands behind the door.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from upperback.model.texts import Texts
from upperback.services.errors import NotAllowedError, NothingFitsError
from upperback.services.person import Person
from upperback.services.views import ScreenKind, SessionKind
from upperback.web.render import ASSETS, Assets, page
from upperback.web.security import Keys

router = APIRouter()

WORKER: Final = "offline/worker.js"
PREPARED: Final = "/session/kept"
KINDS: Final = (SessionKind.FULL, SessionKind.TWO_MINUTE)
GROUND: Final = "#F5F3EE"  # the ground of look.css by day; a manifest takes one colour
HEAVY: Final = ("vendor/three/three.js", "figure/figure.bin")  # what the moving figure needs; fetched with a prepared session
SHELL_KINDS: Final = frozenset({".css", ".js", ".svg", ".woff2"})
ICONS: Final = tuple((name, size) for name in ("app", "maskable") for size in (192, 512))
SHORTCUTS: Final = (("start", "/session"), ("two_minute", "/session?kind=two_minute"), ("ease", "/ease"))


def worker_script(assets: Assets) -> str:
    """The worker for one version of the assets. It changes with any of them, so that browsers fetch it anew."""
    keep = {
        "version": assets.version,
        "shell": [assets.address(path) for path in shell_of(Path(str(assets.directory)))],
        "heavy": [assets.address(path) for path in HEAVY],
        "prepared": PREPARED,
    }
    return f"const KEEP = {json.dumps(keep)};\n{(ASSETS / WORKER).read_text(encoding='utf-8')}"


def shell_of(folder: Path) -> list[str]:
    """The files that any page may ask for, as they are named below `folder`: no icons of the system, and nothing of the pose
    model, which is of no use without the program (22 MB, and the frames it reads are judged by the program)."""
    every = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.suffix in SHELL_KINDS)
    return [path.as_posix() for path in every if path.parts[0] != "vendor" and path.as_posix() != WORKER]


def manifest(texts: Texts, assets: Assets) -> dict[str, Any]:
    """What the system is told about the app when it is installed."""
    return {
        "id": "/",
        "name": "Upperback",
        "short_name": "Upperback",
        "description": texts("offline.description"),
        "lang": texts.language,
        "dir": texts.direction,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "categories": ["health", "fitness"],
        "icons": [
            {
                "src": assets.address(f"icons/{name}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "maskable" if name == "maskable" else "any",
            }
            for name, size in ICONS
        ],
        "shortcuts": [{"name": texts(f"offline.shortcuts.{name}"), "url": address} for name, address in SHORTCUTS],
    }


def leave_nothing(answer: Response, keys: Keys) -> None:
    """For the answer to "delete everything": the browser empties its caches, its queue and its stores of this app, and drops the
    worker; the cookie gets another word, so that no other browser, page or form of before is let in."""
    keys.renew()
    answer.headers["clear-site-data"] = '"cache", "storage"'
    answer.headers.append("set-cookie", keys.set_cookie())


@router.get("/worker.js", include_in_schema=False)
def worker(request: Request) -> Response:
    headers = {"cache-control": "no-cache", "service-worker-allowed": "/"}
    return Response(request.app.state.worker, media_type="text/javascript", headers=headers)


@router.get("/app.webmanifest", include_in_schema=False)
def installed(request: Request) -> Response:
    told = manifest(request.app.state.catalogue.texts, request.app.state.assets)
    return JSONResponse(told, media_type="application/manifest+json", headers={"cache-control": "no-cache"})


@router.get("/offline")
def closed(request: Request) -> Response:
    """What the app shows where the program does not run. Kept by the browser, so nothing of the person is in it."""
    texts: Texts = request.app.state.catalogue.texts
    return page(request, "closed.html", how=[texts(f"offline.closed.how.{n}") for n in (1, 2, 3)])


@router.get("/offline/word.json")
def word(request: Request) -> Response:
    """The word that forms carry, for a page that sends what a session left on the device."""
    return JSONResponse({"csrf": request.app.state.keys.csrf})


@router.get("/offline/today.json")
def prepared(request: Request) -> Response:
    """What the worker prepares for today: pages, their data, and the demonstrations in them, by their addresses. No pages while
    safety questions are due, where nothing is allowed, when a session is under way, and once today's is done."""
    person: Person = request.app.state.person
    kinds = KINDS if _may_begin(person) else ()
    plans = [request.app.state.session_plan.whole(person.sessions.not_begun(kind), {}) for kind in kinds]
    items = [item for plan in plans for item in plan["items"]]
    files = {one["demo"] for item in items for one in (item, *item["swaps"]) if one["demo"]}
    made = sha256(json.dumps(plans).encode()).hexdigest()
    return JSONResponse(
        {
            "day": person.today().isoformat(),
            "made": made,
            "pages": [f"{PREPARED}?kind={kind}" for kind in kinds],
            "plans": [f"{PREPARED}/plan.json?kind={kind}" for kind in kinds],
            "files": sorted(files),
        }
    )


def _may_begin(person: Person) -> bool:
    """Whether a session of the programme may be begun today as things stand."""
    if person.screening.need().kind is not ScreenKind.NONE or person.sessions.open_session() is not None:
        return False
    try:
        plan = person.plans.plan()
    except (NotAllowedError, NothingFitsError):
        return False
    return plan.today is not None and not plan.done_today
