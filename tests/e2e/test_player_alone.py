"""The player by itself: time by stamps, the line cut, a reload in the middle of a hold, every channel, keys alone."""

import json
import random
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from upperback.services.person import Person
from upperback.services.views import ItemState, SessionKind, SessionState

pytestmark = pytest.mark.browser

# What would be heard, felt and kept awake, written down instead. `voices`: those of the device.
LISTEN = """
window.heard = {said: [], rung: 0, shaken: 0, awake: 0};
const voice = {lang: 'en-GB', localService: true, name: 'here'};
const far = {lang: 'en-US', localService: false, name: 'far away'};
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const written = () => [document.getElementById('cue').textContent, document.getElementById('step').innerText];
const speech = {getVoices: () => [far, voice], cancel() {}, addEventListener() {},
  speak(one) { heard.said.push([one.text, one.rate, one.volume, one.voice.name, ...written()]); }};
Object.defineProperty(window, 'speechSynthesis', {value: VOICES ? speech : undefined});
const gain = {setValueAtTime() {}, exponentialRampToValueAtTime() {}};
const node = () => ({connect: (to) => to, start() { heard.rung++; }, stop() {}, frequency: {}, gain});
window.AudioContext = class { state = 'running'; currentTime = 0; createOscillator = node; createGain = node; };
navigator.vibrate = () => (heard.shaken++, true);
const lock = {released: false, release: () => Promise.resolve()};
Object.defineProperty(navigator, 'wakeLock', {value: {request: () => (heard.awake++, Promise.resolve(lock))}});
"""

# Whether the screen was lit.
LIT = """(() => {
  const player = document.getElementById('player');
  const look = () => (heard.lit = (heard.lit ?? 0) + player.classList.contains('flash'));
  new MutationObserver(look).observe(player, {attributes: true});
})()"""

# How many events the device still has in its queue.
WAITING = """new Promise((told) => {
  indexedDB.open('upperback').onsuccess = ({target}) => {
    target.result.transaction('queue').objectStore('queue').count().onsuccess = (counted) => told(counted.target.result);
  };
})"""


@pytest.fixture
def session(server: Any, open_person: Callable[[Path], Person]) -> str:
    """An open session of the day's programme; its first exercise is a timed hold, twice."""
    return open_person(server.db).sessions.start(SessionKind.FULL, 3)


@pytest.fixture
def frozen(browsers: Any, server: Any, session: str) -> Page:
    """The player of that session on a clock that only the test moves."""
    page: Page = browsers.page(server)
    page.add_init_script(LISTEN.replace("VOICES", "true"))
    page.clock.install(time=datetime.now().astimezone())
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    page.clock.pause_at(datetime.now().astimezone() + timedelta(seconds=30))
    return page


def plan_of(page: Page) -> Any:
    return page.evaluate("fetch(location.pathname + '/plan.json').then((answer) => answer.json())")


def first_dose(page: Page) -> Any:
    return plan_of(page)["items"][0]["doses"][0]


def begin(page: Page) -> Any:
    """Start, and stand at the beginning of the first hold; its dose."""
    dose = first_dose(page)
    assert (dose["by"], dose["hold_s"]) >= ("time", 10)
    page.keyboard.press("Space")
    page.clock.run_for(5_000 + 500 * max(2, round(dose["move_s"])) + 200)
    expect(page.locator("#of")).to_have_text("hold")
    return dose


def kept(server: Any, open_person: Callable[[Path], Person], session: str) -> Any:
    return open_person(server.db).sessions.session(session)


def all_sent(page: Page) -> None:
    """Wait until the device has nothing left to send."""
    for _ in range(200):
        if page.evaluate(WAITING) == 0:
            return
        page.clock.run_for(200)
        page.wait_for_timeout(100)  # the server and the disk have a clock of their own
    raise AssertionError("something stays in the queue")


