"""All pictures of a record, in the order of the progress page."""

from collections.abc import Sequence
from dataclasses import dataclass

from upperback.model.care import Finding, Helped
from upperback.model.catalogue import Catalogue
from upperback.model.record import Case
from upperback.services.pictures.course import course_of
from upperback.services.pictures.facts import Course, Helps, Minutes, Picture, Reach, Sides, Values, Weeks
from upperback.services.pictures.helps import helps_of
from upperback.services.pictures.measured import pictures_of, sides_of, values_of
from upperback.services.pictures.periods import Span
from upperback.services.pictures.reach import reaches_of
from upperback.services.pictures.weeks import minutes_of, weeks_of
from upperback.store.reaches import Reached


@dataclass(frozen=True, slots=True)
class Book:
    """What can be shown of a record; None or empty where there is nothing yet. `values` and `sides` hold each measure once,
    `of_finding` gives those of one finding, with its own targets."""

    course: Course | None
    values: tuple[Values, ...]
    sides: tuple[Sides, ...]
    reaches: tuple[Reach, ...]
    weeks: Weeks | None
    minutes: Minutes | None
    helps: Helps | None
    catalogue: Catalogue
    findings: Sequence[Finding]
    case: Case

    @property
    def pictures(self) -> tuple[Picture, ...]:
        every: tuple[Picture | None, ...] = (
            self.course, *self.values, *self.sides, *self.reaches, self.weeks, self.minutes, self.helps,
        )  # fmt: skip
        return tuple(picture for picture in every if picture is not None)

    def of_finding(self, finding_id: str) -> tuple[Values | Sides, ...]:
        mine = (finding for finding in self.findings if finding.finding == finding_id and finding.values)
        return tuple(picture for finding in mine for picture in pictures_of(self.catalogue, finding))

    def picture(self, picture_id: str) -> Picture | None:
        """The picture of that id, None for one that is not there (any more)."""
        finding, dot, _ = picture_id.partition(".")
        among = self.of_finding(finding) if dot else self.pictures
        return next((picture for picture in among if picture.head.id == picture_id), None)


def book_of(
    catalogue: Catalogue,
    case: Case,
    findings: Sequence[Finding],
    helped: Sequence[Helped],
    reached: Sequence[Reached] = (),
    span: Span | None = None,
    held: Book | None = None,
) -> Book:
    """The pictures of a case. `helped`: `Review.helped`. `reached`: repetitions of the newest sessions, which a case file does
    not hold. `span`: how far back pain, weeks and minutes look. `held`: the book of an earlier moment by the same span: what it
    says of parts of the record that have not changed is taken over."""
    texts = catalogue.texts
    tests_stand = held is not None and held.findings == findings
    before = held.case if held is not None else None
    weeks_stand = before is not None and (before.today, before.wishes, before.sessions) == (
        case.today,
        case.wishes,
        case.sessions,
    )
    return Book(
        course=course_of(case, catalogue.rules.limits, texts, span),
        values=held.values if held is not None and tests_stand else values_of(catalogue, findings),
        sides=held.sides if held is not None and tests_stand else sides_of(catalogue, findings),
        reaches=reaches_of(catalogue, reached),
        weeks=held.weeks if held is not None and weeks_stand else weeks_of(case, texts, span),
        minutes=minutes_of(case, texts, span),
        helps=helps_of(catalogue, helped),
        catalogue=catalogue,
        findings=findings,
        case=case,
    )
