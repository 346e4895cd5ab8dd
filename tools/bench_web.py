"""Pages over ten years of daily history, page weights, and how soon the first page shows."""

import http.cookiejar
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from upperback.exchange import case_file
from upperback.model.body import Side
from upperback.model.record import About, Case, DiaryDay, Done, Screen, Session, Test
from upperback.services import knowledge
from upperback.services.person import Person
from upperback.store.opening import open_store

PAGES = (
    "/", "/tests", "/findings", "/programme", "/progress", "/library", "/library?all=1", "/library?q=nekc+strech",
    "/library/tests", "/exercises/wall_angel", "/findings/c_forward_head", "/findings/all",
    "/articles?article=article_000", "/sources", "/data", "/session",
)  # fmt: skip
AFTER_A_WRITE = ("/", "/findings", "/programme", "/progress")
BUDGET_PAGE_MS, BUDGET_WEIGHT_KB, BUDGET_FIRST_S = 50.0, 200.0, 2.0
ROUNDS = 15
YEARS = 10


def ten_years(today: date) -> Case:
    """A diary entry a day, four sessions a week, a test every fortnight."""
    catalogue = knowledge.catalogue()
    days = [today - timedelta(days=n) for n in range(365 * YEARS, -1, -1)]
    answers = dict.fromkeys(catalogue.questions, False)
    items = tuple(
        Done(exercise, Side.BOTH, 1, 1, 10, pain=2, effort=4) for exercise in ("wall_angel", "chin_tuck_seated", "band_row")
    )
    return Case(
        today=today,
        about=About(age=43, sex="female", since_weeks=520),
        screens=(*(Screen(day, answers) for day in days[::28]), Screen(today, answers)),
        diary=tuple(DiaryDay(day, pain=3 + n % 3, minutes_walked=20) for n, day in enumerate(days)),
        tests=tuple(
            Test("t_seated_rotation", "rotation", side, (33.0 + n % 5, 34.0, 35.0), "deg", "camera", day, pain=1)
            for n, day in enumerate(days[::14])
            for side in (Side.LEFT, Side.RIGHT)
        ),
        sessions=tuple(Session(day, 3, 3, 3, items) for n, day in enumerate(days) if n % 7 in (0, 2, 4, 5)),
    )


def now() -> datetime:
    return datetime.now().astimezone()


class Server:
    """`upperback serve` on a database, and a browser's cookie jar."""

    def __init__(self, database: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        started_s = time.perf_counter()
        command = [str(Path(sys.executable).with_name("upperback")), "serve", "--no-open", "--port", port, "--db", str(database)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        found = None
        while found is None:
            line = self.process.stdout.readline()
            if not line:
                sys.exit("upperback serve ended before it printed an address")
            found = re.search(r"(http://127\.0\.0\.1:\d+)/\S*", line)
        self.base = found.group(1)
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.opener.open(found.group(), timeout=20).read()
        self.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
        self.first_page_s = time.perf_counter() - started_s

    def get(self, path: str, *, packed: bool = False) -> bytes:
        headers = {"accept-encoding": "gzip"} if packed else {}
        body: bytes = self.opener.open(urllib.request.Request(self.base + path, headers=headers), timeout=20).read()
        return body

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def weight_kb(server: Server, path: str) -> float:
    """The page and every asset it names: style, scripts, fonts, as sent to a browser, which takes pages compressed."""
    page = server.get(path)
    total = len(server.get(path, packed=True))
    for asset in set(re.findall(rb'(?:href|src)="(/assets/[^"]+)"', page)):
        total += len(server.get(asset.decode()))
    total += sum(len(server.get("/assets/" + font)) for font in fonts(server))
    return total / 1000


def fonts(server: Server) -> set[str]:
    return {font.decode().lstrip("./") for font in re.findall(rb"url\(\"?([^)\"]+\.woff2)", server.get("/assets/look.css"))}


def rows() -> list[tuple[str, str, str]]:
    with TemporaryDirectory() as folder:
        empty = Server(Path(folder) / "first.db")
        first_s = empty.first_page_s
        empty.stop()
        again = Server(Path(folder) / "first.db")
        first_s = min(first_s, again.first_page_s)
        again.stop()
        database = Path(folder) / "ten.db"
        person = Person(open_store(database, now()), knowledge.catalogue(), now, lambda: uuid4().hex)
        person.import_case(case_file.write(ten_years(now().date())))
        server = Server(database)
        try:
            answer = [("serve to first page", f"{BUDGET_FIRST_S:g} s", f"{first_s:.2f} s")]
            for path in PAGES:
                server.get(path)
                taken_ms = []
                for _ in range(ROUNDS):
                    started_s = time.perf_counter()
                    server.get(path)
                    taken_ms.append((time.perf_counter() - started_s) * 1000)
                p95 = statistics.quantiles(taken_ms, n=20)[-1]
                answer.append((f"page {path} over {YEARS} years, p95", f"{BUDGET_PAGE_MS:g} ms", f"{p95:.0f} ms"))
            for path in AFTER_A_WRITE:
                taken_ms = []
                for pain in range(ROUNDS):
                    person.diary.log_pain(pain % 10)
                    started_s = time.perf_counter()
                    server.get(path)
                    taken_ms.append((time.perf_counter() - started_s) * 1000)
                p95 = statistics.quantiles(taken_ms, n=20)[-1]
                answer.append((f"page {path} just after a write, p95", f"{BUDGET_PAGE_MS:g} ms", f"{p95:.0f} ms"))
            heaviest = max(PAGES, key=lambda path: weight_kb(server, path))
            answer.append(
                ("page weight, heaviest", f"{BUDGET_WEIGHT_KB:g} kB", f"{weight_kb(server, heaviest):.0f} kB ({heaviest})")
            )
        finally:
            server.stop()
    return answer


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write(" | ".join(row) + "\n")
