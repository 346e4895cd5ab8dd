"""Times the counter that needs no name of the movement: microseconds a frame while it searches, and while it counts.

usage: bench_count.py

The frames are made up, so nothing outside the project is needed: four minutes of lifts, and four of random fidgeting, in which it
never stops searching. Processor time of this core alone, so that other programs don't slow it down; medians of five runs.
"""

import gc
import statistics
import sys
import time
from collections.abc import Iterator

import numpy as np
from accuracy_count import fidget

from upperback.model.body import Frame
from upperback.motion.count import Counter

RUNS, MINUTES = 5, 4
MEAN_BUDGET_US, WORST_BUDGET_MS = 10.0, 2.0


def lifts() -> list[Frame]:
    """Arms up and down every 3 s with a little noise, the first two seconds at rest."""
    noise = np.random.default_rng(1)
    frames = []
    for still in fidget(1, 60 * MINUTES):
        turn = max(0.0, still.t_s - 2) / 3
        points = next(fidget(1, 1)).world_m + noise.normal(scale=0.005, size=(33, 3))
        points[13:15, 1] -= 0.25 * (1 - np.cos(2 * np.pi * turn))
        points[15:17, 1] -= 0.5 * (1 - np.cos(2 * np.pi * turn))
        frames.append(Frame(still.t_s, points[:, :2], points, still.visibility))
    return frames


def timed_us(frames: list[Frame]) -> tuple[float, float]:
    """Mean and worst of one push."""
    counter, took_us = Counter(), []
    for frame in frames:
        began_ns = time.thread_time_ns()
        counter.push(frame)
        took_us.append((time.thread_time_ns() - began_ns) / 1000)
    return statistics.mean(took_us), max(took_us)


def rows() -> Iterator[tuple[str, str, str]]:
    budget = f"mean {MEAN_BUDGET_US:g} us, none over {WORST_BUDGET_MS:g} ms"
    for what, frames in (("counting", lifts()), ("searching", list(fidget(1, 60 * MINUTES)))):
        timed_us(frames[:900])
        gc.disable()
        runs = [timed_us(frames) for _ in range(RUNS)]
        gc.enable()
        mean_us = statistics.median(mean for mean, _ in runs)
        worst_us = statistics.median(worst for _, worst in runs)
        yield f"count a frame, {what}", budget, f"mean {mean_us:.1f} us, worst {worst_us / 1000:.2f} ms"


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write(" | ".join(row) + "\n")
