"""The moving figure in a real browser: it is seen, it moves, turns, mirrors and steps; without WebGL the drawing stays."""

import io
import json
import re
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from upperback.model.demo import JOINTS
from upperback.motion.skeleton import period_s, pose
from upperback.services import knowledge

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "web-assets/node_modules/axe-core/axe.min.js"
COUNTED = """
  window.pictures = 0;
  const draw = WebGL2RenderingContext.prototype.drawElements;
  WebGL2RenderingContext.prototype.drawElements = function (...all) { window.pictures++; return draw.apply(this, all); };
"""
HEAVY = ("figure.bin", "three.js")


def open_figure(browsers: Any, server: Any, path: str, **able: Any) -> Page:
    page: Page = browsers.page(server, webgl=True, **{"viewport": {"width": 900, "height": 800}, **able})
    page.goto(server.base + path)
    expect(page.locator("moving-figure")).to_have_attribute("data-state", "moving", timeout=30_000)
    return page


def picture(page: Page) -> NDArray[np.uint8]:
    """The canvas as it is seen, (height, width, 3)."""
    seen = page.locator("canvas.figure-picture").screenshot()
    with av.open(io.BytesIO(seen), mode="r") as opened:
        return np.asarray(next(opened.decode(video=0)).to_ndarray(format="rgb24"))


def wait_for_pictures(page: Page, more_than: int) -> None:
    for _ in range(100):
        if page.evaluate("window.pictures") > more_than:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"no more than {more_than} pictures were drawn")


def unlike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """How much two pictures differ, in steps of 255 a point."""
    return float(np.abs(one.astype(int) - other).mean())


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    if not (Path(__file__).parents[2] / "src/upperback/web/assets/vendor/three/three.js").is_file():
        pytest.skip("three.js is not bundled; `make assets` does it")


def test_the_figure_takes_the_place_of_the_drawing_and_moves(server: Any, browsers: Any) -> None:
    faults: list[str] = []
    asked: list[str] = []
    page: Page = browsers.page(server, webgl=True, viewport={"width": 900, "height": 800})
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.base + "/exercises/standing_arms_wide_rotation")
    expect(page.locator("moving-figure")).to_have_attribute("data-state", "moving", timeout=30_000)
    expect(page.locator(".figure-drawn")).to_be_hidden()
    first = picture(page)
    assert len(np.unique(first.reshape(-1, 3), axis=0)) > 300  # light and shade, not an empty canvas
    assert 0.015 < (first.astype(int).sum(axis=2) < 240).mean() < 0.2  # its dark hair and trousers
    page.wait_for_timeout(1500)
    assert np.abs(picture(page).astype(int) - first).max() > 60
    assert faults == []
    assert [url for url in asked if not url.startswith(server.base + "/")] == []


def test_arrow_keys_turn_the_figure_and_home_brings_it_back(server: Any, browsers: Any) -> None:
    page = open_figure(browsers, server, "/exercises/standing_arms_wide_rotation", reduced_motion="reduce")
    canvas = page.locator("canvas.figure-picture")
    canvas.focus()
    before = picture(page)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.locator("moving-figure").get_attribute("data-yaw-deg") == str(180 - 45)
    assert np.abs(picture(page).astype(int) - before).max() > 60
    page.keyboard.press("Home")
    assert np.array_equal(picture(page), before)
    page.get_by_role("button", name="Turn the figure left").click()
    assert page.locator("moving-figure").get_attribute("data-yaw-deg") == str(180 + 15)


def test_a_drag_turns_the_figure(server: Any, browsers: Any) -> None:
    page = open_figure(browsers, server, "/exercises/wall_angel", reduced_motion="reduce")
    box = page.locator("canvas.figure-picture").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 200, steps=4)
    page.mouse.up()
    assert page.locator("moving-figure").get_attribute("data-yaw-deg") == "-45"


