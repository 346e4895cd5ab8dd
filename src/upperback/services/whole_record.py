"""The record as a whole: out as a case file, in again, deleted, and the way back from that, which ends by itself."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from upperback.exchange.case_file import CaseFileError, read, write
from upperback.model.record import Case
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError
from upperback.services.views import Undone
from upperback.store import journal, programmes, records
from upperback.store.errors import StillReadError, StoreError
from upperback.store.journal import WHOLE, LastChange

DELETED_KEPT: Final = timedelta(minutes=10)  # a deletion or an import can be taken back so long; expert judgement


class WholeRecord:
    """Every method that writes does so in one transaction; what is deleted is overwritten before the method returns."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._way_back_seen = False  # when this program looked last, a deletion or an import could be taken back
        self._to_scrub = False

    def path(self) -> Path:
        """Where the database lies."""
        return self._chart.store.path.absolute()

    def export_case(self) -> str:
        """The whole record as a case file (JSON text), to keep or to take elsewhere."""
        return write(self._chart.case())

    def read_case(self, text: str) -> Case:
        """The case of a case file that could take the record's place. Raises BadInputError naming the place."""
        try:
            case = read(text, self._chart.catalogue)
        except CaseFileError as error:
            raise BadInputError(f"case file: {error}") from error
        today = self._chart.today()
        if case.today > today:
            raise BadInputError(f"case file: today: {case.today} is after today, {today}")
        return case

    def import_case(self, text: str) -> None:
        """Replace the whole record with a case file. Raises BadInputError naming the place; nothing is changed then.
        Can be undone for ten minutes, until the next change."""
        case = self.read_case(text)
        with self._chart.writing() as tx:
            journal.remember_all(tx, "import", self._chart.instant())
            journal.delete_all(tx, keep_journal=True)
            records.write_case(tx, case, [self._chart.new_id() for _ in (*case.sessions, *case.breaks)])

    def delete_everything(self, *, at_once: bool) -> None:
        """Delete the record and every copy of the database. `at_once`: for good now; else it can be taken back for ten
        minutes, then the last copy goes too."""
        with self._chart.writing() as tx:
            if at_once:
                journal.forget(tx)
            else:
                journal.remember_all(tx, "delete", self._chart.instant())
            journal.delete_all(tx, keep_journal=not at_once)
        self._chart.forget()
        self._scrub()

    def can_undo(self) -> Undone | None:
        """The last change if it can still be taken back. What was deleted long enough ago is let go here."""
        held = self._last()
        if held is not None and self._over(held):
            self._let_go()
            return None
        return None if held is None else Undone(held.kind, held.about, held.at)

    def way_back_until(self) -> datetime | None:
        """Until when a deletion or an import can be taken back, in the person's zone; None when there is none."""
        held = self._last()
        if held is None or held.kind not in WHOLE or self._over(held):
            return None
        return (held.at + DELETED_KEPT).astimezone(self._chart.now().tzinfo)

    def undo_last(self) -> Undone:
        """Take back the last change that a person entered. Raises BadInputError when there is nothing to take back."""
        if self.can_undo() is None:
            raise BadInputError("there is nothing to take back", "refused.why.nothing_to_undo")
        with self._chart.writing() as tx:
            held = journal.take_back(tx)
            # A week made today from what is taken back goes too, unless it was trained by: care reads the phase from it.
            programmes.drop_unused(tx, self._chart.today())
        if held is None:
            raise BadInputError("there is nothing to take back", "refused.why.nothing_to_undo")
        return Undone(held.kind, held.about, held.at)

    def end_way_back(self) -> None:
        """What was deleted or replaced goes for good now, if it can still be taken back."""
        held = self._last()
        if held is not None and held.kind in WHOLE:
            self._let_go()

    def let_go(self) -> None:
        """What a running program does now and then, and first of all: let go of what was deleted ten minutes ago (also where
        the program was closed meanwhile, or the clock was set back), and clean up after a way back that another change ended."""
        held = self._last()
        if held is not None and self._over(held):
            self._let_go()
            return
        way_back = held is not None and held.kind in WHOLE
        if self._to_scrub or (self._way_back_seen and not way_back):
            self._scrub()
        self._way_back_seen = way_back

    def settle(self) -> None:
        """At the start of a program: what an earlier one left in the journal goes into the database file."""
        try:
            self._chart.store.settle()
        except StoreError as error:
            raise BadInputError(str(error)) from error

    def _last(self) -> LastChange | None:
        with self._chart.reading() as tx:
            return journal.last(tx)

    def _over(self, held: LastChange) -> bool:
        """Long enough ago; a moment that lies ahead (the clock was set back) is no reason to keep anything either."""
        return held.kind in WHOLE and abs(self._chart.now() - held.at) > DELETED_KEPT

    def _let_go(self) -> None:
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
        self._way_back_seen = False
        self._scrub()

    def _scrub(self) -> None:
        try:
            self._chart.store.scrub()
            self._to_scrub = False
        except StillReadError:
            self._to_scrub = True  # deleted and overwritten; the journal is emptied when nobody reads any more
        except StoreError as error:
            raise BadInputError(str(error)) from error
