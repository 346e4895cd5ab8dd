"""Each tracked exercise, fed its own key positions: counts exactly under all conditions, half of it is none of it, and each
fault, posed from its definition, is spoken of once beyond its limit and never before. `tools/accuracy_track.py` does more."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.catalogue.loader import load
from upperback.model.body import Frame, View
from upperback.model.catalogue import Exercise
from upperback.model.demo import Demo
from upperback.model.events import Event, Rep
from upperback.model.movement import HoldStill, Reps, Untracked
from upperback.motion.anatomy import Body, make_body
from upperback.motion.skeleton import REFERENCE, Camera, frames, period_s
from upperback.motion.tracker import Tracker

TRACKED = [e for e in load().exercises.values() if not isinstance(e.movement, Untracked)]
each_exercise = pytest.mark.parametrize("exercise", TRACKED, ids=lambda e: e.id)
YAW_DEG = {View.FRONT: 0.0, View.SIDE: 90.0, View.OBLIQUE: 50.0, View.BACK: 180.0}
ROUNDS = 3


def demo_of(exercise: Exercise) -> Demo:
    assert exercise.demo is not None
    return exercise.demo


def begin_s(exercise: Exercise) -> float:
    """Cat-cow's demonstration begins at the far end of what is counted; half a round later is home."""
    return period_s(demo_of(exercise)) / 2 if exercise.id == "cat_cow" else 0.0


def filmed(
    exercise: Exercise, demo: Demo, rounds: float, fps: float = 30, *, off_deg: float = 0.0, body: Body = REFERENCE
) -> Iterator[Frame]:
    """The demonstration as the exercise's camera sees it, and a second of rest; whoever is taller steps back."""
    low = bool({"quadruped", "kneeling"} & set(exercise.positions))
    camera = Camera(
        yaw_deg=YAW_DEG[exercise.camera.view] + off_deg,
        distance_m=3.8 * max(1.0, body.scale),
        target_m=(0.0, (0.5 if low else 0.95) * body.scale, 0.0),
    )
    start_s = begin_s(exercise)
    last = None
    for frame in frames(demo, fps=fps, seconds=start_s + rounds * period_s(demo), camera=camera, body=body):
        if frame.t_s >= start_s:
            last = frame
            yield frame
    if last is not None:
        yield from (replace(last, t_s=last.t_s + i / fps) for i in range(1, round(fps)))


def trembling(made: Iterable[Frame], noise_m: float, seed: int) -> Iterator[Frame]:
    chance = np.random.default_rng(seed)
    for frame in made:
        px_per_m = float(
            np.linalg.norm(frame.plane[11] - frame.plane[23]) / np.linalg.norm(frame.world_m[11] - frame.world_m[23])
        )
        plane = frame.plane + chance.normal(0, noise_m * px_per_m, (33, 2))
        yield replace(frame, plane=plane, world_m=frame.world_m + chance.normal(0, noise_m, (33, 3)))


def followed(exercise: Exercise, made: Iterable[Frame]) -> tuple[Tracker, list[Event]]:
    tracker = Tracker(exercise.movement, exercise.camera)
    return tracker, [event for frame in made for event in tracker.push(frame)]


@each_exercise
@settings(max_examples=4)
@given(
    fps=st.floats(10, 60),
    noise_m=st.floats(0, 0.02),
    size=st.floats(0.7, 1.3),
    off_deg=st.floats(-15, 15),
    seed=st.integers(0, 99),
)
def test_it_counts_exactly_at_any_rate_size_tremble_and_angle(
    exercise: Exercise, fps: float, noise_m: float, size: float, off_deg: float, seed: int
) -> None:
    made = filmed(exercise, demo_of(exercise), ROUNDS, fps, off_deg=off_deg, body=make_body(1.73 * size))
    tracker, _ = followed(exercise, trembling(made, noise_m, seed))
    assert len(tracker.spans) == ROUNDS


@each_exercise
@pytest.mark.parametrize("half", ["there", "back"])
def test_half_of_it_is_none_of_it(exercise: Exercise, half: str) -> None:
    demo = demo_of(exercise)
    made = list(filmed(exercise, demo, 1))
    sides = isinstance(exercise.movement, Reps | HoldStill) and len(demo.keys) > 2
    cut_s = begin_s(exercise) + period_s(demo) / (4 if sides else 2)
    part = [frame for frame in made if (frame.t_s < cut_s) == (half == "there")]
    _, events = followed(exercise, part)
    limit = 0 if half == "there" else 1 if sides else 0  # of two sides the other is still whole
    assert sum(isinstance(event, Rep) and not event.partial for event in events) <= limit
