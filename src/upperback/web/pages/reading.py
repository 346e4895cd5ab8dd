"""Self-tests to read before they are taken: what each tests, how, how far it can be off, and what it decides."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from upperback.model.catalogue import Catalogue, FindingKind, Modifier
from upperback.model.movement import Untracked
from upperback.model.selftest import OWN_WORD, Measure, SelfTest
from upperback.services.words import Words
from upperback.web.figures import Drawings
from upperback.web.render import page

router = APIRouter()

MEASURED: Final = ("tape",)  # the last position shows where the tape goes


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take a test: its method, a picture where it looks otherwise or shows where to measure, and each measure it
    gives with its error and the source of that."""

    method: str
    picture: Markup
    measures: tuple[tuple[Measure, str, str], ...]  # measure, error in words or "", source of the error


@router.get("/library/tests")
def overview(request: Request) -> Response:
    drawings: Drawings = request.app.state.drawings
    catalogue: Catalogue = request.app.state.catalogue
    return page(request, "tests_to_read.html", tests=list(catalogue.tests.values()), picture=drawings.picture)


@router.get("/library/tests/{test_id}")
def show(request: Request, test_id: str) -> Response:
    catalogue: Catalogue = request.app.state.catalogue
    if test_id not in catalogue.tests:
        raise HTTPException(404)
    drawings: Drawings = request.app.state.drawings
    test = catalogue.tests[test_id]
    return page(
        request,
        "test_to_read.html",
        test=test,
        hero=drawings.keys(test_id),
        ways=ways_of(test, drawings, Words(catalogue.texts)),
        photo=any(measure.photo for measure in test.measures),
        view=catalogue.texts(f"common.views.{test.camera.view}"),
        untracked=test.movement.why if isinstance(test.movement, Untracked) else "",
        skips=[catalogue.questions[q] for q in sorted(test.blocked_by) if q in catalogue.questions],
        decides=decided_by(catalogue, test_id),
        items=[item for measure in test.measures for item in measure.items],
    )


def ways_of(test: SelfTest, drawings: Drawings, words: Words) -> list[Way]:
    """The ways to take it, best first; own-word questions that go with every way stand apart."""
    methods = dict.fromkeys(method for measure in test.measures if not measure.only_asked for method in measure.methods)
    if not methods:
        methods = {OWN_WORD: None}
    return [
        Way(
            method,
            _picture(test, method, drawings),
            tuple(_told(m, method, words) for m in test.taken_by(method) if method in m.methods),
        )
        for method in methods
    ]


def _picture(test: SelfTest, method: str, drawings: Drawings) -> Markup:
    drawn = drawings.of_way(test.id, method)
    return drawings.how(drawn) if method in MEASURED or drawn != test.id else Markup("")


def _told(measure: Measure, method: str, words: Words) -> tuple[Measure, str, str]:
    error = measure.mdc95.get(method)
    return measure, words.amount(error, measure.unit) if error else "", measure.source_of(method)


def decided_by(catalogue: Catalogue, test_id: str) -> list[FindingKind | Modifier]:
    """The areas and modifiers that look at this test."""
    kinds: list[FindingKind | Modifier] = [kind for kind in catalogue.findings.values() if test_id in kind.tests]
    return kinds + [m for m in catalogue.modifiers.values() if test_id in m.established_by]
