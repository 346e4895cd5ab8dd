"""Videos through the pose model: frames for the tracker, or a landmark table."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from upperback.exchange import landmark_table, trc
from upperback.model.body import Frame
from upperback.services.errors import BadInputError
from upperback.video import decoding, pose

MODELS: Final = pose.MODELS
VIDEO_SUFFIXES: Final = frozenset({".mp4", ".mov", ".webm", ".avi", ".mkv", ".m4v"})


@dataclass(frozen=True, slots=True)
class PoseSummary:
    """Frames read, frames with a person, pictures a second of the film, and the most people seen at once."""

    frames: int
    found: int
    fps: float
    people_max: int


def seen_in_video(path: Path) -> Iterator[pose.Seen]:
    """Every picture, looked at. Raises `BadInputError`."""
    try:
        yield from pose.see_video(path)
    except decoding.VideoError as error:
        raise BadInputError(str(error)) from error


def pose_video(path: Path, table: Path, progress: Callable[[int, int], None]) -> PoseSummary:
    """Writes a landmark table (or TRC, by the name's ending) of a video. `progress(done, expected)` is called once a frame.

    The table appears whole or not at all: it is written beside its place and moved there at the end."""
    try:
        info = decoding.read_info(path)
    except decoding.VideoError as error:
        raise BadInputError(str(error)) from error
    found = people_max = frames = 0
    last_s = 0.0

    def watched() -> Iterator[Frame]:
        nonlocal found, people_max, frames, last_s
        for seen in seen_in_video(path):
            frames += 1
            found += seen.found
            people_max = max(people_max, seen.people)
            last_s = seen.frame.t_s
            progress(frames, max(info.frames, frames))
            yield seen.frame

    beside = table.with_name(f".{os.getpid()}-{table.name}")
    try:
        if table.name.lower().endswith((".trc", ".trc.gz")):
            trc.write(beside, watched(), name=table.name)
        else:
            landmark_table.write(beside, watched())
        beside.replace(table)
    except OSError as error:
        raise BadInputError(f"{table}: can't be written: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)
    fps = (frames - 1) / last_s if last_s > 0 else info.fps
    return PoseSummary(frames, found, round(fps, 3), people_max)
