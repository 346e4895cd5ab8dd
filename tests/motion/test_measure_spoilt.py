"""What may not change a measurement, and what must stop one: on the posed figure, whose angles are known."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.catalogue.loader import load
from upperback.model.body import Frame, Side
from upperback.model.demo import Demo
from upperback.motion.measure import Measurement, Measurer
from upperback.motion.skeleton import Camera, frames

TESTS = load().tests
Mirror = Callable[[Frame], Frame]
CASES = {
    "t_abduction_sym": ("abduction", 0.0),
    "t_wall_flexion": ("flexion", -90.0),
    "t_neck_flex_ext": ("extension", 90.0),
    "t_neck_sidebend": ("sidebend", 0.0),
    "t_seated_rotation": ("rotation", 0.0),
    "t_thoracic_extension": ("extension", -90.0),
    "t_wall_angel": ("top", 0.0),
}


def demo_of(test_id: str) -> Demo:
    test = TESTS[test_id]
    demo = test.drawn_by.get("camera", test.demo)
    assert demo is not None
    return demo


def recorded(test_id: str, *, fps: float = 30, distance_m: float = 4.2, yaw_deg: float | None = None) -> list[Frame]:
    """Two trials."""
    yaw = CASES[test_id][1] if yaw_deg is None else yaw_deg
    demo = demo_of(test_id)
    seconds = 2 * sum(key.move_s + key.hold_s for key in demo.keys) + 1
    camera = Camera(yaw_deg=yaw, pitch_deg=0, target_m=(0, 0.9, 0), distance_m=distance_m)
    return list(frames(demo, fps=fps, seconds=seconds, camera=camera))


def measured(test_id: str, seen: list[Frame], people: int = 1) -> dict[Side, Measurement]:
    measurer = Measurer(TESTS[test_id], CASES[test_id][0])
    for frame in seen:
        measurer.push(frame, people)
    return {result.side: result for result in measurer.result() if result.value is not None or result.why_not != "no_trial"}


def rolled(frame: Frame, deg: float) -> Frame:
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    turn, middle = np.array([[c, -s], [s, c]]), np.array([320.0, 240.0])
    world = frame.world_m.copy()
    world[:, :2] = world[:, :2] @ turn.T
    return replace(frame, plane=(frame.plane - middle) @ turn.T + middle, world_m=world)


def same(got: dict[Side, Measurement], clean: dict[Side, Measurement], within: float = 1.0) -> None:
    """Every value is the clean one, `within` this share of the stated error."""
    assert set(got) == set(clean)
    assert clean
    for side, result in got.items():
        was = clean[side].value
        assert was is not None
        assert result.value == pytest.approx(was, abs=within * clean[side].error_95)


@pytest.mark.parametrize("test_id", CASES)
def test_dropped_frames_another_rate_and_distance_change_nothing(test_id: str) -> None:
    seen = recorded(test_id)
    clean = measured(test_id, seen)
    kept = np.random.default_rng(3).random(len(seen)) > 0.1
    same(measured(test_id, [frame for frame, keep in zip(seen, kept, strict=True) if keep]), clean, 0.25)
    same(measured(test_id, recorded(test_id, fps=15)), clean, 0.25)
    same(measured(test_id, recorded(test_id, distance_m=5.9)), clean, 0.5)


@pytest.mark.parametrize("test_id", CASES)
def test_a_mirror_exchanges_the_sides_and_nothing_else(test_id: str, mirrored: Mirror) -> None:
    seen = recorded(test_id)
    clean, mirror = measured(test_id, seen), measured(test_id, [mirrored(frame) for frame in seen])
    other = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}
    same({other[side]: result for side, result in mirror.items()}, clean, 0.2)


@settings(max_examples=8, deadline=None)
@given(test_id=st.sampled_from(sorted(CASES)), deg=st.floats(-10, 10))
def test_a_camera_rolled_up_to_10_degrees_changes_no_value_beyond_its_error(test_id: str, deg: float) -> None:
    seen = recorded(test_id)
    same(measured(test_id, [rolled(frame, deg) for frame in seen]), measured(test_id, seen), 0.25)


@settings(max_examples=8, deadline=None)
@given(test_id=st.sampled_from(sorted(set(CASES) - {"t_neck_flex_ext", "t_neck_sidebend"})), seed=st.integers(0, 99))
def test_2_cm_of_noise_stays_within_the_error(test_id: str, seed: int) -> None:
    """The head is left to `make accuracy`: 2 cm there is 15 degrees a frame, and one in 20 may be out."""
    seen, chance = recorded(test_id), np.random.default_rng(seed)
    px_per_m = 240 / np.tan(np.radians(19)) / 4.2
    noisy = [
        replace(
            frame,
            plane=frame.plane + chance.normal(0, 0.02 * px_per_m, (33, 2)),
            world_m=frame.world_m + chance.normal(0, 0.02, (33, 3)),
        )
        for frame in seen
    ]
    same(measured(test_id, noisy), measured(test_id, seen), 1.3)


@pytest.mark.parametrize(
    ("why", "camera", "roll_deg", "people"),
    [
        ("camera_tilted", {}, 25, 1),
        ("camera_low", {"pitch_deg": -28, "distance_m": 2.8}, 0, 1),
        ("wrong_view", {"yaw_deg": 90}, 0, 1),
        ("too_close", {"distance_m": 1.1, "target_m": (0, 1.2, 0)}, 0, 1),
        ("cut_off_top", {"target_m": (0, -0.2, 0)}, 0, 1),
        ("several_people", {}, 0, 2),
        ("no_one", {}, 0, 0),
        ("camera_tilted", {}, -25, 1),
        ("cut_off", {"target_m": (1.35, 0.9, 0)}, 0, 1),
    ],
)
def test_a_wrong_placement_gives_no_value_but_its_name(why: str, camera: dict[str, float], roll_deg: float, people: int) -> None:
    place = replace(Camera(pitch_deg=0, target_m=(0, 0.9, 0), distance_m=4.2), **camera)  # type: ignore[arg-type]
    seen = [rolled(frame, roll_deg) for frame in frames(demo_of("t_standing_rotation"), fps=30, seconds=20, camera=place)]
    measurer = Measurer(TESTS["t_standing_rotation"], "rotation")
    for frame in seen:
        measurer.push(frame, people)
    for result in measurer.result():
        assert (result.value, result.why_not, result.quality) == (None, why, 0.0)


def test_in_the_dark_there_is_no_value_but_a_word() -> None:
    dark = [replace(frame, visibility=frame.visibility * 0.4) for frame in recorded("t_seated_rotation")]
    for result in measured("t_seated_rotation", dark).values():
        assert (result.value, result.why_not, result.quality) == (None, "uncertain", 0.0)


@pytest.mark.parametrize("test_id", ["t_wall_flexion", "t_neck_flex_ext", "t_thoracic_extension"])
def test_from_the_front_a_test_for_the_side_gives_no_value(test_id: str) -> None:
    found = measured(test_id, recorded(test_id, yaw_deg=0))
    assert {(result.value, result.why_not) for result in found.values()} == {(None, "wrong_view")}


@pytest.mark.parametrize("test_id", ["t_abduction_sym", "t_neck_sidebend", "t_seated_rotation", "t_wall_angel"])
def test_from_the_side_or_behind_a_test_for_the_front_gives_no_value(test_id: str) -> None:
    for yaw_deg in (80, 180):
        found = measured(test_id, recorded(test_id, yaw_deg=yaw_deg))
        assert {(result.value, result.why_not) for result in found.values()} == {(None, "wrong_view")}


def test_a_second_person_for_most_of_the_test_leaves_no_value_and_a_short_visit_does_not_matter() -> None:
    seen = recorded("t_seated_rotation")
    for share, why in ((0.1, None), (0.7, "several_people")):
        measurer = Measurer(TESTS["t_seated_rotation"], "rotation")
        for i, frame in enumerate(seen):
            measurer.push(frame, 2 if i > len(seen) * (1 - share) else 1)
        assert [result.why_not for result in measurer.result()] == [why, why]


def test_chin_down_and_looking_up_are_told_apart() -> None:
    seen = recorded("t_neck_flex_ext")
    for measure_id, true_deg in (("flexion", 58), ("extension", 56)):
        measurer = Measurer(TESTS["t_neck_flex_ext"], measure_id)
        for frame in seen:
            measurer.push(frame)
        (result,) = measurer.result()
        assert result.value == pytest.approx(true_deg, abs=1)


def test_the_arm_nearer_to_the_camera_is_the_one_that_is_read() -> None:
    assert set(measured("t_wall_flexion", recorded("t_wall_flexion", yaw_deg=-90))) == {Side.RIGHT}
    assert set(measured("t_wall_flexion", recorded("t_wall_flexion", yaw_deg=90))) == {Side.LEFT}


def test_an_arm_that_stays_down_made_no_trial(person: Callable[..., Frame]) -> None:
    lift = [0.0] * 30 + [150 * (1 - np.cos(2 * np.pi * i / 120)) / 2 for i in range(360)] + [0.0] * 15
    measurer = Measurer(TESTS["t_abduction_sym"], "abduction")
    for i, deg in enumerate(lift):
        measurer.push(person(i / 30, arms_deg=(deg, 0.0)))
    left, right = measurer.result()
    assert left.value == pytest.approx(159.5, abs=2)  # hips narrower than shoulders add 9.5
    assert (right.value, right.why_not) == (None, "no_trial")


def test_trials_that_scatter_widen_the_error(person: Callable[..., Frame]) -> None:
    peaks = [90.0, 150.0, 120.0]
    lift = [0.0] * 30 + [p * (1 - np.cos(2 * np.pi * i / 120)) / 2 for p in peaks for i in range(120)] + [0.0] * 15
    measurer = Measurer(TESTS["t_abduction_sym"], "abduction")
    for i, deg in enumerate(lift):
        measurer.push(person(i / 30, arms_deg=(deg, deg)))
    left, _ = measurer.result()
    assert left.error_from == "own trials"
    assert left.error_95 == pytest.approx(4.303 * 30 / np.sqrt(3), rel=0.05)
