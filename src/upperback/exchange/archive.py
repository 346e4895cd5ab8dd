"""One zip with everything, written as a stream and read with suspicion.

Written: the same entries give the same bytes (no times, no names of people, machines or folders), and nothing is held but the
piece under way. Read: nothing is ever unpacked into a folder; an entry is looked at only where its name is one of ours, up to
the size it may have.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Final

ENTRIES_MAX: Final = 50_000
NAME_MAX: Final = 200
# Deflated tables of numbers are a fifth to a thirtieth of their size; more is made to fill a disk (expert judgement).
RATIO_MAX: Final = 200
SMALL: Final = 4 * 2**20  # bytes; below it the ratio doesn't matter
LEVEL: Final = 6
PIECE: Final = 2**18
OWNER_ONLY: Final = 0o600 << 16  # the mode an unpacked file gets
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can name: the same record gives the same file


class ArchiveError(ValueError):
    """A zip that can't be used. `reason` says which way: not_zip, broken, locked, unsafe, too_big, missing."""

    def __init__(self, reason: str, line: str) -> None:
        super().__init__(line)
        self.reason = reason


class _Sink(io.RawIOBase):
    """Where the zip is written: what came since the last look."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        piece = bytes(content)  # type: ignore[call-overload]  # whatever a file takes
        self._pieces.append(piece)
        self._at += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._at

    def take(self) -> bytes:
        piece = b"".join(self._pieces)
        self._pieces.clear()
        return piece


def stream(entries: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The zip of `entries` (name, content in pieces), as it is made.

    >>> once, again = [b"".join(stream([("a/b.csv", [b"1,2", b"3"])])) for _ in range(2)]
    >>> once == again, Archive(io.BytesIO(once)).read("a/b.csv", 100)
    (True, b'1,23')
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as made:
        for name, content in entries:
            about = zipfile.ZipInfo(name, LONG_AGO)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system = 3  # Unix, on every machine
            about.external_attr = OWNER_ONLY
            about._compresslevel = LEVEL  # type: ignore[attr-defined]
            with made.open(about, "w", force_zip64=True) as entry:
                for piece in content:
                    entry.write(piece)
                    if out := sink.take():
                        yield out
            if out := sink.take():
                yield out
    if out := sink.take():
        yield out


class Archive:
    """A zip someone chose. Raises ArchiveError for one that is broken, locked, made to do harm, or no zip."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError):
            raise ArchiveError("not_zip", "this is no zip, or its end is missing") from None
        entries = self._zip.infolist()
        if len(entries) > ENTRIES_MAX:
            raise ArchiveError("too_big", f"more than {ENTRIES_MAX} files")
        names = [entry.filename for entry in entries]
        if len(set(names)) < len(names):
            raise ArchiveError("unsafe", "the same name stands twice")
        for entry in entries:
            _check(entry)
        self._entries = {entry.filename: entry for entry in entries}

    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def read(self, name: str, most: int) -> bytes:
        """The whole of one entry of at most `most` bytes."""
        with self._open(name, most) as entry:
            return entry.read()

    def lines(self, name: str, most: int, longest: int) -> Iterator[bytes]:
        """The lines of one entry of at most `most` bytes; none may be longer than `longest`."""
        with self._open(name, most) as entry:
            while line := entry.readline(longest + 1):
                if len(line) > longest:
                    raise ArchiveError("too_big", f"{name}: a line is longer than {longest} bytes")
                yield line

    @contextmanager
    def _open(self, name: str, most: int) -> Iterator[IO[bytes]]:
        if name not in self._entries:
            raise ArchiveError("missing", f"{name} is missing")
        # What unpacks to more than it says ends there: zipfile reads no further than the size it was told.
        if self._entries[name].file_size > most:
            raise ArchiveError("too_big", f"{name}: larger than {most // 2**20} MB")
        try:
            with self._zip.open(name) as entry:
                yield entry
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
            raise ArchiveError("broken", f"{name}: damaged") from None


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = name.split("/")
    if len(name) > NAME_MAX or name.startswith("/") or "\\" in name or ":" in name or {"..", "."} & set(parts) or not name:
        raise ArchiveError("unsafe", "a name in it leads out of its folder")
    if entry.flag_bits & 0x1:
        raise ArchiveError("locked", "it is locked with a password")
    if entry.file_size > SMALL and entry.file_size > RATIO_MAX * max(1, entry.compress_size):
        raise ArchiveError("too_big", "it unpacks to far more than it can hold")
