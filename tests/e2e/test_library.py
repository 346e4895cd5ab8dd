"""The library in a real browser: by keyboard, on a phone, and without a script."""

from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

WIDE = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}

pytestmark = pytest.mark.browser


def painted(page: Any, region: str) -> str:
    """The colour a place of the map has."""
    return str(page.eval_on_selector(f'[data-region="{region}"]', "path => getComputedStyle(path).fill"))


def test_a_place_of_the_map_is_reached_by_keyboard_shows_its_focus_and_leads_on(server: Any, browsers: Any) -> None:
    page = browsers.page(server, reduced_motion="reduce", **WIDE)
    page.goto(f"{server.base}/library")
    link = page.locator('.bodymap a[aria-label="Neck, left"]').first
    path = link.locator("path")
    before = path.evaluate("path => getComputedStyle(path).strokeWidth")
    page.locator('.bodymap a[aria-label="Neck, left"]').first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert link.evaluate("link => document.activeElement === link")
    assert float(path.evaluate("path => getComputedStyle(path).strokeWidth").removesuffix("px")) > float(
        before.removesuffix("px")
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/library?at=neck")
    assert page.locator(".hits a").count() > 0


def test_without_a_script_a_tick_of_the_list_paints_its_place_and_is_saved(server: Any, browsers: Any) -> None:
    page = browsers.page(server, java_script_enabled=False, reduced_motion="reduce", **WIDE)
    page.goto(f"{server.base}/about/where?one=1")
    neutral, marked = painted(page, "blade_corner_left"), painted(page, "neck_left")
    assert neutral != marked  # the record names the neck, from before its two sides could be told apart
    page.locator("label:has(#region-blade_corner_left)").click()
    assert painted(page, "blade_corner_left") == marked
    page.locator(".ask-foot button").click()
    page.goto(f"{server.base}/about/where?one=1")
    assert page.locator("#region-blade_corner_left").is_checked()
    assert page.locator("#region-neck_right").is_checked()


def test_with_a_script_a_press_on_the_map_ticks_the_list(server: Any, browsers: Any) -> None:
    page = browsers.page(server, reduced_motion="reduce", **WIDE)
    page.goto(f"{server.base}/about/where?one=1")
    page.locator('[data-region="blade_right"]').click()
    assert page.locator("#region-blade_right").is_checked()
    page.locator('[data-region="blade_right"]').click()
    assert not page.locator("#region-blade_right").is_checked()


def test_a_phone_shows_one_side_of_the_body_at_a_time_with_places_large_enough_to_press(server: Any, browsers: Any) -> None:
    page = browsers.page(server, reduced_motion="reduce", **PHONE)
    page.goto(f"{server.base}/about/where?one=1")
    back, front = page.locator('[id="low_back_left-back"]'), page.locator('[id="chest_front_left-front"]')
    assert back.is_visible()
    assert not front.is_visible()
    page.locator(".switch label").nth(1).tap()
    assert front.is_visible()
    assert not back.is_visible()
    for place in page.locator(".mapview:visible .area-pick").all():
        box = place.bounding_box()
        assert min(box["width"], box["height"]) >= 16, place.get_attribute("data-region")


def test_filters_work_without_a_script_and_go_back_with_the_browser(server: Any, browsers: Any) -> None:
    page = browsers.page(server, java_script_enabled=False, reduced_motion="reduce", **WIDE)
    page.goto(f"{server.base}/library")
    page.fill("#q", "stretch")
    page.keyboard.press("Enter")
    page.wait_for_url("**/library?q=stretch")
    page.locator(".facets a", has_text="Mobilise").click()
    page.wait_for_url("**kind=mobility*")
    assert parse_qs(urlparse(page.url).query) == {"q": ["stretch"], "kind": ["mobility"]}
    few = page.locator(".hits a").count()
    page.go_back()
    assert page.locator(".hits a").count() > few
    page.fill("#q", "band")
    page.keyboard.press("Enter")
    page.wait_for_url("**/library?q=band")


def test_filters_open_on_a_phone_by_keyboard(server: Any, browsers: Any) -> None:
    page = browsers.page(server, java_script_enabled=False, reduced_motion="reduce", viewport={"width": 390, "height": 844})
    page.goto(f"{server.base}/library?all=1")
    choice = page.locator(".facets a", has_text="Strengthen")
    assert not choice.is_visible()
    page.locator(".show-facets input").focus()
    page.keyboard.press("Space")
    assert choice.is_visible()
    choice.click()
    page.wait_for_url("**kind=strength*")
