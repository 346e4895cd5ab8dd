"""A session while the line is cut: it goes on, by timer and by taps, and what was done arrives once. The record is compared with
what was tapped."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from upperback.services.person import Person
from upperback.services.views import SessionKind

pytestmark = pytest.mark.browser

READY_MS = 5_300
AWAY = "No answer from Upperback"
WAITING = """() => new Promise((told) => {
  const asked = indexedDB.open("upperback", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("queue").objectStore("queue").count();
    all.onsuccess = () => (asked.result.close(), told(all.result));
  };
})"""
KEPT = "() => caches.match(location.pathname).then(Boolean)"
PREPARED = "() => caches.match('/offline/today.json').then(Boolean)"
PAGES = ("/", "/programme", "/findings", "/progress", "/library", "/diary", "/settings", "/data", "/session", "/ease")
TELLS = ("/", "/programme", "/progress")  # pages that load themselves again when they have sent something
LEAVE = """([session, key]) => new Promise((told) => {
  const asked = indexedDB.open("upperback", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("queue", { keyPath: "n", autoIncrement: true });
    asked.result.createObjectStore("plans", { keyPath: "session" });
  };
  asked.onsuccess = () => {
    const all = asked.result.transaction("queue", "readwrite");
    const fields = { item: 0, side: "both", by: "tap" };
    all.objectStore("queue").add({ key, session, action: "count", fields, at_ms: Date.now() });
    all.oncomplete = () => (asked.result.close(), told());
  };
})"""
BUTTON = "() => [...document.querySelectorAll('#main-button .js')].find((one) => !one.hidden)?.dataset.is"

Opened = Callable[[Path], Person]


@pytest.fixture
def own(tmp_path: Path, make_server: Callable[[Path], Any], open_person: Opened, screened: str) -> Iterator[Any]:
    """A server of the test's own, which it may stop and start, on the fresh record of a screened person."""
    server = make_server(tmp_path / "upperback.db")
    open_person(server.db).import_case(screened)
    try:
        yield server.start().open_door()
    finally:
        server.kill()


class Exerciser:
    """Someone who taps, and remembers how often for each exercise."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tapped: Counter[int] = Counter()

    @property
    def place(self) -> tuple[int, int]:
        """The exercise and how many sets of it are over."""
        step = self.page.locator("#step")
        return int(step.get_attribute("data-item") or 0), int(step.get_attribute("data-set") or 0)

    def tap(self) -> None:
        """Get to work, whatever comes before it, and do one."""
        if self.page.evaluate(BUTTON) in ("start", "now", "resume"):
            self.page.locator("#main-button").click()
        if "ready" in str(self.page.locator("#player").get_attribute("class")):
            self.page.clock.run_for(READY_MS)
        if self.page.locator("#by-button").inner_text() == "Count by taps":
            self.page.locator("#by-button").click()  # or the timer counts, too
        self.tapped[self.place[0]] += 1
        self.page.locator("#ring").click()
        self.page.clock.run_for(200)

    def tap_until_over(self, most: int = 200) -> None:
        for _ in range(most):
            if self.page.locator("dialog#over[open]").count() or "/finish" in self.page.url:
                return
            self.tap()
        raise AssertionError("the session does not end")


def begin_without(page: Page, pain: int) -> None:
    """How the pain is, asked by the page that was kept, and the start."""
    expect(page.locator("dialog#begin")).to_contain_text("How is the pain now?")
    page.locator(f'dialog#begin input[name="pain"][value="{pain}"]').check(force=True)
    page.locator("dialog#begin button").click()


def counted(person: Person, session: str) -> Counter[int]:
    """What the record has of it."""
    return Counter({item.item: item.reps for item in person.sessions.session(session).items if item.reps})


def player_of(browsers: Any, server: Any, session: str) -> Page:
    page: Page = browsers.page(server)
    page.clock.install()
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    wait_until(page, KEPT)
    return page


def wait_until(page: Page, held: str) -> None:
    """Wait for something that only a promise tells, while the page's own clock goes on."""
    for _ in range(200):
        if page.evaluate(held):
            return
        page.clock.run_for(100)
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {held}")


def wait_until_sent(page: Page) -> None:
    """With the session paused, so that nothing is added meanwhile."""
    if page.evaluate(BUTTON) == "pause":
        page.locator("#main-button").click()
    for n in range(150):
        if page.evaluate(WAITING) == 0:
            return
        page.clock.run_for(1_000)  # the pauses between two tries
        page.wait_for_timeout(min(50 + 10 * n, 500))  # a busy server must be able to answer before the page's clock gives up
    raise AssertionError("something still waits on the device")


