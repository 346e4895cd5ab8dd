"""The app as one that is installed: it opens without the program, and then holds what was prepared, and nothing that is over."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from upperback.web.render import ASSETS

pytestmark = pytest.mark.browser

UNTIL = """async (wanted) => {
  for (let n = 0; n < 200; n++) {
    const held = await caches.match("/offline/today.json");
    if (Boolean(held) === wanted) return true;
    await new Promise((go) => setTimeout(go, 50));
  }
  return false;
}"""
SAY_PAIN = """() => {
  const word = document.querySelector("[name=csrf]").value;
  return fetch("/pain", { method: "POST", body: new URLSearchParams({ pain: 3, csrf: word }) });
}"""
SAY_DAY = """async (day) => {
  const today = await caches.open((await caches.keys()).find((name) => name.startsWith("today-")));
  const answer = await today.match("/offline/today.json");
  const list = { ...(await answer.json()), day };
  await today.put("/offline/today.json", new Response(JSON.stringify(list), { headers: answer.headers }));
}"""
OFFER = """() => {
  window.asked = 0;
  const prompt = () => (window.asked += 1);
  dispatchEvent(Object.assign(new Event("beforeinstallprompt"), { prompt, userChoice: Promise.resolve() }));
}"""
SIZE = "(file) => fetch(file).then((answer) => answer.arrayBuffer()).then((bytes) => bytes.byteLength)"
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    for (const one of await (await caches.open(name)).keys()) {
      const { pathname, search } = new URL(one.url);
      found[pathname + search] = name;
    }
  }
  return found;
}"""
OTHER_DAY = """async (before) => {
  for (let n = 0; n < 200; n++) {
    const fresh = (await caches.keys()).find((name) => name.startsWith("today-") && !before.includes(name));
    if (fresh && (await (await caches.open(fresh)).match("/offline/today.json"))) return true;
    await new Promise((go) => setTimeout(go, 50));
  }
  return false;
}"""
STANDS = "Upperback is not running"


def prepared(page: Page, wanted: bool = True) -> bool:
    """Waits until a session is prepared in this browser, or until none is."""
    return bool(page.evaluate(UNTIL, wanted))


def open_app(browsers: Any, server: Any, **able: Any) -> Page:
    page: Page = browsers.page(server, **able)
    page.goto(f"{server.base}/")
    assert prepared(page)
    return page


def title(page: Page) -> str:
    return page.inner_text("h1")


@pytest.fixture
def own(tmp_path: Path, make_server: Callable[[Path], Any], open_person: Callable[[Path], Any], screened: str) -> Iterator[Any]:
    """A server of the test's own, which it may stop and start, on the fresh record of a screened person."""
    server = make_server(tmp_path / "upperback.db")
    open_person(server.db).import_case(screened)
    try:
        yield server.start().open_door()
    finally:
        server.kill()


