"""`upperback catalogue`, called as a user calls it."""

import json

import pytest
from typer.testing import CliRunner

from upperback.cli.main import app
from upperback.model.catalogue import Catalogue


def call(*arguments: str) -> tuple[int, list[str], str]:
    result = CliRunner().invoke(app, ["catalogue", *arguments])
    return result.exit_code, result.stdout.splitlines(), result.stderr


def test_list_gives_one_line_for_everything_with_an_id(catalogue: Catalogue) -> None:
    code, lines, _ = call("list", "--json")
    rows = [json.loads(line) for line in lines]
    assert code == 0
    assert all(list(row) == ["what", "id", "name"] for row in rows)
    assert {row["id"] for row in rows if row["what"] == "exercise"} == set(catalogue.exercises)
    assert [sum(row["what"] == what for row in rows) for what in ("exercise", "test", "finding", "question")] == [46, 25, 14, 42]


def test_show_adds_every_field(catalogue: Catalogue) -> None:
    _, [line], _ = call("show", "bird_dog_full", "--json")
    shown = json.loads(line)
    assert (shown["what"], shown["id"], shown["kind"], shown["position"]) == (
        "exercise",
        "bird_dog_full",
        "strength",
        "quadruped",
    )
    assert shown["tags"] == ["floor", "kneeling", "wrist_load"]
    assert shown["cautions"] == ["ca_knee_wrist", "ca_pregnancy", "ca_shoulder_injury"]
    assert shown["equipment"] == ["mat"]
    assert shown["dose"]["start"]["hold_s"] == 5
    assert shown["movement"]["type"] == "reps"
    assert set(shown) >= set(type(catalogue.exercises["bird_dog_full"]).__dataclass_fields__)


@pytest.mark.parametrize(
    "wanted",
    [
        "t_wall_angel",
        "c_sedentary_load",
        "ca_osteoporosis",
        "band_row",
        "daily_five",
        "tender_spots",
        "m_sleep_stress",
        "000-02",
        "gross2015",
    ],
)
def test_show_reads_the_same_with_and_without_json(wanted: str) -> None:
    code, lines, _ = call("show", wanted)
    _, [line], _ = call("show", wanted, "--json")
    shown = json.loads(line)
    assert code == 0
    assert f"id: {wanted}" in lines
    for key in shown:
        if shown[key] not in (None, "", [], {}) and key != "ladder":
            assert any(read.startswith(f"{key}:") for read in lines), key


def test_an_unknown_id_names_its_neighbours_and_exits_with_2() -> None:
    code, lines, said = call("show", "band_rwo", "--json")
    assert (code, lines) == (2, [])
    assert said == "no 'band_rwo' in the catalogue; nearest: band_row\n"


def test_an_id_like_no_other_points_to_the_list() -> None:
    code, _, said = call("show", "☃" * 5000)
    assert code == 2
    assert said.endswith("see `upperback catalogue list`\n")


def test_check_finds_nothing_in_what_is_shipped() -> None:
    assert call("check") == (0, [], "No faults.\n")
    assert call("check", "--json") == (0, [], "No faults.\n")


def test_check_prints_a_line_a_fault_and_exits_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("upperback.services.knowledge.faults", lambda: ["texts.toml: footer: 'cures'"])
    assert call("check") == (1, ["texts.toml: footer: 'cures'"], "")
    assert call("check", "--json") == (1, ['{"fault": "texts.toml: footer: \'cures\'"}'], "")
