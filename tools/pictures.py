"""Takes pictures of the pages in a real browser, from records made for it.

python tools/pictures.py                             (those of the docs and the README, into docs/pictures)
python tools/pictures.py --all FOLDER                (every page of `places_to_see`, at 1280, 768 and 390, light, dark, contrast)
python tools/pictures.py --all FOLDER --only findings --width 390 --theme dark
"""

import argparse
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import uuid4

from find_browser import installed
from PIL import Image
from places_to_see import PLACES, RECORDS, Place
from playwright.sync_api import Browser, Page, sync_playwright

from upperback.services import knowledge
from upperback.services.person import Person
from upperback.store.opening import open_store

# Those of the docs: a file's name, the record and the page, how wide, which look.
SHOWN: Final = (
    ("today", Place("responding", "/"), 1280, "light"),
    ("question", Place("unasked", "/start/ask"), 390, "light"),
    ("body-map", Place("just_screened", "/about/where?one=1"), 390, "dark"),
    ("findings", Place("tested", "/findings"), 1280, "light"),
    ("findings-contrast", Place("tested", "/findings"), 1280, "contrast"),
    ("session", Place("session", "/session/{session}"), 1280, "dark"),
    ("progress", Place("responding", "/progress"), 1280, "light"),
    ("end", Place("graduated", "/progress/now"), 390, "light"),
)
QUALITY: Final = 82
DOCS: Final = Path(__file__).parents[1] / "docs/pictures"
HEIGHTS: Final = {1280: 800, 768: 1024, 390: 844}
THEMES: Final[dict[str, dict[str, Any]]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"color_scheme": "light", "contrast": "more"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
LAUNCH: Final = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-3d-apis",
]  # fmt: skip
SETTLED_MS: Final = 400  # drawings that a script puts in have come


@dataclass(frozen=True)
class Looked:
    """A browser on a server, and the person whose record it shows."""

    browser: Browser
    person: Person
    base: str
    state: Any

    def page(self, width: int, theme: str, **able: Any) -> Page:
        size = {"width": width, "height": HEIGHTS[width]}
        how = {**THEMES[theme], "reduced_motion": "reduce", **able}
        return self.browser.new_context(viewport=size, storage_state=self.state, **how).new_page()  # type: ignore[arg-type]

    def go(self, page: Page, place: Place, made: dict[str, str]) -> None:
        answer = page.goto(self.base + place.path.format(**made))
        if answer is None or answer.status != place.status:
            sys.exit(f"{place.record} {place.path}: {answer.status if answer else 'no answer'}")
        for selector in place.press:
            page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(SETTLED_MS)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def looking() -> Iterator[Looked]:
    """A server on a new record and a browser that may come in."""

    def now() -> datetime:
        return datetime.now().astimezone()

    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = Path(folder) / "upperback.db"
        program = "from upperback.cli.main import app; app()"
        command = [sys.executable, "-c", program, "serve", "--no-open", "--port", str(free_port()), "--db", str(database)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            line = server.stdout.readline() if server.stdout else ""
            (address,) = re.findall(r"http://\S+", line)
            person = Person(open_store(database, now()), knowledge.catalogue(), now, lambda: uuid4().hex)
            browser = playwright.chromium.launch(executable_path=installed(), args=LAUNCH)
            door = browser.new_context()
            door.new_page().goto(address)
            yield Looked(browser, person, address.partition("/?")[0], door.storage_state())
            browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)


def whole(page: Page, file: Path, width: int) -> None:
    """The whole page, in a window as high as it is: what stands at the window's end stands at the page's."""
    page.set_viewport_size(
        {"width": width, "height": max(HEIGHTS[width], page.evaluate("document.documentElement.scrollHeight"))}
    )
    page.screenshot(path=file)
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


def take_all(folder: Path, only: str, widths: list[int], themes: list[str]) -> int:
    """Every place whose name holds `only`; how many pictures were taken."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [place for place in PLACES if only in place.name]
    taken = 0
    with looking() as looked:
        pages = {(width, theme): looked.page(width, theme) for width in widths for theme in themes}
        for record, places in groupby(wanted, key=lambda place: place.record):
            made = dict(RECORDS[record](looked.person))
            for place in places:
                for (width, theme), page in pages.items():
                    looked.go(page, place, made)
                    whole(page, folder / f"{place.name}-{width}-{theme}.png", width)
                    taken += 1
    return taken


def take_for_docs() -> int:
    """What docs and README show, as the window shows it; small WebP files."""
    DOCS.mkdir(parents=True, exist_ok=True)
    with looking() as looked:
        for name, place, width, theme in SHOWN:
            page = looked.page(width, theme)
            looked.go(page, place, dict(RECORDS[place.record](looked.person)))
            with Image.open(BytesIO(page.screenshot())) as taken:
                taken.save(DOCS / f"{name}.webp", quality=QUALITY, method=6)
    return len(SHOWN)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page into this folder instead")
    parser.add_argument("--only", default="", help="with --all: places whose name holds this")
    parser.add_argument("--width", type=int, choices=tuple(HEIGHTS), action="append", help="with --all: this width only")
    parser.add_argument("--theme", choices=tuple(THEMES), action="append", help="with --all: this look only")
    wanted = parser.parse_args()
    if wanted.all is None:
        sys.stdout.write(f"{take_for_docs()} pictures in {DOCS}\n")
        return
    taken = take_all(wanted.all, wanted.only, wanted.width or list(HEIGHTS), wanted.theme or ["light", "dark", "contrast"])
    sys.stdout.write(f"{taken} pictures in {wanted.all}\n")


if __name__ == "__main__":
    main()
