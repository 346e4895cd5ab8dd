"""Tests by hand in a real browser: tape, stop watch, marks on a photo that stays in the page, tender spots; then a routine."""

import json
import struct
import zlib
from collections.abc import Callable
from fractions import Fraction
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, expect

from upperback.services.person import Person

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "web-assets/node_modules/axe-core/axe.min.js"
FAULTS = "async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160))])"
SIZE = (800, 600)
NECK = (300.0, 400.0)
SAID = '[data-part="say"] [data-is]:not([hidden])'  # the one sentence under the picture


def tick(page: Page, name: str, value: str) -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=words, exact=True).click()


def png(width: int, height: int) -> bytes:
    """A plain grey picture."""
    rows = b"".join(b"\0" + bytes([120, 130, 130]) * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def up(degrees: float, length: float = 150.0, start: tuple[float, float] = NECK) -> tuple[float, float]:
    """The point so far from `start` in the picture, so many degrees above level, to the right."""
    return start[0] + length * cos(radians(degrees)), start[1] - length * sin(radians(degrees))


def tap(page: Page, point: tuple[float, float]) -> None:
    """A tap on a point of the picture, wherever it lies on the page."""
    box = page.locator('canvas[data-part="picture"]').bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + point[0] * box["width"] / SIZE[0], box["y"] + point[1] * box["height"] / SIZE[1])


def test_a_photo_is_marked_in_the_page_and_nothing_but_the_angle_leaves_it(
    server: Any, browsers: Any, open_person: Callable[[Path], Person]
) -> None:
    page: Page = browsers.page(server, viewport={"width": 1280, "height": 900})
    sent: list[tuple[str, bytes]] = []
    broken: list[str] = []
    page.on("request", lambda request: sent.append((request.method, request.post_data_buffer or b"")))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{server.base}/tests/t_forward_head/by/photo")
    picture = FilePayload(name="side.png", mimeType="image/png", buffer=png(*SIZE))
    said = page.locator(SAID)
    for number, degrees in enumerate((50.0, 52.0, 48.0), 1):
        page.locator("#photo-file").set_input_files(picture)
        expect(said).to_contain_text("bone at the base of your neck")
        tap(page, NECK)
        expect(said).to_contain_text("tip of the shoulder")
        tap(page, (up(degrees)[0] - 30, NECK[1] + 20))
        expect(said).to_contain_text("ear hole")
        tap(page, up(degrees))
        expect(page.locator('[data-part="angle-value"]')).to_have_text(f"{degrees:.0f}")
        page.get_by_role("button", name="Keep this angle").click()
        expect(page.locator(f'[id="cva.both.{number}"]')).to_have_value(f"{degrees:.0f}")
    expect(said).to_contain_text("All pictures are in")
    press(page, "Next")
    page.wait_for_url("**/felt/photo")
    tick(page, "pain", "1")
    press(page, "See the result")
    expect(page.locator("main")).to_contain_text("about 50°")
    assert broken == []
    posts = [body for method, body in sent if method == "POST"]
    assert len(posts) == 2
    assert all(len(body) < 600 for _, body in sent)
    assert not any(mark in body for _, body in sent for mark in (b"PNG", b"JFIF", b"data:image", b"filename"))
    kept = {t.measure: (t.trials, t.method, t.pain) for t in open_person(server.db).case().tests}
    assert kept["cva"] == ((50.0, 52.0, 48.0), "camera", 1)
    assert len(kept["ear_shoulder"][0]) == 3


