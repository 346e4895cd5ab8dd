"""Every page in every state: axe-core, and what axe does not look at. The pages are those of `tools/places_to_see.py`.

Here each page is looked at in one of six screens, so that all pages and all screens are covered over the set;
UPPERBACK_ALL_SCREENS=1 looks at every page in every screen.
"""

import importlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Page, expect

from upperback.services.person import Person
from upperback.services.views import SessionKind
from upperback.web.app import ROUTERS

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web-assets/node_modules/axe-core/axe.min.js"
SCREENS: Final[tuple[dict[str, Any], ...]] = (
    {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    {"viewport": {"width": 768, "height": 1024}, "color_scheme": "light", "contrast": "more"},
    {"viewport": {"width": 320, "height": 640}, "color_scheme": "light"},
    {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "contrast": "more"},
)
FAULTS = "async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 140))])"
# What axe does not look at. Small: targets under 24 px, in a session under 48; a link within a sentence is excepted, as are
# places of the body map, which a list beside it has too (WCAG 2.5.8).
OWN = """() => {
  const faults = [], html = document.documentElement;
  const seen = el => el.checkVisibility({visibilityProperty: true, opacityProperty: false}) && el.getClientRects().length > 0;
  const name = el => el.outerHTML.slice(0, 120);
  if (html.scrollWidth > html.clientWidth) faults.push(['scrolls sideways', html.scrollWidth]);
  const heads = [...document.querySelectorAll('h1, h2, h3, h4')].filter(seen);
  if (heads.filter(h => h.tagName === 'H1').length !== 1) faults.push(['not one h1', heads.map(h => h.textContent)]);
  heads.reduce((before, h) => {
    const level = Number(h.tagName[1]);
    if (level > before + 1) faults.push(['a heading too deep', name(h)]);
    return level;
  }, 0);
  if (document.querySelectorAll('main').length !== 1) faults.push(['not one main', '']);
  const moving = document.getAnimations().filter(a => a.playState === 'running');
  if (moving.length) faults.push(['moves in spite of the wish', moving.map(a => name(a.effect.target))]);
  const ids = [...document.querySelectorAll('[id]')].map(el => el.id);
  const twice = ids.filter((id, n) => ids.indexOf(id) !== n);
  if (twice.length) faults.push(['an id twice', twice]);
  const least = document.querySelector('.session') ? 48 : 24;
  const inline = el => getComputedStyle(el).display === 'inline' && el.closest('p, li, dd, td, small, span, label, figcaption');
  for (const el of document.querySelectorAll('a[href], button, input, select, summary, textarea, [role=slider]')) {
    if (el.closest('svg') || el.type === 'hidden' || el.tabIndex < 0 || el.disabled || el.classList.contains('skip')) continue;
    const label = ['radio', 'checkbox'].includes(el.type) ? el.closest('label') : null;
    const target = label ?? el;
    if (!seen(target) || (el.tagName === 'A' && inline(el))) continue;
    const { width, height } = target.getBoundingClientRect();
    const small = width < least - 0.5 || height < least - 0.5;
    if (small) faults.push([`under ${least} px`, Math.round(width), Math.round(height), name(el)]);
  }
  return faults;
}"""


@pytest.fixture(scope="module")
def places() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "tools"))
    yield importlib.import_module("places_to_see")
    sys.path.remove(str(ROOT / "tools"))


def addresses() -> list[str]:
    """What the app answers a GET with, in the order in which addresses are looked up."""
    routes = [route for module in ROUTERS for route in module.router.routes]
    return [route.path for route in routes if isinstance(route, APIRoute) and "GET" in (route.methods or ())]


def leads_to(path: str) -> str:
    """The route of an address; "" for none."""
    asked = path.partition("?")[0].translate(str.maketrans("", "", "{}"))
    for route in addresses():
        rule = re.sub(r"\{[^}]*:path\}", ".+", route)
        if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", rule), asked):
            return route
    return ""


def test_every_page_is_looked_at_or_says_why_not(places: ModuleType) -> None:
    visited = {leads_to(place.path) for place in places.PLACES if place.status == 200}
    assert [path for path in addresses() if path not in visited and path not in places.NOT_PAGES] == []
    assert [path for path in places.NOT_PAGES if path not in addresses() or path in visited] == []


@pytest.mark.browser
def test_no_page_in_no_state_has_an_accessibility_fault(
    running: Any, browsers: Any, open_person: Callable[[Path], Person], places: ModuleType
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there; `make assets` fetches it")
    script = AXE.read_text(encoding="utf-8")
    person = open_person(running.db)
    screens: list[Page] = [browsers.page(running, reduced_motion="reduce", **screen) for screen in SCREENS]
    all_of_them = os.environ.get("UPPERBACK_ALL_SCREENS")
    faults: dict[str, Any] = {}
    number = 0
    for record, some in groupby(places.PLACES, key=lambda place: place.record):
        made = places.RECORDS[record](person)
        for place in some:
            number += 1
            for page in screens if all_of_them else [screens[number % len(screens)]]:
                answer = page.goto(running.base + place.path.format(**made))
                assert answer is not None
                assert answer.status == place.status, (record, place.path)
                for selector in place.press:
                    page.locator(selector).first.click()
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                page.evaluate(script)
                found = page.evaluate(FAULTS) + page.evaluate(OWN)
                if found:
                    faults[f"{place.name} {page.viewport_size}"] = found
    assert faults == {}, json.dumps(faults, indent=1)


# A camera that is refused, so that its place says so.
REFUSED = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));"
SHOW = """id => {
  document.querySelector('dialog[open]')?.close();
  for (const part of document.getElementById(id).querySelectorAll('[hidden]')) part.hidden = false;
  document.getElementById(id).showModal();
}"""


@pytest.mark.browser
@pytest.mark.parametrize("screen", [SCREENS[0], SCREENS[5]], ids=["laptop by day", "phone, dark, high contrast"])
def test_no_moment_and_no_sheet_of_a_session_has_an_accessibility_fault(
    server: Any, browsers: Any, open_person: Callable[[Path], Person], screen: dict[str, Any]
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there; `make assets` fetches it")
    session = open_person(server.db).sessions.start(SessionKind.FULL, 3)
    page: Page = browsers.page(server, reduced_motion="reduce", **screen)
    page.add_init_script(REFUSED)
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    faults: dict[str, Any] = {}

    def look(at: str) -> None:
        found = page.evaluate(FAULTS) + page.evaluate(OWN)
        if found:
            faults[at] = found

    moments = {
        "get ready": "#main-button",
        "work": "#ring",
        "paused": "#main-button",
        "another way": "#swap",
        "what hurts": "#stop",
    }
    for moment, press in moments.items():
        page.locator(press).click()
        look(moment)
        if page.locator("dialog[open]").count():
            page.keyboard.press("Escape")
    page.locator("#main-button").click()  # go on
    page.locator("#set-button").click()
    expect(page.locator("#player")).to_have_class(re.compile(r"\brest\b"))
    look("rest")
    if page.locator("#camera-button").is_visible():
        page.locator("#camera-button").click()
        expect(page.locator("#camera-words")).to_contain_text("allow the camera")
        look("no camera")
    for sheet in page.evaluate("[...document.querySelectorAll('dialog')].map(one => one.id)"):
        page.evaluate(SHOW, sheet)
        look(sheet)
    assert faults == {}, json.dumps(faults, indent=1)
