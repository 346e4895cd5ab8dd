"""`upperback demo` as it is run."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from upperback.cli.main import app


@pytest.mark.parametrize(("wanted", "name"), [("band_row", "Band row"), ("t_scap_endurance", "Shoulder-blade hold")])
def test_a_demo_is_written_as_svg(tmp_path: Path, wanted: str, name: str) -> None:
    out = tmp_path / "drawn.svg"
    result = CliRunner().invoke(app, ["demo", wanted, "-o", str(out)])
    assert (result.exit_code, result.output) == (0, "")
    assert ElementTree.parse(out).getroot().attrib["aria-label"].startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("wanted", "name", "words"),
    [
        ("band_row", "row.gif", "a drawing is written as .svg, not as .gif"),
        ("band_rwo", "row.svg", "no 'band_rwo' in the catalogue"),
        ("band_row", "nowhere/row.svg", "can't be written: No such file or directory"),
    ],
)
def test_what_cannot_be_written_is_one_line_with_status_2_and_no_file(tmp_path: Path, wanted: str, name: str, words: str) -> None:
    result = CliRunner().invoke(app, ["demo", wanted, "-o", str(tmp_path / name)])
    assert result.exit_code == 2
    assert words in result.output
    assert len(result.output.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
