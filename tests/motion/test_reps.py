"""Repetitions: what counts, what is partial, what is nothing."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.model.body import Side
from upperback.model.events import Rep
from upperback.motion.reps import Phase, RepCounter


def counter(**changes: object) -> RepCounter:
    fields: dict[str, object] = {"rest": 10.0, "peak": 30.0, "unit": "deg", "min_rep_s": 0.8, **changes}
    return RepCounter(**fields)  # type: ignore[arg-type]


def run(count: RepCounter, values: list[float], rate_hz: float = 30) -> list[Rep]:
    return [rep for i, value in enumerate(values) if (rep := count.push(i / rate_hz, value)) is not None]


def hump(height: float, seconds: float, rate_hz: float = 30, base: float = 0.0) -> list[float]:
    """One smooth movement out to `height` and home."""
    n = max(2, round(seconds * rate_hz))
    return [base + height * (1 - math.cos(2 * math.pi * i / n)) / 2 for i in range(n)]


REST = [0.0] * 15


@given(reps=st.integers(0, 6), rate_hz=st.floats(10, 60), height=st.floats(35, 150), seconds=st.floats(1.5, 6))
def test_whole_movements_count_at_any_frame_rate(reps: int, rate_hz: float, height: float, seconds: float) -> None:
    got = run(counter(), REST + (hump(height, seconds, rate_hz) + REST) * reps, rate_hz)
    assert len(got) == reps
    assert not any(rep.partial for rep in got)
    for rep in got:
        assert rep.peak == pytest.approx(height, rel=0.1)
        assert 0 < rep.end_s - rep.start_s <= seconds + 0.1


@given(rate_hz=st.floats(10, 60), height=st.floats(35, 150))
def test_half_a_movement_counts_nothing_in_either_direction(rate_hz: float, height: float) -> None:
    up = hump(height, 4, rate_hz)
    assert run(counter(), REST + up[: len(up) // 2], rate_hz) == []
    assert run(counter(), up[len(up) // 2 :] + REST, rate_hz) == []
    assert run(counter(from_start=True), up[len(up) // 2 :] + REST, rate_hz) == []


@given(
    tremor=st.floats(0, 4.5), tremor_hz=st.floats(3, 12), at=st.sampled_from([0.0, 10.0, 30.0, 60.0]), rate_hz=st.floats(20, 60)
)
def test_tremor_adds_no_repetition_wherever_a_person_stands(tremor: float, tremor_hz: float, at: float, rate_hz: float) -> None:
    shake = [at + tremor * math.sin(2 * math.pi * tremor_hz * i / rate_hz) for i in range(round(8 * rate_hz))]
    assert run(counter(), shake, rate_hz) == []
    out, home = hump(60, 2, rate_hz), REST
    half = len(out) // 2
    held = [60 + tremor * math.sin(2 * math.pi * tremor_hz * i / rate_hz) for i in range(round(3 * rate_hz))]
    assert len(run(counter(), [*REST, *out[:half], *held, *out[half:], *home], rate_hz)) == 1


def test_a_movement_faster_than_the_shortest_is_none() -> None:
    assert run(counter(), REST + hump(60, 0.5) + REST) == []
    assert len(run(counter(), REST + hump(60, 1.2) + REST)) == 1


def test_what_goes_further_than_a_body_can_is_another_movement_and_teaches_no_range() -> None:
    got = run(counter(most=110.0), REST + hump(150, 3) + REST + hump(100, 3) + REST + hump(58, 3) + REST)
    assert [(round(rep.peak), rep.partial) for rep in got] == [(100, False), (58, False)]


def test_left_and_right_are_told_apart_and_crossing_the_middle_is_home() -> None:
    swing = [50 * math.sin(2 * math.pi * i / 120) for i in range(480)]
    got = run(counter(alternates=True), swing)
    assert [rep.side for rep in got] == [Side.LEFT, Side.RIGHT] * 4
    assert all(rep.peak == pytest.approx(50, abs=0.1) for rep in got)


def test_even_one_frame_between_left_and_right_is_enough() -> None:
    got = run(counter(alternates=True), [0, 0, 20, 45, 45, 20, -20, -45, -45, -20, 20, 45, 45, 20, 0], rate_hz=4)
    assert [rep.side for rep in got] == [Side.LEFT, Side.RIGHT, Side.LEFT]


def test_the_sign_of_one_limb_only_names_it() -> None:
    resting, lifted = [-90.0] * 20, [value if value - 90 > 20 else -90.0 for value in hump(50, 3, base=90)]
    got = run(counter(one_limb=True, alternates=True, from_start=True), resting + lifted + resting)
    assert [(rep.side, round(rep.peak)) for rep in got] == [(Side.LEFT, 140)]


def test_short_of_the_own_range_is_partial_until_it_is_the_own_range() -> None:
    count = counter()
    big, small = hump(100, 2) + REST, hump(45, 2) + REST
    got = run(count, REST + big * 3 + small * 5)
    assert [rep.partial for rep in got] == [False] * 3 + [True, True, True, False, False]
    assert [rep.partial for rep in run(counter(), REST + hump(22, 2) + REST)] == [True]
    assert run(counter(), REST + hump(14, 2) + REST) == []


def test_each_side_has_its_own_range() -> None:
    left, right = hump(80, 2), [-value for value in hump(35, 2)]
    got = run(counter(alternates=True), REST + (left + REST + right + REST) * 3)
    assert [rep.partial for rep in got] == [False] * 6


def test_a_large_range_need_not_come_down_to_a_small_rest() -> None:
    out, back_to_30 = hump(110, 2)[:30], hump(80, 2, base=30)[30:]
    out_again = hump(80, 2, base=30)[:30]
    half_down = [30.0] * 15
    got = run(counter(), REST + out + back_to_30 + half_down + (out_again + back_to_30 + half_down) * 2)
    assert [rep.partial for rep in got] == [False] * 3


@given(base=st.floats(-140, 160))
def test_from_the_start_position_counts_the_same_wherever_it_is(base: float) -> None:
    values = [base + value for value in REST + (hump(60, 2) + REST) * 3]
    got = run(counter(from_start=True), values)
    assert [rep.partial for rep in got] == [False] * 3
    assert got[0].peak == pytest.approx(base + 60, abs=0.2)


def test_restarting_forgets_the_movement_under_way_but_not_the_range() -> None:
    count = counter()
    run(count, REST + hump(100, 2) + REST)
    out = hump(100, 2)
    for i, value in enumerate(out[:30]):
        count.push(10 + i / 30, value)
    assert count.phase is Phase.OUT
    count.restart()
    later = [count.push(12 + i / 30, value) for i, value in enumerate(out[30:] + REST)]
    assert later == [None] * len(later)
    small = [count.push(20 + i / 30, value) for i, value in enumerate(REST + hump(45, 2) + REST)]
    assert [rep.partial for rep in small if rep] == [True]


def test_thresholds_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="rest 40"):
        counter(rest=40.0)


@pytest.mark.parametrize("off", [-9.0, -5.0, 0.0, 5.0, 9.0])
def test_sides_are_counted_from_the_middle_of_the_own_range_once_both_are_known(off: float) -> None:
    """A person who stands askew reaches 38 deg to one side and 20 to the other, past the peak only from their own middle."""
    sway = [off + 29 * math.sin(2 * math.pi * i / 120) for i in range(120 * 6)]
    got = run(counter(peak=25.0, alternates=True), REST + sway)
    # The first round shows where the middle is.
    assert [rep.side for rep in got[-8:]] == [Side.LEFT, Side.RIGHT] * 4 or [rep.side for rep in got[-8:]] == [
        Side.RIGHT,
        Side.LEFT,
    ] * 4
    assert not any(rep.partial for rep in got[-8:])
    for rep in got[-8:]:
        assert rep.peak == pytest.approx(29 + (off if rep.side is Side.LEFT else -off), abs=0.5)  # as the signal showed it


def test_who_moves_to_one_side_only_keeps_the_middle_at_nought() -> None:
    left_only = REST + (hump(60, 3) + hump(-8, 1) + REST) * 5
    got = run(counter(alternates=True), left_only)
    assert [(rep.side, rep.partial) for rep in got] == [(Side.LEFT, False)] * 5


@given(start=st.floats(11, 25), rate_hz=st.floats(15, 60))
def test_a_movement_that_was_under_way_counts_when_the_whole_peak_is_still_ahead(start: float, rate_hz: float) -> None:
    still = [start] * round(rate_hz)
    up = [start + (70 - start) * i / rate_hz for i in range(round(rate_hz))]
    down = [70 * (1 - i / rate_hz) for i in range(round(rate_hz))]
    got = run(counter(alternates=True), still + up + down + REST, rate_hz)
    assert [rep.partial for rep in got] == [False]
