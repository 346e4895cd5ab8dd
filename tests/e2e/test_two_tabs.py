"""One session in two tabs, and time that does not go evenly: a reload in mid-hold, a hidden tab, a clock that is set."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from upperback.services.person import Person
from upperback.services.views import SessionKind

pytestmark = pytest.mark.browser

READY_MS = 5_300
INTO_POSITION_MS = 3_000
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  Object.defineProperty(document, "visibilityState", { value: hidden ? "hidden" : "visible", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""

Opened = Callable[[Path], Person]


@pytest.fixture
def session(server: Any, open_person: Opened) -> str:
    return open_person(server.db).sessions.start(SessionKind.FULL, 3)


def reps(server: Any, open_person: Opened, session: str) -> list[int]:
    return [item.reps for item in open_person(server.db).sessions.session(session).items]


def soon(page: Page, server: Any, open_person: Opened, session: str, wanted: int) -> list[int]:
    """The repetitions of each exercise in the record, once there are so many in all; what there is when they do not come."""
    for _ in range(100):
        if sum(reps(server, open_person, session)) >= wanted:
            break
        page.wait_for_timeout(50)
    return reps(server, open_person, session)


def opened(page: Page, server: Any, session: str) -> Page:
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    return page


def in_hold(browsers: Any, server: Any, session: str) -> tuple[Page, int]:
    """A page in the middle of the first hold, and the seconds that are left of it."""
    page: Page = browsers.page(server)
    page.clock.install()
    opened(page, server, session)
    page.locator("#main-button").click()
    page.clock.run_for(READY_MS)
    expect(page.locator("#main-button")).to_contain_text("Pause")
    page.clock.run_for(INTO_POSITION_MS)
    expect(page.locator("#of")).to_have_text("hold")
    page.clock.run_for(4_000)
    return page, seconds(page)


def seconds(page: Page) -> int:
    return int(page.locator("#count").inner_text())


def test_a_second_tab_offers_to_go_on_there_and_nothing_is_counted_twice(
    server: Any, browsers: Any, session: str, open_person: Opened
) -> None:
    first = opened(browsers.page(server), server, session)
    second = opened(first.context.new_page(), server, session)
    asking = second.locator("dialog#elsewhere")
    expect(asking).to_be_visible()
    expect(first.locator("dialog#elsewhere")).to_be_hidden()
    first.locator("#main-button").click()
    first.locator("#ring").click()  # no need to wait for the countdown
    first.locator("#ring").click()
    expect(first.locator("#player")).to_have_class(re.compile(r"\brest"))
    assert soon(first, server, open_person, session, 1) == [1, 0, 0, 0, 0]
    second.get_by_role("button", name="Go on here").click()
    second.locator("html.js-on").wait_for()
    expect(first.locator("dialog#elsewhere")).to_be_visible()  # the first one says so, and is still
    expect(second.locator("dialog#elsewhere")).to_be_hidden()
    expect(second.locator("#player")).to_have_class(re.compile(r"\brest"))  # it is where the other was
    second.get_by_role("button", name="Go on").click()
    second.get_by_role("button", name="Start now").click()
    second.locator("#ring").click()
    second.locator("#ring").click()
    assert soon(second, server, open_person, session, 2) == [2, 0, 0, 0, 0]


def test_a_reload_in_the_middle_of_a_hold_goes_on_with_the_seconds_that_are_left(
    server: Any, browsers: Any, session: str, open_person: Opened
) -> None:
    page, left = in_hold(browsers, server, session)
    page.reload()
    page.locator("html.js-on").wait_for()
    expect(page.locator("#of")).to_have_text("hold")
    assert left - 6 <= seconds(page) <= left
    page.clock.run_for(1000 * left)
    expect(page.locator("#player")).to_have_class(re.compile(r"\brest"))
    assert soon(page, server, open_person, session, 1) == [1, 0, 0, 0, 0]


def test_a_tab_that_was_hidden_for_a_minute_shows_where_the_session_is_by_then(
    server: Any, browsers: Any, session: str, open_person: Opened
) -> None:
    page, _ = in_hold(browsers, server, session)
    page.evaluate(HIDE, True)
    page.clock.fast_forward(60_000)  # each timer fires once at most, as in a tab that sleeps
    page.evaluate(HIDE, False)
    page.clock.run_for(300)
    # The hold, 20 s of rest, 5 to get ready, 2 to 3 into position, 15 of the next hold: what is left of the minute is rest again.
    expect(page.locator("#player")).to_have_class(re.compile(r"\brest"))
    assert soon(page, server, open_person, session, 2) == [2, 0, 0, 0, 0]
    assert page.locator("dialog[open]").count() == 0


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_set_by_an_hour_ends_no_hold_early_and_loses_no_count(
    hours: int, server: Any, browsers: Any, session: str, open_person: Opened
) -> None:
    page, left = in_hold(browsers, server, session)
    page.clock.set_system_time(page.evaluate("Date.now()") / 1000 + hours * 3600)
    page.clock.run_for(1_000)
    if "paused" in str(page.locator("#player").get_attribute("class")):
        # An hour more is what a sleeping laptop looks like: nobody was there meanwhile, so it waits.
        assert hours > 0
        page.locator("#main-button").click()
    assert sum(reps(server, open_person, session)) == 0
    assert left - 6 <= seconds(page) <= left
    page.clock.run_for(1000 * left)
    expect(page.locator("#player")).to_have_class(re.compile(r"\brest"))
    assert soon(page, server, open_person, session, 1) == [1, 0, 0, 0, 0]
    person = open_person(server.db)
    assert person.sessions.session(session).day == person.today()  # the day is the program's