def test_the_mirror_changes_sides_in_picture_and_words(server: Any, browsers: Any) -> None:
    page = open_figure(browsers, server, "/exercises/neck_side_tilt", reduced_motion="reduce")
    step = page.locator(".fbtn.step").filter(has_text="Left ear")
    step.click()
    expect(page.locator(".figure-words")).to_contain_text("Left ear to the left shoulder")
    before = picture(page)
    mirror = page.get_by_role("button", name="Mirror")
    mirror.click()
    expect(mirror).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".figure-words")).to_contain_text("Right ear to the right shoulder")
    mirrored = picture(page)
    assert unlike(mirrored, before) > 2
    assert unlike(mirrored[:, ::-1], before) < unlike(mirrored, before) / 2  # but for the light, which stays where it is


def test_what_is_shown_on_one_side_alone_is_mirrored_for_the_other(server: Any, browsers: Any) -> None:
    page = open_figure(browsers, server, "/exercises/open_book_side_lying", reduced_motion="reduce")
    before = picture(page)
    page.evaluate("document.querySelector('moving-figure').side = 'left'")
    assert np.array_equal(picture(page), before)
    page.evaluate("document.querySelector('moving-figure').side = 'right'")
    assert unlike(picture(page), before) > 2
    page.evaluate("document.querySelector('moving-figure').side = 'both'")
    assert np.array_equal(picture(page), before)


def test_less_motion_gives_a_still_with_steps(server: Any, browsers: Any) -> None:
    page = open_figure(browsers, server, "/exercises/wall_angel", reduced_motion="reduce")
    expect(page.locator('[data-part-of-figure="play"]')).to_be_hidden()
    before = picture(page)
    page.wait_for_timeout(700)
    assert np.array_equal(picture(page), before)
    steps = page.locator(".fbtn.step")
    for n in range(steps.count()):
        steps.nth(n).click()
        expect(steps.nth(n)).to_have_attribute("aria-current", "step")
        expect(page.locator('[data-part-of-figure="number"]')).to_have_text(str(n + 1))
    steps.first.click()
    assert not np.array_equal(picture(page), before)


def test_without_webgl_the_drawing_stays_and_nothing_heavy_is_fetched(server: Any, browsers: Any) -> None:
    asked: list[str] = []
    page: Page = browsers.page(server)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.base + "/exercises/wall_angel")
    expect(page.locator("moving-figure")).to_have_attribute("data-state", "still")
    expect(page.locator(".figure-drawn svg").first).to_be_visible()
    assert page.locator("canvas.figure-picture").count() == 0
    assert [url for url in asked if url.endswith(HEAVY)] == []


def test_a_figure_out_of_sight_stops(server: Any, browsers: Any) -> None:
    page: Page = browsers.page(server, webgl=True, viewport={"width": 900, "height": 500})
    page.add_init_script(COUNTED)
    page.goto(server.base + "/exercises/wall_angel")
    expect(page.locator("moving-figure")).to_have_attribute("data-state", "moving", timeout=30_000)
    wait_for_pictures(page, 3)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    for _ in range(40):  # it stops once the page has noticed, late on a busy machine
        stopped = page.evaluate("window.pictures")
        page.wait_for_timeout(1000)
        if page.evaluate("window.pictures") == stopped:
            break
    else:
        raise AssertionError("it goes on out of sight")
    page.evaluate("scrollTo(0, 0)")
    wait_for_pictures(page, stopped + 3)


def test_a_slow_machine_gets_a_lighter_figure(server: Any, browsers: Any) -> None:
    page: Page = browsers.page(server, webgl=True, viewport={"width": 500, "height": 700})
    page.add_init_script("const ask = requestAnimationFrame; window.requestAnimationFrame = (act) => ask((t) => act(t * 4))")
    page.goto(server.base + "/exercises/wall_angel")
    expect(page.locator("moving-figure")).to_have_attribute("data-level", "2", timeout=30_000)
    assert page.evaluate("(c => c.width < c.clientWidth)(document.querySelector('canvas.figure-picture'))")


