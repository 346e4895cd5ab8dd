"""The pictures of the progress page in a real browser: on a phone in the dark, without a script, by their tables."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from upperback.services.person import Person

START_DAYS = 35
WARM_DARK = "rgb(246, 160, 106)"
SEEN_PX = 12.5  # the smallest letter of a picture on a phone, as it is shown


def record(today: date, days: int) -> str:
    """Pain that falls, a walk a day, and a trunk turn on three days."""
    each = [today - timedelta(days=n) for n in range(days - 1, -1, -1)]
    tests = [
        {"test": "t_seated_rotation", "measure": "rotation", "side": side, "trials": [30 + n, 31 + n, 32 + n], "unit": "deg",
         "method": "camera", "day": day.isoformat(), "pain": 1}
        for n, day in enumerate(each[::14])
        for side in ("left", "right")
    ]  # fmt: skip
    return json.dumps(
        {
            "today": today.isoformat(),
            "about": {},
            "screens": [],
            "wishes": {},
            "diary": [{"day": d.isoformat(), "pain": 6 - n // 7, "minutes_walked": 20} for n, d in enumerate(each)],
            "tests": tests,
        }
    )


def console_of(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def look_at_all(page: Page) -> int:
    """Scroll to the end as a reader does; how many pictures came."""
    figures = page.locator("figure.picture")
    for n in range(figures.count()):
        figures.nth(n).scroll_into_view_if_needed()
        figures.nth(n).locator("svg.drawn").wait_for()
    return figures.count()


@pytest.fixture
def kept(server: Any, open_person: Callable[[Path], Person]) -> Any:
    open_person(server.db).import_case(record(datetime.now().astimezone().date(), START_DAYS))
    return server


def test_on_a_phone_in_the_dark_each_picture_has_its_own_layout_colours_words_and_table(kept: Any, browsers: Any) -> None:
    page = browsers.page(kept, viewport={"width": 390, "height": 844}, color_scheme="dark")
    said = console_of(page)
    page.goto(f"{kept.base}/progress")
    assert look_at_all(page) >= 5
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    pain = page.locator("#picture-pain")
    drawn = pain.locator("svg.drawn")
    assert drawn.get_attribute("width") == "310"
    assert drawn.get_attribute("role") == "img"
    summary = pain.locator("header p").inner_text()
    assert "Pain was about 6 of 10 in the first week shown and about 2 in the last." in summary
    assert "Pain was about 6 of 10" in (drawn.get_attribute("aria-label") or "")
    marks = drawn.locator("path.ink-warm")
    assert marks.count() == START_DAYS
    assert marks.first.evaluate("e => getComputedStyle(e).fill") == WARM_DARK
    letters = drawn.locator("text").evaluate_all("ts => ts.map(t => t.getBoundingClientRect().height)")
    assert min(letters) >= SEEN_PX
    inside = page.locator("svg.drawn").evaluate_all(
        "ss => ss.every(s => [...s.querySelectorAll('text')].every(t => t.getBoundingClientRect().right <= innerWidth + 1))"
    )
    assert inside
    pain.locator("summary").click()
    assert pain.locator("tbody tr").count() == START_DAYS // 7
    assert [cell.inner_text() for cell in pain.locator("tbody tr").first.locator("td").all()] == ["6", "6", "6", "7"]
    # Turned to a laptop's width, the same picture comes in the layout for it.
    page.set_viewport_size({"width": 1280, "height": 800})
    pain.scroll_into_view_if_needed()
    pain.locator('svg.drawn[width="1040"]').wait_for()
    assert said == []


LETTERS = "ss => Math.min(...ss.flatMap(s => [...s.querySelectorAll('text')].map(t => t.getBoundingClientRect().height)))"


@pytest.mark.parametrize(("width", "layout"), [(390, "310"), (900, "566"), (1280, "1040")])
def test_with_letters_twice_as_large_those_of_a_picture_are_too_and_it_scrolls_by_itself(
    kept: Any, browsers: Any, width: int, layout: str
) -> None:
    page = browsers.page(kept, viewport={"width": width, "height": 844})
    page.goto(f"{kept.base}/progress")
    look_at_all(page)
    drawn = page.locator(f'svg.drawn[width="{layout}"]')
    usual_px = drawn.evaluate_all(LETTERS)
    assert page.locator("figure.scrolls").count() == 0
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    figure = page.locator("#picture-pain figure.scrolls")
    figure.wait_for()
    assert drawn.evaluate_all(LETTERS) >= 1.95 * usual_px
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert figure.get_attribute("aria-label")
    figure.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.locator("#picture-pain figure:not(.scrolls, [tabindex])").wait_for()


def test_on_a_page_enlarged_four_times_no_picture_scrolls(kept: Any, browsers: Any) -> None:
    page = browsers.page(kept, viewport={"width": 320, "height": 256})
    page.goto(f"{kept.base}/progress")
    look_at_all(page)
    assert page.locator("figure.scrolls").count() == 0


def test_without_a_script_the_same_pictures_are_images_in_the_colours_of_the_viewer(kept: Any, browsers: Any) -> None:
    page = browsers.page(kept, viewport={"width": 390, "height": 844}, color_scheme="dark", java_script_enabled=False)
    page.goto(f"{kept.base}/progress")
    images = page.locator("figure.picture img")
    assert images.count() >= 5
    first = images.first
    first.scroll_into_view_if_needed()
    assert "Pain was about 6 of 10" in (first.get_attribute("alt") or "")
    box = first.bounding_box()
    assert box is not None
    assert box["width"] <= 390
    assert box["height"] > 100
    answer = page.request.get(f"{kept.base}/pictures/pain/narrow.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["cache-control"] == "no-store"
    assert "prefers-color-scheme:dark" in answer.text()
    assert page.request.get(f"{kept.base}/pictures/no-such/narrow.svg").status == 404


def test_when_everything_is_deleted_no_picture_is_left(kept: Any, browsers: Any, open_person: Callable[[Path], Person]) -> None:
    page = browsers.page(kept)
    assert page.request.get(f"{kept.base}/pictures/pain/narrow.svg").status == 200
    open_person(kept.db).delete_everything()
    assert page.request.get(f"{kept.base}/pictures/pain/narrow.svg").status == 404
