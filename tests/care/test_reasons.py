"""What a programme says of itself: who is eased and why, what stands beside an item, what is left out and for which reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from upperback.care.findings import assess
from upperback.care.progress import review
from upperback.care.screening import judge
from upperback.model.body import Side
from upperback.model.care import Cleared, Programme, State
from upperback.model.catalogue import Catalogue, Kind
from upperback.model.record import Case, Clearance, DiaryDay, Done, Session, Test, Wishes

MakeCase = Callable[..., Case]
MakeTest = Callable[..., tuple[Test, ...]]
Plan = Callable[[Case], Programme]

TODAY = date(2026, 2, 20)


def items(programme: Programme) -> dict[str, Any]:
    return {item.exercise: item for day in programme.week for item in day.items}


def because(programme: Programme, exercise: str) -> str:
    return next(left.because for left in programme.left_out if left.exercise == exercise)


def test_standing_work_hears_of_the_wall_and_seated_work_does_not(catalogue: Catalogue, a_case: MakeCase, plan: Plan) -> None:
    said = "Stand beside a wall or a heavy chair."
    found = items(plan(a_case(["ca_balance_falls"])))
    standing = {e for e in found if "standing" in catalogue.exercises[e].positions}
    assert standing
    assert standing < set(found)
    # The caution of an eased exercise says the same, so only its reason counts here.
    assert {e for e, item in found.items() if said in item.why} == standing


def test_only_answers_that_eased_something_in_the_week_are_named(a_case: MakeCase, plan: Plan) -> None:
    assert plan(a_case()).eased_for == ()
    assert plan(a_case(["ca_osteoporosis"])).eased_for == ("ca_osteoporosis",)
    assert plan(a_case(["ca_water", "ca_persist"])).eased_for == ()


def test_what_a_clinician_has_looked_at_brings_back_strength(a_case: MakeCase, plan: Plan) -> None:
    waiting = plan(a_case(["rf_first_onset_over50"]))
    assert {item.kind for item in items(waiting).values()} == {Kind.MOBILITY}
    clearance = Clearance("rf_first_onset_over50", TODAY, "family doctor")
    seen = plan(a_case(["rf_first_onset_over50"], clearances=(clearance,)))
    assert {item.kind for item in items(seen).values()} == {Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH}
    assert seen.changed == ()


def test_what_may_stand_in_is_of_the_same_kind_allowed_and_not_in_the_week(
    catalogue: Catalogue, a_case: MakeCase, plan: Plan
) -> None:
    case = a_case(["ca_knee_wrist"])
    verdict = judge(catalogue, case)
    assert isinstance(verdict, Cleared)
    found = items(plan(case))
    offered = {(item.kind, e) for item in found.values() for e in item.instead}
    assert offered
    assert all(len(item.instead) <= 3 for item in found.values())
    for kind, exercise in offered:
        assert catalogue.exercises[exercise].kind is kind
        assert not catalogue.exercises[exercise].tags & verdict.blocked_tags
        assert exercise not in found


def test_dislikes_hold_while_anything_else_is_left(a_case: MakeCase, plan: Plan) -> None:
    programme = plan(a_case(wishes=Wishes(equipment=("band",), dislikes=("chin_tuck_seated",))))
    assert programme.relaxed == ()
    assert because(programme, "chin_tuck_seated") == "You don’t like it."


def test_every_reason_for_leaving_out_is_its_own(a_case: MakeCase, plan: Plan) -> None:
    programme = plan(a_case(wishes=Wishes(minutes_per_session=2, days_per_week=1, equipment=("band", "pool"))))
    assert because(programme, "interlaced_reach") == "It did not fit into your minutes and days this week."
    assert because(programme, "bird_dog_full") == "Your week starts small, so that it is easy to keep up. You can add it."
    assert because(programme, "swimming") == "It belongs to a later part of the way."
    assert because(programme, "micro_break_posture_shift") == "Nothing asks for it this week. You can add it."
    assert because(programme, "long_sit_forward_fold") == "It is only part of a programme when you add it yourself."
    assert because(programme, "wall_ball_self_release") == "It needs something you don’t have at hand: a small ball."


@pytest.mark.parametrize(
    ("last", "level"),
    [
        ({}, 2),
        ({"sets": 0}, 1),
        ({"form_ok": False}, 1),
        ({"stopped_because": "cramp"}, 1),
        ({"effort": 7}, 1),
    ],
)
def test_one_weak_point_in_the_last_session_keeps_the_level(
    a_case: MakeCase, plan: Plan, last: dict[str, Any], level: int
) -> None:
    whole: dict[str, Any] = {"sets": 2, "pain": 1, "effort": 4, "form_ok": True}
    sessions = tuple(
        Session(TODAY - timedelta(days=n), 2, 2, 2, (Done("chin_tuck_seated", Side.BOTH, 1, reps=8, **done),))
        for n, done in ((6, whole), (4, whole), (2, whole | last))
    )
    assert items(plan(a_case(sessions=sessions)))["chin_tuck_seated"].level == level


def test_a_caution_starts_lower_and_then_grows_step_by_step(a_case: MakeCase, plan: Plan) -> None:
    # Eight weeks of doing what is asked, screened again every four: eased, whole, then up the ladder.
    start = TODAY - timedelta(days=56)
    screen = a_case(["ca_shoulder_injury"]).screens[0]
    sessions: list[Session] = []
    seen: list[tuple[int, int]] = []
    for n in range(0, 56, 3):
        today = start + timedelta(days=n)
        screens = tuple(replace(screen, day=start + timedelta(days=d)) for d in (0, 27, 54) if d <= n)
        case = replace(a_case(), today=today, screens=screens, sessions=tuple(sessions))
        item = items(plan(case))["band_row"]
        seen.append((item.level, item.dose.reps))
        done = Done("band_row", Side.BOTH, item.level, item.dose.sets, item.dose.reps, item.dose.hold_s, pain=2, effort=4)
        sessions.append(Session(today, 2, 2, 2, (done,)))
    steps = list(dict.fromkeys(seen))
    assert steps == [(1, 8), (1, 12), (2, 12), (3, 10), (4, 8)]
    assert all(seen.count(step) >= 2 for step in steps)


@pytest.mark.parametrize(("done_on", "level"), [(18, 2), (19, 3)])
@pytest.mark.parametrize("answer", ["yes", "open"])
def test_a_new_caution_takes_one_level_off_once(a_case: MakeCase, plan: Plan, answer: str, done_on: int, level: int) -> None:
    # The screen was answered on the 19th; what was done since is the lower level already.
    done = Session(date(2026, 2, done_on), 2, 2, 2, (Done("band_row", Side.BOTH, 3, 3, 10, 2, pain=2),))
    yes, drop = (["ca_shoulder_injury"], []) if answer == "yes" else ([], ["ca_shoulder_injury"])
    assert items(plan(a_case(yes, drop, sessions=(done,))))["band_row"].level == level


@pytest.mark.parametrize(("times", "level"), [(3, 1), (4, 2)])
def test_smaller_steps_ask_for_twice_the_sessions(a_case: MakeCase, plan: Plan, times: int, level: int) -> None:
    done = (Done("chin_tuck_seated", Side.BOTH, 1, 2, 8, pain=1, effort=4),)
    sessions = tuple(Session(TODAY - timedelta(days=n), 2, 2, 2, done) for n in range(times, 0, -1))
    assert items(plan(a_case(["ca_distress"], sessions=sessions)))["chin_tuck_seated"].level == level


@pytest.mark.parametrize(
    ("walked", "swum", "minutes"),
    [(45, (), 10), (0, (20,), 10), (0, (0, 0, 0, 0, 0, 0, 0, 20, 20), 20), (0, (20, 20), 30)],
)
def test_swimming_grows_from_what_is_swum(
    a_case: MakeCase, plan: Plan, walked: float, swum: tuple[float, ...], minutes: float
) -> None:
    diary = tuple(
        DiaryDay(TODAY - timedelta(days=n), minutes_walked=walked, minutes_swum=swum[n] if n < len(swum) else 0)
        for n in range(13, -1, -1)
    )
    programme = plan(a_case(wishes=Wishes(equipment=("pool",), added=("swimming",)), diary=diary))
    assert {a.exercise: a.minutes for a in programme.activity}["swimming"] == minutes


@pytest.mark.parametrize(("question", "times", "minutes"), [("ca_water", 4, 15), ("ca_distress", 7, 10), ("ca_distress", 8, 15)])
def test_with_smaller_steps_a_walk_grows_after_twice_as_many(
    a_case: MakeCase, plan: Plan, question: str, times: int, minutes: float
) -> None:
    diary = tuple(DiaryDay(TODAY - timedelta(days=n), minutes_walked=10) for n in range(times - 1, -1, -1))
    assert plan(a_case([question], diary=diary)).activity[0].minutes == minutes


def test_an_activity_names_only_the_findings_it_is_for(a_case: MakeCase, plan: Plan, turns: MakeTest) -> None:
    days = [TODAY - timedelta(days=n) for n in (9, 4)]
    little = tuple(Test("t_walking_minutes", "minutes", Side.BOTH, (30,), "min/week", "self", day) for day in days)
    stiff = tuple(t for day in days for t in turns(day, 20, 20))
    assert plan(a_case(tests=stiff)).activity[0].why == "Part of the programme everyone gets."
    assert plan(a_case(tests=(*stiff, *little))).activity[0].why == "For: Weekly activity."


def test_well_without_an_open_finding_is_no_well_but_findings(catalogue: Catalogue, a_case: MakeCase, turns: MakeTest) -> None:
    done = (Done("band_row", Side.BOTH, 1, 2, 12, pain=1),)
    sessions = tuple(Session(TODAY - timedelta(days=n), 1, 1, 1, done) for n in range(30, 0, -2))
    diary = tuple(DiaryDay(TODAY - timedelta(days=n), 1.0) for n in range(30, -1, -1))

    def state(value: float) -> State:
        tests = (*turns(TODAY - timedelta(days=9), value, value), *turns(TODAY - timedelta(days=4), value, value))
        case = a_case(tests=tests, sessions=sessions, diary=diary)
        return review(catalogue, case, judge(catalogue, case), assess(catalogue, case)).state

    assert state(20) is State.WELL_BUT_FINDINGS
    assert state(60) is State.STARTING


def test_an_emergency_beside_thoughts_of_self_harm_says_both(catalogue: Catalogue, a_case: MakeCase) -> None:
    alone = judge(catalogue, a_case(["ca_distress", "thoughts_of_self_harm"])).text
    both = judge(catalogue, a_case(["ca_distress", "thoughts_of_self_harm", "rf_lung"])).text
    assert "crisis line" in alone
    assert "crisis line" in both
    assert "nearest emergency department" in both
    assert catalogue.questions["rf_lung"].why in both
