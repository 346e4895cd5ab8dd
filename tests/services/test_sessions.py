"""A session without web or camera: what was shown is kept, none twice, and there is a way out of every exercise."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upperback.model.body import Side
from upperback.model.care import Verdict
from upperback.model.record import Done, Wishes
from upperback.services.errors import BadInputError, NothingFitsError
from upperback.services.person import Person
from upperback.services.views import ItemState, SessionKind, SessionState, StopReason

Answer = Callable[..., Verdict]
TURNS = "standing_arms_wide_rotation"


@pytest.fixture
def full(ready: Person) -> str:
    return ready.sessions.start(SessionKind.FULL, 3)


def test_the_days_items_come_from_the_programme(ready: Person, full: str) -> None:
    plan = ready.plans.plan()
    assert plan.today is not None
    session = ready.sessions.session(full)
    assert [(i.exercise, i.side, i.level, i.dose) for i in session.items] == [
        (i.exercise, i.side, i.level, i.dose) for i in plan.today.items
    ]
    assert (session.kind, session.state, session.pain_before, session.current) == (SessionKind.FULL, SessionState.OPEN, 3, 0)


def test_two_minutes_are_one_set_of_what_the_plan_names(ready: Person) -> None:
    plan = ready.plans.plan()
    assert plan.today is not None
    session = ready.sessions.session(ready.sessions.start(SessionKind.TWO_MINUTE))
    assert {i.exercise for i in session.items} == set(plan.today.two_minute_version)
    assert [i.dose.sets for i in session.items] == [1] * len(session.items)


def test_ease_it_now_is_two_minutes_of_standing_turns_with_waits(ready: Person, catalogue: Any) -> None:
    session = ready.sessions.session(ready.sessions.start(SessionKind.EASE_NOW))
    dose = session.items[0].dose
    turn_s = catalogue.exercises[TURNS].ladder[0].move_s + dose.hold_s
    assert [i.exercise for i in session.items] == [TURNS]
    assert (dose.sets, dose.hold_s, dose.reps % 2) == (1, 2.0, 0)
    assert abs(dose.reps * turn_s - 120) <= turn_s


def test_ease_it_now_is_not_offered_where_the_screen_blocks_it(person: Person, answer: Answer, catalogue: Any) -> None:
    tag = sorted(catalogue.exercises[TURNS].tags)[0]
    answer("rf_cancer_history")
    person.screening.record_clearance("rf_cancer_history", "family doctor", person.today(), (tag,))
    with pytest.raises(NothingFitsError):
        person.sessions.start(SessionKind.EASE_NOW)


def test_a_repetition_sent_twice_counts_once(ready: Person, full: str) -> None:
    first = ready.sessions.add_rep(full, 0, "a", side=Side.LEFT, peak=31.0)
    again = ready.sessions.add_rep(full, 0, "a", side=Side.LEFT, peak=31.0)
    other = ready.sessions.add_rep(full, 0, "b")
    assert [(c.count, c.new) for c in (first, again, other)] == [(1, True), (1, False), (2, True)]
    assert ready.sessions.session(full).items[0].reps_in_set == 2


def test_a_hold_counts_as_a_repetition_with_its_seconds(ready: Person, full: str) -> None:
    ready.sessions.add_hold(full, 0, "a", 9.5)
    counted = ready.sessions.add_hold(full, 0, "b", 10.5)
    assert (counted.count, counted.held_s) == (2, 20.0)
    ready.sessions.finish_session(full)
    done = ready.case().sessions[0].items[0]
    assert (done.sets, done.reps, done.hold_s) == (1, 2, 10.0)


def test_a_miscount_is_taken_back(ready: Person, full: str) -> None:
    ready.sessions.add_rep(full, 0, "a")
    assert ready.sessions.take_back(full, 0).count == 0
    with pytest.raises(BadInputError):
        ready.sessions.take_back(full, 0)


def test_sets_end_once_and_the_last_one_ends_the_exercise(ready: Person, full: str) -> None:
    dose = ready.sessions.session(full).items[0].dose
    for set_no in range(1, dose.sets + 1):
        counted = ready.sessions.add_rep(full, 0, f"set {set_no}")
        assert counted.set_no == set_no
        ready.sessions.finish_set(full, 0, set_no)
        ready.sessions.finish_set(full, 0, set_no)
    item = ready.sessions.session(full).items[0]
    assert (item.state, item.sets_done, item.reps) == (ItemState.DONE, dose.sets, dose.sets)
    assert ready.sessions.session(full).current == 1
    with pytest.raises(BadInputError):
        ready.sessions.add_rep(full, 0, "late")


def test_a_set_can_not_end_before_the_one_before(ready: Person, full: str) -> None:
    with pytest.raises(BadInputError, match="set 1 comes first"):
        ready.sessions.finish_set(full, 0, 2)


def test_a_set_without_a_count_is_taken_as_done_or_by_the_persons_word(ready: Person, full: str) -> None:
    dose = ready.sessions.session(full).items[0].dose
    ready.sessions.finish_set(full, 0, 1)
    ready.sessions.finish_set(full, 1, 1, reps=4)
    items = ready.sessions.session(full).items
    assert (items[0].reps, items[1].reps) == (dose.reps, 4)


def test_a_swap_keeps_what_was_done_and_takes_the_same_place(ready: Person, full: str) -> None:
    before = ready.sessions.session(full).items
    ready.sessions.add_rep(full, 0, "a")
    other = before[0].instead[0]
    view = ready.sessions.swap_item(full, 0, other)
    assert [i.exercise for i in view.items] == [before[0].exercise, other, *(i.exercise for i in before[1:])]
    assert (view.items[0].state, view.items[1].level, view.current) == (ItemState.SWAPPED, 1, view.items[1].item)
    assert before[0].exercise in view.items[1].instead
    ready.sessions.skip_item(full, view.items[1].item)
    ready.sessions.finish_session(full)
    done = ready.case().sessions[0].items
    assert [(d.exercise, d.reps, d.skipped) for d in done[:2]] == [(before[0].exercise, 1, False), (other, 0, True)]


def test_only_what_is_offered_can_be_swapped_in(ready: Person, full: str) -> None:
    with pytest.raises(BadInputError):
        ready.sessions.swap_item(full, 0, "swimming")


def test_easier_on_the_lowest_level_is_30_percent_less(ready: Person, full: str) -> None:
    before = ready.sessions.session(full).items[0]
    after = ready.sessions.easier(full, 0).items[0]
    assert before.level == 1
    assert (after.level, after.eased, after.dose.sets) == (1, True, before.dose.sets)
    assert after.dose.reps == max(1, int(before.dose.reps * 0.7))
    assert after.dose.hold_s == round(before.dose.hold_s * 0.7, 1)


@pytest.mark.parametrize("reason", list(StopReason))
def test_a_stop_ends_the_exercise_and_leads_to_its_tests(ready: Person, reason: StopReason, catalogue: Any) -> None:
    session_id = ready.sessions.start(SessionKind.EASE_NOW)
    ready.sessions.add_rep(session_id, 0, "a", peak=-30.0)
    stopped = ready.sessions.stop_item(session_id, 0, reason, 5)
    near = {t for f in catalogue.findings.values() if any(TURNS in ids for ids in f.exercises.values()) for t in f.tests}
    assert stopped.next_item is None
    assert set(stopped.tests[: len(near)]) == near
    assert set(stopped.tests) == set(catalogue.tests)
    done = ready.case().sessions[0].items[0]
    assert (done.stopped_because, done.pain, done.reps, done.peak, done.skipped) == (reason.value, 5, 1, 30.0, False)
    with pytest.raises(BadInputError):
        ready.sessions.add_rep(session_id, 0, "b")


def test_the_effort_of_a_session_is_kept_with_what_was_done(ready: Person, full: str) -> None:
    ready.sessions.finish_set(full, 0, 1)
    ready.sessions.finish_set(full, 1, 1)
    view = ready.sessions.finish_session(full, 2, 4)
    assert (view.state, view.pain_after) == (SessionState.FINISHED, 2)
    done = ready.case().sessions[0].items
    assert [(d.pain, d.effort) for d in done] == [(None, 4), (None, 4)]


def test_a_finish_by_mistake_is_undone_and_the_session_goes_on(ready: Person, full: str) -> None:
    ready.sessions.add_rep(full, 0, "a")
    ready.sessions.finish_session(full, 2, 4)
    assert ready.undo_last().kind == "finish"
    view = ready.sessions.session(full)
    assert (view.state, view.pain_after, view.items[0].reps, view.items[0].effort) == (SessionState.OPEN, None, 1, None)
    assert ready.sessions.add_rep(full, 0, "b").count == 2


def test_a_session_left_in_the_middle_goes_on_the_same_day(ready: Person, full: str, clock: Any) -> None:
    ready.sessions.add_rep(full, 0, "a")
    clock.pass_by(hours=3)
    assert ready.sessions.start(SessionKind.FULL) == full
    under_way = ready.sessions.open_session()
    assert under_way is not None
    assert under_way.items[0].reps == 1


def test_a_session_of_yesterday_is_closed_and_what_was_done_stays(ready: Person, full: str, clock: Any, answer: Answer) -> None:
    ready.sessions.add_rep(full, 0, "a")
    clock.pass_by(days=1)
    assert ready.sessions.open_session() is None
    answer()
    assert ready.sessions.start(SessionKind.FULL) != full
    assert ready.sessions.session(full).state is SessionState.LEFT
    assert ready.case().sessions[0].items == (
        Done(ready.sessions.session(full).items[0].exercise, Side.BOTH, 1, 1, 1, ready.case().sessions[0].items[0].hold_s),
    )


def test_the_next_morning_is_asked_for_and_can_be_undone(ready: Person, full: str, clock: Any) -> None:
    ready.sessions.finish_set(full, 0, 1)
    ready.sessions.finish_session(full)
    assert ready.sessions.morning_due() is None
    with pytest.raises(BadInputError):
        ready.sessions.next_morning(full, 2)
    clock.pass_by(days=1)
    due = ready.sessions.morning_due()
    assert due is not None
    assert due.id == full
    ready.sessions.next_morning(full, 2)
    assert ready.case().sessions[0].pain_next_morning == 2
    assert ready.sessions.morning_due() is None
    assert ready.undo_last().kind == "morning"
    assert ready.case().sessions[0].pain_next_morning is None


def test_the_day_is_the_persons_own_and_not_utcs(ready: Person, full: str) -> None:
    assert ready.sessions.session(full).day == date(2026, 2, 20)
    assert ready.sessions.session(full).started_at.isoformat() == "2026-02-19T20:00:00+00:00"


@pytest.mark.parametrize("pain", [-1, 11, float("nan")])
def test_a_pain_that_can_not_be_is_refused_and_nothing_is_written(ready: Person, full: str, pain: float) -> None:
    before = ready.case()
    wrong: list[Callable[[], object]] = [
        lambda: ready.sessions.finish_session(full, pain),
        lambda: ready.sessions.stop_item(full, 0, StopReason.CRAMP, pain),
        lambda: ready.sessions.start(SessionKind.TWO_MINUTE, pain),
    ]
    for call in wrong:
        with pytest.raises(BadInputError, match="is not between 0 and 10"):
            call()
    assert ready.case() == before


def test_what_is_not_there_is_said_in_one_line(ready: Person, full: str) -> None:
    wrong: list[Callable[[], object]] = [
        lambda: ready.sessions.session("nobody"),
        lambda: ready.sessions.add_rep("nobody", 0, "a"),
        lambda: ready.sessions.add_rep(full, 99, "a"),
        lambda: ready.sessions.add_rep(full, 0, ""),
        lambda: ready.sessions.add_rep(full, 0, "k" * 121),
        lambda: ready.sessions.add_rep(full, 0, "a", peak=float("inf")),
        lambda: ready.sessions.add_rep(full, 0, "a", by="magic"),
        lambda: ready.sessions.add_hold(full, 0, "a", float("nan")),
        lambda: ready.sessions.finish_set(full, 0, 1, reps=-3),
    ]
    for call in wrong:
        with pytest.raises(BadInputError):
            call()
    assert ready.sessions.session(full).items[0].reps == 0


STEPS = st.lists(
    st.tuples(st.just("rep"), st.sampled_from("abcdefgh"))
    | st.tuples(st.just("back"), st.just(""))
    | st.tuples(st.just("set"), st.integers(1, 3).map(str)),
    max_size=20,
)


@given(STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_in_whatever_order_the_count_is_that_of_different_keys(
    ready: Person, steps: list[tuple[str, str]]
) -> None:
    """Against a model of four lines: keys of the set under way, keys of ended sets, keys that were ever said: a late copy of
    what was taken back does not count again."""
    for under_way in filter(None, [ready.sessions.open_session()]):
        ready.sessions.finish_session(under_way.id)
    session_id = ready.sessions.start(SessionKind.FULL)
    dose = ready.sessions.session(session_id).items[0].dose
    now: list[str] = []
    ended: list[list[str]] = []
    said: set[str] = set()
    for kind, value in steps:
        known = value in said
        over = len(ended) >= dose.sets
        try:
            match kind:
                case "rep":
                    ready.sessions.add_rep(session_id, 0, value)
                    assert known or not over
                    now += [] if known else [value]
                    said.add(value)
                case "back":
                    ready.sessions.take_back(session_id, 0)
                    now.pop()
                case _:
                    ready.sessions.finish_set(session_id, 0, int(value))
                    if int(value) == len(ended) + 1:
                        ended.append(now)
                        now = []
        except BadInputError:
            assert over or (kind == "back" and not now) or (kind == "set" and int(value) > len(ended) + 1)
    item = ready.sessions.session(session_id).items[0]
    assert item.sets_done == len(ended)
    assert item.reps_in_set == len(now)
    assert item.reps == len(now) + sum(len(keys) or dose.reps for keys in ended)


# -- the programme in force -------------------------------------------------------------------------------------------
def test_a_programme_is_kept_until_something_it_rests_on_changes(ready: Person, clock: Any, answer: Answer) -> None:
    first = ready.plans.plan()
    ready.diary.log_pain(3)
    ready.diary.log_activity("brisk_walking", 20)
    assert ready.plans.plan().id == first.id
    ready.diary.save_wishes(Wishes(minutes_per_session=8))
    changed = ready.plans.plan()
    assert changed.programme != first.programme
    assert len(ready.case().programmes) == 1
    clock.pass_by(days=6)
    answer()
    assert ready.plans.plan().id == changed.id
    clock.pass_by(days=1)
    answer()
    assert ready.plans.plan().made_on == clock.today()
    assert len(ready.case().programmes) == 2


def test_a_missed_day_moves_and_a_done_one_leads_to_the_next(ready: Person, clock: Any, answer: Answer) -> None:
    days = [day for day in ready.plans.plan().programme.week if day.items]
    clock.pass_by(days=2)
    answer()
    assert ready.plans.plan().today == days[0]
    session_id = ready.sessions.start(SessionKind.TWO_MINUTE)
    ready.sessions.finish_set(session_id, 0, 1)
    ready.sessions.finish_session(session_id)
    plan = ready.plans.plan()
    assert (plan.done_today, plan.trained_on) == (True, (clock.today(),))
    assert plan.today == days[1]


def test_the_dose_of_a_kept_programme_is_in_the_record(ready: Person) -> None:
    plan = ready.plans.plan()
    kept = ready.case().programmes[0]
    day = next(d for d in plan.programme.week if d.items)
    assert (kept.day, kept.phase, kept.catalogue) == (ready.today(), plan.programme.phase.value, plan.programme.catalogue)
    assert kept.items[0][0] == day.day
    assert [(k.exercise, k.sets, k.reps) for k in kept.items[0][1]] == [(i.exercise, i.dose.sets, i.dose.reps) for i in day.items]
