"""A film of a real person as the camera of a real browser: landmarks arrive, the skeleton lies on the person, a lost person and
a second one are announced, and nothing leaves the machine."""

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, WebSocket, expect

from upperback.services.person import Person
from upperback.services.views import SessionKind
from upperback.video.decoding import Picture
from upperback.video.pose import PoseModel

pytestmark = [pytest.mark.browser, pytest.mark.recordings]

WIDTH, HEIGHT = 640, 480
CAMERA_MS = 60_000  # the model loads and, on a busy machine, is slow
JOINTS = (0, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28)
SEEN_S, GONE_S, TWO_S = 9, 5, 8
ALONE_LEFT, TWO_LEFT = 185, (30, 340)  # left edges of the person's film in the picture

KEEP_DRAWN = """() => {
  window.drawn = [];
  const canvas = document.getElementById("picture");
  canvas.addEventListener("drawn", ({ detail }) => {
    if (!detail.points) return;
    const [left, right] = [11, 12].map((n) => detail.points.find((point) => point.landmark === n));
    const middle = [(left.x + right.x) / 2, (left.y + right.y) / 2].map(Math.round);
    window.drawn.push({ ...detail, between_shoulders: [...canvas.getContext("2d").getImageData(...middle, 1, 1).data] });
  });
}"""


def frames_of(film: Path) -> Iterator[NDArray[np.uint8]]:
    with av.open(str(film)) as container:
        for frame in container.decode(video=0):
            yield np.asarray(frame.reformat(270, HEIGHT, "rgb24").to_ndarray(), np.uint8)


def placed(*people: tuple[NDArray[np.uint8], int]) -> NDArray[np.uint8]:
    """A picture with each person's film at its left edge, on a plain wall."""
    picture = np.full((HEIGHT, WIDTH, 3), 150, np.uint8)
    for person, left in people:
        picture[:, left : left + person.shape[1]] = person
    return picture


@pytest.fixture(scope="module")
def person_film(recordings: Path) -> list[NDArray[np.uint8]]:
    """A real person from the front, at 30 pictures a second, back and forth so that nothing jumps."""
    forth = list(frames_of(recordings / "videos" / "pose2sim_single_cam01.mp4"))[::2]
    return forth + forth[::-1]


@pytest.fixture(scope="module")
def film(person_film: list[NDArray[np.uint8]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Someone, no one, two people; in a loop."""
    pictures = [placed((person_film[n % len(person_film)], ALONE_LEFT)) for n in range(30 * SEEN_S)]
    pictures += [placed()] * (30 * GONE_S)
    pictures += [placed(*((person_film[n % len(person_film)], left) for left in TWO_LEFT)) for n in range(30 * TWO_S)]
    path = tmp_path_factory.mktemp("film") / "camera.mjpeg"
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = WIDTH, HEIGHT, "yuvj420p", Fraction(1, 30)
    encoder.options = {"qmin": "2", "qmax": "4"}
    with path.open("wb") as out:
        for n, rgb in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="yuvj420p", dst_color_range=2)
            frame.pts, frame.time_base = n, encoder.time_base
            for packet in encoder.encode(frame):
                out.write(bytes(packet))
        for packet in encoder.encode(None):
            out.write(bytes(packet))
    return path


@pytest.fixture(scope="module")
def true_points(person_film: list[NDArray[np.uint8]]) -> NDArray[np.float64]:
    """(places x pictures, 13, 2): where the same pose model finds the joints of each person of the film, in mirrored pixels."""
    with PoseModel() as model:
        plane = [model.see(Picture(n / 30, placed((rgb, ALONE_LEFT)))).frame.plane for n, rgb in enumerate(person_film)]
    points = np.array(plane)[:, JOINTS]
    points[..., 0] = WIDTH - points[..., 0]
    return np.concatenate([points - (left - ALONE_LEFT, 0) for left in (ALONE_LEFT, *TWO_LEFT)])


def test_a_real_person_is_seen_drawn_lost_and_told_apart_and_nothing_leaves_the_machine(
    browsers: Any, server: Any, film: Path, true_points: NDArray[np.float64], open_person: Callable[[Path], Person]
) -> None:
    session = open_person(server.db).sessions.start(SessionKind.EASE_NOW, 3)
    page: Page = browsers.page(server, film)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sent: list[int] = []
    answered: list[dict[str, Any]] = []

    def listen(line: WebSocket) -> None:
        line.on("framesent", lambda data: sent.append(len(data)))
        line.on("framereceived", lambda data: answered.append(json.loads(data)))

    page.on("websocket", listen)
    page.goto(f"{server.base}/session/{session}")
    page.locator("html.js-on").wait_for()
    assert not any("/vendor/" in url for url in asked)  # the model comes only when the camera is asked for
    page.evaluate(KEEP_DRAWN)
    page.locator("#camera-on").click()

    said = page.locator("#camera-words")
    expect(said).to_have_text("I can see you well", timeout=CAMERA_MS)
    expect(page.locator("#camera")).to_have_attribute("data-state", "seen")
    expect(said).to_have_text("I lost you. The count waits.", timeout=CAMERA_MS)
    expect(page.locator("#cue")).to_have_text("I lost you. The count waits.")
    expect(said).to_have_text("I see two people. Who is exercising? Raise a hand.", timeout=CAMERA_MS)
    expect(said).to_have_text("I can see you well", timeout=CAMERA_MS)

    assert 1080 in sent
    assert {answer["kind"] for answer in answered} >= {"reading", "lost", "found"}
    assert_on_the_person(page.evaluate("window.drawn"), true_points)
    hosts = {url.split("/")[2] for url in asked if not url.startswith(("blob:", "data:"))}
    assert hosts == {f"127.0.0.1:{server.port}"}


def assert_on_the_person(drawn: list[dict[str, Any]], true_points: NDArray[np.float64]) -> None:
    """Skeletons were drawn where the model finds the joints of one of the people in some picture of the film."""
    assert len(drawn) > 20
    assert {(one["width"], one["height"]) for one in drawn} == {(WIDTH, HEIGHT)}
    distances = []
    for one in drawn:
        points = np.array([(point["x"], point["y"]) for point in one["points"]])
        distances.append(np.median(np.linalg.norm(true_points - points, axis=2), axis=1).min())
    # Of a turn, the line between the shoulders is what is drawn warm.
    assert np.median([one["between_shoulders"][:3] for one in drawn], axis=0) == pytest.approx([255, 180, 131], abs=16)
    # A tenth of the person's height would already be beside the body.
    assert np.median(distances) < 8


CHANGE_MODEL = """async (address) => {
  const { Camera } = await import(address);
  const models = [];
  const camera = new Camera({ onSeen: () => models.push(camera.model), onState: () => {} });
  await camera.start();
  const until = async (ready) => { while (!ready()) await new Promise((go) => setTimeout(go, 50)); };
  await until(() => models.length > 2);
  camera.open("lite", camera.delegate);
  await until(() => models.filter((model) => model === "lite").length > 2);
  camera.stop();
  return models;
}"""


def test_the_lite_model_takes_over_while_the_full_one_still_works(browsers: Any, server: Any, film: Path) -> None:
    page: Page = browsers.page(server, film)
    page.goto(f"{server.base}/ease")
    models = page.evaluate(CHANGE_MODEL, f"{server.base}/assets/camera/camera.js")
    assert models == sorted(models)  # full pictures to the last, then lite ones
    assert set(models) == {"full", "lite"}
