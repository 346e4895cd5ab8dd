"""Every mistake in the catalogue's files is refused, and the complaint names file and key."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upperback.catalogue.loader import CatalogueError, load
from upperback.catalogue.reading import Table
from upperback.model.catalogue import Catalogue, Kind

Break = Callable[[str, str, str], Path]

MISTAKES = [
    ("exercises/band_row.toml", '"ca_bp_heart"]', '"ca_hart"]', "exercises/band_row.toml: cautions[1]: no question 'ca_hart'"),
    (
        "exercises/band_row.toml",
        '"band", "anchor"',
        '"rope", "anchor"',
        "exercises/band_row.toml: equipment[0]: no equipment 'rope'",
    ),
    (
        "exercises/band_row.toml",
        'positions = ["seated"]',
        'positions = ["sat"]',
        "exercises/band_row.toml: positions[0]: no position 'sat'",
    ),
    ("exercises/band_row.toml", "tags = []", 'tags = ["bands"]', "exercises/band_row.toml: tags[0]: no tag 'bands'"),
    ("exercises/band_row.toml", '"blades"', '"wings"', "exercises/band_row.toml: works[0]: no body part 'wings'"),
    ("exercises/band_row.toml", '"gross2015"', '"gros2015"', "exercises/band_row.toml: sources[0]: no source 'gros2015'"),
    ("exercises/band_row.toml", "acsm_dose [M];", "acsm [M];", "exercises/band_row.toml: dose_source: no source 'acsm'"),
    ("exercises/band_row.toml", 'kind = "strength"', 'kind = "power"', "exercises/band_row.toml: kind: 'power' is none of "),
    ("exercises/band_row.toml", "sets = 2", "sets = 0", "exercises/band_row.toml: ladder[0].sets: 0 is not between 1 and 12"),
    ("exercises/band_row.toml", "rest_s = 60", 'rest_s = "60"', "exercises/band_row.toml: ladder[0].rest_s: expected a number"),
    ("exercises/band_row.toml", "sets = 2", "sets = nan", "exercises/band_row.toml: ladder[0].sets: expected a whole number"),
    ("exercises/band_row.toml", "rest_s = 60", "rest_s = nan", "exercises/band_row.toml: ladder[0].rest_s: nan is not between"),
    ("exercises/band_row.toml", "sides = false", "sides = 0", "exercises/band_row.toml: sides: expected true or false, found 0"),
    ("exercises/band_row.toml", "summary =", "sumary =", "exercises/band_row.toml: summary: is missing, expected a text"),
    (
        "exercises/band_row.toml",
        "sides = false",
        'sides = false\ncolour = "red"',
        "exercises/band_row.toml: colour: is not a known key here",
    ),
    (
        "exercises/band_row.toml",
        'type = "untracked"',
        'type = "magic"',
        "exercises/band_row.toml: movement.type: 'magic' is none of",
    ),
    (
        "exercises/band_row.toml",
        'id = "band_row"',
        'id = "row"',
        "exercises/band_row.toml: id: 'row' does not fit the file's name",
    ),
    ("exercises/band_row.toml", "aliases", "aliases ==", "exercises/band_row.toml: is not TOML"),
    (
        "exercises/bird_dog_full.toml",
        'regression_to = "bird_dog_leg_only"',
        'regression_to = "bird"',
        "exercises/bird_dog_full.toml: regression_to[0]: no exercise 'bird'",
    ),
    (
        "exercises/band_lateral_raise.toml",
        'signal = "arm_elevation"',
        'signal = "arm"',
        "exercises/band_lateral_raise.toml: movement.signal: 'arm' is none of",
    ),
    (
        "exercises/band_lateral_raise.toml",
        'source = "expert judgement"',
        'source = "a hunch"',
        "exercises/band_lateral_raise.toml: movement.source: no source 'a hunch'",
    ),
    ("screening.toml", 'group = "chest"', 'group = "breast"', "screening.toml: questions[0].group[0]: no group 'breast'"),
    ("screening.toml", '"self_massage_pressure"', '"massage"', "block_tags[0]: no tag 'massage'"),
    (
        "screening.toml",
        'id = "infl_gradual_onset"',
        'id = "infl_onset_by_40"',
        "subs[1].id: 'infl_onset_by_40' stands here twice",
    ),
    ("screening.toml", 'id = "infl_gradual_onset"', 'id = "rf_lung"', "subs[1].id: 'rf_lung' stands here twice"),
    (
        "findings/c_lateral_asymmetry.toml",
        'id = "standing_sides_self"',
        'id = "standing_sides"',
        "findings/c_lateral_asymmetry.toml: rule.criteria[4].id: 'standing_sides' stands here twice",
    ),
    (
        "findings/c_guarding.toml",
        "at_most = 5",
        "at_most = -1",
        "findings/c_guarding.toml: rule.criteria[0].at_most: -1 is not between 0 and 10, what is possible",
    ),
    ("findings/c_guarding.toml", "times = 2", "times = 0", "findings/c_guarding.toml: gone.times: 0 is not between 1 and 12"),
    (
        "findings/c_guarding.toml",
        "share = 0.7",
        "share = 70",
        "findings/c_guarding.toml: plateau.share: 70 is not between 0 and 1",
    ),
    (
        "findings/c_guarding.toml",
        "rank_weight = 3",
        "rank_weight = -3",
        "findings/c_guarding.toml: rank_weight: -3 is not between",
    ),
    (
        "findings/c_low_aerobic.toml",
        "of_last = 4",
        "of_last = 2",
        "findings/c_low_aerobic.toml: gone.of_last: 3 of 2 can't be",
    ),
    (
        "findings/c_low_aerobic.toml",
        "who2020 [M]",
        "who2020 [X]",
        "findings/c_low_aerobic.toml: rule.source: 'X' is none of V, V2, M",
    ),
    ("tests/t_wall_flexion.toml", 'id = "thumb_to_wall"', 'id = "flexion"', "measures[1].id: 'flexion' stands here twice"),
    ("tests/t_wall_angel.toml", 'id = "upper_back"', 'id = "head"', "items[1].id: 'head' stands here twice"),
    ("tests/t_apley.toml", "tape = 3", "tape = -3", "tests/t_apley.toml: measures[0].mdc95.tape: -3 is not above zero"),
    ("routines/daily_five.toml", '"shoulder_blade_squeeze"', '"chin_tuck_seated"', "'chin_tuck_seated' stands here twice"),
    ("exercises/band_row.toml", 'name = "Band row"', 'name = " "', "exercises/band_row.toml: name: is empty"),
    ("catalogue.toml", "[tags]", f"deep = {'[' * 900}{']' * 900}\n[tags]", "catalogue.toml: is not TOML: "),
    ("texts/en/library.toml", 'title = "', 'title = "{', "texts/en/library.toml: library.title: "),
    ("screening.toml", 'id = "rf_aortic"', 'id = "rf_chest_cardiac"', "questions[1].id: 'rf_chest_cardiac' stands here twice"),
    ("screening.toml", 'action = "emergency_now"', 'action = "run"', "screening.toml: questions[0].action: 'run' is none of"),
    ("screening.toml", 'leave_out = ["swimming"]', 'leave_out = ["swim"]', "effect.leave_out[0]: no exercise 'swim'"),
    ("screening.toml", 'adds_tag = "supine_after_20wk"', 'adds_tag = "supine"', "subs[2].adds_tag[0]: no tag 'supine'"),
    ("screening.toml", 'prefer = ["seated"]', 'prefer = ["sitting"]', "prefer[0]: no tag, kind, position or exercise 'sitting'"),
    (
        "findings/c_low_aerobic.toml",
        'measure = "minutes"',
        'measure = "miles"',
        "findings/c_low_aerobic.toml: rule.criteria[0].measure: no measure 'miles' in the test 't_walking_minutes'",
    ),
    (
        "findings/c_low_aerobic.toml",
        'on = "value"',
        'on = "each_side"',
        "findings/c_low_aerobic.toml: rule.criteria[0].on: 'each_side' does not fit",
    ),
    (
        "findings/c_low_aerobic.toml",
        'test = "t_walking_minutes"',
        'test = "t_desk_habits"',
        "findings/c_low_aerobic.toml: rule.criteria[0].test: 't_desk_habits' is not among this finding's tests",
    ),
    (
        "findings/c_low_aerobic.toml",
        "below = 150\n",
        "",
        "findings/c_low_aerobic.toml: rule.criteria[0].below: a criterion needs",
    ),
    (
        "exercises/swimming.toml",
        'finding = "c_low_aerobic"',
        'finding = "c_low"',
        "exercises/swimming.toml: serves[0].finding: no finding 'c_low'",
    ),
    (
        "exercises/swimming.toml",
        "place = 2",
        "place = 0",
        "exercises/swimming.toml: serves[0].place: 0 is below 1, the first place",
    ),
    (
        "exercises/band_row.toml",
        'finding = "c_scapular_endurance"',
        'finding = "c_lateral_asymmetry"',
        "exercises/band_row.toml: serves[1].finding: 'c_lateral_asymmetry' stands here twice",
    ),
    (
        "findings/c_low_aerobic.toml",
        'link = "C"',
        'link = "E"',
        "findings/c_low_aerobic.toml: grades.link: 'E' is none of A, B, C, D",
    ),
    (
        "findings/c_thoracic_rotation_stiff.toml",
        'method = "gyro"',
        'method = "tape"',
        "findings/c_thoracic_rotation_stiff.toml: rule.criteria[1].method: 'rotation' is not taken by 'tape'",
    ),
    (
        "tests/t_seated_rotation.toml",
        '"ca_osteoporosis"]',
        '"ca_bones"]',
        "tests/t_seated_rotation.toml: blocked_by[1]: no question",
    ),
    (
        "tests/t_seated_rotation.toml",
        "camera = 12, ",
        "",
        "tests/t_seated_rotation.toml: measures[0].mdc95: no error for the method 'camera'",
    ),
    (
        "tests/t_seated_rotation.toml",
        'score = "mean"',
        'score = "median"',
        "measures[0].score: 'median' is none of mean, best, sum",
    ),
    ("catalogue.toml", '"brisk_walking"]', '"walking"]', "catalogue.toml: core[4]: no exercise 'walking'"),
    (
        "exercises/band_row.toml",
        'dose_source = "',
        'dose_source = "" # "',
        "exercises/band_row.toml: dose_source: names no source",
    ),
    (
        "exercises/band_row.toml",
        'sources = ["gross2015", "acsm_dose"]',
        "sources = []",
        "exercises/band_row.toml: sources: names no source",
    ),
    (
        "exercises/band_lateral_raise.toml",
        'source = "expert judgement"',
        'source = ""',
        "exercises/band_lateral_raise.toml: movement.source: names no source",
    ),
    (
        "findings/c_low_aerobic.toml",
        'source = "who2020 [M]"',
        'source = " "',
        "findings/c_low_aerobic.toml: rule.source: names no source",
    ),
    ("findings/c_low_aerobic.toml", "at_least = 150\n", "", "targets[0].at_least: a target needs at_least, at_most or change"),
    ("tests/t_desk_habits.toml", 'error_source = "expert judgement"', 'error_source = ""', "error_source: names no source"),
    ("screening.toml", 'feature = "extra"', 'feature = "more"', "subs[5].feature: 'more' is neither feature nor extra"),
    ("screening.toml", "{ strength = ", "{ power = ", "effect.note_on_kinds: 'power' is not a valid Kind"),
    (
        "exercises/chin_tuck_seated.toml",
        "ladder = [",
        "ladder = []\nother = [",
        "chin_tuck_seated.toml: other: is not a known key here",
    ),
    ("exercises/seated_knee_to_chest.toml", "below = 2", "", "a fault needs above or below, or both"),
    ("sources.toml", 'mark = "V"', 'mark = "X"', "sources.toml: finucane2020.mark: 'X' is none of V, V2, M"),
    ("exercises/band_row.toml", "sets = 2", "sets = -2", "exercises/band_row.toml: ladder[0].sets: -2 is not between 1 and 12"),
    ("exercises/band_row.toml", "hold_s = 1", "hold_s = -1", "exercises/band_row.toml: ladder[0].hold_s: -1.0 is not between 0"),
    (
        "exercises/band_row.toml",
        "rest_s = 60",
        "rest_s = -60",
        "exercises/band_row.toml: ladder[0].rest_s: -60.0 is not between 0",
    ),
    (
        "exercises/band_row.toml",
        "sides = false",
        "sides = false\nsides = true",
        "exercises/band_row.toml: is not TOML: Cannot overwrite",
    ),
    ("sources.toml", "[rushton2023]", "[finucane2020]", "sources.toml: is not TOML: "),
    ("routines/daily_five.toml", '"wall_angel"', '"wall_angels"', "items[2].exercise: no exercise 'wall_angels'"),
    ("routines/daily_five.toml", "hold_s = 5", "hold_s = -5", "routines/daily_five.toml: items[0].hold_s: -5.0 is not between 0"),
    (
        "routines/daily_five.toml",
        '"article_004"',
        '"article_005"',
        "routines/daily_five.toml: sources[0]: no source 'article_005'",
    ),
    ("routines/daily_five.toml", 'when = "', 'whenever = "', "routines/daily_five.toml: when: is missing, expected a text"),
    (
        "routines/daily_five.toml",
        'id = "daily_five"',
        'id = "standing_turns"',
        "id: 'standing_turns' does not fit the file's name",
    ),
    ("areas.toml", '"t_tender_points"', '"t_points"', "areas.toml: tender_spots.tests[0]: no test 't_points'"),
    ("areas.toml", '"c_tender_points"', '"c_points"', "areas.toml: tender_spots.findings[0]: no finding 'c_points'"),
    ("areas.toml", '"mid_back"', '"mid"', "areas.toml: upper_back_curve.regions[1]: no place of the body map 'mid'"),
    ("claims.toml", "[claims.000-01]", "[claims.0-1]", "claims.toml: claims.0-1: a claim's id is its article and its number"),
    ("claims.toml", "[claims.000-01]", "[claims.009-01]", "claims.toml: claims.009-01[0]: no source 'article_009'"),
    (
        "claims.toml",
        'verdict = "rhetoric"',
        'verdict = "true"',
        "claims.toml: claims.000-01.verdict: 'true' is none of supported",
    ),
    ("claims.toml", 'also = "unsupported"', 'also = "rhetoric"', "claims.toml: claims.000-01.also: is the same verdict again"),
    ("claims.toml", '["swimming"]', '["swim"]', "claims.toml: claims.000-12.exercises[0]: no exercise 'swim'"),
    ("claims.toml", '["adherence2023"]', "[]", "claims.toml: claims.000-01.sources: names no source"),
    ("rules.toml", 'source = "', 'source = "" # "', "source: names no source"),
    (
        "modifiers/m_low_irritability_unknown.toml",
        'source = "expert judgement"',
        'source = "a hunch"',
        "modifiers/m_low_irritability_unknown.toml: signs[0].source: no source 'a hunch'",
    ),
    ("catalogue.toml", "[tags]", '[retired]\nband_row = "Band row"\n[tags]', "retired.band_row: is an exercise of today"),
    ("catalogue.toml", "[tags]", "[retired]\nrow = 5\n[tags]", "catalogue.toml: retired.row: expected a text, found 5"),
]


@pytest.mark.parametrize(("file", "old", "new", "complaint"), MISTAKES, ids=[f"{m[0]}: {m[2]}" for m in MISTAKES])
def test_a_mistake_is_refused_with_its_file_and_key(broken: Break, file: str, old: str, new: str, complaint: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(complaint)):
        load(broken(file, old, new))


def test_the_same_id_in_two_files_is_refused(broken: Break) -> None:
    folder = broken("catalogue.toml", "version", "version")
    shutil.copy(folder / "exercises" / "band_row.toml", folder / "exercises" / "band_row_again.toml")
    with pytest.raises(CatalogueError, match=r"^exercises/band_row_again\.toml: id: 'band_row' does not fit the file's name$"):
        load(folder)


def test_a_missing_file_is_named(broken: Break) -> None:
    folder = broken("catalogue.toml", "version", "version")
    (folder / "screening.toml").unlink()
    with pytest.raises(CatalogueError, match=r"^screening\.toml: is missing$"):
        load(folder)


def test_a_test_is_drawn_by_its_own_demo_or_by_an_exercises(catalogue: Catalogue) -> None:
    exercises, tests = catalogue.exercises, catalogue.tests
    assert tests["t_walking_minutes"].demo is exercises["brisk_walking"].demo
    own = tests["t_scap_endurance"].demo
    assert own is not None
    assert own.keys[0].caption == "Elbows square, band just taut"
    assert all(own is not exercise.demo for exercise in exercises.values())


def test_a_test_is_drawn_as_an_exercise_there_is_or_by_itself_not_both(broken: Break) -> None:
    folder = broken("tests/t_walking_minutes.toml", 'drawn_as = "brisk_walking"', 'drawn_as = "brisk_walk"')
    with pytest.raises(CatalogueError, match=r"^tests/t_walking_minutes\.toml: drawn_as: no exercise 'brisk_walk'$"):
        load(folder)
    folder = broken("tests/t_scap_endurance.toml", 'view = "front"', 'drawn_as = "brisk_walking"\nview = "front"')
    with pytest.raises(CatalogueError, match=r"^tests/t_scap_endurance\.toml: drawn_as: stands beside a demo of its own$"):
        load(folder)


def test_a_mistake_in_a_demo_is_named_by_the_entry_it_stands_in(broken: Break) -> None:
    folder = broken("exercises/band_row.toml", "yaw_deg = -72", "yaw_deg = -720")
    with pytest.raises(CatalogueError, match=r"^exercises/band_row\.toml: demo\.view\.yaw_deg: a number from -180 to 180"):
        load(folder)


def test_a_new_exercise_file_is_part_of_the_catalogue_by_existing(broken: Break) -> None:
    folder = broken("catalogue.toml", "version", "version")
    count = len(load(folder).exercises)
    text = (folder / "exercises" / "band_row.toml").read_text(encoding="utf-8")
    (folder / "exercises" / "band_row_standing.toml").write_text(
        text.replace('"band_row"', '"band_row_standing"'), encoding="utf-8"
    )
    loaded = load(folder)
    assert loaded.exercises["band_row_standing"].findings == loaded.exercises["band_row"].findings
    for finding in loaded.exercises["band_row"].findings:
        strength = loaded.findings[finding].exercises[Kind.STRENGTH]
        assert strength.index("band_row_standing") == strength.index("band_row") + 1
    assert len(loaded.exercises) == count + 1


def test_an_exercise_serves_a_finding_at_its_place_and_as_the_kind_it_says(broken: Break) -> None:
    folder = broken(
        "exercises/band_row.toml",
        'finding = "c_scapular_endurance"\nplace = 2',
        'finding = "c_scapular_endurance"\nplace = 1\nas = "mobility"',
    )
    found = load(folder).findings["c_scapular_endurance"].exercises
    assert found[Kind.MOBILITY][:2] == ("band_row", "seated_thoracic_rotation")
    assert "band_row" not in found[Kind.STRENGTH]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.none()
    | st.integers()
    | st.floats()
    | st.text()
    | st.lists(st.integers())
    | st.dictionaries(st.text(), st.integers())
)
def test_whatever_stands_in_a_field_it_is_read_as_its_type_or_refused_by_name(value: object) -> None:
    table = Table("a.toml", {"field": value}, "rows[3]")
    for read, kind in ((table.text, str), (table.whole, int), (table.number, float), (table.flag, bool), (table.texts, tuple)):
        try:
            assert isinstance(read("field"), kind)
        except CatalogueError as error:
            assert str(error).startswith("a.toml: rows[3].field")  # noqa: PT017 - the other outcome is a value
