"""The whole product for one test: a person's record in a file, the real server on it, a real browser, a real socket."""

import json
import os
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from websockets.sync.client import ClientConnection, connect

from upperback.model.body import Frame
from upperback.services import knowledge
from upperback.services.person import Person
from upperback.store.opening import open_store

# How long a test waits for what should be there at once: on a busy machine it may take a while, and that is no fault.
START_S = 60
SOON_MS = 30_000
expect.set_options(timeout=SOON_MS)
LAUNCH = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-ui-for-media-stream",
]  # fmt: skip

# Graphics drawn by the processor: with a browser that otherwise has none.
WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]


@dataclass
class Server:
    """`upperback serve` in a process of its own. `kill()` ends it with -9, as a power cut would; `start()` begins again."""

    db: Path
    port: int
    process: subprocess.Popen[str] | None = None
    token_address: str = ""
    cookie: str = ""
    assets: Path | None = None  # others than the package's own

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Server":
        program = "from upperback.cli.main import app; app()"
        if self.assets:
            program = f"import pathlib, upperback.web.app as web; web.ASSETS = pathlib.Path({str(self.assets)!r}); {program}"
        command = [sys.executable, "-c", program, "serve", "--port", str(self.port), "--db", str(self.db), "--no-open"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.token_address = re.findall(r"http://\S+", self._first_line())[0]
        return self

    def open_door(self) -> "Server":
        """Turn the address's token into a cookie, for a client that is no browser."""
        jar = HTTPCookieProcessor()
        build_opener(jar).open(self.token_address, timeout=START_S).read()
        self.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar.cookiejar)
        return self

    def _first_line(self) -> str:
        assert self.process is not None
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], START_S)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self.process.kill()
            raise AssertionError(f"the server did not start: {self.process.communicate()[1][-2000:]}")
        return line

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.communicate(timeout=START_S)

    def get(self, path: str) -> str:
        request = Request(self.base + path, headers={"cookie": self.cookie})
        with build_opener().open(request, timeout=START_S) as answer:
            return str(answer.read().decode())

    def send_form(self, path: str, accept: str = "text/html", **fields: object) -> str:
        """A form as the browser sends it; the page that came back."""
        word = re.findall(r'name="csrf" value="([^"]+)"', self.get("/settings"))[0]
        body = urlencode({"csrf": word, **fields}).encode()
        headers = {"cookie": self.cookie, "origin": self.base, "accept": accept}
        with build_opener().open(Request(self.base + path, body, headers), timeout=START_S) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **fields: object) -> Any:
        """A POST as the player's script makes it; the JSON that came back."""
        return json.loads(self.send_form(path, accept="application/json", **fields))

    def camera(self, query: str) -> ClientConnection:
        url = f"ws://127.0.0.1:{self.port}/ws/camera{query}"
        headers = {"cookie": self.cookie, "origin": self.base}
        return connect(url, additional_headers=headers, compression=None, proxy=None, open_timeout=START_S)


@pytest.fixture(scope="session")
def open_person() -> Callable[[Path], Person]:
    """The record in a database file, as the server itself opens it."""

    def now() -> datetime:
        return datetime.now().astimezone()

    def opened(db: Path) -> Person:
        return Person(open_store(db, now()), knowledge.catalogue(), now, lambda: uuid4().hex)

    return opened


def screened_case() -> str:
    """A person whose safety answers of today are all no."""
    answers = dict.fromkeys(knowledge.catalogue().questions, False)
    today = datetime.now().astimezone().date().isoformat()
    case = {
        "today": today,
        "about": {"age": 43, "sex": "female", "since_weeks": 12, "onset": "gradual", "regions": ["neck"]},
        "screens": [{"day": today, "answers": answers}],
        "wishes": {"minutes_per_session": 15, "days_per_week": 4, "equipment": ["band", "anchor"]},
    }
    return json.dumps(case)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def screened() -> str:
    """The case file of a screened person."""
    return screened_case()


