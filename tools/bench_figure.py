"""The moving figure in a headless browser whose graphics the processor draws: the first picture, pictures a second, what a
demonstration costs to make. `python tools/bench_figure.py`, or as part of `make bench`."""

import gzip
import statistics
import sys
import time
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import find_browser
from bench_web import Server
from figure_studio import LAUNCH
from playwright.sync_api import Browser, sync_playwright

from upperback.exchange import case_file
from upperback.model.record import About, Case, Screen
from upperback.services import knowledge
from upperback.services.demonstrations import demonstration
from upperback.services.person import Person
from upperback.store.opening import open_store

ASSETS = Path(__file__).resolve().parents[1] / "src/upperback/web/assets"
ROUNDS = 5
WATCHED_S = 4.0
FIRST_S, WEIGHT_KB, FPS = 1.0, 350.0, 30.0
# From when the place of the figure is first seen to its first picture, and from the click on a link to it.
ASKED_TO_DRAWN = """() => {
  const at = (name) => performance.getEntriesByName(name)[0].startTime;
  return [at("figure-drawn") - at("figure-asked"), at("figure-drawn")];
}"""
# What the page itself does for one picture: the pose, the bones, the commands to the graphics; not what those then cost.
ONE_PICTURE = """async (figure) => {
  const own = ["packed", "stage", "motion", "course", "look"].map((name) => import(`/assets/figure/${name}.js`));
  const [{ readFigure, readDemonstration }, { Stage }, { Motion }, { Course }, { lookOf }] = await Promise.all(own);
  const file = async (address) => (await fetch(address)).arrayBuffer();
  const demo = readDemonstration(await file("/demo/band_row"));
  const stage = new Stage(document.createElement("canvas"), readFigure(await file(figure)), lookOf(document.body));
  stage.setShadows(false);
  stage.setMotion(new Motion(demo));
  stage.setSize(64, 64);
  const course = new Course(stage.motion);
  stage.draw(course.place(0), demo.view);
  const times = [...Array(120).keys()].map((n) => {
    const started = performance.now();
    stage.draw(course.place(n / 30), demo.view, { arrows: true });
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[60];
}"""
COUNTED = """
  window.drawn = 0;
  const clear = WebGL2RenderingContext.prototype.clear;
  WebGL2RenderingContext.prototype.clear = function (...all) { window.drawn++; return clear.apply(this, all); };
"""


def now() -> datetime:
    return datetime.now().astimezone()


def screened(database: Path) -> None:
    """A person who may exercise, so that the pages open."""
    catalogue = knowledge.catalogue()
    person = Person(open_store(database, now()), catalogue, now, lambda: uuid4().hex)
    today = now().date()
    screen = Screen(today, dict.fromkeys(catalogue.questions, False))
    person.import_case(case_file.write(Case(today=today, about=About(age=43, sex="female", since_weeks=12), screens=(screen,))))


def pictures(browser: Browser, server: Server) -> tuple[list[float], list[float], float, float]:
    """Seconds from seen to drawn, and from the address to drawn, of each round; of the last pictures a second, and milliseconds
    that one costs the page."""
    name, _, value = server.cookie.partition("=")
    seen_s, whole_s, fps, own_ms = [], [], 0.0, 0.0
    for _ in range(ROUNDS):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": name, "value": value, "url": server.base}])
        page = context.new_page()
        page.add_init_script(COUNTED)
        page.goto(f"{server.base}/exercises/band_row")
        page.wait_for_selector("moving-figure[data-state=moving]", timeout=30_000)
        seen_ms, whole_ms = page.evaluate(ASKED_TO_DRAWN)
        seen_s.append(seen_ms / 1000)
        whole_s.append(whole_ms / 1000)
        page.wait_for_timeout(2000)  # until it has found out how fast the machine is
        before, started_s = page.evaluate("drawn"), time.perf_counter()
        page.wait_for_timeout(WATCHED_S * 1000)
        fps = (page.evaluate("drawn") - before) / (time.perf_counter() - started_s)
        own_ms = page.evaluate(ONE_PICTURE, "/assets/figure/figure.bin")
        context.close()
    return seen_s, whole_s, fps, own_ms


def rows() -> list[tuple[str, str, str]]:
    catalogue = knowledge.catalogue()
    entries = [e.demo for e in (*catalogue.exercises.values(), *catalogue.tests.values()) if e.demo is not None]
    taken_ms = []
    for demo in entries:
        started_s = time.perf_counter()
        demonstration(demo, catalogue.texts)
        taken_ms.append((time.perf_counter() - started_s) * 1000)
    files = [ASSETS / "vendor/three/three.js", *(ASSETS / "figure").iterdir()]
    packed_kb = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        screened(Path(folder) / "figure.db")
        server = Server(Path(folder) / "figure.db")
        browser = playwright.chromium.launch(executable_path=find_browser.installed(), args=LAUNCH)
        try:
            pictures(browser, server)  # the first time a browser draws at all
            seen_s, whole_s, fps, own_ms = pictures(browser, server)
        finally:
            browser.close()
            server.stop()
    software = "graphics drawn by the processor"
    return [
        ("a demonstration's file", "", f"{statistics.median(taken_ms):.0f} ms, largest {max(taken_ms):.0f} ms"),
        ("three.js, figure and scripts, gzipped", f"{WEIGHT_KB:g} kB", f"{packed_kb:.0f} kB"),
        (f"first picture of the figure, {software}", f"{FIRST_S:g} s", f"{statistics.median(seen_s):.2f} s"),
        (f"the same from the page's address on, {software}", "", f"{statistics.median(whole_s):.2f} s"),
        ("what the page does for one picture", "10 ms", f"{own_ms:.1f} ms"),
        (f"pictures a second, {software}", f"{FPS:g} on a laptop", f"{fps:.0f}"),
    ]


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write(" | ".join(row) + "\n")
