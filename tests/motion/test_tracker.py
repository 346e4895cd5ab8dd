"""The whole tracker, over every tracked exercise of the catalogue and its own demonstration, and over poses written by hand."""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.catalogue.loader import load
from upperback.model.body import Frame, NotFiniteError, Side, View
from upperback.model.catalogue import Exercise
from upperback.model.events import Cue, Event, Found, Hold, Lost, Rep, Unseen
from upperback.model.movement import CameraView, HoldStill, Reps, Untracked
from upperback.motion.reps import Phase
from upperback.motion.skeleton import Camera, frames, period_s
from upperback.motion.tracker import Tracker, track

Person = Callable[..., Frame]
EXERCISES = load().exercises
TRACKED = [e for e in EXERCISES.values() if not isinstance(e.movement, Untracked)]
each_exercise = pytest.mark.parametrize("exercise", TRACKED, ids=lambda e: e.id)
TURN = EXERCISES["standing_arms_wide_rotation"]
YAW_DEG = {View.FRONT: 0.0, View.SIDE: 90.0, View.OBLIQUE: 50.0}


def demo_frames(exercise: Exercise, rounds: float, rate_hz: float, start_s: float = 0.0) -> list[Frame]:
    """The exercise's own demonstration as its camera sees it."""
    assert exercise.demo is not None
    low = "quadruped" in exercise.positions
    camera = Camera(yaw_deg=YAW_DEG[exercise.camera.view], target_m=(0.0, 0.6, 0.0) if low else (0.0, 1.0, 0.0))
    seconds = rounds * period_s(exercise.demo)
    made = frames(exercise.demo, fps=rate_hz, seconds=start_s + seconds, camera=camera)
    return [frame for frame in made if frame.t_s >= start_s]


def run(exercise: Exercise, pictures: Iterable[Frame]) -> tuple[Tracker, list[Event]]:
    tracker = Tracker(exercise.movement, exercise.camera)
    return tracker, [event for frame in pictures for event in tracker.push(frame)]


def begin_s(exercise: Exercise) -> float:
    """Cat-cow's demonstration begins with the head up, which is the far end of what is counted; half a round later is home."""
    assert exercise.demo is not None
    return period_s(exercise.demo) / 2 if exercise.id == "cat_cow" else 0.0


def with_rest(made: list[Frame]) -> list[Frame]:
    """A second of standing still after the last frame."""
    last = made[-1]
    return made + [replace(last, t_s=last.t_s + i / 10) for i in range(1, 11)]


@each_exercise
@settings(max_examples=6)
@given(rounds=st.integers(0, 3), rate_hz=st.floats(10, 60))
def test_its_own_demonstration_counts_right_at_any_frame_rate(exercise: Exercise, rounds: int, rate_hz: float) -> None:
    still = demo_frames(exercise, 0.02, rate_hz, begin_s(exercise))
    made = with_rest(demo_frames(exercise, rounds, rate_hz, begin_s(exercise)) or still)
    tracker, events = run(exercise, made)
    assert len(tracker.spans) == rounds
    assert not any(isinstance(event, Lost | Found) for event in events)


@each_exercise
def test_half_of_its_demonstration_is_no_full_repetition(exercise: Exercise) -> None:
    made = demo_frames(exercise, 0.24, 30, begin_s(exercise))
    assert run(exercise, made)[0].spans == ()


@each_exercise
def test_its_own_demonstration_shows_no_fault_of_posture(exercise: Exercise) -> None:
    """Speed and pauses aside: a demonstration is shown faster than it is done."""
    assert isinstance(exercise.movement, Reps | HoldStill)
    posture = tuple(fault for fault in exercise.movement.faults if fault.when.value in ("during", "at_peak"))
    stripped = replace(exercise, movement=replace(exercise.movement, faults=posture))
    said = [event.fault for event in run(stripped, demo_frames(exercise, 4, 30))[1] if isinstance(event, Cue)]
    assert said == []


@each_exercise
def test_a_mirrored_person_swaps_sides_and_nothing_else(exercise: Exercise, mirrored: Callable[[Frame], Frame]) -> None:
    made = demo_frames(exercise, 2, 30)
    swap = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}
    plain = [(e.t_s, e.side) for e in run(exercise, made)[1] if isinstance(e, Rep | Hold)]
    other = [(e.t_s, e.side) for e in run(exercise, map(mirrored, made))[1] if isinstance(e, Rep | Hold)]
    assert other == [(t_s, swap[side]) for t_s, side in plain]
    assert plain