@pytest.fixture(scope="session")
def make_server() -> Callable[[Path], Server]:
    """A server that a test stops and starts itself."""
    return lambda db: Server(db, free_port())


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests of a file."""
    server = Server(tmp_path_factory.mktemp("record") / "upperback.db", free_port())
    try:
        yield server.start().open_door()
    finally:
        server.kill()


@pytest.fixture
def server(running: Server, open_person: Callable[[Path], Person]) -> Server:
    """The file's server, on the fresh record of a screened person."""
    open_person(running.db).import_case(screened_case())
    return running


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """A server on a database that does not exist yet."""
    server = Server(tmp_path / "new" / "upperback.db", free_port())
    try:
        yield server.start()
    finally:
        server.kill()


def _message(sequence: int, frame: Frame, people: int = 1) -> bytes:
    """A frame as the browser sends it (the format stands in `web.camera_message`)."""
    width, height = frame.size_px or (0, 0)
    head = struct.pack("<4sIdHHI", b"UBF1", sequence, frame.t_s, width, height, people)
    if not people:
        return head
    rows: list[float] = []
    for plane, world, visibility in zip(frame.plane, frame.world_m, frame.visibility, strict=True):
        rows += [*plane, *world, visibility, visibility, 0.0]
    return head + struct.pack("<264f", *rows)


@pytest.fixture
def message() -> Callable[..., bytes]:
    return _message


@pytest.fixture
def messages() -> Callable[[Iterable[Frame]], list[bytes]]:
    def packed(frames: Iterable[Frame]) -> list[bytes]:
        return [_message(n, frame) for n, frame in enumerate(frames)]

    return packed


def browser_path(playwright: Playwright) -> str:
    """UPPERBACK_CHROMIUM, an installed Chromium or Chrome, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("UPPERBACK_CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)
    return found or playwright.chromium.executable_path


@dataclass
class Browsers:
    """Chromium, launched once for each film, number of cameras, and with or without WebGL; `film` is an MJPEG file that plays in
    a loop as the camera, `cameras` show a test picture."""

    playwright: Playwright
    open: dict[tuple[Path | None, bool, int], Browser] = field(default_factory=dict)

    def launch(self, film: Path | None = None, *, webgl: bool = False, cameras: int = 0) -> Browser:
        if (film, webgl, cameras) not in self.open:
            args = [arg for arg in LAUNCH if arg != "--disable-gpu"] + WEBGL if webgl else [*LAUNCH, "--disable-3d-apis"]
            if film is not None:
                args += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
            if cameras:
                args.append(f"--use-fake-device-for-media-stream=device-count={cameras}")
            launched = self.playwright.chromium.launch(executable_path=browser_path(self.playwright), args=args)
            self.open[film, webgl, cameras] = launched
        return self.open[film, webgl, cameras]

    def with_profile(self, folder: Path) -> BrowserContext:
        """A browser of its own that keeps its profile in `folder`."""
        path = browser_path(self.playwright)
        return self.playwright.chromium.launch_persistent_context(
            folder, executable_path=path, args=LAUNCH, accept_downloads=False
        )

    def page(self, server: Server, film: Path | None = None, *, webgl: bool = False, cameras: int = 0, **able: Any) -> Page:
        """A page that may come in, in a context of its own."""
        context = self.launch(film, webgl=webgl, cameras=cameras).new_context(**able)
        name, _, value = server.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": server.base}])
        context.set_default_timeout(SOON_MS)
        return context.new_page()


@pytest.fixture(scope="module")
def launched() -> Iterator[Browsers]:
    with sync_playwright() as playwright:
        launched = Browsers(playwright)
        try:
            yield launched
        finally:
            for browser in launched.open.values():
                browser.close()


@pytest.fixture
def browsers(launched: Browsers) -> Iterator[Browsers]:
    """The file's browsers. Their pages are closed after the test: one under a camera would hold a processor."""
    try:
        yield launched
    finally:
        for browser in launched.open.values():
            for context in browser.contexts:
                context.close()
