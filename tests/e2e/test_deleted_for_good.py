"""Deleted means deleted: after it, no byte of the person in the database, its journals and copies, the system's temporary folder,
what the server printed, or what the browser keeps of the app."""

import os
import shutil
import sqlite3
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from upperback.model.body import Frame, Side
from upperback.model.kept import Watched
from upperback.services.person import Person
from upperback.services.views import SessionKind
from upperback.store.opening import MIGRATIONS, open_store

pytestmark = pytest.mark.browser

# Words and numbers that nothing but this person could have brought along.
ACTIVITY = "Quittenmus einkochen"
CLINICIAN = "Doktor Zwirbelfranz"
QUEUED = "Wartende Wanderheuschrecke"
WORDS = (ACTIVITY, CLINICIAN, QUEUED, "cervical_quux")
NUMBERS = {"pain": 3.718281, "walked": 127.34567, "trial": 31.415926, "peak": 27.182818, "goal": 7.389056}


def needles() -> dict[str, list[bytes]]:
    """Each mark in every shape it may be kept in: UTF-8 and UTF-16 text, a number as text and as eight bytes either way round."""
    found = {word: [word.encode(), word.encode("utf-16-le")] for word in WORDS}
    return found | {
        name: [str(n).encode(), str(n).encode("utf-16-le"), struct.pack(">d", n), struct.pack("<d", n)]
        for name, n in NUMBERS.items()
    }


def found_in(*folders: Path) -> dict[str, list[str]]:
    """Every mark that is in any file, with the files' names."""
    found: dict[str, list[str]] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        for mark, shapes in needles().items():
            if any(shape in content for shape in shapes):
                found.setdefault(mark, []).append(path.name)
    return found


def with_an_older_copy(db: Path, folder: Path) -> None:
    """A database of an earlier version with the person in it: opening it leaves a copy behind."""
    older = folder / "older"
    shutil.copytree(MIGRATIONS, older, ignore=shutil.ignore_patterns("__pycache__", "000[4-9]*"))
    open_store(db, datetime.now(UTC), migrations=older).close()
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(
            "INSERT INTO person (id, revision, old_revision, age, regions, minutes_per_session, days_per_week, equipment,"
            " lacking, avoid_positions, likes, dislikes, added, removed)"
            " VALUES ('me', 1, 0, 43, '[\"cervical_quux\"]', 15, 4, '[\"band\"]', '[]', '[]', '[]', '[]', '[]', '[]')"
        )
        connection.execute("INSERT INTO activity (person_id, name, goal) VALUES ('me', ?, ?)", (ACTIVITY, NUMBERS["goal"]))


def fill(person: Person) -> None:
    """The marks in every place a person writes to; the landmarks are a picture of their own."""
    screening = person.screening
    person.diary.log_pain(NUMBERS["pain"])
    person.diary.log_activity("brisk_walking", NUMBERS["walked"])
    screening.open()
    for group in person.catalogue.groups:
        asked = [q.id for q in person.catalogue.questions.values() if q.group == group.id]
        screening.answer_group(group.id, dict.fromkeys(asked, False))
    screening.finish_screen()
    screening.record_review(CLINICIAN, person.today())
    person.testing.record_test("t_seated_rotation", "rotation", Side.LEFT, (NUMBERS["trial"], 33.0), "camera")
    session = person.sessions.start(SessionKind.FULL)
    person.sessions.add_rep(session, 0, f"key {CLINICIAN}", peak=NUMBERS["peak"])
    person.landmarks.allow()
    recorder = person.landmarks.recorder(Watched.EXERCISE, "band_row", session=session, item=0)
    assert recorder is not None
    for n in range(300):
        recorder.push(Frame(n / 30, np.full((33, 2), 100.0 + n), np.full((33, 3), n / 1000), np.ones(33), (640, 480)))
    recorder.close()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The system's temporary folder, for the server alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    yield folder
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        os.environ.pop(name, None)


