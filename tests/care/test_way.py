"""Where a person is on the way: what ends corrective work, what pauses it, what brings it back, and what is due when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from upperback.care.findings import assess
from upperback.care.programme import make_programme
from upperback.care.progress import review
from upperback.care.screening import judge
from upperback.model.body import Side
from upperback.model.care import Cleared, Programme, Review, State
from upperback.model.catalogue import Catalogue, Phase
from upperback.model.record import (
    HUMAN_REVIEW,
    Accepted,
    Case,
    Change,
    Clearance,
    DiaryDay,
    Done,
    Function,
    KeptProgramme,
    Score,
    Session,
    Test,
)

MakeCase = Callable[..., Case]
MakeTest = Callable[..., tuple[Test, ...]]
Look = Callable[[Case], Review]
TODAY = date(2026, 2, 20)
TURN = "c_thoracic_rotation_stiff"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def diary(*spans: tuple[int, int, float], minutes: float = 0) -> tuple[DiaryDay, ...]:
    """Pain by (from days ago, to days ago, pain), oldest first."""
    return tuple(
        DiaryDay(ago(n), pain, minutes_walked=minutes) for first, last, pain in spans for n in range(first, last - 1, -1)
    )


def sessions(first: int, last: int, every: int = 2) -> tuple[Session, ...]:
    done = (Done("band_row", Side.BOTH, 1, 2, 12, pain=2, effort=4),)
    return tuple(Session(ago(n), 2, 2, 2, done) for n in range(first, last - 1, -every))


def kept(days_ago: int, phase: str) -> KeptProgramme:
    return KeptProgramme(ago(days_ago), phase, "1", ())


def typing(*scores: tuple[int, float]) -> tuple[Function, ...]:
    return (Function("typing", 8, tuple(Score(ago(n), score) for n, score in scores)),)


@pytest.fixture
def look(catalogue: Catalogue) -> Look:
    return lambda case: review(catalogue, case, judge(catalogue, case), assess(catalogue, case))


@pytest.fixture
def gone(a_case: MakeCase, turns: MakeTest) -> Callable[..., Case]:
    """Found on two days, gone 28 days ago, well in every way for as long."""

    def make(**fields: Any) -> Case:
        days = (75, 70, 38, 28)
        tests = tuple(test for n, deg in zip(days, (25, 25, 45, 45), strict=True) for test in turns(ago(n), deg, deg))
        whole: dict[str, Any] = {
            "tests": tests,
            "sessions": sessions(75, 1),
            "diary": diary((75, 60, 5.0), (34, 0, 2.0)),
            "function": typing((75, 4), (28, 8), (1, 8)),
            "change": (Change(ago(75), 4), Change(ago(28), 5), Change(ago(1), 5)),
        }
        return a_case(**(whole | fields))

    return make


def test_all_held_for_four_weeks_ends_the_work(gone: Callable[..., Case], look: Look) -> None:
    assert look(gone()).state is State.GRADUATED


@pytest.mark.parametrize(
    "short",
    [
        {"diary": diary((75, 60, 5.0), (34, 22, 2.6), (21, 0, 1.0))},
        {"function": typing((75, 4), (27, 8), (1, 8))},
        {"function": typing((75, 4), (28, 8), (14, 5.9), (1, 8))},
        {"change": (Change(ago(75), 4), Change(ago(27), 6))},
        {"change": (Change(ago(28), 6), Change(ago(7), 4), Change(ago(1), 6))},
        {"change": ()},
    ],
    ids=["pain", "function late", "function in between", "own word late", "own word in between", "never asked"],
)
def test_each_part_has_to_hold_for_four_weeks(gone: Callable[..., Case], look: Look, short: dict[str, Any]) -> None:
    seen = look(gone(**short))
    assert (seen.state, seen.phase) == (State.RESPONDING, Phase.CORRECTIVE)


def test_a_finding_that_went_three_weeks_ago_has_not_held(gone: Callable[..., Case], turns: MakeTest, look: Look) -> None:
    tests = tuple(t for n, deg in ((75, 25), (70, 25), (38, 45), (27, 45)) for t in turns(ago(n), deg, deg))
    assert look(gone(tests=tests)).phase is Phase.CORRECTIVE


def test_pain_clearly_lower_is_enough_for_a_person_who_says_much_better(gone: Callable[..., Case], look: Look) -> None:
    three = {"diary": diary((75, 60, 5.0), (34, 0, 3.0))}
    assert look(gone(**three)).phase is Phase.CORRECTIVE
    content = {"change": (Change(ago(28), 6), Change(ago(1), 6))}
    assert look(gone(**three, **content)).state is State.GRADUATED
    assert look(gone(diary=diary((75, 60, 5.0), (34, 0, 3.8)), **content)).phase is Phase.CORRECTIVE


def test_a_person_without_any_finding_is_not_kept_in_for_want_of_one(gone: Callable[..., Case], look: Look) -> None:
    assert look(gone(tests=())).state is State.GRADUATED


def test_accepting_a_finding_needs_no_waiting(gone: Callable[..., Case], turns: MakeTest, look: Look) -> None:
    stiff = tuple(t for n in (75, 70, 20) for t in turns(ago(n), 25, 25))
    assert look(gone(tests=stiff)).phase is Phase.CORRECTIVE
    assert look(gone(tests=stiff, accepted=(Accepted(TURN, TODAY),))).state is State.GRADUATED


@pytest.mark.parametrize(
    ("before", "now", "state"),
    [
        (8.0, 6.0, State.RESPONDING),  # two points
        (4.0, 2.8, State.RESPONDING),  # 30 in 100
        (4.0, 2.9, State.NO_RESPONSE),
        (2.0, 1.3, State.NO_RESPONSE),  # 35 in 100, and less than a point
    ],
)
def test_thirty_in_a_hundred_or_two_points_is_better(
    a_case: MakeCase, look: Look, before: float, now: float, state: State
) -> None:
    assert look(a_case(diary=diary((43, 37, before), (6, 0, now)), sessions=sessions(43, 1))).state is state


# -- twelve weeks ---------------------------------------------------------------------------------------------------------
def test_after_twelve_weeks_the_work_waits_until_a_person_has_looked(
    a_case: MakeCase, turns: MakeTest, look: Look, catalogue: Catalogue
) -> None:
    stiff = (*turns(ago(84), 25, 25), *turns(ago(80), 25, 25))
    case = a_case(sessions=sessions(84, 0), tests=stiff, diary=diary((84, 78, 6.0), (6, 0, 3.0)))
    seen = look(case)
    assert (seen.state, seen.phase) == (State.HUMAN_REVIEW, Phase.MAINTENANCE)
    assert seen.way is not None
    assert (seen.way.waits, seen.way.review_by) == (True, TODAY)
    assert [rule.rule for rule in seen.rules] == ["review"]
    made = _programme(catalogue, case)
    assert made.paused
    assert any("Twelve weeks are over" in words for words in made.changed)
    day_before = look(replace(case, today=ago(1), sessions=case.sessions[:-1], diary=case.diary[:-1]))
    assert (day_before.phase, day_before.state) == (Phase.CORRECTIVE, State.RESPONDING)

    looked = look(replace(case, clearances=(Clearance(HUMAN_REVIEW, ago(2), "physiotherapist"),)))
    assert (looked.state, looked.phase) == (State.RESPONDING, Phase.CORRECTIVE)
    assert looked.way is not None
    assert (looked.way.reviewed_on, looked.way.review_by) == (ago(2), ago(2) + timedelta(weeks=12))


def test_without_a_change_twelve_weeks_end_with_a_clinician(a_case: MakeCase, look: Look) -> None:
    seen = look(a_case(sessions=sessions(84, 0), diary=diary((84, 0, 4.0))))
    assert (seen.state, seen.phase) == (State.REFER, Phase.MAINTENANCE)


def test_well_with_a_finding_at_twelve_weeks_says_the_way_out_too(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    stiff = (*turns(ago(84), 25, 25), *turns(ago(80), 25, 25))
    seen = look(a_case(sessions=sessions(84, 0), tests=stiff, diary=diary((84, 78, 6.0), (20, 0, 1.0))))
    assert seen.state is State.HUMAN_REVIEW
    assert [rule.rule for rule in seen.rules] == ["review", "well"]


def test_a_paused_programme_does_not_count_as_the_end_of_the_work(a_case: MakeCase, look: Look) -> None:
    programmes = (kept(90, "corrective"), kept(6, "paused"))
    case = a_case(sessions=sessions(90, 0), programmes=programmes, diary=diary((90, 84, 6.0), (6, 0, 3.0)))
    assert look(case).state is State.HUMAN_REVIEW


# -- maintenance and the way back -----------------------------------------------------------------------------------------
def test_maintenance_is_left_only_by_a_relapse(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    programmes = (kept(150, "corrective"), kept(60, "maintenance"))
    stiff_again = (*turns(ago(9), 25, 25), *turns(ago(4), 25, 25))
    seen = look(a_case(programmes=programmes, tests=stiff_again, diary=diary((150, 0, 2.4)), sessions=sessions(150, 1)))
    assert (seen.state, seen.phase) == (State.MAINTENANCE, Phase.MAINTENANCE)
    assert [rule.rule for rule in seen.rules] == ["keep_strength", "well"]


def test_the_first_day_of_maintenance_is_the_day_the_work_ended(a_case: MakeCase, look: Look) -> None:
    today = look(a_case(programmes=(kept(70, "corrective"), kept(0, "maintenance"))))
    assert today.state is State.GRADUATED
    assert look(a_case(programmes=(kept(70, "corrective"), kept(1, "maintenance")))).state is State.MAINTENANCE


def test_a_relapse_that_is_over_leaves_two_weeks_of_a_smaller_dose(a_case: MakeCase, look: Look, catalogue: Catalogue) -> None:
    programmes = (kept(150, "corrective"), kept(80, "maintenance"))
    case = a_case(
        programmes=programmes, diary=diary((100, 23, 1.0), (22, 9, 5.0), (8, 0, 1.0)), sessions=sessions(100, 1), on=ago(3)
    )
    seen = look(case)
    assert (seen.state, seen.phase) == (State.RELAPSE, Phase.CORRECTIVE)
    assert seen.way is not None
    assert seen.way.easing_in_until == ago(7) + timedelta(days=13)
    assert any("smaller dose" in words for words in _programme(catalogue, case).changed)


def test_twelve_good_weeks_are_said(a_case: MakeCase, look: Look) -> None:
    case = a_case(
        programmes=(kept(200, "corrective"), kept(120, "maintenance")),
        diary=diary((120, 0, 1.0)),
        function=typing((200, 5), (110, 9)),
    )
    seen = look(case)
    assert seen.way is not None
    assert seen.way.doing_well
    assert "You have been doing well for twelve weeks." in seen.because
    one_bad_day = replace(case, diary=(*case.diary[:-30], DiaryDay(ago(29), 2.0), *case.diary[-29:]))
    assert look(one_bad_day).way != seen.way


# -- what is due ----------------------------------------------------------------------------------------------------------
def due(seen: Review) -> dict[str, tuple[date, str]]:
    return {entry.what: (entry.on, entry.rule) for entry in seen.due}


def test_all_tests_come_again_at_six_and_twelve_weeks_and_after_six_months_of_maintenance(
    a_case: MakeCase, turns: MakeTest, look: Look
) -> None:
    inside = (*turns(ago(50), 45, 45), *turns(ago(45), 45, 45))
    at_40 = look(a_case(sessions=sessions(40, 1), tests=inside))
    assert due(at_40)["t_seated_rotation"] == (ago(40) + timedelta(weeks=6), "all_tests")
    at_43 = look(a_case(sessions=sessions(43, 1), tests=inside))
    assert due(at_43)["t_seated_rotation"] == (TODAY, "all_tests")
    taken = look(a_case(sessions=sessions(43, 1), tests=(*inside, *turns(ago(3), 45, 45))))
    assert due(taken)["t_seated_rotation"] == (ago(43) + timedelta(weeks=12), "all_tests")
    keeping = a_case(programmes=(kept(150, "corrective"), kept(60, "maintenance")), tests=inside)
    assert due(look(keeping))["t_seated_rotation"] == (ago(60) + timedelta(weeks=26), "all_tests")


def test_no_test_is_due_on_the_day_of_a_red_light(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    stiff = (*turns(ago(40), 25, 25), *turns(ago(36), 25, 25))
    calm = a_case(tests=stiff, sessions=sessions(40, 1))
    assert due(look(calm))["t_seated_rotation"][0] == TODAY
    red = Session(TODAY, 2, 2, None, (Done("band_row", Side.BOTH, 1, 2, 12, stopped_because="pain_worse"),))
    hurt = look(replace(calm, sessions=(*calm.sessions, red)))
    assert due(hurt)["t_seated_rotation"][0] == TODAY + timedelta(days=1)


def test_in_maintenance_the_look_comes_monthly(a_case: MakeCase, look: Look) -> None:
    keeping = a_case(
        programmes=(kept(150, "corrective"), kept(60, "maintenance")),
        function=typing((150, 5), (20, 9)),
        change=(Change(ago(24), 6),),
    )
    found = due(look(keeping))
    assert found["check_in"] == (ago(20) + timedelta(days=28), "check_in")
    assert found["function"] == (ago(20) + timedelta(days=28), "check_in")
    assert "human_review" not in found
    working = due(look(a_case(sessions=sessions(30, 1), function=typing((20, 9)))))
    assert working["function"] == (TODAY, "ask_again")
    assert working["human_review"] == (ago(30) + timedelta(weeks=12), "review")


# -- the parts of progress ------------------------------------------------------------------------------------------------
def test_the_parts_of_progress_are_numbers_with_their_days(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    case = a_case(
        tests=(*turns(ago(40), 25, 25), *turns(ago(35), 26, 26), *turns(ago(1), 44, 30)),
        sessions=(*sessions(40, 1), Session(ago(1)), Session(TODAY, items=(Done("cat_cow", Side.BOTH, 1, 0, 0, skipped=True),))),
        diary=diary((40, 0, 4.0), minutes=20),
        function=(*typing((40, 4), (1, 9)), Function("lifting", 7)),
        change=(Change(ago(10), 5), Change(ago(2), 4)),
    )
    seen = look(case)
    assert seen.way is not None
    assert seen.walked is not None
    assert seen.own_word is not None
    assert (seen.way.began, seen.way.weeks) == (ago(40), 5)
    assert [(g.activity, g.now, g.change, g.reached) for g in seen.goals] == [
        ("typing", 9, 5, True),
        ("lifting", None, None, False),
    ]
    assert (seen.own_word.pgic, seen.own_word.better) == (4, False)
    assert [(a.weeks, a.days_done, a.days_wished) for a in seen.adherence] == [(2, 7, 8), (6, 21, 24)]
    assert (seen.walked.minutes_7d, seen.walked.minutes_a_week, seen.walked.noted_days) == (140, 140.0, 28)
    left, right = (one for one in seen.ranges if one.test == "t_seated_rotation")
    assert (left.first, left.now, left.change, left.n, left.clear) == (25, 44, 19, 3, True)
    assert (right.change, right.clear) == (5, False)
    assert left.mdc95 == pytest.approx(left.error_95 * 2**0.5, abs=2e-3)
    assert seen.lights is not None
    assert (seen.lights.green, seen.lights.red, seen.lights.unknown) == (6, 0, 0)
    assert [(w.until, w.days) for w in seen.weeks_done] == [(TODAY, 5), (ago(7), 3), (ago(14), 4), (ago(21), 3)]
    assert seen.weeks_done[1].work_s == 3 * 2 * 12 * 4  # a row takes four seconds
    assert [(c.week, c.passed) for c in seen.checkpoints] == [(2, True), (4, True), (6, False), (12, False)]


@pytest.mark.parametrize(("tests", "share"), [(0, 0.0), (1, 0.16), (5, 0.58), (15, 0.93)])
def test_the_more_tests_the_likelier_one_lies_outside_in_anyone(
    a_case: MakeCase, look: Look, catalogue: Catalogue, tests: int, share: float
) -> None:
    names = [t.id for t in catalogue.tests.values() if any(m.counted is None for m in t.measures)][:tests]
    taken = tuple(
        Test(name, m.id, Side.LEFT if m.sides else Side.BOTH, (m.lower,), m.unit, m.methods[0], ago(1))
        for name in names
        for m in [next(m for m in catalogue.tests[name].measures if m.counted is None)]
    )
    found = look(a_case(tests=taken)).by_chance
    assert found is not None
    assert (found.tests, found.rate, found.share) == (tests, 0.16, share)
    if tests == 15:
        assert found.words == (
            "With 15 tests, about 93 of 100 healthy people have at least one value outside the range, "
            "if one test told nothing about the next. So one value decides nothing."
        )


def _programme(catalogue: Catalogue, case: Case) -> Programme:
    verdict = judge(catalogue, case)
    assert isinstance(verdict, Cleared)
    made = make_programme(catalogue, case, verdict, assess(catalogue, case))
    assert isinstance(made, Programme)
    return made
