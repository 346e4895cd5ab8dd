"""Landmark tables and TRC: what is written is read back, and a bad file says in one line where it is bad."""

import gzip
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from upperback.exchange import landmark_table, trc
from upperback.exchange.landmark_table import TableError
from upperback.model.body import Frame, Landmark

GOOD = (
    "t_s,left_shoulder_x,left_shoulder_y,left_shoulder_z,left_shoulder_v,right_shoulder_x,right_shoulder_y,right_shoulder_z,right_shoulder_v\n"
    "0.0,0.2,-0.4,0.1,0.9,-0.2,-0.4,0.1,0.8\n"
    "0.1,0.2,-0.4,0.1,0.9,-0.2,-0.4,0.1,0.8\n"
    "0.2,0.2,-0.4,0.1,0.9,-0.2,-0.4,0.1,0.8\n"
)
one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)


@st.composite
def recordings_of_anybody(draw: st.DrawFn, *, picture: bool = False) -> list[Frame]:
    seen = {Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER} | draw(st.sets(st.sampled_from(Landmark)))
    frames, t_s = [], 0.0
    for _ in range(draw(st.integers(1, 5))):
        t_s += draw(st.floats(0.005, 1))
        world_m = np.zeros((33, 3))
        visibility = np.zeros(33)
        which = sorted(seen)
        world_m[which] = draw(st_numpy.arrays(float, (len(which), 3), elements=st.floats(-9, 9)))
        visibility[which] = draw(st_numpy.arrays(float, len(which), elements=st.floats(0.25, 1)))
        plane = world_m[:, :2] * 100 if picture else world_m[:, :2]
        frames.append(Frame(t_s, plane, world_m, visibility, (640, 480) if picture else None))
    return frames


def assert_same(a: list[Frame], b: list[Frame], *, plane: float = 1e-4, visibility: float = 1e-4) -> None:
    assert len(a) == len(b)
    for one, other in zip(a, b, strict=True):
        assert math.isclose(one.t_s, other.t_s, abs_tol=1e-6)
        np.testing.assert_allclose(one.world_m, other.world_m, atol=1e-4)
        np.testing.assert_allclose(one.plane, other.plane, atol=plane)
        np.testing.assert_allclose(one.visibility, other.visibility, atol=visibility)


