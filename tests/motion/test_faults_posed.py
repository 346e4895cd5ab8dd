"""Each fault, posed from its definition: spoken of once beyond its limit and never before.

The figure does the exercise's own key positions with one thing changed by so much that the fault's number ends a little within
its limit, or a little beyond. The number is read frame by frame, apart from what watches the form."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from upperback.catalogue.loader import load
from upperback.model.body import View
from upperback.model.catalogue import Exercise
from upperback.model.demo import Angles, Demo, KeyPosition
from upperback.model.events import Cue, Event, Rep
from upperback.model.movement import Fault, Fix, HoldStill, Reps, Signal, Untracked
from upperback.motion.signals import ONE_LIMB
from upperback.motion.skeleton import Camera, frames, period_s
from upperback.motion.tracker import Tracker

EXERCISES = load().exercises
YAW_DEG = {View.FRONT: 0.0, View.SIDE: 90.0, View.OBLIQUE: 50.0, View.BACK: 180.0}
CASES = [
    (exercise, fault, limit)
    for exercise in EXERCISES.values()
    if not isinstance(exercise.movement, Untracked)
    for fault in exercise.movement.faults
    for limit in ("above", "below")
    if getattr(fault, limit) is not None
]
ROUNDS, FPS = 3, 12
WITHIN, BEYOND = 0.1, 0.4  # of the way from the clean value to the limit

Turn = tuple[str, int, float]  # joint, which of its numbers, degrees for each step
FRONT: dict[Signal, tuple[Turn, ...]] = {
    Signal.TRUNK_LEAN: (("lower", 1, 1.0), ("upper", 1, 0.5)),
    Signal.NOSE_OFFSET: (("head", 2, 1.0), ("neck", 2, 0.5)),
    Signal.SHOULDER_TILT: (("clav_l", 0, 1.0), ("clav_r", 0, -0.4)),
    Signal.SHRUG: (("clav_l", 0, 1.0), ("clav_r", 0, 1.0)),
    Signal.ARM_ELEVATION: (("shoulder_l", 1, 1.0), ("shoulder_r", 1, 1.0)),
    Signal.ARM_ELEVATION_GAP: (("shoulder_l", 1, 1.0),),
    Signal.WRIST_DROP: (("shoulder_l", 1, -1.0), ("shoulder_r", 1, -1.0)),
    Signal.TRUNK_TURN: (("upper", 2, 1.0), ("lower", 2, 0.3)),
    Signal.TRUNK_LEVEL_CHANGE: (("pelvis", 0, -1.0),),
    Signal.HEAD_PITCH: (("head", 0, -1.0), ("neck", 0, -1.0)),
}
SIDE: dict[Signal, tuple[Turn, ...]] = {Signal.TRUNK_LEAN: (("pelvis", 0, 1.0),)}
FREE_HANDS = {
    Signal.WRIST_HEIGHT_GAP,
    Signal.ARM_ELEVATION,
    Signal.ARM_ELEVATION_GAP,
    Signal.ARM_REACH,
    Signal.TRUNK_LEVEL_CHANGE,
}


def changed(exercise: Exercise, fault: Fault, steps: float) -> Demo:
    """The demonstration with the fault's part moved by so many degrees, or done in so much less time; the first position is home
    and stays clean."""
    demo = exercise.demo
    assert demo is not None
    match fault.when:
        case Fix.SPEED | Fix.REP_TIME:
            pace = 2 ** (-steps / 20)
            return replace(demo, keys=tuple(replace(k, move_s=k.move_s * pace, hold_s=k.hold_s * pace) for k in demo.keys))
        case Fix.HOLD_TIME:
            keys = [replace(key, hold_s=max(0.0, 6 - steps / 10), move_s=max(2.0, key.move_s)) for key in demo.keys[1:]]
            return replace(demo, keys=(demo.keys[0], *keys))
        case Fix.DURING | Fix.AT_PEAK:
            home = len(demo.keys) - 1 if exercise.id == "cat_cow" else 0
            return replace(
                demo, keys=tuple(key if i == home else moved(exercise, fault, key, steps) for i, key in enumerate(demo.keys))
            )


def moved(exercise: Exercise, fault: Fault, key: KeyPosition, steps: float) -> KeyPosition:
    assert fault.signal is not None
    turns = FRONT.get(fault.signal, ())
    if exercise.camera.view in (View.SIDE, View.OBLIQUE):
        turns = SIDE.get(fault.signal, turns)
    match fault.signal:
        case Signal.HIP_TURN_SHARE:
            way = 1.0 if key.angles.get("upper", (0, 0, 0))[2] > 0 else -1.0
            turns = (("pelvis", 2, way), ("upper", 2, -0.5 * way), ("lower", 2, -0.3 * way))
        case Signal.WRIST_HEIGHT_GAP:
            turns = (("shoulder_r", 1, -1.0) if steps > 0 else ("shoulder_l", 1, 1.0),)  # one arm stays lower
        case Signal.LEG_REACH:
            turns = tuple(
                (f"hip_{s}", 0, 1.0) for s in "lr" if key.angles.get(f"hip_{s}", key.angles.get("hip_b", (90,)))[0] < 40
            )
        case Signal.ARM_REACH:
            turns = tuple((f"shoulder_{s}", 1, -1.0) for s in "lr" if key.angles.get(f"shoulder_{s}", (0, 0))[1] > 100)
        case _:
            pass
    angles: Angles = dict(key.angles)
    for joint, number, deg in turns:
        of_both = angles.get(f"{joint[:-1]}b", (0.0,) * (2 if joint.startswith("clav") else 3))
        now = list(angles.get(joint, of_both))
        now[number] += deg * steps
        angles[joint] = tuple(now)
    free = {"hand_l", "hand_r"} if fault.signal in FREE_HANDS else set()
    if fault.signal is Signal.ARM_REACH:
        free = {f"hand_{joint[-1]}" for joint, _, _ in turns}
    pins = {name: pin for name, pin in key.pins.items() if name not in free}
    return replace(key, angles=angles, pins=pins)


def done(
    exercise: Exercise, fault: Fault, demo: Demo, rounds: int = ROUNDS
) -> tuple[list[Event], list[tuple[float, float, float | None]]]:
    """The events with this fault alone, and time, size of the main signal and value of the fault's in each frame."""
    movement = exercise.movement
    assert isinstance(movement, Reps | HoldStill)
    low = bool({"quadruped", "kneeling"} & set(exercise.positions))
    camera = Camera(yaw_deg=YAW_DEG[exercise.camera.view], distance_m=3.8, target_m=(0.0, 0.5 if low else 0.95, 0.0))
    tracker = Tracker(replace(movement, faults=(fault,)), exercise.camera)
    begin_s = period_s(demo) / 2 if exercise.id == "cat_cow" else 0.0
    events: list[Event] = []
    course = []
    for frame in frames(demo, fps=FPS, seconds=begin_s + rounds * period_s(demo) + 1, camera=camera):
        if frame.t_s < begin_s:
            continue
        events += tracker.push(frame)
        value = tracker.reading.value
        if value is not None:
            beside = tracker.value_of(fault.signal) if fault.signal is not None else None
            by_size = isinstance(movement, HoldStill) or movement.alternates
            course.append((frame.t_s, abs(value) if by_size else value, beside))
    return events, course


