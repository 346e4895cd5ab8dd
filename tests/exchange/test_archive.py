"""A zip from anywhere is looked at with suspicion."""

import io
import struct
import zipfile

import pytest

from upperback.exchange.archive import Archive, ArchiveError, stream


def zipped(**entries: bytes) -> bytes:
    return made(*entries.items())


def made(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in entries:
            z.writestr(name, content)
    return out.getvalue()


def reason_of(content: bytes, read: str = "a", most: int = 2**30) -> str:
    with pytest.raises(ArchiveError) as caught:
        Archive(io.BytesIO(content)).read(read, most)
    return caught.value.reason


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "x/../../a", "C:\\a", "a\\..\\b", "./a", "x" * 300])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert reason_of(made((zipfile.ZipInfo(name), b"x"))) == "unsafe"


def test_the_same_name_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = made(("a", b"1"), ("a", b"2"))
    assert reason_of(twice) == "unsafe"


def test_a_bomb_stays_shut() -> None:
    assert reason_of(zipped(a=bytes(64 * 2**20))) == "too_big"


def test_a_bomb_that_lies_about_its_size_ends_at_the_size_it_told() -> None:
    content = bytearray(zipped(a=bytes(8 * 2**20)))
    small = struct.pack("<I", 10)
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.index(signature) + at
        content[place : place + 4] = small
    assert reason_of(bytes(content)) == "broken"


def test_an_entry_over_its_limit_is_refused() -> None:
    assert reason_of(zipped(a=b"12345"), most=4) == "too_big"


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_half_a_zip_is_refused(cut: int) -> None:
    whole = b"".join(stream([("a", [b"0123456789" * 50]), ("b", [b"x"])]))
    assert reason_of(whole[:-cut]) == "not_zip"


def test_a_flipped_bit_is_noticed() -> None:
    content = bytearray(b"".join(stream([("a", [bytes(range(256)) * 40])])))
    content[120] ^= 4
    assert reason_of(bytes(content)) in ("broken", "not_zip")


def test_a_locked_zip_says_so() -> None:
    content = bytearray(zipped(a=b"secret"))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert reason_of(bytes(content)) == "locked"


def test_what_is_missing_is_named() -> None:
    assert reason_of(zipped(b=b"x")) == "missing"


def test_the_stream_comes_in_pieces_and_the_whole_is_a_zip() -> None:
    pieces = list(stream([("a/b", [b"1" * 300_000]), ("c", [])]))
    assert len(pieces) > 2
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as z:
        assert z.testzip() is None
        assert [(i.filename, i.date_time, i.file_size) for i in z.infolist()] == [
            ("a/b", (1980, 1, 1, 0, 0, 0), 300_000),
            ("c", (1980, 1, 1, 0, 0, 0), 0),
        ]
