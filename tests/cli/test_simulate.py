"""`upperback simulate` as a person and a program meet it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from typer.testing import CliRunner, Result

from upperback.cli.main import app

COMMAND = [sys.executable, "-c", "from upperback.cli.main import app; app()", "simulate"]


def run(*more: str) -> Result:
    return CliRunner().invoke(app, ["simulate", *more])


def test_json_has_stable_keys_and_says_what_it_is_worth(tmp_path: Path) -> None:
    done = run("--people", "2", "--weeks", "4", "--workers", "1", "--no-sensitivity", "--json", "--plots", str(tmp_path / "p"))
    assert (done.exit_code, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[0] == {
        "what": "settings", "people": 2, "weeks": 4, "seed": 1, "sensitivity_people": 0, "catalogue": lines[0]["catalogue"],
    }  # fmt: skip
    figure = next(line for line in lines if line["what"] == "figure")
    assert set(figure) == {"what", "policy", "name", "unit", "n", "value", "low", "high"}
    assert {line["policy"] for line in lines if line["what"] == "figure"} == {"nothing", "fixed", "core", "care"}
    difference = next(line for line in lines if line["what"] == "difference")
    assert set(difference) == {"what", "name", "unit", "policy", "against", "value", "low", "high"}
    assert "proves nothing about real people" in lines[-1]["text"]
    drawn = sorted(path.name for path in (tmp_path / "p").iterdir())
    assert "unchanged_or_worse.svg" in drawn
    assert "unchanged_or_worse.csv" in drawn
    assert "prefers-color-scheme" in (tmp_path / "p/pain_over_the_year.svg").read_text()


def test_bad_arguments_end_in_one_line_and_status_2(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for args, said in (
        (("--people", "many"), "--people: 'many' is not a whole number"),
        (("--weeks", "2"), "--weeks: 2 is not between 4 and 520"),
        (("--plots", str(file)), f"{file}: File exists"),
    ):
        done = run(*args)
        assert (done.exit_code, done.stdout, done.stderr.strip()) == (2, "", said)


def test_an_interrupt_ends_cleanly() -> None:
    """As a terminal sends it: to the command and to its workers, while they are still starting."""
    pipe = subprocess.PIPE
    process = subprocess.Popen([*COMMAND, "--people", "400"], stdout=pipe, stderr=pipe, text=True, start_new_session=True)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while len(children.read_text().split()) < 3:  # two workers, and who cleans up after them
        time.sleep(0.05)
    time.sleep(1)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (130, "")
    assert err.strip() == "Stopped. Nothing is printed, since not all people were done."


def test_assumptions_are_printed_with_their_sources() -> None:
    done = run("--assumptions", "--json")
    rows = {(row["part"], row["name"]): row for row in map(json.loads, done.stdout.splitlines())}
    assert rows["training", "pain_response"] == {
        "what": "assumption", "name": "pain_response", "part": "training", "value": 1.6, "unit": "points of 10 fully trained",
        "source": "andersen2011 [V]", "words": "less pain when trained, mean of all people",
    }  # fmt: skip


def test_the_documentation_holds_the_assumptions_as_they_are() -> None:
    text = (Path(__file__).parents[2] / "docs/simulation.md").read_text(encoding="utf-8")
    assert text.split("<!-- assumptions -->\n")[1].strip() == run("--assumptions").stdout.strip()
