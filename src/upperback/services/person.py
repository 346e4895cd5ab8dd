"""Everything the pages do for the one person of this laptop.

The parts are attributes, each a small class over the same chart: `screening`, `diary`, `testing`, `plans`, `sessions`.
What is asked of the whole record (case, verdict, findings, review, export, import, delete, undo) stands here.
Every method that writes does so in one short transaction that is on disk when the method returns. Bad input raises
`BadInputError`; what the screen does not allow raises `NotAllowedError`; nothing is written then.
"""

from collections.abc import Callable
from datetime import date, datetime

from upperback.model.care import Finding, Review, Verdict
from upperback.model.catalogue import Catalogue
from upperback.model.record import Case
from upperback.services.diary import Diary
from upperback.services.plans import Plans
from upperback.services.screening import Screening
from upperback.services.sessions import Sessions
from upperback.services.testing import Testing
from upperback.services.views import Undone
from upperback.store.store import Store


class Person:
    """`now` gives an aware time in the person's own zone: its date is their day. `new_id` makes ids nobody can guess."""

    screening: Screening
    diary: Diary
    testing: Testing
    plans: Plans
    sessions: Sessions

    def __init__(self, store: Store, catalogue: Catalogue, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        raise NotImplementedError

    def today(self) -> date:
        raise NotImplementedError

    def case(self) -> Case:
        """The record as it stands, dated today. A screen under way counts as soon as it holds an answer."""
        raise NotImplementedError

    def verdict(self) -> Verdict:
        """What the newest screen says. While a symptom waits for its short screen: Incomplete."""
        raise NotImplementedError

    def findings(self) -> tuple[Finding, ...]:
        """All findings, active ranked first; also after a no of the screen."""
        raise NotImplementedError

    def review(self) -> Review:
        raise NotImplementedError

    def is_new(self) -> bool:
        """True while nothing at all has been entered."""
        raise NotImplementedError

    def export_case(self) -> str:
        """The whole record as a case file (JSON text), to keep or to take elsewhere."""
        raise NotImplementedError

    def import_case(self, text: str) -> Case:
        """Replace the whole record with a case file. Raises BadInputError naming the place; nothing is changed then."""
        raise NotImplementedError

    def delete_everything(self) -> None:
        """Delete the record and every copy of the database. Can be undone for ten minutes, then the last copy goes too."""
        raise NotImplementedError

    def can_undo(self) -> Undone | None:
        """The last change if it can still be taken back."""
        raise NotImplementedError

    def undo_last(self) -> Undone:
        """Take back the last change that a person entered. Raises BadInputError when there is nothing to take back."""
        raise NotImplementedError
