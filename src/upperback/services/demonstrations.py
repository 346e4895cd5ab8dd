"""A demonstration as one compact file for the page that plays it, so that no script knows an exercise.

The file, little endian: magic `UBDEMO1\\0`, uint32 length of the header, the header (JSON, padded with spaces to a multiple of
4), then for every step of every move 3 + 20 * 4 numbers of int16: the pelvis in tenths of a millimetre, and each joint's frame
in the world as x, y, z, w times 32767. `docs/viewer.md` lists the header.
"""

import json
import re
import struct
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from upperback.model.demo import JOINTS, Demo
from upperback.model.texts import Texts
from upperback.motion.anatomy import PARENT
from upperback.motion.drawing_marks import LEVEL_M
from upperback.motion.drawing_props import WALL_Z_M
from upperback.motion.skeleton import REFERENCE, period_s
from upperback.motion.staging import GRIPPED, Line, Rod, Slab, Strap, lines, phone, props_of, stages
from upperback.motion.travel import STEPS, arrows, course, shown_side

MAGIC: Final = b"UBDEMO1\0"
_PLACE_STEP_M: Final = 0.0001
_TURN_FULL: Final = 32767


def demonstration(demo: Demo, texts: Texts) -> bytes:
    """The whole file of one demo, its words in the language of `texts`."""
    moves = course(demo)
    n = len(moves.root_m)
    numbers = np.concatenate([moves.root_m / _PLACE_STEP_M, moves.turn.reshape(n, -1) * _TURN_FULL], axis=1)
    header = json.dumps(_header(demo, texts), ensure_ascii=False, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 4)
    return MAGIC + struct.pack("<I", len(header)) + header + np.round(numbers).astype("<i2").tobytes()


def _header(demo: Demo, texts: Texts) -> dict[str, Any]:
    rows = [(stage, list(places)) for stage, places in stages(demo)]
    return {
        "period_s": period_s(demo),
        "shows": shown_side(demo),
        "steps": STEPS,
        "place_step_m": _PLACE_STEP_M,
        "joints": [[PARENT.get(joint), *_rounded(REFERENCE.offsets_m[joint].tolist())] for joint in JOINTS],
        "names": JOINTS,
        "view": {"yaw_deg": demo.yaw_deg, "pitch_deg": demo.pitch_deg, "around": list(demo.around)},
        "keys": [_key(demo, i, texts) for i in range(len(demo.keys))],
        "level_m": LEVEL_M,
        "wall_z_m": WALL_Z_M,
        "solids": [_solid(solid) | {"keys": places} for stage, places in rows for solid in stage.solids],
        "straps": [
            _ends(strap) | {"radius_m": strap.radius_m, "keys": places} for stage, places in rows for strap in stage.straps
        ],
    }


def _key(demo: Demo, index: int, texts: Texts) -> dict[str, Any]:
    key = demo.keys[index]
    lying = phone(key)
    return {
        "caption": key.caption,
        "caption_mirrored": other_side(key.caption, texts),
        "move_s": key.move_s,
        "hold_s": key.hold_s,
        "breath": key.breath,
        "side": key.side,
        "shown": key.shown,
        "works": [str(part) for part in key.works],
        "grip": bool(GRIPPED & set(props_of(demo, key))),
        "arrows": [[_rounded(point) for point in way.tolist()] for way in arrows(demo, index)],
        "measure": [_ends(line) | {"ticks": line.ticks} for line in lines(key)],
        "phone": _solid(lying) if lying else None,
    }


def other_side(words: str, texts: Texts) -> str:
    """The words of the mirrored position: left for right and right for left, as the language says them."""
    pair = [texts(f"demonstration.{side}") for side in ("left", "right")]
    swapped = {a: b for say in (str.lower, str.capitalize) for a, b in zip(map(say, pair), map(say, reversed(pair)), strict=True)}
    return re.sub(r"\b(" + "|".join(map(re.escape, swapped)) + r")\b", lambda found: swapped[found.group()], words)


def _solid(solid: Rod | Slab) -> dict[str, Any]:
    return {"kind": "rod" if isinstance(solid, Rod) else "slab", **{name: _rounded(v) for name, v in asdict(solid).items()}}


def _ends(between: Strap | Line) -> dict[str, Any]:
    return {"start": [between.start[0], *_rounded(between.start[1])], "end": [between.end[0], *_rounded(between.end[1])]}


def _rounded(value: Any) -> Any:
    """Numbers to a tenth of a millimetre."""
    if isinstance(value, float):
        return round(value, 4)
    return [_rounded(v) for v in value] if isinstance(value, tuple | list) else value