@one_folder
@given(frames=recordings_of_anybody(), suffix=st.sampled_from([".csv", ".csv.gz"]))
def test_a_table_is_read_back_as_it_was_written(frames: list[Frame], suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    landmark_table.write(path, frames)
    assert_same(frames, list(landmark_table.read(path)))


@one_folder
@given(frames=recordings_of_anybody(picture=True))
def test_pixels_are_read_back_as_the_plane(frames: list[Frame], tmp_path: Path) -> None:
    landmark_table.write(tmp_path / "a.csv", frames)
    assert_same(frames, list(landmark_table.read(tmp_path / "a.csv")), plane=0.006)


@one_folder
@given(frames=recordings_of_anybody(), unit=st.sampled_from(["m", "mm"]))
def test_a_table_survives_the_way_through_trc_and_back(frames: list[Frame], unit: str, tmp_path: Path) -> None:
    landmark_table.write(tmp_path / "a.csv", frames)
    trc.write(tmp_path / "b.trc", landmark_table.read(tmp_path / "a.csv"), unit=unit)
    landmark_table.write(tmp_path / "c.csv", trc.read(tmp_path / "b.trc"))
    back = list(landmark_table.read(tmp_path / "c.csv"))
    # TRC can say only that a marker is there or not.
    assert_same(frames, back, visibility=0.75)
    assert {float(v) for frame in back for v in frame.visibility} <= {0.0, 1.0}


def test_trc_axes_are_those_of_opensim(tmp_path: Path) -> None:
    """x forward, y up, z to the person's right: a left hand raised, held out to the side and in front."""
    world_m = np.zeros((33, 3))
    world_m[Landmark.LEFT_WRIST] = [0.5, -1.4, -0.3]  # right in the picture, up, towards the camera
    landmarks = [Landmark.LEFT_WRIST, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
    visibility = np.zeros(33)
    visibility[landmarks] = 1
    trc.write(tmp_path / "a.trc", [Frame(0.0, world_m[:, :2], world_m, visibility)], unit="mm")
    lines = (tmp_path / "a.trc").read_text().splitlines()
    assert lines[2].split("\t")[3:5] == ["3", "mm"]
    names = [name for name in lines[3].split("\t")[2:] if name]
    assert names == ["left_shoulder", "right_shoulder", "left_wrist"]
    assert [float(cell) for cell in lines[6].split("\t")[8:11]] == [300, 1400, -500]


def test_a_marker_lost_for_a_while_is_not_seen_then(tmp_path: Path) -> None:
    world_m, visibility = np.ones((33, 3)), np.ones(33)
    hidden = visibility.copy()
    hidden[Landmark.NOSE] = 0
    zeroed = world_m.copy()
    zeroed[Landmark.NOSE] = 0
    frames = [Frame(0.0, world_m[:, :2], world_m, visibility), Frame(0.1, zeroed[:, :2], zeroed, hidden)]
    trc.write(tmp_path / "a.trc", frames)
    back = list(trc.read(tmp_path / "a.trc"))
    assert [frame.visibility[Landmark.NOSE] for frame in back] == [1, 0]
    assert_same(frames, back)


def test_a_landmark_without_columns_was_not_measured(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD)
    frames = list(landmark_table.read(tmp_path / "a.csv"))
    assert [frame.t_s for frame in frames] == [0.0, 0.1, 0.2]
    assert frames[0].visibility[Landmark.LEFT_SHOULDER] == 0.9
    assert frames[0].visibility.sum() == pytest.approx(1.7)
    assert frames[0].plane[Landmark.RIGHT_SHOULDER].tolist() == [-0.2, -0.4]
    assert frames[0].size_px is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.csv: the file is empty"),
        ("\n\n", "a.csv: the file is empty"),
        (GOOD.splitlines()[0], "a.csv, line 1: there is a header but no row of numbers"),
        (GOOD.replace("t_s", "time"), "a.csv, line 1: there is no column t_s"),
        (
            GOOD.replace("left_shoulder", "left_knee"),
            "a.csv, line 1: there is no left_shoulder, and nothing can be judged without both shoulders",
        ),
        (GOOD.replace("left_shoulder_z", "depth"), "a.csv, line 1, column left_shoulder_z: the column is missing"),
        (GOOD.replace("left_shoulder_z", "left_shoulder_px"), "a.csv, line 1, column left_shoulder_z: the column is missing"),
        (
            GOOD.replace("left_shoulder_v", "left_shoulder_x"),
            "a.csv, line 1, column left_shoulder_x: the column stands there twice",
        ),
        (GOOD.replace("0.1,0.2", "0.1,nan"), "a.csv, line 3, column left_shoulder_x: nan is not a finite number"),
        (GOOD.replace("0.1,0.2", "0.1,inf"), "a.csv, line 3, column left_shoulder_x: inf is not a finite number"),
        (GOOD.replace("0.1,0.2", "0.1,"), "a.csv, line 3, column left_shoulder_x: there is no number"),
        (GOOD.replace("0.1,0.2", "0.1,left"), "a.csv, line 3, column left_shoulder_x: 'left' is not a number"),
        (GOOD.replace("0.1,0.2", "-0.1,0.2"), "a.csv, line 3, column t_s: the time -0.1 s is not after 0 s"),
        (GOOD.replace("0.0,0.2", "-1,0.2"), "a.csv, line 2, column t_s: the time -1 s is negative"),
        (GOOD.replace("\n0.2,", "\n0.1,"), "a.csv, line 4, column t_s: the time 0.1 s is not after 0.1 s"),
        (GOOD.replace("\n0.2,", "\n\n0.2,"), "a.csv, line 4: the line is empty"),
        (GOOD.replace("\n0.1,0.2,-0.4", "\n0.1"), "a.csv, line 3, column right_shoulder_z: the row ends before this column"),
        (GOOD.replace("0.9", "1.9"), "a.csv, line 2, column left_shoulder_v: the visibility 1.9 is not between 0 and 1"),
    ],
)
def test_a_bad_table_says_where_it_is_bad(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(TableError) as error:
        landmark_table.read(tmp_path / "a.csv")
    assert str(error.value) == f"{tmp_path}/{message}"


def test_a_gzip_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(GOOD.encode())[:-12])
    with pytest.raises(TableError, match=r"a\.csv\.gz: the gzip data is cut short or damaged$"):
        landmark_table.read(path)
    path.write_text(GOOD)
    with pytest.raises(TableError, match=r"a\.csv\.gz: the gzip data is cut short or damaged$"):
        landmark_table.read(path)


