"""Holds by the clock, with the camera watching for the end."""

from collections.abc import Callable, Iterable

import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Frame, Landmark, Side
from upperback.motion.measure import Measurement, Measurer

Person = Callable[..., Frame]
TESTS = load().tests
LA, RA, LE, RE = Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE, Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW


def measured(test_id: str, measure_id: str, seen: Iterable[Frame]) -> dict[Side, Measurement]:
    measurer = Measurer(TESTS[test_id], measure_id)
    for frame in seen:
        measurer.push(frame)
    return {result.side: result for result in measurer.result()}


def lifted(frame: Frame, landmarks: tuple[Landmark, ...], by_m: float) -> Frame:
    for landmark in landmarks:
        frame.plane[landmark, 1] -= by_m
        frame.world_m[landmark, 1] -= by_m
    return frame


@pytest.mark.parametrize(("foot", "side"), [(RA, Side.LEFT), (LA, Side.RIGHT)])
def test_standing_on_one_leg_ends_when_the_foot_touches_down(person: Person, foot: Landmark, side: Side) -> None:
    def height_m(t_s: float) -> float:
        return 0.2 * min(max((t_s - 2) / 0.4, 0), 1) * min(max((14 - t_s) / 0.3, 0), 1)

    got = measured("t_hip_single_leg", "stand", [lifted(person(i / 30), (foot,), height_m(i / 30)) for i in range(500)])
    assert got[side].value == pytest.approx(14 - 2.4, abs=0.5)
    assert (got[side].unit, got[side].error_from) == ("s", "expert judgement")
    other = Side.RIGHT if side is Side.LEFT else Side.LEFT
    assert got[other].why_not == "no_trial"


def test_while_a_stand_lasts_its_seconds_are_read(person: Person) -> None:
    measurer = Measurer(TESTS["t_hip_single_leg"], "stand")
    read = []
    for i in range(300):
        measurer.push(lifted(person(i / 30), (RA,), 0.2 if i >= 60 else 0.0))
        read.append(measurer.now)
    assert read[30] == {}
    assert read[-1] == {Side.LEFT: pytest.approx(8, abs=0.5)}


def test_the_best_stand_counts_and_30_seconds_is_the_end(person: Person) -> None:
    seen = [lifted(person(i / 30), (RA,), 0.2 if 60 <= i < 1200 or 1300 <= i < 1500 else 0.0) for i in range(1600)]
    got = measured("t_hip_single_leg", "stand", seen)[Side.LEFT]
    assert got.value == 30
    assert got.trials == pytest.approx((30, 6.6), abs=0.5)


def test_arms_that_sink_end_the_hold_of_the_blades(person: Person) -> None:
    """Upper arms ahead: seen from the front the elbows are at the height of the shoulders."""

    def arms(t_s: float) -> Frame:
        frame = person(t_s, arms_deg=(90, 90))
        sunk_m = 0.0 if 2 <= t_s < 22 else 0.25
        return lifted(frame, (LE, RE), -sunk_m)

    got = measured("t_scap_endurance", "hold", [arms(i / 30) for i in range(800)])[Side.BOTH]
    assert got.value == pytest.approx(20, abs=0.5)
    assert got.why_not is None


def test_a_hold_under_way_counts_so_far(person: Person) -> None:
    got = measured("t_scap_endurance", "hold", [person(i / 30) for i in range(300)])[Side.BOTH]
    assert got.value == pytest.approx(10, abs=0.3)
