"""`count`, `track`, `measure`, `pose` as a user meets them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from upperback.catalogue.loader import load
from upperback.cli.main import app
from upperback.cli.movement import event_line
from upperback.exchange import landmark_table, trc
from upperback.model.body import Frame, Landmark, Side
from upperback.model.events import Found, Hold, Lost, Rep, Unseen
from upperback.model.movement import Untracked

run = CliRunner()


@pytest.fixture
def lifts(tmp_path: Path) -> Path:
    """Four lifts of both arms of 3 s, as a landmark table."""
    frames = []
    for t_s in np.arange(0, 13, 0.05):
        raised = np.pi / 2 * (1 - np.cos(2 * np.pi * np.clip(t_s - 0.5, 0, 12) / 3))
        points, visibility = np.zeros((33, 3)), np.zeros(33)
        for shoulder, side in ((Landmark.LEFT_SHOULDER, 1), (Landmark.RIGHT_SHOULDER, -1)):
            arm = np.array([side * np.sin(raised), np.cos(raised), 0])
            points[shoulder] = [side * 0.18, -0.5, 0]
            points[shoulder + 2], points[shoulder + 4] = points[shoulder] + 0.3 * arm, points[shoulder] + 0.55 * arm
            points[shoulder + 12] = [side * 0.1, 0, 0]
            visibility[[shoulder, shoulder + 2, shoulder + 4, shoulder + 12]] = 1
        frames.append(Frame(float(t_s), points[:, :2], points, visibility))
    landmark_table.write(tmp_path / "lifts.csv.gz", frames)
    return tmp_path / "lifts.csv.gz"


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_count_prints_one_line_a_file_under_the_name_it_was_given(lifts: Path, tmp_path: Path) -> None:
    trc.write(tmp_path / "lifts.trc", landmark_table.read(lifts))
    done = run.invoke(app, ["count", "--json", str(lifts), f"{tmp_path}/./lifts.trc"])
    assert done.exit_code == 0
    table, markers = lines(done.stdout)
    assert table["file"] == str(lifts)
    assert markers["file"] == f"{tmp_path}/./lifts.trc"
    assert len(table["reps"]) == 4
    assert table["reps"] == markers["reps"]
    assert set(table["reps"][0]) == {"start_s", "end_s"}
    assert table["reps"][1]["start_s"] == pytest.approx(3.5, abs=0.6)


def test_count_has_a_readable_form(lifts: Path) -> None:
    done = run.invoke(app, ["count", str(lifts)])
    assert done.stdout.splitlines()[0] == f"{lifts}  4 repetitions"
    assert len(done.stdout.splitlines()) == 5


def test_a_bad_file_is_named_on_stderr_and_the_others_go_on(lifts: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("t_s,nose_x\n0,1\n")
    done = run.invoke(app, ["count", "--json", str(bad), str(lifts)])
    assert done.exit_code == 2
    assert done.stderr.strip() == f"{bad}, line 1: there is no left_shoulder, and nothing can be judged without both shoulders"
    assert [line["file"] for line in lines(done.stdout)] == [str(lifts)]


@pytest.mark.parametrize("name", ["notes.txt", "none.csv", "none.trc", "none.mp4"])
def test_what_is_no_recording_is_one_line_and_exit_status_2(name: str, tmp_path: Path) -> None:
    done = run.invoke(app, ["count", str(tmp_path / name)])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert name in done.stderr


def test_an_exercise_or_test_that_is_unknown_or_not_for_the_camera_is_refused(lifts: Path) -> None:
    for arguments, words in (
        (["track", str(lifts), "--exercise", "flying"], "there is no exercise 'flying'"),
        (["track", str(lifts), "--exercise", "brisk_walking"], "brisk_walking is not followed by camera"),
        (["measure", str(lifts), "--test", "t_flying"], "there is no test 't_flying'"),
        (["pose", "film.mp4", "-o", "table.txt"], "table.txt: a landmark table is called .csv, .csv.gz, .trc or .trc.gz"),
    ):
        done = run.invoke(app, arguments)
        assert done.exit_code == 2
        assert words in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("test_id", sorted(load().tests))
def test_every_self_test_is_measured_or_refused_in_one_line_that_says_why(test_id: str, lifts: Path) -> None:
    done = run.invoke(app, ["measure", str(lifts), "--test", test_id, "--json"])
    test = load().tests[test_id]
    if isinstance(test.movement, Untracked):
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.strip() == f"{test_id} is not measured by camera: {test.movement.why}"
        return
    assert (done.exit_code, done.stderr) == (0, "")
    by_camera = [measure for measure in test.measures if "camera" in measure.methods]
    assert by_camera
    assert {line["measure"] for line in lines(done.stdout)} == {measure.id for measure in by_camera}
    assert all((line["value"] is None) == (line["why_not"] is not None) for line in lines(done.stdout))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "the file is empty"),
        ("t_s,left_shoulder_x\n0,1\n", "line 1: there is no right_shoulder, and nothing can be judged without both shoulders"),
        (None, "there is no such file"),
    ],
)
def test_measure_names_the_place_of_a_fault_in_one_line(text: str | None, fault: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "bad.csv").write_text(text)
    done = run.invoke(app, ["measure", str(tmp_path / "bad.csv"), "--test", "t_wall_angel", "--json"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.strip().startswith(str(tmp_path / "bad.csv"))
    assert done.stderr.strip().endswith(fault)
    assert len(done.stderr.strip().splitlines()) == 1


def test_every_event_has_the_keys_that_were_agreed() -> None:
    assert event_line(Rep(3.0, 1.0, 3.0, Side.LEFT, 41.26, "deg", partial=True)) == {
        "event": "rep", "t_s": 3.0, "start_s": 1.0, "end_s": 3.0, "side": "left", "peak": 41.26, "unit": "deg", "partial": True
    }  # fmt: skip
    assert event_line(Hold(3.0, 1.0, 3.0, Side.BOTH, 10.0, "deg")) == {
        "event": "hold", "t_s": 3.0, "start_s": 1.0, "end_s": 3.0, "side": "both", "mean": 10.0, "unit": "deg"
    }  # fmt: skip
    assert event_line(Lost(1.0, Unseen.TOO_CLOSE)) == {"event": "lost", "t_s": 1.0, "why": "too_close"}
    assert event_line(Found(2.0, Unseen.NO_ONE)) == {"event": "found", "t_s": 2.0, "why": "no_one"}


@pytest.mark.recordings
def test_track_follows_a_real_person_turning_and_ends_with_the_repetitions(recordings: Path) -> None:
    file = str(recordings / "kimore/NE_ID10_Es3.csv.gz")
    done = run.invoke(app, ["track", file, "--exercise", "standing_arms_wide_rotation", "--json"])
    assert done.exit_code == 0
    *events, last = lines(done.stdout)
    assert {event["file"] for event in events} == {file}
    assert {event["side"] for event in events if event["event"] == "rep"} == {"left", "right"}
    assert set(last) == {"file", "reps"}
    assert len(last["reps"]) == pytest.approx(5, abs=1)
    words = run.invoke(app, ["track", file, "--exercise", "standing_arms_wide_rotation"])
    assert words.stdout.splitlines()[0] == f"{file}  {len(last['reps'])} repetitions"


@pytest.mark.recordings
def test_measure_gives_each_side_its_value_and_error(recordings: Path) -> None:
    file = str(recordings / "kimore/NE_ID10_Es3.csv.gz")
    done = run.invoke(app, ["measure", file, "--test", "t_seated_rotation", "--json"])
    assert done.exit_code == 0
    found = lines(done.stdout)
    assert [line["side"] for line in found] == ["left", "right"]
    for line in found:
        assert set(line) == {
            "test", "measure", "side", "value", "trials", "unit", "error_95", "error_from", "quality", "why_not"
        }  # fmt: skip
        assert line["unit"] == "deg"
        assert 15 < line["value"] < 110
        assert line["error_95"] > 0
    assert "quality" in run.invoke(app, ["measure", file, "--test", "t_seated_rotation"]).stdout


@pytest.mark.recordings
def test_the_landmarks_of_a_film_become_a_table_that_counts(recordings: Path, tmp_path: Path) -> None:
    table = tmp_path / "squats.csv.gz"
    done = run.invoke(app, ["pose", str(recordings / "videos/tfjs_pose_squats.mp4"), "-o", str(table), "--json"])
    assert done.exit_code == 0
    assert lines(done.stdout) == [{"frames": 65, "found": 65, "fps": 5.0, "people_max": 1}]
    assert len(list(landmark_table.read(table))) == 65
    reps = lines(run.invoke(app, ["count", "--json", str(table)]).stdout)[0]["reps"]
    assert len(reps) >= 2
    markers = tmp_path / "squats.trc.gz"
    done = run.invoke(app, ["pose", str(recordings / "videos/tfjs_pose_squats.mp4"), "-o", str(markers)])
    assert (done.exit_code, sorted(path.name for path in tmp_path.iterdir())) == (0, ["squats.csv.gz", "squats.trc.gz"])
    there = zip(landmark_table.read(table), trc.read(markers), strict=True)
    assert max(float(np.abs(a.world_m - b.world_m).max()) for a, b in there) < 2e-5


def test_the_installed_command_counts_in_a_process_of_its_own(lifts: Path) -> None:
    command = [str(Path(sys.executable).with_name("upperback")), "count", "--json", str(lifts), str(lifts)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == ""
    assert [len(line["reps"]) for line in lines(done.stdout)] == [4, 4]
