"""A demonstration as a renderer plays it: one round of the movement in small steps, and where the moving part goes.

Between two key positions the body is given at `STEPS` equal shares of the time, minimum jerk, contacts and all; a hold needs no
step of its own. A renderer that joins neighbours by straight lines is off by less than 0.6 degrees in 99
of 100 moves of a joint, and at most by 1.9: a hand that its pin turns over.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.model.demo import JOINTS, Demo, Part
from upperback.motion.anatomy import SIDES
from upperback.motion.contacts import Posed
from upperback.motion.skeleton import REFERENCE, between, ease

STEPS: Final = 24
_SHOWN_FROM_M: Final = 0.02  # a part that goes less far gets no arrow; expert judgement
_SECOND_FROM: Final = 0.65  # another limb gets one too when it goes at least this share as far; expert judgement
_ONE_SIDE_FROM: Final = 1.5  # a limb that goes this many times as far as its twin is what is shown; expert judgement
_POINTS: Final = 9
# What an arrow can follow. A hand that the trunk carries goes further than the trunk, and is easier to see.
_FOLLOWED: Final[tuple[tuple[str, tuple[float, float, float]], ...]] = (
    ("head", (0.0, 0.045, 0.13)), ("head", (0.0, 0.19, 0.0)), ("spine3", (0.0, 0.13, 0.13)), ("pelvis", (0.0, 0.0, 0.0)),
    *((f"{joint}_{s}", at) for joint, at in (("hand", (0.0, -0.10, 0.0)), ("farm", (0.0, 0.0, 0.0)), ("shank", (0.0, 0.0, 0.06)),
                                             ("foot", (0.0, -0.05, 0.12)), ("clav", (0.0, 0.0, -0.06))) for s, _ in SIDES),
)  # fmt: skip
_NECK: Final = frozenset({Part.NECK, Part.NECK_LEFT, Part.NECK_RIGHT})


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One round. `root_m` (n, 3): where the pelvis is; `turn` (n, 20, 4): each joint's frame in the world as x, y, z, w.

    n is `STEPS` + 1 for each move, in the order of the keys: from the first to the second, ..., from the last to the first.
    """

    root_m: Floats
    turn: Floats


def course(demo: Demo) -> Course:
    """The whole movement of a demo, of the reference body."""
    moves = [_move(demo, i) for i in range(len(demo.keys))]
    root = np.concatenate([posed.at_m["pelvis"] for posed in moves])
    frames = [np.stack([posed.turn[joint] for joint in JOINTS], axis=1) for posed in moves]
    return Course(root, quaternions(np.concatenate(frames)))


def arrows(demo: Demo, index: int) -> list[Floats]:
    """The way (9, 3) in metres of what moves most from this key position to the next, and of a second limb that moves too."""
    posed = _move(demo, index)
    ways = {(j, at): posed.at_m[j] + posed.turn[j] @ np.array(at) for j, at in _FOLLOWED}
    length = {spot: float(np.linalg.norm(np.diff(way, axis=0), axis=1).sum()) for spot, way in ways.items()}
    works = (*demo.keys[index].works, *demo.keys[(index + 1) % len(demo.keys)].works)
    head = [spot for spot in _FOLLOWED if spot[0] == "head" and length[spot] >= _SHOWN_FROM_M]
    # Where the neck works, a hand that goes to its hold is not what it is about.
    first = max(head if head and any(part in _NECK for part in works) else _FOLLOWED, key=lambda spot: length[spot])
    if length[first] < _SHOWN_FROM_M:
        return []
    others = [spot for spot in _FOLLOWED if _limb(first) and _limb(spot) not in ("", _limb(first))]
    second = max(others, key=lambda spot: length[spot], default=first)
    spots = [first, second] if second != first and length[second] >= _SECOND_FROM * length[first] else [first]
    return [_evenly(ways[spot]) for spot in spots]


def shown_side(demo: Demo) -> str:
    """The side that a demo of one side alone shows, "left" or "right"; "" where it shows both, or none.

    It is the side of the parts that work; where those have none, that of the limb that goes much further than its twin.
    """
    if any(key.side for key in demo.keys):
        return ""
    sided = {part.rpartition("_")[2] for key in demo.keys for part in key.works} & {"left", "right"}
    if sided:
        return sided.pop() if len(sided) == 1 else ""
    gone = dict.fromkeys("lr", 0.0)
    for i in range(len(demo.keys)):
        posed = _move(demo, i)
        for joint in ("hand", "foot"):
            for s, _ in SIDES:
                way = np.diff(posed.at_m[f"{joint}_{s}"], axis=0)
                gone[s] += float(np.linalg.norm(way, axis=1).sum())
    left, right = gone["l"], gone["r"]
    if max(left, right) < _ONE_SIDE_FROM * min(left, right) + _SHOWN_FROM_M:
        return ""
    return "left" if left > right else "right"


def quaternions(turn: Floats) -> Floats:
    """Rotations (..., 3, 3) as unit quaternions (..., 4): x, y, z, w.

    >>> quaternions(np.diag([1.0, -1.0, -1.0])[None]).round(3).tolist()
    [[1.0, 0.0, 0.0, 0.0]]
    """
    xx, yy, zz = turn[..., 0, 0], turn[..., 1, 1], turn[..., 2, 2]
    # Each row is the quaternion times four times one of its own numbers; the row of the largest is the exact one.
    a, b, c = turn[..., 2, 1] - turn[..., 1, 2], turn[..., 0, 2] - turn[..., 2, 0], turn[..., 1, 0] - turn[..., 0, 1]
    d, e, f = turn[..., 0, 1] + turn[..., 1, 0], turn[..., 0, 2] + turn[..., 2, 0], turn[..., 1, 2] + turn[..., 2, 1]
    rows = np.stack(
        [
            np.stack([1 + xx - yy - zz, d, e, a], axis=-1),
            np.stack([d, 1 - xx + yy - zz, f, b], axis=-1),
            np.stack([e, f, 1 - xx - yy + zz, c], axis=-1),
            np.stack([a, b, c, 1 + xx + yy + zz], axis=-1),
        ],
        axis=-2,
    )
    best = np.argmax(np.diagonal(rows, axis1=-2, axis2=-1), axis=-1)
    q = np.take_along_axis(rows, best[..., None, None], axis=-2)[..., 0, :]
    unit: Floats = q / np.linalg.norm(q, axis=-1, keepdims=True)
    return unit


def _move(demo: Demo, index: int) -> Posed:
    start, end = demo.keys[index], demo.keys[(index + 1) % len(demo.keys)]
    return between(demo.anchor, start, end, ease(np.linspace(0, 1, STEPS + 1)), REFERENCE)


def _limb(spot: tuple[str, tuple[float, float, float]]) -> str:
    """Which arm or leg a place belongs to, "" for none."""
    part, _, side = spot[0].partition("_")
    limb = {"hand": "arm", "farm": "arm", "foot": "leg", "shank": "leg"}.get(part, "")
    return limb and f"{limb}_{side}"


def _evenly(way: Floats) -> Floats:
    """A way (n, 3) at nine places, as far from each other along it."""
    gone = np.concatenate([[0.0], np.cumsum([float(np.linalg.norm(b - a)) for a, b in pairwise(way)])])
    wanted = np.linspace(0, gone[-1], _POINTS)
    return np.stack([np.interp(wanted, gone, way[:, k]) for k in range(3)], axis=1)
