"""What is mended between two frames, what is left alone, and how long."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Frame, Landmark
from upperback.model.events import Lost, Unseen
from upperback.motion.mending import PARTNER, Mender
from upperback.motion.tracker import Tracker

Person = Callable[..., Frame]
WRIST, NOSE = int(Landmark.LEFT_WRIST), int(Landmark.NOSE)


def trembling(person: Person, n: int, turn_deg: float = 30.0) -> list[Frame]:
    """Someone who turns to and fro, as a camera sees it: no point twice in the very same place."""
    chance = np.random.default_rng(5)
    seen = []
    for i in range(n):
        frame = person(i / 30, turn_deg=turn_deg * np.sin(i / 30))
        tremble = chance.normal(0, 0.003, (33, 2)) * (frame.visibility > 0)[:, None]
        seen.append(replace(frame, plane=frame.plane + tremble))
    return seen


def exchanged(frame: Frame) -> Frame:
    return Frame(frame.t_s, frame.plane[PARTNER], frame.world_m[PARTNER], frame.visibility[PARTNER], frame.size_px)


def moved(frame: Frame, landmark: int, by: float) -> Frame:
    plane = frame.plane.copy()
    plane[landmark] += by
    return replace(frame, plane=plane)


def test_what_is_right_comes_back_as_it_was(person: Person) -> None:
    mender = Mender()
    for frame in trembling(person, 300):
        assert mender.push(frame) is frame


def test_left_and_right_exchanged_are_put_back(person: Person) -> None:
    mender, seen = Mender(), trembling(person, 120)
    for i, frame in enumerate(seen):
        mended = mender.push(exchanged(frame) if 40 <= i < 60 else frame)
        assert mended.plane == pytest.approx(frame.plane)
        assert mended.world_m == pytest.approx(frame.world_m)
    assert mender.swaps == 1


def test_a_model_that_settles_the_other_way_is_believed_after_two_seconds(person: Person) -> None:
    mender, seen = Mender(), trembling(person, 200, turn_deg=0)
    mended = [mender.push(exchanged(frame) if i >= 40 else frame) for i, frame in enumerate(seen)]
    left = Landmark.LEFT_SHOULDER
    assert mended[95].plane[left][0] > 0  # 1.8 s after
    assert mended[110].plane[left][0] < 0  # 2.3 s after


def test_a_point_that_jumps_stays_where_it_was_for_a_fifth_of_a_second(person: Person) -> None:
    mender, seen = Mender(), trembling(person, 60, turn_deg=0)
    mended = [mender.push(moved(frame, WRIST, 0.6) if i >= 30 else frame) for i, frame in enumerate(seen)]
    away = [bool(np.hypot(*(m.plane[WRIST] - s.plane[WRIST])) < 0.1) for m, s in zip(mended, seen, strict=True)]
    assert away == [True] * 37 + [False] * 23
    assert mender.jumps == 1


def test_a_picture_that_was_cut_is_taken_as_it_is(person: Person) -> None:
    mender, seen = Mender(), trembling(person, 40)
    for i, frame in enumerate(seen):
        shifted = replace(frame, plane=frame.plane + (2.0 if i >= 20 else 0.0))
        assert mender.push(shifted) is shifted


def test_a_point_that_is_stuck_while_others_tremble_is_no_longer_believed(person: Person) -> None:
    mender, seen = Mender(), trembling(person, 120)
    at = seen[60].plane[WRIST]
    believed = []
    for i, frame in enumerate(seen):
        plane = frame.plane.copy()
        plane[WRIST] = at if i >= 60 else plane[WRIST]
        mended = mender.push(replace(frame, plane=plane))
        believed.append(bool(mended.visibility[WRIST] == 1))
        assert mended.visibility[NOSE] == 1
    assert believed[:80] == [True] * 80
    assert believed[100:] == [False] * 20


def test_a_recording_without_tremble_is_never_stuck(person: Person) -> None:
    mender = Mender()
    for i in range(200):
        assert (mender.push(person(i / 30)).visibility == person().visibility).all()


def test_a_picture_that_stands_still_is_said_to_be_uncertain(person: Person) -> None:
    exercise = load().exercises["standing_arms_wide_rotation"]
    tracker, seen = Tracker(exercise.movement, exercise.camera), trembling(person, 90)
    events = [event for frame in seen for event in tracker.push(frame)]
    for i in range(120):
        events += tracker.push(replace(seen[-1], t_s=3 + i / 30))
    assert not [event for event in events if isinstance(event, Lost)]  # four seconds may be a film made of stills
    for i in range(120, 210):
        events += tracker.push(replace(seen[-1], t_s=3 + i / 30))
    assert [event.why for event in events if isinstance(event, Lost)] == [Unseen.UNCERTAIN]
