"""Self-tests by camera: values a person can check on paper, their error, and why there is none."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Frame, Side
from upperback.model.catalogue import SelfTest
from upperback.model.movement import Untracked
from upperback.motion.measure import Measurement, Measurer

Person = Callable[..., Frame]
TESTS = load().tests


def measure(test: SelfTest, measure_id: str, frames: list[Frame]) -> dict[Side, Measurement]:
    measurer = Measurer(test, measure_id)
    for frame in frames:
        measurer.push(frame)
    return {result.side: result for result in measurer.result()}


def moving(make: Callable[[float, float], Frame], peaks: list[float], seconds: float = 4.0) -> list[Frame]:
    """A second of rest, then out to each of these and back, at 30 Hz; `make` gets time and value."""
    course = [0.0] * 30
    for peak in peaks:
        n = round(seconds * 30)
        course += [peak * (1 - math.cos(2 * math.pi * i / n)) / 2 for i in range(n)]
    return [make(i / 30, value) for i, value in enumerate([*course, *[0.0] * 15])]


def test_standing_turns_give_each_side_its_mean_and_error(person: Person) -> None:
    got = measure(
        TESTS["t_standing_rotation"], "rotation", moving(lambda t, v: person(t, turn_deg=v), [50, -40, 52, -42, 54, -44])
    )
    left, right = got[Side.LEFT], got[Side.RIGHT]
    assert left.value == pytest.approx(52, abs=1.5)
    assert right.value == pytest.approx(42, abs=1.5)
    assert left.trials == pytest.approx((50, 52, 54), abs=1.5)
    assert (left.unit, left.error_from, left.why_not) == ("deg", "expert judgement", None)
    assert left.error_95 == 23  # what it was seen to be off, more than 15 / sqrt 2
    assert left.quality == 1.0


def test_without_a_known_offset_the_error_is_the_smallest_change_by_the_root_of_two(person: Person) -> None:
    got = measure(TESTS["t_neck_sidebend"], "sidebend", moving(lambda t, v: person(t, head_tilt_deg=v), [30, -30] * 3))
    assert got[Side.LEFT].error_95 == pytest.approx(8 / math.sqrt(2), abs=0.01)


LIVE = {
    ("t_standing_rotation", "rotation"): lambda person, t, v: person(t, turn_deg=v),
    ("t_neck_sidebend", "sidebend"): lambda person, t, v: person(t, head_tilt_deg=v + 4),
    ("t_abduction_sym", "abduction"): lambda person, t, v: person(t, arms_deg=(10 + abs(v), 15 + abs(v))),
    ("t_wall_angel", "top"): lambda person, t, v: person(t, arms_deg=(90 + abs(v), 90 + abs(v))),
}


@pytest.mark.parametrize(("test_id", "measure_id"), LIVE)
def test_what_it_reads_while_it_moves_tops_out_where_the_trials_do(person: Person, test_id: str, measure_id: str) -> None:
    measurer = Measurer(TESTS[test_id], measure_id)
    assert measurer.now == {}
    most: dict[Side, float] = {}
    for frame in moving(lambda t, v: LIVE[test_id, measure_id](person, t, v), [50, -50, 50, -50, 50, -50]):
        measurer.push(frame)
        for side, value in measurer.now.items():
            most[side] = max(most.get(side, 0.0), value)
    trials = {result.side: max(result.trials) for result in measurer.result() if result.trials}
    assert trials.keys() == most.keys()
    assert most == {side: pytest.approx(value, abs=1.5) for side, value in trials.items()}
    measurer.push(person(100.0, visibility=0.1))
    assert measurer.now == {}


def test_of_a_still_position_it_reads_the_angle(person: Person) -> None:
    measurer = Measurer(TESTS["t_shoulder_level"], "tilt")
    for i in range(60):
        measurer.push(person(i / 30, roll_deg=-3))
    assert measurer.now == {Side.BOTH: pytest.approx(3, abs=0.1)}


def test_a_fourth_turn_makes_the_first_one_practice(person: Person) -> None:
    peaks = [30.0, -30, 50, -50, 50, -50, 50, -50]
    got = measure(TESTS["t_seated_rotation"], "rotation", moving(lambda t, v: person(t, turn_deg=v, arms_deg=(20, 20)), peaks))
    assert got[Side.LEFT].trials == pytest.approx((50, 50, 50), abs=2)
    assert got[Side.RIGHT].value == pytest.approx(50, abs=2)


def test_the_tilt_of_the_head_is_measured_from_where_it_started(person: Person) -> None:
    crooked = moving(lambda t, v: person(t, head_tilt_deg=v + 4), [30, -30, 30, -30, 30, -30])
    got = measure(TESTS["t_neck_sidebend"], "sidebend", crooked)
    assert got[Side.LEFT].value == pytest.approx(30, abs=1)
    assert got[Side.RIGHT].value == pytest.approx(30, abs=1)


def test_a_lower_right_shoulder_is_plus(person: Person) -> None:
    got = measure(TESTS["t_shoulder_level"], "tilt", [person(i / 30, roll_deg=-3) for i in range(180)])
    assert got[Side.BOTH].value == pytest.approx(3, abs=0.1)
    assert got[Side.BOTH].quality == pytest.approx(0.33, abs=0.01)  # one of three trials


def test_three_stands_with_a_step_away_between_are_three_trials(person: Person) -> None:
    stands = [
        person(i / 30, roll_deg=-tilt, visibility=0.1 if i % 240 >= 150 else 1.0)
        for i, tilt in enumerate([2.0] * 240 + [3.0] * 240 + [4.0] * 240)
    ]
    got = measure(TESTS["t_shoulder_level"], "tilt", stands)
    assert got[Side.BOTH].trials == pytest.approx((2, 3, 4), abs=0.1)


def test_wall_angels_give_the_height_of_the_arms_and_how_even_they_are(person: Person) -> None:
    def sliding(t: float, v: float) -> Frame:
        return person(t, arms_deg=(70 + v, 70 + 0.9 * v))

    frames = moving(sliding, [80] * 5)
    top = measure(TESTS["t_wall_angel"], "top", frames)[Side.BOTH]
    assert top.value == pytest.approx(70 + 76 + 9.46, abs=1.5)
    assert len(top.trials) == 5
    even = measure(TESTS["t_wall_angel"], "symmetry", frames)[Side.BOTH]
    gap_m = 0.54 * (math.cos(math.radians(142)) - math.cos(math.radians(150)))
    assert even.value == pytest.approx(100 * gap_m / 0.48, abs=1)
    assert even.unit == "% of trunk length"


def test_the_wrong_view_is_named_instead_of_guessed_at(person: Person) -> None:
    sideways = moving(lambda t, v: person(t, turn_deg=85, hips_turn_deg=85, head_tilt_deg=v), [30, -30])
    for result in measure(TESTS["t_neck_sidebend"], "sidebend", sideways).values():
        assert (result.value, result.trials, result.why_not, result.quality) == (None, (), "wrong_view", 0)


def test_standing_still_is_no_turn(person: Person) -> None:
    for result in measure(TESTS["t_standing_rotation"], "rotation", [person(i / 30) for i in range(90)]).values():
        assert (result.value, result.why_not) == (None, "no_trial")


def test_one_side_alone_leaves_the_other_open(person: Person) -> None:
    got = measure(TESTS["t_standing_rotation"], "rotation", moving(lambda t, v: person(t, turn_deg=v), [50, 50, 50]))
    assert got[Side.LEFT].why_not is None
    assert got[Side.RIGHT].why_not == "no_trial"


def test_poor_sight_lowers_the_quality(person: Person) -> None:
    frames = moving(lambda t, v: person(t, turn_deg=v, visibility=0.7), [50, -50] * 3)
    assert measure(TESTS["t_standing_rotation"], "rotation", frames)[Side.LEFT].quality == pytest.approx(0.7, abs=0.01)


def test_measures_that_no_camera_takes_are_refused() -> None:
    with pytest.raises(ValueError, match="has no measure tail"):
        Measurer(TESTS["t_wall_angel"], "tail")
    with pytest.raises(ValueError, match="not measured by camera"):
        Measurer(TESTS["t_wall_angel"], "contact")
    with pytest.raises(ValueError, match="is not seen by the camera"):
        Measurer(replace(TESTS["t_wall_angel"], movement=Untracked("too dark")), "top")
