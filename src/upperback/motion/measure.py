"""A self-test by camera: trials from the same signals that count repetitions, with their error and how well they were seen."""

import math
from collections import Counter
from dataclasses import dataclass
from statistics import fmean, median, stdev
from typing import Final

from upperback.model.body import Frame, Side, View
from upperback.model.catalogue import Measure, SelfTest
from upperback.model.events import Event, Hold, Rep, Unseen
from upperback.model.movement import HoldStill, Reps, Signal, Untracked
from upperback.motion.placement import Placement, askance
from upperback.motion.plateau import Plateau
from upperback.motion.ranges import SHARES, SIDED
from upperback.motion.reps import Phase
from upperback.motion.signals import ONE_LIMB
from upperback.motion.tracker import Tracker
from upperback.motion.visibility import mean_visibility

CAMERA: Final = "camera"
SECONDS: Final = "s"
START_S: Final = 1.5  # at most this long before the first movement is the start; expert judgement
STILL_S: Final = 3.0  # a still position this long is a trial; expert judgement
ASKANCE_S: Final = 5.0  # seen from the side or behind for most of so long is no turn; expert judgement
OWN_MOVE_DEG: Final = 30.0  # an arm that moved less while the other went up made no trial; expert judgement
SHRUG_DEG: Final = (60.0, 90.0)  # a shoulder that rides up while its arm is here does so early; the test's protocol
EJ: Final = "expert judgement"
LITERATURE: Final = "literature"
OWN_TRIALS: Final = "own trials"
STUDENT_95: Final = {3: 4.303, 4: 3.182, 5: 2.776}
"""Student's t, two-sided 95 %, by the number of trials; two trials tell too little."""

FROM_START: Final = frozenset({Signal.HEAD_TILT, Signal.HEAD_NOD, Signal.TRUNK_BACK})
"""Told as a change from the start. The head is seldom held level, and hair and glasses shift the ear line."""

