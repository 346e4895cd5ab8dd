"""What is printed, as PDF: the handout of a programme, the report of how it goes, the note for a clinician."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from upperback.exchange.paper.setting import PaperError, pdf
from upperback.model.care import Due, Programme, Review, Verdict
from upperback.model.catalogue import Catalogue
from upperback.model.note import ClinicianNote
from upperback.model.paper import Box, Letter, Paper, Sheet
from upperback.model.record import Case
from upperback.services.cases import plan_of, review_of, screen_case
from upperback.services.errors import BadInputError
from upperback.services.handouts import handout, imprint
from upperback.services.notes import note_of
from upperback.services.pictures.album import drawing
from upperback.services.pictures.book import Book, book_of
from upperback.services.reports import report


def handout_of(catalogue: Catalogue, case: Case, sheet: Sheet) -> bytes:
    """The handout of a case's programme. Raises NotAllowedError or NothingFitsError as the programme itself does."""
    return handout_pdf(catalogue, plan_of(catalogue, case), case.today, case.today, sheet)


def handout_pdf(catalogue: Catalogue, programme: Programme, first: date, today: date, sheet: Sheet) -> bytes:
    """The handout of a programme whose week begins on `first`, printed on `today`."""
    return _set(handout(catalogue, programme, first, today), sheet)


def report_of(catalogue: Catalogue, case: Case, sheet: Sheet) -> bytes:
    """The report of a case, whatever the screen allows."""
    review = review_of(catalogue, case)
    book = book_of(catalogue, case, review.findings, review.helped)
    return report_pdf(catalogue, case, screen_case(catalogue, case), review, review.due, book, sheet)


def report_pdf(
    catalogue: Catalogue, case: Case, verdict: Verdict, review: Review, due: Sequence[Due], book: Book, sheet: Sheet
) -> bytes:
    """The report of what is known: `due` comes up next, `book` has the pictures."""
    draw = partial(drawing().paper_svg, texts=catalogue.texts)
    return _set(report(catalogue, case, verdict, review, due, book, draw), sheet)


def note_pdf_of(catalogue: Catalogue, case: Case, sheet: Sheet) -> bytes:
    """The note for a clinician of a case."""
    return note_pdf(catalogue, note_of(catalogue, case), sheet)


def note_pdf(catalogue: Catalogue, note: ClinicianNote, sheet: Sheet) -> bytes:
    """A note for a clinician."""
    parts = tuple(Box(part.heading, part.lines) for part in note.parts)
    return _set(Letter(imprint(catalogue, note.title, note.day), note.about, parts), sheet)


def _set(paper: Paper, sheet: Sheet) -> bytes:
    try:
        return pdf(paper, sheet)
    except PaperError as error:
        raise BadInputError(f"paper: {error}") from error
