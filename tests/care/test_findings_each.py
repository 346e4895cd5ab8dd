"""Every finding of the catalogue, each with the same questions: inside, outside, one day, days too close, one side, blocked."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from upperback.care.findings import assess
from upperback.model.body import Side
from upperback.model.care import Finding, Status
from upperback.model.catalogue import Catalogue
from upperback.model.record import Case, Test

MakeCase = Callable[..., Case]
Find = Callable[[Case, str], Finding]

LAST = date(2026, 2, 19)


class Taken(NamedTuple):
    """One measure of one day: a value for both sides together, or one for each."""

    test: str
    measure: str
    unit: str
    method: str
    values: tuple[float, ...]


SEATED = ("t_seated_rotation", "rotation", "deg", "camera")
STANDING = ("t_standing_rotation", "rotation", "deg", "camera")
NECK = ("t_neck_sidebend", "sidebend", "deg", "camera")
HOLD = ("t_scap_endurance", "hold", "s", "timer")
DESK = ("t_desk_habits", "flags", "of 4", "self")
WALK = ("t_walking_minutes", "minutes", "min/week", "self")
HEAD = ("t_forward_head", "cva", "deg", "camera")
OVERHEAD = ("t_wall_flexion", "flexion", "deg", "gyro")
CONTACT = ("t_wall_angel", "contact", "of 5", "self")
EXTENSION = ("t_thoracic_extension", "extension", "deg", "gyro")
NECK_HOLD = ("t_dnf_endurance", "hold", "s", "timer")
BLADE = ("t_scap_dyskinesis", "grade", "grade", "self")
ARMS = ("t_abduction_sym", "abduction", "deg", "gyro")
LIFT = ("t_back_ext_endurance", "hold", "s", "timer")
BIRD_DOG = ("t_bird_dog_hold", "hold", "s", "timer")
SITES = ("t_tender_points", "sites", "of 8", "self")
TRUST = ("t_confidence_stiffness", "confidence", "of 10", "self")

# finding, just outside, just inside, an answer that blocks its tests
EACH: dict[str, tuple[list[Taken], list[Taken], str | None]] = {
    "c_thoracic_rotation_stiff": ([Taken(*SEATED, (34.9, 34.9))], [Taken(*SEATED, (35, 35))], "ca_osteoporosis"),
    "c_neck_mobility_stiff": ([Taken(*NECK, (29.9, 29.9))], [Taken(*NECK, (30, 30))], "ca_vascular_risk"),
    "c_scapular_endurance": ([Taken(*HOLD, (29.9,))], [Taken(*HOLD, (30,))], "ca_shoulder_injury"),
    "c_lateral_asymmetry": (
        [Taken(*SEATED, (60.1, 45)), Taken(*STANDING, (75.1, 60))],
        [Taken(*SEATED, (60.1, 45)), Taken(*STANDING, (75, 60))],
        "ca_osteoporosis",
    ),
    "c_sedentary_load": ([Taken(*DESK, (2,))], [Taken(*DESK, (1,))], None),
    "c_low_aerobic": ([Taken(*WALK, (149,))], [Taken(*WALK, (150,))], None),
    "c_forward_head": ([Taken(*HEAD, (47.9,))], [Taken(*HEAD, (48,))], None),
    "c_rounded_shoulders": (
        [Taken(*OVERHEAD, (154.9, 154.9)), Taken(*CONTACT, (3,))],
        [Taken(*OVERHEAD, (155, 155)), Taken(*CONTACT, (3,))],
        "ca_shoulder_injury",
    ),
    "c_thoracic_extension_stiff": (
        [Taken(*EXTENSION, (9.9,)), Taken(*CONTACT, (3,))],
        [Taken(*EXTENSION, (10,)), Taken(*CONTACT, (3,))],
        None,
    ),
    "c_deep_neck_flexor": ([Taken(*NECK_HOLD, (15.9,))], [Taken(*NECK_HOLD, (16,))], "ca_bp_heart"),
    "c_scapular_control": (
        [Taken(*BLADE, (2, 0)), Taken(*ARMS, (150, 160.1))],
        [Taken(*BLADE, (1, 0)), Taken(*ARMS, (150, 160.1))],
        "ca_shoulder_injury",
    ),
    "c_trunk_endurance": (
        [Taken(*LIFT, (44.9,)), Taken(*BIRD_DOG, (9, 10))],
        [Taken(*LIFT, (45,)), Taken(*BIRD_DOG, (9, 10))],
        None,
    ),
    "c_tender_points": ([Taken(*SITES, (2,))], [Taken(*SITES, (1,))], "ca_anticoagulant"),
    "c_guarding": ([Taken(*TRUST, (5,))], [Taken(*TRUST, (6,))], None),
}
SIDED = ["c_thoracic_rotation_stiff", "c_neck_mobility_stiff"]
BLOCKED = [(finding, answer) for finding, (_, _, answer) in EACH.items() if answer]

each_finding = pytest.mark.parametrize("finding", EACH)


def on(day: date, taken: list[Taken], familiar: bool) -> tuple[Test, ...]:
    return tuple(
        Test(one.test, one.measure, side, (value,), one.unit, one.method, day, familiar=familiar)
        for one in taken
        for side, value in zip((Side.BOTH,) if len(one.values) == 1 else (Side.LEFT, Side.RIGHT), one.values, strict=True)
    )


def days(finding: str, taken: list[Taken], *ago: int) -> tuple[Test, ...]:
    # The neck counts only with a pull the person knows; long loads without one count from two on.
    return tuple(t for n in ago for t in on(LAST - timedelta(days=n), taken, finding == "c_neck_mobility_stiff"))


@pytest.fixture
def find(catalogue: Catalogue) -> Find:
    return lambda case, finding: next(f for f in assess(catalogue, case) if f.finding == finding)


def test_every_finding_has_its_cases(catalogue: Catalogue) -> None:
    assert set(EACH) == set(catalogue.findings)


@each_finding
def test_just_outside_on_two_days_is_present_and_just_inside_absent(a_case: MakeCase, find: Find, finding: str) -> None:
    outside, inside, _ = EACH[finding]
    assert find(a_case(tests=days(finding, outside, 5, 0)), finding).status is Status.PRESENT
    assert find(a_case(tests=days(finding, inside, 5, 0)), finding).status is Status.ABSENT


@each_finding
def test_one_day_only_is_a_watch(a_case: MakeCase, find: Find, finding: str) -> None:
    found = find(a_case(tests=days(finding, EACH[finding][0], 0)), finding)
    assert (found.status, found.rank, found.settled_on) == (Status.WATCH, 0, date(2026, 2, 21))


@each_finding
@pytest.mark.parametrize(("apart", "status"), [(1, Status.WATCH), (2, Status.PRESENT), (7, Status.PRESENT), (8, Status.WATCH)])
def test_two_to_seven_days_apart_make_a_finding(a_case: MakeCase, find: Find, finding: str, apart: int, status: Status) -> None:
    assert find(a_case(tests=days(finding, EACH[finding][0], apart, 0)), finding).status is status


@pytest.mark.parametrize("finding", SIDED)
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_one_side_only_is_enough(a_case: MakeCase, find: Find, finding: str, side: Side) -> None:
    tests = tuple(t for t in days(finding, EACH[finding][0], 5, 0) if t.side is side)
    found = find(a_case(tests=tests), finding)
    assert (found.status, found.side) == (Status.PRESENT, side)


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_side_difference_needs_both_sides(a_case: MakeCase, find: Find, side: Side) -> None:
    tests = tuple(t for t in days("c_lateral_asymmetry", EACH["c_lateral_asymmetry"][0], 5, 0) if t.side is side)
    assert find(a_case(tests=tests), "c_lateral_asymmetry").status is Status.NOT_TESTED


@pytest.mark.parametrize(("finding", "answer"), BLOCKED)
def test_a_blocked_test_says_which_answer_blocks_it(
    catalogue: Catalogue, a_case: MakeCase, find: Find, finding: str, answer: str
) -> None:
    found = find(a_case([answer], tests=days(finding, EACH[finding][0], 5, 0)), finding)
    assert (found.status, found.values, found.rank) == (Status.NOT_TESTED, (), 0)


@pytest.mark.parametrize(("ago", "status"), [(0, Status.NOT_TESTED), (1, Status.WATCH)])
def test_a_day_of_high_pain_takes_only_its_own_values_away(a_case: MakeCase, find: Find, ago: int, status: Status) -> None:
    tests = days("c_scapular_endurance", EACH["c_scapular_endurance"][0], ago)
    assert find(a_case(["ca_high_pain"], tests=tests), "c_scapular_endurance").status is status


@pytest.mark.parametrize(("weeks", "status"), [((160, 160, 100, 160), Status.GONE), ((160, 100, 100, 160), Status.IMPROVING)])
def test_enough_walking_in_three_of_four_weeks_is_gone(
    a_case: MakeCase, find: Find, weeks: tuple[float, ...], status: Status
) -> None:
    before = days("c_low_aerobic", [Taken(*WALK, (60,))], 60, 56)
    later = tuple(t for n, m in zip((21, 14, 7, 0), weeks, strict=True) for t in days("c_low_aerobic", [Taken(*WALK, (m,))], n))
    assert find(a_case(tests=(*before, *later)), "c_low_aerobic").status is status
