"""The skeleton against poses written by hand: where a wrist, a nose, a shoulder must be."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from upperback.model.body import Floats, Landmark
from upperback.model.demo import Angles, Demo, KeyPosition, Pin
from upperback.motion.anatomy import make_body
from upperback.motion.angles import complete, local_rotations
from upperback.motion.skeleton import Camera, ease, forward, frames, landmarks, period_s, pose, pose_key

UPPER_ARM_M, FOREARM_M, SHANK_M = 0.285, 0.25, 0.41


def joints_of(angles: Angles) -> dict[str, Floats]:
    """Each joint's place (3,) with the pelvis at the origin."""
    local = local_rotations({key: value[None] for key, value in complete(angles).items()})
    return {joint: at[0] for joint, at in forward(local).at_m.items()}


def marks_of(angles: Angles) -> Floats:
    """The 33 landmarks (33, 3) with the pelvis at the origin."""
    points: Floats = landmarks(forward(local_rotations({key: value[None] for key, value in complete(angles).items()})))[0]
    return points


def key(angles: Angles, *, pins: dict[str, Pin] | None = None, move_s: float = 1.0, hold_s: float = 0.0) -> KeyPosition:
    return KeyPosition(angles, pins or {}, (0.0, "stand_height", 0.0), move_s, hold_s, "a caption")


def demo(*keys: KeyPosition) -> Demo:
    return Demo(("pelvis",), keys, yaw_deg=0, pitch_deg=0, props=())


def test_in_the_zero_pose_the_arms_hang_and_the_left_hand_is_at_positive_x() -> None:
    at = joints_of({})
    np.testing.assert_allclose(at["hand_l"] - at["uarm_l"], [0, -(UPPER_ARM_M + FOREARM_M), 0], atol=1e-12)
    np.testing.assert_allclose(at["foot_r"] - at["shank_r"], [0, -SHANK_M, 0], atol=1e-12)
    assert at["hand_l"][0] == pytest.approx(0.18)
    assert at["hand_r"][0] == pytest.approx(-0.18)


def test_a_left_arm_abducted_by_90_degrees_points_to_positive_x() -> None:
    at = joints_of({"shoulder_l": (0, 90, 0)})
    np.testing.assert_allclose(at["hand_l"] - at["uarm_l"], [UPPER_ARM_M + FOREARM_M, 0, 0], atol=1e-12)


def test_the_same_numbers_on_the_right_are_the_mirror_pose() -> None:
    angles: Angles = {"shoulder_b": (35, 70, 25), "elbow_b": (50, 20), "clav_b": (8, -6), "hip_b": (40, 12, 9), "knee_b": (30,)}
    at = joints_of(angles)
    for joint in ("farm", "hand", "shank", "foot"):
        np.testing.assert_allclose(at[f"{joint}_r"], at[f"{joint}_l"] * [-1, 1, 1], atol=1e-12)


def test_an_arm_raised_in_the_forward_plane_points_to_the_front() -> None:
    at = joints_of({"shoulder_r": (90, 90, 0)})
    np.testing.assert_allclose(at["hand_r"] - at["uarm_r"], [0, 0, UPPER_ARM_M + FOREARM_M], atol=1e-12)


def test_a_bent_elbow_brings_the_forearm_to_the_front() -> None:
    at = joints_of({"elbow_l": (90, 0)})
    np.testing.assert_allclose(at["hand_l"] - at["farm_l"], [0, 0, FOREARM_M], atol=1e-12)


def test_a_bent_knee_brings_the_heel_to_the_back() -> None:
    at = joints_of({"knee_l": (90,)})
    np.testing.assert_allclose(at["foot_l"] - at["shank_l"], [0, 0, -SHANK_M], atol=1e-12)


def test_a_hip_bent_by_90_degrees_holds_the_thigh_level_in_front() -> None:
    at = joints_of({"hip_r": (90, 0, 0)})
    np.testing.assert_allclose(at["shank_r"] - at["thigh_r"], [0, 0, 0.425], atol=1e-12)


def test_turning_to_the_left_takes_the_left_shoulder_back() -> None:
    at = joints_of({"upper": (0, 0, 45)})
    across = at["uarm_l"] - at["uarm_r"]
    assert np.degrees(np.arctan2(-across[2], across[0])) == pytest.approx(45)


