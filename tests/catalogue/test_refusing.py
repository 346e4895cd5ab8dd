"""With a broken catalogue nothing starts: one line that names file and key, exit status 2, nothing written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import upperback

BROKEN = [
    ("exercises/band_row.toml", "hold_s = 1", "hold_s = -1", "exercises/band_row.toml: ladder[0].hold_s: -1.0 is not between 0"),
    ("exercises/band_row.toml", '"gross2015"', '"gros2015"', "exercises/band_row.toml: sources[0]: no source 'gros2015'"),
    ("screening.toml", "[[groups]]", "[[groups", "screening.toml: is not TOML: "),
]
SENTENCE = "the catalogue can't be used: "


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the installed package, to break."""
    copy = tmp_path / "upperback"
    shutil.copytree(Path(upperback.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    return copy


def run(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from upperback.cli.main import app; app()", *arguments]
    found = {**os.environ, "PYTHONPATH": str(package.parent), "HOME": str(package.parent)}
    return subprocess.run(command, cwd=package.parent, env=found, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(("file", "old", "new", "complaint"), BROKEN, ids=[b[3] for b in BROKEN])
def test_serve_does_not_start_and_writes_nothing(package: Path, file: str, old: str, new: str, complaint: str) -> None:
    path = package / "catalogue" / "data" / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    done = run(package, "serve", "--no-open", "--port", "8791", "--db", "record.sqlite")
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert line.startswith(SENTENCE + complaint)
    assert not (package.parent / "record.sqlite").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("catalogue", "list"),
        ("catalogue", "check", "--json"),
        ("catalogue", "show", "band_row"),
        ("plan", "case.json"),
        ("track", "table.csv", "--exercise", "band_row"),
        ("demo", "band_row", "-o", "row.svg"),
    ],
    ids=" ".join,
)
def test_every_command_refuses_in_one_line(package: Path, arguments: tuple[str, ...]) -> None:
    (package / "catalogue" / "data" / "tests" / "t_apley.toml").unlink()
    (package.parent / "case.json").write_text('{"today": "2026-02-20", "about": {}, "screens": []}', encoding="utf-8")
    (package.parent / "table.csv").write_text("t_s\n0\n", encoding="utf-8")
    done = run(package, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert line.startswith(SENTENCE)
    assert "t_apley" in line
    assert not (package.parent / "row.svg").exists()