def worst(exercise: Exercise, fault: Fault, limit: str, demo: Demo) -> float:
    """The number that the fault is about, at its worst."""
    events, course = done(exercise, fault, demo, 1)
    pick: Callable[[list[float]], float] = max if limit == "above" else min
    match fault.when:
        case Fix.DURING:
            start = [value for t_s, _, value in course if value is not None and t_s <= course[0][0] + 0.5]
            base = sum(start) / len(start) if fault.from_start else 0.0
            return pick([value - base for _, _, value in course if value is not None])
        case Fix.AT_PEAK:
            sides = 2 if isinstance(exercise.movement, Reps) and exercise.movement.alternates else 1
            tops = [_at_top(part) for part in _parts(course, period_s(demo) / sides, sides)]
            return pick([abs(top) if fault.signal in ONE_LIMB else top for top in tops if top is not None])
        case Fix.SPEED:
            speeds = [abs(b[1] - a[1]) * FPS for a, b in pairwise(course)]
            return max(sum(speeds[i : i + 6]) / 6 for i in range(len(speeds) - 6))
        case Fix.REP_TIME:
            return min((event.end_s - event.start_s for event in events if isinstance(event, Rep)), default=0.0)
        case Fix.HOLD_TIME:
            return demo.keys[1].hold_s


