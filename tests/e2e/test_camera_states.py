"""The camera's place on the page: every refusal in its own words, which camera, mirror or not, and what makes it rest and come
back by itself."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from upperback.services.person import Person
from upperback.services.views import SessionKind
from upperback.web.render import ASSETS

pytestmark = pytest.mark.browser
MODEL_MS = 60_000

# A camera that a test holds in its hand: a canvas whose pictures come as long as `live` is true.
IN_HAND = """
window.asked = [];
window.fail = null;
window.live = true;
const room = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
const brush = room.getContext("2d");
setInterval(() => {
  if (!window.live) return;
  brush.fillStyle = "#400";
  brush.fillRect(0, 0, 160, 240);
  brush.fillStyle = "#004";
  brush.fillRect(160, 0, 160, 240 - Math.random());
}, 60);
navigator.mediaDevices.getUserMedia = async (wish) => {
  window.asked.push(wish);
  if (window.fail) throw new DOMException(window.fail.message ?? "", window.fail.name);
  window.stream = room.captureStream(15);
  return window.stream;
};
"""


@pytest.fixture
def opened(browsers: Any, server: Any, open_person: Callable[[Path], Person]) -> Callable[..., Page]:
    """The session of standing turns, with a camera in the test's hand; nothing is running yet."""

    def opened(**able: Any) -> Page:
        session = open_person(server.db).sessions.start(SessionKind.EASE_NOW, 3)
        page: Page = browsers.page(server, **able)
        page.add_init_script(IN_HAND)
        page.goto(f"{server.base}/session/{session}")
        page.locator("html.js-on").wait_for()
        return page

    return opened


@pytest.fixture
def own(
    tmp_path: Path, make_server: Callable[[Path], Any], open_person: Callable[[Path], Person], screened: str
) -> Iterator[Any]:
    """A server of the test's own, with files that it may change, on the fresh record of a screened person."""
    server = make_server(tmp_path / "upperback.db")
    open_person(server.db).import_case(screened)
    server.assets = tmp_path / "assets"
    shutil.copytree(ASSETS, server.assets, copy_function=link)
    try:
        yield server.start().open_door()
    finally:
        server.kill()


def link(file: str, to: str) -> None:
    """The large files take no second place on disk where that can be had."""
    try:
        os.link(file, to)
    except OSError:
        shutil.copy2(file, to)


KEEP_CUES = """() => {
  window.cues = [];
  const cue = document.getElementById("cue");
  const keep = () => window.cues.push(cue.textContent);
  new MutationObserver(keep).observe(cue, { childList: true, characterData: true, subtree: true });
}"""

REFUSALS = [
    ({"name": "NotAllowedError", "message": "Permission denied by system"}, "system’s privacy settings"),
    ({"name": "NotAllowedError", "message": "Permission denied"}, "allow"),
    ({"name": "SecurityError"}, "Open the address that Upperback printed"),
    ({"name": "NotReadableError"}, "Another program uses the camera"),
    ({"name": "AbortError"}, "Another program uses the camera"),
    ({"name": "NotFoundError"}, "I found no camera here. Plug one in"),
    ({"name": "OverconstrainedError"}, "I found no camera here. Plug one in"),
    ({"name": "TypeError"}, "Try again, or choose another one"),
]


def test_every_way_of_getting_no_camera_says_what_to_do_and_that_the_session_goes_on(opened: Callable[..., Page]) -> None:
    page = opened(viewport={"width": 1280, "height": 800})
    spoken = []
    for refused, words in REFUSALS:
        page.evaluate("fail => window.fail = fail", refused)
        page.locator("#camera-on").click()
        said = page.locator("#camera-words")
        expect(said).to_contain_text(words)
        expect(said).to_contain_text("Timer and taps work too.")
        expect(page.locator("#cue")).to_have_text(said.inner_text())
        expect(page.locator("#camera")).to_have_attribute("data-state", "refused")
        expect(page.locator("#camera-on")).to_have_text("Try again")
        spoken.append(said.inner_text())
    assert len(set(spoken)) == 6


