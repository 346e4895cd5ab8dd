"""Everything of one person to take along, as single tables or one zip, and in again on another computer.

The zip holds the case file (`upperback.json`), what a case file has no place for (`record.jsonl`), tables for a spreadsheet
(`tables/`), and kept landmarks (`landmarks/`). Coming in, the case file is what counts: the rows have to give exactly it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from upperback.exchange import record_rows, record_sheets, spreadsheet
from upperback.exchange.archive import Archive, ArchiveError, stream
from upperback.exchange.case_file import CaseFileError, read, write
from upperback.exchange.landmark_table import TableError, frames_in
from upperback.exchange.record_rows import RowsError
from upperback.exchange.spreadsheet import Sheet
from upperback.exchange.strict_json import MAX_CHARACTERS
from upperback.model.body import Frame
from upperback.model.kept import Recording
from upperback.model.luggage import Contents
from upperback.model.record import Case
from upperback.services.cases import findings_of
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError
from upperback.services.landmarks import Landmarks, parts_of, table_of
from upperback.services.sound_rows import check_rows
from upperback.services.whole_record import WholeRecord
from upperback.store import journal, recordings, records, whole
from upperback.store.store import Tx
from upperback.store.whole import RowError

CASE: Final = "upperback.json"
ROWS: Final = "record.jsonl"
READ_ME: Final = "README.txt"
CASE_MAX: Final = 4 * MAX_CHARACTERS
ROWS_MAX: Final = 2**30  # bytes; ten years of daily sessions with every repetition are about 60 MB
LINE_MAX: Final = 8 * 2**20  # a programme with all its reasons is about 100 kB
LANDMARKS_MAX: Final = 2**28  # bytes of one table: an hour and a half under the camera
FILE_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,80}")

Told = Callable[[int, int], None]


class Luggage:
    """Export and import of everything."""

    def __init__(self, chart: Chart, whole_record: WholeRecord, landmarks: Landmarks) -> None:
        self._chart = chart
        self._whole = whole_record
        self._landmarks = landmarks

    # -- out -----------------------------------------------------------------------------------------------------------
    def sheets(self) -> tuple[str, ...]:
        """The names of the tables."""
        return record_sheets.NAMES

    def sheet(self, name: str) -> bytes:
        """One table as CSV. Raises BadInputError for an unknown name."""
        with self._chart.reading() as tx:
            for sheet in self._sheets(tx, self._chart.case()):
                if sheet.name == name:
                    return b"".join(spreadsheet.lines(sheet))
        raise BadInputError("there is no such table")

    def everything(self, told: Told = lambda _done, _of: None) -> Iterator[bytes]:
        """The zip of everything, piece by piece. `told` hears how many of how many entries are done. The record is read at one
        moment; recordings, which never change, one by one: nothing stays open for a slow reader."""
        yield from stream(self._entries(told))

    def _entries(self, told: Told) -> Iterator[tuple[str, Sequence[bytes]]]:
        with self._chart.reading() as tx:
            case = records.read_case(tx, self._chart.today())
            kept = recordings.every(tx)[::-1]
            tables = ((table.name, whole.columns_of(table), whole.rows_of(tx, table)) for table in whole.travelling())
            ready = [
                (READ_ME, [self._chart.catalogue.texts("data.zip.read_me").encode()]),
                (CASE, [write(case).encode()]),
                (ROWS, [b"".join(record_rows.write(tables))]),
                *((f"tables/{s.name}.csv", [b"".join(spreadsheet.lines(s))]) for s in self._sheets(tx, case)),
            ]
        for done, entry in enumerate(ready):
            told(done, len(ready) + len(kept))
            yield entry
        for done, recording in enumerate(kept, start=len(ready)):
            told(done, len(ready) + len(kept))
            yield file_of(recording), [table_of(self._landmarks.frames(recording.key)).encode()]
        told(len(ready) + len(kept), len(ready) + len(kept))

    def _sheets(self, tx: Tx, case: Case) -> Iterator[Sheet]:
        catalogue = self._chart.catalogue
        yield from record_sheets.of_case(case, findings_of(catalogue, case), catalogue)
        sessions, items = (list(whole.named_rows_of(tx, name)) for name in ("session", "session_item"))
        yield from record_sheets.of_sessions(sessions, items, whole.named_rows_of(tx, "movement"), catalogue)

    # -- in ------------------------------------------------------------------------------------------------------------
    def look_into(self, file: IO[bytes]) -> Contents:
        """What a case file or a zip holds. Raises BadInputError for anything that could not take the record's place, as far as
        can be told without doing it."""
        with _in_plain_words():
            archive = _archive(file)
            if archive is None:
                return contents_of(self._case_in(file), None, ())
            case = self._case_in_zip(archive)
            if ROWS not in archive.names():
                return contents_of(case, None, ())
            rows: dict[str, int] = {}
            recorded: list[float] = []
            for row in record_rows.read(archive.lines(ROWS, ROWS_MAX, LINE_MAX)):
                rows[row.table] = rows.get(row.table, 0) + 1
                if row.table == "recording":
                    recorded.append(_seconds(row.values))
            return contents_of(case, rows.get("movement", 0), recorded)

    def bring_back(self, file: IO[bytes]) -> None:
        """Put what the file holds in the record's place, all or nothing. Raises BadInputError. Can be undone for ten
        minutes, until the next change."""
        with _in_plain_words():
            archive = _archive(file)
            if archive is None:
                self._case_in(file)
                self._whole.import_case(_text(file))
                return
            case = self._case_in_zip(archive)
            if ROWS not in archive.names():
                self._whole.import_case(archive.read(CASE, CASE_MAX).decode("utf-8-sig"))
                return
            with self._chart.writing() as tx:
                journal.remember_all(tx, "import", self._chart.instant())
                journal.delete_all(tx, keep_journal=True)
                rows = record_rows.read(archive.lines(ROWS, ROWS_MAX, LINE_MAX))
                whole.put(tx, ((row.table, row.values, row.line) for row in rows))
                check_rows(tx)
                self._must_agree(tx, case)
                for recording in recordings.every(tx):
                    recordings.fill(tx, recording.key, parts_of(_frames(archive, recording)))

    def _must_agree(self, tx: Tx, case: Case) -> None:
        """What the rows make has to be the case that was read and checked."""
        try:
            made = read(write(records.read_case(tx, case.today)), self._chart.catalogue)
        except (CaseFileError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise RowError(f"{ROWS}: its rows make no case ({type(error).__name__})") from error
        if made != case:
            raise RowError(f"{ROWS} and {CASE} say different things")

    def _case_in(self, file: IO[bytes]) -> Case:
        return self._whole.read_case(_text(file))

    def _case_in_zip(self, archive: Archive) -> Case:
        return self._whole.read_case(archive.read(CASE, CASE_MAX).decode("utf-8-sig"))


def file_of(recording: Recording) -> str:
    """The name of a recording's table in the zip.

    >>> from datetime import UTC, date, datetime
    >>> from upperback.model.kept import Watched
    >>> at = datetime(2026, 2, 20, 8, tzinfo=UTC)
    >>> file_of(Recording("k1", date(2026, 2, 20), at, Watched.EXERCISE, "band_row", "s", 0, 1, 1.0, 1, None))
    'landmarks/2026-02-20_band_row_k1.csv'
    """
    if not FILE_NAME.fullmatch(recording.key) or not FILE_NAME.fullmatch(recording.name):
        raise RowError("recording: a name that can't be the name of a file")
    return f"landmarks/{recording.day.isoformat()}_{recording.name}_{recording.key}.csv"


def contents_of(case: Case, repetitions: int | None, recorded_s: Sequence[float]) -> Contents:
    """What there is to say of a case with its repetitions and recordings."""
    entries = (case.screens, case.diary, case.tests, case.sessions, case.programmes, case.change, case.accepted)
    days: list[date] = [entry.day for kind in entries for entry in kind]
    return Contents(
        day=case.today,
        first=min(days, default=None),
        last=max(days, default=None),
        tests=len(case.tests),
        sessions=len(case.sessions),
        diary_days=len(case.diary),
        programmes=len(case.programmes),
        activities=len(case.function),
        repetitions=repetitions,
        recordings=None if repetitions is None else len(recorded_s),
        recorded_s=sum(recorded_s),
    )


def _archive(file: IO[bytes]) -> Archive | None:
    """The zip, None where the file does not begin as one."""
    file.seek(0)
    begins = file.read(4)
    file.seek(0)
    return Archive(file) if begins in (b"PK\x03\x04", b"PK\x05\x06") else None


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    content = file.read(CASE_MAX + 1)
    if len(content) > CASE_MAX:
        raise BadInputError("case file: too large", "data.error.too_big")
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise BadInputError("this is no case file", "data.error.not_ours")
    return content.decode("utf-8-sig")


def _frames(archive: Archive, recording: Recording) -> list[Frame]:
    name = file_of(recording)
    text = archive.read(name, LANDMARKS_MAX).decode()
    frames = [Frame(f.t_s, f.plane, f.world_m, f.visibility, recording.size_px) for f in frames_in(Path(name), text)]
    if len(frames) != recording.frames:
        raise RowError(f"{name}: {len(frames)} rows, where {recording.frames} were kept")
    return frames


def _seconds(values: Mapping[str, Any]) -> float:
    seconds = values.get("seconds")
    return float(seconds) if isinstance(seconds, int | float) else 0.0


@contextmanager
def _in_plain_words() -> Iterator[None]:
    """Every way in which a file can be wrong, as one line that says what to do."""
    try:
        yield
    except ArchiveError as error:
        raise BadInputError(f"zip: {error}", f"data.error.zip.{error.reason}") from error
    except RowsError as error:
        raise BadInputError(str(error), "data.error.newer" if error.newer else "data.error.zip.broken") from error
    except (RowError, TableError) as error:
        raise BadInputError(str(error), "data.error.zip.broken") from error
    except UnicodeDecodeError as error:
        raise BadInputError("this is no text in UTF-8", "data.error.not_ours") from error
