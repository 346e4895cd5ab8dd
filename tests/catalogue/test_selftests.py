"""The 25 self-tests: the errors, blocks and ways of taking them that the evidence asks for, and what their files may not hold."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from upperback.catalogue.check import check
from upperback.catalogue.loader import load
from upperback.catalogue.reading import CatalogueError
from upperback.model.catalogue import Catalogue, Measure
from upperback.model.movement import Untracked
from upperback.model.regions import PARTS
from upperback.model.selftest import OWN_WORD, PHOTO_MARKS, Counted
from upperback.motion.measure import CAMERA, Measurer

Break = Callable[[str, str, str], Path]

# The smallest change that counts, per test, measure and method, as the evidence gives it.
ERRORS = {
    ("t_forward_head", "cva", "camera"): 6,
    ("t_forward_head", "ear_shoulder", "camera"): 6,
    ("t_rounded_shoulder", "wall_to_acromion", "tape"): 1,
    ("t_shoulder_level", "tilt", "camera"): 2.5,
    ("t_kyphosis_proxy", "tragus_to_wall", "tape"): 2,
    ("t_seated_rotation", "rotation", "gyro"): 7,
    ("t_seated_rotation", "rotation", "camera"): 12,
    ("t_standing_rotation", "rotation", "gyro"): 10,
    ("t_standing_rotation", "rotation", "camera"): 15,
    ("t_thoracic_extension", "extension", "gyro"): 6,
    ("t_neck_rotation", "rotation", "gyro"): 10,
    ("t_neck_sidebend", "sidebend", "camera"): 8,
    ("t_neck_flex_ext", "flexion", "gyro"): 10,
    ("t_neck_flex_ext", "extension", "gyro"): 10,
    ("t_wall_flexion", "flexion", "gyro"): 10,
    ("t_wall_angel", "top", "camera"): 10,
    ("t_wall_angel", "contact", "self"): 2,
    ("t_abduction_sym", "abduction", "gyro"): 8,
    ("t_scap_dyskinesis", "grade", "self"): 1,
    ("t_dnf_endurance", "hold", "timer"): 18,
    ("t_scap_endurance", "hold", "timer"): 30,
    ("t_back_ext_endurance", "hold", "timer"): 30,
    ("t_bird_dog_hold", "hold", "timer"): 5,
    ("t_sit_reach", "reach", "tape"): 4,
    ("t_apley", "gap", "tape"): 3,
    ("t_hip_single_leg", "thigh", "gyro"): 15,
    ("t_hip_single_leg", "stand", "timer"): 8,
    ("t_tender_points", "sites", "self"): 2,
    ("t_desk_habits", "flags", "self"): 1,
    ("t_walking_minutes", "minutes", "self"): 30,
    ("t_confidence_stiffness", "confidence", "self"): 2,
    ("t_confidence_stiffness", "avoidance", "self"): 2,
    ("t_confidence_stiffness", "stiffness", "self"): 10,
}
NECK = {"rf_cervical_artery_now", "rf_trauma_recent", "rf_upper_neck_instability", "rf_cord_signs"}
BLOCKED_BY = {
    "t_forward_head": set(),
    "t_rounded_shoulder": set(),
    "t_shoulder_level": set(),
    "t_kyphosis_proxy": set(),
    "t_seated_rotation": {"rf_fracture_risk", "ca_osteoporosis"},
    "t_standing_rotation": {"rf_fracture_risk", "ca_osteoporosis", "ca_balance_falls"},
    "t_thoracic_extension": {"rf_fracture_risk", "ca_vascular_risk"},
    "t_neck_rotation": NECK | {"ca_vascular_risk"},
    "t_neck_sidebend": NECK | {"ca_vascular_risk"},
    "t_neck_flex_ext": NECK | {"ca_vascular_risk"},
    "t_wall_flexion": {"ca_shoulder_injury"},
    "t_wall_angel": {"ca_shoulder_injury"},
    "t_abduction_sym": {"ca_shoulder_injury"},
    "t_scap_dyskinesis": {"ca_shoulder_injury"},
    "t_dnf_endurance": NECK | {"ca_high_pain", "ca_bp_heart"},
    "t_scap_endurance": {"ca_shoulder_injury", "ca_bp_heart", "ca_high_pain"},
    "t_back_ext_endurance": {"rf_fracture_risk", "ca_pregnancy", "ca_low_back_acute", "ca_bp_heart", "ca_high_pain"},
    "t_bird_dog_hold": {"ca_knee_wrist", "ca_high_pain"},
    "t_sit_reach": {"rf_fracture_risk", "ca_osteoporosis", "ca_low_back_acute", "ca_arm_nerve"},
    "t_apley": {"ca_shoulder_injury"},
    "t_hip_single_leg": {"ca_balance_falls", "ca_pregnancy"},
    "t_tender_points": {"ca_anticoagulant", "rf_shingles", "rf_breast_lung_lump"},
    "t_desk_habits": set(),
    "t_walking_minutes": set(),
    "t_confidence_stiffness": set(),
}


def measures(catalogue: Catalogue) -> dict[tuple[str, str], Measure]:
    return {(test.id, m.id): m for test in catalogue.tests.values() for m in test.measures}


def test_all_self_tests_are_there_and_blocked_by_what_the_evidence_says(catalogue: Catalogue) -> None:
    assert {test.id: set(test.blocked_by) for test in catalogue.tests.values()} == BLOCKED_BY


def test_errors_are_those_of_the_evidence(catalogue: Catalogue) -> None:
    known = measures(catalogue)
    assert {key: known[key[:2]].mdc95[key[2]] for key in ERRORS} == ERRORS


def test_the_neck_is_judged_by_the_whole_plane(catalogue: Catalogue) -> None:
    known = measures(catalogue)
    assert known["t_neck_rotation", "rotation"].mdc95_total["gyro"] == 14
    assert known["t_neck_sidebend", "sidebend"].mdc95_total["camera"] == 12
    down, up = known["t_neck_flex_ext", "flexion"], known["t_neck_flex_ext", "extension"]
    assert down.mdc95_total["gyro"] == up.mdc95_total["gyro"] == 20
    assert (down.total_with, up.total_with) == ("extension", "flexion")


def test_a_coarser_way_never_claims_a_smaller_error_than_a_finer_one(catalogue: Catalogue) -> None:
    for measure in measures(catalogue).values():
        assert measure.mdc95.get(OWN_WORD, 1e9) >= max((e for way, e in measure.mdc95.items() if way != OWN_WORD), default=0)


def test_each_way_has_the_source_of_its_own_error(catalogue: Catalogue) -> None:
    bend = measures(catalogue)["t_neck_sidebend", "sidebend"]
    assert bend.source_of("gyro").startswith("christensen1998 [V]; fletcher2008 [V]")
    assert bend.source_of(OWN_WORD) == "expert judgement"


def test_every_test_can_be_taken_without_a_camera(catalogue: Catalogue) -> None:
    for test in catalogue.tests.values():
        assert any(test.taken_by(method) for method in ("gyro", "tape", "timer", OWN_WORD)), test.id


def test_every_way_of_every_measure_says_how(catalogue: Catalogue) -> None:
    missing = [(at, way) for at, m in measures(catalogue).items() for way in m.methods if not m.how.get(way)]
    assert missing == []


def test_every_test_says_what_is_known_how_it_repeats_and_when_to_do_it_again(catalogue: Catalogue) -> None:
    for test in catalogue.tests.values():
        assert all((test.norm, test.reliability, test.stop)), test.id
        assert test.retest_days in (14, 28), test.id
    without_pain = {test.id for test in catalogue.tests.values() if not test.pain_record}
    assert without_pain == {"t_shoulder_level", "t_confidence_stiffness"}
    assert [test.id for test in catalogue.tests.values() if test.information_only] == ["t_sit_reach"]


def test_no_finding_rests_on_a_test_for_information(catalogue: Catalogue) -> None:
    assert not any("t_sit_reach" in finding.tests for finding in catalogue.findings.values())


def test_the_camera_is_a_way_only_where_motion_or_a_photo_can_take_it(catalogue: Catalogue) -> None:
    for test in catalogue.tests.values():
        for measure in test.measures:
            if CAMERA not in measure.methods:
                assert not measure.photo
            elif measure.photo:
                assert isinstance(test.movement, Untracked)
            else:
                Measurer(test, measure.id)


def test_a_turn_of_the_neck_is_never_read_from_landmarks(catalogue: Catalogue) -> None:
    test = catalogue.tests["t_neck_rotation"]
    assert isinstance(test.movement, Untracked)
    assert "never scores" in test.movement.why
    assert all(CAMERA not in measure.methods for measure in test.measures)


def test_the_marks_of_a_side_photo_are_named(catalogue: Catalogue) -> None:
    known = measures(catalogue)
    assert known["t_forward_head", "cva"].photo == ("neck_base", "ear")
    assert known["t_forward_head", "ear_shoulder"].photo == ("shoulder", "ear")
    assert set(PHOTO_MARKS) == {"neck_base", "ear", "shoulder"}


def test_tender_spots_are_four_places_on_two_sides_and_their_count(catalogue: Catalogue) -> None:
    sites, *spots = catalogue.tests["t_tender_points"].measures
    assert sites.counted == Counted(tuple(spot.id for spot in spots), at_least=4, familiar=True)
    assert (sites.lower, sites.upper) == (0, 2 * len(spots)) == (0, 8)
    assert all(spot.sides and spot.region in PARTS and (spot.lower, spot.upper) == (0, 10) for spot in spots)
    assert [spot.pressed_with for spot in spots] == ["fingertips", "fingertips", "ball", "fingertips"]
    assert sites not in catalogue.tests["t_tender_points"].taken_by(OWN_WORD)


def test_the_questions_of_a_test_come_with_every_way_of_taking_it(catalogue: Catalogue) -> None:
    tests = catalogue.tests
    assert [m.id for m in tests["t_dnf_endurance"].taken_by("timer")] == ["hold", "chin_lost_first"]
    assert [m.id for m in tests["t_scap_endurance"].taken_by("timer")] == ["hold", "burn", "tasks_limited"]
    assert [m.id for m in tests["t_wall_flexion"].taken_by("tape")] == ["thumb_to_wall", "painful_arc"]
    assert tests["t_wall_flexion"].taken_by("timer") == ()


def test_a_named_value_reads_as_its_answer(catalogue: Catalogue) -> None:
    known = measures(catalogue)
    assert known["t_scap_dyskinesis", "grade"].label_of(2) == "Clearly"
    assert known["t_kyphosis_proxy", "occiput_touches"].label_of(1) == "It touches"
    assert known["t_dnf_endurance", "chin_lost_first"].label_of(1) == "The chin poked up first"
    assert known["t_wall_flexion", "flexion"].label_of(165) == ""


def test_a_way_that_looks_otherwise_has_a_drawing_of_its_own(catalogue: Catalogue) -> None:
    neck, hip = catalogue.tests["t_neck_rotation"], catalogue.tests["t_hip_single_leg"]
    assert neck.drawn_by["tape"] is catalogue.exercises["neck_rotation_active"].demo
    assert hip.drawn_by["timer"].keys[1].caption == "Lift one foot, eyes open"
    for test in catalogue.tests.values():
        assert all(test.taken_by(way) for way in test.drawn_by), test.id


MISTAKES = [
    ("t_neck_rotation", 'tape = "neck_rotation_active"', 'tape = "neck_spin"', "drawn_by.tape: no exercise 'neck_spin'"),
    (
        "t_neck_rotation",
        'tape = "neck_rotation_active"',
        'eye = "neck_rotation_active"',
        "drawn_by.eye: is no way of taking a test",
    ),
    ("t_apley", "tape = 3, ", "", "measures[0].mdc95: no error for the method 'tape'"),
    (
        "t_wall_angel",
        'error_sources = { self = "expert',
        'error_sources = { self = "my',
        "measures[0].error_source: no source 'my judgement'",
    ),
    ("t_wall_angel", "error_sources = { self", "error_sources = { tape", "measures[0].error_sources[0]: no method here 'tape'"),
    ("t_apley", 'equipment = ["string"]', 'equipment = ["rope"]', "equipment[0]: no equipment 'rope'"),
    ("t_neck_flex_ext", 'total_with = "extension"', 'total_with = "bend"', "measures[0].total_with[0]: no other measure 'bend'"),
    ("t_forward_head", '"neck_base", "ear"', '"nose", "ear"', "measures[0].photo[0]: no mark on a photo 'nose'"),
    ("t_tender_points", '"chest_top"], at', '"toe"], at', "measures[0].counted.of[3]: no other measure 'toe'"),
    ("t_tender_points", 'region = "chest_top"', 'region = "toe"', "measures[4].region[0]: no place of the body 'toe'"),
    ("t_tender_points", 'pressed_with = "ball"', 'pressed_with = "hammer"', "measures[3].pressed_with[0]: no way to press"),
    ("t_scap_dyskinesis", "named = true", 'named = "yes"', "measures[0].named: expected true or false, found 'yes'"),
]


@pytest.mark.parametrize(("test", "old", "new", "complaint"), MISTAKES, ids=[m[3] for m in MISTAKES])
def test_a_mistake_is_refused_with_its_key(broken: Break, test: str, old: str, new: str, complaint: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(f"tests/{test}.toml: {complaint}")):
        load(broken(f"tests/{test}.toml", old, new))


FAULTS = [
    (
        "t_scap_dyskinesis",
        "value = 1, label",
        "value = 2, label",
        "grade: named: needs one question whose answers differ in value",
    ),
    ("t_forward_head", '"neck_base", "ear"', '"ear", "ear"', "cva: an angle on a photo needs two marks and the method 'camera'"),
    ("t_apley", "lower = -70", "lower = -20", "gap: its answers reach outside what is possible"),
    ("t_apley", "tape = 3", "tape = 300", "gap: the error by tape, 300.0, does not fit its range"),
    (
        "t_seated_rotation",
        "off95 = { camera = 23 }",
        "off95 = { camera = 8 }",
        "rotation: off95 by camera, 8.0, is under mdc95 / sqrt 2 or does not fit its range",
    ),
    (
        "t_seated_rotation",
        "off95 = { camera = 23 }",
        "off95 = { tape = 23 }",
        "rotation: has an error for 'tape', which is not one of its methods",
    ),
]


@pytest.mark.parametrize(("test", "old", "new", "fault"), FAULTS, ids=[f[3] for f in FAULTS])
def test_a_fault_is_named(broken: Break, test: str, old: str, new: str, fault: str) -> None:
    assert f"tests/{test}.toml: {fault}" in check(load(broken(f"tests/{test}.toml", old, new)))
