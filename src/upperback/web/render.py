"""Templates and what every one of them can use: icons, asset addresses, the texts of its language, the CSRF field."""

import json
import re
from collections.abc import Iterable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from upperback.model.catalogue import EXPERT, Catalogue
from upperback.model.habits import Habits
from upperback.services.evidence import short_name
from upperback.services.words import Words
from upperback.web.bands import band_svg
from upperback.web.settings import read_settings

HERE: Final = Path(__file__).parent
ASSETS: Final = HERE / "assets"
BUSY: Final = ("/session", "/break", "/start", "/ease", "/tests/", "/offline")  # where nothing may come in between

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


VERSION: Final = re.compile(r"[0-9a-f]{12}")
LIBRARIES: Final = "vendor/"


class Assets(StaticFiles):
    """The package's own files. Under `/assets/<version>/` they may be kept for a year, since a new version has a new
    address; under `/assets/` a browser asks each time whether its copy still holds. A page that was open while the program was
    changed has its own scripts kept (see `offline`), not the large libraries: those it gets under its version too."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self.version = _version(directory)

    def address(self, path: str) -> str:
        return f"/assets/{self.version}/{path}"

    async def get_response(self, path: str, scope: Scope) -> Response:
        first, _, rest = path.replace("\\", "/").partition("/")
        versioned = first == self.version
        before = VERSION.fullmatch(first) is not None and rest.startswith(LIBRARIES)
        response = await super().get_response(rest if versioned or before else path, scope)
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


def environment(assets: Assets, catalogue: Catalogue) -> Environment:
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

    def cite(ids: Iterable[str]) -> Markup:
        single = (part.strip() for named in ids for part in named.split(";"))
        return Markup(", ").join(_cited(catalogue, source) for source in dict.fromkeys(single) if source)

    texts, words = catalogue.texts, Words(catalogue.texts)
    unread = catalogue.left_in_english

    @cache
    def lang_of(area: str) -> Markup:
        """The attribute for words of an area that stay English: safety texts that nobody has read in this language."""
        return Markup("") if texts.has_own(area) else Markup(' lang="en"')

    def safety(text: str) -> str:
        """A safety text of the catalogue, marked where it stays English."""
        english = bool(unread) and any(part in text for part in unread)
        return Markup('<span lang="en">{}</span>').format(text) if english else text

    def script_words(*tables: str) -> str:
        """What a script says, as JSON for its data."""
        return json.dumps({key: text for table in tables for key, text in texts.table(table).items()}, ensure_ascii=False)

    env.globals.update(asset=assets.address, icon=icon, cite=cite, link=link, strong=strong, catalogue=catalogue)
    env.globals.update(t=texts, words=words, lang_of=lang_of, script_words=script_words)
    env.globals.update(unit_mark=words.unit_mark, amount=words.amount, band_svg=partial(band_svg, words))
    env.filters.update(day=partial(texts.day, style="full"), days=texts.day, num=texts.number, listed=texts.row, safety=safety)
    env.filters.update(dose=words.dose, minutes=words.minutes, near=words.near_day, regions=words.regions, said=words.said)
    env.filters.update(uncapped=lambda text: f"{text[:1].lower()}{text[1:]}")
    return env


def link(address: str, words: str) -> Markup:
    """A link within a sentence."""
    return Markup('<a href="{}">{}</a>').format(address, words)


def strong(words: str) -> Markup:
    """Something that stands out within a sentence."""
    return Markup("<b>{}</b>").format(words)


def page(request: Request, name: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Render `templates/<name>` with the CSRF word, the settings, `here` (the path, for the main menu), and after a change
    (`?noted=...`) the offer to take it back."""
    state = request.app.state
    context.setdefault("here", request.url.path)
    noted = state.person.can_undo() if "noted" in request.query_params else None
    context.setdefault("rhythm_of", None if context.get("stranger") else rhythm_of(request))
    context |= {"csrf": state.keys.csrf, "csrf_field": csrf_field(state.keys.csrf), "settings": read_settings(request)}
    text = state.templates.get_template(name).render(request=request, noted=noted, **context)
    return HTMLResponse(text, status)


def rhythm_of(request: Request) -> Habits | None:
    """The habits whose time this page keeps: none in a session, a break or the safety check, or where nothing is wished for."""
    if request.url.path.startswith(BUSY):
        return None
    habits: Habits = request.app.state.person.reminding.habits()
    return habits if habits.break_every_min or (habits.remind_here and habits.remind_on) else None


def csrf_field(word: str) -> Markup:
    """The hidden field every form begins with."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(word)


def _cited(catalogue: Catalogue, source: str) -> Markup:
    """A link to the source's place on the sources page; a source that is only words stands as it is."""
    source_id = source.partition(" [")[0]
    known = catalogue.sources.get(source_id)
    if known is None:
        return escape(catalogue.texts("common.expert_judgement") if source == EXPERT else source)
    return Markup('<a href="/sources#{}">{}</a>').format(source_id, short_name(known.citation))
