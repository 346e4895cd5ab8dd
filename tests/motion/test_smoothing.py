"""The one-euro filter against its formula, written out once more from the paper."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.motion.smoothing import OneEuro


def one_euro_by_the_paper(
    times: list[float], values: list[float], min_cutoff: float, beta: float, speed_cutoff: float
) -> list[float]:
    """Casiez 2012, algorithm 1: alpha = 1 / (1 + tau / Te), tau = 1 / (2 pi fc), fc = fcmin + beta |dx|."""

    def alpha(period_s: float, cutoff_hz: float) -> float:
        tau_s = 1 / (2 * math.pi * cutoff_hz)
        return 1 / (1 + tau_s / period_s)

    smoothed, slope, out = values[0], 0.0, [values[0]]
    for before_s, now_s, value in zip(times, times[1:], values[1:], strict=False):
        period_s = now_s - before_s
        a = alpha(period_s, speed_cutoff)
        slope = a * (value - smoothed) / period_s + (1 - a) * slope
        a = alpha(period_s, min_cutoff + beta * abs(slope))
        smoothed = a * value + (1 - a) * smoothed
        out.append(smoothed)
    return out


@given(
    values=st.lists(st.floats(-5, 5), min_size=2, max_size=40),
    steps=st.lists(st.floats(0.005, 0.4), min_size=40, max_size=40),
    min_cutoff=st.floats(0.2, 5),
    beta=st.floats(0, 10),
)
def test_the_filter_follows_the_formula_of_the_paper(
    values: list[float], steps: list[float], min_cutoff: float, beta: float
) -> None:
    times = np.cumsum([0.0, *steps]).tolist()[: len(values)]
    smooth = OneEuro(min_cutoff_hz=min_cutoff, speed_coefficient=beta)
    ours = [float(smooth.push(t, np.array([value]))[0]) for t, value in zip(times, values, strict=True)]
    assert ours == pytest.approx(one_euro_by_the_paper(times, values, min_cutoff, beta, 1.0), abs=1e-9)


def test_many_numbers_are_smoothed_as_each_would_be_alone() -> None:
    rng = np.random.default_rng(7)
    course = rng.normal(size=(50, 4, 3))
    together = OneEuro()
    alone = [[OneEuro() for _ in range(3)] for _ in range(4)]
    for i, points in enumerate(course):
        smoothed = together.push(i / 30, points)
        for j in range(4):
            for k in range(3):
                single = float(alone[j][k].push(i / 30, points[j : j + 1, k])[0])
                assert smoothed[j, k] == pytest.approx(single, abs=1e-12)


def test_a_still_body_with_noise_gets_calmer_and_a_fast_one_stays_with_the_movement() -> None:
    rng = np.random.default_rng(3)
    smooth, noise = OneEuro(), rng.normal(scale=0.01, size=300)
    still = [float(smooth.push(i / 30, np.array([value]))[0]) for i, value in enumerate(noise)]
    assert np.std(still[30:]) < 0.6 * np.std(noise[30:])
    smooth = OneEuro()
    late = [t - float(smooth.push(t, np.array([2 * t]))[0]) / 2 for t in (i / 30 for i in range(90))]
    assert late[-1] < 0.03  # seconds behind at 2 body lengths a second


def test_after_a_gap_the_past_is_forgotten() -> None:
    smooth = OneEuro()
    smooth.push(0.0, np.array([0.0]))
    assert smooth.push(2.0, np.array([1.0]))[0] == 1.0
