"""Templates and what every one of them can use: icons, asset addresses, dates in words, the CSRF field."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from upperback.web.settings import read_settings

HERE: Final = Path(__file__).parent
ASSETS: Final = HERE / "assets"

# Told here because a machine's own table of types may say something else, and a module with the wrong type does not load.
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".task": "application/octet-stream",
}


class Assets(StaticFiles):
    """The package's own files. Under `/assets/<version>/` they may be kept for a year, since a new version has a new
    address; under `/assets/` a browser asks each time whether its copy still holds."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self.version = _version(directory)

    def address(self, path: str) -> str:
        return f"/assets/{self.version}/{path}"

    async def get_response(self, path: str, scope: Scope) -> Response:
        first, _, rest = path.replace("\\", "/").partition("/")
        versioned = first == self.version
        response = await super().get_response(rest if versioned else path, scope)
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        kind = TYPES.get(Path(path).suffix)
        if kind is not None and isinstance(response, FileResponse):
            response.headers["content-type"] = kind
        return response


def _version(directory: Path) -> str:
    """Changes whenever any asset does: size and time of each tell it without reading megabytes at every start."""
    told = sha256()
    for path in sorted(p for p in directory.rglob("*") if p.is_file()):
        stat = path.stat()
        told.update(f"{path.relative_to(directory).as_posix()} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return told.hexdigest()[:12]


def environment(assets: Assets, texts: Mapping[str, str]) -> Environment:
    """The templates' environment: everything is escaped, an unknown name is an error."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    icons = assets.address("icons.svg")

    def icon(name: str) -> Markup:
        return Markup('<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>').format(icons, name)

    env.globals.update(asset=assets.address, icon=icon, texts=texts)
    env.filters.update(day=day_words, days=day_short, num=number, paragraphs=paragraphs)
    return env


def page(request: Request, name: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Render `templates/<name>` with the CSRF word, the settings and `here` (the path, for the main menu)."""
    state = request.app.state
    context.setdefault("here", request.url.path)
    text = state.templates.get_template(name).render(
        request=request, csrf=state.keys.csrf, settings=read_settings(request), csrf_field=csrf_field(state.keys.csrf), **context
    )
    return HTMLResponse(text, status)


def csrf_field(word: str) -> Markup:
    """The hidden field every form begins with."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(word)


def day_words(day: date) -> str:
    """A day in full.

    >>> day_words(date(2026, 1, 22))
    'Thursday 22 January'
    """
    return f"{day:%A} {day.day} {day:%B}"


def day_short(day: date) -> str:
    """A day in short.

    >>> day_short(date(2026, 1, 5))
    '5 January'
    """
    return f"{day.day} {day:%B}"


def number(value: float, decimals: int = 0) -> str:
    """A number without trailing zeros.

    >>> number(31.4), number(3.25, 1), number(4.0, 1)
    ('31', '3.2', '4')
    """
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def paragraphs(text: str) -> Markup:
    """Text with blank lines, as paragraphs; escaped."""
    return Markup("").join(Markup("<p>") + escape(part.strip()) + Markup("</p>") for part in text.split("\n\n") if part.strip())
