"""TRC as other programs write it, and what we write as other programs read it."""

import gzip
import math
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from upperback.exchange import landmark_table, trc
from upperback.exchange.landmark_table import TableError
from upperback.model.body import Frame, Landmark, View
from upperback.model.movement import CameraView
from upperback.motion.visibility import Gate

LS, RS, NOSE, LW = Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.NOSE, Landmark.LEFT_WRIST


def head(names: str, axes: str, *, unit: str = "mm", end: str = "\n") -> str:
    return end.join(
        [
            "PathFileType\t4\t(X/Y/Z)\tC:\\lab\\trial 1.trc\t\t\t",
            "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
            f"100.00\t100.00\t2\t3\t{unit}\t100.00\t1\t2\t\t",
            names,
            axes,
            "",
        ]
    )


AXES = "\t\tX1\tY1\tZ1\tX2\tY2\tZ2\tX3\tY3\tZ3\t"
ROW = "\t10\t1400\t-200\t0\t1400\t200\t50\t1600\t0"
WRITTEN = {
    "trailing tabs, an empty line under the header": head("Frame#\tTime\tLShoulder\t\t\tRShoulder\t\t\tNose\t\t\t\t", AXES)
    + f"\n1\t0.000{ROW}\t\t\n2\t0.010{ROW}\t\t\n",
    "no empty line": head("Frame#\tTime\tLShoulder\t\t\tRShoulder\t\t\tNose", AXES) + f"1\t0.000{ROW}\n2\t0.010{ROW}\n",
    "lines that end as on Windows": head("Frame#\tTime\tLShoulder\t\t\tRShoulder\t\t\tNose\t\t", AXES, end="\r\n")
    + f"\r\n1\t0.000{ROW}\r\n2\t0.010{ROW}\r\n\r\n",
    "the person's name before each marker's": head("Frame#\tTime\tAnna:LShoulder\t\t\tAnna:RShoulder\t\t\tAnna:Nose", AXES)
    + f"\n1\t0.000{ROW}\n2\t0.010{ROW}\n",
    "a name over every column": head(
        "Frame\tTime\t" + "\t".join(f"{n}_{a}" for n in ("left_shoulder", "right_shoulder", "nose") for a in "xyz"), AXES
    )
    + f"\n1\t0.000{ROW}\n2\t0.010{ROW}\n",
    "the same name three times": head("Frame#\tTime\t" + "\t".join(["LShoulder"] * 3 + ["RShoulder"] * 3 + ["Nose"] * 3), AXES)
    + f"\n1\t0.000{ROW}\n2\t0.010{ROW}\n",
    "capitals, spaces, and numbers with exponents": head("Frame#\tTime\t LSHOULDER\t\t\tRSHOULDER \t\t\tNOSE", AXES, unit="Mm")
    + f"\n1\t 0.000{ROW}\n2\t1.0e-2\t1.0e1\t1.4E+03\t-200.\t 0 \t1400\t200\t50\t1600\t0\n",
    "a byte order mark": "\ufeff"
    + head("Frame#\tTime\tLShoulder\t\t\tRShoulder\t\t\tNose", AXES)
    + f"\n1\t0{ROW}\n2\t0.01{ROW}\n",
    "metres": head("Frame#\tTime\tLShoulder\t\t\tRShoulder\t\t\tNose", AXES, unit="meters")
    + "".join(f"\n{n}\t{t}\t0.01\t1.4\t-0.2\t0\t1.4\t0.2\t0.05\t1.6\t0" for n, t in ((1, 0), (2, 0.01))),
    "other markers between": head("Frame#\tTime\tLShoulder\t\t\tL.ASIS\t\t\tRShoulder\t\t\tNeck\t\t\tNose", AXES + "X4\tY4\tZ4")
    + "".join(f"\n{n}\t{t}\t10\t1400\t-200\t\t\t\t0\t1400\t200\t0\t0\t0\t50\t1600\t0" for n, t in ((1, 0), (2, 0.01))),
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_what_other_programs_write_is_read_the_same(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.trc").write_bytes(text.encode())
    frames = list(trc.read(tmp_path / "a.trc"))
    assert [frame.t_s for frame in frames] == [0.0, 0.01]
    for frame in frames:
        assert frame.world_m[LS] == pytest.approx([0.2, -1.4, -0.01])
        assert frame.world_m[RS] == pytest.approx([-0.2, -1.4, 0])
        assert frame.world_m[NOSE] == pytest.approx([0, -1.6, -0.05])
        assert frame.visibility.sum() == 3


@pytest.mark.parametrize("cells", ["\t\t", "nan\tNaN\tNAN", " \t \t "])
def test_a_marker_that_was_lost_has_no_visibility(cells: str, tmp_path: Path) -> None:
    lost = f"\n1\t0.0{ROW}\n2\t0.01\t10\t1400\t-200\t0\t1400\t200\t{cells}\n3\t0.02\t10\t1400\t-200\t0\t1400\t200"
    (tmp_path / "a.trc").write_text(head("Frame#\tTime\tLShoulder\t\t\tRShoulder\t\t\tNose", AXES) + lost)
    assert [frame.visibility[NOSE] for frame in trc.read(tmp_path / "a.trc")] == [1, 0, 0]


def test_half_a_marker_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.trc").write_text(
        head("Frame#\tTime\tLShoulder\t\t\tRShoulder\t\t\tNose", AXES) + f"\n1\t0.0{ROW}\n2\t0.01\t10\t1400\t-200\t0\t\t200\n"
    )
    with pytest.raises(TableError, match=r"a\.trc, line 8, column right_shoulder: there is no number$"):
        trc.read(tmp_path / "a.trc")


@pytest.mark.parametrize(
    ("forward", "left", "right", "nose"),
    [
        ("x", (0, 1.4, -0.2), (0, 1.4, 0.2), (0.1, 1.6, 0)),
        ("-x", (0, 1.4, 0.2), (0, 1.4, -0.2), (-0.1, 1.6, 0)),
        ("z", (0.2, 1.4, 0), (-0.2, 1.4, 0), (0, 1.6, 0.1)),
        ("-z", (-0.2, 1.4, 0), (0.2, 1.4, 0), (0, 1.6, -0.1)),
    ],
)
def test_whichever_way_the_person_faces_they_come_to_face_the_camera(
    forward: str, left: tuple[float, ...], right: tuple[float, ...], nose: tuple[float, ...], tmp_path: Path
) -> None:
    row = "\t".join(str(value) for value in (*left, *right, *nose))
    names = "Frame#\tTime\tLShoulder\t\t\tRShoulder\t\t\tNose"
    (tmp_path / "a.trc").write_text(head(names, AXES, unit="m") + "".join(f"\n{i}\t{i / 10}\t{row}" for i in range(1, 41)))
    frames = list(trc.read(tmp_path / "a.trc", forward=forward))
    assert frames[0].world_m[LS] == pytest.approx([0.2, -1.4, 0])
    assert frames[0].world_m[NOSE] == pytest.approx([0, -1.6, -0.1])
    gate = Gate(CameraView(View.FRONT, ("shoulders",)))
    assert [gate.push(frame) for frame in frames] == [None] * 40


def test_no_other_way_is_forward(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="forward is 'up', none of x, z, -x, -z"):
        trc.read(tmp_path / "a.trc", forward="up")


@st.composite
def a_recording(draw: st.DrawFn) -> list[Frame]:
    """Markers at any place, some lost now and then, in time steps as irregular as a camera's."""
    seen = sorted({LS, RS} | draw(st.sets(st.sampled_from(Landmark))))
    frames, t_s = [], 0.0
    for _ in range(draw(st.integers(1, 4))):
        t_s += draw(st.floats(0.005, 1))
        world_m, visibility = np.zeros((33, 3)), np.zeros(33)
        there = sorted({LS, RS} | draw(st.sets(st.sampled_from(seen))))
        world_m[there] = draw(st_numpy.arrays(float, (len(there), 3), elements=st.floats(-9, 9)))
        visibility[there] = 1
        frames.append(Frame(t_s, world_m[:, :2], world_m, visibility))
    return frames


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(frames=a_recording(), unit=st.sampled_from(["m", "cm", "mm"]), packed=st.booleans())
def test_trc_to_table_to_trc_keeps_every_marker_and_its_absence(
    frames: list[Frame], unit: str, packed: bool, tmp_path: Path
) -> None:
    end = ".gz" if packed else ""
    trc.write(tmp_path / f"a.trc{end}", frames, unit=unit)
    landmark_table.write(tmp_path / f"b.csv{end}", trc.read(tmp_path / f"a.trc{end}"))
    trc.write(tmp_path / f"c.trc{end}", landmark_table.read(tmp_path / f"b.csv{end}"), unit=unit)
    back = list(trc.read(tmp_path / f"c.trc{end}"))
    assert len(back) == len(frames)
    for was, now in zip(frames, back, strict=True):
        assert math.isclose(was.t_s, now.t_s, abs_tol=2e-6)
        assert (was.visibility == now.visibility).all()
        np.testing.assert_allclose(was.world_m, now.world_m, atol=2e-5)
        np.testing.assert_allclose(was.plane, now.plane, atol=2e-5)


def test_a_packed_trc_is_gzip_and_the_same_each_time(tmp_path: Path) -> None:
    world_m = np.ones((33, 3))
    frames = [Frame(0.0, world_m[:, :2], world_m, np.ones(33))]
    trc.write(tmp_path / "a.trc.gz", frames, name="a.trc")
    first = (tmp_path / "a.trc.gz").read_bytes()
    trc.write(tmp_path / "a.trc.gz", frames, name="a.trc")
    assert (tmp_path / "a.trc.gz").read_bytes() == first
    trc.write(tmp_path / "a.trc", frames)
    assert gzip.decompress(first) == (tmp_path / "a.trc").read_bytes()


def test_a_laboratory_program_writes_the_same_numbers(tmp_path: Path) -> None:
    """kineticstoolkit's own TRC beside ours, of the same markers; and its file is read back as ours is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own
        laboratory = pytest.importorskip("kineticstoolkit", reason="kineticstoolkit comes with the extra `lab`")
        chance = np.random.default_rng(2)
        frames = []
        for i in range(5):
            world_m = chance.normal(size=(33, 3))
            frames.append(Frame(i / 100, world_m[:, :2], world_m, np.ones(33)))
        series = laboratory.TimeSeries(time=np.array([frame.t_s for frame in frames]))
        for landmark in Landmark:
            points = np.array([frame.world_m[landmark] for frame in frames]) @ trc.TURN.T
            series.data[landmark.name.lower()] = np.column_stack([points, np.ones(len(frames))])
        laboratory.kinematics.write_trc_file(series, str(tmp_path / "theirs.trc"))
    trc.write(tmp_path / "ours.trc", frames)
    for ours, theirs in zip(trc.read(tmp_path / "ours.trc"), trc.read(tmp_path / "theirs.trc"), strict=True):
        np.testing.assert_allclose(ours.world_m, theirs.world_m, atol=1e-5)
        assert ours.t_s == pytest.approx(theirs.t_s, abs=1e-6)