def test_the_browser_poses_what_the_skeleton_poses(server: Any, browsers: Any) -> None:
    page: Page = browsers.page(server)
    page.goto(server.base + "/library")
    catalogue = knowledge.catalogue()
    for entry_id in ("wall_angel", "bird_dog_full", "open_book_side_lying", "crossed_arm_knee_press", "dead_bug"):
        demo = catalogue.exercises[entry_id].demo
        assert demo is not None
        t_s = np.linspace(0, period_s(demo), 23, endpoint=False)
        seen = page.evaluate(
            """async ([id, times]) => {
              const { readDemonstration } = await import("/assets/figure/packed.js");
              const { Motion } = await import("/assets/figure/motion.js");
              const motion = new Motion(readDemonstration(await (await fetch(`/demo/${id}`)).arrayBuffer()));
              return times.map((t) => Object.values(motion.pose(t).at));
            }""",
            [entry_id, t_s.tolist()],
        )
        truth = np.stack([pose(demo, t_s).at_m[joint] for joint in JOINTS], axis=1)
        assert np.abs(np.array(seen) - truth).max() < 0.004, entry_id


def test_one_side_alone_goes_there_and_back(server: Any, browsers: Any) -> None:
    page: Page = browsers.page(server)
    page.goto(server.base + "/library")
    told = page.evaluate(
        """async () => {
          const { readDemonstration } = await import("/assets/figure/packed.js");
          const { Motion } = await import("/assets/figure/motion.js");
          const { Course } = await import("/assets/figure/course.js");
          const motion = new Motion(readDemonstration(await (await fetch("/demo/neck_side_tilt")).arrayBuffer()));
          const course = new Course(motion, "right");
          course.paced(4, 10);
          const reached = [0, 1, 2, 3].map((k) => course.place((course.period_s * k) / 4).to);
          const slower = new Course(motion, "right");
          slower.paced(9, 3);
          const kept = [0, 0.1, 0.35, 0.6, 0.85].map((part) => {
            const was = course.place(part * course.period_s);
            const is = slower.place(slower.resumed(was));
            return Math.abs(was.share - is.share) + Math.abs(was.index - is.index);
          });
          const left = new Course(motion, "left");
          const elsewhere = left.place(left.reached(course.legs[0].to)).to;
          const legs = course.legs.map(({ from, to, back }) => [from, to, back]);
          const sides = motion.keys.map((key) => key.side);
          return { kept, elsewhere, legs, period_s: course.period_s, reached, sides };
        }"""
    )
    sides = told["sides"]
    right, other = sides.index("right"), {sides.index("left")}
    assert told["legs"] == [[right - 1, right, False], [right, right - 1, True]]
    assert told["period_s"] == pytest.approx(14)
    assert not other & set(told["reached"])
    assert max(told["kept"]) < 1e-9  # another tempo moves nothing
    assert {told["elsewhere"]} == other  # the other side's own position


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_figure_and_its_buttons_have_no_accessibility_fault(server: Any, browsers: Any, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there; `make assets` fetches it")
    page = open_figure(browsers, server, "/exercises/band_row", viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120))])")
    assert found == [], json.dumps(found, indent=1)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_in_a_session_the_figure_goes_along(server: Any, browsers: Any) -> None:
    started = server.send_form("/session", kind="ease_now", pain=2)
    (session,) = re.findall(r'data-session="(\w+)"', started)
    page: Page = browsers.page(server, webgl=True, viewport={"width": 900, "height": 700})
    page.goto(f"{server.base}/session/{session}")
    expect(page.locator("moving-figure")).to_have_attribute("data-state", "moving", timeout=30_000)
    figure = page.locator("moving-figure")
    side = figure.get_attribute("data-side")
    page.locator("#main-button").click()
    page.locator("#ring").click()  # past the countdown
    expect(figure).to_have_attribute("data-move-s", "6")
    page.locator("#ring").click()
    expect(figure).not_to_have_attribute("data-side", side or "")
    page.locator("#main-button").click()
    expect(figure).to_have_attribute("data-moving", "no")
