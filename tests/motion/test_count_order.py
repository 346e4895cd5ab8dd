"""Frames that come twice or out of order, as from a busy machine."""

import numpy as np

from upperback.model.body import N_LANDMARKS, Frame, Landmark
from upperback.motion.count import count


def lifting(n: int, period_s: float = 2.0) -> list[Frame]:
    """`n` lifts of both arms after a second of rest, 30 frames a second."""
    frames = []
    for i in range(int(30 * (2 + n * period_s))):
        up_m = 0.35 * (1 - np.cos(2 * np.pi * np.clip(i / 30 - 1, 0, n * period_s) / period_s))
        points_m = np.zeros((N_LANDMARKS, 3))
        points_m[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]] = [[0.2, -0.5, 0], [-0.2, -0.5, 0]]
        points_m[[Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]] = [[0.4, -up_m, 0], [-0.4, -up_m, 0]]
        frames.append(Frame(i / 30, points_m[:, :2], points_m, np.ones(N_LANDMARKS)))
    return frames


def test_a_frame_that_comes_twice_or_out_of_order_changes_nothing() -> None:
    frames = lifting(4)
    assert len(count(frames)) == 4
    assert len(count([*frames[:50], frames[49], *frames[50:70], frames[71], frames[70], *frames[72:]])) == 4