PUT = """async (mark) => {
  localStorage.setItem("upperback-camera", mark);
  sessionStorage.setItem("upperback camera", mark);
  const cache = await caches.open("under-way");
  await cache.put("/session/x", new Response(mark));
  await new Promise((done) => {
    const asked = indexedDB.open("another queue", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("events", { autoIncrement: true });
    asked.onsuccess = () => {
      const put = asked.result.transaction("events", "readwrite");
      put.objectStore("events").add({ mark });
      put.oncomplete = () => { asked.result.close(); done(); };
    };
  });
}"""

LEFT = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), caches: await caches.keys(),
  databases: (await indexedDB.databases()).map((one) => one.name),
})"""


def test_no_byte_of_the_person_is_left_anywhere(
    tmp_path: Path, temporary: Path, make_server: Callable[[Path], Any], open_person: Callable[[Path], Person], browsers: Any
) -> None:
    db, profile = tmp_path / "data" / "upperback.sqlite", tmp_path / "profile"
    with_an_older_copy(db, tmp_path)
    fill(open_person(db))
    server = make_server(db).start()
    context = browsers.with_profile(profile)
    try:
        page = context.pages[0]
        page.goto(server.token_address)
        for path in ("/", "/progress", "/about/activities", "/data", "/data/where", "/data/landmarks", "/settings"):
            page.goto(server.base + path)
        for path in (
            "/data/upperback.zip",
            "/programme/handout.pdf",
            "/progress/report.pdf",
            "/note.pdf",
            "/habits/reminders.ics",
        ):
            assert page.request.get(server.base + path).ok, path
        page.evaluate(PUT, QUEUED)
        page.wait_for_timeout(300)
        before = found_in(db.parent, profile)
        assert set(before) == {*WORDS, *NUMBERS}  # what is looked for can be found
        assert [name for name in before[ACTIVITY] if name.startswith("upperback-")]  # in the copy from before the update too

        page.goto(server.base + "/data/delete")
        page.get_by_text("At once, with no way back").click()
        page.get_by_label("Type “delete” to go on").fill("delete")
        page.get_by_role("button", name="Delete everything").click()
        expect(page.get_by_role("heading", name="Everything is gone")).to_be_visible()
        expect(page.get_by_text("This browser keeps nothing of you any more.")).to_be_visible()
        assert found_in(db.parent, temporary) == {}  # while the program still runs
        left = page.evaluate(LEFT)
        assert (left["local"], left["session"], left["databases"]) == ([], [], [])
        assert [name for name in left["caches"] if not name.startswith(("shell-", "figures-"))] == []
        assert {cookie["name"] for cookie in context.cookies()} <= {f"upperback_{server.port}"}
        page.goto(server.base + "/")
        assert page.get_by_role("heading", level=1).inner_text()
    finally:
        context.close()
        server.process.terminate()
        out, err = server.process.communicate(timeout=60)
    assert found_in(db.parent, temporary, profile) == {}
    assert [mark for mark in WORDS if mark in out + err] == []
    assert not (db.parent / "backups").exists() or list((db.parent / "backups").iterdir()) == []


def test_the_way_back_ends_though_the_program_was_closed_before(
    tmp_path: Path, make_server: Callable[[Path], Any], open_person: Callable[[Path], Person]
) -> None:
    db = tmp_path / "data" / "upperback.sqlite"
    person = open_person(db)
    fill(person)
    person.diary.name_activity(ACTIVITY, NUMBERS["goal"])
    person.whole.delete_everything(at_once=False)
    assert person.whole.way_back_until() is not None
    assert ACTIVITY in found_in(db.parent)
    with closing(sqlite3.connect(db)) as connection, connection:  # eleven minutes pass
        long_ago = datetime.now(UTC) - timedelta(minutes=11)
        connection.execute("UPDATE undo SET at = ?", (long_ago.isoformat(),))
    server = make_server(db).start()
    try:
        until = time.monotonic() + 60
        while found_in(db.parent) and time.monotonic() < until:
            time.sleep(0.1)
        assert found_in(db.parent) == {}
    finally:
        server.kill()
