"""TRC, the marker format of OpenSim and most movement laboratories: tab-separated, five header lines, X Y Z per marker.

Marker names are landmark names (`left_shoulder`, any case), or the short ones that OpenPose and the pose tools after it write
(`LShoulder`, `RBigToe`); what stands before a colon (`Anna:LShoulder`) is the person's and left alone, as is every other marker.
OpenSim's ground has x forward, y up and z to the person's right; for a person who faces the camera that is x' = -z, y' = -y,
z' = -x of our axes (`model.body`), and the same on the way back. In a laboratory people often face another way: see `forward`.
TRC knows no visibility: a marker that is there has 1, an empty one 0, and no pixels: `Frame.plane` is x and y in metres.
A name that ends in `.gz` is packed.
"""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from upperback.exchange.landmark_table import MAX_ROWS, NAMES, SHOULDERS, TableError, check_times, rate_hz, read_text
from upperback.model.body import N_LANDMARKS, Floats, Frame, Landmark

METRES_PER: Final = {"m": 1.0, "meters": 1.0, "metres": 1.0, "cm": 0.01, "mm": 0.001, "millimeters": 0.001}
HEADER_LINES: Final = 5
SHORT: Final = {
    "shoulder": "shoulder", "elbow": "elbow", "wrist": "wrist", "hip": "hip", "knee": "knee", "ankle": "ankle", "heel": "heel",
    "eye": "eye", "ear": "ear", "bigtoe": "foot_index", "index": "index", "pinky": "pinky", "thumb": "thumb",
}  # fmt: skip
"""What follows L or R in OpenPose's and HALPE's names, and the landmark it means."""
# Rows are OpenSim's axes in ours. A rotation by half a turn, so it is its own inverse.
TURN: Final = np.array([[0.0, 0.0, -1.0], [0.0, -1.0, 0.0], [-1.0, 0.0, 0.0]])
FORWARD: Final = {
    "x": TURN,
    "z": TURN @ [[0, 0, 1], [0, 1, 0], [-1, 0, 0]],
    "-x": TURN @ [[-1, 0, 0], [0, 1, 0], [0, 0, -1]],
    "-z": TURN @ [[0, 0, -1], [0, 1, 0], [1, 0, 0]],
}
"""By the axis that the person faces: what brings them to face our camera."""


def read(path: Path, *, forward: str = "x") -> Iterator[Frame]:
    """The frames of the TRC file at `path`, in our axes and metres.

    The whole file is checked before the first frame comes out. `forward` is the level axis of the file that the person faces:
    "x", OpenSim's own, or "-x", "z", "-z". Y is up.

    Raises:
        TableError: as for a landmark table, naming line and marker.
        ValueError: a `forward` that is none of these.
    """
    if forward not in FORWARD:
        raise ValueError(f"forward is {forward!r}, none of {', '.join(FORWARD)}")
    lines = read_text(path).splitlines()
    if not lines:
        raise TableError(path, "the file is empty")
    if not lines[0].startswith("PathFileType"):
        raise TableError(path, "a TRC file begins with PathFileType", line=1)
    if len(lines) < HEADER_LINES:
        raise TableError(path, "the header is cut short", line=len(lines))
    unit_m = _unit_m(path, lines)
    markers = _markers(path, lines[3])
    for landmark in SHOULDERS:
        if landmark not in markers:
            raise TableError(path, f"there is no {NAMES[landmark]}, and nothing can be judged without both shoulders", line=4)
    numbered = [(number, line) for number, line in enumerate(lines[HEADER_LINES:], start=HEADER_LINES + 1) if line.strip()]
    if not numbered:
        raise TableError(path, "there is a header but no row of numbers")
    if len(numbered) > MAX_ROWS:
        raise TableError(
            path, f"{len(numbered)} rows are more than the {MAX_ROWS} this program reads; cut the recording into parts"
        )
    frames = [_frame(path, number, line.split("\t"), markers, unit_m, FORWARD[forward]) for number, line in numbered]
    check_times(path, np.array([frame.t_s for frame in frames]), first_line=numbered[0][0])
    return iter(frames)