@each_exercise
@settings(max_examples=5)
@given(scale=st.floats(0.2, 5), x=st.floats(-2000, 2000), y=st.floats(-2000, 2000))
def test_distance_and_place_change_nothing(exercise: Exercise, scale: float, x: float, y: float) -> None:
    made = demo_frames(exercise, 1, 15)
    moved = [Frame(f.t_s, f.plane * scale + [x, y], f.world_m * scale, f.visibility) for f in made]
    plain = [Frame(f.t_s, f.plane, f.world_m, f.visibility) for f in made]
    assert [type(e) for e in run(exercise, moved)[1]] == [type(e) for e in run(exercise, plain)[1]]
    times_s = [[t_s for span in run(exercise, one)[0].spans for t_s in (span.start_s, span.end_s)] for one in (moved, plain)]
    assert times_s[0] == pytest.approx(times_s[1])


@each_exercise
def test_a_body_that_only_trembles_counts_nothing(exercise: Exercise) -> None:
    rng = np.random.default_rng(11)
    still = demo_frames(exercise, 0.01, 30, begin_s(exercise))[0]
    trunk_px = float(np.linalg.norm(still.plane[11] - still.plane[23]))
    trembling = [
        Frame(
            i / 30, still.plane + rng.normal(scale=0.01 * trunk_px, size=(33, 2)), still.world_m, still.visibility, still.size_px
        )
        for i in range(300)
    ]
    tracker, events = run(exercise, trembling)
    assert tracker.spans == ()
    assert [event for event in events if isinstance(event, Rep | Hold)] == []


@each_exercise
@settings(max_examples=8)
@given(start=st.floats(0, 1), seconds=st.floats(0.6, 8))
def test_nothing_but_lost_and_found_is_said_while_the_person_is_lost(exercise: Exercise, start: float, seconds: float) -> None:
    made = demo_frames(exercise, 2, 20)
    from_s = start * made[-1].t_s
    blind = [
        replace(frame, visibility=frame.visibility * 0.3) if from_s <= frame.t_s < from_s + seconds else frame for frame in made
    ]
    lost = False
    tracker = Tracker(exercise.movement, exercise.camera)
    for frame in blind:
        for event in tracker.push(frame):
            if isinstance(event, Lost):
                lost = True
            elif isinstance(event, Found):
                lost = False
            else:
                assert not lost
        if frame.visibility[0] < 0.5:
            assert not tracker.reading.visible


def turning(person: Person, *peaks_deg: float, seconds: float = 4.0, rate_hz: float = 30) -> list[Frame]:
    """Stands for a second, then turns to each of these and back, arms wide."""
    n, made = round(seconds * rate_hz), [person(i / rate_hz) for i in range(round(rate_hz))]
    for peak in peaks_deg:
        made += [
            person(made[-1].t_s + (i + 1) / rate_hz, turn_deg=peak * (1 - math.cos(2 * math.pi * i / n)) / 2) for i in range(n)
        ]
    return made


def test_turns_written_by_hand_are_counted_with_their_sides_and_peaks(person: Person) -> None:
    tracker, events = run(TURN, turning(person, 45, -60, 45, -60))
    reps = [event for event in events if isinstance(event, Rep)]
    assert [(rep.side, rep.partial) for rep in reps] == [(Side.LEFT, False), (Side.RIGHT, False)] * 2
    assert [rep.peak for rep in reps] == pytest.approx([45, 60, 45, 60], abs=2)
    assert [span.start_s for span in tracker.spans] == pytest.approx([1, 9], abs=0.7)
    assert [span.end_s for span in tracker.spans] == pytest.approx([9, 17], abs=1)


def test_a_turn_to_one_side_only_is_half_a_repetition(person: Person) -> None:
    tracker, events = run(TURN, turning(person, 45))
    assert [rep.side for rep in events if isinstance(rep, Rep)] == [Side.LEFT]
    assert tracker.spans == ()


def test_a_missing_wait_is_a_word_about_form_and_no_reason_not_to_count(person: Person) -> None:
    tracker, events = run(TURN, turning(person, 45, -45, 45, -45))
    assert len(tracker.spans) == 2
    assert {event.fault for event in events if isinstance(event, Cue)} >= {"no_pause"}


def test_a_small_turn_after_large_ones_is_partial_and_not_counted(person: Person) -> None:
    tracker, events = run(TURN, turning(person, 60, -60, 25, -60))
    assert [event.partial for event in events if isinstance(event, Rep)] == [False, False, True, False]
    assert len(tracker.spans) == 1


def test_hanging_arms_are_mentioned_once(person: Person) -> None:
    made = turning(person, 45, -45, 45, -45)
    low = [
        replace(frame, plane=_lowered(frame)) if frame.t_s > 1.5 else frame
        for frame in made  # wrists a third of an arm lower
    ]
    said = [event for event in run(TURN, low)[1] if isinstance(event, Cue) and event.fault == "arms_drop"]
    assert [(cue.limit, cue.value > 0.15) for cue in said] == [(0.15, True)]


