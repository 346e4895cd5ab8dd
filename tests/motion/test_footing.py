"""Who walks about does no exercise; who exercises stays in place."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.catalogue.loader import load
from upperback.model.body import Frame
from upperback.model.events import Event, Hold, Rep
from upperback.model.movement import Reps, Signal, Start
from upperback.motion.footing import Footing
from upperback.motion.tracker import Tracker

Person = Callable[..., Frame]
EXERCISES = load().exercises


@given(speed=st.floats(0.6, 5), up=st.booleans(), scale=st.floats(0.3, 400), rate_hz=st.floats(10, 60))
@settings(max_examples=30)
def test_walking_is_moving_about_at_any_distance(person: Person, speed: float, up: bool, scale: float, rate_hz: float) -> None:
    """`speed` in metres a second; the person's trunk is 0.48 m."""
    footing = Footing()
    said = []
    for i in range(round(2 * rate_hz)):
        gone = speed * i / rate_hz * scale
        said.append(footing.moving_about(person(i / rate_hz, scale=scale, shift=(0.0, gone) if up else (gone, 0.0))))
    assert said[-1]
    assert not said[0]


@given(way_m=st.floats(0, 0.15), seconds=st.floats(0.5, 3))
@settings(max_examples=30)
def test_a_sway_of_fifteen_centimetres_is_not(person: Person, way_m: float, seconds: float) -> None:
    footing = Footing()
    for i in range(120):
        there = min(1.0, i / 30 / seconds)
        assert not footing.moving_about(person(i / 30, shift=(way_m * there, 0.0)))


def test_one_wrong_picture_is_no_walk(person: Person) -> None:
    footing = Footing()
    assert not any(footing.moving_about(person(i / 30, shift=(3.0 if i == 40 else 0.0, 0.0))) for i in range(120))


def test_hips_that_are_not_shown_say_nothing(person: Person) -> None:
    footing = Footing()
    assert not any(footing.moving_about(person(i / 30, visibility=0.4, shift=(i / 10, 0.0))) for i in range(90))


def raising_arms(person: Person, walks: float) -> list[Event]:
    exercise = EXERCISES["band_lateral_raise"]
    tracker = Tracker(exercise.movement, exercise.camera)
    course = [*[10.0] * 30, *[10 + 80 * min(i, 60 - i) / 30 for i in range(60)]] * 3 + [10.0] * 30
    moves = [person(i / 30, arms_deg=(deg, deg), shift=(walks * i / 30, 0.0)) for i, deg in enumerate(course)]
    return [event for frame in moves for event in tracker.push(frame)]


def test_arms_that_swing_in_walking_count_nothing_and_those_of_one_who_stands_do(person: Person) -> None:
    assert [type(event) for event in raising_arms(person, 0.0) if isinstance(event, Rep | Hold)] == [Rep] * 3
    assert [type(event) for event in raising_arms(person, 1.0) if isinstance(event, Rep | Hold)] == []


@pytest.mark.parametrize("below", [20.0, 5.0])
def test_what_starts_elsewhere_is_not_counted(person: Person, below: float) -> None:
    """Arms that hang at 10 deg start below 20, not below 5."""
    exercise = EXERCISES["band_lateral_raise"]
    assert isinstance(exercise.movement, Reps)
    movement = replace(exercise.movement, starts=(Start(Signal.ARM_ELEVATION, None, below),), faults=())
    tracker = Tracker(movement, exercise.camera)
    course = [*[0.0] * 30, *[80 * min(i, 60 - i) / 30 for i in range(60)]] * 3 + [0.0] * 30
    for i, deg in enumerate(course):
        tracker.push(person(i / 30, arms_deg=(deg, deg)))
    hanging_deg = 9.46  # shoulders are wider than hips: atan(0.08 / 0.48)
    assert len(tracker.spans) == (3 if below > hanging_deg else 0)