def _at_top(part: list[tuple[float, float, float | None]]) -> float | None:
    """The number in the middle of the longest stay near the furthest point, in half seconds."""
    near = (
        0.93 * max(size for _, size, _ in part) if max(size for _, size, _ in part) > 0 else max(size for _, size, _ in part) - 5
    )
    held = [i for i, (_, size, _) in enumerate(part) if size >= near]
    return part[held[len(held) // 2]][2]


def _parts(
    course: list[tuple[float, float, float | None]], part_s: float, n: int
) -> list[list[tuple[float, float, float | None]]]:
    first_s = course[0][0]
    return [[at for at in course if i <= (at[0] - first_s) / part_s < i + 1] for i in range(n)]


def posed_at(exercise: Exercise, fault: Fault, limit: str, goal: float, *, past: bool) -> Demo:
    """The change that brings the number to `goal`, by halving: a little past it, or a little short of it."""
    sign = 1.0
    if fault.when in (Fix.DURING, Fix.AT_PEAK) and fault.signal not in ONE_LIMB:
        either = [worst(exercise, fault, limit, changed(exercise, fault, steps)) for steps in (-8.0, 8.0)]
        sign = 1.0 if (either[1] > either[0]) == (limit == "above") else -1.0
    least, most = 0.0, 60.0
    for _ in range(6):
        middle = (least + most) / 2
        now = worst(exercise, fault, limit, changed(exercise, fault, sign * middle))
        if (now > goal) == (limit == "above"):
            most = middle
        else:
            least = middle
    return changed(exercise, fault, sign * (most if past else least))


@pytest.mark.parametrize(("exercise", "fault", "limit"), CASES, ids=[f"{e.id}-{f.id}-{limit}" for e, f, limit in CASES])
def test_a_fault_is_spoken_of_once_beyond_its_limit_and_never_before(exercise: Exercise, fault: Fault, limit: str) -> None:
    at = getattr(fault, limit)
    clean = worst(exercise, fault, limit, changed(exercise, fault, 0.0))
    outward = 1.0 if limit == "above" else -1.0
    way = max(abs(at - clean), 0.1 * abs(at)) if fault.when in (Fix.DURING, Fix.AT_PEAK) else at
    for_main = isinstance(exercise.movement, Reps) and fault.signal is exercise.movement.signal
    match fault.when:
        case Fix.HOLD_TIME:
            beyond = 0.7  # a way out that is eased into begins with a pause of its own
        case Fix.REP_TIME:
            beyond = 0.2  # much sooner is no repetition
        case Fix.AT_PEAK:
            beyond = 0.2 if for_main and limit == "below" else 0.5  # nor is what hardly reaches out
        case _:
            beyond = BEYOND
    for goal, times in ((at - outward * WITHIN * way, 0), (at + outward * beyond * way, 1)):
        demo = posed_at(exercise, fault, limit, goal, past=times > 0)
        events, _ = done(exercise, fault, demo)
        said = [event for event in events if isinstance(event, Cue)]
        assert len(said) == times, (goal, worst(exercise, fault, limit, demo), said)
        assert all(cue.fault == fault.id and cue.limit == at for cue in said)
