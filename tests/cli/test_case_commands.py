"""The case commands as a user runs them: lines, exit status, one line for bad input."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from upperback.cli.main import app

GOLDEN = Path(__file__).parents[1] / "golden/cases"
COMMANDS = ("screen", "findings", "plan", "review")


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def lines(result: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def golden(name: str) -> str:
    return str(GOLDEN / f"{name}.json")


SCREENS = [
    ("go", "go", [], [], [], "2026-03-19"),
    ("emergency", "emergency_now", ["rf_chest_cardiac"], [], [], None),
    ("clinician_first", "clinician_first", ["rf_cancer_history"], [], [], None),
    ("cleared_by_a_clinician", "modify", ["rf_cancer_history"], [], ["prone"], "2026-03-19"),
    ("incomplete", "incomplete", [], ["rf_lung"], [], None),
    ("modify", "modify", ["ca_pregnancy"], [], ["breath_hold", "deep_abdominal_pressure", "prone"], "2026-03-19"),
]


@pytest.mark.parametrize(("name", "action", "because", "missing", "blocked", "expires"), SCREENS, ids=[s[0] for s in SCREENS])
def test_the_screens_line(
    name: str, action: str, because: list[str], missing: list[str], blocked: list[str], expires: str | None
) -> None:
    result = run("screen", golden(name), "--json")
    assert result.exit_code == 0
    [line] = lines(result)
    assert list(line) == ["action", "because", "missing", "blocked_tags", "expires", "text", "asked", "rules"]
    assert line["text"]
    assert [asked["form"] for asked in line["asked"]] == ["short", "full"]
    assert [rule["rule"] for rule in line["rules"]] == [*because, "screen_valid"]
    assert all(rule["source"] for rule in line["rules"])
    assert [line[k] for k in list(line)[:5]] == [action, because, missing, blocked, expires]


@pytest.mark.parametrize("name", ["emergency", "clinician_first", "incomplete"])
def test_a_no_of_the_screen_is_exit_3_with_the_screens_line_and_no_week(name: str) -> None:
    result = run("plan", golden(name), "--json")
    assert result.exit_code == 3
    assert lines(result) == lines(run("screen", golden(name), "--json"))


def test_findings_come_also_after_a_no() -> None:
    result = run("findings", golden("emergency"), "--json")
    assert result.exit_code == 0
    assert {line["status"] for line in lines(result)} == {"not_tested"}


def test_a_finding_of_two_days_has_values_with_their_error() -> None:
    found = {line["finding"]: line for line in lines(run("findings", golden("whole"), "--json"))}
    stiff = found["c_thoracic_rotation_stiff"]
    assert (stiff["status"], stiff["rank"], stiff["settled_on"]) == ("present", 1, "2026-02-08")
    assert stiff["sources"]
    left = [v for v in stiff["values"] if v["side"] == "left"]
    assert [(v["day"], round(v["value"], 3), v["unit"]) for v in left][-1] == ("2026-02-08", 32.167, "deg")
    assert {"test", "measure", "side", "day", "value", "unit", "error_95", "error_from", "target"} <= set(left[0])
    assert left[0]["error_from"] in ("own trials", "literature", "expert judgement")
    assert left[0]["error_95"] > 0


def test_the_plans_line_has_every_agreed_key() -> None:
    result = run("plan", golden("whole"), "--json")
    assert result.exit_code == 0
    [line] = lines(result)
    assert {"phase", "catalogue", "relaxed", "eased_for", "week", "activity", "left_out"} <= set(line)
    trained = [day for day in line["week"] if day["items"]]
    assert [set(day) for day in trained] == [{"day", "minutes", "two_minute_version", "items"}] * len(trained)
    item = trained[0]["items"][0]
    agreed = {"exercise", "side", "level", "dose", "minutes", "kind", "for", "why", "instead", "sources"}
    assert agreed <= set(item)
    assert set(item["dose"]) == {"sets", "reps", "hold_s", "rest_s"}
    assert all(i["why"] and i["sources"] for day in trained for i in day["items"])
    assert "cat_cow" not in {i["exercise"] for day in trained for i in day["items"]}
    assert {"exercise", "minutes", "days"} <= set(line["activity"][0])


def test_nothing_that_fits_is_exit_4_with_the_reasons() -> None:
    result = run("plan", golden("nothing_fits"), "--json")
    assert result.exit_code == 4
    [line] = lines(result)
    assert list(line) == ["left_out"]
    assert all(set(x) == {"exercise", "because", "rule"} and all(x.values()) for x in line["left_out"])


@pytest.mark.parametrize("name", ["go", "whole", "emergency", "incomplete"])
def test_the_reviews_line_has_every_agreed_key(name: str) -> None:
    result = run("review", golden(name), "--json")
    assert result.exit_code == 0
    [line] = lines(result)
    agreed = ["state", "phase", "because", "pain_7d", "function", "findings", "next", "due", "modifiers"]
    more = ["rules", "way", "goals", "own_word", "adherence", "walked", "ranges", "helped", "checkpoints", "by_chance"]
    more += ["lights", "weeks_done"]
    assert list(line) == [*agreed, *more]
    assert line["rules"]
    assert all(rule["words"] and rule["source"] for rule in line["rules"])
    assert all(due["rule"] for due in line["due"])
    assert all(step["rule"] for step in line["next"])
    assert set(line["pain_7d"]) == set(line["function"]) == {"mean", "n", "change", "clear"}


def test_the_readable_review_names_what_is_due_in_words() -> None:
    due = {d["what"]: d["on"] for d in lines(run("review", golden("whole"), "--json"))[0]["due"]}
    said = run("review", golden("whole")).stdout.splitlines()
    for what, words in (
        ("screen", "The safety check"),
        ("function", "How your activities go"),
        ("change", "All in all, since the start"),
    ):
        assert f"Next on {date.fromisoformat(due[what]):%-d %B %Y}: {words}" in said


def test_the_review_means_the_pain_of_the_last_days() -> None:
    [line] = lines(run("review", golden("whole"), "--json"))
    assert (line["pain_7d"]["mean"], line["pain_7d"]["n"]) == (3.75, 2)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.json")))
def test_the_readable_form_says_the_same_with_the_same_exit_status(command: str, name: str) -> None:
    readable = run(command, golden(name))
    as_json = run(command, golden(name), "--json")
    assert readable.exit_code == as_json.exit_code
    assert readable.stdout.strip()
    assert not readable.stdout.startswith("{")
    if command == "screen":
        heading = {"go": "Go", "modify": "Go, with changes", "incomplete": "Some questions are still open"}
        assert readable.stdout.startswith(heading.get(lines(as_json)[0]["action"], ""))


MALFORMED = [
    (b"", "empty"),
    (b'{"today": "2026-02-20",', "line 1, column 24: not JSON (Expecting property name enclosed in double quotes)"),
    (b'{"today": "2026-02-20", "about": {"age": 11\xff}}', "byte 43: not UTF-8 text"),
    (b"\x00" * 100, "line 1, column 1: not JSON (Expecting value)"),
    (b'{"today": "2026-02-20", "about": {}, "screens": [], "mood": 1}', 'the key "mood" is unknown'),
    (b'{"today": "2026-02-20", "about": {"age": NaN}, "screens": []}', "about.age: NaN is not between 0 and 120"),
    (b'{"today": "2026-02-20", "about": {}, "screens": [{"day": "2026-02-21", "answers": {}}]}',
     "screens[0].day: 2026-02-21 is after today, 2026-02-20"),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("data", "message"), MALFORMED, ids=[message for _, message in MALFORMED])
def test_a_file_that_can_not_be_used_is_exit_2_and_one_line(command: str, data: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(data)
    result = run(command, str(file), "--json")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{file}: {message}\n")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(b"\xef\xbb\xbf" + (GOLDEN / "go.json").read_bytes())
    assert run("screen", str(file)).exit_code == 0


@pytest.mark.parametrize("where", ["missing.json", ".", "a\nb.json"])
def test_a_file_that_is_not_there_is_exit_2_and_one_line(where: str, tmp_path: Path) -> None:
    result = run("screen", str(tmp_path / where))
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(f"{tmp_path}")


def test_an_endless_file_is_not_read_to_its_end() -> None:
    result = run("screen", "/dev/zero")
    assert result.exit_code == 2
    assert result.stderr.startswith("/dev/zero: ")


# -- the real process -------------------------------------------------------------------------------------------------
def upperback(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from upperback.cli.main import app; app()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_real_process_prints_lines_and_its_status() -> None:
    done = upperback("plan", golden("clinician_first"), "--json")
    assert (done.returncode, done.stderr) == (3, "")
    assert json.loads(done.stdout)["action"] == "clinician_first"


def test_the_real_process_shows_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text("[" * 100_000)
    done = upperback("review", str(file))
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{file}: nested deeper than 12\n")


def test_a_case_command_imports_no_camera_no_web_and_no_database() -> None:
    script = (
        "import sys; from upperback.cli.main import app\n"
        "try:\n    app(['screen', sys.argv[1]])\n"
        "except SystemExit:\n    pass\n"
        "print(sorted({'mediapipe', 'fastapi', 'sqlalchemy', 'scipy', 'av', 'uvicorn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script, golden("go")], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_names_every_command_and_what_is_unknown_is_exit_2() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    for command in (*COMMANDS, "count", "track", "measure", "pose", "demo", "catalogue", "serve"):
        assert f"\n  {command} " in shown.stdout
    assert run("frobnicate").exit_code == 2
    assert run("screen").exit_code == 2
    assert "CASE" in run("plan", "--help").stdout