def test_a_refusal_is_asked_again_when_the_page_is_allowed_and_when_a_camera_is_plugged_in(opened: Callable[..., Page]) -> None:
    page = opened()
    page.evaluate("window.fail = { name: 'NotFoundError' }")
    page.locator("#camera-on").click()
    expect(page.locator("#camera-words")).to_contain_text("I found no camera here")
    page.evaluate("window.fail = null; navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    expect(page.locator("#camera")).not_to_have_attribute("data-state", "refused")
    assert page.evaluate("window.asked.length") == 2


def test_a_camera_that_was_chosen_and_is_gone_is_replaced_by_another_and_that_is_said(opened: Callable[..., Page]) -> None:
    page = opened()
    page.evaluate("localStorage.setItem('upperback-camera', 'gone')")
    page.evaluate("""() => {
      const any = navigator.mediaDevices.getUserMedia;
      navigator.mediaDevices.getUserMedia = async (wish) => {
        if (wish.video.deviceId) throw new DOMException("", "OverconstrainedError");
        return any(wish);
      };
    }""")
    page.locator("#camera-on").click()
    expect(page.locator("#cue")).to_have_text("The camera you chose is not here. I use another one.")
    expect(page.locator("#camera")).to_have_attribute("data-state", "busy")  # and goes on


def test_a_camera_that_was_on_comes_back_with_the_first_exercise_that_it_can_follow(
    browsers: Any, server: Any, open_person: Callable[[Path], Person]
) -> None:
    session = open_person(server.db).sessions.start(SessionKind.FULL, 3)
    path = f"/session/{session}"
    tracked = [item["tracked"] for item in json.loads(server.get(f"{path}/plan.json"))["items"]]
    alone = next(n for n in range(len(tracked)) if not tracked[n] and any(tracked[n:]))
    for n in range(alone):
        server.post(f"{path}/skip", item=n, key=f"{n:016x}")
    page: Page = browsers.page(server)
    page.add_init_script(IN_HAND + "sessionStorage.setItem('upperback camera', 'on'); window.fail = { name: 'NotFoundError' };")
    page.goto(server.base + path)
    page.locator("html.js-on").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.asked.length") == 0  # nothing to look at
    for _ in range(tracked.index(True, alone) - alone):
        name = page.locator("#name").inner_text()
        page.locator("#skip").click()
        expect(page.locator("#name")).not_to_have_text(name)
    expect(page.locator("#camera-words")).to_contain_text("I found no camera here")
    page.locator("#main-button").click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.asked.length") == 1  # and is not asked for again at every turn


def test_the_camera_rests_when_pictures_stop_when_the_page_is_hidden_and_when_the_line_is_down_and_comes_back_by_itself(
    opened: Callable[..., Page], server: Any
) -> None:
    page = opened()
    page.clock.install()
    page.evaluate(KEEP_CUES)
    sent: list[int] = []
    page.on("websocket", lambda line: line.on("framesent", lambda data: sent.append(len(data))))
    place, said, cue = page.locator("#camera"), page.locator("#camera-words"), page.locator("#cue")
    page.locator("#camera-on").click()
    expect(place).to_have_attribute("data-state", "waiting", timeout=MODEL_MS)
    expect(page.locator("#outline")).to_be_visible()

    page.evaluate("window.live = false")  # covered, frozen, half unplugged
    page.wait_for_timeout(300)
    page.clock.run_for(6_000)
    expect(said).to_have_text("The camera gives no new pictures. Look at its cover and its plug. Timer and taps go on.")
    expect(cue).to_have_text(said.inner_text())
    page.evaluate("window.live = true")
    page.clock.run_for(500)
    expect(place).to_have_attribute("data-state", "waiting")
    page.wait_for_function("() => window.cues.includes('The camera is back.')")

    hide = "Object.defineProperty(document, 'hidden', { configurable: true, get: () => %s });"
    tell = "document.dispatchEvent(new Event('visibilitychange'));"
    page.evaluate(hide % "true" + tell)
    expect(said).to_have_text("The camera rests while this page is behind another.")
    page.wait_for_timeout(300)
    before = len(sent)
    for _ in range(5):
        page.clock.run_for(200)
        page.wait_for_timeout(50)
    assert len(sent) <= before + 1  # the picture that was under way
    page.evaluate(hide % "false" + tell)
    page.clock.run_for(500)
    expect(place).to_have_attribute("data-state", "waiting")

    server.kill()
    expect(said).to_have_text("The line is down for a moment, so the camera rests. Timer and taps go on.")
    expect(place).to_have_attribute("data-state", "resting")
    server.start()
    page.clock.run_for(9_000)
    expect(place).to_have_attribute("data-state", "waiting")

    page.evaluate("window.stream.getVideoTracks()[0].dispatchEvent(new Event('ended'))")
    expect(said).to_contain_text("The camera was unplugged or switched off. Plug it in and I go on.")
    page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    expect(place).to_have_attribute("data-state", "waiting", timeout=MODEL_MS)


def test_what_the_server_says_of_an_earlier_picture_does_not_end_a_rest(opened: Callable[..., Page]) -> None:
    page = opened()
    lines: list[WebSocketRoute] = []

    def pass_on(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    page.route_web_socket("**/ws/camera*", pass_on)
    place, said = page.locator("#camera"), page.locator("#camera-words")
    page.locator("#camera-on").click()
    expect(place).to_have_attribute("data-state", "waiting", timeout=MODEL_MS)
    page.evaluate("window.live = false")
    expect(place).to_have_attribute("data-state", "resting")
    words = said.inner_text()
    late: dict[str, Any] = {
        "kind": "reading", "value": None, "unit": "deg", "side": "both", "share": 0, "held_s": 0, "seen": False, "missing": [],
        "by_time": False, "why": "no_one", "advice": "Too late.",
    }  # fmt: skip
    for t_s in (1e6, 1e6 + 1, 1e6 + 2):  # long enough to be no passing advice
        lines[-1].send(json.dumps({**late, "t_s": t_s}))
    lines[-1].send(json.dumps({"kind": "found", "t_s": 1e6 + 3, "text": "Too late."}))
    lines[-1].send(
        json.dumps({"kind": "lost", "t_s": 1e6 + 4, "why": "no_one", "text": "Too late.", "by_time": False, "again": False})
    )
    page.wait_for_timeout(300)
    assert (place.get_attribute("data-state"), said.inner_text()) == ("resting", words)
    page.evaluate("window.live = true")
    expect(place).to_have_attribute("data-state", "waiting")


NEW_MODEL_WHILE_FROZEN = """async (address) => {
  const { Camera } = await import(address);
  const states = [];
  const camera = new Camera({ onSeen: () => {}, onState: (state) => states.push(state) });
  const until = async (ready) => { while (!ready()) await new Promise((go) => setTimeout(go, 50)); };
  await camera.start();
  await until(() => states.at(-1) === "running");
  window.live = false;
  await until(() => states.at(-1) === "frozen");
  camera.open("lite", camera.delegate);
  await until(() => camera.model === "lite");
  const meanwhile = states.at(-1);
  window.live = true;
  await until(() => states.at(-1) === "running");
  camera.stop();
  return meanwhile;
}"""


def test_a_lighter_model_that_is_ready_while_no_pictures_come_does_not_say_that_they_do(
    opened: Callable[..., Page], server: Any
) -> None:
    page = opened()
    assert page.evaluate(NEW_MODEL_WHILE_FROZEN, f"{server.base}/assets/camera/camera.js") == "frozen"


def test_the_model_loads_in_a_page_that_was_open_while_the_program_was_changed(
    own: Any, browsers: Any, open_person: Callable[[Path], Person]
) -> None:
    session = open_person(own.db).sessions.start(SessionKind.EASE_NOW, 3)
    page: Page = browsers.page(own)
    page.add_init_script(IN_HAND)
    page.goto(f"{own.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    page.wait_for_function("async () => (await caches.keys()).some((name) => name.startsWith('shell-'))")
    version = own.get("/settings").partition("/assets/")[2][:12]
    own.kill()
    (own.assets / "new.css").write_text("", encoding="utf-8")
    own.start()
    assert own.get("/settings").partition("/assets/")[2][:12] != version
    page.locator("#camera-on").click()
    expect(page.locator("#camera")).to_have_attribute("data-state", "waiting", timeout=MODEL_MS)


def test_the_model_is_asked_for_again_until_its_files_come(opened: Callable[..., Page]) -> None:
    page = opened()
    asked: list[str] = []

    def refuse_first(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) <= 7:  # each try asks up to three times
            route.abort()
        else:
            route.continue_()

    page.context.route("**/*.wasm", refuse_first)
    page.clock.install()
    page.locator("#camera-on").click()
    for _ in range(60):
        if page.locator("#camera").get_attribute("data-state") == "waiting":
            break
        page.clock.run_for(1_000)
        page.wait_for_timeout(250)
    expect(page.locator("#camera")).to_have_attribute("data-state", "waiting", timeout=MODEL_MS)
    assert len(asked) > 7


def test_the_mirror_is_a_choice_that_the_page_remembers(opened: Callable[..., Page]) -> None:
    page = opened()
    corner = "n => document.getElementById('picture').getContext('2d').getImageData(4, 4, 1, 1).data[n] > 30"
    red, blue = 0, 2
    page.locator("#camera-on").click()
    page.wait_for_function(corner, arg=blue, timeout=MODEL_MS)  # the right half of the room is on the left
    page.locator("#camera-set").click()
    page.get_by_role("checkbox", name="Show me as in a mirror").uncheck()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.wait_for_function(corner, arg=red)
    page.reload()  # the camera comes back with the page
    page.wait_for_function(corner, arg=red, timeout=MODEL_MS)


def test_of_several_cameras_one_is_chosen_by_name_and_remembered(
    browsers: Any, server: Any, open_person: Callable[[Path], Person]
) -> None:
    session = open_person(server.db).sessions.start(SessionKind.EASE_NOW, 3)
    page: Page = browsers.page(server, cameras=2)
    page.add_init_script("""
      const take = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wish) => {
        const stream = await take(wish);
        window.taken = stream.getVideoTracks()[0].label;
        return stream;
      };
    """)
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    page.locator("#camera-on").click()
    page.wait_for_function("() => window.taken")
    page.locator("#camera-set").click()
    which = page.get_by_label("Which camera")
    expect(which.locator("option")).to_have_count(3)
    names = which.locator("option").all_inner_texts()
    other = next(name for name in names[1:] if name != page.evaluate("window.taken"))
    which.select_option(label=other)
    page.wait_for_function("name => window.taken === name", arg=other)
    page.reload()
    page.wait_for_function("name => window.taken === name", arg=other)
    page.locator("#camera-set").click()
    expect(page.get_by_label("Which camera").locator("option:checked")).to_have_text(other)


# The coach's place on a page of its own, fed with what the server would say.
FED = """async ([coach, page]) => {
  const { Coach } = await import(coach);
  const text = await (await fetch(page)).text();
  const place = new DOMParser().parseFromString(text, "text/html").getElementById("camera");
  document.body.append(document.adoptNode(place));
  window.heard = [];
  const hear = (name) => [name, (...told) => window.heard.push([name, ...told.filter((one) => typeof one !== "object")])];
  const on = Object.fromEntries(["cue", "lost", "found", "away", "back", "offer"].map(hear));
  window.coach = new Coach(place, on, (key) => key);
  window.reading = (t_s, why = "", advice = why) => window.coach.answer({
    kind: "reading", t_s, seen: !why, why, advice, missing: [], by_time: why === "uncertain", held_s: 0, share: 0,
  });
}"""


@pytest.fixture
def fed(browsers: Any, server: Any, open_person: Callable[[Path], Person]) -> Page:
    session = open_person(server.db).sessions.start(SessionKind.EASE_NOW, 3)
    page: Page = browsers.page(server)
    page.goto(f"{server.base}/settings")
    page.evaluate(FED, [f"{server.base}/assets/session/coach.js", f"/session/{session}"])
    return page


def test_stepping_out_is_told_after_three_steady_seconds_and_coming_back_after_one(fed: Page) -> None:
    told = """([seconds, why]) => {
      window.heard.length = 0;
      window.now_s ??= 0;
      for (let n = 0; n < seconds * 10; n++) window.reading((window.now_s += 0.1), why);
      return window.heard.map(([name]) => name).filter((name) => ["away", "back"].includes(name));
    }"""
    assert fed.evaluate(told, [5, "no_one"]) == []  # nobody has come yet
    assert fed.evaluate(told, [2, ""]) == []
    assert fed.evaluate(told, [2.5, "no_one"]) == []  # bent down and up again
    assert fed.evaluate(told, [0.5, ""]) == []
    assert fed.evaluate(told, [2.5, "cut_off"]) == []
    assert fed.evaluate(told, [2.5, "no_one"]) == []
    assert fed.evaluate(told, [1.0, "no_one"]) == ["away"]
    assert fed.evaluate(told, [60, "no_one"]) == []  # once
    assert fed.evaluate(told, [0.6, ""]) == []
    assert fed.evaluate(told, [0.2, "cut_off"]) == []
    assert fed.evaluate(told, [0.8, ""]) == []
    assert fed.evaluate(told, [0.6, ""]) == ["back"]


def test_advice_is_one_thing_at_a_time_steady_and_not_repeated_at_once(fed: Page) -> None:
    """What is said, with the tenth of a second it is said in, when the gate's reason comes and goes."""
    said = fed.evaluate("""() => {
      const says = [];
      const course = [[5, "too_close"], [2, "cut_off"], [2, "too_close"], [6, "wrong_view"], [150, "cut_off"]];
      let n = 0;
      for (const [tenths, why] of course)
        for (let i = 0; i < tenths; i++) {
          window.reading(++n / 10, why);
          for (const [name, words] of window.heard.splice(0)) says.push([n, name, words]);
        }
      return says;
    }""")
    assert said == [[22, "cue", "cut_off"], [143, "cue", "cut_off"]]


def test_counting_by_time_ends_when_nobody_is_there_any_more(fed: Page) -> None:
    steps = fed.evaluate("""() => {
      window.reading(0);
      window.coach.answer({ kind: "lost", t_s: 0.1, why: "uncertain", text: "unclear", by_time: true });
      const steps = [window.coach.by_time];
      for (let n = 2; n < 20; n++) window.reading(n / 10, "no_one");
      return [...steps, window.coach.by_time, window.heard.filter(([name]) => name === "lost")];
    }""")
    assert steps == [True, False, [["lost", "unclear", True], ["lost", "no_one", False]]]


DARKEST_AND_BRIGHTEST = (0.0, 255.0)


def luminance(rgb: list[float]) -> float:
    """WCAG 2.2, relative luminance of 0 to 255 each."""
    parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: list[float], other: list[float]) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


WORDS = "#camera-words, #camera-say small, .cam-say .icon, .cam-set .icon"
COLOURS = """words => [...document.querySelectorAll(words)].map((one) => {
  const paint = document.createElement("canvas").getContext("2d");
  const rgba = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  let opacity = 1;
  for (let at = one; at && !at.matches(".cam"); at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
  let plate = one;
  while (rgba(getComputedStyle(plate).backgroundColor)[3] === 0) plate = plate.parentElement;
  const ink = rgba(getComputedStyle(one).color);
  const behind = rgba(getComputedStyle(plate).backgroundColor);
  return [one.id || one.className.baseVal || one.tagName, [...ink.slice(0, 3), opacity], behind];
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_at_the_camera_read_on_any_picture(opened: Callable[..., Page], scheme: str) -> None:
    page = opened(color_scheme=scheme)
    worst: dict[str, float] = {}
    for name, ink, plate in page.evaluate(COLOURS, WORDS):
        for picture in DARKEST_AND_BRIGHTEST:
            behind = [plate[3] * c + (1 - plate[3]) * picture for c in plate[:3]]
            seen = [ink[3] * c + (1 - ink[3]) * b for c, b in zip(ink[:3], behind, strict=True)]
            worst[name] = min(worst.get(name, 21.0), contrast(seen, behind))
    assert set(worst) >= {"camera-words", "SMALL"}
    assert min(worst.values()) >= 7, worst  # AAA for text; the outline and the bones bring an edge of their own
