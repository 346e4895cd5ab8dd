"""The safety questions as a person meets them: group by group, left and taken up again, short before a session."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from upperback.model.care import Cleared, Incomplete, Refer, Verdict
from upperback.model.catalogue import Action, Catalogue
from upperback.services.errors import BadInputError, NotAllowedError
from upperback.services.person import Person
from upperback.services.views import GroupStep, Need, ScreenKind, SessionKind, SessionState, StopReason, SubStep, Symptom
from upperback.store.store import Store

Answer = Callable[..., Verdict]


def group_of(person: Person) -> GroupStep:
    view = person.screening.view()
    assert view is not None
    assert isinstance(view.step, GroupStep)
    return view.step


def all_no(step: GroupStep) -> dict[str, bool]:
    return dict.fromkeys(step.answers, False)


def test_a_new_person_is_asked_everything(person: Person) -> None:
    assert person.is_new()
    assert person.screening.need() == Need(ScreenKind.FULL, "first")
    assert isinstance(person.verdict(), Incomplete)


def test_every_question_is_asked_once_in_its_group(person: Person, catalogue: Catalogue) -> None:
    view = person.screening.open()
    asked: list[str] = []
    while isinstance(view.step, GroupStep):
        asked += view.step.answers
        view = person.screening.answer_group(view.step.group.id, all_no(view.step))
    assert sorted(asked) == sorted(catalogue.questions)
    assert (view.groups_done, view.step) == (len(catalogue.groups), None)


def test_after_a_screen_of_no_exercise_is_allowed_for_four_weeks(answer: Answer, person: Person, clock: Any) -> None:
    verdict = answer()
    assert isinstance(verdict, Cleared)
    assert (verdict.action, verdict.screened_on, verdict.expires) == (Action.GO, date(2026, 2, 20), date(2026, 3, 20))
    assert person.screening.need() == Need(ScreenKind.NONE, "")
    clock.pass_by(days=27)
    assert person.screening.need() == Need(ScreenKind.SHORT, "daily")
    clock.pass_by(days=1)
    assert person.screening.need() == Need(ScreenKind.FULL, "expired")
    assert isinstance(person.verdict(), Incomplete)


def test_a_left_screen_goes_on_where_it_stopped(person: Person, store: Store, catalogue: Catalogue, clock: Any) -> None:
    first = group_of_opened(person)
    person.screening.answer_group(first.group.id, all_no(first))
    clock.pass_by(days=2)
    later = Person(store, catalogue, clock, str)
    assert later.screening.need() == Need(ScreenKind.FULL, "unfinished")
    view = later.screening.open()
    assert isinstance(view.step, GroupStep)
    assert (view.groups_done, view.step.number) == (1, 2)


def group_of_opened(person: Person) -> GroupStep:
    person.screening.open()
    return group_of(person)


def test_a_skipped_group_comes_back_and_no_emergency_text_is_shown_for_it(person: Person) -> None:
    skipped = group_of_opened(person)
    view = person.screening.skip_group(skipped.group.id)
    while isinstance(view.step, GroupStep) and view.step.group.id != skipped.group.id:
        assert view.urgent is None
        view = person.screening.answer_group(view.step.group.id, all_no(view.step))
    assert view.skipped == (skipped.group.id,)
    verdict = person.screening.finish_screen()
    assert isinstance(verdict, Incomplete)
    assert set(verdict.missing) == {q for q in skipped.answers if q.startswith("rf_")}
    assert "emergency" not in verdict.text.lower()
    assert group_of(person).group.id == skipped.group.id
    person.screening.skip_group(skipped.group.id)
    assert group_of(person).group.id == skipped.group.id


def test_cautions_skipped_twice_count_as_yes(person: Person) -> None:
    view = person.screening.open()
    while isinstance(view.step, GroupStep):
        cautions = all(q.startswith("ca_") for q in view.step.answers)
        group_id = view.step.group.id
        view = person.screening.skip_group(group_id) if cautions else person.screening.answer_group(group_id, all_no(view.step))
    verdict = person.screening.finish_screen()
    assert isinstance(verdict, Cleared)
    assert "ca_pregnancy" in verdict.answered_yes
    assert verdict.action is Action.MODIFY


def test_an_unanswered_question_brings_its_group_back_with_the_other_answers(person: Person) -> None:
    step = group_of_opened(person)
    left = next(iter(step.answers))
    person.screening.answer_group(step.group.id, {q: False for q in step.answers if q != left})
    again = group_of(person)
    assert again.group.id == step.group.id
    assert again.answers[left] is None
    assert [again.answers[q] for q in again.answers if q != left] == [False] * (len(again.answers) - 1)


def test_a_yes_asks_its_own_questions_and_a_no_forgets_them(person: Person, catalogue: Catalogue) -> None:
    view = person.screening.open()
    while isinstance(view.step, GroupStep) and "ca_pregnancy" not in view.step.answers:
        view = person.screening.answer_group(view.step.group.id, all_no(view.step))
    assert isinstance(view.step, GroupStep)
    group = view.step
    view = person.screening.answer_group(group.group.id, all_no(group) | {"ca_pregnancy": True})
    assert isinstance(view.step, SubStep)
    assert set(view.step.answers) == {sub.id for sub in catalogue.questions["ca_pregnancy"].subs}
    assert view.urgent is None
    person.screening.answer_subs("ca_pregnancy", dict.fromkeys(view.step.answers, False))
    person.screening.back()
    assert group_of(person).answers["ca_pregnancy"] is True
    person.screening.answer_group(group.group.id, all_no(group))
    assert not set(view.step.answers) & set(person.case().screens[-1].answers)


def test_an_emergency_answer_is_urgent_at_once_and_finishes_the_screen(person: Person) -> None:
    step = group_of_opened(person)
    assert "rf_chest_cardiac" in step.answers
    view = person.screening.answer_group(step.group.id, all_no(step) | {"rf_chest_cardiac": True})
    assert view.urgent is not None
    assert view.urgent.because == ("rf_chest_cardiac",)
    verdict = person.screening.finish_screen()
    assert isinstance(verdict, Refer)
    assert person.screening.view() is None
    with pytest.raises(NotAllowedError):
        person.sessions.start(SessionKind.EASE_NOW)


def test_a_clinicians_look_opens_the_way_with_its_limits(answer: Answer, person: Person) -> None:
    assert isinstance(answer("rf_cancer_history"), Refer)
    person.screening.record_clearance("rf_cancer_history", "family doctor", person.today(), ("prone",))
    verdict = person.verdict()
    assert isinstance(verdict, Cleared)
    assert "prone" in verdict.blocked_tags
    assert person.undo_last().kind == "clearance"
    assert isinstance(person.verdict(), Refer)


@pytest.mark.parametrize(
    ("question", "by", "day", "tags"),
    [
        ("rf_nothing", "doctor", date(2026, 2, 20), ()),
        ("rf_cancer_history", " ", date(2026, 2, 20), ()),
        ("rf_cancer_history", "doctor", date(2026, 2, 21), ()),
        ("rf_cancer_history", "doctor", date(2026, 2, 20), ("flying",)),
    ],
)
def test_a_clearance_that_can_not_be_is_refused(
    answer: Answer, person: Person, question: str, by: str, day: date, tags: tuple[str, ...]
) -> None:
    answer("rf_cancer_history")
    with pytest.raises(BadInputError):
        person.screening.record_clearance(question, by, day, tags)
    assert person.case().clearances == ()


def test_before_a_session_of_another_day_the_short_form_is_asked(ready: Person, clock: Any, answer: Answer) -> None:
    clock.pass_by(days=1)
    with pytest.raises(NotAllowedError) as caught:
        ready.sessions.start(SessionKind.EASE_NOW)
    assert isinstance(caught.value.verdict, Incomplete)
    view = ready.screening.open()
    assert view.kind is ScreenKind.SHORT
    answer()
    assert ready.case().screens[-1].short
    assert set(ready.case().screens[-1].answers) == set(caught.value.verdict.missing)
    ready.sessions.start(SessionKind.EASE_NOW)


def test_a_short_screen_left_yesterday_does_not_count_today(ready: Person, clock: Any) -> None:
    clock.pass_by(days=1)
    step = group_of_opened(ready)
    ready.screening.answer_group(step.group.id, all_no(step))
    clock.pass_by(days=1)
    assert ready.screening.view() is None
    assert ready.screening.need().kind is ScreenKind.SHORT
    view = ready.screening.open()
    assert (view.kind, view.groups_done) == (ScreenKind.SHORT, 0)


def test_a_jump_of_the_pain_asks_the_short_form_again(ready: Person, clock: Any, answer: Answer) -> None:
    ready.diary.log_pain(2)
    clock.pass_by(days=1)
    answer()
    ready.diary.log_pain(4.5)
    assert ready.screening.need() == Need(ScreenKind.NONE, "")
    ready.diary.log_pain(5)
    assert ready.screening.need() == Need(ScreenKind.SHORT, "pain_jump")
    answer()
    assert ready.screening.need() == Need(ScreenKind.NONE, "")


def test_a_symptom_locks_the_session_until_the_short_form_allows_it(ready: Person, answer: Answer) -> None:
    session_id = ready.sessions.start(SessionKind.EASE_NOW)
    ready.sessions.add_rep(session_id, 0, "a")
    locked = ready.sessions.symptom(session_id, Symptom.DIZZY)
    assert (locked.state, locked.symptom) == (SessionState.LOCKED, Symptom.DIZZY)
    assert isinstance(ready.verdict(), Incomplete)
    assert ready.screening.need() == Need(ScreenKind.SHORT, "symptom")
    late: list[Callable[[], object]] = [
        lambda: ready.sessions.add_rep(session_id, 0, "b"),
        lambda: ready.sessions.finish_session(session_id),
        lambda: ready.sessions.stop_item(session_id, 0, StopReason.CRAMP),
    ]
    for forbidden in late:
        with pytest.raises(BadInputError):
            forbidden()
    with pytest.raises(NotAllowedError):
        ready.sessions.unlock(session_id)
    with pytest.raises(NotAllowedError):
        ready.sessions.start(SessionKind.TWO_MINUTE)
    view = ready.screening.open(ScreenKind.FULL)
    assert view.kind is ScreenKind.SHORT
    assert isinstance(view.step, GroupStep)
    assert "rf_cervical_artery_now" in view.step.answers  # the question nearest to being dizzy
    answer()
    assert ready.sessions.unlock(session_id).state is SessionState.OPEN
    assert ready.sessions.add_rep(session_id, 0, "b").count == 2


def test_a_symptom_with_a_yes_ends_the_session_and_keeps_what_was_done(ready: Person, answer: Answer) -> None:
    session_id = ready.sessions.start(SessionKind.EASE_NOW)
    ready.sessions.add_rep(session_id, 0, "a")
    ready.sessions.symptom(session_id, Symptom.CHEST_PAIN)
    verdict = answer("rf_chest_cardiac")
    assert isinstance(verdict, Refer)
    assert verdict.action is Action.EMERGENCY_NOW
    assert ready.sessions.session(session_id).state is SessionState.LEFT
    assert ready.case().sessions[-1].items[0].reps == 1
    with pytest.raises(NotAllowedError):
        ready.sessions.unlock(session_id)


def test_a_symptom_ends_what_a_clearance_was_worth(answer: Answer, person: Person) -> None:
    answer("rf_cancer_history")
    person.screening.record_clearance("rf_cancer_history", "family doctor", person.today())
    session_id = person.sessions.start(SessionKind.EASE_NOW)
    person.sessions.symptom(session_id, Symptom.TINGLING_OR_NUMB)
    assert person.case().clearances == ()
    assert isinstance(person.verdict(), Refer)


def test_a_symptom_still_waits_after_the_program_was_started_again(
    ready: Person, store: Store, catalogue: Catalogue, clock: Any
) -> None:
    ready.sessions.symptom(ready.sessions.start(SessionKind.EASE_NOW), Symptom.UNWELL)
    clock.pass_by(days=3)
    later = Person(store, catalogue, clock, str)
    assert later.screening.need() == Need(ScreenKind.SHORT, "symptom")
    assert isinstance(later.verdict(), Incomplete)


def test_answers_to_questions_nobody_asked_are_refused(person: Person) -> None:
    step = group_of_opened(person)
    nonsense: list[Callable[[], object]] = [
        lambda: person.screening.answer_group("nonsense", {}),
        lambda: person.screening.answer_group(step.group.id, {"ca_water": True}),
        lambda: person.screening.answer_subs("ca_pregnancy", {"preg_complication": True}),
    ]
    for wrong in nonsense:
        with pytest.raises(BadInputError):
            wrong()
    assert person.case().screens == ()


def test_a_symptom_ends_what_a_look_at_an_answer_was_worth_and_not_one_at_the_whole_course(ready: Person) -> None:
    ready.screening.record_clearance("rf_under18", "family doctor", ready.today())
    ready.screening.record_review("physiotherapist", ready.today(), ("prone",))
    assert {c.question for c in ready.case().clearances} == {"rf_under18", "human_review"}
    ready.screening.after_symptom(Symptom.DIZZY)
    assert [(c.question, c.blocked_tags) for c in ready.case().clearances] == [("human_review", ("prone",))]
    with pytest.raises(BadInputError, match="who has looked"):
        ready.screening.record_review(" ", ready.today())
