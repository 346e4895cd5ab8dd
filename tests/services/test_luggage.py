"""Everything of a person out of one computer and into another: the same to the last byte, or not at all."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from upperback.model.body import Frame, Side
from upperback.model.catalogue import Catalogue
from upperback.model.kept import Watched
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.views import SessionKind, StopReason
from upperback.store.opening import open_store

Entries = dict[str, bytes]


@pytest.fixture
def lived(ready: Person, clock: Any) -> Person:
    """Someone who has left something in every corner."""
    ready.diary.log_pain(4, 6)
    ready.diary.log_activity("brisk_walking", 30)
    ready.diary.name_activity('=lifting, my "grandchild"', 8)
    ready.diary.score_activity('=lifting, my "grandchild"', 4)
    ready.testing.record_test("t_seated_rotation", "rotation", Side.LEFT, (31, 33.5), "camera", pain=2, familiar=True)
    session = ready.sessions.start(SessionKind.FULL, 3)
    items = ready.sessions.session(session).items
    for n in range(3):
        ready.sessions.add_rep(session, items[0].item, f"k{n}", side=Side.LEFT, peak=-20.5 - n, by="tap")
    ready.sessions.finish_set(session, items[0].item, 1)
    ready.sessions.stop_item(session, items[1].item, StopReason.CRAMP, 5)
    ready.sessions.finish_session(session, 2, 5)
    ready.reminding.save(replace(ready.reminding.habits(), remind_on=(0, 3), remind_at=time(7, 45), break_every_min=45))
    ready.reminding.renew_feed()
    ready.landmarks.allow()
    recorder = ready.landmarks.recorder(Watched.EXERCISE, "band_row", session=session, item=0)
    assert recorder is not None
    for n in range(300):
        x = np.sin(n / 20 + np.arange(33))
        recorder.push(
            Frame(n / 30, np.stack([400 + 90 * x, 300 - x], 1), np.stack([x, -x, x / 3], 1), np.full(33, 0.93), (640, 480))
        )
    recorder.close()
    clock.pass_by(days=1)
    return ready


@pytest.fixture
def elsewhere(tmp_path: Path, catalogue: Catalogue, clock: Any) -> Person:
    """A new laptop."""
    return Person(open_store(tmp_path / "elsewhere" / "new.sqlite", clock()), catalogue, clock, lambda: "never used")


def packed(person: Person) -> bytes:
    return b"".join(person.luggage.everything())


def entries_of(content: bytes) -> Entries:
    with zipfile.ZipFile(io.BytesIO(content)) as z:
        return {name: z.read(name) for name in z.namelist()}


def zipped(entries: Entries) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in entries.items():
            z.writestr(name, content)
    return out


def rows(entries: Entries, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(entries[f"tables/{table}.csv"].decode(), newline="")))


def test_out_deleted_in_and_out_again_is_the_same_to_the_last_byte(lived: Person) -> None:
    case, everything = lived.export_case(), packed(lived)
    assert packed(lived) == everything
    lived.whole.delete_everything(at_once=True)
    assert (lived.is_new(), lived.landmarks.every()) == (True, ())
    lived.luggage.bring_back(io.BytesIO(everything))
    assert lived.export_case() == case
    assert packed(lived) == everything


def test_a_new_laptop_has_it_all(lived: Person, elsewhere: Person) -> None:
    everything = packed(lived)
    told = elsewhere.luggage.look_into(io.BytesIO(everything))
    assert (told.sessions, told.diary_days, told.repetitions, told.recordings, round(told.recorded_s)) == (1, 1, 3, 1, 10)
    assert elsewhere.is_new()
    elsewhere.luggage.bring_back(io.BytesIO(everything))
    assert elsewhere.case() == lived.case()
    assert packed(elsewhere) == everything
    assert elsewhere.landmarks.consent() == lived.landmarks.consent()
    assert elsewhere.reminding.habits() == lived.reminding.habits()
    assert elsewhere.reminding.habits().remind_at == time(7, 45)
    secret = lived.reminding.feed_secret()
    assert secret is not None
    assert (elsewhere.reminding.feed_secret(), secret.encode() in b"".join(entries_of(everything).values())) == (None, False)
    (here,), (there,) = lived.landmarks.every(), elsewhere.landmarks.every()
    assert here == there
    assert elsewhere.landmarks.table(there.key) == lived.landmarks.table(here.key)
    elsewhere.undo_last()
    assert (elsewhere.is_new(), elsewhere.landmarks.every()) == (True, ())


def test_bringing_in_can_be_taken_back_with_the_recordings_that_were_here(lived: Person) -> None:
    everything = packed(lived)
    lived.landmarks.delete([one.key for one in lived.landmarks.every()])
    before = packed(lived)
    lived.luggage.bring_back(io.BytesIO(everything))
    assert len(lived.landmarks.every()) == 1
    assert lived.undo_last().kind == "import"
    assert packed(lived) == before


def test_a_case_file_by_itself_comes_in_too(lived: Person, elsewhere: Person) -> None:
    content = io.BytesIO(lived.export_case().encode())
    assert elsewhere.luggage.look_into(content).repetitions is None
    elsewhere.luggage.bring_back(content)
    assert elsewhere.export_case() == lived.export_case()


def test_the_tables_say_their_units_and_run_nothing(lived: Person) -> None:
    entries = entries_of(packed(lived))
    assert [name for name in entries if name.startswith("tables/")] == [f"tables/{s}.csv" for s in lived.luggage.sheets()]
    for name in lived.luggage.sheets():
        assert lived.luggage.sheet(name) == entries[f"tables/{name}.csv"]
    assert rows(entries, "diary")[0] == {
        "day": "2026-02-20", "pain_0_to_10": "4", "worst_pain_0_to_10": "6", "walked_min": "30", "swum_min": "0",
        "slept_badly": "false", "ill": "false",
    }  # fmt: skip
    assert [(r["trial"], r["value_deg"], r["side"]) for r in rows(entries, "tests")] == [
        ("1", "31", "left"),
        ("2", "33.5", "left"),
    ]
    assert rows(entries, "activities")[0]["activity"] == '\'=lifting, my "grandchild"'
    moved = rows(entries, "repetitions")
    assert [next(v for k, v in r.items() if k.startswith("furthest") and v) for r in moved] == ["-20.5", "-21.5", "-22.5"]
    assert {(r["session"], r["set"], r["side"], r["counted_by"], r["held_s"]) for r in moved} == {("0", "1", "left", "tap", "0")}
    stopped = [r for r in rows(entries, "session_items") if r["stopped_because"]]
    assert [(r["stopped_because"], r["pain_0_to_10"]) for r in stopped] == [("cramp", "5")]
    assert len(rows(entries, "programmes")) == sum(len(i) for p in lived.case().programmes for _, i in p.items)
    assert {"finding", "status", "rank"} <= rows(entries, "findings")[0].keys()
    table = next(content for name, content in entries.items() if name.startswith("landmarks/"))
    assert table.startswith(b"t_s,nose_x,nose_y,nose_z,nose_v,nose_px,nose_py,")


def row_of(entries: Entries, table: str, change: Callable[[dict[str, Any]], None]) -> Entries:
    """The same with the first row of a table changed."""
    lines = entries["record.jsonl"].decode().splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith(f'{{"table":"{table}"'))
    columns = json.loads(lines[at])["columns"]
    row = dict(zip(columns, json.loads(lines[at + 1]), strict=True))
    change(row)
    lines[at + 1] = json.dumps(list(row.values()))
    return {**entries, "record.jsonl": ("\n".join(lines) + "\n").encode()}


WRONG: dict[str, Callable[[Entries], Entries]] = {
    "another pain in the rows": lambda e: row_of(e, "diary", lambda r: r.update(pain=9.0)),
    "an unknown state": lambda e: row_of(e, "session", lambda r: r.update(state="flying")),
    "a moment that is none": lambda e: row_of(e, "movement", lambda r: r.update(counted_at="yesterday")),
    "a text where a number belongs": lambda e: row_of(e, "session_item", lambda r: r.update(sets="many")),
    "a number beyond all": lambda e: row_of(e, "movement", lambda r: r.update(peak=1e999)),
    "a programme nobody can read": lambda e: row_of(e, "programme", lambda r: r.update(content={"week": 7})),
    "a recording of another length": lambda e: row_of(e, "recording", lambda r: r.update(frames=299)),
    "a recording that leads elsewhere": lambda e: row_of(e, "recording", lambda r: r.update(key="../../x")),
    "a repetition of no session": lambda e: row_of(e, "movement", lambda r: r.update(session_id="another")),
    "a time that is none": lambda e: row_of(e, "habits", lambda r: r.update(remind_at="25:99")),
    "no landmarks": lambda e: {n: c for n, c in e.items() if not n.startswith("landmarks/")},
    "landmarks that are none": lambda e: {n: b"t_s\n1" if n.startswith("landmarks/") else c for n, c in e.items()},
    "rows that are none": lambda e: {**e, "record.jsonl": b"[1,2]\n"},
    "rows of an unknown table": lambda e: {**e, "record.jsonl": e["record.jsonl"] + b'{"table":"spy","columns":["a"]}\n[1]\n'},
    "a newer Upperback": lambda e: {**e, "record.jsonl": b'{"what":"upperback record","format":2}\n'},
    "no case file": lambda e: {n: c for n, c in e.items() if n != "upperback.json"},
    "a case file that is none": lambda e: {**e, "upperback.json": b"{}"},
}


@pytest.mark.parametrize("spoil", WRONG.values(), ids=WRONG)
def test_what_was_changed_on_the_way_is_refused_and_nothing_is_touched(
    lived: Person, elsewhere: Person, spoil: Callable[[Entries], Entries]
) -> None:
    spoilt = zipped(spoil(entries_of(packed(lived))))
    elsewhere.diary.log_pain(1)
    before = elsewhere.export_case()
    with pytest.raises(BadInputError) as caught:
        elsewhere.luggage.bring_back(spoilt)
    assert "\n" not in str(caught.value)
    assert elsewhere.export_case() == before


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"PK\x03\x04 and no more", b"hello", b"\xff\xfe{", b"[" * 9999])
def test_a_file_of_another_kind_is_refused_with_a_line_that_says_what_to_do(elsewhere: Person, content: bytes) -> None:
    with pytest.raises(BadInputError) as caught:
        elsewhere.luggage.look_into(io.BytesIO(content))
    assert caught.value.text in ("data.error.not_ours", "data.error.zip.not_zip")
