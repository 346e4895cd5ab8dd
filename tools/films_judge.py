"""A test film through the real pose model and the tracker, beside its truth."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from films_shoot import Shot

from upperback.model.body import N_LANDMARKS, Frame, Landmark
from upperback.model.catalogue import Exercise
from upperback.model.events import Event, Lost
from upperback.model.movement import Untracked
from upperback.motion.tracker import Tracker, spans_of
from upperback.services.posing import seen_in_video

# Face and hands are guessed from near points and move no signal; what carries the measurements is looked at.
BODY = tuple(
    mark
    for mark in Landmark
    if mark in (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR) or 11 <= mark <= 16 or 23 <= mark <= 28
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one film.

    `found`: share of pictures with a person; `landmarks`: median error of the body's landmarks as a share of the trunk;
    `angle`: median difference of the key angle to that of the true landmarks, in the signal's unit, None without one;
    `counted`: repetitions or holds, `true`: those that the tracker counts in the true landmarks (one fewer than rounds where a
    demo begins at the far end of its movement); `lost`: whether it said that it couldn't judge."""

    found: float
    landmarks: float
    angle: float | None
    counted: int
    true: int
    lost: bool


def judge(film: Path, shot: Shot, exercise: Exercise, front: Shot) -> Judged:
    """The film against its truth. `front`: the same as the best view sees it, which says how many repetitions are in it."""
    true_px, _ = shot.truth()
    seen = list(seen_in_video(film))
    found = np.array([one.found for one in seen])
    errors = []
    for one, px in zip(seen, true_px, strict=True):
        if one.found:
            trunk_px = float(np.linalg.norm(px[[11, 12]].mean(axis=0) - px[[23, 24]].mean(axis=0)))
            errors.append(np.linalg.norm(one.frame.plane - px, axis=1)[list(BODY)] / max(trunk_px, 1.0))
    movement = exercise.movement
    angle, counted, true, lost = None, 0, 0, False
    if not isinstance(movement, Untracked):
        tracker = Tracker(movement, exercise.camera)
        measured: list[float] = []
        events: list[Event] = []
        for one in seen:
            events += tracker.push(one.frame, one.people)
            measured.append(_value(tracker))
        values, _ = _truth(shot, exercise)
        both, wanted = np.array(measured), np.array(values)
        known = ~np.isnan(both) & ~np.isnan(wanted)
        angle = float(np.median(np.abs(both - wanted)[known])) if known.any() else None
        true = _truth(front, exercise)[1]
        counted = len(spans_of(movement, tuple(events)))
        lost = any(isinstance(event, Lost) for event in events) or not tracker.reading.visible
    share = float(np.median(np.concatenate(errors))) if errors else float("nan")
    return Judged(float(found.mean()), share, angle, counted, true, lost)


def _value(tracker: Tracker) -> float:
    value = tracker.reading.value
    return float("nan") if value is None else value


def _truth(shot: Shot, exercise: Exercise) -> tuple[list[float], int]:
    """The key angle of the true landmarks, as the same tracker reads it, and how many repetitions it counts in them."""
    px, points_m = shot.truth()
    tracker = Tracker(exercise.movement, exercise.camera)
    hips = points_m[:, 23:25].mean(axis=1, keepdims=True)
    world = (points_m - hips) @ shot.camera.axes().T
    values: list[float] = []
    events: list[Event] = []
    for i in range(len(px)):
        events += tracker.push(Frame(i / shot.fps, px[i], world[i], np.ones(N_LANDMARKS), shot.camera.size_px))
        values.append(_value(tracker))
    return values, len(spans_of(exercise.movement, tuple(events)))
