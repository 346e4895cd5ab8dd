"""axe-core over the pages of a session and of a self-test under the camera."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from upperback.services.person import Person
from upperback.services.views import SessionKind

AXE = Path(__file__).parents[2] / "web-assets/node_modules/axe-core/axe.min.js"
SCREENS = {
    "wide by night": {"viewport": {"width": 1280, "height": 720}, "color_scheme": "dark"},
    "narrow by day": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}
FAULTS = "async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160))])"


@pytest.mark.browser
@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_of_a_session_has_an_accessibility_fault(
    server: Any, browsers: Any, screen: str, open_person: Callable[[Path], Person]
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there; `make assets` fetches it")
    session = open_person(server.db).sessions.start(SessionKind.FULL, 3)
    base = f"/session/{session}"
    page = browsers.page(server, reduced_motion="reduce", **SCREENS[screen])
    faults: dict[str, object] = {}
    for path in (base, f"{base}/stop/0", f"{base}/swap/0", f"{base}/finish", "/tests/t_standing_rotation/camera"):
        page.goto(server.base + path)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        if found := page.evaluate(FAULTS):
            faults[path.replace(session, "ID")] = found
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults[path.replace(session, "ID") + " scrolls sideways"] = True
    assert faults == {}, json.dumps(faults, indent=1)
