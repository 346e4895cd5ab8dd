"""All pictures of a record, in the order of the progress page."""

from collections.abc import Mapping, Sequence
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
    """What can be shown of a record; None or empty where there is nothing yet. `values` and `sides` hold each measure once;
    `by_finding` those of one finding, with its own targets."""

    course: Course | None
    values: tuple[Values, ...]
    sides: tuple[Sides, ...]
    reaches: tuple[Reach, ...]
    weeks: Weeks | None
    minutes: Minutes | None
    helps: Helps | None
    by_finding: Mapping[str, tuple[Values | Sides, ...]]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        every: tuple[Picture | None, ...] = (
            self.course, *self.values, *self.sides, *self.reaches, self.weeks, self.minutes, self.helps,
        )  # fmt: skip
        return tuple(picture for picture in every if picture is not None)

    def picture(self, picture_id: str) -> Picture | None:
        """The picture of that id, None for one that is not there (any more)."""
        finding, dot, _ = picture_id.partition(".")
        among = self.by_finding.get(finding, ()) if dot else self.pictures
        return next((picture for picture in among if picture.head.id == picture_id), None)


def book_of(
    catalogue: Catalogue,
    case: Case,
    findings: Sequence[Finding],
    helped: Sequence[Helped],
    reached: Sequence[Reached] = (),
    span: Span | None = None,
) -> Book:
    """The pictures of a case. `helped`: `Review.helped`. `reached`: repetitions of the newest sessions, which a case file does
    not hold. `span`: how far back pain, weeks and minutes look."""
    texts = catalogue.texts
    return Book(
        course=course_of(case, catalogue.rules.limits, texts, span),
        values=values_of(catalogue, findings),
        sides=sides_of(catalogue, findings),
        reaches=reaches_of(catalogue, reached),
        weeks=weeks_of(case, texts, span),
        minutes=minutes_of(case, texts, span),
        helps=helps_of(catalogue, helped),
        by_finding={finding.finding: pictures_of(catalogue, finding) for finding in findings if finding.values},
    )