def test_marks_move_by_keyboard_and_a_crooked_picture_is_straightened(server: Any, browsers: Any) -> None:
    page: Page = browsers.page(server, viewport={"width": 1280, "height": 900})
    page.goto(f"{server.base}/tests/t_forward_head/by/photo")
    page.locator("#photo-file").set_input_files(FilePayload(name="x.png", mimeType="image/png", buffer=png(*SIZE)))
    angle = page.locator('[data-part="angle-value"]')
    tap(page, NECK)
    for mark in ("shoulder", "ear"):
        page.get_by_role("button", name="Put the mark in the middle").click()
        expect(page.locator(f'[data-mark="{mark}"]')).to_be_focused()
    before = int(angle.inner_text())  # from (300, 400) to the middle, (400, 300)
    assert before == 45
    for _ in range(5):
        page.keyboard.press("Shift+ArrowUp")
    assert int(angle.inner_text()) == 56
    for _ in range(5):
        page.keyboard.press("Shift+ArrowDown")
    page.get_by_role("button", name="Straighten the picture").click()
    tap(page, up(80, 300, (600, 500)))  # a door frame that leans 10 degrees to the right
    tap(page, (600, 500))
    expect(angle).to_have_text("55")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of a camera that sees an orange wall."""
    path = tmp_path_factory.mktemp("film") / "wall.mjpeg"
    encoder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = 640, 480, "yuvj420p", Fraction(1, 30)
    wall = np.full((480, 640, 3), (230, 120, 40), dtype=np.uint8)
    with path.open("wb") as file:
        for n in range(60):
            frame = av.VideoFrame.from_ndarray(wall, format="rgb24").reformat(format="yuvj420p", dst_color_range=2)
            frame.pts, frame.time_base = n, encoder.time_base
            for packet in encoder.encode(frame):
                file.write(bytes(packet))
        for packet in encoder.encode(None):
            file.write(bytes(packet))
    return path


def test_a_still_is_taken_with_the_camera_which_then_goes_off(server: Any, browsers: Any, film: Path) -> None:
    page: Page = browsers.page(server, film, permissions=["camera"])
    page.goto(f"{server.base}/tests/t_forward_head/by/photo")
    page.locator("#photo").evaluate("root => (root.dataset.waitS = 2)")
    page.get_by_role("button", name="Use the camera").click()
    page.get_by_role("button", name="Take it in 10 seconds").click()
    expect(page.locator(SAID)).to_contain_text("bone at the base of your neck")
    colour = page.locator('canvas[data-part="picture"]').evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data]"
    )
    assert all(abs(seen - shown) < 40 for seen, shown in zip(colour[:3], (230, 120, 40), strict=True)), colour
    assert page.locator("video").evaluate("video => video.srcObject") is None


def test_without_a_camera_the_page_asks_for_a_photo(server: Any, browsers: Any) -> None:
    page: Page = browsers.page(server)
    page.goto(f"{server.base}/tests/t_forward_head/by/photo")
    page.get_by_role("button", name="Use the camera").click()
    said = page.locator(SAID)
    expect(said).to_contain_text("Choose a photo instead")


def test_the_stop_watch_fills_one_side_after_the_other(server: Any, browsers: Any, open_person: Callable[[Path], Person]) -> None:
    page: Page = browsers.page(server)
    page.clock.install()
    page.goto(f"{server.base}/tests/t_hip_single_leg/by/timer")
    timer = page.locator("#timer")
    expect(timer).to_be_visible()
    for side, seconds in (("Left", 12), ("Left", 14), ("Right", 9), ("Right", 11)):
        expect(timer.locator('[data-part="which"]')).to_have_text(side)
        timer.get_by_role("button", name="Start", exact=True).click()
        expect(timer).to_have_attribute("data-mode", "ready")
        page.clock.run_for(5100)
        expect(timer).to_have_attribute("data-mode", "running")
        page.clock.run_for(seconds * 1000)
        timer.get_by_role("button", name="Stop", exact=True).click()
    expect(timer).to_contain_text("All tries are in")
    values = [page.locator(f'[id="stand.{side}.{n}"]').input_value() for side in ("left", "right") for n in (1, 2)]
    assert [abs(int(value) - held) <= 1 for value, held in zip(values, (12, 14, 9, 11), strict=True)] == [True] * 4
    press(page, "Next")
    tick(page, "pain", "0")
    press(page, "See the result")
    kept = {t.side.value: t.trials for t in open_person(server.db).case().tests if t.measure == "stand"}
    assert kept == {"left": tuple(map(float, values[:2])), "right": tuple(map(float, values[2:]))}


def test_a_tape_and_ones_own_word(server: Any, browsers: Any, open_person: Callable[[Path], Person]) -> None:
    page: Page = browsers.page(server)
    page.goto(f"{server.base}/tests/t_kyphosis_proxy")
    page.get_by_role("link", name="With a tape measure").click()
    for side in ("left", "right"):
        for n in (1, 2, 3):
            page.locator(f'[id="tragus_to_wall.{side}.{n}"]').fill("13.5")
    press(page, "Next")
    tick(page, "occiput_touches.touches", "0")
    press(page, "Next")
    tick(page, "pain", "2")
    press(page, "See the result")
    expect(page.locator("main")).to_contain_text("about 14 cm")
    assert {t.method for t in open_person(server.db).case().tests} == {"tape", "self"}


def test_eight_spots_one_after_the_other(server: Any, browsers: Any, open_person: Callable[[Path], Person]) -> None:
    page: Page = browsers.page(server)
    page.goto(f"{server.base}/tests/t_tender_points")
    page.get_by_role("link", name="Spot by spot").click()
    page.get_by_role("link", name="Begin").click()
    for n in range(8):
        expect(page.locator("main")).to_contain_text(f"Place {n + 1} of 8")
        if n == 6:
            with page.expect_navigation():
                page.get_by_role("link", name="Skip this spot").click()
            continue
        tick(page, "tender", str(n))
        tick(page, "familiar", "yes" if n % 2 else "no")
        press(page, "Next place")
    page.wait_for_url("**/spots/map")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 spots are your familiar pain")
    assert len(open_person(server.db).case().tests) == 7


def test_a_routine_is_done_from_the_home_page(server: Any, browsers: Any, open_person: Callable[[Path], Person]) -> None:
    page: Page = browsers.page(server)
    page.goto(server.base)
    page.get_by_role("link", name="The articles’ routines").click()
    page.get_by_role("link", name="The standing turns").click()
    page.get_by_role("link", name="Do it now").click()
    if page.get_by_role("heading", level=1).inner_text() == "Six short questions":
        press(page, "Answer them now")
        while page.url.endswith("/start/ask"):
            with page.expect_navigation():
                page.locator('button[value="none"], button[value="next"]').first.click()
        with page.expect_navigation():
            page.get_by_role("link", name="Go on", exact=True).click()
    tick(page, "pain", "3")
    press(page, "Start")
    page.locator("html.js-on").wait_for()
    while "/finish" not in page.url:
        session = page.url
        page.locator("#main-button").click()
        page.locator("#ring").click()
        page.locator("#set-button").click()
        page.wait_for_function("url => location.href !== url || document.querySelector('#player.rest')", arg=session)
    tick(page, "pain", "2")
    press(page, "Save and close")
    (done,) = open_person(server.db).case().sessions
    assert (done.routine, done.pain_before, done.pain_after) == ("standing_turns", 3, 2)
    assert done.items[0].exercise == "standing_arms_wide_rotation"


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_by_hand_has_an_accessibility_fault(server: Any, browsers: Any, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there; `make assets` fetches it")
    scheme = "light" if width > 500 else "dark"
    page: Page = browsers.page(server, viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    server.send_form("/tests/t_tender_points/spots/chest_top_left", tender=5, familiar="yes")
    server.send_form("/tests/t_kyphosis_proxy/by/tape", **{"tragus_to_wall.left.1": 14})
    faults = {}
    for path in (
        "/", "/tests", "/tests/t_kyphosis_proxy/by/tape", "/tests/t_kyphosis_proxy/also/tape",
        "/tests/t_kyphosis_proxy/felt/tape", "/tests/t_kyphosis_proxy/result", "/tests/t_hip_single_leg/by/timer",
        "/tests/t_neck_rotation/by/gyro", "/tests/t_wall_angel/by/tape", "/tests/t_forward_head/by/photo",
        "/tests/t_confidence_stiffness/by/self",
        "/tests/t_tender_points/spots", "/tests/t_tender_points/spots/blade_corner_left",
        "/tests/t_tender_points/spots/map", "/areas", "/areas/neck", "/areas/past_injury", "/routines",
        "/routines/daily_five", "/routines/long_sit_stretch", "/routines/long_sit_stretch/start", "/programme",
    ):  # fmt: skip
        answer = page.goto(server.base + path)
        assert answer is not None
        assert answer.status == 200, path
        page.evaluate(AXE.read_text(encoding="utf-8"))
        faults[path] = page.evaluate(FAULTS)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults[path].append("scrolls sideways")
    assert {path: found for path, found in faults.items() if found} == {}, json.dumps(faults, indent=1)
