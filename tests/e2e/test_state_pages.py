"""axe-core over the pages of a course, in the states that have parts of their own."""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from upperback.exchange import case_file
from upperback.services.person import Person

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web-assets/node_modules/axe-core/axe.min.js"
SEEN = {
    "low_adherence": ("/progress/now?way=time", "/programme/told", "/programme?why_not=turn", "/"),
    "human_review": ("/progress/now", "/note", "/programme", "/start"),
    "well_but_findings": ("/progress/now", "/progress", "/findings"),
    "graduated": ("/progress/now", "/"),
}
SCREENS = {
    "wide by night": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "narrow by day": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}


@pytest.fixture(scope="module")
def states() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "tools"))
    yield importlib.import_module("seed_states")
    sys.path.remove(str(ROOT / "tools"))


@pytest.mark.browser
@pytest.mark.parametrize("screen", SCREENS)
def test_the_pages_of_a_course_have_no_accessibility_fault(
    server: Any, browsers: Any, open_person: Callable[[Path], Person], states: ModuleType, screen: str
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there; `make assets` fetches it")
    page = browsers.page(server, reduced_motion="reduce", **SCREENS[screen])
    script = AXE.read_text(encoding="utf-8")
    faults: dict[str, Any] = {}
    person = open_person(server.db)
    for state, paths in SEEN.items():
        person.import_case(case_file.write(states.case_of(state, person.today())))
        for path in paths:
            answer = page.goto(server.base + path)
            assert answer is not None
            assert answer.status == 200, path
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            page.evaluate(script)
            found = page.evaluate(
                "async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120))])"
            )
            if found:
                faults[f"{state} {path}"] = found
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                faults[f"{state} {path} scrolls sideways"] = True
    assert faults == {}, json.dumps(faults, indent=1)
