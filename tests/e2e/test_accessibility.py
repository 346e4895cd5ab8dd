"""axe-core over every page, wide and narrow, by day and by night."""

import json
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[2] / "web-assets/node_modules/axe-core/axe.min.js"
PAGES = (
    "/", "/start", "/about", "/pain", "/tests", "/tests/t_seated_rotation", "/tests/t_desk_habits", "/findings", "/programme",
    "/progress", "/library", "/library?q=neck&kind=mobility", "/library?q=xyzzy", "/exercises/wall_angel", "/library/tests",
    "/library/tests/t_tender_points", "/findings/all", "/findings/c_forward_head", "/findings/m_low_irritability_unknown",
    "/articles", "/articles?article=article_000", "/sources", "/about/where", "/data", "/settings", "/session", "/ease",
)  # fmt: skip
SCREENS = {
    "wide by day": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "narrow by night": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


@pytest.mark.browser
@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_has_an_accessibility_fault(server: Any, browsers: Any, screen: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there; `make assets` fetches it")
    page = browsers.page(server, reduced_motion="reduce", **SCREENS[screen])
    script = AXE.read_text(encoding="utf-8")
    faults = {}
    for path in PAGES:
        answer = page.goto(server.base + path)
        assert answer is not None
        assert answer.status == 200, path
        page.evaluate(script)
        found = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120))])")
        if found:
            faults[path] = found
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if wide:
            faults[path + " scrolls sideways"] = wide
    assert faults == {}, json.dumps(faults, indent=1)
