"""The one place where a frame comes out of bytes: magic, size, order, range and finiteness are checked here.

Little endian: `UBF1`, sequence uint32, t_s float64, width_px uint16, height_px uint16, people uint32; with people >= 1 then
float32[33 * 8]: px, py, world x, y, z in metres, visibility, presence, 0. A width and height of 0: no picture was analysed.
"""

import math
import struct
from dataclasses import dataclass
from typing import Final

import numpy as np

from upperback.model.body import N_LANDMARKS, Floats, Frame

HEADER: Final = struct.Struct("<4sIdHHI")
MAGIC: Final = b"UBF1"
ROW: Final = 8
FULL_BYTES: Final = HEADER.size + N_LANDMARKS * ROW * 4
PEOPLE_MAX: Final = 16
T_MAX_S: Final = 1e9  # a clock of 30 years; more is no time stamp
REACH_MAX: Final = 1e5  # pixels or metres; more is no landmark


class MessageError(ValueError):
    """A message that is no frame; the text says what was expected, never what was seen in it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A frame as it came: `people` is how many were last seen, 0 with a frame in which nobody is."""

    sequence: int
    frame: Frame
    people: int


class Reader:
    """Reads the messages of one connection; time and sequence must grow.

    >>> Reader().read(b"hello")
    Traceback (most recent call last):
    upperback.web.camera_message.MessageError: a frame has 24 or 1080 bytes, this has 5
    """

    def __init__(self) -> None:
        self._last_t_s = -math.inf
        self._last_sequence = -1

    def read(self, message: bytes) -> Picture:
        """The frame of one message. Raises MessageError."""
        if len(message) not in (HEADER.size, FULL_BYTES):
            raise MessageError(f"a frame has {HEADER.size} or {FULL_BYTES} bytes, this has {len(message)}")
        magic, sequence, t_s, width_px, height_px, people = HEADER.unpack_from(message)
        if magic != MAGIC:
            raise MessageError("a frame begins with UBF1")
        if not 0 <= t_s <= T_MAX_S:  # refuses NaN too
            raise MessageError("the time of a frame is in seconds and not negative")
        if t_s <= self._last_t_s or sequence <= self._last_sequence:
            raise MessageError("a frame must be newer than the one before")
        if people > PEOPLE_MAX:
            raise MessageError(f"at most {PEOPLE_MAX} people are counted")
        if (people > 0) != (len(message) == FULL_BYTES):
            raise MessageError("landmarks come exactly when someone is seen")
        if (width_px == 0) != (height_px == 0):
            raise MessageError("a picture has a width and a height")
        frame = _frame(t_s, _points(message), (width_px, height_px) if width_px else None)
        self._last_t_s, self._last_sequence = t_s, sequence
        return Picture(sequence, frame, people)


def _points(message: bytes) -> Floats:
    """The landmarks (33, 8), zeros where nobody is seen."""
    if len(message) == HEADER.size:
        return np.zeros((N_LANDMARKS, ROW))
    sent = np.frombuffer(message, "<f4", offset=HEADER.size).reshape(N_LANDMARKS, ROW)
    if not np.isfinite(sent).all():  # before the cast, which warns of a signalling NaN
        raise MessageError("every number of a landmark must be finite")
    return sent.astype(np.float64)


def _frame(t_s: float, points: Floats, size_px: tuple[int, int] | None) -> Frame:
    visibility = points[:, 5]
    frame = Frame(t_s, points[:, 0:2].copy(), points[:, 2:5].copy(), visibility.copy(), size_px)
    if np.abs(points[:, 0:5]).max() > REACH_MAX or visibility.min() < 0 or visibility.max() > 1:
        raise MessageError("a landmark lies out of all range")
    return frame
