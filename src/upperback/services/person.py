"""Everything the pages do for the one person of this laptop.

The parts are attributes, each a small class over the same chart: `screening`, `diary`, `testing`, `plans`, `sessions`,
`elsewhere`.
What is asked of the whole record (case, verdict, findings, review, export, import, delete, undo) stands here.
Every method that writes does so in one short transaction that is on disk when the method returns. Bad input raises
`BadInputError`; what the screen does not allow raises `NotAllowedError`; nothing is written then.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from upperback.care.clinician_note import note
from upperback.exchange.case_file import CaseFileError, read, write
from upperback.model.care import Due, Finding, Review, Verdict
from upperback.model.catalogue import Catalogue
from upperback.model.note import ClinicianNote
from upperback.model.record import Case
from upperback.services.chart import Chart
from upperback.services.choosing import Choosing
from upperback.services.diary import Diary
from upperback.services.elsewhere import Elsewhere
from upperback.services.errors import BadInputError
from upperback.services.planned import Planned
from upperback.services.plans import Plans
from upperback.services.screening import Screening
from upperback.services.sessions import Sessions
from upperback.services.testing import Testing
from upperback.services.views import Undone
from upperback.store import journal, programmes, records
from upperback.store.errors import StoreError
from upperback.store.journal import LastChange
from upperback.store.store import Store

DELETED_KEPT: Final = timedelta(minutes=10)  # a deletion or an import can be taken back so long; expert judgement
WHOLE: Final = frozenset({"delete", "import"})


class Person:
    """`now` gives an aware time in the person's own zone: its date is their day. `new_id` makes ids nobody can guess."""

    def __init__(self, store: Store, catalogue: Catalogue, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self.catalogue = catalogue
        self._chart = Chart(store, catalogue, now, new_id)
        self.screening = Screening(self._chart)
        self.diary = Diary(self._chart)
        self.testing = Testing(self._chart)
        self.plans = Plans(self._chart)
        self.choosing = Choosing(self._chart, self.plans, self.diary)
        planned = Planned(self._chart, self.plans, self.choosing)
        self.sessions = Sessions(self._chart, self.screening, self.testing, planned)
        self.elsewhere = Elsewhere(self._chart)

    def in_language(self, catalogue: Catalogue) -> "Person":
        """The same person over the same record, spoken to in the language of `catalogue`."""
        return Person(self._chart.store, catalogue, self._chart.now, self._chart.new_id)

    def today(self) -> date:
        """The person's day."""
        return self._chart.today()

    def case(self) -> Case:
        """The record as it stands, dated today. A screen under way counts as soon as it holds an answer."""
        return self._chart.case()

    def verdict(self) -> Verdict:
        """What the newest screen says. While a symptom waits for its short screen: Incomplete."""
        return self._chart.verdict()

    def findings(self) -> tuple[Finding, ...]:
        """All findings, active ranked first; also after a no of the screen."""
        return self._chart.findings()

    def review(self) -> Review:
        """What is known so far."""
        return self._chart.review()

    def clinician_note(self) -> ClinicianNote:
        """The note to take to a clinician, as it stands today; whatever the screen allows."""
        return note(self.catalogue, self.case(), self.verdict(), self.review())

    def due(self) -> tuple[Due, ...]:
        """What comes up and when, as care says it, without the tests that wait until one likes (`Testing.due_tests`)."""
        tests = self.testing.due_tests()
        known = [
            replace(entry, on=tests.get(entry.what, entry.on)) for entry in self.review().due if self._comes_up(entry, tests)
        ]
        return tuple(sorted(known, key=lambda entry: (entry.on, entry.what)))

    def _comes_up(self, entry: Due, tests: Mapping[str, date]) -> bool:
        return entry.what in tests or entry.what not in self.catalogue.tests

    def is_new(self) -> bool:
        """True while nothing at all has been entered (a screen begun without an answer is nothing)."""
        return self.case() == Case(today=self.today())

    def export_case(self) -> str:
        """The whole record as a case file (JSON text), to keep or to take elsewhere."""
        return write(self.case())

    def import_case(self, text: str) -> Case:
        """Replace the whole record with a case file. Raises BadInputError naming the place; nothing is changed then.
        Can be undone for ten minutes, until the next change."""
        try:
            case = read(text, self.catalogue)
        except CaseFileError as error:
            raise BadInputError(f"case file: {error}") from error
        today = self.today()
        if case.today > today:
            raise BadInputError(f"case file: today: {case.today} is after today, {today}")
        with self._chart.writing() as tx:
            journal.remember_all(tx, "import", self._chart.instant())
            journal.delete_all(tx, keep_journal=True)
            records.write_case(tx, case, [self._chart.new_id() for _ in (*case.sessions, *case.breaks)])
        return self.case()

    def delete_everything(self) -> None:
        """Delete the record and every copy of the database. Can be undone for ten minutes, then the last copy goes too;
        deleting what is already empty lets it go at once."""
        again = self.is_new()
        with self._chart.writing() as tx:
            if again:
                journal.forget(tx)
            else:
                journal.remember_all(tx, "delete", self._chart.instant())
            journal.delete_all(tx, keep_journal=not again)
        self._scrub()

    def can_undo(self) -> Undone | None:
        """The last change if it can still be taken back. What was deleted long enough ago is let go here."""
        with self._chart.reading() as tx:
            held = journal.last(tx)
        if held is not None and held.kind in WHOLE and self._chart.now() - held.at > DELETED_KEPT:
            with self._chart.writing(self.today()) as tx:
                journal.forget(tx)
            self._scrub()
            return None
        return None if held is None else _undone(held)

    def undo_last(self) -> Undone:
        """Take back the last change that a person entered. Raises BadInputError when there is nothing to take back."""
        if self.can_undo() is None:
            raise BadInputError("there is nothing to take back", "refused.why.nothing_to_undo")
        with self._chart.writing() as tx:
            held = journal.take_back(tx)
            # A week made today from what is taken back goes too, unless it was trained by: care reads the phase from it.
            programmes.drop_unused(tx, self.today())
        if held is None:
            raise BadInputError("there is nothing to take back", "refused.why.nothing_to_undo")
        return _undone(held)

    def _scrub(self) -> None:
        try:
            self._chart.store.scrub()
        except StoreError as error:
            raise BadInputError(str(error)) from error


def _undone(held: LastChange) -> Undone:
    return Undone(held.kind, held.about, held.at)
