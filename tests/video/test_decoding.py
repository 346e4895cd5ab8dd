"""Pictures come out upright, at their true times, and a bad file says what is wrong with it."""

import struct
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from upperback.video.decoding import VideoError, read_info, read_pictures

MakeFilm = Callable[..., Path]


@pytest.mark.parametrize(("name", "codec"), [("film.mp4", "mpeg4"), ("film.mov", "mpeg4"), ("film.webm", "libvpx")])
def test_each_container_gives_every_picture_at_its_time(make_film: MakeFilm, name: str, codec: str) -> None:
    uneven_ms = [0, 33, 66, 140, 141, 300, 700]
    pictures = list(read_pictures(make_film(name, codec=codec, times_ms=uneven_ms)))
    assert [picture.t_s for picture in pictures] == pytest.approx([t / 1000 for t in uneven_ms], abs=1e-3)
    assert pictures[0].rgb.shape == (64, 96, 3)


def test_time_starts_at_the_first_picture(make_film: MakeFilm) -> None:
    times_s = [picture.t_s for picture in read_pictures(make_film("late.mp4", times_ms=[500, 540, 580]))]
    assert times_s == pytest.approx([0, 0.04, 0.08], abs=1e-3)


def test_a_film_that_lies_on_its_side_is_turned_upright(make_film: MakeFilm) -> None:
    path = make_film("phone.mp4")
    lying = path.read_bytes()
    at = lying.index(b"tkhd") + 4 + 40  # version 0: forty bytes before the matrix
    quarter_turn = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)  # shown turned clockwise
    path.write_bytes(lying[:at] + quarter_turn + lying[at + 36 :])
    first = next(read_pictures(path))
    assert first.rgb.shape == (96, 64, 3)
    assert first.rgb[8, -6].mean() > 150  # the bright corner has moved from the top left to the top right
    assert first.rgb[8, 6].mean() < 100


def test_the_info_estimates_the_number_of_frames(make_film: MakeFilm) -> None:
    assert read_info(make_film("film.mp4")).frames == 25


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match=r"gone\.mp4: no such file"):
        next(read_pictures(tmp_path / "gone.mp4"))


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    with pytest.raises(VideoError, match=r"empty\.mp4: the file is empty"):
        next(read_pictures(tmp_path / "empty.mp4"))


def test_a_file_that_is_no_video_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.mp4").write_bytes(b"Dear committee, " * 500)
    with pytest.raises(VideoError, match=r"letter\.mp4: not a video that can be read"):
        next(read_pictures(tmp_path / "letter.mp4"))


def test_sound_alone_is_refused(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "song.wav"), "wb") as song:
        song.setnchannels(1)
        song.setsampwidth(2)
        song.setframerate(8000)
        song.writeframes(b"\0\0" * 8000)
    with pytest.raises(VideoError, match=r"song\.wav: there is no video in this file"):
        next(read_pictures(tmp_path / "song.wav"))


def test_a_film_cut_in_half_says_so(make_film: MakeFilm) -> None:
    path = make_film("cut.mp4")
    path.write_bytes(path.read_bytes()[:-1500])
    with pytest.raises(VideoError, match=r"cut\.mp4: "):
        list(read_pictures(path))


def test_giving_up_half_way_leaves_no_thread_behind(make_film: MakeFilm) -> None:
    pictures = read_pictures(make_film("long.mp4", times_ms=range(0, 8000, 40)))
    assert next(pictures).t_s == 0
    pictures.close()  # type: ignore[attr-defined]  # a generator; ends its decoding thread before it returns


def test_pictures_larger_than_any_camera_makes_are_refused_before_one_is_decoded(make_film: MakeFilm) -> None:
    with pytest.raises(VideoError, match=r"wide\.mkv: pictures of 8208 x 16 pixels; up to 8192 a side can be read"):
        next(read_pictures(make_film("wide.mkv", codec="ffv1", times_ms=[0], width=8208, height=16)))


def test_a_film_of_more_than_twelve_hours_is_refused(make_film: MakeFilm) -> None:
    with pytest.raises(VideoError, match=r"long\.mkv: longer than 12 hours"):
        list(read_pictures(make_film("long.mkv", times_ms=[0, 40, 13 * 3600 * 1000])))
