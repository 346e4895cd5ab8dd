"""A kept recording as something to watch: lines between joints, a few times a second, as in a mirror."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from upperback.model.body import Floats, Frame, Landmark

RATE_HZ: Final = 15  # enough for the eye, and half of what a camera gives; expert judgement
SEEN_FROM: Final = 0.5  # visibility under which a point is not drawn, as on the live picture
SIZE: Final = 1000  # the longer side of what is drawn
MARGIN: Final = 40

_L: Final = Landmark
BONES: Final = (
    (_L.LEFT_SHOULDER, _L.RIGHT_SHOULDER), (_L.LEFT_HIP, _L.RIGHT_HIP), (_L.LEFT_SHOULDER, _L.LEFT_HIP),
    (_L.RIGHT_SHOULDER, _L.RIGHT_HIP), (_L.LEFT_SHOULDER, _L.LEFT_ELBOW), (_L.LEFT_ELBOW, _L.LEFT_WRIST),
    (_L.RIGHT_SHOULDER, _L.RIGHT_ELBOW), (_L.RIGHT_ELBOW, _L.RIGHT_WRIST), (_L.LEFT_HIP, _L.LEFT_KNEE),
    (_L.LEFT_KNEE, _L.LEFT_ANKLE), (_L.RIGHT_HIP, _L.RIGHT_KNEE), (_L.RIGHT_KNEE, _L.RIGHT_ANKLE),
    (_L.LEFT_ANKLE, _L.LEFT_FOOT_INDEX), (_L.RIGHT_ANKLE, _L.RIGHT_FOOT_INDEX), (_L.LEFT_EAR, _L.RIGHT_EAR),
)  # fmt: skip
JOINTS: Final = tuple(sorted({joint for bone in BONES for joint in bone} | {_L.NOSE}))


@dataclass(frozen=True, slots=True)
class Moving:
    """`t_s` of each picture; `points` its joints as x, y in whole units of the view, None where a joint was not seen. `bones`
    are pairs of places in `points`; `first` is the picture with most joints seen, to stand still at."""

    width: int
    height: int
    seconds: float
    t_s: tuple[float, ...]
    points: tuple[tuple[int | None, ...], ...]
    bones: tuple[tuple[int, int], ...]
    first: int


def moving(frames: Sequence[Frame]) -> Moving:
    """What a page draws of a recording of at least one frame.

    >>> seen = Frame(2.0, np.tile([[320.0, 240.0]], (33, 1)), np.zeros((33, 3)), np.ones(33), (640, 480))
    >>> one = moving([seen])
    >>> one.width, one.height, one.t_s, one.points[0][:2]
    (1080, 1080, (0.0,), (1040, 40))
    """
    taken, next_s = [], -np.inf
    for frame in frames:
        if frame.t_s >= next_s:
            taken.append(frame)
            next_s = frame.t_s + 1 / RATE_HZ - 1e-3
    places = np.stack([frame.plane[list(JOINTS)] for frame in taken])
    seen = np.stack([frame.visibility[list(JOINTS)] >= SEEN_FROM for frame in taken])
    low, high = _view(places, seen)
    unit = SIZE / max(float((high - low).max()), 1e-6)
    drawn = (places - low) * unit + MARGIN
    width, height = (round(float(side) * unit) + 2 * MARGIN for side in high - low)
    drawn[:, :, 0] = width - drawn[:, :, 0]  # as in a mirror, like the live picture
    whole = np.rint(drawn).astype(int).tolist()
    points = tuple(
        tuple(value for (x, y), shown in zip(row, visible, strict=True) for value in ((x, y) if shown else (None, None)))
        for row, visible in zip(whole, seen.tolist(), strict=True)
    )
    start_s = taken[0].t_s
    return Moving(
        width=width,
        height=height,
        seconds=round(taken[-1].t_s - start_s, 3),
        t_s=tuple(round(frame.t_s - start_s, 3) for frame in taken),
        points=points,
        bones=tuple((JOINTS.index(a), JOINTS.index(b)) for a, b in BONES),
        first=int(seen.sum(axis=1).argmax()),
    )


def _view(places: Floats, seen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The corners of all that the joints reach."""
    shown = places[seen] if seen.any() else places.reshape(-1, 2)
    low: Floats = shown.min(axis=0)
    return low, np.maximum(shown.max(axis=0), low + 1e-3)
