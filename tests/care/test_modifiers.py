"""Modifiers: what about a person changes how the work is done, by which word or test, and what it changes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from upperback.care.findings import assess
from upperback.care.modifiers import modifiers_of
from upperback.care.progress import review
from upperback.care.screening import judge
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Modified, Programme, State
from upperback.model.catalogue import Kind
from upperback.model.record import About, Case, Clearance, Session, Test, Wishes

MakeCase = Callable[..., Case]
Plan = Callable[[Case], Programme]

KNOWN = load()
TODAY = date(2026, 2, 20)
DAY = date(2026, 2, 10)


def said(test: str, **measures: float | tuple[float, float]) -> tuple[Test, ...]:
    return tuple(
        Test(test, measure, side, (value,), "", "self", DAY)
        for measure, values in measures.items()
        for side, value in (
            zip((Side.LEFT, Side.RIGHT), values, strict=True) if isinstance(values, tuple) else ((Side.BOTH, values),)
        )
    )


def of(case: Case, modifier: str) -> Modified | None:
    return next((one for one in modifiers_of(KNOWN, case) if one.modifier == modifier), None)


def ids_of(programme: Programme) -> list[str]:
    return list(dict.fromkeys(item.exercise for day in programme.week for item in day.items))


def test_nobody_has_one_without_a_reason(a_case: MakeCase) -> None:
    assert list(KNOWN.modifiers) == ["m_arthritic_stiffness", "m_hip_low_back", "m_low_irritability_unknown", "m_sleep_stress"]
    assert modifiers_of(KNOWN, a_case()) == ()


@pytest.mark.parametrize(
    ("about", "measures", "holds"),
    [
        (About(age=45), {"stiffness": 30, "grinding": 1}, True),
        (About(age=44), {"stiffness": 30, "grinding": 1}, False),
        (About(age=None), {"stiffness": 30, "grinding": 1}, False),
        (About(age=60), {"stiffness": 30, "grinding": 0}, False),
        (About(age=60), {"stiffness": 31, "grinding": 1}, False),
        (About(age=60), {"grinding": 1}, False),
    ],
)
def test_stiff_joints_need_age_short_stiffness_and_grinding(
    a_case: MakeCase, about: About, measures: dict[str, Any], holds: bool
) -> None:
    found = of(a_case(about=about, tests=said("t_confidence_stiffness", **measures)), "m_arthritic_stiffness")
    assert (found is not None and found.holds) is holds


def test_stiff_joints_say_what_was_seen_and_where_it_is_from(a_case: MakeCase) -> None:
    case = a_case(about=About(age=60), tests=said("t_confidence_stiffness", stiffness=20, grinding=1))
    found = of(case, "m_arthritic_stiffness")
    assert found is not None
    assert len(found.seen) == 3
    assert found.because == ("about.age", "t_confidence_stiffness")
    assert found.sources == KNOWN.modifiers["m_arthritic_stiffness"].sources
    assert found.refer == ""


def test_stiff_joints_train_range_on_every_day_and_strength_on_three(a_case: MakeCase, plan: Plan) -> None:
    tests = said("t_confidence_stiffness", stiffness=20, grinding=1)
    wishes = Wishes(days_per_week=7, equipment=("band", "anchor"))
    programme = plan(a_case(about=About(age=60), tests=tests, wishes=wishes))
    days: dict[str, int] = {}
    for day in programme.week:
        for item in day.items:
            days[item.exercise] = days.get(item.exercise, 0) + 1
            if item.kind is Kind.MOBILITY:
                assert "stay in the easy middle of the range" in item.why
    assert {days[e] for e in days if KNOWN.exercises[e].kind is Kind.MOBILITY} == {7}
    assert max(days[e] for e in days if KNOWN.exercises[e].kind is Kind.STRENGTH) <= 3
    assert KNOWN.modifiers["m_arthritic_stiffness"].changes in programme.changed


def test_long_stiffness_is_for_a_clinician_until_one_has_looked(a_case: MakeCase, plan: Plan) -> None:
    tests = said("t_confidence_stiffness", stiffness=45, grinding=0)

    def state(*clearances: Clearance) -> tuple[State, bool]:
        case = a_case(tests=tests, clearances=clearances)
        found = review(KNOWN, case, judge(KNOWN, case), assess(KNOWN, case))
        refer = KNOWN.modifiers["m_arthritic_stiffness"].refer_if
        assert (refer in plan(case).changed) is (refer in found.because)
        return found.state, refer in found.because

    assert state() == (State.REFER, True)
    assert state(Clearance("rf_inflammatory", DAY - timedelta(days=1), "family doctor")) == (State.REFER, True)
    assert state(Clearance("rf_inflammatory", DAY, "family doctor")) == (State.STARTING, False)


@pytest.mark.parametrize(
    ("yes", "measures", "holds"),
    [
        (["ca_distress"], {}, True),
        ([], {"sleep": 5}, True),
        ([], {"stress": 7}, True),
        ([], {"sleep": 6, "stress": 6}, False),
    ],
)
def test_sleep_and_stress_come_from_an_answer_or_the_workday(
    a_case: MakeCase, yes: list[str], measures: dict[str, Any], holds: bool
) -> None:
    found = of(a_case(yes, tests=said("t_desk_habits", **measures)), "m_sleep_stress")
    assert (found is not None) is holds


def test_an_open_answer_is_no_word_on_sleep_and_stress(a_case: MakeCase) -> None:
    assert of(a_case(drop=["ca_distress"]), "m_sleep_stress") is None


def test_little_sleep_brings_breathing_walking_and_smaller_steps(a_case: MakeCase, plan: Plan) -> None:
    programme = plan(a_case(tests=said("t_desk_habits", sleep=5)))
    assert "relaxed_breathing_supine" in ids_of(programme)
    assert programme.activity[0].why.startswith("It comes first for you.")
    assert programme.changed == (KNOWN.modifiers["m_sleep_stress"].changes,)


def test_what_a_safety_answer_says_is_not_said_twice(a_case: MakeCase, plan: Plan) -> None:
    programme = plan(a_case(["ca_distress"]))
    assert [one.modifier for one in programme.modifiers] == ["m_sleep_stress"]
    assert programme.changed == (KNOWN.questions["ca_distress"].changes,)


@pytest.mark.parametrize(
    ("test", "measures", "holds"),
    [
        ("t_hip_single_leg", {"thigh": (15.0, -15.0)}, True),
        ("t_hip_single_leg", {"thigh": (0.0, -15.0)}, False),
        ("t_hip_single_leg", {"stand": (9.0, 9.5)}, True),
        ("t_hip_single_leg", {"stand": (20.0, 29.0)}, True),
        ("t_hip_single_leg", {"stand": (21.0, 30.0)}, False),
        ("t_sit_reach", {"reach": (-10.0, 0.0)}, True),
        ("t_sit_reach", {"reach": (-4.0, 0.0)}, False),
    ],
)
def test_hips_are_seen_in_two_tests(a_case: MakeCase, test: str, measures: dict[str, Any], holds: bool) -> None:
    found = of(a_case(tests=said(test, **measures)), "m_hip_low_back")
    assert (found is not None) is holds
    assert found is None or found.because == (test,)


@pytest.mark.parametrize(
    ("yes", "exercise"), [([], "half_kneeling_hip_flexor_stretch"), (["ca_knee_wrist"], "seated_knee_to_chest")]
)
def test_hips_add_one_exercise_once_there_is_room(a_case: MakeCase, plan: Plan, yes: list[str], exercise: str) -> None:
    tests = said("t_hip_single_leg", thigh=(15.0, 15.0))
    first = plan(a_case(yes, tests=tests))
    assert exercise not in ids_of(first)  # the first week is full with what everyone gets
    done = (Session(TODAY - timedelta(days=8), 1, 1, 1), Session(TODAY - timedelta(days=1), 1, 1, 1))
    later = plan(a_case(yes, tests=tests, sessions=done))
    item = next(item for day in later.week for item in day.items if item.exercise == exercise)
    assert item.why.startswith(f"For: {KNOWN.modifiers['m_hip_low_back'].name}.")


@pytest.mark.parametrize(
    ("about", "holds"),
    [
        (About(since_weeks=5), True),
        (About(since_weeks=6), False),
        (About(since_weeks=200, onset="sudden"), True),
        (About(onset="gradual"), False),
        (About(), False),
    ],
)
def test_new_pain_is_under_six_weeks_or_began_with_a_sudden_move(a_case: MakeCase, about: About, holds: bool) -> None:
    found = of(a_case(about=about), "m_low_irritability_unknown")
    assert (found is not None and found.holds) is holds


@pytest.mark.parametrize(("days_ago", "waits"), [(13, True), (14, False)])
def test_with_new_pain_long_holds_and_their_tests_wait_two_weeks(
    a_case: MakeCase, plan: Plan, days_ago: int, waits: bool
) -> None:
    wishes = Wishes(equipment=("band", "anchor"), added=("side_plank_knees",))
    sessions = (Session(TODAY - timedelta(days=days_ago), 1, 1, 1), Session(TODAY - timedelta(days=1), 1, 1, 1))
    case = a_case(about=About(since_weeks=4), sessions=sessions, wishes=wishes)
    assert ("side_plank_knees" not in ids_of(plan(case))) is waits
    due = {one.what for one in review(KNOWN, case, judge(KNOWN, case), assess(KNOWN, case)).due}
    assert ("t_dnf_endurance" not in due) is waits
    assert "t_seated_rotation" in due


def test_new_pain_says_so_and_walks_first(a_case: MakeCase, plan: Plan) -> None:
    programme = plan(a_case(about=About(since_weeks=2)))
    assert programme.activity[0].why.startswith("It comes first for you.")
    assert programme.changed == (KNOWN.modifiers["m_low_irritability_unknown"].changes,)
    blocked = next(one.because for one in programme.left_out if one.exercise == "side_plank_knees")
    assert blocked == KNOWN.modifiers["m_low_irritability_unknown"].at_first.words
