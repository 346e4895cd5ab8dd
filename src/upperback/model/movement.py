"""How an exercise is seen by the camera: a closed union of repetitions, holds and what the camera can't see."""

from dataclasses import dataclass
from enum import StrEnum

from upperback.model.body import View


class Signal(StrEnum):
    """One number a frame, from image coordinates wherever they can give it. `motion.signals` computes each; the docstring
    there gives formula, unit and sign."""

    TRUNK_TURN = "trunk_turn"  # deg, + to the person's left, from the span of wrists or shoulders
    TRUNK_LEAN = "trunk_lean"  # deg from vertical, + to the person's left (front) or forward (side)
    HEAD_TILT = "head_tilt"  # deg, ear line against shoulder line, + to the person's left
    SHOULDER_TILT = "shoulder_tilt"  # deg, + left shoulder higher
    ARM_ELEVATION = "arm_elevation"  # deg, mean of both hip-shoulder-elbow angles
    ARM_ELEVATION_GAP = "arm_elevation_gap"  # deg, left minus right
    ELBOW_FLEXION = "elbow_flexion"  # deg, mean of both shoulder-elbow-wrist angles
    HIP_FLEXION = "hip_flexion"  # deg, 180 minus shoulder-hip-knee, the more flexed side; sign by side
    LEG_REACH = "leg_reach"  # deg, shoulder-hip-ankle, the more extended side; sign by side
    ARM_REACH = "arm_reach"  # deg, hip-shoulder-wrist, the more raised side; sign by side
    WRIST_DROP = "wrist_drop"  # share of arm length that the wrists hang below the shoulders
    WRIST_HEIGHT_GAP = "wrist_height_gap"  # share of trunk length, left higher is +
    SHRUG = "shrug"  # share by which the shoulder-ear distance has shrunk since the start
    HIP_TURN_SHARE = "hip_turn_share"  # share of the shoulder turn that the hips also turned
    TRUNK_LEVEL_CHANGE = "trunk_level_change"  # deg, hip-shoulder line against horizontal, change since the start
    HEAD_PITCH = "head_pitch"  # deg, ear to nose, 0 the way the chest leads, + looking up (side)
    TRUNK_RISE = "trunk_rise"  # deg, hip-shoulder line against horizontal, 90 upright, 0 level
    NOSE_OFFSET = "nose_offset"  # share of ear distance, change since the start
    # Ranges and postures of the self-tests, `motion.ranges`:
    ARM_HEIGHT = "arm_height"  # deg, hip-shoulder-elbow of each arm; for measures with sides only
    SHOULDER_RISE = "shoulder_rise"  # share of trunk length each shoulder has risen since the start; the same
    NEAR_ARM_REACH = "near_arm_reach"  # deg, hip-shoulder-wrist of the arm nearer to the camera; sign by side
    HEAD_NOD = "head_nod"  # deg, face against trunk, change since the start, + looks up (side)
    TRUNK_BACK = "trunk_back"  # deg, change since the start, + leans back (side)
    TRUNK_BEND = "trunk_bend"  # deg, change since the start, + to the person's left (front)
    SHOULDERS_OVER_HIPS = "shoulders_over_hips"  # deg, shoulder line less hip line, + left shoulder higher
    HANDS_UNEVEN = "hands_uneven"  # share of trunk length, along the trunk, + left hand higher
    ELBOWS_LEVEL = "elbows_level"  # 1 at shoulder height, less by the drop in trunk lengths
    ONE_LEG = "one_leg"  # share of trunk length, change since the start, + stands on the left leg


class Fix(StrEnum):
    """When a fault is looked at."""

    DURING = "during"  # any time while moving
    AT_PEAK = "at_peak"  # at the furthest reach of a repetition
    SPEED = "speed"  # the signal's angular speed
    HOLD_TIME = "hold_time"  # seconds kept still at the peak
    REP_TIME = "rep_time"  # seconds a repetition took


@dataclass(frozen=True, slots=True)
class Fault:
    """A form fault in numbers: `signal` looked at as `when` says is above `above` or below `below`. `cue` is spoken, verbs
    first, at most seven words; `source` names where the limit comes from, or "expert judgement". `from_start`: the signal is
    looked at as a change from where it was at the start. An exercise names its faults in the order of their use: where two are
    due at once, the first is spoken of; posture before range before tempo."""

    id: str
    cue: str
    praise: str
    when: Fix
    source: str
    signal: Signal | None = None
    above: float | None = None
    below: float | None = None
    from_start: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """Where a repetition may start from: `signal` is above `above` and below `below` while at home. Broad limits, that tell
    the exercise's position from another one: hands and knees from standing."""

    signal: Signal
    above: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class Reps:
    """Out past `peak`, home below `rest`; both adapt to the person's own range within the stated floor. `alternates`: left
    and right take turns and together make one repetition; the signal's sign then tells the side. `from_start`: `rest` and
    `peak` count from where the person's own resting position is. `starts`: nothing counts that begins elsewhere. `most`: what
    gets further than this is another movement and counts nothing."""

    signal: Signal
    unit: str
    rest: float
    peak: float
    alternates: bool
    min_rep_s: float
    source: str
    faults: tuple[Fault, ...] = ()
    from_start: bool = False
    starts: tuple[Start, ...] = ()
    most: float | None = None


@dataclass(frozen=True, slots=True)
class HoldStill:
    """In position beyond `enter`, out of it below `leave`, still while slower than `still_per_s`."""

    signal: Signal
    unit: str
    enter: float
    leave: float
    still_per_s: float
    sides: bool
    source: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Untracked:
    """A timer and the person's own word; `why` says what the camera can't see."""

    why: str


Movement = Reps | HoldStill | Untracked


@dataclass(frozen=True, slots=True)
class CameraView:
    """Where the camera stands for this exercise and which landmarks must be seen (`needs`, names of body parts in
    `motion.visibility`)."""

    view: View
    needs: tuple[str, ...] = ()
