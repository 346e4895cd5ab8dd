"""The examples of docs/catalogue.md are real: each is put into the catalogue, which loads and has no faults."""

import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from upperback.catalogue.check import check
from upperback.catalogue.loader import load
from upperback.model.catalogue import Kind

PAGE = Path(__file__).parents[2] / "docs" / "catalogue.md"
EXAMPLES = dict(re.findall(r"```toml\n# (\S+\.toml)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    with as_file(files("upperback.catalogue") / "data") as data:
        shutil.copytree(data, copy)
    return copy


def test_an_exercise_is_added_by_one_file(folder: Path) -> None:
    (folder / "exercises" / "example_reach.toml").write_text(EXAMPLES["exercises/example_reach.toml"], encoding="utf-8")
    whole = load(folder)
    assert whole.exercises["example_reach"].findings == ("c_thoracic_rotation_stiff",)
    assert "example_reach" in whole.findings["c_thoracic_rotation_stiff"].exercises[Kind.MOBILITY]
    assert check(whole) == []


def test_a_self_test_is_added_by_its_file_and_a_way_to_it(folder: Path) -> None:
    (folder / "tests" / "t_example.toml").write_text(EXAMPLES["tests/t_example.toml"], encoding="utf-8")
    assert check(load(folder)) == ["areas.toml: no area offers t_example"]
    areas = folder / "areas.toml"
    areas.write_text(areas.read_text(encoding="utf-8").replace('["t_walking_minutes"]', '["t_walking_minutes", "t_example"]'))
    assert check(load(folder)) == []


def test_a_routine_is_added_by_one_file(folder: Path) -> None:
    (folder / "routines" / "example.toml").write_text(EXAMPLES["routines/example.toml"], encoding="utf-8")
    whole = load(folder)
    assert [item.exercise for item in whole.routines["example"].items] == ["shoulder_blade_squeeze", "chin_tuck_seated"]
    assert check(whole) == []


def test_every_folder_and_file_of_the_data_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    data = files("upperback.catalogue") / "data"
    for entry in data.iterdir():
        assert f"`{entry.name}" in page, entry.name
