"""The record of this computer by command: out, in, gone."""

import json
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from upperback.cli.main import app
from upperback.services import knowledge
from upperback.services.person import Person
from upperback.store.opening import open_store


def now() -> datetime:
    return datetime.now().astimezone()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "upperback.sqlite"
    person = Person(open_store(path, now()), knowledge.catalogue(), now, lambda: "id")
    person.diary.log_pain(4, 6)
    person.diary.name_activity("carrying my grandchild", 8)
    return path


def run(*words: str, typed: str = "") -> Any:
    return CliRunner().invoke(app, list(words), input=typed)


@pytest.mark.parametrize("name", ["all.zip", "case.json"])
def test_what_goes_out_comes_in_elsewhere_and_out_again_the_same(db: Path, tmp_path: Path, name: str) -> None:
    file, again, other = tmp_path / name, tmp_path / f"again-{name}", tmp_path / "other.sqlite"
    answer = run("export", str(file), "--db", str(db), "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["bytes"]) == (0, file.stat().st_size)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = json.loads(run("import", str(file), "--db", str(other), "--json").stdout)
    assert (told["diary_days"], told["activities"], told["sessions"]) == (1, 1, 0)
    assert run("export", str(again), "--db", str(other)).exit_code == 0
    assert again.read_bytes() == file.read_bytes()


def test_a_record_that_is_here_is_replaced_only_after_a_yes(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"today": "2026-01-02", "about": {}, "screens": []}))
    assert run("import", str(file), "--db", str(db), typed="n\n").exit_code == 1
    run("export", str(tmp_path / "still.json"), "--db", str(db))
    assert "grandchild" in (tmp_path / "still.json").read_text()
    assert run("import", str(file), "--db", str(db), "--yes").exit_code == 0
    run("export", str(tmp_path / "after.json"), "--db", str(db))
    assert "grandchild" not in (tmp_path / "after.json").read_text()


def test_deleted_is_gone_from_every_file(db: Path) -> None:
    assert run("delete", "--db", str(db), typed="n\n").exit_code == 1
    assert b"grandchild" in b"".join(path.read_bytes() for path in db.parent.iterdir())
    assert run("delete", "--db", str(db), "--yes").exit_code == 0
    assert b"grandchild" not in b"".join(path.read_bytes() for path in db.parent.iterdir())


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("export", "a.txt", "--db", "{db}"), "a.txt: the name has to end in .zip or .json"),
        (("export", "a.zip", "--db", "{tmp}/none"), "{tmp}/none: there is no record here"),
        (("export", "{tmp}/no/a.zip", "--db", "{db}"), "{tmp}/no/a.zip: No such file or directory"),
        (("import", "{tmp}/none.zip", "--db", "{db}"), "{tmp}/none.zip: No such file or directory"),
        (("import", "{db}", "--db", "{db}"), "{db}: this is no case file"),
        (("delete", "--yes", "--db", "{tmp}/none"), "{tmp}/none: there is no record here"),
    ],
)
def test_what_can_not_be_is_one_line_and_status_2(db: Path, tmp_path: Path, words: tuple[str, ...], line: str) -> None:
    placed = [word.format(db=db, tmp=tmp_path) for word in words]
    answer = run(*placed)
    assert (answer.exit_code, answer.stdout, answer.stderr) == (2, "", line.format(db=db, tmp=tmp_path) + "\n")
