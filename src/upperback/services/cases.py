"""The case commands: what the screen allows, findings, programme and review of a case, from a file or from the app."""

from pathlib import Path

from upperback.care.asking import Asked, asked_next
from upperback.care.findings import assess
from upperback.care.programme import make_programme
from upperback.care.progress import review
from upperback.care.screening import due, judge
from upperback.care.state import Reason, cited
from upperback.exchange.case_file import CaseFileError, read
from upperback.exchange.strict_json import MAX_CHARACTERS
from upperback.model.care import Cleared, Finding, NothingAllowed, Programme, Review, Verdict
from upperback.model.catalogue import Catalogue
from upperback.model.progress import Cited
from upperback.model.record import Case
from upperback.services.errors import BadInputError, NotAllowedError, NothingFitsError


def read_case(path: Path, catalogue: Catalogue) -> Case:
    """The case in a file. Raises BadInputError: one line with file and place."""
    try:
        # Not more than can be used is read at all: a character has up to four bytes.
        with path.open("rb") as file:
            data = file.read(4 * MAX_CHARACTERS + 1)
        return read(data.decode("utf-8-sig"), catalogue)
    except OSError as error:
        raise BadInputError(f"{path}: {error.strerror or 'it cannot be read'}") from error
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: byte {error.start}: not UTF-8 text") from error
    except CaseFileError as error:
        raise BadInputError(f"{path}: {error}") from error


def screen_case(catalogue: Catalogue, case: Case) -> Verdict:
    """What the newest screen allows today."""
    return judge(catalogue, case)


def asked_of(catalogue: Catalogue, case: Case) -> tuple[Asked, ...]:
    """When which form of the safety questions comes next, and why."""
    return asked_next(catalogue, case, due(catalogue, case))


def rules_of(catalogue: Catalogue, verdict: Verdict) -> tuple[Cited, ...]:
    """The questions behind a verdict, with their sources, and the rule that lets it expire."""
    behind = [Reason("", question) for question in (*verdict.because, "screen_valid")]
    return cited(catalogue, behind)


def findings_of(catalogue: Catalogue, case: Case) -> tuple[Finding, ...]:
    """All findings, active ranked first; also after a no of the screen."""
    return assess(catalogue, case)


def plan_of(catalogue: Catalogue, case: Case) -> Programme:
    """The programme. Raises NotAllowedError or NothingFitsError."""
    verdict = judge(catalogue, case)
    if not isinstance(verdict, Cleared):
        raise NotAllowedError(verdict, asked_of(catalogue, case), rules_of(catalogue, verdict))
    made = make_programme(catalogue, case, verdict, assess(catalogue, case))
    if isinstance(made, NothingAllowed):
        raise NothingFitsError(made)
    return made


def review_of(catalogue: Catalogue, case: Case) -> Review:
    """What is known so far."""
    return review(catalogue, case, judge(catalogue, case), assess(catalogue, case))
