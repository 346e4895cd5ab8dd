"""Your data on its pages: what comes in is looked at first, what goes is told before, and what is kept is all said."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from upperback.model.body import Frame
from upperback.model.catalogue import Catalogue
from upperback.model.kept import Watched
from upperback.services.person import Person
from upperback.store.tables import metadata

ASSETS = Path(__file__).parents[2] / "src/upperback/web/assets"
WEB = ASSETS.parent


def recorded(person: Person) -> str:
    person.landmarks.allow()
    recorder = person.landmarks.recorder(Watched.EXERCISE, "cat_cow", session="s", item=0)
    assert recorder is not None
    for n in range(90):
        recorder.push(Frame(n / 30, np.full((33, 2), 100.0 + n), np.full((33, 3), n / 1000), np.ones(33), (640, 480)))
    recorder.close()
    return person.landmarks.every()[0].key


@pytest.mark.usefixtures("history")
def test_a_file_is_looked_into_before_anything_changes(owner: Any, person: Person) -> None:
    key = recorded(person)
    saved = owner.get("/data/upperback.zip")
    assert saved.headers["content-disposition"] == 'attachment; filename="upperback-2026-01-22.zip"'
    assert "content-encoding" not in saved.headers
    before = person.export_case()
    person.whole.delete_everything(at_once=True)
    preview = owner.post("/data/import", files={"file": ("upperback.zip", saved.content)})
    assert "This is what it holds" in preview.text
    assert "6 test results" in preview.text
    assert "0 min 2 s of recordings" in preview.text
    assert person.is_new()
    assert owner.post(preview.url.path, {"go": "leave"}).url.path == "/data"
    assert owner.get(preview.url.path).status_code == 400  # it is not held any longer
    preview = owner.post("/data/import", files={"file": ("upperback.zip", saved.content)})
    assert owner.post(preview.url.path, {"go": "in"}).status_code == 200
    assert (person.export_case(), person.landmarks.every()[0].key) == (before, key)
    assert owner.get("/data/upperback.zip").content == saved.content


def test_a_file_that_can_not_be_used_leaves_the_person_on_the_page_with_what_to_do(owner: Any) -> None:
    for content, said in (
        (b"\x89PNG", "This is no file saved by Upperback."),
        (b"PK\x03\x04", "This zip is broken or only half there."),
        (_zip({"letter.txt": b"dear"}), "This zip holds no record of Upperback"),
        (_zip({"../upperback.json": b"{}"}), "This zip was not made by Upperback."),
        (_zip({"upperback.json": bytes(9 * 2**20)}), "so it stays shut"),
    ):
        answer = owner.post("/data/import", files={"file": ("x", content)})
        assert answer.status_code == 400
        assert said in answer.text
        assert "Bring it back" in answer.text


def _zip(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in entries.items():
            z.writestr(name, content)
    return out.getvalue()


def test_the_form_to_delete_comes_back_as_it_was_filled_in(owner: Any, person: Person) -> None:
    person.diary.log_pain(3)
    answer = owner.post("/data/delete", {"word": "delte", "how": "now"})
    assert answer.status_code == 400
    assert 'value="delte"' in answer.text
    assert 'value="now" checked' in answer.text
    assert "type the word delete" in answer.text
    assert not person.is_new()


@pytest.mark.parametrize(("how", "undone"), [("later", True), ("now", False)])
def test_after_deleting_the_browser_is_emptied_and_the_way_back_is_told(
    owner: Any, person: Person, how: str, undone: bool
) -> None:
    person.diary.log_pain(3)
    owner.client.cookies.set("upperback_onward", "/tests")
    answer = owner.post("/data/delete", {"word": "delete", "how": how}, follow=False)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert 'upperback_onward=""' in ";".join(answer.headers.get_list("set-cookie"))
    page = owner.page("/data/deleted")
    assert ("You can take it back until 08:40." in page.words) == undone
    assert page.title == ("It is deleted" if undone else "Everything is gone")
    if undone:
        owner.post("/data/deleted")
        assert owner.page("/data/deleted").title == "Everything is gone"
    assert person.can_undo() is None


@pytest.mark.usefixtures("history")
def test_keeping_landmarks_is_off_until_one_says_yes_and_ends_as_one_says(owner: Any, person: Person) -> None:
    assert "Nothing is kept" in owner.get("/data/landmarks").text
    owner.post("/data/landmarks/allow")
    assert person.landmarks.allowed()
    key = recorded(person)
    page = owner.get("/data/landmarks").text
    assert "Points are kept since 22 January" in page
    assert f"/data/landmarks/{key}" in page
    moving = owner.get(f"/data/landmarks/{key}/moving.json").json()
    assert moving["seconds"] == pytest.approx(2.93, abs=0.1)
    assert len(moving["t_s"]) == len(moving["points"]) == 45
    assert owner.get(f"/data/landmarks/{key}").text.count('class="limb"') == len(moving["bones"])
    assert owner.get(f"/data/landmarks/{key}/table.csv").text.startswith("t_s,nose_x,")
    owner.post("/data/landmarks/stop", {"kept": "leave"})
    assert (person.landmarks.allowed(), len(person.landmarks.every())) == (False, 1)
    owner.post("/data/landmarks/delete", {"key": key})
    assert person.landmarks.every() == ()
    assert owner.get(f"/data/landmarks/{key}").status_code == 400


@pytest.mark.usefixtures("history")
def test_every_table_can_be_saved_by_itself(owner: Any, person: Person) -> None:
    page = owner.get("/data").text
    for name in person.luggage.sheets():
        assert f'href="/data/tables/{name}.csv"' in page
        saved = owner.get(f"/data/tables/{name}.csv")
        assert saved.headers["content-type"] == "text/csv; charset=utf-8"
        assert saved.content == person.luggage.sheet(name)
    assert owner.get("/data/tables/secrets.csv").status_code == 400


# -- the page that says what is kept where is the truth ----------------------------------------------------------------


def told(owner: Any) -> set[str]:
    return set(re.findall(r'data-kept="([^"]+)"', owner.get("/data/where").text))


def test_every_table_of_the_database_is_told(owner: Any) -> None:
    assert {*metadata.tables, "alembic_version"} <= told(owner)


def test_the_database_is_where_the_page_says(owner: Any, person: Person, tmp_path: Path) -> None:
    assert f'<code class="path">{tmp_path / "record.sqlite"}</code>' in owner.get("/data/where").text
    assert str(tmp_path) not in owner.get("/data").text + owner.get("/settings").text


def test_every_cookie_is_told(owner: Any, screened: Callable[..., None]) -> None:
    owner.post("/settings", {"theme": "dark", "voice": "off"})
    for path in ("/", "/session", "/tests", "/routines/standing_turns/start", "/ease", "/data", "/breaks", "/habits"):
        owner.get(path)
    set_by = {path.name for path in WEB.rglob("*.py") if "set_cookie(" in path.read_text(encoding="utf-8")}
    assert set_by <= {"settings.py", "onward.py", "security.py", "gate.py", "offline.py"}
    assert set(owner.client.cookies) <= told(owner)
    assert {"upperback_8737", "upperback_theme", "upperback_voice"} <= set(owner.client.cookies)


STORES = re.compile(r"localStorage|sessionStorage|indexedDB|caches\.open")
NAME = re.compile(r'^const [A-Z_]+ = (?:"([^"/]+)"|`([^`]+)`);', re.MULTILINE)


def test_everything_scripts_keep_in_the_browser_is_told(owner: Any) -> None:
    names = set()
    for path in ASSETS.rglob("*.js"):
        code = path.read_text(encoding="utf-8")
        if "vendor" not in path.parts and path.parent.name != "data" and STORES.search(code):
            found = [a or b for a, b in NAME.findall(code)]
            assert found, f"{path.name}: a name that is kept should stand in a constant"
            # A name that ends in a space is the beginning of a lock's: it keeps two tabs apart and is kept nowhere.
            names |= {re.sub(r"\W+", "_", name.partition("-${")[0]) for name in found if not name.endswith(" ")}
    assert {"upperback", "today", "upperback_camera"} <= names
    assert names <= told(owner)


def test_nothing_but_these_ways_leads_into_the_browsers_memory() -> None:
    other = re.compile(r"document\.cookie|cookieStore|showSaveFilePicker|navigator\.storage\.getDirectory|openDatabase")
    scripts = [path for path in ASSETS.rglob("*.js") if "vendor" not in path.parts]
    assert [path.name for path in scripts if other.search(path.read_text(encoding="utf-8"))] == []


def test_the_words_of_the_page_name_nothing_that_is_gone(owner: Any, catalogue: Catalogue) -> None:
    assert set(catalogue.texts.table("data.where.table")) == {*metadata.tables, "alembic_version"}
