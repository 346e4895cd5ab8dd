"""Landmarks are kept with the person's word alone, for what it was given, and go when it is taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.exchange.landmark_pack import PackError, pack, unpack
from upperback.exchange.landmark_table import frames_in, read
from upperback.model.body import Frame
from upperback.model.catalogue import Catalogue
from upperback.model.events import Rep
from upperback.model.kept import Watched
from upperback.motion.tracker import track
from upperback.services.errors import BadInputError
from upperback.services.keeping import end_keeping, keep_test
from upperback.services.landmarks import table_of
from upperback.services.measuring import TestWatch
from upperback.services.person import Person


def frames(n: int, *, start_s: float = 0.0, size_px: tuple[int, int] | None = (640, 480)) -> list[Frame]:
    swing = [np.sin((start_s * 30 + k) / 15 + np.arange(33)) for k in range(n)]
    return [
        Frame(start_s + k / 30, np.stack([300 + 80 * x, 200 + 9 * x], 1), np.stack([x / 2, -x, x], 1), np.full(33, 0.9), size_px)
        for k, x in enumerate(swing)
    ]


def record(person: Person, n: int = 300, name: str = "band_row") -> None:
    recorder = person.landmarks.recorder(Watched.EXERCISE, name, session="s1", item=0)
    assert recorder is not None
    for frame in frames(n):
        recorder.push(frame)
    recorder.close()


def test_nothing_is_kept_without_the_persons_word(ready: Person) -> None:
    assert (ready.landmarks.consent(), ready.landmarks.allowed()) == (None, False)
    assert ready.landmarks.recorder(Watched.TEST, "t_wall_angel") is None


def test_with_it_a_recording_has_its_day_its_length_and_its_size(ready: Person, clock: Any) -> None:
    ready.landmarks.allow()
    record(ready)
    (kept,) = ready.landmarks.every()
    assert (kept.day, kept.watched, kept.name, kept.session, kept.frames) == (
        clock.today(),
        Watched.EXERCISE,
        "band_row",
        "s1",
        300,
    )
    assert kept.seconds == pytest.approx(299 / 30, abs=1e-3)
    assert 0 < kept.size_bytes < 300 * 33 * 24  # floats would be that much
    assert [round(f.t_s, 4) for f in ready.landmarks.frames(kept.key)] == [round(k / 30, 4) for k in range(300)]


def test_a_glance_at_the_camera_is_no_recording(ready: Person) -> None:
    ready.landmarks.allow()
    record(ready, n=20)
    assert ready.landmarks.every() == ()


def test_what_a_power_cut_leaves_is_all_but_the_last_seconds(ready: Person) -> None:
    ready.landmarks.allow()
    recorder = ready.landmarks.recorder(Watched.EXERCISE, "band_row")
    assert recorder is not None
    for frame in frames(600):
        recorder.push(frame)
    assert [one.frames for one in ready.landmarks.every()] == [512]


def test_a_turned_camera_begins_another_recording(ready: Person) -> None:
    ready.landmarks.allow()
    recorder = ready.landmarks.recorder(Watched.EXERCISE, "band_row")
    assert recorder is not None
    for frame in (*frames(60), *frames(60, start_s=2, size_px=(480, 640))):
        recorder.push(frame)
    recorder.close()
    assert {one.size_px: one.frames for one in ready.landmarks.every()} == {(640, 480): 60, (480, 640): 60}


def test_taking_the_word_back_ends_a_recording_under_way(ready: Person) -> None:
    ready.landmarks.allow()
    recorder = ready.landmarks.recorder(Watched.EXERCISE, "band_row")
    assert recorder is not None
    for frame in frames(300):
        recorder.push(frame)
    ready.landmarks.withdraw(delete_kept=True)
    for frame in frames(300, start_s=10):
        recorder.push(frame)
    recorder.close()
    assert ready.landmarks.every() == ()


def test_stopping_deletes_or_leaves_as_the_person_says(ready: Person, path: Path, clock: Any) -> None:
    ready.landmarks.allow()
    given = clock().astimezone()
    record(ready)
    clock.pass_by(days=3)
    ready.landmarks.withdraw(delete_kept=False)
    assert len(ready.landmarks.every()) == 1
    consent = ready.landmarks.consent()
    assert consent is not None
    assert (consent.given_at, consent.withdrawn_at) == (given, clock())
    ready.landmarks.allow()
    packed = pack(frames(300)[:256])
    assert in_files(path.parent, packed[20:400])
    ready.landmarks.withdraw(delete_kept=True)
    assert ready.landmarks.every() == ()
    assert not in_files(path.parent, packed[20:400])


def in_files(folder: Path, content: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and content in path.read_bytes()]


def test_each_can_be_deleted_by_itself(ready: Person) -> None:
    ready.landmarks.allow()
    record(ready, name="band_row")
    record(ready, name="cat_cow")
    first = ready.landmarks.every()[-1]
    assert ready.landmarks.delete([first.key]) == 1
    assert [one.name for one in ready.landmarks.every()] == ["cat_cow"]
    with pytest.raises(BadInputError, match="not there any more"):
        ready.landmarks.recording(first.key)


def test_keeping_changes_no_case_and_wakes_nothing(ready: Person) -> None:
    ready.landmarks.allow()
    before = ready.case()
    record(ready)
    assert ready.case() is before


def test_a_self_test_under_the_camera_answers_the_same_while_it_is_kept(ready: Person, catalogue: Catalogue) -> None:
    plain = TestWatch(ready, catalogue, "t_wall_angel")
    ready.landmarks.allow()
    kept = keep_test(TestWatch(ready, catalogue, "t_wall_angel"), ready, "t_wall_angel")
    assert kept.guide == plain.guide
    for frame in frames(90):
        assert [str(a) for a in kept.push(frame, 1)] == [str(a) for a in plain.push(frame, 1)]
    end_keeping(kept)
    (one,) = ready.landmarks.every()
    assert (one.watched, one.name, one.frames) == (Watched.TEST, "t_wall_angel", 90)


@given(
    st.lists(st.tuples(st.integers(-30_000, 30_000), st.integers(-30_000, 30_000), st.integers(0, 100)), min_size=1, max_size=9),
    st.booleans(),
)
def test_what_fits_comes_back_exactly(values: list[tuple[int, int, int]], picture: bool) -> None:
    shape = (640, 480) if picture else None
    given = [
        Frame(k / 7, np.full((33, 2), y / 2), np.full((33, 3), x / 1000), np.full(33, v / 100), shape)
        for k, (x, y, v) in enumerate(values)
    ]
    again = unpack(pack(given))
    assert pack(again) == pack(given)
    for one, two in zip(given, again, strict=True):
        np.testing.assert_allclose(two.world_m, one.world_m, atol=1e-9)
        np.testing.assert_allclose(two.visibility, one.visibility, atol=1e-9)
        if picture:
            np.testing.assert_allclose(two.plane, one.plane, atol=1e-9)


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:0], lambda b: b[:9], lambda b: b"X" + b[1:], lambda b: b[:-30], lambda b: b[:12] + b"x" * 40]
)
def test_bytes_that_are_no_landmarks_are_refused(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(PackError):
        unpack(spoil(pack(frames(40))))


@pytest.mark.recordings
def test_a_kept_recording_gives_the_repetitions_of_the_live_one(catalogue: Catalogue, recordings: Path) -> None:
    """Two of them, of people: lateral raises by Vicon, and as the packed record gives them back through a table."""
    exercise = catalogue.exercises["band_lateral_raise"]
    for name in ("m07_s01", "m07_s03"):
        (path,) = [p for p in sorted((recordings / "uiprmd").glob(f"{name}*.csv*")) if "incorrect" not in p.name]
        live = [Frame(f.t_s, f.plane, f.world_m, f.visibility) for f in read(path)]
        kept = [frame for at in range(0, len(live), 256) for frame in unpack(pack(live[at : at + 256]))]
        spans = [
            [(e.start_s, e.end_s) for e in track(exercise, shown) if isinstance(e, Rep)]
            for shown in (live, kept, list(frames_in(path, table_of(kept))))
        ]
        assert len(spans[0]) >= 8
        for others in spans[1:]:
            np.testing.assert_allclose(others, spans[0], atol=0.07)  # two pictures
