"""Rules with alternatives: every way that makes a finding, every way that is only watched, and what never counts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.care.answers import answers_of
from upperback.care.evaluation import Outcome, evaluate
from upperback.care.findings import assess
from upperback.care.readings import readings_of
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Finding, Status
from upperback.model.record import About, Case, Test

MakeCase = Callable[..., Case]
Find = Callable[[Case, str], Finding]
Records = Callable[..., tuple[Test, ...]]
Row = tuple[str, str, tuple[float, ...]]  # test, measure, one value or left and right

KNOWN = load()
LAST = date(2026, 2, 19)


@pytest.fixture
def find(a_case: MakeCase) -> Find:
    return lambda case, finding: next(f for f in assess(KNOWN, case) if f.finding == finding)


CVA = ("t_forward_head", "cva")
EAR = ("t_forward_head", "ear_shoulder")
TOUCH = ("t_kyphosis_proxy", "occiput_touches")
NECK_HOLD = ("t_dnf_endurance", "hold")
CHIN = ("t_dnf_endurance", "chin_lost_first")
WALL = ("t_rounded_shoulder", "wall_to_acromion")
RESTS = ("t_rounded_shoulder", "rests_on_wall")
OVERHEAD = ("t_wall_flexion", "flexion")
CONTACT = ("t_wall_angel", "contact")
GAP = ("t_apley", "gap")
EXTENSION = ("t_thoracic_extension", "extension")
SEATED = ("t_seated_rotation", "rotation")
STANDING = ("t_standing_rotation", "rotation")
TURN = ("t_neck_rotation", "rotation")
BEND = ("t_neck_sidebend", "sidebend")
DOWN = ("t_neck_flex_ext", "flexion")
UP = ("t_neck_flex_ext", "extension")
BLADE = ("t_scap_dyskinesis", "grade")
ARMS = ("t_abduction_sym", "abduction")
SHRUG = ("t_abduction_sym", "shrug")
ARC = ("t_abduction_sym", "painful_arc")
BLADE_HOLD = ("t_scap_endurance", "hold")
BURN = ("t_scap_endurance", "burn")
LIMITED = ("t_scap_endurance", "tasks_limited")
LIFT = ("t_back_ext_endurance", "hold")
BIRD_DOG = ("t_bird_dog_hold", "hold")
LEVEL = ("t_bird_dog_hold", "level")
STAND = ("t_hip_single_leg", "stand")
TRUST = ("t_confidence_stiffness", "confidence")
AVOID = ("t_confidence_stiffness", "avoidance")

PRESENT, WATCH, ABSENT, OPEN = Status.PRESENT, Status.WATCH, Status.ABSENT, Status.NOT_TESTED
# finding, what was found on both days, what follows. The person is a woman of 43.
WAYS: list[tuple[str, Sequence[Row], Status]] = [
    # the marked photo alone, or the wall and the neck hold together; the wall alone is watched, an unmarked photo nothing
    ("c_forward_head", [(*CVA, (47,))], PRESENT),
    ("c_forward_head", [(*TOUCH, (0,)), (*NECK_HOLD, (15,))], PRESENT),
    ("c_forward_head", [(*TOUCH, (0,)), (*NECK_HOLD, (16,))], WATCH),
    ("c_forward_head", [(*TOUCH, (0,))], WATCH),
    ("c_forward_head", [(*TOUCH, (1,)), (*NECK_HOLD, (15,))], ABSENT),
    ("c_forward_head", [(*NECK_HOLD, (5,))], OPEN),
    ("c_forward_head", [(*EAR, (40,))], OPEN),
    ("c_forward_head", [(*TOUCH, (0,)), (*NECK_HOLD, (15,)), (*CHIN, (0,))], WATCH),
    # two of four at the shoulders, two signs of one test counting once
    ("c_rounded_shoulders", [(*WALL, (8, 9.5)), (*RESTS, (0,))], OPEN),
    ("c_rounded_shoulders", [(*WALL, (8, 9.5)), (*OVERHEAD, (150, 170))], PRESENT),
    ("c_rounded_shoulders", [(*WALL, (8, 9.4)), (*OVERHEAD, (150, 170))], ABSENT),
    ("c_rounded_shoulders", [(*RESTS, (0,)), (*CONTACT, (3,))], PRESENT),
    ("c_rounded_shoulders", [(*RESTS, (1,)), (*CONTACT, (3,))], ABSENT),
    ("c_rounded_shoulders", [(*CONTACT, (3,)), (*GAP, (-3, -15.1))], PRESENT),
    ("c_rounded_shoulders", [(*CONTACT, (4,)), (*GAP, (-3, -15.1))], ABSENT),
    ("c_rounded_shoulders", [(*CONTACT, (3,)), (*GAP, (-3, -15))], ABSENT),
    # the lean back, and one of three at the wall
    ("c_thoracic_extension_stiff", [(*EXTENSION, (9,)), (*OVERHEAD, (150, 160))], PRESENT),
    ("c_thoracic_extension_stiff", [(*EXTENSION, (9,)), (*TOUCH, (0,))], PRESENT),
    ("c_thoracic_extension_stiff", [(*EXTENSION, (9,)), (*CONTACT, (3,))], PRESENT),
    ("c_thoracic_extension_stiff", [(*EXTENSION, (9,)), (*CONTACT, (4,)), (*TOUCH, (1,)), (*OVERHEAD, (160, 160))], ABSENT),
    ("c_thoracic_extension_stiff", [(*EXTENSION, (9,))], OPEN),
    ("c_thoracic_extension_stiff", [(*CONTACT, (2,)), (*TOUCH, (0,))], OPEN),
    ("c_thoracic_extension_stiff", [(*EXTENSION, (25,))], ABSENT),  # nothing else could make it one
    # the seated turn decides; the standing one supports
    ("c_thoracic_rotation_stiff", [(*SEATED, (34, 42))], PRESENT),
    ("c_thoracic_rotation_stiff", [(*SEATED, (40, 50.1))], PRESENT),
    ("c_thoracic_rotation_stiff", [(*SEATED, (45, 45)), (*STANDING, (50, 80))], ABSENT),
    ("c_thoracic_rotation_stiff", [(*STANDING, (50, 80))], OPEN),
    # each direction of the neck
    ("c_neck_mobility_stiff", [(*TURN, (59, 65))], PRESENT),
    ("c_neck_mobility_stiff", [(*TURN, (75.1, 65))], PRESENT),
    ("c_neck_mobility_stiff", [(*TURN, (75, 65))], ABSENT),
    ("c_neck_mobility_stiff", [(*BEND, (29, 35))], PRESENT),
    ("c_neck_mobility_stiff", [(*DOWN, (39,)), (*UP, (60,))], PRESENT),
    ("c_neck_mobility_stiff", [(*DOWN, (40,)), (*UP, (44,))], PRESENT),
    ("c_neck_mobility_stiff", [(*DOWN, (40,)), (*UP, (45,)), (*TURN, (60, 60)), (*BEND, (30, 30))], ABSENT),
    # the blade, and one more
    ("c_scapular_control", [(*BLADE, (2, 0)), (*ARMS, (150, 160.1))], PRESENT),
    ("c_scapular_control", [(*BLADE, (0, 2)), (*ARMS, (150, 160.1))], PRESENT),
    ("c_scapular_control", [(*BLADE, (2, 0)), (*SHRUG, (0, 7))], PRESENT),
    ("c_scapular_control", [(*BLADE, (2, 0)), (*ARC, (0, 1))], PRESENT),
    ("c_scapular_control", [(*BLADE, (2, 0)), (*ARMS, (150, 155)), (*SHRUG, (0, 3)), (*ARC, (0, 0))], WATCH),
    ("c_scapular_control", [(*BLADE, (2, 2))], WATCH),
    ("c_scapular_control", [(*BLADE, (1, 1)), (*ARMS, (140, 160)), (*ARC, (1, 1))], ABSENT),
    ("c_scapular_control", [(*ARMS, (140, 160))], OPEN),
    # the blade hold: short, or a burn that limits the arms
    ("c_scapular_endurance", [(*BLADE_HOLD, (29,))], PRESENT),
    ("c_scapular_endurance", [(*BLADE_HOLD, (55,)), (*BURN, (1,)), (*LIMITED, (1,))], PRESENT),
    ("c_scapular_endurance", [(*BLADE_HOLD, (60,)), (*BURN, (1,)), (*LIMITED, (1,))], ABSENT),
    ("c_scapular_endurance", [(*BLADE_HOLD, (55,)), (*BURN, (1,)), (*LIMITED, (0,))], ABSENT),
    ("c_scapular_endurance", [(*BLADE_HOLD, (55,)), (*BURN, (0,)), (*LIMITED, (1,))], ABSENT),
    # both the chest lift and the bird dog
    ("c_trunk_endurance", [(*LIFT, (44,)), (*BIRD_DOG, (10, 9))], PRESENT),
    ("c_trunk_endurance", [(*LIFT, (44,)), (*BIRD_DOG, (10, 10)), (*LEVEL, (2, 1))], PRESENT),
    ("c_trunk_endurance", [(*LIFT, (44,)), (*BIRD_DOG, (10, 10)), (*LEVEL, (2, 2))], ABSENT),
    ("c_trunk_endurance", [(*LIFT, (80,)), (*BIRD_DOG, (3, 3))], ABSENT),
    ("c_trunk_endurance", [(*LIFT, (44,))], OPEN),
    ("c_trunk_endurance", [(*STAND, (5, 5))], OPEN),
    # trust or avoidance
    ("c_guarding", [(*TRUST, (9,)), (*AVOID, (5,))], PRESENT),
    ("c_guarding", [(*TRUST, (5,)), (*AVOID, (0,))], PRESENT),
    ("c_guarding", [(*TRUST, (6,)), (*AVOID, (4,))], ABSENT),
    # two movements to the same side, of any of the tests
    ("c_lateral_asymmetry", [(*TURN, (60, 70.1)), (*BEND, (30, 38.1))], PRESENT),
    ("c_lateral_asymmetry", [(*TURN, (60, 70)), (*BEND, (30, 38.1))], ABSENT),
    ("c_lateral_asymmetry", [(*ARMS, (150, 160.1)), (*GAP, (-10, -4.9))], PRESENT),
    ("c_lateral_asymmetry", [(*ARMS, (160.1, 150)), (*GAP, (-10, -4.9))], ABSENT),
    ("c_lateral_asymmetry", [(*STAND, (20, 29)), (*LEVEL, (1, 2))], PRESENT),
    ("c_lateral_asymmetry", [(*STAND, (21, 30)), (*LEVEL, (1, 2))], ABSENT),
    ("c_lateral_asymmetry", [(*BIRD_DOG, (4, 10)), (*LEVEL, (1, 2))], OPEN),
    ("c_lateral_asymmetry", [(*BIRD_DOG, (4, 10)), (*LEVEL, (1, 2)), (*SEATED, (60, 50))], ABSENT),
]


@pytest.mark.parametrize(("finding", "rows", "status"), WAYS, ids=lambda v: v if isinstance(v, str) else None)
def test_each_way_of_a_rule(
    a_case: MakeCase, find: Find, twice: Records, finding: str, rows: Sequence[Row], status: Status
) -> None:
    found = find(a_case(tests=twice(*rows, familiar=True)), finding)
    assert found.status is status, found.why
    assert (found.rank > 0) is (status is PRESENT)


@pytest.mark.parametrize(("finding", "rows", "status"), WAYS, ids=lambda v: v if isinstance(v, str) else None)
def test_the_order_in_the_file_does_not_matter(
    a_case: MakeCase, find: Find, twice: Records, finding: str, rows: Sequence[Row], status: Status
) -> None:
    tests = twice(*rows, familiar=True)
    assert find(a_case(tests=tests[::-1]), finding) == find(a_case(tests=tests), finding)


def test_a_neck_needs_the_known_pull_and_the_same_direction_on_both_days(a_case: MakeCase, find: Find, on: Records) -> None:
    def status(first: Sequence[Row], second: Sequence[Row], familiar: bool = True) -> Status:
        tests = (*on(LAST - timedelta(days=5), *first, familiar=familiar), *on(LAST, *second, familiar=familiar))
        return find(a_case(tests=tests), "c_neck_mobility_stiff").status

    turned: Sequence[Row] = [(*TURN, (55, 62))]
    bent: Sequence[Row] = [(*BEND, (26, 29))]
    assert status(turned, turned) is PRESENT
    assert status(turned, turned, familiar=False) is ABSENT
    assert status(turned, bent) is WATCH
    assert status(turned, [(*TURN, (62, 55))]) is WATCH
    assert status(turned, [*turned, *bent]) is PRESENT


def test_two_days_that_lean_to_different_sides_are_no_side_difference(a_case: MakeCase, find: Find, on: Records) -> None:
    left: Sequence[Row] = [(*TURN, (50, 70)), (*BEND, (25, 40))]
    right: Sequence[Row] = [(*TURN, (70, 50)), (*BEND, (40, 25))]
    day = LAST - timedelta(days=5)
    assert find(a_case(tests=(*on(day, *left), *on(LAST, *left))), "c_lateral_asymmetry").side is Side.LEFT
    assert find(a_case(tests=(*on(day, *left), *on(LAST, *right))), "c_lateral_asymmetry").status is WATCH


def test_a_blade_has_to_be_the_same_one_on_both_days(a_case: MakeCase, find: Find, on: Records) -> None:
    arms: Row = (*ARMS, (150, 165))
    day = LAST - timedelta(days=5)
    same = find(a_case(tests=(*on(day, (*BLADE, (2, 0)), arms), *on(LAST, (*BLADE, (2, 1)), arms))), "c_scapular_control")
    assert (same.status, same.side) == (PRESENT, Side.LEFT)
    other = find(a_case(tests=(*on(day, (*BLADE, (2, 0)), arms), *on(LAST, (*BLADE, (0, 2)), arms))), "c_scapular_control")
    assert other.status is WATCH


@pytest.mark.parametrize(
    ("fields", "rows", "status"),
    [
        ({}, [(*NECK_HOLD, (15,)), (*CHIN, (1,))], PRESENT),
        ({}, [(*NECK_HOLD, (15,)), (*CHIN, (0,))], ABSENT),
        ({"stopped_because": "pain"}, [(*NECK_HOLD, (15,))], ABSENT),
        ({"stopped_because": "wish"}, [(*NECK_HOLD, (15,))], PRESENT),
    ],
)
def test_a_neck_hold_that_ends_from_something_else_says_nothing(
    a_case: MakeCase, find: Find, twice: Records, fields: dict[str, Any], rows: Sequence[Row], status: Status
) -> None:
    assert find(a_case(tests=twice(*rows, **fields)), "c_deep_neck_flexor").status is status


@pytest.mark.parametrize(
    ("finding", "rows", "about", "status"),
    [
        ("c_deep_neck_flexor", [(*NECK_HOLD, (18,))], About(sex="female"), ABSENT),
        ("c_deep_neck_flexor", [(*NECK_HOLD, (18,))], About(sex="male"), PRESENT),
        ("c_deep_neck_flexor", [(*NECK_HOLD, (18,))], About(), PRESENT),
        ("c_trunk_endurance", [(*LIFT, (50,)), (*BIRD_DOG, (9, 9))], About(sex="female"), ABSENT),
        ("c_trunk_endurance", [(*LIFT, (50,)), (*BIRD_DOG, (9, 9))], About(sex="other"), PRESENT),
        ("c_neck_mobility_stiff", [(*TURN, (55, 55))], About(age=49), PRESENT),
        ("c_neck_mobility_stiff", [(*TURN, (55, 55))], About(age=50), ABSENT),
        ("c_neck_mobility_stiff", [(*TURN, (48, 48))], About(age=69), PRESENT),
        ("c_neck_mobility_stiff", [(*TURN, (48, 48))], About(age=70), ABSENT),
        ("c_neck_mobility_stiff", [(*DOWN, (30,))], About(age=60), OPEN),
        ("c_rounded_shoulders", [(*CONTACT, (3,)), (*GAP, (-30, -30))], About(age=60), OPEN),
    ],
)
def test_age_and_sex_choose_the_limit(
    a_case: MakeCase, find: Find, twice: Records, finding: str, rows: Sequence[Row], about: About, status: Status
) -> None:
    assert find(a_case(tests=twice(*rows, familiar=True), about=about), finding).status is status


def test_a_painful_lean_back_counts_however_far_it_goes(a_case: MakeCase, find: Find, twice: Records) -> None:
    rows: Sequence[Row] = [(*EXTENSION, (20,)), (*CONTACT, (3,))]
    assert find(a_case(tests=twice(*rows, pain=4)), "c_thoracic_extension_stiff").status is PRESENT
    assert find(a_case(tests=twice(*rows, pain=3)), "c_thoracic_extension_stiff").status is ABSENT


@pytest.mark.parametrize(
    ("finding", "rows", "status"),
    [
        ("c_forward_head", [(*CVA, (52,))], WATCH),  # 48 to 52 is the borderline
        ("c_forward_head", [(*CVA, (53,))], ABSENT),
        ("c_deep_neck_flexor", [(*NECK_HOLD, (25,))], WATCH),
        ("c_tender_points", [("t_tender_points", "sites", (1,))], WATCH),
        ("c_guarding", [(*TRUST, (6,))], WATCH),
        ("c_guarding", [(*TRUST, (7,))], ABSENT),
        ("c_trunk_endurance", [(*LIFT, (40,)), (*BIRD_DOG, (10, 10))], ABSENT),  # ten seconds are all there is
    ],
)
def test_one_day_near_the_limit_waits_for_a_second(
    a_case: MakeCase, find: Find, on: Records, finding: str, rows: Sequence[Row], status: Status
) -> None:
    assert find(a_case(tests=on(LAST, *rows)), finding).status is status


def test_a_watch_by_one_sign_alone_names_the_tests_that_would_tell(a_case: MakeCase, find: Find, twice: Records) -> None:
    found = find(a_case(tests=twice((*TOUCH, (0,)))), "c_forward_head")
    assert found.status is WATCH
    assert KNOWN.tests["t_forward_head"].name in found.why
    assert KNOWN.tests["t_kyphosis_proxy"].name not in found.why


@pytest.mark.parametrize(("age", "said"), [(55, False), (56, True)])
def test_a_head_off_the_wall_over_55_is_shown_to_a_clinician(
    a_case: MakeCase, find: Find, on: Records, age: int, said: bool
) -> None:
    found = find(a_case(tests=on(LAST, (*TOUCH, (0,))), about=About(age=age)), "c_forward_head")
    assert ("worth showing to a clinician" in found.why) is said


def spots(day: date, *rated: tuple[str, Side, float, bool]) -> tuple[Test, ...]:
    return tuple(Test("t_tender_points", m, side, (v,), "of 10", "self", day, familiar=known) for m, side, v, known in rated)


@pytest.mark.parametrize(
    ("rated", "value", "status"),
    [
        ([("shoulder_top", Side.LEFT, 4, True), ("shoulder_top", Side.RIGHT, 4, True)], 2, PRESENT),
        ([("shoulder_top", Side.LEFT, 4, True), ("chest_top", Side.RIGHT, 9, False)], 1, ABSENT),
        ([("shoulder_top", Side.LEFT, 4, True), ("chest_top", Side.RIGHT, 3, True)], 1, ABSENT),
        ([("shoulder_top", Side.LEFT, 0, False)], 0, ABSENT),
    ],
)
def test_tender_spots_are_counted_from_their_own_records(
    a_case: MakeCase, find: Find, rated: list[tuple[str, Side, float, bool]], value: float, status: Status
) -> None:
    tests = (*spots(LAST - timedelta(days=5), *rated), *spots(LAST, *rated))
    found = find(a_case(tests=tests), "c_tender_points")
    assert found.status is status
    assert {v.value for v in found.values if v.measure == "sites"} == {value}


def test_a_recorded_count_stands_before_a_counted_one(a_case: MakeCase, find: Find, on: Records) -> None:
    one = spots(LAST, ("shoulder_top", Side.LEFT, 8, True))
    found = find(a_case(tests=(*one, *on(LAST, ("t_tender_points", "sites", (4,))))), "c_tender_points")
    assert [v.value for v in found.values if v.measure == "sites"] == [4]


# -- what always holds ----------------------------------------------------------------------------------------------------
VALUES = {(t.id, m.id): (st.floats(m.lower, m.upper), m) for t in KNOWN.tests.values() for m in t.measures if m.counted is None}


@st.composite
def a_day(draw: st.DrawFn) -> tuple[Test, ...]:
    tests = []
    for (test, measure), (values, known) in VALUES.items():
        if draw(st.booleans()):
            for side in (Side.LEFT, Side.RIGHT) if known.sides else (Side.BOTH,):
                familiar, pain = draw(st.booleans()), draw(st.sampled_from([0.0, 5.0]))
                tests.append(
                    Test(test, measure, side, (draw(values),), known.unit, known.methods[0], LAST, pain=pain, familiar=familiar)
                )
    return tuple(tests)


def outcomes(tests: tuple[Test, ...]) -> dict[str, Outcome]:
    case = Case(today=LAST, about=About(age=43, sex="female"), tests=tests)
    readings = readings_of(KNOWN, case, answers_of(KNOWN, case))
    return {f.id: evaluate(f.rule, case.about, readings, readings) for f in KNOWN.findings.values()}


@given(tests=a_day())
def test_an_outcome_is_consistent_whatever_was_measured(tests: tuple[Test, ...]) -> None:
    for finding, outcome in outcomes(tests).items():
        assert not (outcome.holds and (outcome.near or outcome.watch)), finding
        assert outcome.holds <= bool(outcome.beyond)
        assert outcome.strong <= outcome.holds
        assert outcome.holds <= outcome.can_hold
        assert not any(one.criterion.supports for one in outcome.beyond)


@given(tests=a_day())
def test_left_and_right_exchanged_give_the_other_side(tests: tuple[Test, ...]) -> None:
    other = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}
    mirrored = outcomes(tuple(replace(t, side=other[t.side]) for t in tests))
    for finding, outcome in outcomes(tests).items():
        assert mirrored[finding].holds is outcome.holds
        if outcome.holds and not KNOWN.findings[finding].rule.same_side:
            assert mirrored[finding].side is other[outcome.side]
