"""Everything the pages do for the one person of this laptop.

The parts are attributes, each a small class over the same chart: `screening`, `diary`, `testing`, `plans`, `sessions`,
`elsewhere`, `pictures` (its charts), `landmarks`, `whole` (the record as a whole), `luggage` (all of it to take along).
What is asked of the whole record (case, verdict, findings, review, export, import, delete, undo) stands here.
Every method that writes does so in one short transaction that is on disk when the method returns. Bad input raises
`BadInputError`; what the screen does not allow raises `NotAllowedError`; nothing is written then.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from upperback.care.clinician_note import note
from upperback.model.care import Due, Finding, Review, Verdict
from upperback.model.catalogue import Catalogue
from upperback.model.note import ClinicianNote
from upperback.model.record import Case
from upperback.services.breaks import Breaks
from upperback.services.chart import Chart
from upperback.services.choosing import Choosing
from upperback.services.diary import Diary
from upperback.services.elsewhere import Elsewhere
from upperback.services.habits import Reminding
from upperback.services.landmarks import Landmarks
from upperback.services.luggage import Luggage
from upperback.services.pictures.album import Album
from upperback.services.planned import Planned
from upperback.services.plans import Plans
from upperback.services.screening import Screening
from upperback.services.sessions import Sessions
from upperback.services.testing import Testing
from upperback.services.views import Undone
from upperback.services.whole_record import WholeRecord
from upperback.store.store import Store


class Person:
    """`now` gives an aware time in the person's own zone: its date is their day. `new_id` makes ids nobody can guess. `zone`: the
    computer's time zone by its IANA name, "" where it has none."""

    def __init__(
        self, store: Store, catalogue: Catalogue, now: Callable[[], datetime], new_id: Callable[[], str], *, zone: str = ""
    ) -> None:
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
        self.reminding = Reminding(self._chart, self.plans, zone=zone)
        self.breaks = Breaks(self._chart, self.plans, self.screening, self.reminding)
        self._zone = zone
        self.landmarks = Landmarks(self._chart)
        self.whole = WholeRecord(self._chart)
        self.pictures = Album(self._chart)
        self.luggage = Luggage(self._chart, self.whole, self.landmarks)

    def in_language(self, catalogue: Catalogue) -> "Person":
        """The same person over the same record, spoken to in the language of `catalogue`."""
        return Person(self._chart.store, catalogue, self._chart.now, self._chart.new_id, zone=self._zone)

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
        return self.whole.export_case()

    def import_case(self, text: str) -> Case:
        """Replace the whole record with a case file. Raises BadInputError naming the place; nothing is changed then.
        Can be undone for ten minutes, until the next change."""
        self.whole.import_case(text)
        return self.case()

    def delete_everything(self) -> None:
        """Delete the record and every copy of the database. Can be undone for ten minutes, then the last copy goes too;
        deleting what is already empty lets it go at once."""
        self.whole.delete_everything(at_once=self.is_new())

    def can_undo(self) -> Undone | None:
        """The last change if it can still be taken back. What was deleted long enough ago is let go here."""
        return self.whole.can_undo()

    def undo_last(self) -> Undone:
        """Take back the last change that a person entered. Raises BadInputError when there is nothing to take back."""
        return self.whole.undo_last()
