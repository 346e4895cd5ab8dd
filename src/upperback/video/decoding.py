"""Pictures out of a video file, upright and with their true time stamps."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Final

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

MAX_SIDE_PX: Final = 8192  # beyond 8K a picture is refused: memory, and no webcam or phone makes it
MAX_HOURS: Final = 12
QUEUE_FRAMES: Final = 8  # decoded ahead of the model; enough to smooth key frames, small in memory


class VideoError(ValueError):
    """A file that can't be read as a video; the message is one line that names the file and what is wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One upright picture: `rgb` (height, width, 3) uint8; `t_s` from the file's own clock, the first at 0."""

    t_s: float
    rgb: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What the file says of itself; `frames` is an estimate, 0 where it says nothing."""

    fps: float
    frames: int


def read_info(path: Path) -> VideoInfo:
    """Frame rate and number of frames. Raises `VideoError`."""
    with _open(path) as container:
        stream = _stream(path, container)
        fps = float(stream.average_rate or stream.guessed_rate or 0)
        frames = stream.frames
        if not frames and container.duration:
            frames = round(container.duration / av.time_base * fps)
        return VideoInfo(fps=fps, frames=frames)


def read_pictures(path: Path) -> Iterator[Picture]:
    """Every picture of the first video stream, decoded ahead in a thread. Raises `VideoError`, also half way."""
    queue: Queue[Picture | VideoError | None] = Queue(QUEUE_FRAMES)
    stopped = Event()

    def work() -> None:
        try:
            for picture in _decode(path):
                queue.put(picture)
                if stopped.is_set():
                    return
        except VideoError as error:
            queue.put(error)
        queue.put(None)

    thread = Thread(target=work, name="video-decoding", daemon=True)
    thread.start()
    try:
        while (item := queue.get()) is not None:
            if isinstance(item, VideoError):
                raise item
            yield item
    finally:
        stopped.set()
        while thread.is_alive():
            while not queue.empty():
                queue.get_nowait()
            thread.join(timeout=0.05)


def _decode(path: Path) -> Iterator[Picture]:
    with _open(path) as container:
        stream = _stream(path, container)
        stream.thread_type = "AUTO"
        start_s: float | None = None
        last_s = -math.inf
        pictures = 0
        try:
            for frame in container.decode(stream):
                t_s = _time_s(path, frame)
                start_s = t_s if start_s is None else start_s
                if t_s <= last_s:
                    continue  # a repeated or backward stamp carries no new instant
                last_s = t_s
                pictures += 1
                yield Picture(t_s=t_s - start_s, rgb=_upright(frame))
        except (av.FFmpegError, OSError) as error:
            raise VideoError(f"{path}: damaged after {max(last_s - (start_s or 0), 0):.1f} s: {_reason(error)}") from error
        if not pictures:
            raise VideoError(f"{path}: no picture could be decoded")


def _time_s(path: Path, frame: VideoFrame) -> float:
    if frame.pts is None or frame.time_base is None:
        raise VideoError(f"{path}: a picture has no time stamp")
    t_s = float(frame.pts * Fraction(frame.time_base))
    if not abs(t_s) < MAX_HOURS * 3600:
        raise VideoError(f"{path}: longer than {MAX_HOURS} hours")
    return t_s


def _upright(frame: VideoFrame) -> NDArray[np.uint8]:
    """Turned as the file asks: phones write upright films lying on their side with a rotation note."""
    rgb: NDArray[np.uint8] = frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False)
    quarter_turns = round(frame.rotation / 90) % 4  # counter-clockwise, as numpy turns
    return np.ascontiguousarray(np.rot90(rgb, quarter_turns)) if quarter_turns else rgb


def _open(path: Path) -> InputContainer:
    if not path.is_file():
        raise VideoError(f"{path}: no such file")
    if path.stat().st_size == 0:
        raise VideoError(f"{path}: the file is empty")
    try:
        return av.open(str(path), mode="r")
    except (av.FFmpegError, OSError) as error:
        raise VideoError(f"{path}: not a video that can be read: {_reason(error)}") from error


def _stream(path: Path, container: InputContainer) -> VideoStream:
    if not container.streams.video:
        raise VideoError(f"{path}: there is no video in this file")
    stream = container.streams.video[0]
    width, height = stream.codec_context.width, stream.codec_context.height
    if not (0 < width <= MAX_SIDE_PX and 0 < height <= MAX_SIDE_PX):
        raise VideoError(f"{path}: pictures of {width} x {height} pixels; up to {MAX_SIDE_PX} a side can be read")
    return stream


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()
