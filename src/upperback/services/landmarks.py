"""Kept landmarks: the person's word for it, what is kept, and its end. Off until someone says yes."""

from collections.abc import Iterator, Sequence
from typing import Final

from upperback.exchange.landmark_pack import PART_FRAMES, pack, unpack
from upperback.exchange.landmark_table import text_of
from upperback.model.body import Frame
from upperback.model.kept import Consent, Recording, Watched
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError
from upperback.store import journal, recordings
from upperback.store.errors import StillReadError, StoreError

SHORTEST_S: Final = 1.0  # a shorter stretch is a page that was opened and closed; expert judgement
ROUGH: Final = {"metres": ".6g", "visible": ".3g", "pixels": ".6g"}  # what was rounded for keeping needs no zeros behind it


class Landmarks:
    """Every method is one short transaction, as everywhere."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def consent(self) -> Consent | None:
        """The newest word, standing or taken back; None when none was ever given."""
        with self._chart.reading() as tx:
            given = recordings.consents(tx)
        return given[-1] if given else None

    def allowed(self) -> bool:
        newest = self.consent()
        return newest is not None and newest.withdrawn_at is None

    def allow(self) -> None:
        """From now on landmarks are kept. Said twice, the first word counts."""
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            if all(one.withdrawn_at is not None for one in recordings.consents(tx)):
                recordings.give_consent(tx, self._chart.instant())

    def withdraw(self, *, delete_kept: bool) -> None:
        """From now on nothing is kept; `delete_kept`: what was kept goes too, for good."""
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            recordings.withdraw_consent(tx, self._chart.instant())
            gone = recordings.drop(tx) if delete_kept else 0
        if gone:
            self._clean()

    def every(self) -> tuple[Recording, ...]:
        """What is kept, newest first."""
        with self._chart.reading() as tx:
            return recordings.every(tx)

    def recording(self, key: str) -> Recording:
        """Raises BadInputError when there is none of this name."""
        with self._chart.reading() as tx:
            found = recordings.find(tx, key)
        if found is None:
            raise BadInputError("this recording is not there any more", "data.error.recording_gone")
        return found

    def frames(self, key: str) -> list[Frame]:
        """The frames as they were kept."""
        with self._chart.reading() as tx:
            parts = list(recordings.parts(tx, key))
        return [frame for part in parts for frame in unpack(part)]

    def table(self, key: str) -> str:
        """The recording as a landmark table."""
        return table_of(self.frames(self.recording(key).key))

    def delete(self, keys: Sequence[str]) -> int:
        """Delete these recordings for good; how many went."""
        if not keys:
            return 0
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            gone = recordings.drop(tx, *keys)
        self._clean()
        return gone

    def recorder(self, watched: Watched, name: str, *, session: str | None = None, item: int | None = None) -> "Recorder | None":
        """What keeps the frames of one connection; None without the person's word."""
        return Recorder(self._chart, watched, name, session, item) if self.allowed() else None

    def _clean(self) -> None:
        try:
            self._chart.store.scrub()
        except StillReadError:
            pass  # deleted and overwritten; the journal is emptied at the next look (`WholeRecord.let_go`)
        except StoreError as error:
            raise BadInputError(str(error)) from error


class Recorder:
    """Takes the frames of one connection and writes them out every few seconds. It never stands in the way of the coach: what
    can't be kept is not kept."""

    def __init__(self, chart: Chart, watched: Watched, name: str, session: str | None, item: int | None) -> None:
        self._chart = chart
        self._watched = watched
        self._name = name
        self._session = session
        self._item = item
        self._frames: list[Frame] = []
        self._number: int | None = None
        self._first_s = 0.0
        self._open = True

    def push(self, frame: Frame) -> None:
        if not self._open:
            return
        if self._frames and frame.size_px != self._frames[0].size_px:
            self.close()  # the camera was turned: another recording
            self._number, self._open = None, True
        if self._number is None and not self._frames:
            self._first_s = frame.t_s
        self._frames.append(frame)
        if len(self._frames) == PART_FRAMES:
            self._write()

    def close(self) -> None:
        """Write what is left, unless the whole stretch was too short or nobody was in it."""
        short = self._number is None and (not self._frames or self._frames[-1].t_s - self._first_s < SHORTEST_S)
        if self._open and self._frames and not short:
            self._write()
        self._open = False
        self._frames = []

    def _write(self) -> None:
        frames, self._frames = self._frames, []
        if self._number is None and not any(frame.visibility.any() for frame in frames):
            return
        content, seconds = pack(frames), round(frames[-1].t_s - self._first_s, 3)
        try:
            with self._chart.beside() as tx:
                given = recordings.consents(tx)
                if not given or given[-1].withdrawn_at is not None:
                    self._open = False
                    return
                if self._number is None:
                    self._number = recordings.begin(tx, self._begun(frames[0].size_px))
                self._open = recordings.add_part(tx, self._number, content, len(frames), seconds)
        except BadInputError:
            self._open = False

    def _begun(self, size_px: tuple[int, int] | None) -> Recording:
        return Recording(
            key=self._chart.new_id()[:40],
            day=self._chart.today(),
            started_at=self._chart.instant(),
            watched=self._watched,
            name=self._name,
            session=self._session,
            item=self._item,
            frames=0,
            seconds=0.0,
            size_bytes=0,
            size_px=size_px,
        )


def table_of(frames: Sequence[Frame]) -> str:
    """Kept frames as a landmark table; packed again, it gives the same bytes."""
    return text_of(frames, **ROUGH)


def parts_of(frames: Sequence[Frame]) -> Iterator[bytes]:
    """Frames packed as a recorder packs them."""
    for first in range(0, len(frames), PART_FRAMES):
        yield pack(frames[first : first + PART_FRAMES])
