"""Positions kept still."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.model.body import Side
from upperback.model.events import Hold
from upperback.motion.holds import HoldCounter
from upperback.motion.smoothing import OneEuro


def counter(**changes: object) -> HoldCounter:
    fields: dict[str, object] = {"enter": 15.0, "leave": 10.0, "still_per_s": 5.0, "unit": "deg", "sides": True, **changes}
    return HoldCounter(**fields)  # type: ignore[arg-type]


def run(hold: HoldCounter, values: list[float], rate_hz: float = 30) -> list[Hold]:
    return [done for i, value in enumerate(values) if (done := hold.push(i / rate_hz, value)) is not None]


def tilt(deg: float, seconds: float, rate_hz: float = 30) -> list[float]:
    """A second there, `seconds` held, a second back, a second of rest."""
    n = round(rate_hz)
    there = [deg * i / n for i in range(n)]
    return there + [deg] * round(seconds * rate_hz) + there[::-1] + [0.0] * n


@given(seconds=st.floats(2, 12), rate_hz=st.floats(10, 60), deg=st.floats(17, 50), left=st.booleans())
def test_a_hold_is_as_long_as_it_was_still(seconds: float, rate_hz: float, deg: float, left: bool) -> None:
    got = run(counter(), tilt(deg if left else -deg, seconds, rate_hz), rate_hz)
    assert [hold.side for hold in got] == [Side.LEFT if left else Side.RIGHT]
    assert got[0].end_s - got[0].start_s == pytest.approx(seconds, abs=1.3)
    assert got[0].mean == pytest.approx(deg, rel=0.1)


def test_passing_through_is_no_hold() -> None:
    assert run(counter(), tilt(40, 0.2)) == []


def test_the_seconds_run_while_it_is_held_and_stop_with_it() -> None:
    hold = counter()
    held = []
    for i, value in enumerate(tilt(20, 5)):
        hold.push(i / 30, value)
        held.append(hold.held_s)
    assert held[0] == 0
    assert max(held) == pytest.approx(5, abs=0.8)
    assert held[-1] == 0


def test_trembling_and_going_deeper_do_not_break_a_hold() -> None:
    values = tilt(25, 6)
    for i in range(60, 180):
        values[i] += 1.0 * math.sin(i)
    for i in range(120, 210):
        values[i] += 3
    assert len(run(counter(), values)) == 1


def test_moving_on_for_more_than_a_second_ends_the_hold() -> None:
    swaying = [25 + 8 * math.sin(2 * math.pi * i / 60) for i in range(120)]
    got = run(counter(), tilt(25, 3)[:120] + swaying + [25.0] * 90 + [0.0] * 30)
    assert [round(hold.end_s - hold.start_s) for hold in got] == [3, 3]


def test_changing_sides_is_two_holds() -> None:
    got = run(counter(), tilt(25, 3) + tilt(-25, 3))
    assert [hold.side for hold in got] == [Side.LEFT, Side.RIGHT]


def test_a_hold_that_is_cut_short_by_leaving_the_picture_still_counts_what_was_held() -> None:
    hold = counter()
    run(hold, tilt(25, 4)[:120])
    so_far, cut = hold.so_far, hold.end()
    assert cut is not None
    assert so_far == cut
    assert cut.end_s - cut.start_s == pytest.approx(2.4, abs=0.6)
    assert hold.end() is None


def test_thresholds_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="leave 20"):
        counter(leave=20.0)


COURSES: dict[str, Callable[[float], float]] = {
    "even": lambda u: u,
    "cosine": lambda u: (1 - math.cos(math.pi * u)) / 2,
    "minimum jerk": lambda u: u**3 * (10 + u * (-15 + 6 * u)),
}


@pytest.mark.parametrize("course", COURSES)
@pytest.mark.parametrize("way_s", [1.0, 1.5])
@settings(max_examples=25)
@given(seconds=st.floats(2, 15), rate_hz=st.floats(15, 60), deg=st.floats(22, 45))
def test_the_seconds_of_a_hold_are_right_within_two_tenths(
    course: str, way_s: float, seconds: float, rate_hz: float, deg: float
) -> None:
    """Smoothed as live, however a person comes into the position and goes out of it."""
    went, smooth, values = COURSES[course], OneEuro(1, [0]), []
    for i in range(round((2 * way_s + seconds + 3) * rate_hz)):
        t_s = i / rate_hz - 1
        there = min(1.0, max(0.0, t_s / way_s), max(0.0, (2 * way_s + seconds - t_s) / way_s))
        angle = math.radians(deg * went(there))
        smooth.push(i / rate_hz, [0.3 * math.cos(angle), 0.3 * math.sin(angle)])
        values.append(math.degrees(math.atan2(smooth.at[0][1], smooth.at[0][0])))
    (hold,) = run(counter(still_per_s=7.0), values, rate_hz)
    assert hold.end_s - hold.start_s == pytest.approx(seconds, abs=0.2 + 1 / rate_hz)
    assert hold.start_s == pytest.approx(1 + way_s, abs=0.3)


def test_an_ear_that_trembles_does_not_break_a_hold() -> None:
    """1 cm of tremble at the ears is some degrees of a head's tilt, in every frame another."""
    chance = np.random.default_rng(3)
    values = [value + chance.normal(0, 1.5) for value in tilt(35, 20)]
    (hold,) = run(counter(still_per_s=8.0), values)
    assert hold.end_s - hold.start_s == pytest.approx(20, abs=0.5)


@pytest.mark.parametrize("tremble_deg", [4.0, 8.0])
@pytest.mark.parametrize("seed", range(5))
def test_even_two_centimetres_of_tremble_do_not_break_a_hold(tremble_deg: float, seed: int) -> None:
    """Ears lie 15 cm apart, so 2 cm at each are about 8 deg of tilt, in every frame another."""
    chance = np.random.default_rng(seed)
    values = [value + chance.normal(0, tremble_deg) for value in tilt(35, 20)]
    (hold,) = run(counter(still_per_s=7.0), values)
    assert hold.end_s - hold.start_s == pytest.approx(20, abs=1)
