"""One person's chart: the case as it stands, what care says of it, each worked out once per change of the record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from upperback.care import screening
from upperback.care.findings import Assessor
from upperback.care.progress import review
from upperback.care.wording import incomplete_text
from upperback.model.care import Cleared, Finding, Incomplete, Refer, Review, Verdict
from upperback.model.catalogue import Catalogue
from upperback.model.record import Case, RecordError
from upperback.services.errors import BadInputError, NotAllowedError
from upperback.store import records, screens
from upperback.store.errors import StoreError
from upperback.store.screens import ScreenRow
from upperback.store.store import Store, Tx, old_days_change, revisions

RECENT_DAYS: Final = 14  # what is entered and changed from day to day; older days are read once and kept
SCREEN_KEPT_DAYS: Final = 7  # a screen left half-way goes on for a week, then its answers are too old; expert judgement


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds at one revision of the record on one day. `open_screen`: the one under way."""

    revision: int
    case: Case
    verdict: Verdict
    open_screen: ScreenRow | None


@dataclass(frozen=True, slots=True)
class Old:
    """The days before `until` as they were at a revision of theirs."""

    revision: int
    until: date
    days: records.Days


class Chart:
    """`now` gives an aware time in the person's own zone; `new_id` ids that nobody can guess."""

    def __init__(self, store: Store, catalogue: Catalogue, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self.store = store
        self.catalogue = catalogue
        self.now = now
        self.new_id = new_id
        self._standing: Standing | None = None
        self._old: Old | None = None
        self._assessor = Assessor(catalogue)
        self._findings: tuple[Case, tuple[Finding, ...]] | None = None
        self._review: tuple[Case, Review] | None = None

    def forget(self) -> None:
        """Let go of everything read and worked out so far: the record was deleted."""
        self._standing = self._old = self._findings = self._review = None
        self._assessor = Assessor(self.catalogue)

    def today(self) -> date:
        return self.now().date()

    def instant(self) -> datetime:
        """Now in UTC, as it is kept."""
        return self.now().astimezone(UTC)

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """A store transaction that only reads; the store's errors become bad input of one line."""
        try:
            with self.store.reading() as tx:
                yield tx
        except (StoreError, RecordError) as error:
            raise BadInputError(str(error)) from error

    @contextmanager
    def writing(self, since: date | None = None) -> Iterator[Tx]:
        """A store transaction that writes all or nothing; a value that can't be becomes bad input. `since`: nothing dated
        before is touched (None: anything may be)."""
        try:
            with self.store.writing() as tx:
                if since is None:
                    old_days_change(tx)
                else:
                    self.touches(tx, since)
                yield tx
        except (StoreError, RecordError) as error:
            raise BadInputError(str(error)) from error

    @contextmanager
    def beside(self) -> Iterator[Tx]:
        """A store transaction that writes what no case is made of; see `Store.beside`."""
        try:
            with self.store.beside() as tx:
                yield tx
        except StoreError as error:
            raise BadInputError(str(error)) from error

    def touches(self, tx: Tx, day: date) -> None:
        """Something of that day changes: what is held of older days may no longer stand."""
        if day < self.today() - timedelta(days=RECENT_DAYS):
            old_days_change(tx)

    def standing(self) -> Standing:
        """What holds now; read anew only after a change or on another day, older days only when they changed."""
        today = self.today()
        recent_from = today - timedelta(days=RECENT_DAYS)
        held = self._standing
        with self.reading() as tx:
            grown, old_grown = revisions(tx)
            if held is not None and held.revision == grown and held.case.today == today:
                return held
            old = self._old
            if old is None or (old.revision, old.until) != (old_grown, recent_from):
                old = Old(old_grown, recent_from, records.read_days(tx, date.min, recent_from - timedelta(days=1)))
            case = records.read_case(tx, today, old.days, recent_from)
            open_screen = screens.open_screen(tx)
        if held is not None:
            case = same_parts(held.case, case)
        verdict = screening.judge(self.catalogue, case)
        if open_screen is not None and open_screen.symptom and not isinstance(verdict, Refer):
            # A symptom was named and its screen is not done: nothing is allowed, whatever was answered before.
            verdict = verdict if isinstance(verdict, Incomplete) else self.screen_again()
        self._old = old
        self._standing = Standing(grown, case, verdict, open_screen)
        return self._standing

    def case(self) -> Case:
        return self.standing().case

    def verdict(self) -> Verdict:
        return self.standing().verdict

    def require_cleared(self) -> Cleared:
        """The verdict when it allows exercise. Raises NotAllowedError otherwise."""
        verdict = self.verdict()
        if isinstance(verdict, Refer | Incomplete):
            raise NotAllowedError(verdict)
        return verdict

    def findings(self) -> tuple[Finding, ...]:
        case = self.case()
        held = self._findings
        if held is None or held[0] is not case:
            # Findings read everything but the programmes: one that was just made changes none of them.
            same = held is not None and replace(case, programmes=held[0].programmes) == held[0]
            held = (case, held[1] if held is not None and same else self._assessor.assess(case))
            self._findings = held
        return held[1]

    def review(self) -> Review:
        standing = self.standing()
        held = self._review
        if held is None or held[0] is not standing.case:
            held = (standing.case, review(self.catalogue, standing.case, standing.verdict, self.findings()))
            self._review = held
        return held[1]

    def screen_again(self) -> Incomplete:
        """The verdict while the short form has to be answered first."""
        short = tuple(q.id for q in self.catalogue.questions.values() if q.short_form)
        return Incomplete(
            missing=short,
            because=(),
            blocked_tags=frozenset(),
            text=incomplete_text(self.catalogue.texts, len(short), first=False, expired=False),
        )


def same_parts(before: Case, now: Case) -> Case:
    """`now`, with the very parts of `before` that say the same: what was worked out from them still stands."""
    alike = {f.name: old for f in fields(Case) if (old := getattr(before, f.name)) == getattr(now, f.name)}
    return replace(now, **alike)
