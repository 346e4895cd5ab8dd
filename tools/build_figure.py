"""Makes the figure of the moving demonstrations: `web/assets/figure/figure.bin`, from the shapes of `build_figure_body` alone.

The shapes are one distance field; its surface is found by marching cubes, thinned, laid on the field again and tied to the
joints of `motion.skeleton`. One half is kept; the page mirrors it. `docs/viewer.md` has the file's layout. Run it with the
extra `figure` after a change of the shapes: `make figure`.
"""

import json
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import fast_simplification
import numpy as np
from build_figure_body import (
    BODY,
    EDGE_M,
    FAR_M,
    HAIR,
    HEM_M,
    NECKLINE,
    SHIRT,
    TROUSERS,
    Cone,
    Egg,
    Points,
    Shape,
    Tube,
    hairline,
)
from build_figure_digest import digest
from build_figure_joints import BONES, local, ties
from build_figure_parts import parts
from skimage.measure import marching_cubes

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src/upperback/web/assets/figure/figure.bin"
MAGIC = b"UBFIG1\0\0"
CELL_M = 0.0026
TRIANGLES = 13_500  # of the half
SEAM = 0.004  # how softly one layer meets the next
BOX_M = ((0.0, 0.0, -0.22), (0.80, 1.80, 0.30))
LAYER_DEPTH_M = 0.03  # where a layer is this far below the surface it no longer matters
POSITION_STEP_M = 0.0001
LAYERS = ("skin", "top", "leg", "hair")
MIRROR = np.array([-1.0, 1.0, 1.0])
CENTRAL = ("pelvis", "spine3", "neck", "head")


def smooth_min(a: Points, b: Points, blend: float) -> Points:
    """The smaller of two distances, rounded where they meet."""
    near = np.maximum(blend - np.abs(a - b), 0) / blend
    return np.minimum(a, b) - near * near * blend * 0.25


def union(shapes: list[Shape], at: Points) -> Points:
    """The distance to shapes grown into each other. What lies beside the middle of the body meets its own mirror image too."""
    d = np.full(len(at), FAR_M)
    for shape in shapes:
        for side in (at, at * MIRROR) if is_beside_middle(shape) else (at,):
            own = shape.distance(local(shape.joint, side))
            d = -smooth_min(-d, own, shape.blend) if isinstance(shape, Egg) and shape.hollow else smooth_min(d, own, shape.blend)
    return d


def is_beside_middle(shape: Shape) -> bool:
    match shape:
        case Tube(joint=joint):
            return joint == "thigh_l"
        case Egg(joint=joint, middle=(x, _, _)) | Cone(joint=joint, a=(x, _, _)):
            return joint in CENTRAL and x != 0


def layers(at: Points) -> Points:
    """The distance to each layer, (n, 4): body, shirt, trousers, hair."""
    shirt = -smooth_min(-union(SHIRT, at), NECKLINE.distance(local("neck", at)), NECKLINE.blend)
    shirt = -smooth_min(-shirt, local("pelvis", at)[:, 1] - HEM_M, EDGE_M)
    hair = -smooth_min(-union(HAIR, at), -hairline(local("head", at)), 0.010)
    return np.stack([union(BODY, at), shirt, union(TROUSERS, at), hair], axis=1)


def surface(at: Points) -> Points:
    """The distance to the outermost layer."""
    each = layers(at)
    d = each[:, 0]
    for k in range(1, each.shape[1]):
        d = smooth_min(d, each[:, k], SEAM)
    return d