def test_bending_to_the_left_takes_the_head_to_positive_x() -> None:
    at = joints_of({"neck": (0, 30, 0)})
    np.testing.assert_allclose(at["head"] - at["neck"], [0.092 * np.sin(np.pi / 6), 0.092 * np.cos(np.pi / 6), 0.022], atol=1e-12)


def test_lower_is_shared_half_and_half_by_two_joints() -> None:
    at = joints_of({"lower": (40, 0, 0)})
    low, high = at["spine2"] - at["spine1"], at["spine3"] - at["spine2"]
    assert np.degrees(np.arctan2(low[2] - 0.004 * np.cos(np.radians(20)), low[1])) == pytest.approx(20, abs=1)
    assert np.degrees(np.arctan2(high[2], high[1])) == pytest.approx(40, abs=3)


def test_a_head_glides_without_nodding_when_neck_and_head_turn_against_each_other() -> None:
    rest, forth = marks_of({}), marks_of({"neck": (20, 0, 0), "head": (-20, 0, 0)})
    moved = forth[Landmark.NOSE] - rest[Landmark.NOSE]
    np.testing.assert_allclose(forth[Landmark.LEFT_EAR] - rest[Landmark.LEFT_EAR], moved, atol=1e-12)
    assert moved[2] > 0.02


def test_landmarks_have_left_at_positive_x_and_the_nose_in_front() -> None:
    points = marks_of({})
    for mark in Landmark:
        side = 1 if "LEFT" in mark.name else -1 if "RIGHT" in mark.name else 0
        assert np.sign(points[mark, 0]) == side
    assert points[Landmark.NOSE, 2] > points[Landmark.LEFT_EAR, 2]
    assert points[Landmark.LEFT_FOOT_INDEX, 2] > points[Landmark.LEFT_HEEL, 2]
    # Thumbs point forward in the zero pose.
    assert points[Landmark.LEFT_THUMB, 2] > points[Landmark.LEFT_PINKY, 2]


def test_the_easing_starts_and_ends_without_speed() -> None:
    u = np.array([0, 1e-3, 0.5, 1 - 1e-3, 1])
    went = ease(u)
    assert went[[0, 2, 4]].tolist() == [0.0, 0.5, 1.0]
    assert went[1] < 1e-7
    assert 1 - went[3] < 1e-7


def test_a_demo_holds_then_moves_then_repeats() -> None:
    turning = demo(key({}, move_s=2, hold_s=1), key({"upper": (0, 0, 40)}, move_s=1, hold_s=3))
    assert period_s(turning) == 7
    posed = pose(turning, np.array([0, 0.99, 1.5, 2.0, 4.9, 6.0, 7.0]))
    across = posed.at_m["uarm_l"] - posed.at_m["uarm_r"]
    turn_deg = np.degrees(np.arctan2(-across[:, 2], across[:, 0]))
    np.testing.assert_allclose(turn_deg, [0, 0, 20, 40, 40, 20, 0], atol=1e-6)


@given(
    x=st.floats(-0.15, 0.35), y=st.floats(-0.35, 0.1), z=st.floats(0.1, 0.35), flex=st.floats(0, 60), plane=st.floats(0, 90)
)  # fmt: skip
def test_a_pinned_hand_within_reach_is_exactly_where_it_is_pinned(
    x: float, y: float, z: float, flex: float, plane: float
) -> None:
    shoulder = np.array([0.18, 1.418, -0.02])
    place = shoulder + np.array([x, y, z])
    assume(np.linalg.norm([x, y, z]) < 0.53)
    held = demo(
        key({"shoulder_l": (plane, flex, 0), "elbow_l": (40, 0)}, pins={"hand_l": Pin(tuple(place.tolist()))}), key({})
    )  # fmt: skip
    posed = pose_key(held, 0)
    np.testing.assert_allclose(posed.at_m["hand_l"][0], place, atol=1e-9)
    bones = [np.linalg.norm(posed.at_m[b][0] - posed.at_m[a][0]) for a, b in (("uarm_l", "farm_l"), ("farm_l", "hand_l"))]
    np.testing.assert_allclose(bones, [UPPER_ARM_M, FOREARM_M], atol=1e-9)
    assert posed.shortfall_m[0] == 0
    for turn in posed.turn.values():
        np.testing.assert_allclose(turn[0] @ turn[0].T, np.eye(3), atol=1e-9)


