"""`handout`, `report` and `note -o` as a user runs them: a whole PDF or nothing, and the statuses of the other case commands."""

import json
import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from upperback.catalogue.loader import load
from upperback.cli.main import app
from upperback.exchange.case_file import write
from upperback.model.record import About, Case, Screen, Wishes

GOLDEN = Path(__file__).parents[1] / "golden/cases"


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def golden(name: str) -> Path:
    return GOLDEN / f"{name}.json"


@pytest.mark.parametrize("command", ["handout", "report", "note"])
def test_a_paper_is_written_and_nothing_is_said(command: str, tmp_path: Path) -> None:
    out = tmp_path / "paper.pdf"
    result = run(command, golden("whole"), "-o", out)
    assert (result.exit_code, result.output) == (0, "")
    assert out.read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == [out]


def test_a_usual_programme_has_two_pages_on_both_papers(tmp_path: Path) -> None:
    for paper in ("a4", "letter"):
        assert run("handout", golden("go"), "-o", tmp_path / "h.pdf", "--paper", paper).exit_code == 0
        assert len(PdfReader(tmp_path / "h.pdf").pages) == 2


@pytest.mark.parametrize("name", ["emergency", "clinician_first", "incomplete"])
def test_a_no_of_the_screen_gives_no_handout_but_the_screens_line(name: str, tmp_path: Path) -> None:
    result = run("handout", golden(name), "-o", tmp_path / "h.pdf", "--json")
    assert result.exit_code == 3
    assert result.stdout == run("plan", golden(name), "--json").stdout
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_fits_the_reasons_come_instead(tmp_path: Path) -> None:
    result = run("handout", golden("nothing_fits"), "-o", tmp_path / "h.pdf", "--json")
    assert result.exit_code == 4
    assert json.loads(result.stdout) == json.loads(run("plan", golden("nothing_fits"), "--json").stdout)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["emergency", "clinician_first", "incomplete"])
def test_a_report_is_there_for_whom_a_clinician_should_see_and_says_so_first(name: str, tmp_path: Path) -> None:
    assert run("report", golden(name), "-o", tmp_path / "r.pdf").exit_code == 0
    said = PdfReader(tmp_path / "r.pdf").pages[0].extract_text()
    text = json.loads(run("screen", golden(name), "--json").stdout)["text"]
    assert "First of all" in said
    assert "".join(text.split())[:60] in "".join(said.split())


BROKEN = {
    "no file": (None, "cannot be read"),
    "no json": ("{", "line 1"),
    "a pain of 11": ('{"today": "2026-02-20", "about": {}, "screens": [], "diary": [{"day": "2026-02-18", "pain": 11}]}', "pain"),
}


@pytest.mark.parametrize("command", ["handout", "report", "note"])
@pytest.mark.parametrize("name", BROKEN)
def test_bad_input_is_one_line_and_leaves_what_was_there(command: str, name: str, tmp_path: Path) -> None:
    content, _ = BROKEN[name]
    case, out = tmp_path / "case.json", tmp_path / "kept.pdf"
    if content is not None:
        case.write_text(content, encoding="utf-8")
    out.write_bytes(b"as it was")
    result = run(command, case, "-o", out)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "case.json" in result.stderr
    assert out.read_bytes() == b"as it was"
    assert {path.name for path in tmp_path.iterdir()} <= {"case.json", "kept.pdf"}


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    for out in (tmp_path / "no/such/folder.pdf", tmp_path):
        result = run("handout", golden("go"), "-o", out)
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
        assert str(out) in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_case_file_itself_is_never_written_over(tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_bytes(golden("go").read_bytes())
    (tmp_path / "same.pdf").symlink_to(case)
    for out in (case, tmp_path / "same.pdf"):
        assert run("handout", case, "-o", out).exit_code == 2
    assert case.read_bytes() == golden("go").read_bytes()


def test_a_paper_has_the_rights_of_any_new_file_and_keeps_those_it_had(tmp_path: Path) -> None:
    out = tmp_path / "h.pdf"
    (tmp_path / "beside").touch()
    assert run("handout", golden("go"), "-o", out).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == stat.S_IMODE((tmp_path / "beside").stat().st_mode)
    out.chmod(0o600)
    assert run("handout", golden("go"), "-o", out).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_it_is_the_same_paper_in_another_process_and_another_zone(tmp_path: Path) -> None:
    here = tmp_path / "here.pdf"
    run("handout", golden("go"), "-o", here)
    there = tmp_path / "there.pdf"
    command = [sys.executable, "-c", "from upperback.cli.main import app; app()", "handout", str(golden("go")), "-o", str(there)]
    subprocess.run(command, check=True, env={**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LANG": "C"})
    assert here.read_bytes() == there.read_bytes()


def test_a_persons_activity_in_markup_is_printed_as_words(tmp_path: Path) -> None:
    known = load()
    answers = dict.fromkeys(known.questions, False)
    case = Case(date(2026, 2, 20), About(age=43), (Screen(date(2026, 2, 19), answers),), wishes=Wishes())
    data = json.loads(write(case))
    data["function"] = [{"activity": '#panic("x") *sit* $1$', "goal": 8, "scores": [{"day": "2026-02-18", "score": 4}]}]
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert run("report", path, "-o", tmp_path / "r.pdf").exit_code == 0
    said = "".join(page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages)
    assert '#panic("x") *sit* $1$' in said
