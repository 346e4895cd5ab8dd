"""Signals against poses written by hand: values and signs that a person can check on paper."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.model.body import Floats, Frame, Landmark, View
from upperback.model.movement import CameraView, Fault, Fix, Reps, Signal
from upperback.motion.neutral import Body, Neutral
from upperback.motion.ranges import SIDED
from upperback.motion.signals import NEEDS_NEUTRAL, ONE_LIMB, SIGNALS, landmarks_of
from upperback.motion.tracker import Tracker

Person = Callable[..., Frame]


def read(signal: Signal, *frames: Frame, view: View = View.FRONT) -> float | None:
    """The signal in the last of these frames, held for long enough that smoothing has settled."""
    learns_neutral = Fault("", "", "", Fix.AT_PEAK, "", Signal.TRUNK_TURN, above=90)
    movement = Reps(Signal.SHOULDER_TILT, "deg", 10, 20, True, 0.8, "", (learns_neutral,))
    tracker = Tracker(movement, CameraView(view), gate=False, also=(signal,))
    t_s = 0.0
    for frame in frames:
        t_s += 1  # nobody gets there within a frame
        for _ in range(60):
            t_s += 1 / 30
            tracker.push(Frame(t_s, frame.plane, frame.world_m, frame.visibility, frame.size_px))
            tracker.value_of(signal)
    return tracker.value_of(signal)


def test_every_signal_has_a_function() -> None:
    assert set(SIGNALS) | set(SIDED) == set(Signal)
    assert not set(SIGNALS) & set(SIDED)


@pytest.mark.parametrize("turn_deg", [-80, -45, -30, -12, 0, 12, 30, 45, 80])
def test_left_shoulder_back_is_a_turn_to_the_left(person: Person, turn_deg: float) -> None:
    got = read(Signal.TRUNK_TURN, person(), person(turn_deg=turn_deg))
    assert got == pytest.approx(turn_deg, abs=3)


@pytest.mark.parametrize("turn_deg", [-60, -45, 45, 60])
def test_a_turn_is_read_with_hanging_arms_and_without_depth(person: Person, turn_deg: float) -> None:
    hanging = {"arms_deg": (10.0, 10.0)}
    assert read(Signal.TRUNK_TURN, person(**hanging), person(turn_deg=turn_deg, **hanging)) == pytest.approx(turn_deg, abs=3)
    flat = {"depth": False}
    assert read(Signal.TRUNK_TURN, person(**flat), person(turn_deg=turn_deg, **flat)) == pytest.approx(turn_deg, abs=3)


def test_arms_that_turn_past_the_camera_still_read_right(person: Person) -> None:
    assert read(Signal.TRUNK_TURN, person(), person(turn_deg=70), person(turn_deg=100)) == pytest.approx(100, abs=4)


def test_coming_closer_or_stepping_aside_is_no_turn(person: Person) -> None:
    assert read(Signal.TRUNK_TURN, person(), person(scale=3, shift=(200, -40))) == pytest.approx(0, abs=0.5)


def test_shoulders_that_narrow_without_going_back_are_no_turn(person: Person) -> None:
    bent = person(turn_deg=1)
    plane = bent.plane.copy()
    plane[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST], 0] *= 0.8
    narrow = Frame(0, plane, bent.world_m, bent.visibility)
    assert abs(read(Signal.TRUNK_TURN, person(), narrow) or 99) < 6


def test_arms_that_come_down_leave_the_reading_to_the_shoulders(person: Person) -> None:
    low = {"arms_deg": (30.0, 30.0)}
    got = read(Signal.TRUNK_TURN, person(), person(**low), person(turn_deg=30, **low))
    assert got == pytest.approx(30, abs=4)


def test_someone_who_never_quite_faces_the_camera_is_read_all_the_same(person: Person) -> None:
    askew = person(turn_deg=14, hips_turn_deg=14)
    assert read(Signal.TRUNK_TURN, askew, person(turn_deg=50)) == pytest.approx(50, abs=6)


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("depth_m", [0.0, -0.1, 0.1])
def test_hands_before_the_body_say_where_a_turn_goes_when_depth_is_lost(person: Person, side: int, depth_m: float) -> None:
    """As depth cameras and pose models lose the far shoulder behind the near one."""
    turned = person(turn_deg=55 * side, arms_deg=(0, 0))
    plane, world = turned.plane.copy(), turned.world_m.copy()
    plane[[13, 14, 15, 16], 0] += 0.3 * side
    world[[11, 12], 2] = [depth_m, -depth_m]
    lost = Frame(0, plane, world, turned.visibility)
    assert read(Signal.TRUNK_TURN, person(arms_deg=(0, 0)), lost) == pytest.approx(55 * side, abs=3)


def test_hips_that_turn_along_are_told_from_quiet_ones(person: Person) -> None:
    quiet = read(Signal.HIP_TURN_SHARE, person(), person(turn_deg=45))
    along = read(Signal.HIP_TURN_SHARE, person(), person(turn_deg=45, hips_turn_deg=45))
    half = read(Signal.HIP_TURN_SHARE, person(), person(turn_deg=60, hips_turn_deg=30))
    assert quiet == pytest.approx(0, abs=0.1)
    assert along == pytest.approx(1, abs=0.1)
    assert half == pytest.approx(0.5, abs=0.1)
    assert read(Signal.HIP_TURN_SHARE, person()) is None


@pytest.mark.parametrize("tilt_deg", [-35, -10, 0, 20, 35])
def test_left_ear_down_is_a_tilt_to_the_left(person: Person, tilt_deg: float) -> None:
    assert read(Signal.HEAD_TILT, person(head_tilt_deg=tilt_deg)) == pytest.approx(tilt_deg, abs=0.1)


def test_eyes_stand_in_for_ears_that_were_not_measured(person: Person) -> None:
    ears = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
    assert read(Signal.HEAD_TILT, person(head_tilt_deg=20, missing=ears)) == pytest.approx(20, abs=0.1)
    eyes = (Landmark.LEFT_EYE, Landmark.RIGHT_EYE)
    assert read(Signal.HEAD_TILT, person(head_tilt_deg=20, missing=ears + eyes)) is None


def test_a_tilted_trunk_alone_is_no_tilt_of_the_head_but_leans_and_lowers_a_shoulder(person: Person) -> None:
    tipped = person(roll_deg=10)
    assert read(Signal.HEAD_TILT, tipped) == pytest.approx(0, abs=0.1)
    assert read(Signal.TRUNK_LEAN, tipped) == pytest.approx(10, abs=0.1)
    assert read(Signal.SHOULDER_TILT, tipped) == pytest.approx(-10, abs=0.1)


@pytest.mark.parametrize(
    ("arms_deg", "mean", "gap"), [((90, 90), 90, 0), ((170, 170), 170, 0), ((90, 60), 75, 30), ((0, 0), 0, 0)]
)
def test_arms_are_measured_from_the_trunk(person: Person, arms_deg: tuple[float, float], mean: float, gap: float) -> None:
    # The trunk's line from shoulder to hip runs 9.5 deg inwards, so every arm reads that much more.
    inwards_deg = 9.46
    frame = person(arms_deg=arms_deg)
    assert read(Signal.ARM_ELEVATION, frame) == pytest.approx(mean + inwards_deg, abs=0.1)
    assert read(Signal.ARM_ELEVATION_GAP, frame) == pytest.approx(gap, abs=0.1)
    assert read(Signal.ELBOW_FLEXION, frame) == pytest.approx(180, abs=0.1)


def test_hanging_wrists_are_measured_in_arm_lengths(person: Person) -> None:
    assert read(Signal.WRIST_DROP, person()) == pytest.approx(0, abs=0.01)
    assert read(Signal.WRIST_DROP, person(), person(arms_deg=(60, 60))) == pytest.approx(0.5, abs=0.02)


def test_the_higher_left_hand_is_positive(person: Person) -> None:
    got = read(Signal.WRIST_HEIGHT_GAP, person(arms_deg=(120, 90)))
    assert got == pytest.approx(0.54 * 0.5 / 0.48, abs=0.01)


def test_a_turned_head_moves_the_nose_and_a_tilted_one_does_not(person: Person) -> None:
    turned_head = person()
    plane = turned_head.plane.copy()
    plane[Landmark.NOSE, 0] += 0.06
    turned = Frame(0, plane, turned_head.world_m, turned_head.visibility)
    assert read(Signal.NOSE_OFFSET, person(), turned) == pytest.approx(0.06 / 0.15, abs=0.02)
    assert read(Signal.NOSE_OFFSET, person(), person(head_tilt_deg=30)) == pytest.approx(0, abs=0.01)


def test_shoulders_pulled_up_are_a_shrug(person: Person) -> None:
    low = person()
    plane = low.plane.copy()
    plane[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER], 1] -= 0.055
    high = Frame(0, plane, low.world_m, low.visibility)
    # Body lengths stretch along with the raised shoulders: 0.165 / 0.535 of what was 0.22 / 0.48.
    assert read(Signal.SHRUG, low, high) == pytest.approx(1 - (0.165 / 0.535) / (0.22 / 0.48), abs=0.01)


def on_all_fours(
    left_leg: float = 0.0, right_arm: float = 0.0, chest_up: float = 0.0, nose: tuple[float, float] = (0.05, 0.11)
) -> Frame:
    """Hands and knees, head to the right of the picture; 0 to 1 for a leg or arm that is reached out."""
    base: dict[Landmark, tuple[float, float]] = {
        Landmark.LEFT_SHOULDER: (0.5, -chest_up),
        Landmark.RIGHT_SHOULDER: (0.5, -chest_up),
        Landmark.LEFT_HIP: (0.0, 0.0),
        Landmark.RIGHT_HIP: (0.0, 0.0),
        Landmark.LEFT_EAR: (0.7, -0.05),
        Landmark.RIGHT_EAR: (0.7, -0.05),
        Landmark.NOSE: (0.7 + nose[0], -0.05 + nose[1]),
        Landmark.LEFT_WRIST: (0.5, 0.55),
        Landmark.RIGHT_WRIST: (0.5 + 0.55 * right_arm, 0.55 * (1 - right_arm)),
        Landmark.LEFT_KNEE: (-0.42 * left_leg, 0.42 * (1 - left_leg)),
        Landmark.RIGHT_KNEE: (0.0, 0.42),
        Landmark.LEFT_ANKLE: (-0.4 - 0.42 * left_leg, 0.42 * (1 - left_leg)),
        Landmark.RIGHT_ANKLE: (-0.4, 0.42),
    }
    return Frame(0, *_arrays(base))


def _arrays(places: dict[Landmark, tuple[float, float]]) -> tuple[Floats, Floats, Floats]:
    plane, world, seen = np.zeros((33, 2)), np.zeros((33, 3)), np.zeros(33)
    for landmark, (x, y) in places.items():
        plane[landmark], world[landmark], seen[landmark] = (x, y), (x, y, 0.1 if "LEFT" in landmark.name else 0.0), 1
    return plane, world, seen


def test_a_leg_and_an_arm_in_line_with_the_trunk_reach_180_degrees() -> None:
    assert read(Signal.LEG_REACH, on_all_fours(left_leg=1), view=View.SIDE) == pytest.approx(180, abs=0.5)
    assert read(Signal.ARM_REACH, on_all_fours(right_arm=1), view=View.SIDE) == pytest.approx(-180, abs=0.5)
    assert abs(read(Signal.LEG_REACH, on_all_fours(), view=View.SIDE) or 0) == pytest.approx(133.6, abs=0.5)
    assert read(Signal.HIP_FLEXION, on_all_fours(left_leg=0.5), view=View.SIDE) == pytest.approx(-90, abs=0.5)


def test_a_chest_that_rises_on_all_fours_is_a_change_of_level() -> None:
    rising = read(Signal.TRUNK_LEVEL_CHANGE, on_all_fours(), on_all_fours(chest_up=0.1), view=View.SIDE)
    assert rising == pytest.approx(11.3, abs=0.5)


@pytest.mark.parametrize(
    ("nose", "pitch_deg"), [((0.12, 0.0), 0), ((0.0, 0.12), -90), ((-0.06, 0.104), -120), ((0.085, -0.085), 45)]
)
def test_the_head_pitches_up_from_straight_ahead(nose: tuple[float, float], pitch_deg: float) -> None:
    assert read(Signal.HEAD_PITCH, on_all_fours(nose=nose), view=View.SIDE) == pytest.approx(pitch_deg, abs=1)


def test_sitting_with_one_knee_up_names_the_leg(person: Person) -> None:
    frame = person()
    plane = frame.plane.copy()
    plane[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]] = [[0.52, 0.48], [0.30, 0.48]]
    seated = Frame(0, plane, frame.world_m, frame.visibility)
    plane = plane.copy()
    plane[Landmark.RIGHT_KNEE] = [0.20, 0.15]
    lifted = Frame(0, plane, frame.world_m, frame.visibility)
    assert (read(Signal.HIP_FLEXION, lifted, view=View.SIDE) or 0) < -100
    assert abs(read(Signal.HIP_FLEXION, seated, view=View.SIDE) or 0) == pytest.approx(90, abs=12)


def sitting(back: float, facing: int) -> Frame:
    """From the side, leaning back by `back` metres; `facing` 1 to the right of the picture."""
    up: dict[Landmark, tuple[float, float]] = {
        Landmark.LEFT_SHOULDER: (-back, -0.48),
        Landmark.RIGHT_SHOULDER: (-back, -0.48),
        Landmark.LEFT_EAR: (-back, -0.7),
        Landmark.RIGHT_EAR: (-back, -0.7),
        Landmark.NOSE: (0.1 - back, -0.7),
        Landmark.LEFT_HIP: (0, 0),
        Landmark.RIGHT_HIP: (0, 0),
    }
    return Frame(0, *_arrays({landmark: (facing * x, y) for landmark, (x, y) in up.items()}))


@pytest.mark.parametrize("facing", [1, -1])
def test_leaning_back_is_negative_whichever_way_a_person_faces(facing: int) -> None:
    # Read from a tracker that counts something else, since a side view has no neutral turn.
    counts = Reps(Signal.SHOULDER_TILT, "deg", 10, 20, True, 0.8, "")
    tracker = Tracker(counts, CameraView(View.SIDE), gate=False, also=(Signal.TRUNK_LEAN,))
    tracker.push(sitting(0.17, facing))
    assert tracker.value_of(Signal.TRUNK_LEAN) == pytest.approx(-19.5, abs=0.1)
    tracker.push(Frame(5, sitting(-0.17, facing).plane, np.zeros((33, 3)), sitting(0, facing).visibility))
    assert tracker.value_of(Signal.TRUNK_LEAN) == pytest.approx(19.5, abs=0.1)


@pytest.mark.parametrize("signal", list(SIGNALS))
def test_a_signal_without_its_landmarks_is_none(person: Person, signal: Signal) -> None:
    shoulders_only = tuple(landmark for landmark in Landmark if "SHOULDER" not in landmark.name)
    got = read(signal, person(missing=shoulders_only))
    assert got is None or signal in (Signal.TRUNK_TURN, Signal.SHOULDER_TILT)


@given(scale=st.floats(0.1, 500), x=st.floats(-1000, 1000), y=st.floats(-1000, 1000), turn=st.floats(-60, 60))
def test_no_signal_knows_distance_or_place(person: Person, scale: float, x: float, y: float, turn: float) -> None:
    here = {"turn_deg": turn, "head_tilt_deg": 15.0, "arms_deg": (80.0, 70.0)}
    # The pitch of the head is for the side view; from the front it means nothing.
    for signal in set(SIGNALS) - {Signal.HEAD_PITCH}:
        near = read_once(signal, person(**here))
        far = read_once(signal, person(**here, scale=scale, shift=(x, y)))
        assert (near is None) == (far is None)
        if near is not None and far is not None:
            equal_legs = signal in ONE_LIMB  # of two alike either may be named
            assert (abs(far) if equal_legs else far) == pytest.approx(abs(near) if equal_legs else near, abs=1e-3)


def read_once(signal: Signal, frame: Frame) -> float | None:
    tracker = Tracker(
        Reps(Signal.SHOULDER_TILT, "deg", 10, 20, True, 0.8, ""), CameraView(View.FRONT), gate=False, also=(signal,)
    )
    tracker.push(frame)
    return tracker.value_of(signal)


@pytest.mark.parametrize("signal", sorted(Signal))
@pytest.mark.parametrize("view", [View.FRONT, View.SIDE])
def test_a_signal_is_made_of_its_landmarks_and_no_others(person: Person, signal: Signal, view: View) -> None:
    """All others may lie anywhere: nothing else is smoothed for it."""
    rng = np.random.default_rng(5)
    others = sorted(set(Landmark) - landmarks_of({signal}))
    poses = [person(arms_deg=(80.0, 60.0)), person(turn_deg=30.0, head_tilt_deg=15.0, arms_deg=(120.0, 90.0))]
    plain, spoilt = ((Body(landmarks_of({signal}), depth=True), Neutral(view)) for _ in range(2))
    for i in range(60):
        frame = poses[i // 30]
        plane = frame.plane.copy()
        plane[others] += rng.normal(scale=3.0, size=(len(others), 2))
        for (body, neutral), places in ((plain, frame.plane), (spoilt, plane)):
            body.push(Frame(i / 30, places, frame.world_m, np.ones(33)))
            neutral.t_s = i / 30
            if signal in NEEDS_NEUTRAL:
                neutral.learn(body.points)
        number = SIDED[signal][0] if signal in SIDED else SIGNALS[signal]
        assert number(plain[0].points, plain[1]) == number(spoilt[0].points, spoilt[1])


def test_what_was_not_announced_is_not_read(person: Person) -> None:
    tracker = Tracker(Reps(Signal.SHOULDER_TILT, "deg", 10, 20, True, 0.8, ""), CameraView(View.FRONT))
    tracker.push(person())
    with pytest.raises(ValueError, match="head_tilt was not announced"):
        tracker.value_of(Signal.HEAD_TILT)
