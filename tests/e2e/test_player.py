"""The player: by forms alone, by keys, and what its buttons for pain and symptoms do."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from upperback.services.person import Person
from upperback.services.views import SessionKind, SessionState, Symptom

pytestmark = pytest.mark.browser


@pytest.fixture
def session(server: Any, open_person: Callable[[Path], Person]) -> str:
    """An open session of the day's programme."""
    return open_person(server.db).sessions.start(SessionKind.FULL, 3)


@pytest.fixture
def player(browsers: Any, server: Any, session: str) -> Page:
    """The player of that session, its scripts running."""
    page: Page = browsers.page(server)
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    return page


def test_without_scripts_a_session_is_done_by_forms(
    browsers: Any, server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    page = browsers.page(server, java_script_enabled=False)
    page.goto(f"{server.base}/session/{session}")
    assert page.locator("#camera-on").is_hidden()
    page.locator("#ring").click()
    expect(page.locator("#count")).to_have_text("1")
    page.get_by_role("button", name="Take one back").click()
    expect(page.locator("#count")).to_have_text("0")
    page.locator("#main-button").click()  # the set is done
    kept = open_person(server.db).sessions.session(session).items[0]
    assert kept.sets_done == 1
    while "/finish" not in page.url:
        with page.expect_navigation():
            page.locator("#skip").click()
    tick_and_save(page)
    assert open_person(server.db).sessions.session(session).state is SessionState.FINISHED


def test_a_page_that_knows_nothing_yet_waits_for_a_slow_server(browsers: Any, server: Any, session: str) -> None:
    page: Page = browsers.page(server)
    held: list[Route] = []
    page.route("**/plan.json", lambda route: held.append(route), times=1)
    page.goto(f"{server.base}/session/{session}")
    page.wait_for_timeout(4_500)  # longer than a page waits that has a plan of its own
    assert page.locator("html.js-on").count() == 0
    held[0].continue_()
    page.locator("html.js-on").wait_for()


def tick_and_save(page: Page) -> None:
    page.locator('input[name="pain"][value="2"]').check(force=True)
    with page.expect_navigation():
        page.get_by_role("button", name="Save and close").click()


def test_a_hold_is_counted_when_its_time_is_over_and_not_before(browsers: Any, server: Any, session: str) -> None:
    page = browsers.page(server)
    page.clock.install()
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    hold_s = float(page.locator("#step").get_attribute("data-hold-s") or 0)
    assert hold_s >= 10
    page.keyboard.press("Space")
    page.clock.run_for(5_200)  # the countdown
    expect(page.locator("#main-button")).to_contain_text("Pause")
    page.clock.run_for(4_000)  # into position
    expect(page.locator("#of")).to_have_text("hold")
    page.clock.run_for(3_000)
    page.keyboard.press("Space")  # a pause stops the time
    expect(page.locator("#player")).to_have_class(re.compile("paused"))
    left = page.locator("#count").inner_text()
    page.clock.run_for(60_000)
    assert page.locator("#count").inner_text() == left
    page.keyboard.press("Space")
    page.clock.run_for(1000 * (int(hold_s) - 9))
    expect(page.locator("#of")).to_have_text("hold")
    assert page.locator("#step").get_attribute("data-count") == "0"
    page.clock.run_for(8_000)
    expect(page.locator("#player")).to_have_class(re.compile(r"\brest\b"))


@pytest.mark.parametrize("reason", ["cramp", "pain_worse", "no_pull_felt"])
def test_cramp_more_pain_and_no_pull_stop_the_exercise_and_lead_to_the_tests(
    reason: str, player: Page, server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    page = player
    page.keyboard.press("p")
    page.locator(f'button[value="{reason}"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good that you stopped")
    page.get_by_role("link", name="To the first test").click()
    page.wait_for_url(re.compile(r"/tests/t_\w+$"))
    assert open_person(server.db).sessions.session(session).items[0].stopped_because == reason


@pytest.mark.parametrize("symptom", list(Symptom))
def test_a_symptom_locks_the_session_until_the_short_screen_and_names_no_number_that_was_not_chosen(
    symptom: Symptom, player: Page, server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    page = player
    page.locator("#stop").click()
    page.locator(f'button[value="{symptom}"]').click()
    main = page.locator("main")
    expect(main).to_contain_text("We stop here for now")
    expect(main).to_contain_text("local emergency number")
    page.locator("main select").evaluate_all("lists => lists.forEach((list) => list.remove())")  # the numbers one can choose from
    assert not re.search(r"\b(112|911|999|000)\b", main.inner_text())
    assert open_person(server.db).sessions.session(session).state is SessionState.LOCKED
    page.goto(f"{server.base}/session/{session}")
    expect(main).to_contain_text("We stop here for now")
    page.get_by_role("button", name="Answer them").click()
    page.wait_for_url("**/start/ask")


def say_no_to_all(page: Page) -> None:
    """A page with one question asks for yes or no, one with several has its own "none of these"."""
    page.wait_for_url("**/start/ask")
    while page.url.endswith("/start/ask"):
        with page.expect_navigation():
            if page.locator('button[value="none"]').count():
                page.locator('button[value="none"]').click()
            else:
                page.locator('input[name="answer"][value="no"]').check(force=True)
                page.locator('button[value="next"]').click()


def test_a_symptom_that_the_short_screen_finds_harmless_lets_the_session_go_on(
    player: Page, server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    page = player
    page.locator("#stop").click()
    page.locator('button[value="dizzy"]').click()
    page.get_by_role("button", name="Answer them").click()
    say_no_to_all(page)
    page.get_by_role("link", name="Back to the session").click()
    page.locator("#player").wait_for()
    assert page.url.endswith(f"/session/{session}")
    assert open_person(server.db).sessions.session(session).state is SessionState.OPEN


def test_chest_pain_that_the_short_screen_confirms_ends_in_the_emergency_page_and_no_session(
    player: Page, server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    page = player
    page.locator("#stop").click()
    page.locator('button[value="chest_pain"]').click()
    page.get_by_role("button", name="Answer them").click()
    expect(page.locator("main")).to_contain_text("chest")  # the question nearest to the symptom comes first
    page.locator('input[name="answer"][value="yes"]').check(force=True)
    page.locator('button[value="next"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please get medical help now")
    expect(page.locator("main")).to_contain_text("Call your local emergency number")
    page.goto(f"{server.base}/session")
    assert page.locator("#player").count() == 0
    assert open_person(server.db).sessions.session(session).state is not SessionState.OPEN


def test_before_a_session_the_short_form_comes_first_when_it_is_due(
    browsers: Any, server: Any, open_person: Callable[[Path], Person]
) -> None:
    person = open_person(server.db)
    case = json.loads(person.export_case())
    case["screens"][0]["day"] = (person.today() - timedelta(days=3)).isoformat()
    person.import_case(json.dumps(case))
    page = browsers.page(server)
    page.goto(f"{server.base}/session")
    expect(page.get_by_role("heading", level=1)).to_have_text("Six short questions")
    page.get_by_role("button", name="Answer them now").click()
    say_no_to_all(page)
    page.goto(f"{server.base}/session")
    expect(page.get_by_role("heading", level=1)).to_have_text("How is the pain now?")


def test_easier_asks_for_less_and_swap_offers_others_with_a_reason(
    player: Page, server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    sessions = open_person(server.db).sessions
    before = sessions.session(session).items[0]
    page = player
    with page.expect_response("**/easier"):
        page.keyboard.press("e")
    expect(page.locator("#main-button")).to_contain_text("Start")
    after = sessions.session(session).items[0]
    assert (after.dose.reps * after.dose.hold_s, after.level) < (before.dose.reps * before.dose.hold_s, before.level) or (
        after.level < before.level
    )
    page.keyboard.press("w")
    offered = page.locator("#swaps .choice")
    expect(offered).to_have_count(len(after.instead))
    other = offered.first.get_attribute("value")
    expect(offered.first).to_contain_text(re.compile("Also for|same kind"))
    with page.expect_response("**/swap"):
        offered.first.click()
    expect(page.locator("#player")).to_be_visible()
    now = sessions.session(session)
    assert next(item.exercise for item in now.items if item.item == now.current) == other


def test_a_camera_that_is_refused_is_explained_and_the_session_goes_on(
    browsers: Any, server: Any, open_person: Callable[[Path], Person]
) -> None:
    session = open_person(server.db).sessions.start(SessionKind.EASE_NOW, 3)
    page = browsers.page(server)  # there is no camera in this browser, so none is found
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    page.locator("#camera-on").click()
    expect(page.locator("#camera-words")).to_contain_text("Timer and taps work too.")
    page.keyboard.press("Space")
    expect(page.locator("#of")).to_have_text("get ready")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotAllowedError", "allow the camera beside the address"),
        ("NotReadableError", "Another program uses the camera"),
        ("NotFoundError", "I found no camera here"),
    ],
)
def test_a_camera_that_does_not_come_is_told_on_a_phone_too(
    browsers: Any, server: Any, session: str, error: str, words: str
) -> None:
    page: Page = browsers.page(server, viewport={"width": 390, "height": 844})
    refused = f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', '{error}'))"
    page.add_init_script(refused)
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    while page.locator("#camera-button").is_hidden():
        page.locator("#skip").click()
        page.wait_for_timeout(300)
    page.locator("#camera-button").click()
    expect(page.locator("#cue")).to_contain_text(words)
    expect(page.locator("#cue")).to_contain_text("Timer and taps work too")
