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


def pushed(smooth: OneEuro, t_s: float, value: float) -> float:
    """One number smoothed, as the x of a point."""
    smooth.push(t_s, [value, -value])
    assert smooth.at[0][1] == pytest.approx(-smooth.at[0][0])
    return smooth.at[0][0]


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
    smooth = OneEuro(1, [0], min_cutoff_hz=min_cutoff, speed_coefficient=beta)
    ours = [pushed(smooth, t, value) for t, value in zip(times, values, strict=True)]
    assert ours == pytest.approx(one_euro_by_the_paper(times, values, min_cutoff, beta, 1.0), abs=1e-9)


def test_many_points_are_smoothed_as_each_would_be_alone_in_the_unit_asked_for() -> None:
    rng = np.random.default_rng(7)
    course = rng.normal(size=(50, 4, 2))
    together, alone = OneEuro(4, range(4)), [[OneEuro(1, [0]) for _ in range(2)] for _ in range(4)]
    for i, points in enumerate(course):
        together.push(i / 30, points.ravel().tolist(), (0.5, -2.0), 3.0)
        for j in range(4):
            for k, origin in enumerate((0.5, -2.0)):
                single = pushed(alone[j][k], i / 30, float((points[j, k] - origin) * 3))
                assert together.at[j][k] == pytest.approx(single, abs=1e-12)


def test_only_what_is_followed_is_smoothed_and_more_can_be_followed_later() -> None:
    smooth = OneEuro(2, [0])
    smooth.push(0.0, [1.0, 2.0, 3.0, 4.0])
    assert smooth.at == [[1.0, 2.0], [0.0, 0.0]]
    smooth.follow([0, 1])
    smooth.push(0.1, [2.0, 2.0, 3.0, 4.0])
    assert 1.0 < smooth.at[0][0] < 2.0
    assert smooth.at[1] == [3.0, 4.0]
    smooth.push(0.2, [2.0, 2.0, 4.0, 4.0])
    assert 3.0 < smooth.at[1][0] < 4.0


def test_a_still_body_with_noise_gets_calmer_and_a_fast_one_stays_with_the_movement() -> None:
    rng = np.random.default_rng(3)
    smooth, noise = OneEuro(1, [0]), rng.normal(scale=0.01, size=300).tolist()
    still = [pushed(smooth, i / 30, value) for i, value in enumerate(noise)]
    assert np.std(still[30:]) < 0.6 * np.std(noise[30:])
    smooth = OneEuro(1, [0])
    late = [t - pushed(smooth, t, 2 * t) / 2 for t in (i / 30 for i in range(90))]
    assert late[-1] < 0.03  # seconds behind at 2 body lengths a second


def test_after_a_gap_the_past_is_forgotten() -> None:
    smooth = OneEuro(1, [0])
    pushed(smooth, 0.0, 0.0)
    assert pushed(smooth, 2.0, 1.0) == 1.0