def in_parts(function: Callable[[Points], Points], at: Points, size: int = 60_000) -> Points:
    return np.concatenate([function(part) for part in np.array_split(at, max(1, len(at) // size))])


def slope(at: Points, step_m: float = 0.0012) -> Points:
    """The outward direction of the surface, (n, 3)."""
    moved = [in_parts(surface, at + step_m * axis) - in_parts(surface, at - step_m * axis) for axis in np.eye(3)]
    n = np.stack(moved, axis=1)
    return n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)


def dense() -> tuple[Points, Points]:
    """Vertices and triangles of the half, closely meshed. Only cells near the surface are looked at."""
    low, high = np.array(BOX_M)
    coarse_m = CELL_M * 4
    count = np.ceil((high - low) / coarse_m).astype(int)
    axes = [low[k] + coarse_m * (np.arange(count[k]) + 0.5) for k in range(3)]
    middles = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    far = in_parts(surface, middles)
    near = (np.abs(far) < coarse_m * 1.3).reshape(count)
    fine = count * 4 + 1
    field = np.repeat(np.repeat(np.repeat(np.sign(far.reshape(count)) * FAR_M, 4, 0), 4, 1), 4, 2)
    field = np.pad(field, ((0, 1), (0, 1), (0, 1)), mode="edge")
    wanted = np.zeros(fine, dtype=bool)
    for offset in np.ndindex(5, 5, 5):
        i, j, k = np.nonzero(near)
        wanted[i * 4 + offset[0], j * 4 + offset[1], k * 4 + offset[2]] = True
    index = np.argwhere(wanted)
    field[wanted] = in_parts(surface, low + CELL_M * index)
    points, faces, _, _ = marching_cubes(field, 0.0, spacing=(CELL_M,) * 3, gradient_direction="ascent")
    return points.astype(float) + low, faces


def rim(faces: Points) -> Points:
    """The vertices on the open edge, where the mirror image begins."""
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    one, times = np.unique(edges, axis=0, return_counts=True)
    return np.unique(one[times == 1])


def outward(points: Points, faces: Points) -> Points:
    """The triangles, all turned so that they face out."""
    corners = points[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    middle = corners.mean(axis=1)
    inside = np.sum(across * slope(middle), axis=1).sum() < 0
    return faces[:, ::-1].copy() if inside else faces


def thin(points: Points, faces: Points) -> tuple[Points, Points]:
    points, faces = fast_simplification.simplify(points.astype(np.float32), faces.astype(np.int32), target_count=TRIANGLES, agg=3)
    points, faces = points.astype(float), faces.astype(np.int64)
    edge = rim(faces)
    edge = edge[points[edge, 0] < 0.004]
    for _ in range(3):
        points[edge, 0] = 0.0
        n = slope(points)
        n[edge, 0] = 0.0
        points -= n * np.clip(in_parts(surface, points), -0.002, 0.002)[:, None]
    return points, faces


def in_order(points: Points, faces: Points) -> tuple[Points, Points]:
    """Vertices and triangles from the head down, so that neighbours are near in the file and it packs well."""
    order = np.argsort(np.round(-points[:, 1] / 0.01) + (points[:, 2] + 1) / 4)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    faces = place[faces]
    first = faces.argmin(axis=1)
    faces = np.stack([faces[np.arange(len(faces)), (first + k) % 3] for k in range(3)], axis=1)
    return points[order], faces[np.lexsort((faces[:, 1], faces[:, 0]))]


def steps(values: Points) -> Points:
    """Each row as its difference from the one before."""
    return np.diff(values, axis=0, prepend=np.zeros((1, *values.shape[1:]), dtype=values.dtype))


def octahedral(n: Points) -> Points:
    """Unit directions as two numbers of -127 to 127 (Meyer et al. 2010, doi:10.1111/j.1467-8659.2010.01737.x)."""
    flat = n / np.abs(n).sum(axis=1, keepdims=True)
    folded = (1 - np.abs(flat[:, [1, 0]])) * np.where(flat[:, :2] >= 0, 1, -1)
    return np.round(np.where(flat[:, 2:] < 0, folded, flat[:, :2]) * 127).astype(np.int64)


def pack(points: Points, faces: Points) -> bytes:
    n, depth = slope(points), in_parts(layers, points)
    which, weight = ties(points)
    streams = {
        "position": (steps(np.round(points / POSITION_STEP_M).astype(np.int64)), "i2"),
        "normal": (octahedral(n), "i1"),
        "layer": (np.clip(np.round((depth - depth.min(axis=1, keepdims=True)) / LAYER_DEPTH_M * 255), 0, 255), "u1"),
        "bone": (which, "u1"),
        "weight": (weight, "u1"),
        "triangle": (steps(faces), "i2"),
    }
    body, table = b"", {}
    for name, (values, kind) in streams.items():
        # Component after component: like stands by like, which packs to half.
        raw = np.ascontiguousarray(values.T).astype(f"<{kind}")
        assert np.array_equal(raw, values.T), name
        body += b"\0" * (-len(body) % 4)
        table[name] = {"at": len(body), "type": kind, "rows": len(values), "columns": values.shape[1]}
        body += raw.tobytes()
    header = {
        "made_from": digest(), "step_m": POSITION_STEP_M, "layers": LAYERS, "layer_depth_m": LAYER_DEPTH_M,
        "streams": table, "bones": BONES, "parts": parts(),
    }  # fmt: skip
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return MAGIC + struct.pack("<I", len(text)) + text + body


def main() -> None:
    points, faces = dense()
    say(f"{len(faces)} triangles in the close mesh of the half")
    points, faces = thin(points, outward(points, faces))
    points, faces = in_order(points, faces)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(pack(points, faces))
    say(f"{len(faces)} triangles, {len(points)} points kept; {TARGET.stat().st_size} bytes")


def say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
