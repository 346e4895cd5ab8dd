"""Times the tracker: microseconds a frame for each tracked exercise, and frames a second when a recording is replayed.

usage: bench_motion.py

Frames come from each exercise's own demonstration with a little noise, so nothing outside the project is needed.
"""

import gc
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from upperback.catalogue.loader import load
from upperback.model.body import Frame, View
from upperback.model.catalogue import Exercise
from upperback.model.movement import HoldStill, Reps, Untracked
from upperback.motion.skeleton import Camera, frames
from upperback.motion.tracker import Tracker

FRAMES = 6000
RUNS = 5
MEDIAN_BUDGET_US, P99_BUDGET_US, REPLAY_BUDGET = 25.0, 100.0, 40_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the budget table."""

    name: str
    budget: str
    median: str
    p99: str


def noisy_demo(exercise: Exercise) -> list[Frame]:
    """The exercise's demonstration at 30 frames a second, each landmark moved by about half a percent of the body."""
    if exercise.demo is None:
        return []
    yaw = {View.SIDE: 90.0, View.OBLIQUE: 50.0}.get(exercise.camera.view, 0.0)
    low = "quadruped" in exercise.positions
    camera = Camera(yaw_deg=yaw, target_m=(0.0, 0.6, 0.0) if low else (0.0, 1.0, 0.0))
    noise = np.random.default_rng(1)
    made = frames(exercise.demo, fps=30, seconds=FRAMES / 30, camera=camera)
    return [Frame(f.t_s, f.plane + noise.normal(size=(33, 2)), f.world_m, f.visibility, f.size_px) for f in made]


def timed(exercise: Exercise) -> Row | None:
    """Median and 99th percentile of one push, and frames a second of one core in a bare replay: medians of `RUNS` runs."""
    made = noisy_demo(exercise)
    if not made:
        return None
    _replayed(exercise, made[:300])
    gc.disable()
    runs = [(*np.percentile(_pushes_us(exercise, made), [50, 99]), _replayed(exercise, made)) for _ in range(RUNS)]
    gc.enable()
    median_us, p99_us, rate = np.median(runs, axis=0)
    budget = f"{MEDIAN_BUDGET_US:.0f} / {P99_BUDGET_US:.0f} us, {REPLAY_BUDGET} frames/s"
    match exercise.movement:
        case Reps():
            kind = "reps"
        case HoldStill():
            kind = "hold"
        case Untracked():
            return None
    return Row(f"tracker, {kind}: {exercise.id}", budget, f"{median_us:.1f} us", f"{p99_us:.1f} us, {rate:,.0f} frames/s")


def _pushes_us(exercise: Exercise, made: list[Frame]) -> list[float]:
    """What each frame took."""
    tracker, took_us = Tracker(exercise.movement, exercise.camera), []
    for frame in made:
        begin = time.perf_counter_ns()
        tracker.push(frame)
        took_us.append((time.perf_counter_ns() - begin) / 1000)
    return took_us


def _replayed(exercise: Exercise, made: list[Frame]) -> float:
    """Frames a second, by the time of this core alone: other programs don't slow a replay down here."""
    tracker, began_s = Tracker(exercise.movement, exercise.camera), time.thread_time()
    for frame in made:
        tracker.push(frame)
    return len(made) / (time.thread_time() - began_s)


def rows() -> Iterator[Row]:
    """One row for each tracked exercise."""
    for exercise in load().exercises.values():
        if not isinstance(exercise.movement, Untracked) and (row := timed(exercise)) is not None:
            yield row


if __name__ == "__main__":
    sys.stdout.write(f"{'':52}{'budget':36}{'median':>10}   p99\n")
    for row in rows():
        sys.stdout.write(f"{row.name:52}{row.budget:36}{row.median:>10}   {row.p99}\n")
