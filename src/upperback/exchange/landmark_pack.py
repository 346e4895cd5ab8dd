"""Some seconds of landmarks in few bytes, for keeping.

Millimetres, half pixels and hundredths of visibility: below what a pose model can tell on a still person (its points tremble by
some millimetres), so what is measured on what is kept is what was measured live. Each value is the change from the frame
before, all values of one landmark beside each other, then deflated: about 0.25 MB a minute at 30 frames a second
(`docs/your-data.md` has the figures), a sixth of the same in 32-bit floats.
"""

import struct
import zlib
from collections.abc import Sequence
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from upperback.model.body import N_LANDMARKS, Floats, Frame

PART_FRAMES: Final = 256  # a part is written at once: what a power cut can cost is about nine seconds
HEADER: Final = struct.Struct("<4sHHH")  # magic, frames, width and height of the picture (0: none was looked at)
MAGIC: Final = b"UBL1"
MM: Final = 1000
HALF_PX: Final = 2
HUNDREDTHS: Final = 100
MICRO_S: Final = 1_000_000
REACH: Final = 32767  # of 16 bits: 32 m, 16,000 pixels
LEVEL: Final = 6
Whole = TypeVar("Whole", np.int16, np.uint8)


class PackError(ValueError):
    """Bytes that are no packed landmarks."""


def pack(frames: Sequence[Frame]) -> bytes:
    """At most `PART_FRAMES` frames of one picture size. `unpack` gives them back, rounded as above.

    >>> frame = Frame(1.5, np.full((33, 2), 310.26), np.full((33, 3), 0.1234), np.full(33, 0.987), (640, 480))
    >>> again = unpack(pack([frame]))[0]
    >>> again.t_s, float(again.plane[0, 0]), float(again.world_m[0, 0]), float(again.visibility[0]), again.size_px
    (1.5, 310.5, 0.123, 0.99, (640, 480))
    """
    if not 0 < len(frames) <= PART_FRAMES:
        raise PackError(f"a part has 1 to {PART_FRAMES} frames, not {len(frames)}")
    size_px = frames[0].size_px
    times = np.array([round(frame.t_s * MICRO_S) for frame in frames], np.int64)
    metres = _whole(np.stack([frame.world_m for frame in frames]) * MM)
    pixels = _whole(np.stack([frame.plane for frame in frames]) * HALF_PX) if size_px else np.zeros((len(frames), 0), np.int16)
    seen = np.rint(np.stack([frame.visibility for frame in frames]) * HUNDREDTHS).clip(0, HUNDREDTHS).astype(np.uint8)
    points = _folded(_changes(np.concatenate([metres, pixels], axis=1)))
    body = np.diff(times, prepend=0).astype("<i8").tobytes() + _planes(points) + _changes(seen).T.tobytes()
    return HEADER.pack(MAGIC, len(frames), *(size_px or (0, 0))) + zlib.compress(body, LEVEL)


def unpack(packed: bytes) -> list[Frame]:
    """The frames of one part. Raises PackError."""
    try:
        magic, n, width_px, height_px = HEADER.unpack_from(packed)
        columns = N_LANDMARKS * (5 if width_px else 3)
        most = n * (8 + 2 * columns + N_LANDMARKS)
        body = zlib.decompressobj().decompress(packed[HEADER.size :], most + 1)
    except (struct.error, zlib.error) as error:
        raise PackError("these are no packed landmarks") from error
    if magic != MAGIC or len(body) != most:
        raise PackError("these are no packed landmarks")
    times = np.cumsum(np.frombuffer(body, "<i8", n))
    points = np.cumsum(_unfolded(_unplaned(body[8 * n : 8 * n + 2 * n * columns], n, columns)), axis=0, dtype=np.int16)
    changes = np.frombuffer(body, np.uint8, offset=8 * n + 2 * n * columns).reshape(N_LANDMARKS, n).T
    seen = np.cumsum(changes, axis=0, dtype=np.uint8) / HUNDREDTHS
    world_m = points[:, : 3 * N_LANDMARKS].reshape(n, N_LANDMARKS, 3) / MM
    plane = points[:, 3 * N_LANDMARKS :].reshape(n, N_LANDMARKS, 2) / HALF_PX if width_px else world_m[:, :, :2]
    size_px = (width_px, height_px) if width_px else None
    return [
        Frame(t_us / MICRO_S, xy, xyz, v, size_px) for t_us, xy, xyz, v in zip(times.tolist(), plane, world_m, seen, strict=True)
    ]


def _whole(values: Floats) -> NDArray[np.int16]:
    return np.rint(values).clip(-REACH, REACH).astype(np.int16).reshape(len(values), -1)


def _changes(values: NDArray[Whole]) -> NDArray[Whole]:
    """What each row adds to the one before; what leaves the range wraps round and comes back with the sum."""
    return np.diff(values, axis=0, prepend=np.zeros((1, values.shape[1]), values.dtype))


def _folded(changes: NDArray[np.int16]) -> NDArray[np.uint16]:
    """Small changes of either sign as small numbers: 0, -1, 1, -2 are 0, 1, 2, 3."""
    return ((changes << 1) ^ (changes >> 15)).view(np.uint16)


def _unfolded(folded: NDArray[np.uint16]) -> NDArray[np.int16]:
    return ((folded >> 1) ^ -(folded & 1)).astype(np.uint16).view(np.int16)


def _planes(folded: NDArray[np.uint16]) -> bytes:
    """The low bytes of all values, then the high ones, landmark by landmark."""
    pairs = np.ascontiguousarray(folded.T.astype("<u2")).view(np.uint8).reshape(-1, 2)
    return pairs[:, 0].tobytes() + pairs[:, 1].tobytes()


def _unplaned(planes: bytes, rows: int, columns: int) -> NDArray[np.uint16]:
    halves = np.frombuffer(planes, np.uint8).reshape(2, columns, rows).astype(np.uint16)
    whole: NDArray[np.uint16] = halves[0] | (halves[1] << 8)
    return whole.T
