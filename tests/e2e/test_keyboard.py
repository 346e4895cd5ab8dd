"""By keyboard alone, with large letters, and as a screen reader reads it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from upperback.services.person import Person

pytestmark = pytest.mark.browser
TABS_MAX = 120
STANDING = (
    "/", "/programme", "/findings", "/progress", "/tests", "/library?all=1", "/settings", "/start", "/about/wishes",
    "/data", "/pain",
)  # fmt: skip
# Whether the focus can be seen: something of the outline or of the control changes, and no bar covers its middle.
FOCUS = """() => {
  const el = document.activeElement;
  const shown = ['radio', 'checkbox'].includes(el.type) ? el.closest('label') : el;
  const { left, top, width, height } = shown.getBoundingClientRect();
  const over = document.elementFromPoint(left + width / 2, Math.max(1, Math.min(innerHeight - 1, top + height / 2)));
  const style = getComputedStyle(shown), own = getComputedStyle(el.closest('a')?.querySelector('.area-pick') ?? el);
  const ring = style.outlineStyle !== 'none' || own.outlineStyle !== 'none' || parseFloat(own.strokeWidth) > 3;
  const bare = over && (shown.contains(over) || over.contains(shown) || shown.closest('label')?.contains(over));
  const inside = top + height > 0 && top < innerHeight;
  return {name: el.outerHTML.slice(0, 120), ring, inside, bare: Boolean(bare) || Boolean(el.closest('svg'))};
}"""
# Words that are cut: a box that hides what flows over it, and holds letters.
CUT = """() => [...document.querySelectorAll('main *, header *')].filter(el => {
  const style = getComputedStyle(el);
  if (!['hidden', 'clip'].includes(style.overflowX) && !['hidden', 'clip'].includes(style.overflowY)) return false;
  if (el.closest('svg') || el.matches('.sr, .scroll') || el.closest('.sr') || !el.checkVisibility()) return false;
  const wide = style.overflowX !== 'visible' && el.scrollWidth > el.clientWidth + 2;
  const high = style.overflowY !== 'visible' && el.scrollHeight > el.clientHeight + 2;
  return (wide || high) && [...el.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
}).map(el => el.outerHTML.slice(0, 120))"""
# WCAG 1.4.12; a sheet made by script, which the content policy allows a test to do.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
    + ' p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on the first element that `selector` finds; that is all a keyboard can do."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement === document.querySelector(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector} on {page.url}")


def choose(page: Page, name: str, value: str) -> None:
    """A radio by the arrow keys, a tick by the space bar."""
    one = f'input[name="{name}"][value="{value}"]'
    if page.locator(one).get_attribute("type") == "checkbox":
        tab_to(page, one)
        page.keyboard.press("Space")
    else:
        for _ in range(TABS_MAX):
            page.keyboard.press("Tab")
            if page.evaluate("name => document.activeElement.name === name", name):
                break
        page.keyboard.press("Space")
        for _ in range(20):
            if page.locator(one).is_checked():
                break
            page.keyboard.press("ArrowRight")
    expect(page.locator(one)).to_be_checked()


def go_on(page: Page, selector: str = ".ask-foot button:last-of-type") -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_first_visit_from_the_safety_check_to_the_programme_by_keyboard_alone(empty_server: Any, browsers: Any) -> None:
    page: Page = browsers.launch().new_page()
    page.goto(empty_server.token_address)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Start the safety check")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/start")
    go_on(page, "main form button")
    while page.url.endswith("/start/ask"):
        go_on(page, 'button[value="none"]')
    expect(page.get_by_role("heading", level=1)).to_have_text("You can start")
    go_on(page, "main a.btn")
    choose(page, "regions", "neck_left")
    go_on(page)
    choose(page, "pain", "4")
    choose(page, "worst", "6")
    go_on(page)
    tab_to(page, 'input[name="age"]')
    page.keyboard.type("43")
    choose(page, "sex", "female")
    go_on(page)
    tab_to(page, '[name="activity_1"]')
    page.keyboard.type("Typing for an hour")
    choose(page, "score_1", "4")
    go_on(page)
    choose(page, "minutes", "10")
    go_on(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    tab_to(page, 'nav a[href="/programme"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/programme")
    expect(page.get_by_text("Standing arms-wide turns").first).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/programme", "/about/where?one=1"])
def test_the_focus_is_always_seen_and_never_under_a_bar(server: Any, browsers: Any, path: str) -> None:
    page = browsers.page(server, viewport={"width": 390, "height": 640}, reduced_motion="reduce")
    page.goto(server.base + path)
    hidden = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen = page.evaluate(FOCUS)
        if not (seen["ring"] and seen["inside"] and seen["bare"]):
            hidden.append(seen)
    assert hidden == []


def test_large_letters_a_quarter_of_the_width_and_wide_spacing_lose_nothing(
    server: Any, browsers: Any, open_person: Callable[[Path], Person]
) -> None:
    """Text at 200 %, a page of 1280 px at 400 %, and the spacing of WCAG 1.4.12."""
    open_person(server.db).diary.log_pain(4)
    ways = {
        "letters twice as large": ({"width": 390, "height": 844}, "document.documentElement.style.fontSize = '200%'"),
        "enlarged four times": ({"width": 320, "height": 256}, "() => null"),
        "spaced": ({"width": 390, "height": 844}, SPACED),
    }
    faults = {}
    for way, (size, change) in ways.items():
        page = browsers.page(server, viewport=size, reduced_motion="reduce")
        for path in STANDING:
            page.goto(server.base + path)
            page.evaluate(change)
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                faults[f"{path}, {way}"] = "scrolls sideways"
            if cut := page.evaluate(CUT):
                faults[f"{path}, {way}: cut"] = cut
    assert faults == {}


def test_the_tree_that_is_read_out_says_what_the_page_shows(server: Any, browsers: Any) -> None:
    page = browsers.page(server, viewport={"width": 1280, "height": 800})
    page.goto(server.base)
    today = page.locator("body").aria_snapshot()
    for line in (
        '- link "Skip to content"', "- banner:", '- navigation "Main"', '- link "Today"', "- main:", '- heading "', "[level=1]",
        "- contentinfo:",
    ):  # fmt: skip
        assert line in today, line
    page.goto(f"{server.base}/about/where?one=1")
    places = page.locator("main").aria_snapshot()
    assert '- group "Places"' in places
    assert 'checkbox "Left : Neck"' in places
    page.goto(f"{server.base}/start")
    page.locator("main form button").first.click()
    question = page.locator("main").aria_snapshot()
    assert "- progressbar" in question
    assert 'heading "' in question
    assert question.index("heading") < question.index("- button")
