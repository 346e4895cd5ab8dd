"""The solver: what and how often, on which days, and what gives way."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.care.order import next_to, training_days
from upperback.care.solver import Ask, Need, Option, Placed, compose, lay_out, most_days, pick
from upperback.catalogue.loader import load
from upperback.model.catalogue import Exercise, Kind

KNOWN = load()
ROW, RAISE, TURN = (KNOWN.exercises[e] for e in ("band_row", "band_lateral_raise", "standing_arms_wide_rotation"))
BREATHE, TUCK = (KNOWN.exercises[e] for e in ("relaxed_breathing_supine", "chin_tuck_seated"))


def option(exercise: Exercise, minutes: float = 2.0, days: int = 3, worth: float = 0, **fields: bool) -> Option:
    return Option(exercise, minutes, 60 * minutes, days, days <= 3, worth, **fields)


def need(*exercises: Exercise, points: float = 100) -> Need:
    return Need(frozenset(e.id for e in exercises), points)


def ask(*options: Option, needs: tuple[Need, ...] = (), **fields: object) -> Ask:
    usual = Ask(
        options=options,
        needs=needs,
        core=(),
        core_parts=0,
        core_points=0,
        days_per_week=4,
        minutes=15,
        most=5,
        most_new=2,
        fewest=0,
        caps=None,
        item_points=15,
        turn_points=5,
        once_points=8,
        step_points=4,
        day_points=0,
    )
    return replace(usual, **fields)  # type: ignore[arg-type]


def times(asked: Ask) -> dict[str, int]:
    return {one.option.exercise.id: one.times for one in pick(asked)}


def test_nothing_comes_without_a_reason() -> None:
    assert times(ask(option(ROW), option(RAISE))) == {}
    assert times(ask(option(ROW), option(RAISE), needs=(need(RAISE),))) == {RAISE.id: 3}


def test_one_that_meets_two_needs_comes_before_two() -> None:
    asked = ask(option(ROW), option(RAISE), option(TUCK), needs=(need(ROW, RAISE), need(RAISE, TUCK)))
    assert times(asked) == {RAISE.id: 3}


def test_of_equals_the_one_that_is_worth_more() -> None:
    assert list(times(ask(option(ROW), option(RAISE, worth=1), needs=(need(ROW, RAISE),)))) == [RAISE.id]
    assert list(times(ask(option(ROW, worth=1), option(RAISE), needs=(need(ROW, RAISE),)))) == [ROW.id]


def test_the_need_that_costs_less_gives_way() -> None:
    both = (need(ROW, points=90), need(RAISE, points=80))
    assert set(times(ask(option(ROW), option(RAISE), needs=both))) == {ROW.id, RAISE.id}
    assert set(times(ask(option(ROW), option(RAISE), needs=both, most=1))) == {ROW.id}


def test_only_so_many_new_ones() -> None:
    new = [option(e, new=True) for e in (ROW, RAISE, TURN)]
    asked = ask(*new, option(TUCK), needs=tuple(need(e, points=90 + n) for n, e in enumerate((ROW, RAISE, TURN, TUCK))))
    assert set(times(asked)) == {RAISE.id, TURN.id, TUCK.id}


def test_fewer_times_before_fewer_exercises() -> None:
    needs = (need(ROW), need(RAISE))
    full = times(ask(option(ROW, 5), option(RAISE, 5), needs=needs, minutes=5, days_per_week=6))
    assert full == {ROW.id: 3, RAISE.id: 3}
    # four sessions of five minutes: two times each, not three and one
    assert times(ask(option(ROW, 5), option(RAISE, 5), needs=needs, minutes=5)) == {ROW.id: 2, RAISE.id: 2}


def test_the_week_stays_under_its_cap_in_both_ways_of_counting() -> None:
    needs = (need(ROW), need(RAISE))
    assert sum(times(ask(option(ROW), option(RAISE), needs=needs, caps=(480, 99))).values()) == 4
    assert sum(times(ask(option(ROW), option(RAISE), needs=needs, caps=(9999, 6.5))).values()) == 3


def test_a_step_up_waits_when_the_week_may_not_grow() -> None:
    # It does not come by doing it less often.
    up, stay = option(ROW, 3, steps_up=True), option(ROW, 2)
    assert pick(ask(up, stay, needs=(need(ROW),)))[0].option is up
    assert pick(ask(up, stay, needs=(need(ROW),), caps=(6 * 60, 6)))[0].option is stay


def test_three_parts_of_the_core_come_before_what_was_added() -> None:
    core = tuple(need(e, points=30) for e in (ROW, RAISE, TUCK, TURN))
    added = need(BREATHE, points=40)
    asked = ask(*(option(e) for e in (ROW, RAISE, TUCK, TURN, BREATHE)), needs=(added,), core=core, core_parts=3, core_points=200)
    assert set(times(replace(asked, most=3))) <= {ROW.id, RAISE.id, TUCK.id, TURN.id}
    four = set(times(replace(asked, most=4)))
    assert BREATHE.id in four
    assert len(four) == 4


def test_a_choice_without_a_layout_is_made_anew() -> None:
    # Two sessions of five minutes hold 3 + 2 and 3 + 2, but not 3 + 3 and 2 + 2.
    options = [option(e, m, 1) for e, m in ((ROW, 3.0), (RAISE, 3.0), (TUCK, 3.0), (BREATHE, 1.0))]
    asked = ask(*options, needs=tuple(need(o.exercise, points=90) for o in options), minutes=5, days_per_week=2)
    picked, week = compose(asked, {})
    assert sum(o.minutes for o in options) == 2 * 5
    laid = {e.id for day in week.values() for e in day}
    assert laid == {one.option.exercise.id for one in picked}
    assert len(laid) == 3


# -- on which days ----------------------------------------------------------------------------------------------------
def test_no_kind_of_work_falls_out_because_the_longer_ones_do_not_share_the_days_out() -> None:
    # Two days of 5 minutes. With any of the long turns the five fill 9.9 minutes and have no layout; the short one has.
    turns = [e for e in KNOWN.exercises.values() if e.kind is Kind.MOBILITY and e.camera.view is TURN.camera.view]
    long, short = turns[1:6], turns[0]
    others = [option(BREATHE, 2.4, 1), option(TUCK, 2.4, 1), option(ROW, 1.7, 1), option(RAISE, 1.7, 1)]
    asked = ask(
        *others,
        *(option(e, 1.7, 1, worth=10) for e in long),
        option(short, 0.7, 1),
        needs=(*(need(one.exercise, points=2000) for one in others), need(short, *long, points=5000)),
        days_per_week=2,
        minutes=5,
    )
    picked, week = compose(asked, {})
    assert {one.option.exercise.id for one in picked} == {BREATHE.id, TUCK.id, ROW.id, RAISE.id, short.id}
    assert sum(len(on_day) for on_day in week.values()) == len(picked)


def test_not_even_a_hundredth_of_a_minute_goes_over_the_wish() -> None:
    two = [Placed(ROW, 4.05, 1, True, frozenset()), Placed(TURN, 4.05, 1, True, frozenset())]
    assert [len(day) for day in lay_out(two, 1, 8.1).values()] == [2]
    assert [len(day) for day in lay_out(two, 1, 8.0977).values()] == [1]


def test_the_days_of_last_week_stay() -> None:
    for last in ((0, 2), (1, 3)):
        week = lay_out([Placed(ROW, 3.0, 2, rest_between=True, last=frozenset(last))], 4, 15)
        assert list(week) == [training_days(4)[n] for n in last]


def test_what_does_not_fit_comes_fewer_times_the_last_one_first() -> None:
    week = lay_out([Placed(ROW, 4.0, 3, rest_between=True), Placed(TUCK, 4.0, 3, rest_between=True)], 3, 5)
    days = [e.id for day in week.values() for e in day]
    assert days.count(ROW.id) == 2
    assert days.count(TUCK.id) == 1


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 7),
    st.floats(2, 25),
    st.lists(
        st.tuples(st.sampled_from(sorted(KNOWN.exercises)), st.floats(0.5, 6), st.integers(1, 7)),
        max_size=7,
        unique_by=lambda t: t[0],
    ),
)
def test_a_layout_keeps_minutes_and_days_between(days_per_week: int, minutes: float, asked: list[tuple[str, float, int]]) -> None:
    exercises = [
        (KNOWN.exercises[e], m, d) for e, m, d in asked if KNOWN.exercises[e].kind in (Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH)
    ]
    items = [
        Placed(e, round(m, 2), min(d, most_days(days_per_week, rest_between=d <= 3)), rest_between=d <= 3)
        for e, m, d in exercises
    ]
    week = lay_out(items, days_per_week, minutes)
    assert set(week) <= set(training_days(days_per_week))
    for item in items:
        mine = [day for day, found in week.items() if item.exercise in found]
        assert len(mine) <= item.days
        if 1 < len(mine) <= 3:
            assert not any(next_to(a, b) for a, b in pairwise([*mine, mine[0]]))
    for found in week.values():
        assert sum(item.minutes for item in items if item.exercise in found) <= minutes + 0.01


@pytest.mark.parametrize("days_per_week", range(1, 8))
def test_the_same_question_has_the_same_answer(days_per_week: int) -> None:
    options = tuple(option(e, 2.5, 3) for e in (ROW, RAISE, TURN, BREATHE, TUCK))
    asked = ask(*options, needs=tuple(need(o.exercise) for o in options), days_per_week=days_per_week, minutes=6)
    assert compose(asked, {}) == compose(asked, {})