def test_a_program_that_is_stopped_and_started_again_in_mid_session_gets_every_movement_once(
    own: Any, browsers: Any, open_person: Opened
) -> None:
    session = open_person(own.db).sessions.start(SessionKind.FULL, 3)
    page = player_of(browsers, own, session)
    someone = Exerciser(page)
    for _ in range(2):  # one exercise is over, the next begun
        someone.tap()
    answers_lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        answers_lost.append(route.fetch().status)
        route.abort()

    page.context.route("**/count", lose_the_answer, times=1)
    someone.tap()  # kept by the program, and sent again, since the page can't know
    wait_until_sent(page)
    assert answers_lost == [200]
    assert counted(open_person(own.db), session) == someone.tapped
    own.process.send_signal(signal.SIGSTOP)  # the program hangs: a line, and no answer
    someone.tap()
    page.clock.run_for(3_000)
    expect(page.locator("#line")).to_contain_text(AWAY)
    own.process.send_signal(signal.SIGCONT)
    wait_until_sent(page)
    expect(page.locator("#line")).to_be_hidden()
    assert counted(open_person(own.db), session) == someone.tapped
    own.kill()
    someone.tap()
    expect(page.locator("#line")).to_contain_text(AWAY)
    page.clock.run_for(30_000)
    page.clock.set_system_time(page.evaluate("Date.now()") / 1000 - 3600)  # the device's clock is put back meanwhile
    for _ in range(2):
        someone.tap()
    expect(page.locator("#count")).to_have_text("5")
    page.reload()  # the page and what waits come from this device
    page.locator("html.js-on").wait_for()
    someone.tap()
    expect(page.locator("#count")).to_have_text("6")
    assert counted(open_person(own.db), session) == {0: 2, 1: 2}
    own.start()
    wait_until_sent(page)
    expect(page.locator("#line")).to_be_hidden()
    assert counted(open_person(own.db), session) == someone.tapped
    someone.tap()
    wait_until_sent(page)
    assert counted(open_person(own.db), session) == someone.tapped


def test_what_was_done_without_the_program_is_kept_beside_a_session_that_was_begun_before_it_came(
    own: Any, browsers: Any, open_person: Opened
) -> None:
    page: Page = browsers.page(own)
    page.clock.install()
    page.goto(f"{own.base}/")
    wait_until(page, PREPARED)
    own.kill()
    page.goto(f"{own.base}/session?kind=full")
    page.locator("html.js-on").wait_for()
    begin_without(page, pain=3)
    someone = Exerciser(page)
    for _ in range(3):
        someone.tap()
    waiting = page.evaluate(WAITING)
    page.goto("about:blank")
    page.clock.run_for(1_000)
    own.start()
    person = open_person(own.db)
    newer = person.sessions.start(SessionKind.FULL, 2)  # quicker than anything could be sent
    person.sessions.add_rep(newer, 0, "a", by="tap")
    page.goto(f"{own.base}/library")
    assert waiting >= 4
    wait_until_sent(page)
    under_way = person.sessions.open_session()
    assert under_way is not None
    assert (under_way.id, under_way.items[0].reps) == (newer, 1)  # that one goes on
    older, _ = sorted(person.case().sessions, key=lambda one: one.pain_before or 0, reverse=True)
    assert older.pain_before == 3
    assert sum(item.reps * item.sets for item in older.items) == sum(someone.tapped.values())


def loads_of(page: Page) -> list[Page]:
    """An entry for each time that the page is loaded from now on."""
    loads: list[Page] = []
    page.on("load", lambda loaded: loads.append(loaded))
    return loads


def close_at_rest(page: Page, loads: list[Page], most: int) -> None:
    """A browser that is told to close a page which is just loading itself again may never answer."""
    for _ in range(600):
        if len(loads) >= most:
            break
        page.wait_for_timeout(50)
    assert len(loads) == most
    page.close()


def test_every_page_sends_what_waits(server: Any, browsers: Any, open_person: Opened) -> None:
    session = open_person(server.db).sessions.start(SessionKind.FULL, 3)
    context = browsers.page(server).context
    for n, path in enumerate(PAGES):
        page: Page = context.new_page()
        page.goto(f"{server.base}/offline/word.json")  # no page, so nothing is sent from there
        page.evaluate(LEAVE, [session, f"left{n}"])
        loads = loads_of(page)
        page.goto(server.base + path)
        for _ in range(600):
            if f"left{n}" in open_person(server.db).sessions.keys(session):
                break
            page.wait_for_timeout(50)
        assert f"left{n}" in open_person(server.db).sessions.keys(session), path
        close_at_rest(page, loads, 2 if path in TELLS else 1)


def test_a_session_done_without_the_program_is_delivered_once_by_whichever_page_comes_first(
    own: Any, browsers: Any, open_person: Opened
) -> None:
    page: Page = browsers.page(own)
    page.clock.install()
    page.goto(f"{own.base}/")
    wait_until(page, PREPARED)
    own.kill()
    page.goto(f"{own.base}/session?kind=two_minute")
    page.locator("html.js-on").wait_for()
    begin_without(page, pain=4)
    someone = Exerciser(page)
    someone.tap_until_over()
    expect(page.locator("#over label.was")).to_have_text("4")
    page.locator('dialog#over input[name="pain"][value="2"]').check(force=True)
    page.locator("dialog#over button:not([type=button])").click()
    expect(page.locator("dialog#kept-here")).to_be_visible()
    assert open_person(own.db).sessions.open_session() is None
    own.start()
    other = page.context.new_page()
    page.close()
    loads = loads_of(other)
    other.goto(f"{own.base}/progress")
    for _ in range(600):
        if any(one.pain_after is not None for one in open_person(own.db).case().sessions):
            break
        other.wait_for_timeout(100)
    last = page.context.new_page()
    close_at_rest(other, loads, 2)
    last.goto(f"{own.base}/progress")  # and finds nothing left to send
    last.wait_for_timeout(1_500)
    assert last.evaluate(WAITING) == 0
    case = open_person(own.db).case()
    assert [(one.pain_before, one.pain_after, len(one.items)) for one in case.sessions] == [(4, 2, len(someone.tapped))]
    assert sum(item.reps * item.sets for item in case.sessions[0].items) == sum(someone.tapped.values())
