"""From a camera picture to the answer about it, in a real browser with a film of a person as its camera."""

import os
import statistics
import sys
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import av
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

WHAT, BUDGET = "camera frame to answer, full model", "p95 70 ms"
WATCH_MS, WARM_UP = 12_000, 20
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
]  # fmt: skip
# A frame carries the page's own clock from the moment its picture was taken; a reading answers with the same number.
LISTEN = """
const Line = WebSocket;
window.taken_ms = [];
window.WebSocket = class extends Line {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", ({ data }) => {
      const said = JSON.parse(data);
      if (said.kind === "reading") window.taken_ms.push(performance.now() - said.t_s * 1000);
    });
  }
};
"""


def as_camera(film: Path, into: Path) -> Path:
    """The film as MJPEG, 640 pixels high at the most, for Chromium's fake camera."""
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = 360, 640, "yuvj420p", Fraction(1, 30)
    with av.open(str(film)) as container, into.open("wb") as out:
        for number, frame in enumerate(container.decode(video=0)):
            picture = frame.reformat(360, 640, "yuvj420p", dst_color_range=2)
            picture.pts, picture.time_base = number, encoder.time_base
            for packet in encoder.encode(picture):
                out.write(bytes(packet))
    return into


def rows(videos: Path) -> list[tuple[str, str, str]]:
    film, browser = videos / "pose2sim_single_cam03.mp4", installed()
    if not film.exists() or browser is None:
        return [(WHAT, BUDGET, "no recordings or no browser here")]
    with TemporaryDirectory() as folder:
        database = Path(folder) / "camera.db"
        person = Person(open_store(database, now()), knowledge.catalogue(), now, lambda: uuid4().hex)
        answers = dict.fromkeys(knowledge.catalogue().questions, False)
        person.import_case(case_file.write(Case(today=now().date(), screens=(Screen(now().date(), answers),))))
        session = person.sessions.start(SessionKind.EASE_NOW, 2)
        camera = as_camera(film, Path(folder) / "camera.mjpeg")
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
                taken_ms = page.evaluate("window.taken_ms")[WARM_UP:]
        finally:
            server.stop()
    p95 = statistics.quantiles(taken_ms, n=20)[-1]
    return [(WHAT, BUDGET, f"{statistics.median(taken_ms):.0f} ms, p95 {p95:.0f} ms ({os.cpu_count()} cores, no GPU)")]


if __name__ == "__main__":
    for row in rows(Path(sys.argv[1])):
        sys.stdout.write(" | ".join(row) + "\n")