def test_what_is_not_a_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xd8\xff\xe0" * 10)
    with pytest.raises(TableError, match=r"this is not text$"):
        landmark_table.read(tmp_path / "a.csv")
    with pytest.raises(TableError, match=r"there is no such file$"):
        landmark_table.read(tmp_path / "b.csv")
    with pytest.raises(TableError, match=r"can't be read \(Is a directory\)$"):
        landmark_table.read(tmp_path)


def test_a_huge_table_is_refused_with_a_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text(GOOD)
    monkeypatch.setattr(landmark_table, "MAX_ROWS", 2)
    with pytest.raises(TableError, match=r"3 rows are more than the 2 this program reads; cut the recording into parts$"):
        landmark_table.read(tmp_path / "a.csv")
    monkeypatch.setattr(landmark_table, "MAX_BYTES", 2**20)
    (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(b"0" * 2**22))
    with pytest.raises(TableError, match=r"more than 1 MB of text; cut the recording into parts$"):
        landmark_table.read(tmp_path / "bomb.csv.gz")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("PathFileType", "Path", ", line 1: a TRC file begins with PathFileType"),
        ("\tm\t", "\tmiles\t", ", line 3, column Units: the unit 'miles' is none of mm, cm, m"),
        ("Time", "When", ", line 4: the second column is not Time"),
        ("left_shoulder", "L.Acromion", ", line 4: there is no left_shoulder, and nothing can be judged without both shoulders"),
        ("2\t0.100000", "2\tlater", ", line 8, column Time: 'later' is not a number"),
        ("2\t0.100000", "2\t0.000000", ", line 8, column t_s: the time 0 s is not after 0 s"),
        ("0.400000\t-0.200000", "x\t-0.200000", ", line 7, column left_shoulder: 'x' is not a number"),
        ("0.400000\t-0.200000", "\t-0.200000", ", line 7, column left_shoulder: there is no number"),
    ],
)
def test_a_bad_trc_says_where_it_is_bad(old: str, new: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD)
    trc.write(tmp_path / "a.trc", landmark_table.read(tmp_path / "a.csv"))
    text = (tmp_path / "a.trc").read_text()
    assert old in text
    (tmp_path / "b.trc").write_text(text.replace(old, new))
    with pytest.raises(TableError) as error:
        trc.read(tmp_path / "b.trc")
    assert str(error.value) == f"{tmp_path}/b.trc{message}"


def test_the_names_of_openpose_are_understood(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD)
    trc.write(tmp_path / "a.trc", landmark_table.read(tmp_path / "a.csv"))
    text = (tmp_path / "a.trc").read_text().replace("left_shoulder", "LShoulder").replace("right_shoulder", "RShoulder")
    (tmp_path / "b.trc").write_text(text)
    for ours, theirs in zip(trc.read(tmp_path / "a.trc"), trc.read(tmp_path / "b.trc"), strict=True):
        assert (ours.world_m == theirs.world_m).all()


def test_an_empty_trc_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.trc").write_text("")
    with pytest.raises(TableError, match=r"a\.trc: the file is empty$"):
        trc.read(tmp_path / "a.trc")
    (tmp_path / "a.trc").write_text("PathFileType\t4\n")
    with pytest.raises(TableError, match=r"a\.trc, line 1: the header is cut short$"):
        trc.read(tmp_path / "a.trc")


@pytest.mark.recordings
def test_a_real_recording_is_read_as_it_stands(recordings: Path) -> None:
    frames = list(landmark_table.read(recordings / "kimore/B_ID1_Es1.csv.gz"))
    assert len(frames) == 505
    assert frames[0].world_m[Landmark.NOSE].tolist() == [0.1781, 0.1016, 2.7172]
    assert frames[0].visibility[Landmark.LEFT_ELBOW] == 0.5
    assert frames[0].visibility[Landmark.LEFT_EAR] == 0
