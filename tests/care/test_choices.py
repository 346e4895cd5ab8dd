"""What a person may choose: every exercise and every routine, with the reason where it isn't possible today."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.care.choices import choices_of, routine_today
from upperback.care.findings import assess
from upperback.care.programme import make_programme
from upperback.care.screening import judge
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Choice, Cleared, Programme, RoutineToday, Standing
from upperback.model.catalogue import Action
from upperback.model.record import About, Case, Clearance, Done, Screen, Session, Wishes

MakeCase = Callable[..., Case]

KNOWN = load()
TODAY = date(2026, 2, 20)
# A first pain after 50 together with any other yes waits for a clinician, so it is left out here.
MODIFY = [q.id for q in KNOWN.questions.values() if q.action is Action.MODIFY and q.effect.with_any_other_yes is None]


def choices(case: Case) -> dict[str, Choice]:
    verdict, findings = judge(KNOWN, case), assess(KNOWN, case)
    made = make_programme(KNOWN, case, verdict, findings) if isinstance(verdict, Cleared) else None
    return choices_of(KNOWN, case, verdict, findings, made)


def today(case: Case, routine: str) -> RoutineToday:
    return routine_today(KNOWN, case, judge(KNOWN, case), assess(KNOWN, case), KNOWN.routines[routine])


def test_every_exercise_stands_somewhere_and_says_why(a_case: MakeCase) -> None:
    found = choices(a_case(wishes=Wishes(equipment=("band",), removed=("cat_cow",), avoid_positions=("prone",))))
    assert list(found) == list(KNOWN.exercises)
    assert all(choice.why for choice in found.values())
    standing = {e: choice.standing for e, choice in found.items()}
    assert standing["chin_tuck_seated"] is Standing.IN_WEEK
    assert standing["brisk_walking"] is Standing.IN_WEEK
    assert standing["cat_cow"] is Standing.REMOVED
    assert standing["prone_cobra"] is Standing.AVOIDED
    assert standing["band_row"] is Standing.LACKS
    assert "a fixed point for the band" in found["band_row"].why
    assert standing["wall_slide"] is Standing.CAN_ADD


def test_what_is_guarded_can_be_added_and_says_why_it_never_comes_by_itself(a_case: MakeCase) -> None:
    guarded = {e.id for e in KNOWN.exercises.values() if not e.auto}
    assert guarded
    found = choices(a_case())
    assert {e for e, choice in found.items() if choice.guarded} == guarded
    assert {found[e].standing for e in guarded} == {Standing.CAN_ADD}


@pytest.mark.parametrize(
    ("yes", "drop", "said"), [(["ca_knee_wrist"], [], "You said yes to"), ([], ["ca_knee_wrist"], "You left open")]
)
def test_what_is_blocked_names_the_answer(a_case: MakeCase, yes: list[str], drop: list[str], said: str) -> None:
    choice = choices(a_case(yes, drop))["bird_dog_full"]
    assert choice.standing is Standing.BLOCKED
    assert choice.questions == ("ca_knee_wrist",)
    assert f"{said}: “{KNOWN.questions['ca_knee_wrist'].text}”" in choice.why


def test_what_starts_easier_says_so_before_it_is_added(a_case: MakeCase) -> None:
    choice = choices(a_case(["ca_osteoporosis"]))["seated_thoracic_rotation"]
    assert choice.eased.startswith("It starts easier.")
    assert "ca_osteoporosis" in choice.questions


def test_adding_makes_what_can_be_added_part_of_the_week(a_case: MakeCase) -> None:
    case = a_case()
    free = [e for e, choice in choices(case).items() if choice.standing is Standing.CAN_ADD]
    assert len(free) > 20
    for exercise in free:
        added = replace(case, wishes=replace(case.wishes, added=(exercise,), dislikes=(exercise,)))
        assert choices(added)[exercise].standing is Standing.IN_WEEK, exercise


def test_an_added_exercise_without_room_says_so(a_case: MakeCase) -> None:
    wishes = Wishes(minutes_per_session=2, days_per_week=1, added=("interlaced_reach", "standing_arms_wide_rotation"))
    choice = choices(a_case(wishes=wishes))["interlaced_reach"]
    assert (choice.standing, choice.why) == (Standing.ADDED, "It did not fit into your minutes and days this week.")


def test_a_clinicians_limit_blocks_without_an_answer_to_blame(a_case: MakeCase) -> None:
    limit = Clearance("rf_surgery_recent", TODAY, "surgeon", ("overhead_sustained",))
    choice = choices(a_case(["rf_surgery_recent"], clearances=(limit,)))["band_lateral_raise"]
    assert choice.standing is Standing.BLOCKED
    assert "Your clinician set that as a limit" in choice.why


def test_before_the_safety_questions_and_after_a_no_nothing_can_be_chosen(a_case: MakeCase) -> None:
    for case, why in (
        (a_case(["rf_lung"]), "Exercise waits until a clinician has looked at your answers."),
        (a_case(drop=["rf_lung"]), "Please answer the safety questions first."),
        (replace(a_case(), screens=()), "Please answer the safety questions first."),
    ):
        assert {(choice.standing, choice.why) for choice in choices(case).values()} == {(Standing.CLOSED, why)}
        assert all(today(case, routine).allowed == () for routine in KNOWN.routines)


def test_in_a_flare_nothing_new_comes_in_and_strength_waits(a_case: MakeCase) -> None:
    done = (Session(TODAY - timedelta(days=3), 2, 2, 2, (Done("childs_pose", Side.BOTH, 1, 1, 1, 30),)),)
    found = choices(a_case(["ca_high_pain"], sessions=done))
    assert found["dead_bug"].standing is Standing.BLOCKED
    assert found["long_sit_forward_fold"].standing is Standing.BLOCKED  # far and loaded
    assert found["neck_side_tilt"].standing is Standing.CAN_ADD
    assert "nothing new comes in" in found["neck_side_tilt"].why
    assert found["childs_pose"].standing is Standing.IN_WEEK


# -- routines ---------------------------------------------------------------------------------------------------------
def test_a_whole_routine_is_as_the_article_gives_it(a_case: MakeCase) -> None:
    for routine in KNOWN.routines.values():
        steps = today(a_case(), routine.id).steps
        assert [step.exercise for step in steps] == [item.exercise for item in routine.items]
        assert all(step.may and not step.eased for step in steps)
        assert [(s.dose.sets, s.dose.reps, s.dose.hold_s) for s in steps] == [(i.sets, i.reps, i.hold_s) for i in routine.items]


def test_a_routine_leaves_out_what_an_answer_blocks_and_says_which(a_case: MakeCase) -> None:
    steps = {step.exercise: step for step in today(a_case(["ca_knee_wrist"]), "daily_five").steps}
    assert [e for e, step in steps.items() if not step.may] == ["cat_cow", "childs_pose"]
    assert steps["cat_cow"].questions == ("ca_knee_wrist",)
    assert KNOWN.questions["ca_knee_wrist"].text in steps["cat_cow"].why


def test_a_caution_makes_a_step_of_a_routine_smaller(a_case: MakeCase) -> None:
    (step,) = today(a_case(["ca_hypermobility"]), "standing_turns").steps
    whole = KNOWN.routines["standing_turns"].items[0]
    assert step.may
    if step.eased:
        assert step.dose.reps < whole.reps


def test_a_routine_is_there_though_an_exercise_was_taken_out_of_the_programme(a_case: MakeCase) -> None:
    case = a_case(wishes=Wishes(removed=("chin_tuck_seated",), dislikes=("wall_angel",)))
    assert len(today(case, "daily_five").allowed) == len(KNOWN.routines["daily_five"].items)


def test_in_a_flare_a_routine_has_half_the_dose_and_no_strength(a_case: MakeCase) -> None:
    steps = today(a_case(["ca_high_pain"]), "daily_five").steps
    assert {s.exercise: s.may for s in steps}["childs_pose"]
    assert not {s.exercise: s.may for s in steps}["chin_tuck_seated"]
    child, whole = steps[-1], KNOWN.routines["daily_five"].items[-1]
    assert child.dose.hold_s * child.dose.reps * child.dose.sets <= 0.5 * whole.hold_s * whole.reps * whole.sets


@settings(deadline=None, max_examples=60)
@given(yes=st.sets(st.sampled_from(MODIFY), max_size=4), added=st.sets(st.sampled_from(list(KNOWN.exercises)), max_size=6))
def test_nothing_blocked_is_ever_in_a_programme_or_a_routine(yes: set[str], added: set[str]) -> None:
    answers = {q.id: q.id in yes for q in KNOWN.questions.values()}
    answers |= {s.id: False for q in KNOWN.questions.values() for s in q.subs if q.id in yes}
    wishes = Wishes(equipment=("band", "anchor", "ball", "pool"), added=tuple(sorted(added)))
    case = Case(today=TODAY, about=About(age=43, sex="female"), screens=(Screen(TODAY, answers),), wishes=wishes)
    verdict, findings = judge(KNOWN, case), assess(KNOWN, case)
    assert isinstance(verdict, Cleared)
    made = make_programme(KNOWN, case, verdict, findings)
    found = choices_of(KNOWN, case, verdict, findings, made)
    assert choices_of(KNOWN, case, verdict, findings, made) == found
    blocked = {e for e, choice in found.items() if choice.standing is Standing.BLOCKED}
    assert {e.id for e in KNOWN.exercises.values() if e.tags & verdict.blocked_tags} <= blocked
    in_week: set[str] = set()
    if isinstance(made, Programme):
        in_week = {i.exercise for d in made.week for i in d.items} | {a.exercise for a in made.activity}
        assert all(KNOWN.exercises[e].auto or e in added for e in in_week)
    assert not blocked & in_week
    assert {e for e, choice in found.items() if choice.standing is Standing.IN_WEEK} == in_week
    for routine in KNOWN.routines.values():
        assert not blocked & set(routine_today(KNOWN, case, verdict, findings, routine).allowed)
