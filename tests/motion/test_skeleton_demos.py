"""Every demo of an exercise or a self-test on small and tall bodies: a new demo adds tests by existing."""

from functools import cache

import numpy as np
import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Floats
from upperback.model.demo import JOINTS, Demo
from upperback.motion.anatomy import PARENT, Body, make_body
from upperback.motion.angles import complete
from upperback.motion.contacts import Posed
from upperback.motion.skeleton import landmarks, period_s, pose

FPS = 60
BODIES = {"short": make_body(1.52), "reference": make_body(), "tall": make_body(1.95)}
WHOLE = load()
DEMOS = (
    {exercise.id: exercise.demo for exercise in WHOLE.exercises.values() if exercise.demo is not None}
    | {test.id: test.demo for test in WHOLE.tests.values() if test.demo is not None}
    | {f"{test.id}/{way}": demo for test in WHOLE.tests.values() for way, demo in test.drawn_by.items()}
)

# Degrees, least and most of each authored angle: generous ranges of healthy adults, expert judgement.
LIMITS = {
    "pelvis": ((-95, 120), (-95, 95), (-60, 60)),
    "lower": ((-30, 45), (-30, 30), (-20, 20)),
    "upper": ((-25, 40), (-25, 25), (-50, 50)),
    "neck": ((-35, 45), (-30, 30), (-45, 45)),
    "head": ((-30, 25), (-20, 20), (-45, 45)),
    "clav": ((-15, 40), (-30, 30)),
    "shoulder": ((-95, 140), (-60, 170), (-140, 90)),
    "elbow": ((0, 150), (-80, 80)),
    "wrist": ((-80, 80), (-30, 30)),
    "hip": ((-25, 155), (-30, 45), (-40, 40)),
    "knee": ((0, 160),),
    "ankle": ((-75, 30),),
}

each_demo = pytest.mark.parametrize("name", DEMOS)
each_body = pytest.mark.parametrize("size", BODIES)


@cache
def posed(name: str, size: str) -> Posed:
    demo = DEMOS[name]
    return pose(demo, times(demo), BODIES[size])


def times(demo: Demo) -> Floats:
    return np.arange(0, period_s(demo), 1 / FPS)


def bend_deg(moved: Posed, upper: str, lower: str, end: str) -> Floats:
    a, b = moved.at_m[lower] - moved.at_m[upper], moved.at_m[end] - moved.at_m[lower]
    cos = np.sum(a * b, axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    bend: Floats = np.degrees(np.arccos(np.clip(cos, -1, 1)))
    return bend


def points_of(name: str, body: Body, size: str) -> Floats:
    return landmarks(posed(name, size), body)


def test_every_exercise_and_every_self_test_has_a_demo() -> None:
    whole = load()
    assert [exercise.id for exercise in whole.exercises.values() if exercise.demo is None] == []
    assert [test.id for test in whole.tests.values() if test.demo is None] == []


@each_demo
@each_body
def test_hands_and_feet_reach_their_places(name: str, size: str) -> None:
    assert posed(name, size).shortfall_m.max() < 0.01


@each_demo
@each_body
def test_nothing_is_under_the_floor(name: str, size: str) -> None:
    assert points_of(name, BODIES[size], size)[:, :, 1].min() > -0.01


@each_demo
@each_body
def test_what_is_pinned_to_the_floor_stays_still(name: str, size: str) -> None:
    demo, moved = DEMOS[name], posed(name, size)
    begin = 0.0
    for i, start in enumerate(demo.keys):
        end = demo.keys[(i + 1) % len(demo.keys)]
        last = begin + start.hold_s + end.move_s
        during = (times(demo) >= begin) & (times(demo) <= last)
        for joint, pin in start.pins.items():
            if not pin.within and end.pins.get(joint) == pin and during.any():
                at = moved.at_m[joint][during]
                assert np.ptp(at, axis=0).max() < 0.001, (joint, i)
        begin = last


@each_demo
@each_body
def test_no_joint_is_faster_than_250_degrees_a_second(name: str, size: str) -> None:
    moved = posed(name, size)
    for joint in JOINTS:
        turn = moved.turn[joint]
        own = turn if joint == "pelvis" else np.swapaxes(moved.turn[PARENT[joint]], 1, 2) @ turn
        step = np.swapaxes(own[:-1], 1, 2) @ own[1:]
        cos = (np.trace(step, axis1=1, axis2=2) - 1) / 2
        assert np.degrees(np.arccos(np.clip(cos, -1, 1))).max() * FPS < 250, joint


@each_demo
@each_body
def test_elbows_and_knees_bend_the_right_way_and_not_too_far(name: str, size: str) -> None:
    moved = posed(name, size)
    for s in "lr":
        assert bend_deg(moved, f"uarm_{s}", f"farm_{s}", f"hand_{s}").max() <= 150
        assert bend_deg(moved, f"thigh_{s}", f"shank_{s}", f"foot_{s}").max() <= 160
        # In the upper bone's frame the forearm goes to the front, the shank to the back.
        forearm = np.einsum("nij,ni->nj", moved.turn[f"uarm_{s}"], moved.at_m[f"hand_{s}"] - moved.at_m[f"farm_{s}"])
        shank = np.einsum("nij,ni->nj", moved.turn[f"thigh_{s}"], moved.at_m[f"foot_{s}"] - moved.at_m[f"shank_{s}"])
        assert forearm[:, 2].min() > -1e-9
        assert shank[:, 2].max() < 1e-9


@each_demo
def test_every_authored_angle_is_one_a_body_can_make(name: str) -> None:
    for i, key in enumerate(DEMOS[name].keys):
        for angle, value in complete(key.angles).items():
            limits = LIMITS[angle.removesuffix("_l").removesuffix("_r")]
            for number, (low, high) in zip(value, limits, strict=True):
                assert low <= number <= high, (i, angle, value)


@each_demo
def test_captions_are_short_and_a_side_comes_with_the_other(name: str) -> None:
    demo = DEMOS[name]
    assert all(len(key.caption.split()) <= 7 for key in demo.keys)
    sides = {key.side for key in demo.keys} - {""}
    assert sides in (set(), {"left", "right"})
