"""`upperback demo` as it is run."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageSequence
from typer.testing import CliRunner

from upperback.cli.main import app
from upperback.services import knowledge


@pytest.mark.parametrize(("wanted", "name"), [("band_row", "Band row"), ("t_scap_endurance", "Shoulder-blade hold")])
def test_a_demo_is_written_as_svg(tmp_path: Path, wanted: str, name: str) -> None:
    out = tmp_path / "drawn.svg"
    result = CliRunner().invoke(app, ["demo", wanted, "-o", str(out)])
    assert (result.exit_code, result.output) == (0, "")
    assert ElementTree.parse(out).getroot().attrib["aria-label"].startswith(f"{name}: ")


def test_a_demo_that_moves_is_a_gif_of_one_round_that_repeats(tmp_path: Path) -> None:
    out = tmp_path / "row.gif"
    result = CliRunner().invoke(app, ["demo", "band_row", "-o", str(out)])
    assert result.exit_code == 0
    with Image.open(out) as gif:
        pictures = [picture.convert("RGB").tobytes() for picture in ImageSequence.Iterator(gif)]
        assert (gif.format, gif.info["loop"], gif.info["duration"]) == ("GIF", 0, 80)
    demo = knowledge.catalogue().exercises["band_row"].demo
    assert demo is not None
    round_s = sum(key.move_s + key.hold_s for key in demo.keys)
    assert len(set(pictures)) > 10  # holds are one picture, the way between them is many
    assert 0.5 * round_s * 12.5 < len(pictures) <= round_s * 12.5 + 1


@pytest.mark.parametrize(
    ("wanted", "name", "words"),
    [
        ("band_row", "row.png", "a drawing is written as .svg or .gif, not as .png"),
        ("band_rwo", "row.gif", "no 'band_rwo' in the catalogue"),
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
