"""Ranges on people: another camera's markers beside ours."""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from accuracy_row import MissingError, Row, recordings

from upperback.exchange.landmark_table import read
from upperback.model.body import Floats, Frame, Landmark
from upperback.model.movement import Signal
from upperback.motion import arm_heights, values

try:
    import kineticstoolkit.geometry as laboratory
except ImportError:
    laboratory = None

TITLE = "Ranges, on people"
NOTE = """Keraal is one person, one recording a movement, BlazePose on video against Vicon; not synchronised, so both are
stretched to one length, and the bias is ours less Vicon's at the furthest point of each side. Vicon's shoulders are origins of
segments, not skin marks. With arms held wide the camera reads the line of the hands, and that is what it reads right: in Vicon
too the hands turn about 18 degrees further than the shoulders at each end, since arms swing on. One person is too few to take
that off by a sum, so it stands in the error of the value (`off95` of the test) and not in the value. The video is taken as 16
to 9, which changes the correlation by less than 0.002. UI-PRMD is five people, Vicon markers as landmarks: it shows the sums,
not a pose model's sight. The other angle is made by kineticstoolkit 0.17.0 in space, from the same markers: hip, shoulder,
elbow, in a frame of axes at the shoulder. The few frames in which a marker was missing are left out. About a degree of the
difference is the lag of live smoothing."""

KERAAL_ASPECT = 16 / 9
# Vicon's segments by their place in a row: upper arms, hands, and the pelvis.
SHOULDERS, HANDS, PELVIS = (7, 8), (9, 10), 13
AT_ONCE, ARMS_OUT = slice(0, 10), slice(55, 65)  # Vicon's frames in which the movement is at its start; the arms go out first


def measure() -> list[Row]:
    keraal, uiprmd = recordings("keraal"), recordings("uiprmd")
    if laboratory is None:
        raise MissingError("kineticstoolkit is not installed (it comes with the extra `lab`)")
    return [*_keraal(keraal), *_abduction(uiprmd)]


def _keraal(folder: Path) -> Iterable[Row]:
    turn, bend = _vicon(folder, "RTK"), _vicon(folder, "ELK")
    for name, exercise, signal, truth, start in (
        ("turn of the trunk, against the line of the shoulders", "RTK", Signal.TRUNK_TURN, heading(turn, SHOULDERS), AT_ONCE),
        ("the same against the line of the hands", "RTK", Signal.TRUNK_TURN, heading(turn, HANDS), ARMS_OUT),
        ("side bend of the trunk", "ELK", Signal.TRUNK_BEND, turn_free(bend), AT_ONCE),
    ):
        ours = np.array([value for _, value in values(signal, _blazepose(folder, exercise)) if value is not None])
        truth = np.interp(np.linspace(0, 1, len(ours)), np.linspace(0, 1, len(truth)), truth - np.median(truth[start]))
        r = float(np.corrcoef(ours, truth)[0, 1])
        truth = truth * np.sign(r)
        left, right = ours.max() - truth.max(), truth.min() - ours.min()
        yield Row(
            f"{name}, Vicon",
            f"Keraal {exercise}, {len(ours)} frames",
            f"r {abs(r):.3f}; range {ours.max():.0f} left and {-ours.min():.0f} right, Vicon {truth.max():.0f} and "
            f"{-truth.min():.0f}: bias {left:+.0f} and {right:+.0f} degrees",
            "r 0.98",
        )


def heading(vicon: Floats, ends: tuple[int, int]) -> Floats:
    """Which way the line from one segment to another points, seen from above; deg."""
    line = vicon[:, ends[1]] - vicon[:, ends[0]]
    deg: Floats = np.degrees(np.unwrap(np.arctan2(line[:, 0], line[:, 1])))
    return deg


def turn_free(vicon: Floats) -> Floats:
    """Pelvis to mid-shoulder against the vertical, in the plane of the shoulders; deg."""
    line = (vicon[:, SHOULDERS[0]] + vicon[:, SHOULDERS[1]]) / 2 - vicon[:, PELVIS]
    lean: Floats = np.degrees(np.arctan2(line[:, 1], line[:, 2]))
    return lean


def _vicon(folder: Path, exercise: str) -> Floats:
    rows: Floats = np.loadtxt(folder / f"G3-Vicon-{exercise}-P1T1-Unknown-C-0.txt")
    return rows.reshape(len(rows), -1, 7)[:, :, :3]


def _blazepose(folder: Path, exercise: str) -> Iterable[Frame]:
    positions = json.loads((folder / f"G3-BP-{exercise}-P1T1-Unknown-C-0.json").read_text())["positions"]
    for key, places in positions.items():
        world, seen = np.zeros((33, 3)), np.zeros(33)
        for name, place in places.items():
            if name.upper() in Landmark.__members__:
                world[Landmark[name.upper()]], seen[Landmark[name.upper()]] = place, 1.0
        world *= [KERAAL_ASPECT, 1, KERAAL_ASPECT]
        yield Frame(float(key) / 30, world[:, :2].copy(), world, seen)


def _abduction(folder: Path) -> Iterable[Row]:
    each, all_frames, tops = [], [], []
    for path in sorted(folder.glob("m07_*.csv.gz")):
        frames = list(read(path))
        ours = np.array([(row[1], row[2]) for row in arm_heights(frames)], dtype=float)
        theirs = in_space(frames)
        moving = int(np.ptp(theirs, axis=0).argmax())
        off = ours[:, moving] - theirs[:, moving]
        known = np.isfinite(off)
        off, theirs = off[known], theirs[known]
        each.append(float(np.median(np.abs(off))))
        all_frames.append(off)
        high = theirs[:, moving] > np.percentile(theirs[:, moving], 90)
        tops.append(float(np.median(off[high])))
    off = np.concatenate(all_frames)
    yield Row(
        "height of the arm that lifts, against kineticstoolkit",
        f"UI-PRMD m07, {len(each)} recordings, {len(off)} frames",
        f"median difference {np.median(np.abs(off)):.2f} degrees, 95 % within {np.percentile(np.abs(off), 95):.1f}; "
        f"worst recording's median {max(each):.2f}; bias near the top {np.median(tops):+.1f}",
        "median under 2",
    )


def in_space(frames: list[Frame]) -> Floats:
    """(n, 2): the angle hip-shoulder-elbow of the left and the right arm in space, deg, by kineticstoolkit."""
    world = np.array([frame.world_m for frame in frames])
    points = np.concatenate([world, np.ones((*world.shape[:2], 1))], axis=2)
    angles = []
    for hip, shoulder, elbow in ((23, 11, 13), (24, 12, 14)):
        along, towards = points[:, hip] - points[:, shoulder], points[:, elbow] - points[:, shoulder]
        axes = laboratory.create_transform_series(x=along, xy=towards, positions=points[:, shoulder])
        local = laboratory.get_local_coordinates(points[:, elbow], axes)
        angles.append(np.degrees(np.arctan2(local[:, 1], local[:, 0])))
    return np.stack(angles, axis=1)
