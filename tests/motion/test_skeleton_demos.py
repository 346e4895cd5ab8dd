"""Every demo of an exercise or a self-test on small and tall bodies: a new demo adds tests by existing."""

from dataclasses import replace

import pytest

from upperback.catalogue.loader import load
from upperback.model.demo import Demo
from upperback.motion.anatomy import make_body
from upperback.motion.plausible import What, implausible

BODIES = {"1.5 m": make_body(1.5), "1.73 m": make_body(), "2.0 m": make_body(2.0)}
WHOLE = load()
DEMOS = (
    {exercise.id: exercise.demo for exercise in WHOLE.exercises.values() if exercise.demo is not None}
    | {test.id: test.demo for test in WHOLE.tests.values() if test.demo is not None}
    | {f"{test.id}/{way}": demo for test in WHOLE.tests.values() for way, demo in test.drawn_by.items()}
)

each_demo = pytest.mark.parametrize("name", DEMOS)
each_body = pytest.mark.parametrize("size", BODIES)


def test_every_exercise_and_every_self_test_has_a_demo() -> None:
    whole = load()
    assert [exercise.id for exercise in whole.exercises.values() if exercise.demo is None] == []
    assert [test.id for test in whole.tests.values() if test.demo is None] == []


@each_demo
@each_body
def test_a_body_can_do_all_of_it(name: str, size: str) -> None:
    assert implausible(DEMOS[name], BODIES[size], fps=20) == ()


@each_demo
def test_captions_are_short_and_a_side_comes_with_the_other(name: str) -> None:
    demo = DEMOS[name]
    assert all(len(key.caption.split()) <= 7 for key in demo.keys)
    sides = {key.side for key in demo.keys} - {""}
    assert sides in (set(), {"left", "right"})


# -- the same eye sees what is wrong -----------------------------------------------------------------------------------
def spoilt(name: str, key: int, **changes: object) -> Demo:
    demo = DEMOS[name]
    keys = list(demo.keys)
    keys[key] = replace(keys[key], **changes)  # type: ignore[arg-type]
    return replace(demo, keys=tuple(keys))


def faults(demo: Demo) -> set[tuple[int, str, What]]:
    return {(fault.key, fault.joint, fault.what) for fault in implausible(demo)}


def test_a_foot_pinned_too_far_away_is_out_of_reach() -> None:
    key = DEMOS["seated_thoracic_rotation"].keys[0]
    far = replace(key.pins["foot_l"], at=(0.11, "ankle_height", 1.40))
    found = faults(spoilt("seated_thoracic_rotation", 0, pins={**key.pins, "foot_l": far}))
    assert (0, "foot_l or foot_r or hand_l or hand_r", What.OUT_OF_REACH) in found


def test_a_body_that_sinks_is_under_the_floor() -> None:
    assert (0, "lowest point", What.UNDER_FLOOR) in faults(spoilt("t_standing_rotation", 0, anchor_at=(0, 0.5, 0), pins={}))


def test_crossed_arms_whose_elbows_point_down_go_through_the_chest() -> None:
    demo = DEMOS["seated_thoracic_rotation"]
    keys = tuple(replace(key, angles={**key.angles, "shoulder_b": (60.0, 36.0, 40.0)}) for key in demo.keys)
    assert (1, "trunk and uarm_l", What.OVERLAPS) in faults(replace(demo, keys=keys))


def test_a_movement_in_no_time_is_too_fast() -> None:
    demo = DEMOS["seated_thoracic_rotation"]
    hurried = replace(demo, keys=tuple(replace(key, move_s=0.2) for key in demo.keys))
    assert (1, "spine3", What.TOO_FAST) in faults(hurried)


def test_a_heel_in_the_thigh_is_too_bent() -> None:
    key = DEMOS["seated_knee_to_chest"].keys[1]
    folded = {**key.angles, "knee_r": (172.0,)}
    assert (1, "shank_r", What.TOO_BENT) in faults(spoilt("seated_knee_to_chest", 1, angles=folded))
