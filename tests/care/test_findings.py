"""Findings: from trials to a status, for every finding of the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.care.errors import changed, mdc_of, score
from upperback.care.findings import Assessor, assess
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Finding, Status
from upperback.model.catalogue import Catalogue
from upperback.model.record import About, Accepted, Case, DiaryDay, Session, Test

LIMITS = load().rules.limits

MakeCase = Callable[..., Case]
MakeTest = Callable[..., tuple[Test, ...]]

KNOWN = load()
FIRST, SECOND = date(2026, 2, 5), date(2026, 2, 12)


@dataclass(frozen=True)
class Example:
    """One finding with values (left, right, or one) just outside and just inside its limit, and an answer that blocks it."""

    finding: str
    test: str
    measure: str
    unit: str
    method: str
    outside: tuple[float, ...]
    inside: tuple[float, ...]
    blocked_by: str | None

    def tests(self, day: date, values: tuple[float, ...]) -> tuple[Test, ...]:
        sides = (Side.BOTH,) if len(values) == 1 else (Side.LEFT, Side.RIGHT)
        return tuple(
            Test(self.test, self.measure, side, (value,), self.unit, self.method, day, familiar=True)
            for side, value in zip(sides, values, strict=True)
        )


EXAMPLES = [
    Example(
        "c_thoracic_rotation_stiff", "t_seated_rotation", "rotation", "deg", "camera", (34.9, 40), (35, 40), "ca_osteoporosis"
    ),
    Example(
        "c_thoracic_rotation_stiff", "t_seated_rotation", "rotation", "deg", "camera", (60.1, 45), (60, 45), "ca_osteoporosis"
    ),
    Example("c_thoracic_rotation_stiff", "t_seated_rotation", "rotation", "deg", "gyro", (50.1, 40), (50, 40), "ca_osteoporosis"),
    Example("c_neck_mobility_stiff", "t_neck_sidebend", "sidebend", "deg", "camera", (35, 29.9), (35, 30), "ca_vascular_risk"),
    Example("c_neck_mobility_stiff", "t_neck_sidebend", "sidebend", "deg", "camera", (40.1, 32), (40, 32), "ca_vascular_risk"),
    Example("c_scapular_endurance", "t_scap_endurance", "hold", "s", "timer", (29.9,), (30,), "ca_bp_heart"),
    Example("c_low_aerobic", "t_walking_minutes", "minutes", "min/week", "self", (149,), (150,), None),
]
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.finding}-{e.method}-{e.outside[0]}")


@pytest.fixture
def find(catalogue: Catalogue) -> Callable[[Case, str], Finding]:
    return lambda case, finding: next(f for f in assess(catalogue, case) if f.finding == finding)


Find = Callable[[Case, str], Finding]


def test_every_finding_of_the_catalogue_is_assessed(catalogue: Catalogue, a_case: MakeCase) -> None:
    found = assess(catalogue, a_case())
    assert [f.finding for f in found] == list(catalogue.findings)
    assert {f.status for f in found} == {Status.NOT_TESTED}
    assert all(f.rank == 0 and f.values == () and f.why.startswith("Not tested yet: ") for f in found)


@each_example
def test_just_outside_on_both_days_is_present(a_case: MakeCase, find: Find, example: Example) -> None:
    tests = (*example.tests(FIRST, example.outside), *example.tests(SECOND, example.outside))
    found = find(a_case(tests=tests), example.finding)
    assert (found.status, found.rank, found.settled_on) == (Status.PRESENT, 1, SECOND)
    assert any(v.flagged for v in found.values)


@each_example
def test_just_inside_on_both_days_is_absent(a_case: MakeCase, find: Find, example: Example) -> None:
    tests = (*example.tests(FIRST, example.inside), *example.tests(SECOND, example.inside))
    found = find(a_case(tests=tests), example.finding)
    assert (found.status, found.rank) == (Status.ABSENT, 0)
    assert not any(v.flagged for v in found.values)


@each_example
def test_one_day_only_is_a_watch_with_the_day_that_settles_it(a_case: MakeCase, find: Find, example: Example) -> None:
    day = date(2026, 2, 19)
    found = find(a_case(tests=example.tests(day, example.outside)), example.finding)
    assert (found.status, found.rank, found.settled_on) == (Status.WATCH, 0, date(2026, 2, 21))
    assert "21 February" in found.why


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.blocked_by], ids=lambda e: e.finding)
def test_a_blocked_test_is_not_tested_and_says_why(catalogue: Catalogue, a_case: MakeCase, find: Find, example: Example) -> None:
    tests = (*example.tests(FIRST, example.outside), *example.tests(SECOND, example.outside))
    assert example.blocked_by is not None
    found = find(a_case([example.blocked_by], tests=tests), example.finding)
    assert (found.status, found.values) == (Status.NOT_TESTED, ())
    assert catalogue.questions[example.blocked_by].why in found.why


@pytest.mark.parametrize("days_apart", [1, 8])
def test_two_days_too_near_or_too_far_apart_settle_nothing(
    a_case: MakeCase, turns: MakeTest, find: Find, days_apart: int
) -> None:
    tests = (*turns(FIRST, 30, 30), *turns(FIRST + timedelta(days=days_apart), 30, 30))
    assert find(a_case(tests=tests), "c_thoracic_rotation_stiff").status is Status.WATCH


@pytest.mark.parametrize("days_apart", [2, 7])
def test_two_to_seven_days_apart_settle_it(a_case: MakeCase, turns: MakeTest, find: Find, days_apart: int) -> None:
    tests = (*turns(FIRST, 30, 30), *turns(FIRST + timedelta(days=days_apart), 30, 30))
    assert find(a_case(tests=tests), "c_thoracic_rotation_stiff").status is Status.PRESENT


@pytest.mark.parametrize(("left", "right", "side"), [(30, 42, Side.LEFT), (42, 30, Side.RIGHT), (30, 31, Side.BOTH)])
def test_a_one_sided_result_names_its_side(
    a_case: MakeCase, turns: MakeTest, find: Find, left: float, right: float, side: Side
) -> None:
    found = find(a_case(tests=(*turns(FIRST, left, right), *turns(SECOND, left, right))), "c_thoracic_rotation_stiff")
    assert (found.status, found.side) == (Status.PRESENT, side)


def test_one_side_tested_alone_is_judged_by_itself(a_case: MakeCase, turns: MakeTest, find: Find) -> None:
    left_only = (turns(FIRST, 30, 50)[0], turns(SECOND, 30, 50)[0])
    found = find(a_case(tests=left_only), "c_thoracic_rotation_stiff")
    assert (found.status, found.side) == (Status.PRESENT, Side.LEFT)


@pytest.mark.parametrize(("value", "status"), [(22.9, Status.PRESENT), (23.0, Status.WATCH)])
def test_far_beyond_the_limit_with_the_known_pull_is_present_at_once(
    a_case: MakeCase, turns: MakeTest, find: Find, value: float, status: Status
) -> None:
    case = a_case(tests=turns(date(2026, 2, 19), value, value, familiar=True, pain=2))
    assert find(case, "c_thoracic_rotation_stiff").status is status


def test_far_beyond_without_any_pull_waits_for_the_second_day(a_case: MakeCase, turns: MakeTest, find: Find) -> None:
    case = a_case(tests=turns(date(2026, 2, 19), 15, 15, familiar=False, pain=0))
    assert find(case, "c_thoracic_rotation_stiff").status is Status.WATCH


def test_a_neck_that_is_stiff_without_the_known_pull_is_no_finding(a_case: MakeCase, find: Find) -> None:
    tests = tuple(
        Test("t_neck_sidebend", "sidebend", side, (20.0,), "deg", "camera", day, pain=0, familiar=False)
        for side in (Side.LEFT, Side.RIGHT)
        for day in (FIRST, SECOND)
    )
    assert find(a_case(tests=tests), "c_neck_mobility_stiff").status is Status.ABSENT


@pytest.mark.parametrize(("age", "status"), [(59, Status.PRESENT), (60, Status.ABSENT), (None, Status.PRESENT)])
def test_an_unknown_age_takes_the_more_cautious_limit(
    a_case: MakeCase, turns: MakeTest, find: Find, age: int | None, status: Status
) -> None:
    tests = (*turns(FIRST, 30, 30), *turns(SECOND, 30, 30))
    assert find(a_case(tests=tests, about=About(age=age)), "c_thoracic_rotation_stiff").status is status


def asymmetric(day: date, *, neck_left: float) -> tuple[Test, ...]:
    pairs = (("t_seated_rotation", "rotation", 38.0, 56.0), ("t_neck_sidebend", "sidebend", neck_left, 36.0))
    return tuple(
        Test(test, measure, side, (value,), "deg", "camera", day, familiar=False)
        for test, measure, left, right in pairs
        for side, value in ((Side.LEFT, left), (Side.RIGHT, right))
    )


@pytest.mark.parametrize(
    ("neck_left", "status"),
    [(27.9, Status.PRESENT), (28.0, Status.ABSENT), (45.0, Status.ABSENT)],  # the last leans to the other side
)
def test_a_side_difference_needs_two_movements_to_the_same_side(
    a_case: MakeCase, find: Find, neck_left: float, status: Status
) -> None:
    tests = (*asymmetric(FIRST, neck_left=neck_left), *asymmetric(SECOND, neck_left=neck_left))
    found = find(a_case(tests=tests), "c_lateral_asymmetry")
    assert found.status is status
    if status is Status.PRESENT:
        assert found.side is Side.LEFT


def test_the_two_movements_may_be_tested_on_two_days_in_a_row(a_case: MakeCase, find: Find) -> None:
    tests = []
    for day in (FIRST, SECOND):
        both = asymmetric(day, neck_left=25)
        tests += [*both[:2], *(replace(t, day=day + timedelta(days=1)) for t in both[2:])]
    assert find(a_case(tests=tuple(tests)), "c_lateral_asymmetry").status is Status.PRESENT


def test_shoulder_height_alone_never_counts(a_case: MakeCase, find: Find) -> None:
    tests = tuple(Test("t_shoulder_level", "tilt", Side.BOTH, (9.0,), "deg", "camera", day) for day in (FIRST, SECOND))
    assert find(a_case(tests=tests), "c_lateral_asymmetry").status is Status.NOT_TESTED


@pytest.mark.parametrize(
    ("flags", "familiar", "status"),
    [
        ((1, 1, 0, 0), False, Status.PRESENT),
        ((1, 0, 0, 0), True, Status.PRESENT),
        ((1, 0, 0, 0), False, Status.ABSENT),
        ((0, 0, 0, 0), True, Status.ABSENT),
    ],
)
def test_desk_habits_count_flags_and_what_is_linked_to_pain(
    a_case: MakeCase, find: Find, flags: tuple[float, ...], familiar: bool, status: Status
) -> None:
    tests = tuple(
        Test("t_desk_habits", "flags", Side.BOTH, flags, "of 4", "self", day, familiar=familiar) for day in (FIRST, SECOND)
    )
    assert find(a_case(tests=tests), "c_sedentary_load").status is status


@pytest.mark.parametrize(("minutes", "status"), [(21, Status.PRESENT), (150 / 7, Status.ABSENT)])
def test_walking_comes_from_the_diary_where_no_test_says_it(a_case: MakeCase, find: Find, minutes: float, status: Status) -> None:
    diary = tuple(DiaryDay(date(2026, 2, 20) - timedelta(days=i), minutes_walked=minutes) for i in range(14))
    assert find(a_case(diary=diary), "c_low_aerobic").status is status
    assert find(a_case(diary=diary[:10]), "c_low_aerobic").status is Status.NOT_TESTED


def test_a_diary_of_pain_alone_says_nothing_of_walking(a_case: MakeCase, find: Find) -> None:
    diary = tuple(DiaryDay(date(2026, 2, 20) - timedelta(days=i), pain=3) for i in range(14))
    assert find(a_case(diary=diary), "c_low_aerobic").status is Status.NOT_TESTED


def test_walking_is_the_mean_of_two_weeks(a_case: MakeCase, find: Find) -> None:
    tests = tuple(
        Test("t_walking_minutes", "minutes", Side.BOTH, (m,), "min/week", "self", d) for d, m in ((FIRST, 100.0), (SECOND, 210.0))
    )
    assert find(a_case(tests=tests), "c_low_aerobic").status is Status.WATCH


# -- the way out ------------------------------------------------------------------------------------------------------
BASE = date(2026, 1, 1)


def stiff_then(turns: MakeTest, *later: tuple[int, float], pain: float = 1) -> tuple[Test, ...]:
    """25 degrees to both sides (more than the camera's 12 from the target) on days 0 and 5, then `(day, value)`."""
    days = [(0, 25.0), (5, 25.0), *later]
    return tuple(replace(t, pain=pain) for n, v in days for t in turns(BASE + timedelta(days=n), v, v))


def by_camera_alone(tests: tuple[Test, ...]) -> tuple[Test, ...]:
    """One trial each, so that the catalogue's error stands."""
    return tuple(replace(t, trials=t.trials[:1]) for t in tests)


@pytest.mark.parametrize(
    ("later", "status"),
    [
        ([(20, 37.0)], Status.PRESENT),  # 12 is no more than the error of a change
        ([(20, 37.5)], Status.IMPROVING),
        ([(20, 40.0)], Status.IMPROVING),
        ([(20, 40.0), (26, 40.0)], Status.IMPROVING),  # six days are too soon
        ([(20, 40.0), (27, 40.0)], Status.GONE),
        ([(20, 40.0), (27, 30.0)], Status.PRESENT),
        ([(20, 40.0), (27, 40.0), (35, 30.0)], Status.WATCH),
    ],
)
def test_gone_is_inside_and_moved_on_two_days_a_week_apart(
    a_case: MakeCase, turns: MakeTest, find: Find, later: list[tuple[int, float]], status: Status
) -> None:
    tests = by_camera_alone(stiff_then(turns, *later))
    assert find(a_case(tests=tests), "c_thoracic_rotation_stiff").status is status


def test_much_pain_in_the_test_does_not_count_towards_gone(a_case: MakeCase, turns: MakeTest, find: Find) -> None:
    tests = stiff_then(turns, (20, 45.0), (27, 45.0), pain=3.5)
    assert find(a_case(tests=tests), "c_thoracic_rotation_stiff").status is not Status.GONE


def test_an_accepted_finding_ends_the_work(a_case: MakeCase, turns: MakeTest, find: Find) -> None:
    accepted = (Accepted("c_thoracic_rotation_stiff", date(2026, 2, 19)),)
    found = find(a_case(tests=stiff_then(turns), accepted=accepted), "c_thoracic_rotation_stiff")
    assert (found.status, found.rank) == (Status.PLATEAU_ACCEPTED, 0)


@pytest.mark.parametrize(
    ("pain", "sessions_a_week", "status"),
    [(1.0, 4, Status.PLATEAU_ACCEPTED), (5.0, 4, Status.REFER), (1.0, 2, Status.PRESENT)],
)
def test_a_plateau_after_regular_work_is_accepted_or_with_pain_referred(
    a_case: MakeCase, turns: MakeTest, find: Find, pain: float, sessions_a_week: int, status: Status
) -> None:
    start = date(2025, 11, 1)
    tests = tuple(t for n in (0, 5, 60, 80) for t in by_camera_alone(turns(start + timedelta(days=n), 28, 28, pain=1)))
    days = [start + timedelta(days=7 * week + 2 * i - i // 3) for week in range(16) for i in range(sessions_a_week)]
    sessions = tuple(Session(day) for day in days if day <= date(2026, 2, 20))
    diary = tuple(DiaryDay(date(2026, 2, d), pain) for d in range(14, 21))
    case = a_case(tests=tests, sessions=sessions, diary=diary)
    assert find(case, "c_thoracic_rotation_stiff").status is status


def test_at_most_three_findings_are_active(catalogue: Catalogue, a_case: MakeCase) -> None:
    taken = [t for e in EXAMPLES for day in (FIRST, SECOND) for t in e.tests(day, e.outside)]
    tests = {(t.test, t.measure, t.side, t.day): t for t in taken}.values()
    desk = tuple(Test("t_desk_habits", "flags", Side.BOTH, (1, 1, 1, 1), "of 4", "self", d) for d in (FIRST, SECOND))
    found = assess(catalogue, a_case(tests=(*tests, *desk)))
    present = [f for f in found if f.status is Status.PRESENT]
    assert len(present) >= 4
    assert [f.rank for f in found][:4] == [1, 2, 3, 0]


# -- error --------------------------------------------------------------------------------------------------------------
def test_the_error_is_the_literatures_until_there_are_own_trials(catalogue: Catalogue, turns: MakeTest) -> None:
    measure = catalogue.tests["t_seated_rotation"].measures[0]
    one_day = mdc_of(measure, "camera", turns(FIRST, 30, 30), LIMITS)
    assert (one_day.mdc95, one_day.error_95, one_day.error_from) == (12, 12 / sqrt(2), "expert judgement")
    two_days = mdc_of(measure, "camera", (*turns(FIRST, 30, 30), *turns(SECOND, 38, 38)), LIMITS)
    assert two_days.error_from == "own trials"
    assert two_days.mdc95 == pytest.approx(1.96 * sqrt(2) * 8 / sqrt(2))
    assert mdc_of(measure, "gyro", (*turns(FIRST, 30, 30), *turns(SECOND, 38, 38)), LIMITS).error_from == "expert judgement"


def test_the_same_values_twice_do_not_make_the_error_zero(catalogue: Catalogue, turns: MakeTest) -> None:
    measure = catalogue.tests["t_seated_rotation"].measures[0]
    assert mdc_of(measure, "camera", (*turns(FIRST, 30, 30), *turns(SECOND, 30, 30)), LIMITS).mdc95 == 9


@pytest.mark.parametrize(("kind", "expected"), [("mean", 32.0), ("best", 36.0), ("sum", 96.0)])
def test_a_score_is_the_mean_the_best_or_the_sum(catalogue: Catalogue, kind: str, expected: float) -> None:
    measure = replace(catalogue.tests["t_seated_rotation"].measures[0], score=kind)
    assert score(measure, (28.0, 32.0, 36.0)) == expected


@given(before=st.floats(0, 100), after=st.floats(0, 100), mdc95=st.floats(0.1, 50))
def test_a_change_reads_the_same_both_ways(before: float, after: float, mdc95: float) -> None:
    assert changed(before, after, mdc95) == changed(after, before, mdc95) == (abs(before - after) > mdc95)


VALUES = st.lists(st.tuples(st.integers(0, 49), st.floats(0, 90), st.floats(0, 90), st.floats(0, 10)), max_size=6)


@given(values=VALUES)
def test_whatever_is_measured_a_finding_is_consistent(values: list[tuple[int, float, float, float]]) -> None:
    tests = tuple(
        Test("t_seated_rotation", "rotation", side, (value,) * 3, "deg", "camera", BASE + timedelta(days=n), pain=pain)
        for n, left, right, pain in values
        for side, value in ((Side.LEFT, left), (Side.RIGHT, right))
    )
    case = Case(today=date(2026, 2, 20), tests=tests)
    for found in assess(KNOWN, case):
        assert (found.rank > 0) <= (found.status in (Status.PRESENT, Status.IMPROVING))
        assert found.why
        assert found.status is not Status.WATCH or (found.settled_on is not None and found.settled_on >= case.today)
        assert (found.status is Status.NOT_TESTED) >= (not values)


@pytest.mark.parametrize(("right", "status"), [(38.0, Status.PRESENT), (40.5, Status.IMPROVING)])
def test_a_neck_has_changed_when_both_sides_together_have(a_case: MakeCase, find: Find, right: float, status: Status) -> None:
    # left and right together must move more than 12 degrees (Christensen & Nilsson 1998)
    values = [(0, 20.0, 38.0), (5, 20.0, 38.0), (20, 30.0, right)]
    tests = tuple(
        Test("t_neck_sidebend", "sidebend", side, (value,), "deg", "camera", BASE + timedelta(days=n), familiar=n < 20)
        for n, left_value, right_value in values
        for side, value in ((Side.LEFT, left_value), (Side.RIGHT, right_value))
    )
    assert find(a_case(tests=tests), "c_neck_mobility_stiff").status is status


def test_the_order_of_a_days_records_says_nothing(a_case: MakeCase, turns: MakeTest, catalogue: Catalogue) -> None:
    one, two = turns(FIRST, 25, 44), turns(FIRST, 45, 24)
    gyro = turns(FIRST, 50, 50, method="gyro")
    later = turns(SECOND, 30, 33)
    records = [*one, *two, *gyro, *later]
    found = assess(catalogue, a_case(tests=tuple(records)))
    assert assess(catalogue, a_case(tests=tuple(reversed(records)))) == found
    stiff = next(f for f in found if f.finding == "c_thoracic_rotation_stiff")
    first = [v for v in stiff.values if v.day == FIRST]
    preferred = catalogue.tests["t_seated_rotation"].measures[0].methods[0]
    assert {v.method for v in first} == {preferred}
    together = {"camera": {35.0, 34.0}, "gyro": {50.0}}
    assert {v.value for v in first} == together[preferred]


def test_the_memory_of_an_assessor_changes_nothing(a_case: MakeCase, turns: MakeTest, catalogue: Catalogue) -> None:
    remembering = Assessor(catalogue)
    first = (*turns(FIRST, 25, 44), *turns(SECOND, 25, 43))
    cases = [
        a_case(tests=first),
        a_case(tests=(*first, *turns(date(2026, 2, 19), 44, 44))),
        a_case(tests=turns(FIRST, 45, 45)),
        a_case(),
    ]
    for case in (*cases, *reversed(cases)):
        assert remembering.assess(case) == assess(catalogue, case)
