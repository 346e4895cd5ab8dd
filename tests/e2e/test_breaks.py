"""A desk break as a person meets it: asked for quietly and once, put off, silent in a meeting, done with a timer; by forms."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from upperback.model.record import Session
from upperback.services.person import Person
from upperback.services.views import GroupStep

pytestmark = pytest.mark.browser
NOTICE = "[data-rhythm]"
# What the browser would show: kept instead, whether it comes from the page or through the service worker.
KEEP = """
const before = () => JSON.parse(localStorage.getItem("shown") ?? "[]");
const keep = (title, options) => localStorage.setItem("shown", JSON.stringify([...before(), `${title}: ${options.body}`]));
ServiceWorkerRegistration.prototype.showNotification = async function (title, options) { keep(title, options); };
window.Notification = class { static permission = "granted"; constructor(title, options) { keep(title, options); } };
"""
HEALTH = re.compile(r"back|neck|pain|exercise|session|spine|health", re.IGNORECASE)


@pytest.fixture
def person(server: Any, open_person: Callable[[Path], Person]) -> Person:
    """Someone with a programme, today's questions answered, at the desk day and night, with a break every 45 minutes."""
    person = open_person(server.db)
    person.screening.open()
    while (view := person.screening.view()) is not None and isinstance(view.step, GroupStep):
        person.screening.answer_group(view.step.group.id, dict.fromkeys(view.step.answers, False))
    person.screening.finish_screen()
    person.plans.plan()
    wished = replace(person.reminding.habits(), break_on=tuple(range(7)), break_every_min=45, break_notify=True)
    person.reminding.save(replace(wished, work_from=time(0), work_until=time(23, 59)))
    person.breaks.here()
    return person


def last_break(server: Any, minutes_ago: float) -> None:
    """The program's own clock can not be moved: the last break is."""
    then = (datetime.now(UTC) - timedelta(minutes=minutes_ago)).isoformat()
    with closing(sqlite3.connect(server.db)) as db:
        db.execute("UPDATE desk_day SET counted_from = ?, meeting_until = NULL", (then,))
        db.commit()


def shown(page: Page) -> list[str]:
    found: list[str] = page.evaluate("JSON.parse(localStorage.getItem('shown') ?? '[]')")
    return found


def kept(person: Person) -> tuple[Session, ...]:
    return person.case().breaks


def test_a_break_is_asked_for_once_put_off_done_and_silent_in_a_meeting(server: Any, browsers: Any, person: Person) -> None:
    page = browsers.page(server)
    page.clock.install()
    page.add_init_script(KEEP)
    page.goto(f"{server.base}/programme")
    page.clock.run_for(1000)
    notice = page.locator(NOTICE)
    expect(notice).to_be_hidden()
    # The laptop sleeps through ten breaks' time; its owner comes back within one rhythm by the program's clock.
    last_break(server, 50)
    page.clock.fast_forward("08:00:00")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("Time for a small break")
    page.clock.run_for(600_000)
    assert shown(page) == ["Time for a small break: About a minute."]
    assert not HEALTH.search(shown(page)[0])
    box = notice.bounding_box()
    assert box is not None
    assert box["width"] < 500  # never the whole screen unless wished for
    with page.expect_response("**/break/not_now"):
        notice.get_by_role("button", name="Not now").click()
    expect(notice).to_be_hidden()
    # Slept for hours by both clocks: nobody was at the desk, nothing is asked.
    last_break(server, 600)
    with page.expect_response("**/break/here"):
        page.clock.fast_forward("10:00:00")
    expect(notice).to_be_hidden()
    assert len(shown(page)) == 1
    last_break(server, 46)
    page.clock.fast_forward("00:46:00")
    expect(notice).to_be_visible()
    assert len(shown(page)) == 2
    with page.expect_response("**/break/meeting"):
        notice.get_by_role("button", name="In a meeting for 30 minutes").click()
    expect(notice).to_be_hidden()
    page.clock.fast_forward("00:10:00")
    expect(notice).to_be_hidden()
    assert person.breaks.rhythm().pace == "meeting"

    page.goto(f"{server.base}/break")
    seconds = int(page.locator("[data-timer]").get_attribute("data-seconds") or 0)
    name = page.get_by_role("heading", level=1).inner_text()
    expect(page.locator(NOTICE)).to_have_count(0)
    page.get_by_role("button", name="Start").click()
    page.clock.run_for(5000)
    expect(page.locator("[data-left]")).to_have_text(str(seconds - 5))
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(60_000)
    expect(page.locator("[data-left]")).to_have_text(str(seconds - 5))
    page.get_by_role("button", name="Start").click()
    page.clock.fast_forward(seconds * 1000)  # a tab that slept shows what has really passed
    expect(page.get_by_text("Time is up")).to_be_attached()
    expect(page.get_by_role("button", name="Done")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nice. That was good for you.")).to_be_focused()
    (done,) = kept(person)
    assert [person.catalogue.exercises[item.exercise].name for item in done.items] == [name]
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Nice.")).to_be_hidden()
    assert kept(person) == ()


def test_breaks_reminders_and_days_away_work_without_scripts_on_a_phone(server: Any, browsers: Any, person: Person) -> None:
    page = browsers.page(server, java_script_enabled=False, viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto(f"{server.base}/break")
    first = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Another").click()
    assert page.get_by_role("heading", level=1).inner_text() != first
    page.get_by_role("button", name="Done").click()
    assert len(kept(person)) == 1
    page.goto(f"{server.base}/habits")
    expect(page.get_by_role("button", name="Allow notices")).to_be_hidden()
    reminders = page.locator("form[action='/habits/reminders']")
    reminders.get_by_label("Monday").check()
    reminders.get_by_label("Thursday").check()
    reminders.get_by_label("Time", exact=True).fill("07:15")
    reminders.get_by_label("Time zone").fill("America/New_York")
    reminders.get_by_role("button", name="Save").click()
    habits = person.reminding.habits()
    assert (habits.remind_on, habits.remind_at, habits.zone) == ((0, 3), time(7, 15), "America/New_York")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the calendar file").click()
    assert b"BYDAY=MO,TH" in saved.value.path().read_bytes()
    page.get_by_role("button", name="Note these days").click()
    assert len(person.case().away) == 1
    page.get_by_role("button", name="Forget").click()
    assert person.case().away == ()
