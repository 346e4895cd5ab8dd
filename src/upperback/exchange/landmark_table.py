"""Landmark tables: CSV (gzip allowed) with `t_s`, then `NAME_x, NAME_y, NAME_z, NAME_v` for each landmark that was measured.

Metres, in the axes of `model.body`; `NAME_v` is the visibility, 0 to 1, taken as 1 where the column is absent. `NAME_px, NAME_py`
are the place in the picture, in pixels; without them `Frame.plane` is x and y in metres. Columns of other names are left alone.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from upperback.model.body import N_LANDMARKS, Floats, Frame, Landmark

# An hour at 120 Hz; as text, with all 33 landmarks, such a table stays under the second limit. A gzip bomb meets it early.
MAX_ROWS: Final = 432_000
MAX_BYTES: Final = 512 * 2**20
# Rounding by other programs; beyond it a visibility is not one.
VISIBILITY_SLACK: Final = 1e-3
NAMES: Final = {landmark: landmark.name.lower() for landmark in Landmark}
SHOULDERS: Final = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)


class TableError(ValueError):
    """A table that can't be used. One line: the file, the line, the column, what is wrong."""

    def __init__(self, path: Path, what: str, *, line: int | None = None, column: str | None = None) -> None:
        place = "".join((f", line {line}" if line else "", f", column {column}" if column else ""))
        super().__init__(f"{path}{place}: {what}")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row each value stands: `seen` are the landmarks present, the lists run beside it."""

    t_s: int
    seen: tuple[Landmark, ...]
    world: tuple[int, ...]  # x, y, z of each landmark
    visibility: tuple[int | None, ...]
    picture: tuple[int, ...]  # px, py of each landmark, or empty

    @property
    def wanted(self) -> tuple[int, ...]:
        return (self.t_s, *self.world, *(v for v in self.visibility if v is not None), *self.picture)


def read(path: Path) -> Iterator[Frame]:
    """The frames of the table at `path`, whose name ends in `.csv` or `.csv.gz`.

    The whole table is read and checked before the first frame comes out, so nobody acts on half of a broken file.

    Raises:
        TableError: empty, cut short, too long, without `t_s` or a shoulder, a cell that is not a finite number, a visibility
            outside 0 to 1, a time that is negative or does not go forward.
    """
    return frames_in(path, read_text(path))


def frames_in(path: Path, content: str) -> Iterator[Frame]:
    """The frames of a table that was read already; `path` names it in errors. Raises TableError as `read` does."""
    lines = content.splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise TableError(path, "the file is empty")
    if len(lines) == 1:
        raise TableError(path, "there is a header but no row of numbers", line=1)
    if len(lines) - 1 > MAX_ROWS:
        raise TableError(
            path, f"{len(lines) - 1} rows are more than the {MAX_ROWS} this program reads; cut the recording into parts"
        )
    header = [name.strip() for name in next(csv.reader(lines[:1]))]
    columns = _columns(path, header)
    rows = _rows(path, header, lines, columns.wanted)
    check_times(path, rows[:, 0])
    return iter(_frames(path, header, columns, rows))


def write(path: Path, frames: Iterable[Frame]) -> None:
    """Write `frames` as a table; gzip where the name ends in `.gz`. Metres keep five decimals, seconds six, pixels two."""
    # No time stamp in the gzip header: the same frames give the same file.
    content = text_of(frames).encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix.lower() == ".gz" else content)


def text_of(frames: Iterable[Frame], *, metres: str = ".5f", visible: str = ".4f", pixels: str = ".2f") -> str:
    """The text of a table; `metres`, `visible` and `pixels` say how numbers are written.

    A landmark has columns when any frame measured it, the two shoulders always. With a picture (`size_px`) in the first frame
    the pixel columns are written too.
    """
    kept = list(frames)
    ever_seen = np.zeros(N_LANDMARKS, bool)
    ever_seen[list(SHOULDERS)] = True
    for frame in kept:
        ever_seen |= frame.visibility > 0
    seen = [landmark for landmark in Landmark if ever_seen[landmark]]
    with_picture = bool(kept) and kept[0].size_px is not None
    names = ["t_s"]
    for landmark in seen:
        names += [f"{NAMES[landmark]}_{suffix}" for suffix in ("x", "y", "z", "v", *(("px", "py") if with_picture else ()))]
    text = io.StringIO()
    text.write(",".join(names) + "\n")
    for frame in kept:
        cells = [f"{frame.t_s:.6f}"]
        for landmark in seen:
            cells += [format(value, metres) for value in frame.world_m[landmark].tolist()]
            cells.append(format(frame.visibility[landmark], visible))
            if with_picture:
                cells += [format(value, pixels) for value in frame.plane[landmark].tolist()]
        text.write(",".join(cells) + "\n")
    return text.getvalue()


def read_text(path: Path) -> str:
    """The text of a table, unpacked, within `MAX_BYTES`."""
    try:
        with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise TableError(path, "there is no such file") from None
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise TableError(path, "the gzip data is cut short or damaged") from None
    except OSError as error:
        raise TableError(path, f"can't be read ({error.strerror})") from None
    if len(content) > MAX_BYTES:
        raise TableError(path, f"more than {MAX_BYTES // 2**20} MB of text; cut the recording into parts")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(path, "this is not text") from None


def check_times(path: Path, t_s: Floats, *, first_line: int = 2) -> None:
    """Refuse a time that is negative or does not go forward; row 0 stands on `first_line`."""
    if t_s[0] < 0:
        raise TableError(path, f"the time {t_s[0]:g} s is negative", line=first_line, column="t_s")
    backward = np.flatnonzero(np.diff(t_s) <= 0)
    if backward.size:
        row = int(backward[0]) + 1
        raise TableError(path, f"the time {t_s[row]:g} s is not after {t_s[row - 1]:g} s", line=first_line + row, column="t_s")


def _columns(path: Path, header: Sequence[str]) -> Columns:
    place = {name: index for index, name in enumerate(header)}
    if len(place) < len(header):
        twice = next(name for index, name in enumerate(header) if place[name] != index)
        raise TableError(path, "the column stands there twice", line=1, column=twice or "(no name)")
    if "t_s" not in place:
        raise TableError(path, "there is no column t_s", line=1)
    seen = tuple(landmark for landmark, name in NAMES.items() if any(f"{name}_{axis}" in place for axis in "xyz"))
    for landmark in SHOULDERS:
        if landmark not in seen:
            raise TableError(path, f"there is no {NAMES[landmark]}, and nothing can be judged without both shoulders", line=1)
    in_picture = any(f"{NAMES[landmark]}_p{axis}" in place for landmark in seen for axis in "xy")
    suffixes = ("x", "y", "z", "px", "py") if in_picture else ("x", "y", "z")
    for landmark in seen:
        for suffix in suffixes:
            if f"{NAMES[landmark]}_{suffix}" not in place:
                raise TableError(path, "the column is missing", line=1, column=f"{NAMES[landmark]}_{suffix}")
    return Columns(
        t_s=place["t_s"],
        seen=seen,
        world=tuple(place[f"{NAMES[landmark]}_{axis}"] for landmark in seen for axis in "xyz"),
        visibility=tuple(place.get(f"{NAMES[landmark]}_v") for landmark in seen),
        picture=tuple(place[f"{NAMES[landmark]}_p{axis}"] for landmark in seen for axis in "xy") if in_picture else (),
    )


def _rows(path: Path, header: Sequence[str], lines: Sequence[str], wanted: Sequence[int]) -> Floats:
    """The wanted columns as numbers; where that fails, a slow second look finds line and column."""
    blank = next((number for number, line in enumerate(lines, start=1) if not line or line.isspace()), None)
    if blank is not None:
        raise TableError(path, "the line is empty", line=blank)
    try:
        rows = np.loadtxt(lines[1:], delimiter=",", usecols=wanted, comments=None, quotechar='"', ndmin=2)
    except ValueError:
        rows = None
    if rows is None or not np.isfinite(rows).all():
        raise _fault(path, header, lines, wanted)
    return rows


def _fault(path: Path, header: Sequence[str], lines: Sequence[str], wanted: Sequence[int]) -> TableError:
    for number, row in enumerate(csv.reader(lines[1:]), start=2):
        for index in sorted(wanted):
            if index >= len(row):
                return TableError(path, "the row ends before this column", line=number, column=header[index])
            cell = row[index].strip()
            try:
                fault = None if np.isfinite(float(cell)) else f"{cell[:20]} is not a finite number"
            except ValueError:
                fault = f"{cell[:20]!r} is not a number" if cell else "there is no number"
            if fault is not None:
                return TableError(path, fault, line=number, column=header[index])
    return TableError(path, "the rows are not all numbers")


def _frames(path: Path, header: Sequence[str], columns: Columns, rows: Floats) -> Iterator[Frame]:
    n_rows, n_seen = len(rows), len(columns.seen)
    seen = np.array(columns.seen)
    world_m = np.zeros((n_rows, N_LANDMARKS, 3))
    world_m[:, seen] = rows[:, 1 : 1 + 3 * n_seen].reshape(n_rows, n_seen, 3)
    visibility = np.zeros((n_rows, N_LANDMARKS))
    visibility[:, seen] = 1.0
    at = 1 + 3 * n_seen
    for landmark, index in zip(columns.seen, columns.visibility, strict=True):
        if index is None:
            continue
        values = rows[:, at]
        outside = np.flatnonzero((values < -VISIBILITY_SLACK) | (values > 1 + VISIBILITY_SLACK))
        if outside.size:
            row = int(outside[0])
            raise TableError(path, f"the visibility {values[row]:g} is not between 0 and 1", line=row + 2, column=header[index])
        visibility[:, landmark] = values.clip(0, 1)
        at += 1
    plane = world_m[:, :, :2]
    if columns.picture:
        plane = np.zeros((n_rows, N_LANDMARKS, 2))
        plane[:, seen] = rows[:, at:].reshape(n_rows, n_seen, 2)
    times = rows[:, 0].tolist()
    return (Frame(t, xy, xyz, v) for t, xy, xyz, v in zip(times, plane, world_m, visibility, strict=True))


def rate_hz(frames: Sequence[Frame]) -> float:
    """Frames a second, by the middle of the gaps; 30 for fewer than two frames.

    >>> import numpy as np
    >>> def frame(t_s: float) -> Frame:
    ...     return Frame(t_s, np.zeros((33, 2)), np.zeros((33, 3)), np.zeros(33))
    >>> rate_hz([frame(0.0), frame(0.05), frame(0.1)])
    20.0
    """
    if len(frames) < 2:
        return 30.0
    return round(1 / float(np.median([b.t_s - a.t_s for a, b in pairwise(frames)])), 3)
