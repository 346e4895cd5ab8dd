"""Pages over ten years of daily history, page weights, and how soon the first page shows."""

import html
import http.cookiejar
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from find_browser import installed
from playwright.sync_api import sync_playwright
from seed_years import YEARS, seed

from upperback.services.person import Person

PAGES = (
    "/", "/tests", "/findings", "/programme", "/progress", "/library", "/library?all=1", "/library?q=nekc+strech",
    "/library/tests", "/exercises/wall_angel", "/findings/c_forward_head", "/findings/all",
    "/articles?article=article_000", "/sources", "/data", "/data/where", "/session", "/session/kept?kind=full",
    "/habits", "/habits/reminders.ics", "/break", "/pain", "/note", "/ease", "/start", "/routines", "/settings",
    "/offline", "/progress/now",
)  # fmt: skip
AFTER_A_WRITE = ("/", "/findings", "/programme", "/progress")
PAINTED = ("/", "/programme", "/progress", "/findings/c_forward_head", "/library", "/habits", "/session")
BUDGET_PAGE_MS, BUDGET_WEIGHT_KB, BUDGET_FIRST_S, BUDGET_PAINT_MS = 50.0, 200.0, 2.0, 1000.0
ROUNDS = 20
PAINTS = 5
DRAWN_AHEAD_S = 4.0  # after its start the program draws the pictures of progress once
PAINT = """() => new Promise((seen) => {
  new PerformanceObserver((list) => seen(list.getEntriesByName('first-contentful-paint')[0].startTime))
    .observe({ type: 'paint', buffered: true });
})"""


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
    """The page and every asset it names: style, scripts, fonts, as sent to a browser, which takes them compressed."""
    page = server.get(path)
    total = len(server.get(path, packed=True))
    for asset in set(re.findall(rb'(?:href|src)="(/assets/[^"#]+)', page)):
        total += len(server.get(asset.decode(), packed=True))
    total += sum(len(server.get("/assets/" + font)) for font in fonts(server))
    return total / 1000


def fonts(server: Server) -> set[str]:
    return {font.decode().lstrip("./") for font in re.findall(rb"url\(\"?([^)\"]+\.woff2)", server.get("/assets/tokens.css"))}


def p95_ms(taken_ms: list[float]) -> float:
    return statistics.quantiles(taken_ms, n=20, method="inclusive")[-1]


def paints(server: Server) -> list[tuple[str, str, str]]:
    """How soon each page first shows something, in a browser that has kept nothing."""
    answer = []
    name, _, value = server.cookie.partition("=")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=installed(), args=arguments)
        for path in PAINTED:
            shown_ms = []
            for _ in range(PAINTS):
                context = browser.new_context()
                context.add_cookies([{"name": name, "value": value, "url": server.base}])
                page = context.new_page()
                page.goto(server.base + path)
                shown_ms.append(page.evaluate(PAINT))
                context.close()
            answer.append((f"first paint of {path}, median", f"{BUDGET_PAINT_MS:g} ms", f"{statistics.median(shown_ms):.0f} ms"))
    return answer


def _diary_entry(person: Person, n: int) -> None:
    person.diary.log_pain(2 + n % 2)


def _wish(person: Person, n: int) -> None:
    person.diary.save_wishes(replace(person.case().wishes, minutes_per_session=15 + n % 2))


def rows() -> list[tuple[str, str, str]]:
    with TemporaryDirectory() as folder:
        empty = Server(Path(folder) / "first.db")
        first_s = empty.first_page_s
        empty.stop()
        again = Server(Path(folder) / "first.db")
        first_s = min(first_s, again.first_page_s)
        again.stop()
        database = Path(folder) / "ten.db"
        person = seed(database, YEARS)
        server = Server(database)
        try:
            answer = [("serve to first page", f"{BUDGET_FIRST_S:g} s", f"{first_s:.2f} s")]
            time.sleep(DRAWN_AHEAD_S)
            shown = re.findall(r'"(/pictures/[^"]+\.svg[^"]*)"', server.get("/progress").decode())
            for path in (*PAGES, *(html.unescape(one) for one in dict.fromkeys(shown))):
                server.get(path)
                taken_ms = []
                for _ in range(ROUNDS):
                    started_s = time.perf_counter()
                    server.get(path)
                    taken_ms.append((time.perf_counter() - started_s) * 1000)
                p95 = p95_ms(taken_ms)
                answer.append((f"page {path} over {YEARS} years, p95", f"{BUDGET_PAGE_MS:g} ms", f"{p95:.0f} ms"))
            for what, write in (("a diary entry", _diary_entry), ("a wish, which makes a new week", _wish)):
                for path in AFTER_A_WRITE:
                    taken_ms = []
                    for n in range(ROUNDS):
                        write(person, n)
                        started_s = time.perf_counter()
                        server.get(path)
                        taken_ms.append((time.perf_counter() - started_s) * 1000)
                    p95 = p95_ms(taken_ms)
                    answer.append((f"page {path} just after {what}, p95", f"{BUDGET_PAGE_MS:g} ms", f"{p95:.0f} ms"))
            heaviest = max(PAGES, key=lambda path: weight_kb(server, path))
            answer.append(
                ("page weight, heaviest", f"{BUDGET_WEIGHT_KB:g} kB", f"{weight_kb(server, heaviest):.0f} kB ({heaviest})")
            )
            answer += paints(server)
        finally:
            server.stop()
    return answer


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write(" | ".join(row) + "\n")
