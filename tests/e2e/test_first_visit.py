"""A whole first visit in a real browser, without a camera: from the printed address over a finished session to the progress."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from upperback.services import knowledge
from upperback.services.person import Person

pytestmark = pytest.mark.browser


def tick(page: Page, name: str, value: str) -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)


def next_page(page: Page, words: str = "Next") -> None:
    page.locator("main").get_by_role("button", name=words, exact=True).click()


LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
    "reduced_motion": "reduce",
    "has_touch": True,
}


@pytest.mark.parametrize("on", [LAPTOP, PHONE], ids=["a laptop by day", "a phone in the dark with less motion"])
def test_a_new_person_is_screened_tested_coached_by_timer_and_taps_and_sees_the_day_done(
    empty_server: Any, browsers: Any, open_person: Callable[[Path], Person], on: dict[str, Any]
) -> None:
    page: Page = browsers.launch().new_context(**on).new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(empty_server.token_address)
    assert "token" not in page.url
    page.get_by_role("link", name="Start the safety check").click()
    next_page(page, "Begin")
    page.wait_for_url("**/start/ask")
    while page.url.endswith("/start/ask"):
        with page.expect_navigation():
            page.locator('button[value="none"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You can start")

    page.get_by_role("link", name="Go on").click()
    tick(page, "regions", "neck_left")
    next_page(page)
    tick(page, "pain", "4")
    tick(page, "worst", "6")
    next_page(page)
    page.locator('input[name="age"]').fill("43")
    tick(page, "sex", "female")
    next_page(page)
    page.locator('[name="activity_1"]').fill("Typing for an hour")
    tick(page, "score_1", "4")
    next_page(page)
    tick(page, "minutes", "10")
    next_page(page)

    page.goto(f"{empty_server.base}/tests/t_desk_habits/by/self")
    for question in ("longest_sitting", "sitting_hours", "breaks", "arm_work"):
        tick(page, f"flags.{question}", "2")
    next_page(page)
    tick(page, "stress.said", "4")
    next_page(page)
    next_page(page, "Save")
    assert page.url.split("?")[0].endswith("/tests/t_desk_habits/result")
    page.goto(f"{empty_server.base}/programme")
    expect(page.get_by_text("Standing arms-wide turns").first).to_be_visible()

    done = do_a_session(page, empty_server.base)

    page.goto(empty_server.base)
    expect(page.locator("main")).to_contain_text(re.compile("today|done", re.IGNORECASE))
    sideways = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(sideways) <= 0
    page.goto(f"{empty_server.base}/progress")
    expect(page.locator("main svg text", has_text=re.compile("pain", re.IGNORECASE)).first).to_be_visible()
    assert page.evaluate(sideways) <= 0
    (session,) = open_person(empty_server.db).case().sessions
    assert (session.pain_before, session.pain_after) == (4, 3)
    names = knowledge.catalogue().exercises
    assert [(names[item.exercise].name, item.sets * item.reps) for item in session.items if not item.skipped] == done
    assert broken == []
    assert {url.split("/")[2] for url in asked} == {f"127.0.0.1:{empty_server.port}"}


def do_a_session(page: Page, base: str) -> list[tuple[str, int]]:
    """Count the first exercise by taps, end the second by its button, skip the rest; what must be in the record."""
    page.clock.install()
    page.goto(f"{base}/session")
    tick(page, "pain", "4")
    next_page(page, "Start")
    player = page.locator("#player")
    page.locator("html.js-on").wait_for()
    expect(page.locator("#stop")).to_have_attribute("href", re.compile("/stop/0$"))
    done = []
    for way in ("taps", "button"):
        step = page.locator("#step")
        title = page.locator("#name").inner_text()
        sets, of = int(step.get_attribute("data-sets") or 0), int(step.get_attribute("data-of") or 0)
        for number in range(1, sets + 1):
            page.locator("#main-button").click()  # start, or start now after a rest
            expect(page.locator("#of")).to_have_text("get ready")
            page.locator("#ring").click()  # no need to wait
            if way == "taps":
                if page.locator("#by-button").inner_text() == "Count by taps":
                    page.locator("#by-button").click()
                for count in range(1, of + 1):
                    page.locator("#ring").click()
                    if count < of:
                        expect(page.locator("#count")).to_have_text(str(count))
            else:
                page.locator("#set-button").click()
            # A rest follows, with what is next beside it.
            expect(player).to_have_class(re.compile(r"\brest\b"))
            if number < sets:
                expect(step).to_have_attribute("data-set", str(number + 1))
        done.append((title, sets * of))
        expect(page.locator("#name")).not_to_have_text(title)
    last = False
    while not last:
        title, skip = page.locator("#name").inner_text(), page.locator("#skip")
        last = "the end of the session" in (skip.get_attribute("aria-label") or "")
        skip.click()
        if not last:
            expect(page.locator("#name")).not_to_have_text(title)
    page.wait_for_url("**/finish")
    tick(page, "pain", "3")
    tick(page, "effort", "4")
    next_page(page, "Save and close")
    expect(page.get_by_text("Before: 4. After: 3.")).to_be_visible()
    return done
