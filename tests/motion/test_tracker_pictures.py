"""Pictures through the real pose model and the tracker: why an exercise may be called tracked."""

import math
from pathlib import Path

import numpy as np
import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Frame, Side
from upperback.model.events import Hold, Rep
from upperback.motion.tracker import Tracker
from upperback.video.decoding import Picture, read_pictures
from upperback.video.pose import PoseModel, see_video

EXERCISES = load().exercises


@pytest.mark.recordings
@pytest.mark.parametrize(
    ("exercise_id", "clip", "sides"),
    [
        ("standing_arms_wide_rotation", "arms_wide_turn", [Side.LEFT, Side.RIGHT]),
        ("neck_rotation_active", "arms_wide_turn", [Side.LEFT, Side.RIGHT]),  # the head goes round with the trunk, about 55 deg
        ("wall_angel", "wall_angels", [Side.BOTH]),
        ("seated_knee_to_chest", "knee_to_chest", [Side.LEFT]),
        ("bird_dog_full", "bird_dog_arm", [Side.LEFT]),
        ("bird_dog_leg_only", "bird_dog_arm", [Side.LEFT]),
        ("cat_cow", "cat_cow", [Side.BOTH]),
    ],
)
def test_a_film_of_one_repetition_counts_one(recordings: Path, exercise_id: str, clip: str, sides: list[Side]) -> None:
    exercise = EXERCISES[exercise_id]
    tracker = Tracker(exercise.movement, exercise.camera)
    seen = list(see_video(recordings / f"rendered/{clip}.mp4"))
    events = [event for one in seen for event in tracker.push(one.frame, one.people)]
    assert [event.side for event in events if isinstance(event, Rep) and not event.partial] == sides
    assert len(tracker.spans) == 1


def photo(path: Path) -> Frame:
    """The landmarks of a still, as the pose model sees them."""
    rgb = next(iter(read_pictures(path))).rgb
    with PoseModel() as model:
        return model.see(Picture(0.0, rgb)).frame


def there_and_back(start: Frame, end: Frame, *, rounds: int, held_s: float) -> list[Frame]:
    """A film between two photos: 1.5 s there, held, 1.5 s back, half a second of rest."""
    move = [(1 - math.cos(math.pi * i / 45)) / 2 for i in range(45)]
    course = [*[0.0] * 15, *([*move, *[1.0] * round(held_s * 30), *move[::-1], *[0.0] * 15] * rounds)]
    return [
        Frame(
            i / 30,
            start.plane + share * (end.plane - start.plane),
            start.world_m + share * (end.world_m - start.world_m),
            np.minimum(start.visibility, end.visibility),
        )
        for i, share in enumerate(course)
    ]


@pytest.mark.recordings
@pytest.mark.parametrize(
    ("exercise_id", "name", "side"),
    [
        ("band_lateral_raise", "Side_Lateral_Raise", Side.BOTH),
        ("band_lateral_raise", "Dumbbell_Scaption", Side.BOTH),
        ("seated_thoracic_rotation", "Torso_Rotation", Side.RIGHT),
        ("neck_side_tilt", "Side_Neck_Stretch", Side.RIGHT),
    ],
)
def test_photos_of_a_person_at_start_and_end_count_and_name_the_side(
    recordings: Path, exercise_id: str, name: str, side: Side
) -> None:
    exercise = EXERCISES[exercise_id]
    start, end = photo(recordings / f"photos/{name}_0.jpg"), photo(recordings / f"photos/{name}_1.jpg")
    tracker = Tracker(exercise.movement, exercise.camera)
    film = there_and_back(start, end, rounds=3, held_s=3)
    done = [event for frame in film for event in tracker.push(frame) if isinstance(event, Rep | Hold)]
    assert [event.side for event in done] == [side] * 3