def test_the_browser_finds_nothing_missing_to_install_it(server: Any, browsers: Any) -> None:
    page = open_app(browsers, server)
    inspector = page.context.new_cdp_session(page)
    missing = {one["errorId"] for one in inspector.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert missing <= {"in-incognito"}  # a test's window keeps nothing; that alone stands against it
    found = inspector.send("Page.getAppManifest")
    assert found["errors"] == []
    told = json.loads(found["data"])
    assert (told["id"], told["start_url"], told["display"]) == ("/", "/", "standalone")


def test_what_is_kept_is_the_shell_todays_session_and_its_demonstrations(server: Any, browsers: Any) -> None:
    page = open_app(browsers, server)
    for path in ("/library", "/data", "/findings", "/diary", "/progress"):
        page.goto(server.base + path)
    kept = page.evaluate(KEPT)
    own = {path for path, cache in kept.items() if cache.startswith("today-")}
    assert own == {
        "/offline/today.json",
        *(f"/session/kept{data}?kind={kind}" for data in ("", "/plan.json") for kind in ("full", "two_minute")),
    }
    listed = json.loads(server.get("/offline/today.json"))
    assert {path for path in kept if path.startswith("/demo/")} == set(listed["files"]) != set()
    others = [path for path in kept if path not in own and not path.startswith(("/demo/", "/assets/"))]
    assert others == ["/offline"]
    assert [path for path in kept if "mediapipe" in path or "/pose/" in path] == []


def test_with_the_program_off_todays_session_is_there_until_the_day_or_an_answer_changes(own: Any, browsers: Any) -> None:
    page = open_app(browsers, own)
    own.kill()
    page.goto(f"{own.base}/session?kind=two_minute")
    assert page.url == f"{own.base}/session/kept?kind=two_minute"
    page.goto(f"{own.base}/")
    assert page.url == f"{own.base}/session/kept?kind=full"
    expect(page.locator("#main-button")).to_be_visible()
    plan = page.evaluate("fetch('/session/kept/plan.json?kind=full').then((answer) => answer.json())")
    for demo in [item["demo"] for item in plan["items"]]:
        assert (demo, page.evaluate(SIZE, demo) > 1000) == (demo, True)
    # What needs the record says how to start the program, and so does a session of another day.
    page.goto(f"{own.base}/progress")
    assert title(page) == STANDS
    page.evaluate(SAY_DAY, (datetime.now().astimezone() + timedelta(days=1)).date().isoformat())
    for path in ("/", "/session/kept?kind=full"):
        page.goto(own.base + path)
        assert (path, title(page)) == (path, STANDS)
    # The cookie has outlived the restart.
    own.start()
    page.get_by_role("link", name="Look again").click()
    expect(page.locator(".hero h1")).to_be_visible()
    page.goto(f"{own.base}/pain")
    assert prepared(page)
    page.evaluate(SAY_PAIN)
    assert prepared(page, False)
    own.kill()
    page.goto(f"{own.base}/")
    assert title(page) == STANDS


def test_deleting_everything_leaves_nothing_in_the_browser(own: Any, browsers: Any) -> None:
    page = open_app(browsers, own)
    page.evaluate(
        """() => new Promise((go) => {
          localStorage.setItem("upperback begun", "x");
          const opening = indexedDB.open("upperback-mark", 1);
          opening.onsuccess = () => (opening.result.close(), go());
        })"""
    )
    old = page.context.cookies()
    page.goto(f"{own.base}/data/delete")
    page.locator("[name=word]").fill("delete")
    page.locator("form[action='/data/delete'] button").click()
    page.wait_for_url("**/data/deleted")
    kept = page.evaluate(KEPT)
    assert {cache for path, cache in kept.items() if not path.startswith("/assets/")} <= {
        name for name in kept.values() if "shell" in name
    }
    assert [path for path in kept if path.startswith(("/session", "/demo"))] == []
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.evaluate("indexedDB.databases().then((found) => found.map((one) => one.name))") == []
    new = page.context.cookies()
    name = own.cookie.partition("=")[0]
    assert [c["value"] for c in old if c["name"] == name] != [c["value"] for c in new if c["name"] == name]
    page.goto(f"{own.base}/settings")
    assert title(page) == "Settings"  # this browser is still let in


def test_a_new_version_replaces_the_worker_and_no_page_is_stale(own: Any, browsers: Any, tmp_path: Path) -> None:
    folder = tmp_path / "assets"
    shutil.copytree(ASSETS, folder, ignore=shutil.ignore_patterns("mediapipe", "pose"))
    own.kill()
    own.assets = folder
    own.start()
    page = open_app(browsers, own)
    before = page.evaluate("caches.keys()")
    own.kill()
    (folder / "look.css").write_text(
        (folder / "look.css").read_text(encoding="utf-8") + "\n:root { --new: yes }\n", encoding="utf-8"
    )
    own.start()
    page.goto(f"{own.base}/")
    new = "getComputedStyle(document.documentElement).getPropertyValue('--new').trim()"
    assert page.evaluate(new) == "yes"  # at once, while the old worker is still in charge
    assert page.evaluate(OTHER_DAY, before)  # the new one has prepared today's session anew, without being asked to
    own.kill()
    page.goto(f"{own.base}/")
    assert page.url == f"{own.base}/session/kept?kind=full"
    assert page.evaluate(new) == "yes"


def test_the_offer_to_install_asks_when_it_is_pressed_and_can_be_put_away_for_good(server: Any, browsers: Any) -> None:
    page: Page = browsers.page(server)
    page.goto(f"{server.base}/settings")
    button, offer = page.get_by_role("button", name="Install"), page.locator("#install")
    expect(offer).to_contain_text("Look in the menu of your browser")
    expect(button).to_be_hidden()
    page.evaluate(OFFER)  # as the browser does where it can install
    expect(page.locator("#install-menu")).to_be_hidden()
    button.click()
    expect(button).to_be_hidden()
    assert page.evaluate("window.asked") == 1
    page.evaluate("dispatchEvent(new Event('appinstalled'))")
    expect(offer).to_contain_text("Upperback is installed as an app.")
    page.reload()
    page.get_by_role("button", name="Don’t show this").click()
    page.reload()
    expect(page.locator("#region")).to_be_visible()
    expect(offer).to_be_hidden()
