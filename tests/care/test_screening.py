"""The safety screen: what each answer, and each missing answer, allows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.care.screening import due, judge
from upperback.catalogue.loader import load
from upperback.model.care import Cleared, Incomplete, Refer, Verdict
from upperback.model.catalogue import Action, Catalogue, Question, SubQuestion
from upperback.model.record import About, Case, Clearance, DiaryDay, Screen, Session

MakeCase = Callable[..., Case]

KNOWN = load()
RED_FLAGS = [q for q in KNOWN.questions if q.startswith("rf_")]
EMERGENCY = [q.id for q in KNOWN.questions.values() if q.action is Action.EMERGENCY_NOW]
CLINICIAN = [q.id for q in KNOWN.questions.values() if q.action is Action.CLINICIAN_FIRST]
MODIFY = [q.id for q in KNOWN.questions.values() if q.action is Action.MODIFY]
CAUTIONS = [q for q in KNOWN.questions if q.startswith("ca_")]
RAISING = [(q, s) for q in KNOWN.questions.values() for s in q.subs if s.action is not None]
FEATURES = [s.id for s in KNOWN.questions["rf_inflammatory"].subs if s.feature == "feature"]
EXTRA = next(s.id for s in KNOWN.questions["rf_inflammatory"].subs if s.feature == "extra")


def action_of(verdict: Verdict) -> Action:
    return Action.INCOMPLETE if isinstance(verdict, Incomplete) else verdict.action


def cleared(verdict: Verdict) -> Cleared:
    assert isinstance(verdict, Cleared), verdict
    return verdict


def test_all_answers_no_is_go(catalogue: Catalogue, a_case: MakeCase) -> None:
    verdict = cleared(judge(catalogue, a_case()))
    assert (verdict.action, verdict.because, verdict.blocked_tags) == (Action.GO, (), frozenset())
    assert verdict.expires == date(2026, 3, 19)


@pytest.mark.parametrize("question", EMERGENCY)
def test_an_emergency_yes_asks_for_help_now(catalogue: Catalogue, a_case: MakeCase, question: str) -> None:
    verdict = judge(catalogue, a_case([question]))
    assert isinstance(verdict, Refer)
    assert (verdict.action, verdict.because) == (Action.EMERGENCY_NOW, (question,))
    assert "local emergency number" in verdict.text


@pytest.mark.parametrize("question", CLINICIAN)
def test_a_clinician_yes_waits_for_a_clinician(catalogue: Catalogue, a_case: MakeCase, question: str) -> None:
    features = [s.id for s in catalogue.questions[question].subs]
    verdict = judge(catalogue, a_case([question, *features]))
    assert (action_of(verdict), verdict.because) == (Action.CLINICIAN_FIRST, (question,))


@pytest.mark.parametrize("question", MODIFY)
def test_a_modify_yes_allows_exercise_and_blocks_its_tags(catalogue: Catalogue, a_case: MakeCase, question: str) -> None:
    verdict = cleared(judge(catalogue, a_case([question])))
    assert (verdict.action, verdict.because) == (Action.MODIFY, (question,))
    assert verdict.blocked_tags == catalogue.questions[question].block_tags
    assert catalogue.questions[question].changes in verdict.text


@pytest.mark.parametrize("question", RED_FLAGS)
def test_an_unanswered_red_flag_is_asked_again(catalogue: Catalogue, a_case: MakeCase, question: str) -> None:
    verdict = judge(catalogue, a_case(drop=[question]))
    assert isinstance(verdict, Incomplete)
    assert verdict.missing == (question,)
    assert "emergency" not in verdict.text.lower()


@pytest.mark.parametrize("question", CAUTIONS)
def test_an_unanswered_caution_counts_as_yes(catalogue: Catalogue, a_case: MakeCase, question: str) -> None:
    verdict = cleared(judge(catalogue, a_case(drop=[question])))
    assert verdict.because == (question,)
    assert verdict.blocked_tags >= catalogue.questions[question].block_tags
    assert "open" in verdict.text


def test_an_unanswered_caution_alone_never_calls_for_help(catalogue: Catalogue, a_case: MakeCase) -> None:
    assert action_of(judge(catalogue, a_case(drop=CAUTIONS))) is Action.MODIFY


@pytest.mark.parametrize(("question", "sub"), RAISING, ids=lambda q: q.id)
def test_a_sub_question_raises_the_action(catalogue: Catalogue, a_case: MakeCase, question: Question, sub: SubQuestion) -> None:
    verdict = judge(catalogue, a_case([question.id, sub.id]))
    assert (action_of(verdict), verdict.because) == (sub.action, (question.id,))


@pytest.mark.parametrize(("question", "sub"), RAISING, ids=lambda q: q.id)
def test_an_unanswered_sub_question_of_a_yes_counts_as_yes(
    catalogue: Catalogue, a_case: MakeCase, question: Question, sub: SubQuestion
) -> None:
    verdict = judge(catalogue, a_case([question.id], drop=[sub.id]))
    assert action_of(verdict) is sub.action
    assert sub.text in verdict.text
    assert "Please stop here" not in verdict.text  # no emergency text for a missing answer


@pytest.mark.parametrize(("weeks", "blocked"), [(["preg_over_20_weeks_or_unsure"], True), ([], False)])
def test_lying_on_the_back_ends_at_20_weeks(catalogue: Catalogue, a_case: MakeCase, weeks: list[str], blocked: bool) -> None:
    verdict = cleared(judge(catalogue, a_case(["ca_pregnancy", *weeks])))
    assert ("supine_after_20wk" in verdict.blocked_tags) is blocked


def test_unknown_pregnancy_weeks_count_as_over_20(catalogue: Catalogue, a_case: MakeCase) -> None:
    case = a_case(["ca_pregnancy"], drop=["preg_over_20_weeks_or_unsure"])
    assert "supine_after_20wk" in judge(catalogue, case).blocked_tags


@pytest.mark.parametrize(
    ("features", "extra", "action"),
    [
        (5, False, Action.CLINICIAN_FIRST),
        (4, False, Action.CLINICIAN_FIRST),
        (3, True, Action.CLINICIAN_FIRST),
        (3, False, Action.MODIFY),
        (2, True, Action.MODIFY),
        (0, False, Action.MODIFY),
    ],
)
def test_inflammatory_features_are_counted(
    catalogue: Catalogue, a_case: MakeCase, features: int, extra: bool, action: Action
) -> None:
    yes = ["rf_inflammatory", *FEATURES[:features], *([EXTRA] if extra else [])]
    assert action_of(judge(catalogue, a_case(yes))) is action


def test_a_bare_inflammatory_yes_waits_for_a_clinician(catalogue: Catalogue, a_case: MakeCase) -> None:
    verdict = judge(catalogue, a_case(["rf_inflammatory"], drop=[*FEATURES, EXTRA]))
    assert action_of(verdict) is Action.CLINICIAN_FIRST


def test_a_first_pain_after_50_with_another_yes_waits_for_a_clinician(catalogue: Catalogue, a_case: MakeCase) -> None:
    inflammatory = judge(catalogue, a_case(["rf_first_onset_over50", "rf_inflammatory"]))
    assert action_of(inflammatory) is Action.CLINICIAN_FIRST
    assert action_of(judge(catalogue, a_case(["rf_first_onset_over50", "ca_water"]))) is Action.CLINICIAN_FIRST
    assert action_of(judge(catalogue, a_case(["rf_first_onset_over50"]))) is Action.MODIFY


def test_an_emergency_is_said_before_missing_answers_are_asked(catalogue: Catalogue, a_case: MakeCase) -> None:
    assert action_of(judge(catalogue, a_case(["rf_lung"], drop=["rf_aortic"]))) is Action.EMERGENCY_NOW
    assert action_of(judge(catalogue, a_case(["rf_shingles"], drop=["rf_aortic"]))) is Action.CLINICIAN_FIRST
    assert action_of(judge(catalogue, a_case(["rf_shingles", "rf_lung"]))) is Action.EMERGENCY_NOW


def test_a_dated_clearance_lets_a_clinician_yes_go_on_within_its_limits(catalogue: Catalogue, a_case: MakeCase) -> None:
    clearance = Clearance("rf_surgery_recent", date(2026, 2, 19), "surgeon", ("overhead_end_range",))
    verdict = cleared(judge(catalogue, a_case(["rf_surgery_recent"], clearances=(clearance,))))
    assert verdict.action is Action.MODIFY
    assert verdict.blocked_by == {"overhead_end_range": ("rf_surgery_recent",)}


def test_a_clearance_older_than_the_answer_does_not_count(catalogue: Catalogue, a_case: MakeCase) -> None:
    clearance = Clearance("rf_surgery_recent", date(2026, 2, 18), "surgeon")
    assert action_of(judge(catalogue, a_case(["rf_surgery_recent"], clearances=(clearance,)))) is Action.CLINICIAN_FIRST


def test_an_emergency_cannot_be_cleared(catalogue: Catalogue, a_case: MakeCase) -> None:
    clearance = Clearance("rf_aortic", date(2026, 2, 20), "family doctor")
    assert action_of(judge(catalogue, a_case(["rf_aortic"], clearances=(clearance,)))) is Action.EMERGENCY_NOW


def test_a_clearance_of_a_raised_caution_keeps_its_tags(catalogue: Catalogue, a_case: MakeCase) -> None:
    clearance = Clearance("ca_bp_heart", date(2026, 2, 20), "family doctor")
    verdict = cleared(judge(catalogue, a_case(["ca_bp_heart", "bp_over_180_110"], clearances=(clearance,))))
    assert verdict.blocked_tags == catalogue.questions["ca_bp_heart"].block_tags


SKIPPED = [(q.id, s.id, s.action) for q in KNOWN.questions.values() for s in q.subs if s.action is not None]


@pytest.mark.parametrize(("question", "sub", "action"), SKIPPED)
def test_a_yes_to_a_sub_question_counts_where_its_question_was_skipped(
    catalogue: Catalogue, a_case: MakeCase, question: str, sub: str, action: Action
) -> None:
    case = a_case(drop=[question])
    answers = {**case.screens[0].answers, sub: True}
    assert action_of(judge(catalogue, replace(case, screens=(Screen(case.screens[0].day, answers),)))) is action


@pytest.mark.parametrize(
    ("cleared_ids", "action"),
    [
        ((), Action.CLINICIAN_FIRST),
        (("bp_over_180_110",), Action.CLINICIAN_FIRST),
        (("bp_over_180_110", "heart_not_cleared_for_exercise"), Action.MODIFY),
        (("ca_bp_heart",), Action.MODIFY),
    ],
)
def test_a_clearance_of_one_reason_leaves_the_other_standing(
    catalogue: Catalogue, a_case: MakeCase, cleared_ids: tuple[str, ...], action: Action
) -> None:
    clearances = tuple(Clearance(i, date(2026, 2, 20), "family doctor") for i in cleared_ids)
    case = a_case(["ca_bp_heart", "bp_over_180_110", "heart_not_cleared_for_exercise"], clearances=clearances)
    assert action_of(judge(catalogue, case)) is action


@pytest.mark.parametrize(("day", "blocked"), [(18, frozenset()), (19, frozenset({"breath_hold"}))])
def test_an_emergency_that_is_over_keeps_the_limits_a_clinician_set_since(
    catalogue: Catalogue, a_case: MakeCase, day: int, blocked: frozenset[str]
) -> None:
    clearance = Clearance("rf_chest_cardiac", date(2026, 2, day), "cardiologist", ("breath_hold",))
    verdict = cleared(judge(catalogue, a_case(clearances=(clearance,))))
    assert verdict.blocked_tags == blocked
    assert ("We keep to the limits they set." in verdict.text) is bool(blocked)


@pytest.mark.parametrize(("age_days", "action"), [(0, Action.GO), (27, Action.GO), (28, Action.INCOMPLETE)])
def test_a_screen_of_four_weeks_is_asked_again_in_full(
    catalogue: Catalogue, a_case: MakeCase, age_days: int, action: Action
) -> None:
    case = a_case(on=date(2026, 2, 20) - timedelta(days=age_days))
    verdict = judge(catalogue, case)
    assert action_of(verdict) is action
    if isinstance(verdict, Incomplete):
        assert list(verdict.missing) == RED_FLAGS


def test_a_case_without_a_screen_is_incomplete(catalogue: Catalogue) -> None:
    verdict = judge(catalogue, Case(today=date(2026, 2, 20)))
    assert isinstance(verdict, Incomplete)
    assert list(verdict.missing) == RED_FLAGS


def test_the_full_screen_is_due_four_weeks_after_the_last(catalogue: Catalogue, a_case: MakeCase) -> None:
    assert due(catalogue, a_case()) == date(2026, 2, 19) + timedelta(days=catalogue.rules.limits.screen_valid_days)
    assert due(catalogue, a_case(drop=["rf_lung"])) == date(2026, 2, 20)


def short(day: int, **answers: bool) -> Screen:
    given_no = {q.id: False for q in KNOWN.questions.values() if q.short_form}
    return Screen(date(2026, 2, day), {**given_no, **answers}, short=True)


def test_a_short_screen_goes_over_the_full_one(catalogue: Catalogue, a_case: MakeCase) -> None:
    case = a_case(["ca_water"])
    yes = replace(case, screens=(*case.screens, short(20, rf_fever_unwell=True)))
    assert action_of(judge(catalogue, yes)) is Action.CLINICIAN_FIRST
    calm = cleared(judge(catalogue, replace(case, screens=(*case.screens, short(20)))))
    assert (calm.because, calm.screened_on) == (("ca_water",), date(2026, 2, 19))


def test_a_short_form_question_left_open_is_open_again(catalogue: Catalogue, a_case: MakeCase) -> None:
    case = a_case()
    screen = Screen(date(2026, 2, 20), {"rf_chest_cardiac": False}, short=True)
    verdict = judge(catalogue, replace(case, screens=(*case.screens, screen)))
    assert isinstance(verdict, Incomplete)
    assert "rf_trauma_recent" in verdict.missing


def test_a_yes_stays_when_a_short_screen_leaves_it_open(catalogue: Catalogue, a_case: MakeCase) -> None:
    case = a_case(["rf_fever_unwell"])
    later = replace(case, screens=(*case.screens, Screen(date(2026, 2, 20), {}, short=True)))
    verdict = judge(catalogue, later)
    assert (action_of(verdict), verdict.because) == (Action.CLINICIAN_FIRST, ("rf_fever_unwell",))


def test_a_true_emergency_beside_an_open_sub_question_has_the_emergency_text(catalogue: Catalogue, a_case: MakeCase) -> None:
    case = a_case(["ca_pregnancy"], drop=["preg_bleeding_fluid_contractions"])
    assert judge(catalogue, case).text.startswith("A question is still open, so exercise waits: ")
    case = a_case(["ca_pregnancy", "rf_lung"], drop=["preg_bleeding_fluid_contractions"])
    assert judge(catalogue, case).text.startswith("Please stop here and get help now: ")


@pytest.mark.parametrize(
    ("drop", "said"), [(["rf_lung"], "One safety question is still open."), (["rf_lung", "rf_aortic"], "2 ")]
)
def test_open_questions_are_counted_in_words(catalogue: Catalogue, a_case: MakeCase, drop: list[str], said: str) -> None:
    assert judge(catalogue, a_case(drop=drop)).text.startswith(said)
    cautions = ["ca_water"] if len(drop) == 1 else ["ca_water", "ca_persist"]
    open_cautions = "one question open" if len(drop) == 1 else "2 questions open"
    assert open_cautions in judge(catalogue, a_case(drop=cautions)).text


@pytest.mark.parametrize(("day", "high"), [(20, True), (18, False)])
def test_pain_in_a_session_counts_on_its_day(catalogue: Catalogue, a_case: MakeCase, day: int, high: bool) -> None:
    verdict = cleared(judge(catalogue, a_case(sessions=(Session(date(2026, 2, day), 7, 2, 2),))))
    assert verdict.flare is high


def test_the_newest_full_screen_counts(catalogue: Catalogue, a_case: MakeCase) -> None:
    older = a_case(["rf_shingles"], on=date(2026, 2, 10)).screens
    case = a_case()
    assert action_of(judge(catalogue, replace(case, screens=(*older, *case.screens)))) is Action.GO


def test_an_age_under_18_outweighs_the_answer(catalogue: Catalogue, a_case: MakeCase) -> None:
    verdict = judge(catalogue, a_case(about=About(age=17)))
    assert (action_of(verdict), verdict.because) == (Action.CLINICIAN_FIRST, ("rf_under18",))


@pytest.mark.parametrize(
    ("diary", "flare"),
    [
        ([(20, 7.0)], True),
        ([(20, 6.9)], False),
        ([(19, 2.0), (20, 5.0)], True),
        ([(19, 2.5), (20, 5.0)], False),
        ([(19, 8.0)], False),
    ],
)
def test_high_pain_today_outweighs_the_answer(
    catalogue: Catalogue, a_case: MakeCase, diary: list[tuple[int, float]], flare: bool
) -> None:
    days = tuple(DiaryDay(date(2026, 2, day), pain) for day, pain in diary)
    assert cleared(judge(catalogue, a_case(diary=days))).flare is flare


def test_high_pain_the_morning_after_a_session_counts(catalogue: Catalogue, a_case: MakeCase) -> None:
    sessions = (Session(date(2026, 2, 19), pain_before=3, pain_next_morning=8),)
    assert cleared(judge(catalogue, a_case(sessions=sessions))).flare


def test_a_high_pain_yes_passes_after_two_calmer_days(catalogue: Catalogue, a_case: MakeCase) -> None:
    one = (DiaryDay(date(2026, 2, 19), 4.0),)
    two = (*one, DiaryDay(date(2026, 2, 20), 4.0))
    assert cleared(judge(catalogue, a_case(["ca_high_pain"], on=date(2026, 2, 18), diary=one))).flare
    assert not cleared(judge(catalogue, a_case(["ca_high_pain"], on=date(2026, 2, 18), diary=two))).flare


ANSWERS = st.dictionaries(
    st.sampled_from([i for q in KNOWN.questions.values() for i in (q.id, *(s.id for s in q.subs))]), st.booleans(), max_size=60
)


@given(answers=ANSWERS)
def test_an_emergency_yes_is_never_let_through(answers: dict[str, bool]) -> None:
    case = Case(
        today=date(2026, 2, 20), screens=(Screen(date(2026, 2, 20), {**dict.fromkeys(KNOWN.questions, False), **answers}),)
    )
    verdict = judge(KNOWN, case)
    assert (any(answers.get(q) for q in EMERGENCY)) <= (action_of(verdict) is Action.EMERGENCY_NOW)


@given(answers=ANSWERS)
def test_a_red_flag_without_an_answer_never_gets_through(answers: dict[str, bool]) -> None:
    case = Case(today=date(2026, 2, 20), screens=(Screen(date(2026, 2, 20), answers),))
    if not set(RED_FLAGS) <= set(answers):
        assert not isinstance(judge(KNOWN, case), Cleared)


@given(answers=ANSWERS, more=st.sampled_from(sorted(KNOWN.questions)))
def test_one_more_yes_never_loosens_the_screen(answers: dict[str, bool], more: str) -> None:
    order = [Action.GO, Action.MODIFY, Action.INCOMPLETE, Action.CLINICIAN_FIRST, Action.EMERGENCY_NOW]
    base = {**dict.fromkeys(KNOWN.questions, False), **answers}
    before, after = (
        judge(KNOWN, Case(today=date(2026, 2, 20), screens=(Screen(date(2026, 2, 20), a),))) for a in (base, {**base, more: True})
    )
    assert order.index(action_of(after)) >= order.index(action_of(before))
    assert after.blocked_tags >= before.blocked_tags


def test_a_refer_is_asked_again_when_its_screen_runs_out(catalogue: Catalogue, a_case: MakeCase) -> None:
    assert due(catalogue, a_case(["rf_shingles"])) == date(2026, 3, 19)
    assert due(catalogue, a_case(["rf_shingles"], on=date(2026, 1, 1))) == date(2026, 2, 20)
