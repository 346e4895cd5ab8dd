"""Every self-test taken by hand, phone, timer or own word through the services, kept, exported and brought back."""

import json
from datetime import timedelta

import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.catalogue import Measure
from upperback.model.record import Test
from upperback.services.errors import BadInputError
from upperback.services.measuring import sides_of
from upperback.services.person import Person

WHOLE = load()
BY_HAND = ("gyro", "tape", "timer", "self")
WAYS = [(test.id, way) for test in WHOLE.tests.values() for way in BY_HAND if test.taken_by(way)]


def a_value(measure: Measure) -> float:
    """One that an answer gives, or else one in the middle of what is possible."""
    if measure.items:
        return sum(item.options[-1].value for item in measure.items)
    return round((measure.lower + measure.upper) / 2, 1)


def take(person: Person, test_id: str, way: str) -> list[Test]:
    """Take the test this way, its questions with it."""
    return [
        person.testing.record_test(
            test_id,
            measure.id,
            side,
            [a_value(measure)] * measure.trials,
            way if way in measure.methods else "self",
            pain=2,
            familiar=True,
        )
        for measure in WHOLE.tests[test_id].taken_by(way)
        for side in sides_of(measure)
    ]


@pytest.mark.parametrize(("test_id", "way"), WAYS)
def test_a_test_taken_by_hand_is_kept_and_comes_back_from_an_export(ready: Person, test_id: str, way: str) -> None:
    kept = take(ready, test_id, way)
    assert kept
    assert sorted(ready.case().tests, key=str) == sorted(kept, key=str)
    text = ready.export_case()
    ready.delete_everything()
    assert ready.case().tests == ()
    assert sorted(ready.import_case(text).tests, key=str) == sorted(kept, key=str)


@pytest.mark.parametrize("test_id", WHOLE.tests)
def test_an_impossible_value_is_refused_with_its_measure_and_nothing_is_kept(ready: Person, test_id: str) -> None:
    for measure in WHOLE.tests[test_id].measures:
        for value in (measure.lower - 0.5, measure.upper + 0.5, float("nan")):
            with pytest.raises(BadInputError, match=rf"^{measure.id}: "):
                ready.testing.record_test(test_id, measure.id, sides_of(measure)[0], [value], measure.methods[0])
    assert ready.case().tests == ()


@pytest.mark.parametrize("test_id", WHOLE.tests)
def test_a_case_file_with_an_impossible_value_names_the_place(ready: Person, test_id: str) -> None:
    measure = WHOLE.tests[test_id].measures[0]
    row = {
        "test": test_id,
        "measure": measure.id,
        "side": sides_of(measure)[0].value,
        "trials": [measure.upper + 1],
        "unit": measure.unit,
        "method": measure.methods[0],
        "day": ready.today().isoformat(),
    }
    before = ready.case()
    with pytest.raises(BadInputError, match=r"tests\[0\]\.trials\[0\]"):
        ready.import_case(json.dumps({"today": ready.today().isoformat(), "about": {}, "screens": [], "tests": [row]}))
    assert ready.case() == before


def test_a_side_that_a_measure_does_not_have_is_refused(ready: Person) -> None:
    with pytest.raises(BadInputError, match="cva: left is not a side of this measure"):
        ready.testing.record_test("t_forward_head", "cva", Side.LEFT, [50.0], "camera")
    with pytest.raises(BadInputError, match="gap: both is not a side of this measure"):
        ready.testing.record_test("t_apley", "gap", Side.BOTH, [-5.0], "tape")


def test_a_turn_of_the_neck_by_camera_is_refused(ready: Person) -> None:
    with pytest.raises(BadInputError, match="camera: rotation is not taken that way"):
        ready.testing.record_test("t_neck_rotation", "rotation", Side.LEFT, [60.0], "camera")


def test_an_angle_from_taps_on_a_photo_is_kept_as_one_by_camera(ready: Person) -> None:
    kept = ready.testing.record_test("t_forward_head", "cva", Side.BOTH, [46.0, 47.5, 47.0], "camera")
    assert (kept.method, kept.unit) == ("camera", "deg")
    [finding] = [f for f in ready.findings() if f.finding == "c_forward_head"]
    assert [round(v.value, 2) for v in finding.values if v.measure == "cva"] == [46.83]


def test_tender_spots_are_kept_by_spot_and_side_and_counted(ready: Person) -> None:
    spots = {
        ("shoulder_top", Side.LEFT): (6, True), ("shoulder_top", Side.RIGHT): (7, False), ("blade_corner", Side.LEFT): (4, True),
        ("blade_corner", Side.RIGHT): (3, True), ("between_blades", Side.LEFT): (0, None), ("chest_top", Side.RIGHT): (9, True),
    }  # fmt: skip
    for (measure, side), (tender, familiar) in spots.items():
        ready.testing.record_test("t_tender_points", measure, side, [tender], "self", familiar=familiar)
    brought_back = ready.import_case(ready.export_case())
    assert {(t.measure, t.side): (t.trials[0], t.familiar) for t in brought_back.tests} == spots
    [finding] = [f for f in ready.findings() if f.finding == "c_tender_points"]
    assert [v.value for v in finding.values if v.measure == "sites"] == [3]


def test_a_case_file_that_knows_only_the_count_of_tender_spots_works(ready: Person) -> None:
    case = json.loads(ready.export_case())
    case["tests"] = [
        {
            "test": "t_tender_points",
            "measure": "sites",
            "side": "both",
            "trials": [3],
            "unit": "of 8",
            "method": "self",
            "day": day,
        }
        for day in (ready.today().isoformat(), (ready.today() - timedelta(days=4)).isoformat())
    ]
    ready.import_case(json.dumps(case))
    [finding] = [f for f in ready.findings() if f.finding == "c_tender_points"]
    assert (finding.status.value, {v.value for v in finding.values}) == ("present", {3})


def test_an_answer_that_blocks_a_test_takes_it_off_the_list(ready: Person) -> None:
    case = json.loads(ready.export_case())
    case["screens"][0]["answers"] |= {"ca_shoulder_injury": True, "ca_anticoagulant": True}
    ready.import_case(json.dumps(case))
    shut = set(WHOLE.tests) - {test.id for test in ready.testing.open_tests()}
    assert {"t_apley", "t_wall_flexion", "t_abduction_sym", "t_scap_dyskinesis", "t_tender_points"} <= shut
    with pytest.raises(BadInputError, match="t_apley: not open today"):
        ready.testing.record_test("t_apley", "gap", Side.LEFT, [-5.0], "tape")
