"""Real people in real films, and rooms without anyone."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from upperback.exchange import landmark_table
from upperback.services.errors import BadInputError
from upperback.services.posing import pose_video, seen_in_video

MakeFilm = Callable[..., Path]

# Share of frames in which the film shows a whole person: in the walking film she has left at the end.
FILMS = {
    "pose2sim_single_cam01": 1.0,
    "pose2sim_single_cam02": 1.0,
    "pose2sim_single_cam03": 1.0,
    "pose2sim_single_cam04": 1.0,
    "sports2d_demo": 1.0,
    "tfjs_pose_1": 1.0,
    "tfjs_pose_squats": 1.0,
}


def no_progress(_done: int, _expected: int) -> None:
    pass


@pytest.mark.recordings
@pytest.mark.parametrize("film", FILMS)
def test_a_person_is_found_in_at_least_95_percent_of_the_frames(recordings: Path, film: str) -> None:
    found = [seen.found for seen in seen_in_video(recordings / f"videos/{film}.mp4")]
    assert sum(found) / len(found) >= 0.95 * FILMS[film]


@pytest.mark.recordings
def test_landmarks_lie_within_six_pixels_of_the_makers_own(recordings: Path) -> None:
    published = np.array(json.loads((recordings / "videos/tfjs_pose_squats.full.json").read_text()))[:, :, :2]
    planes = np.array([seen.frame.plane for seen in seen_in_video(recordings / "videos/tfjs_pose_squats.mp4")])
    assert float(np.median(np.linalg.norm(planes - published, axis=2))) < 6


@pytest.mark.recordings
def test_a_film_becomes_a_table_that_reads_back(recordings: Path, tmp_path: Path) -> None:
    table = tmp_path / "squats.csv.gz"
    steps: list[tuple[int, int]] = []
    summary = pose_video(recordings / "videos/tfjs_pose_squats.mp4", table, lambda done, of: steps.append((done, of)))
    assert (summary.frames, summary.found, summary.fps, summary.people_max) == (65, 65, 5.0, 1)
    assert steps[0] == (1, 65)
    assert steps[-1] == (65, 65)
    frames = list(landmark_table.read(table))
    assert len(frames) == 65
    assert frames[-1].t_s == pytest.approx(12.8)
    assert frames[0].size_px is None or frames[0].size_px == (720, 1280)
    assert 200 < frames[0].plane[0, 0] < 500  # the nose, in pixels


def test_an_empty_room_shows_no_one(make_film: MakeFilm) -> None:
    film = make_film("room.mp4", times_ms=range(0, 400, 40), width=640, height=480)
    assert [(seen.found, seen.people) for seen in seen_in_video(film)] == [(False, 0)] * 10


def test_a_damaged_film_leaves_no_table(make_film: MakeFilm, tmp_path: Path) -> None:
    film = make_film("cut.mp4")
    film.write_bytes(film.read_bytes()[:-1500])
    before = set(tmp_path.iterdir())
    with pytest.raises(BadInputError, match=r"cut\.mp4"):
        pose_video(film, tmp_path / "table.csv", no_progress)
    assert set(tmp_path.iterdir()) == before


def test_a_table_in_a_folder_that_is_not_there_is_refused(make_film: MakeFilm, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"can't be written"):
        pose_video(make_film("film.mp4"), tmp_path / "nowhere/table.csv", no_progress)
