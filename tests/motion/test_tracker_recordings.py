"""The tracker on recordings of people and on the posed figure, against counts and angles that come from elsewhere."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from upperback.catalogue.loader import load
from upperback.exchange.landmark_table import read
from upperback.model.body import Frame, Landmark, Side
from upperback.model.events import Event, Rep
from upperback.motion.measure import Measurer
from upperback.motion.tracker import Tracker

CATALOGUE = load()


def follow(exercise_id: str, frames: list[Frame]) -> tuple[Tracker, list[Event]]:
    exercise = CATALOGUE.exercises[exercise_id]
    tracker = Tracker(exercise.movement, exercise.camera)
    return tracker, [event for frame in frames for event in tracker.push(frame)]


def errors(recordings: Path, dataset: str, exercise: str, followed_as: str) -> list[float]:
    """|counted - true|, one a recording."""
    with (recordings / dataset / "truth.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        abs(len(follow(followed_as, list(read(recordings / row["file"])))[0].spans) - float(row["reps"]))
        for row in rows
        if row["exercise"] == exercise
    ]


@pytest.mark.recordings
def test_turns_of_kimore_are_counted_for_healthy_and_ill_alike(recordings: Path) -> None:
    off = errors(recordings, "kimore", "Es3", "standing_arms_wide_rotation")
    assert len(off) == 36
    assert sum(error <= 0.5 for error in off) / len(off) >= 0.92
    assert sum(error <= 1 for error in off) / len(off) >= 0.98


@pytest.mark.recordings
@pytest.mark.parametrize("exercise_id", ["wall_angel", "band_lateral_raise"])
def test_raised_arms_of_kimore_are_counted(recordings: Path, exercise_id: str) -> None:
    off = errors(recordings, "kimore", "Es1", exercise_id)
    assert sum(error <= 1 for error in off) / len(off) >= 0.9


@pytest.mark.recordings
def test_side_tilts_of_kimore_are_counted_from_eight_degrees_on(recordings: Path) -> None:
    """Standing, and by people of all ages, some of whom hardly tilt at all."""
    off = errors(recordings, "kimore", "Es2", "seated_side_bend")
    assert len(off) == 35
    assert sum(error <= 1 for error in off) / len(off) >= 0.75


@pytest.mark.recordings
def test_lifted_arms_are_no_side_bends(recordings: Path) -> None:
    rows = sorted((recordings / "kimore").glob("*_Es1.csv.gz"))
    counted = [len(follow("seated_side_bend", list(read(path)))[0].spans) for path in rows]
    assert sum(n == 0 for n in counted) / len(counted) >= 0.95


@pytest.mark.recordings
def test_squats_are_no_turns(recordings: Path) -> None:
    rows = sorted((recordings / "kimore").glob("*_Es5.csv.gz"))
    counted = [len(follow("standing_arms_wide_rotation", list(read(path)))[0].spans) for path in rows]
    assert sum(n == 0 for n in counted) / len(counted) >= 0.9


@pytest.mark.recordings
def test_half_the_frames_count_the_same_turns(recordings: Path) -> None:
    for name in ("E_ID11", "B_ID7", "S_ID9", "P_ID13"):
        frames = list(read(recordings / f"kimore/{name}_Es3.csv.gz"))
        whole, half = follow("standing_arms_wide_rotation", frames)[1], follow("standing_arms_wide_rotation", frames[::2])[1]
        turns, fewer = ([event for event in events if isinstance(event, Rep)] for events in (whole, half))
        # The first turn of some began before the recording; at half the rate its beginning may be missed.
        assert abs(len(turns) - len(fewer)) <= 1
        assert [rep.end_s for rep in fewer] == pytest.approx([rep.end_s for rep in turns[-len(fewer) :]], abs=0.3)
        assert [rep.side for rep in fewer] == [rep.side for rep in turns[-len(fewer) :]]


@pytest.mark.recordings
def test_another_pose_model_sees_the_turn_of_a_real_trunk_to_both_sides(recordings: Path) -> None:
    """Keraal: one turn to the right and one to the left, BlazePose on video, seen at the same time by Vicon."""
    positions = json.loads((recordings / "keraal/G3-BP-RTK-P1T1-Unknown-C-0.json").read_text())["positions"]
    frames = []
    for key, places in positions.items():
        world, seen = np.zeros((33, 3)), np.zeros(33)
        for name, place in places.items():
            if name.upper() in Landmark.__members__:
                world[Landmark[name.upper()]], seen[Landmark[name.upper()]] = place, 1.0
        frames.append(Frame(float(key) / 30, world[:, :2].copy(), world, seen))
    for exercise_id in ("standing_arms_wide_rotation", "seated_thoracic_rotation"):
        tracker, events = follow(exercise_id, frames)
        assert [event.side for event in events if isinstance(event, Rep)] == [Side.RIGHT, Side.LEFT]
        assert len(tracker.spans) == 1


CLIPS = {
    "standing_arms_wide_rotation": ("arms_wide_turn", [Side.LEFT, Side.RIGHT], 51),
    "wall_angel": ("wall_angels", [Side.BOTH], 168),
    "seated_knee_to_chest": ("knee_to_chest", [Side.LEFT], 153),
    "bird_dog_full": ("bird_dog_arm", [Side.LEFT], 179),
    "cat_cow": ("cat_cow", [Side.BOTH], -39),
}


def looped(recordings: Path, clip: str, times: int) -> list[Frame]:
    """The true landmarks of a clip (one repetition, 3.6 s at 30 Hz), played over and over."""
    with np.load(recordings / "rendered/truth.npz") as truth:
        pixels, world = truth[f"{clip}/px"], truth[f"{clip}/L"] * [1, -1, -1]
    n = len(pixels)
    return [Frame(i / 30, pixels[i % n], world[i % n], np.ones(33), (640, 480)) for i in range(n * times)]


@pytest.mark.recordings
@pytest.mark.parametrize("times", [1, 2, 5])
@pytest.mark.parametrize("exercise_id", CLIPS)
def test_a_clip_of_one_repetition_played_n_times_counts_n(recordings: Path, exercise_id: str, times: int) -> None:
    clip, sides, peak = CLIPS[exercise_id]
    tracker, events = follow(exercise_id, looped(recordings, clip, times))
    reps = [event for event in events if isinstance(event, Rep)]
    assert len(tracker.spans) == times
    assert [rep.side for rep in reps] == sides * times
    assert [rep.peak for rep in reps] == pytest.approx([peak] * len(reps), abs=2)


@pytest.mark.recordings
def test_the_standing_test_reads_the_true_turn_of_the_figure(recordings: Path) -> None:
    with np.load(recordings / "rendered/truth.npz") as truth:
        shoulders = truth["arms_wide_turn/L"][:, 11] - truth["arms_wide_turn/L"][:, 12]
    true_deg = np.degrees(np.arctan2(shoulders[:, 2], shoulders[:, 0]))
    measurer = Measurer(CATALOGUE.tests["t_standing_rotation"], "rotation")
    for frame in looped(recordings, "arms_wide_turn", 3):
        measurer.push(frame)
    left, right = measurer.result()
    assert left.value == pytest.approx(abs(true_deg).max(), abs=5)
    assert right.value == pytest.approx(abs(true_deg).max(), abs=5)
    assert left.value == pytest.approx(right.value, abs=2)
