"""A self-test by camera: trials from the same signals that count repetitions, with their error and how well they were seen."""

import math
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from upperback.model.body import Frame, Side
from upperback.model.catalogue import Measure, SelfTest
from upperback.model.events import Event, Hold, Rep
from upperback.model.movement import Reps, Signal, Untracked
from upperback.motion.neutral import START_S
from upperback.motion.reps import Phase
from upperback.motion.tracker import Tracker
from upperback.motion.visibility import mean_visibility

CAMERA: Final = "camera"
STILL_S: Final = 3.0  # a still position this long is a trial; expert judgement
EJ: Final = "expert judgement"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One side of one measure. `trials` in the order they were made, `value` their mean (best or sum where the measure says so)
    over the last asked-for number, all in `unit`; None without a trial, and `why_not` then says why: a reason of the visibility
    gate, or "no_trial". `error_95` is MDC95 / sqrt 2. `quality` 0 to 1: share of frames that could be judged, times how visible
    the needed landmarks were in them, times the share of the trials asked for."""

    test: str
    measure: str
    side: Side
    value: float | None
    trials: tuple[float, ...]
    unit: str
    error_95: float
    error_from: str
    quality: float
    why_not: str | None


class Measurer:
    """Feed it the frames of a self-test, then ask for the result. The first trial is practice when there is one too many.

    Trials are the peaks of full movements, against where the person started; of a still position, its mean. Raises ValueError for
    a measure the test does not have or a camera can't take.
    """

    def __init__(self, test: SelfTest, measure_id: str) -> None:
        found = [measure for measure in test.measures if measure.id == measure_id]
        if not found:
            raise ValueError(f"{test.id} has no measure {measure_id}")
        if CAMERA not in found[0].methods:
            raise ValueError(f"{measure_id} of {test.id} is not measured by camera")
        if isinstance(test.movement, Untracked):
            raise ValueError(f"{test.id} is not seen by the camera: {test.movement.why}")
        self._test, self._measure, self._movement = test, found[0], test.movement
        self._rest = test.movement.rest if isinstance(test.movement, Reps) else math.inf
        self._tracker = Tracker(test.movement, test.camera)
        self._trials: dict[Side, list[float]] = {side: [] for side in self._sides}
        self._start: list[float] = []
        self._start_until_s: float | None = None
        self._top, self._at_top = 0.0, 0.0
        self._frames, self._judged, self._visibility = 0, 0, 0.0
        self._why: str | None = None

    @property
    def _sides(self) -> tuple[Side, ...]:
        return (Side.LEFT, Side.RIGHT) if self._measure.sides else (Side.BOTH,)

    def push(self, frame: Frame, people: int = 1) -> tuple[Event, ...]:
        """Takes in one frame; the events are those of the tracker, for drawing and counting along."""
        events = self._tracker.push(frame, people)
        reading = self._tracker.reading
        self._frames += 1
        if reading.value is not None:
            self._judged += 1
            self._visibility += mean_visibility(self._test.camera, frame)
            self._look(frame.t_s, reading.value, reading.phase)
        elif reading.advice is not None:
            self._why = reading.advice.value
        for event in events:
            if isinstance(event, Rep) and not event.partial:
                self._trials[event.side if self._measure.sides else Side.BOTH].append(self._of_rep(event))
            elif isinstance(event, Hold) and event.end_s - event.start_s >= STILL_S:
                self._trials[event.side if self._measure.sides else Side.BOTH].append(event.mean)
            if isinstance(event, Rep):
                self._top = 0.0
        return events

    def result(self) -> tuple[Measurement, ...]:
        """One for each side, in the order left, right; or one for both."""
        return tuple(self._result(side) for side in self._sides)

    def _look(self, t_s: float, value: float, phase: Phase) -> None:
        if self._start_until_s is None:
            self._start_until_s = t_s + START_S
        if t_s <= self._start_until_s and phase is Phase.HOME and abs(value) <= self._rest:
            self._start.append(value)
        if self._measure.signal is not None and phase is Phase.OUT and abs(value) > self._top:
            self._top = abs(value)
            self._at_top = self._tracker.value_of(self._measure.signal) or 0.0

    def _of_rep(self, rep: Rep) -> float:
        if self._measure.signal is not None:
            return abs(self._at_top) * 100 if self._measure.unit.startswith("%") else self._at_top
        start = fmean(self._start) if self._start else 0.0
        # The head is seldom held level, and hair and glasses shift the ear line: its tilt is a change from the start.
        if self._movement.signal is not Signal.HEAD_TILT:
            return rep.peak
        return rep.peak - start if rep.side is Side.LEFT else rep.peak + start

    def _result(self, side: Side) -> Measurement:
        measure, trials = self._measure, list(self._trials[side])
        now = self._tracker.under_way
        if now is not None and now.end_s - now.start_s >= STILL_S and side in (now.side, Side.BOTH):
            trials.append(now.mean)
        scored = trials[-measure.trials :]
        seen = self._judged / self._frames if self._frames else 0.0
        visible = self._visibility / self._judged if self._judged else 0.0
        why_not = None if scored else self._why or "no_trial"
        return Measurement(
            test=self._test.id,
            measure=measure.id,
            side=side,
            value=_score(measure, scored) if scored else None,
            trials=tuple(round(trial, 2) for trial in scored),
            unit=measure.unit,
            error_95=round(measure.mdc95[CAMERA] / math.sqrt(2), 2),
            error_from=EJ if measure.source_of(CAMERA) == EJ else "literature",
            quality=round(seen * visible * min(1.0, len(scored) / measure.trials), 2),
            why_not=why_not,
        )


def _score(measure: Measure, trials: list[float]) -> float:
    value = max(trials) if measure.score == "best" else sum(trials) if measure.score == "sum" else fmean(trials)
    return round(value, 2)
