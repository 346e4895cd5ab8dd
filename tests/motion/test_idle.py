"""Nobody exercises, nothing counts: standing still, fidgeting, and raising a hand to the face."""

from dataclasses import replace

import numpy as np
import pytest

from upperback.catalogue.loader import load
from upperback.model.body import View
from upperback.model.catalogue import Exercise
from upperback.model.demo import KeyPosition
from upperback.model.events import Hold, Rep
from upperback.model.movement import Untracked
from upperback.motion.skeleton import Camera, frames
from upperback.motion.tracker import Tracker

TRACKED = [e for e in load().exercises.values() if not isinstance(e.movement, Untracked)]
YAW_DEG = {View.FRONT: 0.0, View.SIDE: 90.0, View.OBLIQUE: 50.0, View.BACK: 180.0}
SECONDS, FPS = 60.0, 12
FIDGETS_DEG = {"upper": (2, 2, 4), "lower": (2, 2, 3), "neck": (4, 3, 5), "head": (3, 3, 5)}


def fidget(home: KeyPosition, chance: np.random.Generator) -> KeyPosition:
    """The position with every joint of trunk and head a few degrees elsewhere; now and then a hand at the face."""
    angles = dict(home.angles)
    for joint, spread in FIDGETS_DEG.items():
        angles[joint] = tuple(np.array(angles.get(joint, (0.0,) * 3)) + chance.normal(0, spread))
    if chance.random() < 0.15 and not home.pins.keys() & {"hand_l", "hand_r"}:
        angles["shoulder_r"], angles["elbow_r"] = (60.0, 50.0, 20.0), (130.0, 0.0)
    return replace(home, angles=angles, move_s=float(chance.uniform(0.6, 2)), hold_s=float(chance.uniform(0, 2)))


@pytest.mark.parametrize("exercise", TRACKED, ids=lambda e: e.id)
@pytest.mark.parametrize(("restless", "most"), [(False, 0), (True, 1)])
def test_who_does_nothing_is_counted_at_most_once_a_minute(exercise: Exercise, restless: bool, most: int) -> None:
    assert exercise.demo is not None
    chance = np.random.default_rng(7)
    home = exercise.demo.keys[-1 if exercise.id == "cat_cow" else 0]
    keys = tuple(fidget(home, chance) for _ in range(25)) if restless else (replace(home, hold_s=SECONDS),)
    low = bool({"quadruped", "kneeling"} & set(exercise.positions))
    camera = Camera(yaw_deg=YAW_DEG[exercise.camera.view], distance_m=3.8, target_m=(0.0, 0.5 if low else 0.95, 0.0))
    tracker, said = Tracker(exercise.movement, exercise.camera), 0
    for frame in frames(replace(exercise.demo, keys=keys), fps=FPS, seconds=SECONDS, camera=camera):
        world_m = frame.world_m + chance.normal(0, 0.01, (33, 3))
        trembled = replace(frame, plane=frame.plane + chance.normal(0, 1.0, (33, 2)), world_m=world_m)
        for event in tracker.push(trembled):
            said += isinstance(event, Hold) or (isinstance(event, Rep) and not event.partial)
    assert len(tracker.spans) <= most
    if not restless:
        assert said == 0