def test_a_hand_pinned_too_far_stretches_towards_the_place_and_says_what_is_missing() -> None:
    held = demo(key({}, pins={"hand_l": Pin((0.18, 1.418, 2.0))}), key({}))
    posed = pose_key(held, 0)
    reached = posed.at_m["hand_l"][0] - posed.at_m["uarm_l"][0]
    assert np.linalg.norm(reached) == pytest.approx(UPPER_ARM_M + FOREARM_M, abs=1e-3)
    assert posed.shortfall_m[0] == pytest.approx(2.02 - 0.535, abs=2e-3)


def test_fingers_point_where_the_pin_says_with_the_palm_to_its_normal() -> None:
    pin = Pin((0.2, 1.2, 0.3), direction=(0, 0, 2), normal=(0, -1, 0))
    posed = pose_key(demo(key({}, pins={"hand_l": pin, "hand_r": Pin((-0.2, 1.2, 0.3), "", (0, 0, 2), (0, -1, 0))}), key({})), 0)
    for hand, palm in (("hand_l", -1), ("hand_r", 1)):
        np.testing.assert_allclose(posed.turn[hand][0] @ [0, -1, 0], [0, 0, 1], atol=1e-9)
        np.testing.assert_allclose(posed.turn[hand][0] @ [palm, 0, 0], [0, -1, 0], atol=1e-9)


def test_from_the_front_the_left_hand_is_at_larger_x_and_from_behind_at_smaller() -> None:
    wide = demo(key({"shoulder_b": (0, 90, 0)}), key({"shoulder_b": (0, 90, 0)}))
    front = next(frames(wide, fps=30, seconds=0.1))
    back = next(frames(wide, fps=30, seconds=0.1, camera=Camera(yaw_deg=180)))
    left, right = Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST
    assert front.plane[left, 0] > 320 > front.plane[right, 0]
    assert back.plane[left, 0] < 320 < back.plane[right, 0]
    assert front.plane[Landmark.LEFT_ANKLE, 1] > front.plane[Landmark.NOSE, 1]
    # The nose is nearer to the camera in front than to the one behind.
    assert front.world_m[Landmark.NOSE, 2] < front.world_m[Landmark.LEFT_EAR, 2]
    assert back.world_m[Landmark.NOSE, 2] > back.world_m[Landmark.LEFT_EAR, 2]


def test_world_landmarks_start_at_the_middle_of_the_hips_in_metres_with_y_down() -> None:
    frame = next(frames(demo(key({}), key({})), fps=10, seconds=0.1, camera=Camera(pitch_deg=0)))
    hips = (frame.world_m[Landmark.LEFT_HIP] + frame.world_m[Landmark.RIGHT_HIP]) / 2
    np.testing.assert_allclose(hips, 0, atol=1e-12)
    assert frame.world_m[Landmark.LEFT_KNEE, 1] == pytest.approx(0.425)
    assert frame.visibility.min() == 1


def test_pixels_follow_the_pinhole() -> None:
    camera = Camera(pitch_deg=0, distance_m=2.0, target_m=(0, 1, 0), vertical_deg=90, size_px=(400, 200))
    # 90 degrees over 200 px: the focal length is 100 px, so half a metre at two metres is 25 px.
    np.testing.assert_allclose(camera.pixels(np.array([0.5, 1.5, 0.0])), [225, 75])


def test_frames_come_at_the_asked_rate() -> None:
    got = list(frames(demo(key({}), key({"upper": (0, 0, 30)})), fps=25, seconds=2))
    assert [f.t_s for f in got][:3] == [0, 0.04, 0.08]
    assert len(got) == 50


def test_a_rate_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="fps: 0 is not above 0"):
        next(frames(demo(key({}), key({})), fps=0, seconds=1))


@pytest.mark.parametrize("height_m", [0.3, 3.0, float("nan")])
def test_a_body_of_an_impossible_height_is_refused(height_m: float) -> None:
    with pytest.raises(ValueError, match=r"is not between 0\.5 and 2\.5"):
        make_body(height_m)


def test_a_taller_body_stands_on_the_same_floor_with_its_head_higher() -> None:
    standing = demo(key({}), key({}))
    heights = []
    for height_m in (1.5, 1.73, 2.0):
        body = make_body(height_m)
        points = landmarks(pose_key(standing, 0, body), body)[0]
        heights.append((points[:, 1].min() / height_m, points[Landmark.NOSE, 1] / height_m))
    np.testing.assert_allclose(heights, [heights[1]] * 3, atol=1e-12)
    assert heights[1][1] == pytest.approx(0.93, abs=0.02)
