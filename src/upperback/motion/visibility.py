"""Can the person be judged now? The gate before everything else, and what to tell them when not."""

import math
from typing import Final

import numpy as np

from upperback.model.body import Frame, Landmark, View
from upperback.model.events import Found, Lost, Unseen
from upperback.model.movement import CameraView

PARTS: Final[dict[str, tuple[Landmark, ...]]] = {
    "nose": (Landmark.NOSE,),
    "ears": (Landmark.LEFT_EAR, Landmark.RIGHT_EAR),
    "eyes": (Landmark.LEFT_EYE, Landmark.RIGHT_EYE),
    "shoulders": (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    "elbows": (Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW),
    "wrists": (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST),
    "hips": (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    "knees": (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE),
    "ankles": (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
}
"""The body parts that `CameraView.needs` can name."""

LS, RS = int(Landmark.LEFT_SHOULDER), int(Landmark.RIGHT_SHOULDER)
LH, RH = int(Landmark.LEFT_HIP), int(Landmark.RIGHT_HIP)
LEFT_EAR, RIGHT_EAR = int(Landmark.LEFT_EAR), int(Landmark.RIGHT_EAR)

MIN_VISIBILITY: Final = 0.6  # mean of the landmarks used; expert judgement
HARDLY: Final = 0.1  # a needed part seen less than this, though it was measured, can't be made up for by others; expert judgement
FRONT_FROM: Final = 0.40  # shoulder distance in trunk lengths: people who face the camera have 0.55 to 0.75; expert judgement
SIDE_UP_TO: Final = 0.45  # pose models see 0.05 to 0.4 from the side; expert judgement
FRONT_FROM_NECK: Final = (
    1.0  # shoulder distance over the distance from mid-shoulder to mid-ear: front 1.5 to 2.5; expert judgement
)
SLACK: Final = 0.07  # the view is lost only this far beyond its limit; expert judgement
TOO_CLOSE_TRUNK: Final = 0.6  # trunk length as a share of the picture's height; expert judgement
TOO_CLOSE_SHOULDERS: Final = 0.6  # shoulder distance as a share of the picture's width; expert judgement
LOSE_S: Final = 0.5  # how long something must be wrong before it is said; expert judgement
LOSE_VIEW_S: Final = 2.0
LOSE_VIEW_TURNING_S: Final = 15.0  # a turn passes through the side view and may be held there
FIND_S: Final = 0.3  # how long all must be well before counting runs again; expert judgement


class Gate:
    """Says, frame by frame, whether the person can be judged; with hysteresis, so that one poor frame changes nothing.

    `seen` is true for a frame that may be counted. `why` names what is wrong now, None when nothing is. A table without
    picture can't show who is cut off or too close, so only visibility and view are judged there. `turning`: the movement itself
    passes through the side view.

    >>> import numpy as np
    >>> gate = Gate(CameraView(View.FRONT, ("shoulders",)))
    >>> nobody = [Frame(t / 10, np.zeros((33, 2)), np.zeros((33, 3)), np.zeros(33)) for t in range(8)]
    >>> [str(event.why) for frame in nobody if (event := gate.push(frame))]
    ['no_one']
    """

    def __init__(self, camera: CameraView, *, turning: bool = False) -> None:
        for part in camera.needs:
            if part not in PARTS:
                raise ValueError(f"no such body part: {part}")
        self._view = camera.view
        self._one_side = camera.view in _ONE_SIDED
        self._needs = tuple(_indices(part) for part in camera.needs)
        self._landmarks = tuple(dict.fromkeys(landmark for part in self._needs for landmark in part))
        self._turning = turning
        self._ever_seen = False
        self._wrong_since: float | None = None
        self._right_since: float | None = None
        self._lost = False
        self.seen = False
        self.why: Unseen | None = None

    def push(self, frame: Frame, people: int = 1) -> Lost | Found | None:
        """What changed with this frame, if anything. `people`: how many were last seen in the picture."""
        now = self._verdict(frame, people)
        if now is None:
            return self._all_well(frame.t_s)
        self._right_since = None
        if self._wrong_since is None:
            self._wrong_since = frame.t_s
        wait_s = self._patience_s(now)
        wrong_s = frame.t_s - self._wrong_since
        # After a right view a wrong one counts on until it is said: a turn looks like one. Nothing else can be counted at all.
        self.seen = now is Unseen.WRONG_VIEW and self._ever_seen and not self._lost and wrong_s < wait_s
        if self._lost:
            self.why = now
        elif wrong_s >= wait_s:
            self.why = now
            self._lost = True
            return Lost(frame.t_s, now)
        return None

    def _all_well(self, t_s: float) -> Found | None:
        self._wrong_since = None
        if self._right_since is None:
            self._right_since = t_s
        if not self._lost:
            self.seen = self._ever_seen = True
            return None
        if t_s - self._right_since < FIND_S:
            return None
        why = self.why or Unseen.NO_ONE
        self._lost, self.why = False, None
        self.seen = self._ever_seen = True
        return Found(t_s, why)

    def _patience_s(self, why: Unseen) -> float:
        if why is not Unseen.WRONG_VIEW:
            return LOSE_S
        return LOSE_VIEW_TURNING_S if self._turning and self._ever_seen else LOSE_VIEW_S

    def _verdict(self, frame: Frame, people: int) -> Unseen | None:
        if people > 1:
            return Unseen.SEVERAL_PEOPLE
        visibility = frame.visibility.tolist()
        if people < 1 or not any(visibility):
            return Unseen.NO_ONE
        places = frame.plane.ravel().tolist()  # x and y by turns: plain numbers are read three times as fast
        shoulders, trunk = _shoulders_and_trunk(places)
        if frame.size_px is not None and (out := self._outside(places, frame.size_px, shoulders, trunk)) is not None:
            return out
        if _mean(self._one_side, self._needs, visibility) < MIN_VISIBILITY:
            return Unseen.UNCERTAIN
        return self._wrong_view(frame, visibility, shoulders, trunk)

    def _outside(self, places: list[float], size_px: tuple[int, int], shoulders: float, trunk: float) -> Unseen | None:
        """Cut off, or too close: needed landmarks that lie outside the picture."""
        width, height = size_px
        left = right = top = bottom = False
        for landmark in self._landmarks:
            x, y = places[2 * landmark], places[2 * landmark + 1]
            if not (0 <= x <= width and 0 <= y <= height):
                left, right = left or x < 0, right or x > width
                top, bottom = top or y < 0, bottom or y > height
        if trunk > TOO_CLOSE_TRUNK * height or shoulders > TOO_CLOSE_SHOULDERS * width or (left and right) or (top and bottom):
            return Unseen.TOO_CLOSE
        if left or right:
            return Unseen.CUT_OFF
        if top or bottom:
            return Unseen.CUT_OFF_TOP if top else Unseen.CUT_OFF_BOTTOM
        return None

    def _wrong_view(self, frame: Frame, visibility: list[float], shoulders: float, trunk: float) -> Unseen | None:
        if self._view not in _WITH_LIMITS:
            return None
        front_from, side_up_to = FRONT_FROM, SIDE_UP_TO
        if visibility[LH] < MIN_VISIBILITY or visibility[RH] < MIN_VISIBILITY:
            # Behind a desk the hips are a guess or not there: the neck is the measure then.
            if not (visibility[LEFT_EAR] and visibility[RIGHT_EAR]):
                return None
            trunk, front_from, side_up_to = _neck(frame), FRONT_FROM_NECK, FRONT_FROM_NECK
        if trunk <= 0:
            return None
        slack = 0.0 if self._lost else SLACK
        ratio = shoulders / trunk
        wrong = ratio > side_up_to + slack if self._view is View.SIDE else ratio < front_from - slack
        return Unseen.WRONG_VIEW if wrong else None


def mean_visibility(camera: CameraView, frame: Frame) -> float:
    """How visible the needed parts are in this frame, 0 to 1; from the side the better half of the body counts."""
    return _mean(camera.view in _ONE_SIDED, tuple(_indices(part) for part in camera.needs), frame.visibility.tolist())


def missing_parts(camera: CameraView, frame: Frame) -> tuple[str, ...]:
    """The needed parts that lie outside the picture or are seen too poorly, in the order of `camera.needs`; from the side the
    better half of the body is enough.

    >>> import numpy as np
    >>> nobody = Frame(0.0, np.zeros((33, 2)), np.zeros((33, 3)), np.zeros(33))
    >>> missing_parts(CameraView(View.FRONT, ("shoulders", "hips")), nobody)
    ('shoulders', 'hips')
    """
    seen = frame.visibility >= MIN_VISIBILITY
    if frame.size_px is not None:
        seen &= ((frame.plane >= 0) & (frame.plane <= np.array(frame.size_px))).all(axis=1)
    enough = any if camera.view in _ONE_SIDED else all
    return tuple(part for part in camera.needs if not enough(seen[list(PARTS[part])]))


def advice_key(why: Unseen, view: View) -> str:
    """Where the words for `why` stand among the texts of the catalogue.

    >>> advice_key(Unseen.TOO_CLOSE, View.FRONT), advice_key(Unseen.WRONG_VIEW, View.SIDE)
    ('camera.too_close', 'camera.wrong_view.side')
    """
    return f"camera.{why.value}.{view.value}" if why is Unseen.WRONG_VIEW else f"camera.{why.value}"


_WITH_LIMITS = (View.FRONT, View.BACK, View.SIDE)
_ONE_SIDED = (View.SIDE, View.OBLIQUE)  # the far half of the body is hidden, and the near half is enough


def _indices(part: str) -> tuple[int, int]:
    """A part as two landmarks, the same one twice where it is single."""
    return int(PARTS[part][0]), int(PARTS[part][-1])


def _mean(one_side: bool, parts: tuple[tuple[int, int], ...], visibility: list[float]) -> float:
    if not parts:
        return 1.0
    total = 0.0
    for left, right in parts:
        a, b = visibility[left], visibility[right]
        better = a if a > b else b
        if 0.0 < better < HARDLY:
            return 0.0
        total += 2 * better if one_side else a + b
    return total / (2 * len(parts))


def _shoulders_and_trunk(places: list[float]) -> tuple[float, float]:
    """Distance of the shoulders, and of mid-shoulder to mid-hip, in the picture."""
    ax, ay, bx, by = places[2 * LS : 2 * RS + 2]
    cx, cy, dx, dy = places[2 * LH : 2 * RH + 2]
    return math.hypot(ax - bx, ay - by), math.hypot(ax + bx - cx - dx, ay + by - cy - dy) / 2


def _neck(frame: Frame) -> float:
    """Distance of mid-shoulder to mid-ear in the picture."""
    at = frame.plane.item
    across = at(LS, 0) + at(RS, 0) - at(LEFT_EAR, 0) - at(RIGHT_EAR, 0)
    down = at(LS, 1) + at(RS, 1) - at(LEFT_EAR, 1) - at(RIGHT_EAR, 1)
    return math.hypot(across, down) / 2
