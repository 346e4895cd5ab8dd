"""One exercise followed live: can I see you, smooth, signal, repetition or hold, form, events."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from upperback.model.body import Frame, Side
from upperback.model.catalogue import Exercise
from upperback.model.events import Cue, Event, Found, Hold, Lost, Mended, Rep, Span, Unseen
from upperback.model.movement import CameraView, Fault, HoldStill, Movement, Reps, Signal, Untracked
from upperback.motion.footing import Footing
from upperback.motion.form import FormWatch
from upperback.motion.holds import HoldCounter
from upperback.motion.mending import Mender
from upperback.motion.neutral import START_S, Body, Neutral, Points
from upperback.motion.ranges import SIDED
from upperback.motion.reps import Phase, RepCounter
from upperback.motion.rounds import Rounds, full_repetitions
from upperback.motion.signals import NEEDS_NEUTRAL, ONE_LIMB, SIGNALS, SINCE_START, landmarks_of
from upperback.motion.visibility import Gate

AT_HOME: Final = 0.2  # within this share of the way to the goal the starting position is looked at; expert judgement
ELSEWHERE_S: Final = 0.2  # in another position this long is no passing moment; expert judgement


@dataclass(frozen=True, slots=True)
class Reading:
    """What to draw now. `value` is the signal in `unit`, None while it can't be read; `share` is how far towards a full
    repetition or into the position, 1 at the goal; `held_s` the seconds of a hold under way; `advice` why nobody is judged."""

    t_s: float
    visible: bool
    advice: Unseen | None
    value: float | None
    unit: str
    side: Side
    phase: Phase
    share: float
    held_s: float


class Tracker:
    """Feed it frames in the order of time; it says what happened. A recording takes the same road, see `track`.

    Nothing is counted while the person can't be judged. A frame that is not later than the one before is ignored. `gate=False`
    for recordings whose placement is known to be right. `also`: signals that `value_of` will be asked for beside the movement's
    own; only what is read is smoothed. `spans` are the full repetitions, left and right together; what a
    tracker keeps does not grow.

    >>> from upperback.model.body import View
    >>> tracker = Tracker(Untracked("breathing can't be seen"), CameraView(View.NONE))
    >>> tracker.spans
    ()
    """

    def __init__(self, movement: Movement, camera_view: CameraView, *, gate: bool = True, also: Iterable[Signal] = ()) -> None:
        self._movement = movement
        turning = isinstance(movement, Reps) and movement.signal is Signal.TRUNK_TURN
        self._gate = Gate(camera_view, turning=turning) if gate and not isinstance(movement, Untracked) else None
        self._mender = Mender()
        self._neutral = Neutral(camera_view.view)
        self._footing = Footing()
        self._starts = movement.starts if isinstance(movement, Reps) else ()
        self._elsewhere_since_s = -math.inf
        faults = () if isinstance(movement, Untracked) else movement.faults
        self._form = FormWatch(faults) if faults else None
        self._since_start = tuple(fault for fault in faults if fault.from_start or fault.signal in SINCE_START)
        read = _signals(movement)
        self._learns = any(signal in NEEDS_NEUTRAL for signal in read)
        self._read = read.union(also)
        self._body = Body(landmarks_of(self._read), depth=self._learns)
        self._start_until_s: float | None = None
        self._t_s = -math.inf
        self._value: float | None = None
        self._points: Points | None = None
        self._rounds = Rounds(halves=_halves(movement))
        self._reps: RepCounter | None = None
        self._hold: HoldCounter | None = None
        match movement:
            case Reps():
                self._reps = RepCounter(
                    rest=movement.rest,
                    peak=movement.peak,
                    unit=movement.unit,
                    min_rep_s=movement.min_rep_s,
                    alternates=movement.alternates,
                    one_limb=movement.signal in ONE_LIMB,
                    from_start=movement.from_start,
                    most=movement.most,
                )
            case HoldStill():
                self._hold = HoldCounter(
                    enter=movement.enter,
                    leave=movement.leave,
                    still_per_s=movement.still_per_s,
                    unit=movement.unit,
                    sides=movement.sides,
                )
            case Untracked():
                pass
            case _:
                assert_never(movement)

    def push(self, frame: Frame, people: int = 1) -> tuple[Event, ...]:
        """What happened with this frame, usually nothing. `people`: how many were last seen in the picture."""
        if frame.t_s <= self._t_s:
            return ()
        self._t_s = frame.t_s
        if isinstance(self._movement, Untracked):
            return ()
        frame = self._mender.push(frame)
        if self._gate is not None:
            change = self._gate.push(frame, people)
            if not self._gate.seen:
                self._value = None
                return self._out_of_sight(change) if isinstance(change, Lost) else ()
            if isinstance(change, Found):
                return (change, *self._judge(frame, self._movement))
        return self._judge(frame, self._movement)

    def value_of(self, signal: Signal) -> float | None:
        """A signal in the frame last judged, None where it can't be read. ValueError for one that was not announced."""
        self._check_announced(signal)
        return SIGNALS[signal](self._points, self._neutral) if self._points is not None and self._value is not None else None

    def value_of_side(self, signal: Signal, side: Side) -> float | None:
        """One of `ranges.SIDED` for the left or the right, in the same way."""
        self._check_announced(signal)
        if self._points is None or self._value is None:
            return None
        left, right = SIDED[signal]
        return (left if side is Side.LEFT else right)(self._points, self._neutral)

    def _check_announced(self, signal: Signal) -> None:
        if signal not in self._read:
            raise ValueError(f"{signal.value} was not announced, so what it is made of was not smoothed")

    @property
    def under_way(self) -> Hold | None:
        """The hold under way as it would read if it ended now."""
        return self._hold.so_far if self._hold is not None else None

    @property
    def reading(self) -> Reading:
        """What to draw now."""
        movement, reps, hold = self._movement, self._reps, self._hold
        unit = "" if isinstance(movement, Untracked) else movement.unit
        sided = not isinstance(movement, Untracked) and (movement.alternates if isinstance(movement, Reps) else movement.sides)
        value = self._value
        side = Side.BOTH if value is None or not sided else Side.LEFT if value > 0 else Side.RIGHT
        phase = reps.phase if reps else Phase.OUT if hold and hold.inside else Phase.HOME
        return Reading(
            t_s=self._t_s,
            visible=value is not None,
            advice=self._gate.why if self._gate else None,
            value=value,
            unit=unit,
            side=side,
            phase=phase,
            share=reps.share if reps else hold.share if hold else 0.0,
            held_s=hold.held_s if hold else 0.0,
        )

    @property
    def spans(self) -> tuple[Span, ...]:
        """The newest 500 full repetitions (or holds), left and right together."""
        return self._rounds.spans

    def _out_of_sight(self, lost: Lost) -> tuple[Event, ...]:
        return (*self._interrupted(), lost)

    def _interrupted(self) -> tuple[Event, ...]:
        """Nothing under way can become a repetition any more; a hold ends here."""
        if self._form is not None:
            self._form.restart()
        if self._reps is not None:
            self._reps.restart()
        ended = self._hold.end() if self._hold is not None else None
        if ended is None:
            return ()
        self._rounds.add(ended)
        return (ended,)

    def _starts_elsewhere(self) -> bool:
        """Whether the person has been at home for a while, but in another position than the exercise's."""
        if not self._starts or self._reps is None or self._points is None or self._reps.share > AT_HOME:
            return False
        for start in self._starts:
            value = SIGNALS[start.signal](self._points, self._neutral)
            if value is None:
                continue
            size = abs(value) if start.signal in ONE_LIMB else value
            if (start.above is not None and size < start.above) or (start.below is not None and size > start.below):
                self._elsewhere_since_s = min(self._elsewhere_since_s, self._t_s)
                return self._t_s - self._elsewhere_since_s >= ELSEWHERE_S
        self._elsewhere_since_s = math.inf
        return False

    def _judge(self, frame: Frame, movement: Reps | HoldStill) -> tuple[Event, ...]:
        self._body.push(frame)
        points = self._points = self._body.points
        self._neutral.t_s = frame.t_s
        if self._learns:
            self._neutral.learn(points)
        value = self._value = SIGNALS[movement.signal](points, self._neutral)
        if value is None:
            return ()
        if self._footing.moving_about(frame) or self._starts_elsewhere():
            return self._interrupted()
        cue = self._watch_form(frame.t_s, abs(value)) if self._form is not None else None
        if self._reps is not None:
            return self._count(self._reps.push(frame.t_s, value), cue)
        if self._hold is not None:
            return self._held(self._hold.push(frame.t_s, value), cue)
        return ()

    def _watch_form(self, t_s: float, size: float) -> Cue | Mended | None:
        if self._start_until_s is None:
            self._start_until_s = t_s + START_S
        if t_s <= self._start_until_s:
            for fault in self._since_start:
                self._fault_value(fault)
        # In a hold only what is still is looked at: on the way in and out a fault comes and goes.
        moving = self._reps.phase is Phase.OUT if self._reps is not None else self._hold is not None and self._hold.held_s > 0
        return self._form.moving(t_s, size, self._fault_value) if moving and self._form is not None else None

    def _fault_value(self, fault: Fault) -> float | None:
        if fault.signal is None or self._points is None:
            return None
        value = SIGNALS[fault.signal](self._points, self._neutral)
        if value is None:
            return None
        if fault.signal in ONE_LIMB:
            value = abs(value)
        return self._neutral.since_start(fault.id, value) if fault.from_start else value

    def _count(self, rep: Rep | None, cue: Cue | Mended | None) -> tuple[Event, ...]:
        if rep is None:
            return (cue,) if cue else ()
        self._rounds.add(rep)
        said = self._form.rep_over(rep.t_s, rep.end_s - rep.start_s) if self._form is not None else None
        return tuple(event for event in (rep, cue or said) if event is not None)

    def _held(self, hold: Hold | None, cue: Cue | Mended | None) -> tuple[Event, ...]:
        if hold is not None:
            self._rounds.add(hold)
        return tuple(event for event in (hold, cue) if event is not None)


def _signals(movement: Movement) -> set[Signal]:
    if isinstance(movement, Untracked):
        return set()
    starts = {start.signal for start in movement.starts} if isinstance(movement, Reps) else set()
    return {movement.signal} | {fault.signal for fault in movement.faults if fault.signal is not None} | starts


def _halves(movement: Movement) -> bool:
    """Whether a movement to one side is half of one by nature."""
    return isinstance(movement, Reps) and movement.alternates and movement.signal not in ONE_LIMB


def spans_of(movement: Movement, events: Iterable[Event]) -> tuple[Span, ...]:
    """All full repetitions (or holds) among the events of a recording however long, left and right together."""
    return full_repetitions([event for event in events if isinstance(event, Rep | Hold)], halves=_halves(movement))


def track(exercise: Exercise, frames: Iterable[Frame]) -> Iterator[Event]:
    """Replay: the live tracker, fed from a recording."""
    tracker = Tracker(exercise.movement, exercise.camera)
    for frame in frames:
        yield from tracker.push(frame)
