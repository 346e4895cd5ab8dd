"""Nobody but the browser that opened the printed address gets in, and nothing that goes out leaks."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from upperback.model.catalogue import Catalogue
from upperback.services.person import Person
from upperback.web.errors import refuse
from upperback.web.gate import Gate
from upperback.web.security import Keys

NAMES = {
    "exercise_id": "band_row",
    "test_id": "t_seated_rotation",
    "method": "self",
    "step": "where",
    "kind": "walk",
    "session_id": "none",
}


def paths(app: FastAPI, method: str) -> list[str]:
    """Every address the app answers with this method, its parameters filled in."""
    found = []
    for path, methods in app.openapi()["paths"].items():
        if method.lower() in methods:
            found.append(re.sub(r"{(\w+)}", lambda m: NAMES.get(m.group(1), "1"), path))
    return found


def test_every_page_is_closed_to_a_stranger(app: FastAPI, stranger: Any) -> None:
    every = paths(app, "get")
    assert {"/", "/start", "/findings", "/programme", "/progress", "/data/upperback.json"} <= set(every)
    for path in every:
        answer = stranger.get(path, follow=False)
        assert (path, answer.status_code) == (path, 403)
        assert "How to open Upperback" in answer.text
        assert 'name="csrf"' not in answer.text


def test_every_form_is_closed_to_a_stranger(app: FastAPI, stranger: Any, person: Person) -> None:
    for path in paths(app, "post"):
        assert (path, stranger.post(path, csrf="x", follow=False).status_code) == (path, 403)
    assert person.is_new()


def test_the_address_opens_once_and_its_token_disappears(app: FastAPI, stranger: Any, owner: Any) -> None:
    assert stranger.get("/?token=wrong").status_code == 403
    # The owner has used the token already.
    assert stranger.get("/?token=once").status_code == 403
    again = owner.get("/?token=once", follow=False)
    assert (again.status_code, again.headers["location"]) == (303, "/")


def test_the_cookie_is_for_this_site_and_no_script(stranger: Any) -> None:
    answer = stranger.get("/tests?token=once", follow=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/tests")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert f"Max-Age={90 * 24 * 3600}" in cookie
    assert "once" not in cookie


def test_the_cookies_days_count_from_the_last_visit_on(owner: Any, stranger: Any, app: FastAPI) -> None:
    assert owner.get("/").headers["set-cookie"] == app.state.keys.set_cookie()
    assert "set-cookie" not in owner.get("/settings").headers
    assert "set-cookie" not in stranger.get("/").headers


def test_another_word_shuts_out_who_holds_the_old_one(owner: Any, app: FastAPI, person: Person) -> None:
    word = owner.csrf()
    app.state.keys.renew()
    assert owner.get("/").status_code == 403
    assert owner.post("/pain", {"pain": "4"}, csrf=word).status_code == 403
    assert person.case().diary == ()


def test_a_name_that_is_not_loopback_is_refused(owner: Any) -> None:
    for host in ("upperback.example:8737", "127.0.0.1:8738", "127.0.0.1.evil.example:8737", "192.168.1.5:8737", ""):
        answer = owner.get("/", headers={"host": host})
        assert (host, answer.status_code) == (host, 400)
    assert owner.get("/", headers={"host": "localhost:8737"}).status_code == 200


def test_a_form_from_another_page_is_refused(owner: Any, person: Person) -> None:
    word = owner.csrf()
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {},
    ):
        answer = owner.post("/pain", {"pain": "4"}, csrf=word, headers=headers)
        assert (headers, answer.status_code) == (headers, 403)
    assert owner.post("/pain", {"pain": "4"}, csrf="wrong").status_code == 403
    assert person.case().diary == ()


def test_the_browsers_own_form_is_taken_though_it_hides_where_it_comes_from(owner: Any, person: Person) -> None:
    sent = owner.post("/pain", {"pain": "4"}, headers={"origin": "null", "sec-fetch-site": "same-origin"})
    assert sent.status_code == 200
    assert person.case().diary[0].pain == 4


def test_every_answer_carries_the_security_headers(owner: Any, stranger: Any) -> None:
    answers = [
        owner.get("/"),
        owner.get("/nothing/here"),
        owner.get("/?token=once", follow=False),
        owner.get("/assets/look.css"),
        owner.post("/pain", {"pain": "99"}),
        stranger.get("/"),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 303, 200, 400, 403]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "script-src 'self' 'wasm-unsafe-eval'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "http" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "camera=(self)" in answer.headers["permissions-policy"]


def test_pages_are_never_kept_and_versioned_assets_for_a_year(app: FastAPI, owner: Any) -> None:
    assert owner.get("/").headers["cache-control"] == "no-store"
    kept = owner.get(app.state.assets.address("look.css"))
    assert (kept.status_code, kept.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    plain = owner.get("/assets/look.css")
    assert plain.headers["cache-control"] == "no-cache"
    assert owner.get("/assets/look.css", headers={"if-none-match": plain.headers["etag"]}).status_code == 304


def test_a_page_from_before_an_update_still_gets_the_large_libraries_and_nothing_else(owner: Any) -> None:
    """Its own scripts the browser has kept; the model of the pose is too large for that."""
    before = "/assets/0123456789ab"
    model = owner.get(f"{before}/vendor/pose/pose_landmarker_full.task")
    assert (model.status_code, model.headers["cache-control"]) == (200, "no-cache")  # not kept under a version it is not of
    assert owner.get(f"{before}/session/player.js").status_code == 404
    assert owner.get(f"{before}/vendor/../../app.py").status_code == 404


@pytest.mark.parametrize("path", ["/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2fsecurity.py"])
def test_assets_are_the_assets_alone(owner: Any, path: str) -> None:
    assert owner.get(path).status_code == 404


def test_an_error_shows_and_logs_nothing_a_person_entered(
    app: FastAPI, owner: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down() -> None:
        raise RuntimeError("pain of 7 in the neck of Jane")

    monkeypatch.setattr(app.state.person, "case", break_down)
    answer = owner.get("/about")
    assert answer.status_code == 500
    assert "Back to today" in answer.text
    told = capsys.readouterr()
    for text in (answer.text, told.err, told.out):
        assert "Jane" not in text
        assert "Traceback" not in text
    assert "RuntimeError at test_gate.py" in told.err


def test_a_page_that_is_not_there_has_a_way_out(owner: Any) -> None:
    for path in ("/nothing", "/exercises/nothing", "/tests/nothing", "/tests/t_seated_rotation/by/nothing"):
        answer = owner.get(path)
        assert (path, answer.status_code) == (path, 404)
        assert 'href="/"' in answer.text


def test_two_apps_side_by_side_have_their_own_cookies() -> None:
    assert Keys(token="a", port=8737).cookie_name != Keys(token="a", port=8738).cookie_name


def test_nothing_of_the_catalogue_names_an_emergency_number(catalogue: Catalogue) -> None:
    folder = Path(__file__).parents[2] / "src/upperback/web/templates"
    for template in folder.rglob("*.html"):
        assert not re.search(r"\b(112|911|999|000)\b", template.read_text(encoding="utf-8")), template.name
    for _, text in catalogue.texts.all():
        assert not re.search(r"\b(112|911|999)\b", text)


def test_every_text_a_template_asks_for_is_in_the_catalogue(catalogue: Catalogue) -> None:
    folder = Path(__file__).parents[2] / "src/upperback/web/templates"
    asked = {
        name
        for template in folder.rglob("*.html")
        for name in re.findall(r'\bt\("([\w.]+)"', template.read_text(encoding="utf-8"))
    }
    assert asked
    written = [key for key, _ in catalogue.texts.all()]
    whole = {name for name in asked if not name.endswith((".", "_"))}
    assert {name for name in whole if name not in catalogue.texts} == set()
    assert {name for name in asked - whole if not any(key.startswith(name) for key in written)} == set()


def test_an_error_behind_the_socket_is_logged_without_what_was_entered(
    runner: asyncio.Runner, capsys: pytest.CaptureFixture[str]
) -> None:
    async def break_down(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError("pain of 7 in the neck of Jane")

    async def connect() -> Message:
        return {"type": "websocket.connect"}

    async def send(_message: Message) -> None:
        return None

    keys = Keys(token="once", port=8737)
    headers = [(b"host", b"127.0.0.1:8737"), (b"origin", b"http://127.0.0.1:8737"), (b"cookie", keys.set_cookie().encode())]
    gate = Gate(break_down, keys=keys, refuse=refuse)
    runner.run(gate({"type": "websocket", "path": "/ws/camera", "headers": headers, "query_string": b""}, connect, send))
    told = capsys.readouterr()
    assert "Jane" not in told.err + told.out
    assert "RuntimeError at test_gate.py" in told.err
