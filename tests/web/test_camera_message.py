"""What the camera's socket takes for a frame: nothing but frames, whatever is sent."""

import struct

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from upperback.web.camera_message import FULL_BYTES, MessageError, Reader


def packed(t_s: float = 1.0, sequence: int = 0, people: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    rows = [value for n in range(33) for value in (n, n + 0.5, n / 100, -n / 100, 0.25, 0.75, 0.5, 0.0)]
    return struct.pack("<4sIdHHI", b"UBF1", sequence, t_s, *size, people) + (struct.pack("<264f", *rows) if people else b"")


def test_a_message_becomes_the_frame_it_holds() -> None:
    picture = Reader().read(packed(t_s=12.25, people=2))
    assert (picture.sequence, picture.people, picture.frame.t_s, picture.frame.size_px) == (0, 2, 12.25, (640, 480))
    assert picture.frame.plane[31].tolist() == [31.0, 31.5]
    assert picture.frame.world_m[32].tolist() == pytest.approx([0.32, -0.32, 0.25])
    assert picture.frame.visibility.tolist() == [0.75] * 33


def test_a_message_without_a_person_is_a_frame_in_which_nothing_is_visible() -> None:
    picture = Reader().read(packed(people=0))
    assert (picture.people, picture.frame.visibility.max()) == (0, 0.0)


def test_a_table_without_a_picture_has_no_size() -> None:
    assert Reader().read(packed(size=(0, 0))).frame.size_px is None


def test_a_frame_must_be_newer_than_the_last_one_that_was_read() -> None:
    reader = Reader()
    reader.read(packed(t_s=1.0, sequence=5))
    for stale in (packed(t_s=1.0, sequence=6), packed(t_s=0.5, sequence=6), packed(t_s=2.0, sequence=5)):
        with pytest.raises(MessageError, match="newer"):
            reader.read(stale)
    assert reader.read(packed(t_s=1.1, sequence=9)).frame.t_s == 1.1


@given(st.binary(max_size=1200))
def test_any_bytes_are_a_frame_or_refused(message: bytes) -> None:
    with pytest.raises(MessageError):
        Reader().read(message)  # Hypothesis finds no UBF1 by chance


@given(st.integers(0, FULL_BYTES - 1), st.integers(0, 255))
@example(99, 127)  # a signalling NaN
def test_one_wrong_byte_gives_a_finite_frame_or_a_refusal(place: int, value: int) -> None:
    message = bytearray(packed())
    message[place] = value
    try:
        frame = Reader().read(bytes(message)).frame
    except MessageError:
        return
    assert np.isfinite(frame.plane).all()
    assert np.isfinite(frame.world_m).all()
    assert 0 <= frame.visibility.min() <= frame.visibility.max() <= 1
