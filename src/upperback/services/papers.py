"""What is printed, as PDF: the handout of a programme, the report of how it goes, the note for a clinician."""

from datetime import date

from upperback.exchange.paper.setting import PaperError, pdf
from upperback.model.care import Programme
from upperback.model.catalogue import Catalogue
from upperback.model.paper import Paper, Sheet
from upperback.model.record import Case
from upperback.services.cases import plan_of
from upperback.services.errors import BadInputError
from upperback.services.handouts import handout


def handout_of(catalogue: Catalogue, case: Case, sheet: Sheet) -> bytes:
    """The handout of a case's programme. Raises NotAllowedError or NothingFitsError as the programme itself does."""
    return handout_pdf(catalogue, plan_of(catalogue, case), case.today, case.today, sheet)


def handout_pdf(catalogue: Catalogue, programme: Programme, first: date, today: date, sheet: Sheet) -> bytes:
    """The handout of a programme whose week begins on `first`, printed on `today`."""
    return _set(handout(catalogue, programme, first, today), sheet)


def _set(paper: Paper, sheet: Sheet) -> bytes:
    try:
        return pdf(paper, sheet)
    except PaperError as error:
        raise BadInputError(f"paper: {error}") from error
