"""Every event of a session counts once, however often and however late its copies arrive."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upperback.model.body import Side
from upperback.model.care import Given
from upperback.services.begun_without import items_said
from upperback.services.errors import BadInputError, NotAllowedError
from upperback.services.person import Person
from upperback.services.session_plan import SessionPlan
from upperback.services.sets import reps_in, reps_of
from upperback.services.views import ItemState, SessionKind, SessionState, StopReason, Symptom
from upperback.store.visits import NewItem

TURNS = "standing_arms_wide_rotation"
ITEMS = '[{"exercise": "band_row", "side": "both", "level": 1, "sets": 2, "reps": 10, "hold_s": 1, "rest_s": 30}]'

Event = tuple[str, int, int]
ACTIONS = ("count", "count", "count", "back", "set", "skip", "easier", "harder", "swap", "stop")
EVENTS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 3), st.integers(1, 3)), max_size=20)
THREE = tuple(
    NewItem(exercise, Side.BOTH, 2, Given(2, 6, 2.0, 20.0), "", ("bird_dog_full",))
    for exercise in ("band_row", TURNS, "neck_side_tilt")
)


def tell(person: Person, session_id: str, event: Event, key: str) -> bool:
    """One event as a route tells it; whether it was taken. What the record refuses changes nothing."""
    action, item, value = event
    sessions = person.sessions
    try:
        match action:
            case "count":
                sessions.add_rep(session_id, item, key, by="tap")
            case "back":
                sessions.take_back(session_id, item, key=key)
            case "set":
                sessions.finish_set(session_id, item, value)
            case "skip":
                sessions.skip_item(session_id, item, key=key)
            case "easier":
                sessions.easier(session_id, item, key=key)
            case "harder":
                sessions.harder(session_id, item, key=key)
            case "swap":
                sessions.swap_item(session_id, item, "bird_dog_full", key=key)
            case _:
                sessions.stop_item(session_id, item, StopReason.CRAMP, key=key)
    except BadInputError:
        return False
    return True


def fresh(person: Person) -> str:
    under_way = person.sessions.open_session()
    if under_way is not None:
        person.sessions.finish_session(under_way.id)
    return person.sessions.start(SessionKind.FULL)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS, copies=st.lists(st.integers(0, 19), max_size=6))
def test_copies_of_events_change_nothing_whenever_they_arrive(ready: Person, events: list[Event], copies: list[int]) -> None:
    views = []
    for late in ((), copies):
        session = ready.sessions.begun_without(uuid4().hex, SessionKind.FULL, ready.today(), THREE)
        told: list[tuple[Event, str]] = []
        for n, event in enumerate(events):
            if tell(ready, session, event, f"k{n}"):
                told.append((event, f"k{n}"))
            for copy in late:
                if copy < len(told):
                    tell(ready, session, *told[copy])
        views.append(ready.sessions.session(session).items)
        ready.sessions.finish_session(session)
    assert views[0] == views[1]


def test_a_count_that_was_taken_back_does_not_come_again_with_a_late_copy(ready: Person) -> None:
    session = fresh(ready)
    ready.sessions.add_rep(session, 0, "a", by="tap")
    ready.sessions.take_back(session, 0, key="b")
    assert ready.sessions.add_rep(session, 0, "a", by="tap").count == 0
    ready.sessions.add_rep(session, 0, "c", by="tap")
    assert ready.sessions.take_back(session, 0, key="b").count == 1  # this taking back is done already


def test_a_symptom_told_twice_does_not_lock_again_what_was_let_go_on(ready: Person, answer: Callable[..., Any]) -> None:
    session = fresh(ready)
    ready.sessions.symptom(session, Symptom.DIZZY, key="s")
    answer()
    ready.sessions.unlock(session)
    assert ready.sessions.symptom(session, Symptom.DIZZY, key="s").state is SessionState.OPEN


def test_harder_goes_back_up_and_no_further_than_care_gives(ready: Person) -> None:
    session = fresh(ready)
    before = ready.sessions.session(session).items[0]
    ready.sessions.easier(session, 0)
    ready.sessions.easier(session, 0)
    ready.sessions.harder(session, 0)
    ready.sessions.harder(session, 0)
    after = ready.sessions.session(session).items[0]
    assert (after.level, after.dose, after.eased) == (before.level, before.dose, before.eased)
    refused = ready.sessions.may_be_harder(session)[0]
    assert refused.dose is None
    assert "your step for today" in refused.why_not
    with pytest.raises(BadInputError):
        ready.sessions.harder(session, 0)


def test_nothing_is_harder_after_an_exercise_that_hurt(ready: Person) -> None:
    session = fresh(ready)
    ready.sessions.stop_item(session, 0, StopReason.PAIN_WORSE)
    assert {"hurt" in one.why_not for one in ready.sessions.may_be_harder(session).values()} == {True}


@given(sets=st.integers(1, 5), reps=st.integers(1, 30), alone=st.sampled_from(list(Side)))
def test_only_the_last_set_is_for_one_side(sets: int, reps: int, alone: Side) -> None:
    dose = Given(sets, reps, 1.0, 30.0)
    all_sets = [reps_in(dose, n, alone) for n in range(1, sets + 1)]
    assert all_sets[:-1] == [reps] * (sets - 1)
    assert all_sets[-1] == (-(-reps // 2) if alone is not Side.BOTH and sets > 1 else reps)
    assert reps_of(dose, alone) == sum(all_sets)


def test_the_last_set_of_the_weaker_side_is_that_side_alone_and_still_the_whole_dose(ready: Person, catalogue: Any) -> None:
    dose = Given(3, 8, 2.0, 30.0)
    new = NewItem(TURNS, Side.BOTH, 1, dose, "", (), extra_side=Side.RIGHT)
    session = ready.sessions.begun_without("a" * 32, SessionKind.FULL, ready.today(), (new,))
    for set_no in (1, 2):
        ready.sessions.finish_set(session, 0, set_no)
    view = ready.sessions.session(session)
    line = SessionPlan(catalogue).whole(view, {})["items"][0]["doses"][0]
    assert (line["sides"][:2], line["last_sides"]) == ([Side.LEFT, Side.RIGHT], [Side.RIGHT] * 4)
    assert (view.items[0].due, view.items[0].asked) == (4, 20)
    counted = [ready.sessions.add_rep(session, 0, f"r{n}", side=Side.RIGHT) for n in range(4)]
    assert [(one.count, one.of, one.alone) for one in counted] == [(n, 4, Side.RIGHT) for n in (1, 2, 3, 4)]
    assert ready.sessions.finish_set(session, 0, 3).items[0].state is ItemState.DONE
    kept = ready.case().sessions[-1].items[0]
    assert (kept.sets, kept.reps) == (3, 8)  # as a dose: half a set for one side is a whole one of it


def test_a_session_begun_without_the_server_is_kept_once_and_on_its_day(ready: Person, catalogue: Any, clock: Any) -> None:
    items = items_said(catalogue, ITEMS)
    day = ready.today()
    clock.pass_by(days=1)  # it reaches the server a day later
    for _ in range(2):
        ready.sessions.begun_without("b" * 32, SessionKind.FULL, day, items, 3)
    ready.sessions.add_rep("b" * 32, 0, "x", by="tap", ago_s=3600)
    ready.sessions.finish_session("b" * 32, 2, key="f")
    session = ready.sessions.session("b" * 32)
    assert (session.day, session.pain_before, session.state) == (day, 3, SessionState.FINISHED)
    assert [(one.day, one.items[0].exercise) for one in ready.case().sessions] == [(day, "band_row")]


def test_what_a_page_kept_counts_in_a_session_that_another_start_has_closed(ready: Person) -> None:
    closed = fresh(ready)
    ready.sessions.add_rep(closed, 0, "a", by="tap")
    newer = ready.sessions.start(SessionKind.EASE_NOW)
    assert ready.sessions.session(closed).state is SessionState.LEFT
    ready.sessions.add_rep(closed, 0, "b", by="tap", ago_s=300)
    ready.sessions.finish_set(closed, 0, 1, key="c")
    ready.sessions.skip_item(closed, 1, key="d")
    with pytest.raises(BadInputError):
        ready.sessions.skip_item(closed, 2)  # a form of an old page is no late event
    assert ready.sessions.session(newer).state is SessionState.OPEN
    kept = ready.sessions.finish_session(closed, 2, key="e")
    assert (kept.state, kept.pain_after, kept.items[0].reps) == (SessionState.FINISHED, 2, 2)
    assert ready.sessions.open_session() == ready.sessions.session(newer)


@pytest.mark.parametrize("ago_s", [0.0, 7200.0])
def test_a_start_that_arrives_late_closes_only_what_was_begun_before_it(
    ready: Person, catalogue: Any, clock: Any, ago_s: float
) -> None:
    other = fresh(ready)
    clock.pass_by(hours=1)
    items = items_said(catalogue, ITEMS)
    late = ready.sessions.begun_without("e" * 32, SessionKind.FULL, ready.today(), items, 3, ago_s=ago_s)
    states = [ready.sessions.session(one).state for one in (other, late)]
    assert states == ([SessionState.OPEN, SessionState.LEFT] if ago_s else [SessionState.LEFT, SessionState.OPEN])
    assert ready.sessions.add_rep(late, 0, "x", by="tap", ago_s=ago_s).count == 1


def test_a_symptom_that_arrives_late_stops_what_was_begun_since(ready: Person, answer: Callable[..., Any]) -> None:
    closed = fresh(ready)
    newer = ready.sessions.start(SessionKind.EASE_NOW)
    ready.sessions.symptom(closed, Symptom.DIZZY, key="s")
    assert ready.screening.need().because == "symptom"
    assert ready.sessions.session(newer).state is SessionState.LEFT
    assert ready.sessions.add_rep(newer, 0, "late", by="tap").count == 1  # done before it was known: not lost
    answer()
    assert ready.sessions.unlock(closed).state is SessionState.OPEN


@pytest.mark.parametrize("days", [-1, 8])
def test_a_day_to_come_or_long_ago_is_refused(ready: Person, catalogue: Any, days: int) -> None:
    with pytest.raises(BadInputError):
        ready.sessions.begun_without(
            "c" * 32, SessionKind.FULL, ready.today() - timedelta(days=days), items_said(catalogue, ITEMS)
        )


def test_a_day_without_its_safety_answers_is_not_kept(ready: Person, catalogue: Any) -> None:
    with pytest.raises(NotAllowedError):
        ready.sessions.begun_without("d" * 32, SessionKind.FULL, ready.today() - timedelta(days=2), items_said(catalogue, ITEMS))


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "[1]", '[{"exercise": "nothing"}]', ITEMS.replace('"sets": 2', '"sets": 0'), ITEMS.replace("10", "1e9"),
     ITEMS.replace('"both"', '"up"'), ITEMS.replace('"sets": 2', '"sets": NaN')],
)  # fmt: skip
def test_items_that_can_not_be_are_refused(catalogue: Any, text: str) -> None:
    with pytest.raises(BadInputError):
        items_said(catalogue, text)
