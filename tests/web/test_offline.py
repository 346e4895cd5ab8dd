"""What a browser is given to keep: the worker, the manifest, the list of today; and how all of it goes again."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from upperback.services.person import Person
from upperback.services.views import SessionKind
from upperback.web.offline import shell_of, worker_script
from upperback.web.render import ASSETS, Assets


def told(answer: Any) -> dict[str, Any]:
    """What the line before the worker's script says."""
    found: dict[str, Any] = json.loads(re.findall(r"^const KEEP = (.*);$", answer.text, re.MULTILINE)[0])
    return found


def test_the_worker_may_serve_every_page_and_is_asked_for_anew(stranger: Any) -> None:
    answer = stranger.get("/worker.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["service-worker-allowed"] == "/"
    assert answer.headers["cache-control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["content-security-policy"]


def test_the_worker_names_files_that_are_there_and_nothing_of_the_pose_model(stranger: Any, app: FastAPI) -> None:
    keep = told(stranger.get("/worker.js"))
    assert keep["version"] == app.state.assets.version
    for address in [*keep["shell"], *keep["heavy"]]:
        assert (address, stranger.get(address).status_code) == (address, 200)
    assert app.state.assets.address("look.css") in keep["shell"]
    assert app.state.assets.address("session/player.js") in keep["shell"]
    assert [one for one in [*keep["shell"], *keep["heavy"]] if "mediapipe" in one or "/pose/" in one] == []


def test_the_shell_without_the_moving_figure_is_light() -> None:
    assert sum((ASSETS / path).stat().st_size for path in shell_of(ASSETS)) < 500_000  # bytes as they stand, before packing


def test_another_version_of_any_asset_is_another_worker(tmp_path: Path) -> None:
    (tmp_path / "look.css").write_text("a {}", encoding="utf-8")
    before = worker_script(Assets(tmp_path))
    (tmp_path / "look.css").write_text("a { }", encoding="utf-8")
    assert worker_script(Assets(tmp_path)) != before


def test_the_manifest_says_what_to_install(stranger: Any) -> None:
    answer = stranger.get("/app.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["id"], manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "/", "standalone")
    found = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert found == {("192x192", "any"), ("512x512", "any"), ("192x192", "maskable"), ("512x512", "maskable")}
    for icon in manifest["icons"]:
        picture = stranger.get(icon["src"])
        width, height = (int.from_bytes(picture.content[at : at + 4], "big") for at in (16, 20))  # a PNG's own word
        assert (icon["src"], f"{width}x{height}", picture.headers["content-type"]) == (icon["src"], icon["sizes"], "image/png")


def test_every_page_of_the_owner_names_the_manifest_and_a_strangers_page_brings_no_worker(owner: Any, stranger: Any) -> None:
    page = owner.page("/")
    assert [link.attributes["href"] for link in page.all("link") if link.attributes["rel"] == "manifest"] == ["/app.webmanifest"]
    assert "offline/register.js" in page.response.text
    assert "offline/register.js" not in stranger.get("/").text


def test_a_person_who_was_asked_today_has_a_session_to_keep(owner: Any, person: Person, screened: Callable[..., None]) -> None:
    screened()
    kept = owner.get("/offline/today.json").json()
    assert kept["day"] == "2026-01-22"
    assert kept["pages"] == ["/session/kept?kind=full", "/session/kept?kind=two_minute"]
    for path in [*kept["pages"], *kept["plans"], *kept["files"]]:
        assert (path, owner.get(path, follow=False).status_code) == (path, 200)
    plan = owner.get(kept["plans"][0]).json()
    assert {item["demo"] for item in plan["items"]} <= set(kept["files"])
    assert owner.get("/offline/today.json").json()["made"] == kept["made"]


def nobody(person: Person, screened: Callable[..., None]) -> None:
    """No safety question was answered."""


def red_flag(person: Person, screened: Callable[..., None]) -> None:
    screened("rf_chest_cardiac")


def under_way(person: Person, screened: Callable[..., None]) -> None:
    screened()
    person.sessions.start(SessionKind.FULL, 2)


def done(person: Person, screened: Callable[..., None]) -> None:
    screened()
    session = person.sessions.start(SessionKind.TWO_MINUTE, 2)
    for item in person.sessions.session(session).items:
        person.sessions.finish_set(session, item.item, 1)
    person.sessions.finish_session(session, 2, 3)


@pytest.mark.parametrize("state", [nobody, red_flag, under_way, done])
def test_there_is_nothing_to_keep(owner: Any, person: Person, screened: Callable[..., None], state: Callable[..., None]) -> None:
    state(person, screened)
    kept = owner.get("/offline/today.json").json()
    assert (kept["pages"], kept["plans"], kept["files"]) == ([], [], [])


def test_the_page_without_the_program_holds_nothing_of_the_person(owner: Any, person: Person, history: None) -> None:
    page = owner.page("/offline")
    assert page.title == "Upperback is not running"
    assert "csrf" not in page.response.text
    assert [link.attributes["href"] for link in page.all("a") if link.attributes.get("class") == "btn"] == ["/"]
    before = page.response.text
    person.delete_everything()
    assert owner.get("/offline").text == before


def test_deleting_everything_empties_the_browser_and_changes_the_lock(owner: Any, app: FastAPI, history: None) -> None:
    old = app.state.keys.cookie
    answer = owner.post("/data/delete", {"word": "delete"}, follow=False)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert app.state.keys.cookie != old
    assert owner.get("/data").status_code == 200  # this browser is let in by the new word
    assert owner.get("/data", headers={"cookie": f"{app.state.keys.cookie_name}={old}"}).status_code == 403
