"""The safety questions over months: when they come again, what a later yes, a sign or a relapse does, and a clearance."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from upperback.care.asking import asked_next
from upperback.care.screening import due, judge
from upperback.model.body import Side
from upperback.model.care import Cleared, Incomplete, Refer
from upperback.model.catalogue import Action, Catalogue
from upperback.model.record import HUMAN_REVIEW, Case, Clearance, DiaryDay, Done, KeptProgramme, Screen, Session, Test

MakeCase = Callable[..., Case]
TODAY = date(2026, 2, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def screens(catalogue: Catalogue, *rows: tuple[int, bool, dict[str, bool]]) -> tuple[Screen, ...]:
    """Screens by (days ago, short, answers that are not no)."""
    found = []
    for days, short, said in rows:
        asked = [q.id for q in catalogue.questions.values() if q.short_form or not short]
        found.append(Screen(ago(days), {**dict.fromkeys(asked, False), **said}, short=short))
    return tuple(found)


SHORT = ("rf_chest_cardiac", "rf_cauda_equina", "rf_cervical_artery_now", "rf_trauma_recent", "rf_cord_signs", "rf_fever_unwell")


@pytest.mark.parametrize(
    ("screened", "last_valid"),
    [
        (date(2026, 1, 31), date(2026, 2, 27)),  # over the end of a month
        (date(2028, 2, 1), date(2028, 2, 28)),  # over a leap day: 28 days end on the 29th
        (date(2027, 12, 15), date(2028, 1, 11)),  # over a year
    ],
)
def test_a_full_screen_counts_for_28_days_whatever_the_calendar(
    catalogue: Catalogue, a_case: MakeCase, screened: date, last_valid: date
) -> None:
    case = a_case(on=screened, today=last_valid)
    assert isinstance(judge(catalogue, case), Cleared)
    assert due(catalogue, case) == last_valid + timedelta(days=1)
    assert isinstance(judge(catalogue, replace(case, today=last_valid + timedelta(days=1))), Incomplete)


def test_short_screens_do_not_make_the_full_one_younger(catalogue: Catalogue) -> None:
    case = Case(today=TODAY, screens=screens(catalogue, (28, False, {}), (1, True, {}), (0, True, {})))
    verdict = judge(catalogue, case)
    assert isinstance(verdict, Incomplete)
    assert len(verdict.missing) == sum(1 for q in catalogue.questions if q.startswith("rf_"))


def test_the_short_form_is_asked_before_every_session_and_at_once_after_a_jump_or_a_sign(
    catalogue: Catalogue, a_case: MakeCase
) -> None:
    calm = a_case()
    assert [(one.form, one.on, one.because) for one in asked_next(catalogue, calm, ago(-27))] == [
        ("short", TODAY, ("screen_valid",)),
        ("full", ago(-27), ("screen_valid",)),
    ]
    jumped = a_case(diary=(DiaryDay(ago(1), 2), DiaryDay(TODAY, 5)))
    assert asked_next(catalogue, jumped, TODAY)[0].because == ("screen_valid", "high_pain")
    less = a_case(diary=(DiaryDay(ago(1), 2), DiaryDay(TODAY, 4.5)))
    assert asked_next(catalogue, less, TODAY)[0].because == ("screen_valid",)


@pytest.mark.parametrize("sign", ["dizzy", "tingling_or_numb", "chest_pain", "unwell", "Numbness in the hand"])
def test_a_sign_that_stopped_a_session_after_the_screen_opens_the_short_form(
    catalogue: Catalogue, a_case: MakeCase, sign: str
) -> None:
    stopped = Session(TODAY, items=(Done("wall_angel", Side.BOTH, 1, 1, 3, stopped_because=sign),))
    verdict = judge(catalogue, a_case(sessions=(stopped,)))
    assert isinstance(verdict, Incomplete)
    assert set(verdict.missing) == set(SHORT)
    # On the day of the screen the order of the two is not known: it was the sign that asked for the screen.
    assert isinstance(judge(catalogue, a_case(sessions=(replace(stopped, day=ago(1)),))), Cleared)


def test_a_sign_that_stopped_a_test_is_answered_by_a_short_screen(catalogue: Catalogue) -> None:
    test = Test("t_neck_rotation", "rotation", Side.LEFT, (50.0,), "deg", "camera", ago(1), stopped_because="dizzy")
    before = Case(today=TODAY, screens=screens(catalogue, (5, False, {})), tests=(test,))
    assert isinstance(judge(catalogue, before), Incomplete)
    assert asked_next(catalogue, before, TODAY)[0].because == ("screen_valid", "short_check")
    after = replace(before, screens=screens(catalogue, (5, False, {}), (0, True, {})))
    assert isinstance(judge(catalogue, after), Cleared)


@pytest.mark.parametrize("reason", ["pain_worse", "cramp", "no_pull_felt", "pain", "tired", None])
def test_other_reasons_to_stop_open_no_questions(catalogue: Catalogue, a_case: MakeCase, reason: str | None) -> None:
    stopped = Session(TODAY, items=(Done("wall_angel", Side.BOTH, 1, 1, 3, stopped_because=reason),))
    assert isinstance(judge(catalogue, a_case(sessions=(stopped,))), Cleared)


def test_a_new_warning_sign_ends_what_an_earlier_look_was_worth(catalogue: Catalogue) -> None:
    cleared = (Clearance("rf_under18", ago(9), "family doctor"),)
    yes = {"rf_under18": True}
    standing = Case(today=TODAY, screens=screens(catalogue, (10, False, yes)), clearances=cleared)
    assert isinstance(judge(catalogue, standing), Cleared)
    over = screens(catalogue, (10, False, yes), (5, True, {"rf_fever_unwell": True}), (1, True, {}))
    verdict = judge(catalogue, replace(standing, screens=over))
    assert isinstance(verdict, Refer)
    assert verdict.because == ("rf_under18",)
    looked_again = (*cleared, Clearance("rf_under18", ago(5), "family doctor"))
    assert isinstance(judge(catalogue, replace(standing, screens=over, clearances=looked_again)), Cleared)


def test_short_screens_without_a_new_sign_leave_a_clearance_alone(catalogue: Catalogue) -> None:
    case = Case(
        today=TODAY,
        screens=screens(catalogue, (10, False, {"rf_under18": True}), *((n, True, {}) for n in range(8, -1, -1))),
        clearances=(Clearance("rf_under18", ago(9), "family doctor"),),
    )
    assert isinstance(judge(catalogue, case), Cleared)


def test_a_yes_given_again_in_a_later_full_screen_wants_a_later_look(catalogue: Catalogue) -> None:
    twice = screens(catalogue, (20, False, {"rf_under18": True}), (2, False, {"rf_under18": True}))
    looked = Case(today=TODAY, screens=twice, clearances=(Clearance("rf_under18", ago(19), "family doctor"),))
    assert isinstance(judge(catalogue, looked), Refer)
    again = replace(looked, clearances=(*looked.clearances, Clearance("rf_under18", ago(2), "family doctor", ("prone",))))
    verdict = judge(catalogue, again)
    assert isinstance(verdict, Cleared)
    assert "prone" in verdict.blocked_tags


def test_an_emergency_is_over_only_with_a_no(catalogue: Catalogue) -> None:
    sign = {"rf_chest_cardiac": True}
    cleared = (Clearance("rf_chest_cardiac", TODAY, "emergency department"),)
    still = Case(today=TODAY, screens=screens(catalogue, (1, False, sign)), clearances=cleared)
    found = judge(catalogue, still)
    assert isinstance(found, Refer)
    assert found.action is Action.EMERGENCY_NOW
    assert isinstance(judge(catalogue, replace(still, screens=screens(catalogue, (1, False, sign), (0, True, {})))), Cleared)


def test_the_limits_of_a_look_at_the_whole_course_hold_and_are_no_answer_to_a_question(
    catalogue: Catalogue, a_case: MakeCase
) -> None:
    look = (Clearance(HUMAN_REVIEW, ago(3), "physiotherapist", ("prone",)),)
    verdict = judge(catalogue, a_case(clearances=look))
    assert isinstance(verdict, Cleared)
    assert "prone" in verdict.blocked_tags
    assert isinstance(judge(catalogue, a_case(["rf_under18"], clearances=look)), Refer)


def test_after_a_relapse_the_full_screen_comes_first(catalogue: Catalogue) -> None:
    programmes = (KeptProgramme(ago(150), "corrective", "1", ()), KeptProgramme(ago(80), "maintenance", "1", ()))
    diary = tuple(DiaryDay(ago(n), 5.0 if n < 9 else 1.0) for n in range(90, -1, -1))
    case = Case(today=TODAY, programmes=programmes, diary=diary, screens=screens(catalogue, (20, False, {}), (0, True, {})))
    verdict = judge(catalogue, case)
    assert isinstance(verdict, Incomplete)
    assert len(verdict.missing) == sum(1 for q in catalogue.questions if q.startswith("rf_"))
    assert asked_next(catalogue, case, due(catalogue, case))[1].because == ("screen_valid", "relapse")
    answered = replace(case, screens=screens(catalogue, (20, False, {}), (0, False, {})))
    assert isinstance(judge(catalogue, answered), Cleared)
