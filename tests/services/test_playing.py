"""What the player shows of a step: the side that is next, the picture, the reason of a swap."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.model.body import Side
from upperback.model.catalogue import Exercise
from upperback.model.movement import Reps
from upperback.services import knowledge
from upperback.services.playing import side_of, swap_why, working_position

EXERCISES = knowledge.catalogue().exercises
EACH = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)


def test_turns_go_left_and_right_in_turn() -> None:
    turns = EXERCISES["standing_arms_wide_rotation"]
    assert [side_of(turns, Side.BOTH, done, 4) for done in range(4)] == [Side.LEFT, Side.RIGHT, Side.LEFT, Side.RIGHT]


def test_a_one_sided_programme_item_stays_on_its_side() -> None:
    assert {side_of(EXERCISES["neck_side_tilt"], Side.RIGHT, done, 4) for done in range(4)} == {Side.RIGHT}


def test_an_exercise_without_sides_has_none() -> None:
    assert side_of(EXERCISES["chin_tuck_seated"], Side.BOTH, 3, 10) is Side.BOTH


@EACH
@given(of=st.integers(1, 40))
def test_both_sides_get_the_same_number_or_the_left_one_more(exercise: Exercise, of: int) -> None:
    sides = [side_of(exercise, Side.BOTH, done, of) for done in range(of)]
    left, right = sides.count(Side.LEFT), sides.count(Side.RIGHT)
    assert left - right in (0, 1)
    assert left + right in (0, of)


def test_the_left_half_of_a_set_comes_first_where_sides_do_not_alternate() -> None:
    turns = EXERCISES["standing_arms_wide_rotation"]
    assert isinstance(turns.movement, Reps)
    one_arm = replace(turns, movement=replace(turns.movement, alternates=False))
    assert [side_of(one_arm, Side.BOTH, done, 4) for done in range(4)] == [Side.LEFT, Side.LEFT, Side.RIGHT, Side.RIGHT]


@pytest.mark.parametrize("name", ["open_book_side_lying", "thread_the_needle", "lumbar_locked_rotation"])
def test_nobody_turns_over_after_each_repetition(name: str) -> None:
    dose = EXERCISES[name].ladder[0]
    sides = [side_of(EXERCISES[name], Side.BOTH, done, dose.reps) for done in range(dose.reps)]
    assert sides == [Side.LEFT] * (dose.reps // 2) + [Side.RIGHT] * (dose.reps // 2)


def test_the_coach_shows_the_turn_to_the_side_that_is_next() -> None:
    turns = EXERCISES["standing_arms_wide_rotation"]
    left, right = working_position(turns, Side.LEFT), working_position(turns, Side.RIGHT)
    assert left.startswith("<svg")
    assert left != right


def test_a_swap_says_what_both_exercises_are_for() -> None:
    turns, seated = EXERCISES["standing_arms_wide_rotation"], EXERCISES["seated_thoracic_rotation"]
    assert swap_why(knowledge.catalogue(), turns, seated).startswith("Also for ")
    other = replace(seated, serves=())
    assert swap_why(knowledge.catalogue(), turns, other) == "The same kind of work."
