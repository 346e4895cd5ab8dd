"""The moving figure in a headless browser, one picture at a time: for films, measurements and pictures of it.

The same modules as on the pages, the same pictures for the same instant, camera and size. What a camera here sees is what
`motion.skeleton.Camera` with the same numbers computes, so `Camera.pixels(landmarks(pose(demo, t_s)))` is the truth of a picture.

    with Studio(PERSON, background="#D8DADE") as studio:
        studio.play(demo)
        picture = studio.render_at(0.5, Camera(yaw_deg=40))   # PNG
"""

import base64
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import find_browser
from playwright.sync_api import Page, Playwright, Route, sync_playwright

from upperback.model.demo import Demo
from upperback.motion.skeleton import Camera
from upperback.services import knowledge
from upperback.services.demonstrations import demonstration

ASSETS = Path(__file__).resolve().parents[1] / "src/upperback/web/assets"
HERE = Path(__file__).resolve().parent
ORIGIN = "http://studio.invalid"
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".bin": "application/octet-stream"}
# A graphics card drawn by the processor: the same pictures on every machine.
LAUNCH = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]

LIGHT = {
    "skin": "#5C8CA0", "top": "#2A5F76", "leg": "#16384A", "hair": "#12303E", "work": "#CE6423", "warm": "#CE6423",
    "band": "#CE6423", "prop": "#A9B7B8", "prop_light": "#C3CECE", "wall": "#D3DEDD", "water": "#5C8CA0", "phone": "#12303E",
    "ink": "#11262F", "floor": "#D3DEDD",
}  # fmt: skip
"""The figure as on the pages, by day."""
PERSON = LIGHT | {
    "skin": "#C99070", "top": "#3F8F8C", "leg": "#39455A", "hair": "#3B2A22", "work": "#3F8F8C", "eye": "#F4F1EC",
    "iris": "#2E1C10", "lips": "#A8584F",
}  # fmt: skip
"""A person for the pose model: skin, a hint of a face, and nothing drawn warm."""


class Studio:
    """One browser page with the figure. `look`: colours by tone; `background`: a colour, None for a transparent picture."""

    def __init__(self, look: dict[str, str] = LIGHT, background: str | None = "#E4EBEA") -> None:
        self._look, self._background = look, background
        self._playwright: Playwright | None = None

    def __enter__(self) -> Self:
        self._playwright = sync_playwright().start()
        browser = self._playwright.chromium.launch(executable_path=find_browser.installed(), args=LAUNCH)
        self._page: Page = browser.new_page(viewport={"width": 320, "height": 240})
        self._page.route("**/*", _serve)
        self._page.on("pageerror", lambda error: sys.stderr.write(f"studio: {error}\n"))
        self._page.goto(f"{ORIGIN}/figure_studio.html")
        self._page.wait_for_function("window.studio")
        self._page.evaluate("([look, background]) => studio.open(look, background)", [self._look, self._background])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._playwright is not None
        self._page.context.browser.close()  # type: ignore[union-attr]
        self._playwright.stop()

    @property
    def page(self) -> Page:
        """For what isn't foreseen here: `studio.stage().scene` is a three.js scene."""
        return self._page

    def play(self, demo: Demo, *, mirrored: bool = False) -> None:
        """What the next pictures show."""
        file = base64.b64encode(demonstration(demo, knowledge.catalogue().texts)).decode()
        self._page.evaluate("([file, mirrored]) => studio.play(file, mirrored)", [file, mirrored])

    def render_at(
        self, t_s: float, camera: Camera | None = None, *, size_px: tuple[int, int] | None = None, arrows: bool = False,
        shadows: bool = True, kind: str = "image/png",
    ) -> bytes:  # fmt: skip
        """The picture at `t_s` as PNG (or JPEG). Without a camera: from the demo's own view, all of the movement in it."""
        seen: dict[str, Any] = {}
        if camera is not None:
            seen = {
                "yaw_deg": camera.yaw_deg, "pitch_deg": camera.pitch_deg, "distance_m": camera.distance_m,
                "target_m": list(camera.target_m), "lens_deg": camera.vertical_deg,
            }  # fmt: skip
        size = size_px or (camera.size_px if camera else (640, 480))
        how = {"arrows": arrows, "shadows": shadows, "kind": kind}
        address = self._page.evaluate("(a) => studio.renderAt(...a)", [t_s, seen, list(size), how])
        return base64.b64decode(str(address).partition(",")[2])


def _serve(route: Route) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    file = ASSETS / path.removeprefix("/assets/") if path.startswith("/assets/") else HERE / path.lstrip("/")
    if file.is_file():
        route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "text/plain"))
    else:
        route.fulfill(status=404)