def test_sixty_seconds_hidden_in_a_hold_and_in_a_rest_show_what_happened_meanwhile(
    frozen: Page, server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    page = frozen
    dose = begin(page)
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
    page.clock.fast_forward(1000 * int(dose["hold_s"] + dose["rest_s"] / 2))  # one late tick, as a throttled tab has
    expect(page.locator("#player")).to_have_class(re.compile(r"\brest\b"))  # the hold is over, its rest half gone
    assert abs(int(page.locator("#count").inner_text()) - dose["rest_s"] / 2) <= 1
    page.clock.fast_forward(60_000)  # the rest, the getting ready, the second hold, and the way to the next exercise
    expect(page.locator("#name")).not_to_have_text(plan_of(page)["items"][0]["name"])
    page.clock.run_for(1_000)
    expect(page.locator("#line")).to_be_hidden()
    all_sent(page)
    first = kept(server, open_person, session).items[0]
    assert (first.state, first.sets_done, first.reps) == (ItemState.DONE, 2, 2 * len(dose["sides"]))


def test_a_clock_that_is_put_back_or_far_ahead_counts_nothing(frozen: Page) -> None:
    page = frozen
    dose = begin(page)
    page.clock.run_for(3_000)
    left = int(page.locator("#count").inner_text())
    page.clock.set_system_time(datetime.now().astimezone() - timedelta(hours=2))
    page.clock.run_for(1_000)
    assert left - 2 <= int(page.locator("#count").inner_text()) <= left
    page.clock.set_system_time(datetime.now().astimezone() + timedelta(days=1))
    page.clock.run_for(1_000)
    expect(page.locator("#player")).to_have_class(re.compile("paused"))
    expect(page.locator("#cue")).to_contain_text("It waited for you")
    assert page.locator("#step").get_attribute("data-count") == "0"
    assert 0 < int(page.locator("#count").inner_text()) <= dose["hold_s"]


def test_the_line_is_cut_for_thirty_seconds_and_nothing_is_lost_or_doubled(
    frozen: Page, server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    page = frozen
    dose = begin(page)
    page.context.set_offline(True)
    page.clock.run_for(1000 * int(dose["hold_s"]) + 500)  # the hold ends without the server
    expect(page.locator("#line")).to_contain_text("The session goes on")
    expect(page.locator("#player")).to_have_class(re.compile(r"\brest\b"))
    page.keyboard.press("s")  # the next exercise
    page.keyboard.press("Space")
    page.clock.run_for(5_300)
    page.locator("#by-button").click()
    expect(page.locator("#by-button")).to_have_text("Count by time")
    for n in range(3):
        page.keyboard.press("ArrowUp")
        expect(page.locator("#step")).to_have_attribute("data-count", str(n + 1))
    page.keyboard.press("b")
    expect(page.locator("#step")).to_have_attribute("data-count", "2")
    page.keyboard.press("w")
    page.locator("#swaps .choice").first.click()
    swapped_in = page.locator("#name").inner_text()
    page.clock.run_for(5_000)
    assert kept(server, open_person, session).items[0].reps == 0  # none of it is there yet
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    for _ in range(40):
        page.clock.run_for(500)
        if page.locator("#line").is_hidden():
            break
    expect(page.locator("#line")).to_be_hidden()
    all_sent(page)
    view = kept(server, open_person, session)
    assert [(item.state, item.reps) for item in view.items[:2]] == [(ItemState.DONE, 1), (ItemState.SWAPPED, 2)]
    assert len(open_person(server.db).sessions.keys(session)) == len(set(open_person(server.db).sessions.keys(session)))
    assert page.locator("#name").inner_text() == swapped_in


def test_a_reload_in_the_middle_of_a_hold_goes_on_where_it_is(
    frozen: Page, server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    page = frozen
    dose = begin(page)
    page.clock.run_for(4_000)
    before = int(page.locator("#count").inner_text())
    page.reload()
    page.locator("html.js-on").wait_for()
    expect(page.locator("#of")).to_have_text("hold")
    assert before - 3 <= int(page.locator("#count").inner_text()) <= before
    page.clock.run_for(1000 * before)
    expect(page.locator("#player")).to_have_class(re.compile(r"\brest\b"))
    all_sent(page)
    first = kept(server, open_person, session).items[0]
    assert (first.sets_done, first.reps) == (1, len(dose["sides"]))


def test_a_symptom_without_the_server_locks_at_once_and_the_server_when_it_is_back(
    frozen: Page, server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    page = frozen
    begin(page)
    page.context.set_offline(True)
    page.keyboard.press("p")
    page.locator('#pain button[value="chest_pain"]').click()
    expect(page.locator("#locked")).to_contain_text("We stop here for now")
    expect(page.locator("#locked")).to_contain_text("local emergency number")
    page.keyboard.press("Escape")
    expect(page.locator("#locked")).to_be_visible()
    page.clock.run_for(3_000)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    for _ in range(40):
        page.clock.run_for(500)
        if kept(server, open_person, session).state is SessionState.LOCKED:
            break
    assert kept(server, open_person, session).state is SessionState.LOCKED


@pytest.mark.parametrize("channel", ["voice", "bell", "flash", "shake", "none"])
def test_each_channel_is_off_by_itself_and_what_is_said_is_written(
    browsers: Any, server: Any, session: str, channel: str
) -> None:
    page = browsers.page(server)
    page.add_init_script(LISTEN.replace("VOICES", "true"))
    page.goto(f"{server.base}/settings")
    page.locator(f'input[name="voice"][value="{"off" if channel == "voice" else "on"}"]').check(force=True)
    for name in ("bell", "flash", "shake"):
        page.locator(f'select[name="{name}"]').select_option("off" if channel == name else "on")
    page.locator('select[name="rate"]').select_option("slow")
    page.locator('select[name="volume"]').select_option("soft")
    page.locator('select[name="ready"]').select_option("10")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**saved=1")
    page.clock.install(time=datetime.now().astimezone())
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    page.clock.pause_at(datetime.now().astimezone() + timedelta(seconds=30))
    page.evaluate(LIT)
    dose = first_dose(page)
    page.keyboard.press("Space")
    page.clock.run_for(9_000)
    expect(page.locator("#of")).to_have_text("get ready")  # ten seconds, as chosen
    page.clock.run_for(1000 * int(4 + dose["hold_s"] + dose["move_s"]))
    expect(page.locator("#player")).to_have_class(re.compile(r"\brest\b"))
    heard = page.evaluate("heard")
    said = [text for text, *_ in heard["said"]]
    assert {"voice": bool(said), "bell": heard["rung"] > 0, "flash": heard.get("lit", 0) > 0, "shake": heard["shaken"] > 0} == {
        name: name != channel for name in ("voice", "bell", "flash", "shake")
    }
    assert heard["awake"] > 0
    if channel == "none":
        assert {"3", "2", "1", "Halfway."} <= set(said)
        assert said[-1].startswith("Rest. Next: ")
        for text, rate, volume, voice, cue, step in heard["said"]:
            assert (rate, volume, voice) == (0.8, 0.4, "here")
            assert text in cue or text in step.split(), (text, cue, step)


def test_without_a_voice_on_the_device_a_bell_rings_and_the_words_stand(browsers: Any, server: Any, session: str) -> None:
    page = browsers.page(server)
    page.add_init_script(LISTEN.replace("VOICES", "false"))
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    page.keyboard.press("Space")
    expect(page.locator("#of")).to_have_text("get ready")
    assert page.evaluate("heard.rung") > 0
    assert page.locator("#cue").inner_text() == plan_of(page)["items"][0]["first"]


def test_a_whole_session_by_keys_alone(frozen: Page, server: Any, session: str, open_person: Callable[[Path], Person]) -> None:
    page = frozen
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    presses = 0
    while "/finish" not in page.url and presses < 80:
        page.keyboard.press("ArrowRight" if page.locator("#set-button").is_visible() else "Space")
        page.clock.run_for(5_100)
        presses += 1
    page.wait_for_url("**/finish")
    page.keyboard.press("Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.name") == "pain":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    view = kept(server, open_person, session)
    assert view.state is SessionState.FINISHED
    assert view.pain_after is not None
    assert {item.state for item in view.items} == {ItemState.DONE}


def test_the_page_works_out_what_the_server_keeps(
    browsers: Any, server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    """The same events in the page's own arithmetic and in the record."""
    page = browsers.page(server)
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    road = page.locator('script[src$="session/play.js"]').get_attribute("src").replace("play.js", "road.js")
    dice = random.Random(7)
    plan = plan_of(page)
    actions = [
        dice.choice(["count", "count", "count", "count", "back", "set", "set", "easier", "skip", "swap", "stop"])
        for _ in range(60)
    ]
    events: list[dict[str, Any]] = []
    for n, action in enumerate(actions):
        stand = page.evaluate(f"async ([plan, events]) => new (await import('{road}')).Road(plan).after(events)", [plan, events])
        item = stand["current"]
        if item is None:
            break
        fields = {"item": item["item"], "key": f"event{n}"}
        if action == "back" and not item["count"]:
            continue
        if action == "easier" and item["at"] == len(item["doses"]) - 1:
            continue
        fields |= {"set": item["sets_done"] + 1} if action == "set" else {}
        fields |= {"reason": "no_pull_felt"} if action == "stop" else {}
        if action == "swap":
            if not item["swaps"]:
                continue
            fields["other"] = item["swaps"][0]["exercise"]
        server.post(f"/session/{session}/{action}", **fields)
        events.append({"action": action, "fields": fields})
    assert len(events) > 15
    mine = page.evaluate(f"async ([plan, events]) => new (await import('{road}')).Road(plan).after(events).items", [plan, events])
    theirs = json.loads(server.get(f"/session/{session}/plan.json"))["kept"]["items"]
    same = ("item", "state", "sets_done", "count", "reps")
    assert [[one[name] for name in same] for one in mine] == [[one[name] for name in same] for one in theirs]


def test_a_tap_on_the_figure_is_a_pause_and_rests_may_wait_for_the_person(browsers: Any, server: Any, session: str) -> None:
    page = browsers.page(server)
    page.context.add_cookies([{"name": "upperback_session", "value": "on=wait&rests=double", "url": server.base}])
    page.clock.install(time=datetime.now().astimezone())
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    page.clock.pause_at(datetime.now().astimezone() + timedelta(seconds=30))
    dose = begin(page)
    page.locator("#figure-place").click()
    expect(page.locator("#player")).to_have_class(re.compile("paused"))
    page.locator("#figure-place").click()
    expect(page.locator("#player")).not_to_have_class(re.compile("paused"))
    page.clock.run_for(1000 * int(dose["hold_s"]) + 300)
    expect(page.locator("#player")).to_have_class(re.compile(r"\brest\b"))
    assert int(page.locator("#count").inner_text()) > 2 * dose["rest_s"] - 3
    page.clock.run_for(2000 * int(dose["rest_s"]) + 300)
    expect(page.locator("#cue")).to_have_text("Press start when you are ready.")
    page.clock.run_for(60_000)
    expect(page.locator("#main-button")).to_contain_text("Start")