_BOTH_SIDES: Final = (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One side of one measure. `trials` in the order they were made, `value` their mean (best or sum where the measure says so)
    over the last asked-for number, all in `unit`; None without a trial or from a view that gives wrong values, and `why_not`
    then says why: a reason of the visibility gate, of the camera's placement, or "no_trial".

    `error_95` holds the true value in 95 of 100 cases: MDC95 / sqrt 2 of the method, how far it was seen to be off
    (`Measure.off95`), or what the person's own trials scatter (t s / sqrt n), whichever is most. `quality` 0 to 1: share of
    frames that could be judged, times how visible the needed landmarks were in them, times the share of the trials asked for."""

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

    Trials are the tops of full movements (see `Plateau`), of the head against where the person started; of a still position, its
    mean, or its seconds where the measure is a time. Raises ValueError for a measure the test does not have or a camera can't
    take.
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
        also = {Signal.ARM_HEIGHT} | ({self._measure.signal} if self._measure.signal else set())
        self._tracker = Tracker(test.movement, test.camera, also=also)
        self._trials: dict[Side, list[float]] = {side: [] for side in self._sides}
        self._start: dict[Side, list[float]] = {side: [] for side in Side}
        self._start_until_s: float | None = None
        self._tops = {side: Plateau() for side in Side}
        self._placement = Placement(test.camera.view)
        self._askance = 0
        self._frames, self._judged, self._visibility = 0, 0, 0.0
        self._seen_s, self._last_s = 0.0, math.inf
        self._why: Counter[str] = Counter()

    @property
    def _sides(self) -> tuple[Side, ...]:
        return _BOTH_SIDES if self._measure.sides else (Side.BOTH,)

    @property
    def misplaced(self) -> Unseen | None:
        """What is wrong with how the camera stands, so that no value is given; None as far as is known.

        A wrong view in a test of turning is known after some seconds only: a turn passes through it."""
        if self._placement.why is None and self._seen_s >= ASKANCE_S and self._is_askance:
            return Unseen.WRONG_VIEW
        return self._placement.why

    @property
    def _is_askance(self) -> bool:
        return self._askance > self._frames / 2

    def push(self, frame: Frame, people: int = 1) -> tuple[Event, ...]:
        """Takes in one frame; the events are those of the tracker, for drawing and counting along."""
        events = self._tracker.push(frame, people)
        reading = self._tracker.reading
        self._frames += 1
        self._seen_s += min(max(0.0, frame.t_s - self._last_s), 1.0)
        self._last_s = frame.t_s
        # The tracker lets a turn pass through the side view; who stands side-on most of the time is not turning.
        self._askance += self._test.camera.view is View.FRONT and askance(frame)
        if reading.value is not None and not self._judged:
            self._why.clear()  # walking in and setting up
        if reading.value is not None:
            self._judged += 1
            self._visibility += mean_visibility(self._test.camera, frame)
            if isinstance(self._movement, HoldStill) or reading.phase is Phase.HOME:
                self._placement.push(frame)
            else:
                self._placement.finish()
            self._look(frame.t_s, reading.value, reading.phase)
        elif reading.advice is not None:
            self._why[reading.advice.value] += 1
        for event in events:
            if isinstance(event, Rep):
                self._rep_over(event)
            elif isinstance(event, Hold):
                self._hold_over(event)
        return events

    def result(self) -> tuple[Measurement, ...]:
        """One for each side, in the order left, right; or one for both."""
        return tuple(self._result(side) for side in self._sides)

    @property
    def now(self) -> dict[Side, float]:
        """What a trial would read in the frame last pushed, in `unit`, by side; while a turn goes to one side the other reads 0.
        Empty while nobody can be judged, and of what is known only when a movement is over (shares of a body length)."""
        value, measure, movement = self._tracker.reading.value, self._measure, self._movement
        if value is None or measure.signal in SHARES:
            return {}
        if measure.signal in SIDED:
            of_sides = {side: self._tracker.value_of_side(measure.signal, side) for side in _BOTH_SIDES}
            return {side: deg for side, deg in of_sides.items() if deg is not None}
        if isinstance(movement, HoldStill):
            return self._held_now(value)
        if movement.signal in FROM_START and self._start[Side.BOTH]:
            value -= median(self._start[Side.BOTH])
        if measure.sign:
            return {Side.BOTH: max(0.0, value * measure.sign)}
        if movement.signal in ONE_LIMB:
            return {Side.LEFT if value > 0 else Side.RIGHT: abs(value)}
        return {Side.LEFT: max(0.0, value), Side.RIGHT: max(0.0, -value)} if movement.alternates else {Side.BOTH: value}

    def _held_now(self, value: float) -> dict[Side, float]:
        if self._measure.unit != SECONDS:
            return {Side.BOTH: value}
        hold = self._tracker.under_way
        return {} if hold is None else {hold.side if self._measure.sides else Side.BOTH: hold.end_s - hold.start_s}

    def _look(self, t_s: float, value: float, phase: Phase) -> None:
        if self._start_until_s is None:
            self._start_until_s = t_s + START_S
        if phase is not Phase.HOME:
            self._start_until_s = -math.inf
        at_start = t_s <= self._start_until_s
        signal = self._measure.signal
        if signal in SIDED:
            for side in _BOTH_SIDES:
                self._look_at_side(t_s, side, signal, at_start, phase)
            return
        if at_start and abs(value) <= self._rest:
            self._start[Side.BOTH].append(value)
        if phase is not Phase.OUT or not isinstance(self._movement, Reps):
            return
        beside = self._tracker.value_of(signal) if signal is not None else None
        if self._movement.alternates:
            self._tops[Side.LEFT].push(t_s, value, beside)
            self._tops[Side.RIGHT].push(t_s, -value, beside)
        else:
            self._tops[Side.BOTH].push(t_s, abs(value) if self._movement.signal in ONE_LIMB else value, beside)

    def _look_at_side(self, t_s: float, side: Side, signal: Signal, at_start: bool, phase: Phase) -> None:
        value = self._tracker.value_of_side(signal, side)
        if value is None:
            return
        if at_start:
            self._start[side].append(value)
        if phase is not Phase.OUT:
            return
        if signal is Signal.SHOULDER_RISE:
            arm_deg = self._tracker.value_of_side(Signal.ARM_HEIGHT, side)
            if arm_deg is None or not SHRUG_DEG[0] <= arm_deg <= SHRUG_DEG[1]:
                return
        self._tops[side].push(t_s, value)

    def _rep_over(self, rep: Rep) -> None:
        if not rep.partial:
            if self._measure.signal in SIDED:
                for side in _BOTH_SIDES:
                    self._take(side, self._of_arm(side))
            elif not self._measure.sign or (rep.side is Side.LEFT) == (self._measure.sign > 0):
                self._take(rep.side if self._measure.sides else Side.BOTH, self._of_rep(rep))
        for top in self._tops.values():
            top.restart()

    def _take(self, side: Side, value: float | None) -> None:
        if value is not None:
            self._trials[side].append(value)

    def _of_arm(self, side: Side) -> float | None:
        if self._measure.signal is Signal.SHOULDER_RISE:
            rise = self._tops[side].mean
            return None if rise is None else max(0.0, rise) * 100
        top, start = self._tops[side].best, self._start[side]
        moved = top is not None and top - (median(start) if start else 0.0) >= OWN_MOVE_DEG
        return top if moved else None

    def _of_rep(self, rep: Rep) -> float:
        alternates = isinstance(self._movement, Reps) and self._movement.alternates
        top = self._tops[rep.side if alternates else Side.BOTH]
        if self._measure.signal is not None:
            value = top.beside or 0.0
            return abs(value) * 100 if self._measure.signal in SHARES else value
        peak = rep.peak if top.best is None else top.best
        start = median(self._start[Side.BOTH]) if self._start[Side.BOTH] else 0.0  # the first frames under way don't count
        if self._movement.signal not in FROM_START:
            return peak
        return peak + start if rep.side is Side.RIGHT else peak - start

    def _hold_over(self, hold: Hold) -> None:
        value = self._of_hold(hold)
        if value is not None:
            self._trials[hold.side if self._measure.sides else Side.BOTH].append(value)

    def _of_hold(self, hold: Hold) -> float | None:
        held_s = hold.end_s - hold.start_s
        if self._measure.unit == SECONDS:
            return min(held_s, self._measure.upper)
        return hold.mean if held_s >= STILL_S else None

    def _result(self, side: Side) -> Measurement:
        measure, trials = self._measure, list(self._trials[side])
        now = self._tracker.under_way
        so_far = self._of_hold(now) if now is not None and side in (now.side, Side.BOTH) else None
        if so_far is not None:
            trials.append(so_far)
        scored = trials[-measure.trials :]
        seen = self._judged / self._frames if self._frames else 0.0
        visible = self._visibility / self._judged if self._judged else 0.0
        wrong = self._wrong()
        good = bool(scored) and wrong is None
        why_not = None if good else wrong or self._most_said or "no_trial"
        error_95, error_from = self._error(scored)
        return Measurement(
            test=self._test.id,
            measure=measure.id,
            side=side,
            value=_score(measure, scored) if good else None,
            trials=tuple(round(trial, 2) for trial in scored),
            unit=measure.unit,
            error_95=error_95,
            error_from=error_from,
            quality=round(seen * visible * min(1.0, len(scored) / measure.trials), 2) if good else 0.0,
            why_not=why_not,
        )

    @property
    def _most_said(self) -> str | None:
        return self._why.most_common(1)[0][0] if self._why else None

    def _wrong(self) -> str | None:
        """Why what was seen can't be trusted: the camera stands wrong, or more was out of sight than in it."""
        if self._placement.why is not None:
            return self._placement.why.value
        if self._is_askance:
            return Unseen.WRONG_VIEW.value
        return self._most_said if self._why.total() > self._judged else None

    def _error(self, scored: list[float]) -> tuple[float, str]:
        measure = self._measure
        of_method = measure.error_95(CAMERA)
        t = STUDENT_95.get(len(scored))
        own = t * stdev(scored) / math.sqrt(len(scored)) if t is not None and measure.score == "mean" else 0.0
        if own > of_method:
            return round(own, 2), OWN_TRIALS
        return round(of_method, 2), EJ if measure.source_of(CAMERA) == EJ else LITERATURE


def _score(measure: Measure, trials: list[float]) -> float:
    value = max(trials) if measure.score == "best" else sum(trials) if measure.score == "sum" else fmean(trials)
    return round(value, 2)
