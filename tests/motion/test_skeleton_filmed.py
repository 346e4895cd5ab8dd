"""Every exercise's demo, filmed from the exercise's own view, goes through the tracker that coaches people."""

from collections.abc import Iterator

import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Frame, Side, View
from upperback.model.catalogue import Exercise
from upperback.model.events import Cue, Event, Hold, Lost, Rep
from upperback.model.movement import Untracked
from upperback.motion.anatomy import Body, make_body
from upperback.motion.skeleton import Camera, frames, period_s
from upperback.motion.tracker import Tracker

ROUNDS = 3
YAW_DEG = {View.FRONT: 0, View.OBLIQUE: 50, View.SIDE: 90, View.BACK: 180}
ON_THE_FLOOR = {"quadruped", "kneeling", "supine", "seated_floor"}
TRACKED = {e.id: e for e in load().exercises.values() if not isinstance(e.movement, Untracked) and e.demo is not None}
BODIES = {"short": make_body(1.55), "tall": make_body(1.9)}


def filmed(exercise: Exercise, body: Body, fps: float) -> Iterator[Frame]:
    """Three rounds of the demo and a moment of the fourth, so that the last repetition is over."""
    assert exercise.demo is not None
    middle_m = 0.5 if ON_THE_FLOOR & set(exercise.positions) else 0.95
    camera = Camera(yaw_deg=YAW_DEG[exercise.camera.view], distance_m=3.8, target_m=(0, middle_m, 0))
    seconds = ROUNDS * period_s(exercise.demo) + 1
    yield from frames(exercise.demo, fps=fps, seconds=seconds, camera=camera, body=body)


def tracked(exercise: Exercise, body: Body, fps: float) -> tuple[list[Event], int]:
    tracker = Tracker(exercise.movement, exercise.camera)
    events = [event for frame in filmed(exercise, body, fps) for event in tracker.push(frame)]
    return events, len(tracker.spans)


@pytest.mark.parametrize("fps", [15, 30])
@pytest.mark.parametrize("size", BODIES)
@pytest.mark.parametrize("name", TRACKED)
def test_its_own_demo_counts_right_and_calls_for_no_correction(name: str, size: str, fps: float) -> None:
    events, full = tracked(TRACKED[name], BODIES[size], fps)
    # A demo that starts at the far end of its movement has half a repetition at each end.
    assert full == ROUNDS or (name == "cat_cow" and full == ROUNDS - 1)
    assert [event for event in events if isinstance(event, Cue | Lost)] == []


@pytest.mark.parametrize("name", [name for name, exercise in TRACKED.items() if exercise.demo and exercise.demo.keys[1].side])
def test_the_side_that_the_demo_says_is_the_side_that_is_counted(name: str) -> None:
    exercise = TRACKED[name]
    assert exercise.demo is not None
    events, _ = tracked(exercise, BODIES["tall"], 30)
    done = [event.side for event in events if isinstance(event, Rep | Hold)]
    said = [Side(key.side) for key in exercise.demo.keys if key.side]
    assert done == said * ROUNDS