def _lowered(frame: Frame) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    plane = frame.plane.copy()
    plane[[15, 16], 1] += 0.18
    return plane


def test_the_reading_shows_what_to_draw(person: Person) -> None:
    tracker = Tracker(TURN.movement, TURN.camera)
    for frame in turning(person, 45)[:90]:
        tracker.push(frame)
    now = tracker.reading
    assert (now.visible, now.advice, now.unit, now.side, now.phase) == (True, None, "deg", Side.LEFT, Phase.OUT)
    assert now.value == pytest.approx(45, abs=3)
    assert now.share > 1


def test_seconds_of_a_hold_run_in_the_reading(person: Person) -> None:
    exercise = EXERCISES["neck_side_tilt"]
    tracker = Tracker(exercise.movement, exercise.camera)
    for i in range(150):
        tracker.push(person(i / 30, head_tilt_deg=min(25.0, i)))
    now = tracker.reading
    assert now.held_s == pytest.approx(4, abs=0.7)
    assert (now.side, now.phase) == (Side.LEFT, Phase.OUT)
    assert tracker.under_way is not None


def test_a_hold_is_not_lost_when_the_person_walks_out_of_it(person: Person) -> None:
    exercise = EXERCISES["neck_side_tilt"]
    tracker = Tracker(exercise.movement, exercise.camera)
    events: list[Event] = []
    for i in range(240):
        gone = i >= 180
        events += tracker.push(person(i / 30, head_tilt_deg=min(25.0, i), visibility=0.1 if gone else 1.0))
    assert [type(event) for event in events] == [Hold, Lost]
    assert len(tracker.spans) == 1


def test_two_people_stop_the_count_until_one_is_left(person: Person) -> None:
    tracker = Tracker(TURN.movement, TURN.camera)
    events: list[Event] = []
    for frame in turning(person, 45, -45, 45, -45):
        events += tracker.push(frame, people=2 if 5 < frame.t_s < 10 else 1)
    assert [event.why for event in events if isinstance(event, Lost)] == [Unseen.SEVERAL_PEOPLE]
    assert [event.why for event in events if isinstance(event, Found)] == [Unseen.SEVERAL_PEOPLE]
    # The turn that was under way when the second person left again began unseen.
    assert [rep.side for rep in events if isinstance(rep, Rep)] == [Side.LEFT, Side.RIGHT]


def test_a_frame_from_the_past_or_seen_twice_is_ignored(person: Person) -> None:
    made = turning(person, 45, -45)
    doubled = [frame for pair in zip(made, made, strict=True) for frame in pair]
    shuffled = [*made[:40], made[3], *made[40:]]
    assert run(TURN, doubled)[1] == run(TURN, shuffled)[1] == run(TURN, made)[1]


def test_live_and_replay_are_the_same_road(person: Person) -> None:
    made = turning(person, 45, -45)
    assert list(track(TURN, made)) == run(TURN, made)[1]


def test_a_frame_with_a_nan_is_refused_before_any_tracker_sees_it(person: Person) -> None:
    good = person()
    plane = good.plane.copy()
    plane[11, 0] = math.nan
    with pytest.raises(NotFiniteError):
        Frame(0.0, plane, good.world_m, good.visibility)


def test_what_the_camera_cannot_see_stays_silent(person: Person) -> None:
    for exercise in EXERCISES.values():
        if isinstance(exercise.movement, Untracked):
            assert exercise.movement.why, exercise.id
            tracker = Tracker(exercise.movement, exercise.camera)
            assert [tracker.push(frame) for frame in turning(person, 45)[:60]] == [()] * 60
            assert tracker.reading.value is None


def test_at_least_these_are_tracked() -> None:
    assert {e.id for e in TRACKED} >= {
        "standing_arms_wide_rotation",
        "neck_side_tilt",
        "wall_angel",
        "seated_knee_to_chest",
        "band_lateral_raise",
        "bird_dog_full",
    }


def test_without_a_gate_a_side_view_is_counted_all_the_same(person: Person) -> None:
    movement = Reps(EXERCISES["band_lateral_raise"].movement.signal, "deg", 12, 35, False, 0.8, "", (), True)  # type: ignore[union-attr]
    camera = CameraView(View.SIDE, ("shoulders", "hips"))
    made = [person(i / 30, arms_deg=(50 - 40 * math.cos(i / 20),) * 2) for i in range(400)]
    assert Tracker(movement, camera).push(made[0]) == ()
    gated, free = Tracker(movement, camera), Tracker(movement, camera, gate=False)
    for frame in made:
        gated.push(frame)
        free.push(frame)
    assert (len(gated.spans), len(free.spans)) == (0, 3)
