"""Every state of the gate in front of a whole set: nothing counts while the person can't be judged, and flicker says nothing."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.catalogue.loader import load
from upperback.model.body import Frame, View
from upperback.model.events import Event, Found, Lost, Rep, Unseen
from upperback.model.movement import CameraView
from upperback.motion.mending import PARTNER
from upperback.motion.tracker import Tracker
from upperback.motion.visibility import FIND_S, LOSE_S, Gate

Person = Callable[..., Frame]
PICTURE = {"scale": 200.0, "shift": (320.0, 180.0), "size_px": (640, 480)}
ANGEL = load().exercises["wall_angel"]
LIFT_S = 4.0


def lifts(person: Person, n: int, start_s: float = 0.0, how: dict[str, object] | None = None) -> list[Frame]:
    """Both arms from 60 to 150 degrees and back, `n` times, at 30 Hz."""
    seen = []
    for i in range(round(n * LIFT_S * 30)):
        deg = 60 + 45 * (1 - math.cos(2 * math.pi * i / 30 / LIFT_S))
        seen.append(person(start_s + i / 30, **{**PICTURE, "arms_deg": (deg, deg), **(how or {})}))
    return seen


WRONG: dict[Unseen, tuple[dict[str, object], int]] = {
    Unseen.NO_ONE: ({"visibility": 0.0}, 1),
    Unseen.TOO_CLOSE: ({"scale": 620.0, "shift": (320.0, 200.0)}, 1),
    Unseen.CUT_OFF_TOP: ({"shift": (320.0, -30.0)}, 1),
    Unseen.CUT_OFF_BOTTOM: ({"shift": (320.0, 440.0)}, 1),
    Unseen.CUT_OFF: ({"shift": (620.0, 180.0)}, 1),
    Unseen.WRONG_VIEW: ({"turn_deg": 80.0, "hips_turn_deg": 80.0}, 1),
    Unseen.UNCERTAIN: ({"visibility": 0.4}, 1),
    Unseen.SEVERAL_PEOPLE: ({}, 2),
}


def test_every_state_of_a_session_is_tried_here() -> None:
    assert set(Unseen) - set(WRONG) == {Unseen.CAMERA_TILTED, Unseen.CAMERA_LOW}  # of self-tests only


@pytest.mark.parametrize("why", WRONG)
def test_a_set_that_can_not_be_judged_counts_nothing_and_says_why(person: Person, why: Unseen) -> None:
    how, people = WRONG[why]
    tracker = Tracker(ANGEL.movement, ANGEL.camera)
    events = [event for frame in lifts(person, 3, how=how) for event in tracker.push(frame, people)]
    assert {event.why for event in events if isinstance(event, Lost)} == {why}
    assert [event for event in events if isinstance(event, Rep)] == []
    assert tracker.spans == ()
    assert tracker.reading.advice is why
    assert tracker.reading.value is None


@pytest.mark.parametrize("why", sorted(set(WRONG) - {Unseen.WRONG_VIEW}))
def test_what_is_done_while_out_of_sight_is_not_made_up_for_afterwards(person: Person, why: Unseen) -> None:
    how, people = WRONG[why]
    tracker = Tracker(ANGEL.movement, ANGEL.camera)
    for frame in lifts(person, 3):
        tracker.push(frame)
    before = len(tracker.spans)
    for frame in lifts(person, 3, 3 * LIFT_S, how):
        tracker.push(frame, people)
    assert len(tracker.spans) == before >= 2
    for frame in lifts(person, 3, 6 * LIFT_S):
        tracker.push(frame)
    after = [span for span in tracker.spans if span.end_s > 6 * LIFT_S]
    assert len(after) >= 2
    assert all(span.start_s >= 6 * LIFT_S - 0.1 for span in after)


@settings(max_examples=60, deadline=None)
@given(runs=st.lists(st.tuples(st.booleans(), st.floats(0.04, 2.0)), min_size=1, max_size=12))
def test_words_alternate_and_each_was_true_for_its_time(person: Person, runs: list[tuple[bool, float]]) -> None:
    """However visibility comes and goes: lost is said only after half a second of it, found after 0.3 s, never twice the same."""
    gate, good, poor = Gate(CameraView(View.FRONT, ("shoulders",))), person(0), person(0, visibility=0.3)
    t_s, said, since = 0.0, [], {True: 0.0, False: 0.0}
    for well, seconds in runs:
        for _ in range(max(1, round(seconds * 30))):
            since[not well] = t_s + 1 / 30
            event = gate.push(replace(good if well else poor, t_s=t_s))
            if event is not None:
                said.append(event)
                assert t_s - since[well] >= (FIND_S if isinstance(event, Found) else LOSE_S) - 1e-6
            assert not (gate.seen and not well)
            t_s += 1 / 30
    kinds = [type(event) for event in said]
    assert kinds == [Lost, Found] * (len(kinds) // 2) + [Lost] * (len(kinds) % 2)


def spoilt(frames: list[Frame], kind: str) -> list[Frame]:
    """Faults of a pose model: sides exchanged for a third of a second, or a hand that jumps for three frames, again and again."""
    chance, out = np.random.default_rng(4), []
    for i, frame in enumerate(frames):
        tremble = chance.normal(0, 0.6, (33, 2)) * (frame.visibility > 0)[:, None]
        plane, world = frame.plane + tremble, frame.world_m
        if kind == "swapped" and i % 60 >= 50:
            plane, world = plane[PARTNER], world[PARTNER]
        if kind == "jumps" and i % 40 >= 37:
            plane = plane.copy()
            plane[13:17] += 250.0
        out.append(replace(frame, plane=plane, world_m=world))
    return out


@pytest.mark.parametrize("kind", ["swapped", "jumps"])
def test_faults_of_the_pose_model_change_no_count(person: Person, kind: str) -> None:
    turning = load().exercises["standing_arms_wide_rotation"]
    turns = [person(i / 30, **PICTURE, turn_deg=50 * math.sin(2 * math.pi * i / 180)) for i in range(30 * 6 * 4)]
    for exercise, clean in ((ANGEL, lifts(person, 4)), (turning, turns)):
        tracker, other = Tracker(exercise.movement, exercise.camera), Tracker(exercise.movement, exercise.camera)
        for frame, bad in zip(clean, spoilt(clean, kind), strict=True):
            tracker.push(frame)
            other.push(bad)
        assert len(tracker.spans) >= 3
        assert len(other.spans) == len(tracker.spans)
        for a, b in zip(tracker.spans, other.spans, strict=True):
            assert a.end_s == pytest.approx(b.end_s, abs=0.4)


@pytest.mark.parametrize("first", [13, 15], ids=["elbows and hands", "hands alone"])
def test_arms_that_are_stuck_do_not_count_but_are_said(person: Person, first: int) -> None:
    tracker = Tracker(ANGEL.movement, ANGEL.camera)
    clean = spoilt(lifts(person, 6), "trembling")
    events: list[Event] = []
    for i, frame in enumerate(clean):
        plane = frame.plane.copy()
        if i >= 240:
            plane[first:17] = clean[240].plane[first:17]
        events += tracker.push(replace(frame, plane=plane))
    lost = [event for event in events if isinstance(event, Lost)]
    assert [event.why for event in lost][:1] == [Unseen.UNCERTAIN]
    assert lost[0].t_s == pytest.approx(240 / 30 + 1.5, abs=0.8)
    assert all(span.end_s < 9.5 for span in tracker.spans)