def write(path: Path, frames: Iterable[Frame], *, unit: str = "m", name: str | None = None) -> None:
    """Write `frames` as TRC in OpenSim's axes, in metres or millimetres; a landmark with visibility 0 is left empty.

    `name` is what the file calls itself, where that is not the name it is written under."""
    kept = list(frames)
    seen = [landmark for landmark in Landmark if any(frame.visibility[landmark] > 0 for frame in kept)]
    per_unit, decimals = 1 / METRES_PER[unit], 6 if METRES_PER[unit] == 1 else 3
    rate = f"{rate_hz(kept):g}"
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{name or path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate}\t{rate}\t{len(kept)}\t{len(seen)}\t{unit}\t{rate}\t1\t{len(kept)}",
        "Frame#\tTime\t" + "\t\t\t".join(NAMES[landmark] for landmark in seen) + "\t\t",
        "\t\t" + "\t".join(f"{axis}{number}" for number in range(1, len(seen) + 1) for axis in "XYZ"),
        "",
    ]
    for number, frame in enumerate(kept, start=1):
        points = frame.world_m @ TURN.T * per_unit
        cells = [str(number), f"{frame.t_s:.6f}"]
        for landmark in seen:
            there = frame.visibility[landmark] > 0
            cells += [f"{value:.{decimals}f}" if there else "" for value in points[landmark]]
        lines.append("\t".join(cells))
    content = ("\n".join(lines) + "\n").encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix.lower() == ".gz" else content)


def _unit_m(path: Path, lines: Sequence[str]) -> float:
    names, values = lines[1].split("\t"), lines[2].split("\t")
    unit = dict(zip(names, values, strict=False)).get("Units", "").strip().lower()
    if unit not in METRES_PER:
        raise TableError(path, f"the unit {unit[:20]!r} is none of mm, cm, m", line=3, column="Units")
    return METRES_PER[unit]


def _markers(path: Path, line: str) -> dict[Landmark, int]:
    """Where each landmark's X stands in a row."""
    cells = [cell.strip().lower() for cell in line.split("\t")]
    if len(cells) < 2 or cells[1] != "time":
        raise TableError(path, "the second column is not Time", line=4)
    by_name = {
        f"{side[0]}{short}": Landmark[f"{side}_{name}".upper()] for side in ("left", "right") for short, name in SHORT.items()
    }
    by_name |= {name: landmark for landmark, name in NAMES.items()}
    places: dict[Landmark, int] = {}
    for index, cell in enumerate(cells):
        # Some programs name every column: NAME three times, or NAME_x, NAME_y, NAME_z.
        landmark = by_name.get(cell.rpartition(":")[2].removesuffix("_x"))
        if landmark is not None:
            places.setdefault(landmark, index)
    return places


def _frame(path: Path, number: int, cells: list[str], markers: dict[Landmark, int], unit_m: float, turn: Floats) -> Frame:
    world_m = np.zeros((N_LANDMARKS, 3))
    visibility = np.zeros(N_LANDMARKS)
    t_s = _number(path, number, "Time", cells[1] if len(cells) > 1 else "")
    for landmark, index in markers.items():
        xyz = [*cells[index : index + 3], "", "", ""][:3]
        # OpenSim leaves a lost marker empty; other programs write NaN there.
        if all(cell.strip().lower() in ("", "nan") for cell in xyz):
            continue
        world_m[landmark] = [_number(path, number, NAMES[landmark], cell) * unit_m for cell in xyz]
        visibility[landmark] = 1.0
    world_m = world_m @ turn.T
    return Frame(t_s, world_m[:, :2], world_m, visibility)


def _number(path: Path, line: int, column: str, cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        what = f"{cell.strip()[:20]!r} is not a number" if cell.strip() else "there is no number"
        raise TableError(path, what, line=line, column=column) from None
    if not np.isfinite(value):
        raise TableError(path, f"{cell.strip()[:20]} is not a finite number", line=line, column=column)
    return value
