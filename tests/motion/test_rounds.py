"""Left and right make one; and what is kept of an hour is as much as what is kept of a minute."""

import gc
import sys
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.catalogue.loader import load
from upperback.model.body import Frame, Side
from upperback.model.events import Hold, Rep, Span
from upperback.motion.rounds import Rounds, full_repetitions
from upperback.motion.tracker import Tracker, spans_of

Person = Callable[..., Frame]
EXERCISES = load().exercises
SMALL_BYTES = 200_000


def rep(t_s: float, side: Side, partial: bool = False) -> Rep:
    return Rep(t_s, t_s - 1, t_s, side, 40, "deg", partial)


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ("", 0),
        ("B B B", 3),
        ("L", 1),
        ("L R", 1),
        ("L R L", 1),
        ("L R L R", 2),
        ("L L R L R", 2),
        ("L L L R R R", 3),
        ("L L L", 3),
        ("L r R", 1),
        ("l r", 0),
    ],
)
def test_left_and_right_make_one(sides: str, expected: int) -> None:
    name = {"L": Side.LEFT, "R": Side.RIGHT, "B": Side.BOTH}
    movements = [rep(i + 1, name[word.upper()], word.islower()) for i, word in enumerate(sides.split())]
    assert len(full_repetitions(movements)) == expected


def test_a_turn_to_one_side_alone_is_half_of_one() -> None:
    assert full_repetitions([rep(2, Side.LEFT), rep(5, Side.LEFT)], halves=True) == ()
    assert full_repetitions([rep(2, Side.LEFT), rep(5, Side.RIGHT)], halves=True) == (Span(1, 5),)
    assert full_repetitions([rep(2, Side.BOTH), rep(5, Side.BOTH)], halves=True) == (Span(1, 2), Span(4, 5))


def test_a_full_repetition_spans_both_movements() -> None:
    assert full_repetitions([rep(2, Side.LEFT), rep(5, Side.RIGHT)]) == (Span(1, 5),)
    assert full_repetitions([Hold(9, 1, 4, Side.RIGHT, 20, "deg"), Hold(9, 5, 9, Side.LEFT, 20, "deg")]) == (Span(1, 9),)


@given(st.lists(st.tuples(st.sampled_from([Side.LEFT, Side.RIGHT]), st.booleans()), max_size=60), st.integers(1, 70))
def test_the_newest_are_kept_and_all_are_counted(sides: list[tuple[Side, bool]], kept: int) -> None:
    rounds = Rounds(halves=True, kept=kept)
    movements = [rep(float(i + 1), side, partial) for i, (side, partial) in enumerate(sides)]
    for movement in movements:
        rounds.add(movement)
    full = full_repetitions(movements, halves=True)
    assert rounds.n == len(full)
    if len(movements) <= kept:
        assert rounds.spans == full
    assert [span.end_s for span in rounds.spans] == [span.end_s for span in full][-kept:]


def size_bytes(of: object) -> int:
    """The object and all that belongs to it alone: what it refers to, less what every program shares."""
    seen: set[int] = set()
    waiting, total = [of], 0
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType | BuiltinFunctionType):
            continue
        seen.add(id(one))
        total += sys.getsizeof(one)
        waiting += gc.get_referents(one)
    return total


@pytest.mark.parametrize("exercise_id", ["standing_arms_wide_rotation", "band_lateral_raise", "neck_side_tilt"])
def test_a_tracker_is_small_and_does_not_grow_in_an_hour(person: Person, exercise_id: str) -> None:
    exercise = EXERCISES[exercise_id]
    one_s = [[person(turn_deg=turn, head_tilt_deg=turn / 2, arms_deg=(90.0, 90.0)) for turn in course] for course in COURSES]
    tracker, fps, sizes = Tracker(exercise.movement, exercise.camera), 10, []
    late = 300 + (3299 // len(one_s)) * len(one_s)  # at the same place of the movement as the first look
    for second in range(3600):
        for i, frame in enumerate(one_s[second % len(one_s)]):
            tracker.push(Frame(second + i / fps, frame.plane, frame.world_m, frame.visibility, frame.size_px))
        if second in (300, late):
            sizes.append(size_bytes(tracker))
    if exercise_id == "standing_arms_wide_rotation":
        assert len(tracker.spans) > 250
    assert sizes[1] < SMALL_BYTES
    assert sizes[1] - sizes[0] < 2000  # some numbers are a few bytes longer than others


_OUT = [0.0, 8.0, 20.0, 32.0, 40.0, 45.0, 45.0, 45.0, 45.0, 45.0]
COURSES = [_OUT, [45.0] * 10, [45.0] * 10, _OUT[::-1], [-t for t in _OUT], [-45.0] * 10, [-45.0] * 10, [-t for t in _OUT[::-1]]]


def test_a_recording_of_any_length_is_counted_to_its_last_repetition() -> None:
    movement = EXERCISES["band_lateral_raise"].movement
    events = [rep(3.0 * i, Side.BOTH) for i in range(1, 1301)]
    assert spans_of(movement, events) == tuple(Span(3.0 * i - 1, 3.0 * i) for i in range(1, 1301))
