"""From a camera picture, and from the server's word about it, to the moment the page starts to speak: in a real browser, with a
film of a person who comes and goes as its camera. The voice itself is the system's; what is measured ends at `speak()`."""

import os
import statistics
import sys
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import av
import numpy as np
from bench_camera import ARGUMENTS
from bench_live import now
from bench_web import Server
from find_browser import installed
from playwright.sync_api import sync_playwright

from upperback.exchange import case_file
from upperback.model.record import Case, Screen
from upperback.services import knowledge
from upperback.services.person import Person
from upperback.services.views import SessionKind
from upperback.store.opening import open_store

PICTURE, WORD = "camera picture to the spoken word", "server's word to the spoken word"
BUDGET_MS = 300
WATCH_MS = 40_000
HERE_S, GONE_S = 3, 2
FPS = 30

# A voice on the device that only keeps the time; a sentence of the server carries the time of the picture it is about.
LISTEN = """
window.spoken = [];
let told = null;
const Line = WebSocket;
window.WebSocket = class extends Line {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", ({ data }) => {
      const { kind, text, t_s } = JSON.parse(data);
      if (["lost", "found", "cue"].includes(kind)) told = { text, picture_ms: t_s * 1000, word_ms: performance.now() };
    });
  }
};
const voice = { localService: true, lang: "en-US", name: "clock" };
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [voice],
  addEventListener() {},
  cancel() {},
  speak({ text }) {
    if (text !== told?.text) return;
    const now_ms = performance.now();
    window.spoken.push([now_ms - told.picture_ms, now_ms - told.word_ms]);
    told = null;
  },
} });
"""


def comes_and_goes(film: Path, into: Path) -> Path:
    """Someone for three seconds, nobody for two, as MJPEG."""
    with av.open(str(film)) as container:
        someone = [np.asarray(frame.reformat(360, 640, "rgb24").to_ndarray(), np.uint8) for frame in container.decode(video=0)]
    someone = someone[::2] + someone[::-2]
    nobody = np.full_like(someone[0], 150)
    pictures = [someone[n % len(someone)] for n in range(HERE_S * FPS)] + [nobody] * (GONE_S * FPS)
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = 360, 640, "yuvj420p", Fraction(1, FPS)
    with into.open("wb") as out:
        for number, rgb in enumerate(pictures):
            picture = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="yuvj420p", dst_color_range=2)
            picture.pts, picture.time_base = number, encoder.time_base
            for packet in encoder.encode(picture):
                out.write(bytes(packet))
        for packet in encoder.encode(None):
            out.write(bytes(packet))
    return into


def rows(videos: Path) -> list[tuple[str, str, str]]:
    film, browser = videos / "pose2sim_single_cam01.mp4", installed()
    budget = f"p95 {BUDGET_MS} ms"
    if not film.exists() or browser is None:
        return [(what, budget, "no recordings or no browser here") for what in (PICTURE, WORD)]
    with TemporaryDirectory() as folder:
        database = Path(folder) / "cue.db"
        person = Person(open_store(database, now()), knowledge.catalogue(), now, lambda: uuid4().hex)
        answers = dict.fromkeys(knowledge.catalogue().questions, False)
        person.import_case(case_file.write(Case(today=now().date(), screens=(Screen(now().date(), answers),))))
        session = person.sessions.start(SessionKind.EASE_NOW, 2)
        camera = comes_and_goes(film, Path(folder) / "camera.mjpeg")
        server = Server(database)
        try:
            with sync_playwright() as playwright:
                arguments = [*ARGUMENTS, f"--use-file-for-fake-video-capture={camera}"]
                page = playwright.chromium.launch(executable_path=browser, args=arguments).new_page()
                name, _, value = server.cookie.partition("=")
                page.context.add_cookies([{"name": name, "value": value, "url": server.base}])
                page.add_init_script(LISTEN)
                page.goto(f"{server.base}/session/{session}")
                page.locator("html.js-on").wait_for()
                page.locator("#camera-on").click()
                page.locator('#camera[data-state="seen"]').wait_for(timeout=90_000)
                page.wait_for_timeout(WATCH_MS)
                spoken: list[tuple[float, float]] = page.evaluate("window.spoken")
        finally:
            server.stop()
    return [(what, budget, _said(times_ms)) for what, times_ms in zip((PICTURE, WORD), zip(*spoken, strict=True), strict=True)]


def _said(times_ms: tuple[float, ...]) -> str:
    p95 = statistics.quantiles(times_ms, n=20, method="inclusive")[-1]
    many = f"{len(times_ms)} sentences, {os.cpu_count()} cores, no GPU"
    return f"{statistics.median(times_ms):.1f} ms, p95 {p95:.1f} ms ({many})"


if __name__ == "__main__":
    for row in rows(Path(sys.argv[1])):
        sys.stdout.write(" | ".join(row) + "\n")
