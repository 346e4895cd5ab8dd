"""One area to work on, or one thing that changes the work: what it means, what helps, how sure anyone is, where one stands."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from upperback.model.care import Status
from upperback.model.catalogue import Catalogue, Exercise, FindingKind, Kind, Modifier
from upperback.model.criteria import Target
from upperback.model.regions import Mark
from upperback.model.texts import Texts
from upperback.services.person import Person
from upperback.web.figures import Drawings, marked
from upperback.web.pages.findings import CAN_ACCEPT, card_of
from upperback.web.render import page

router = APIRouter()

ORDER: Final = (Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH, Kind.AEROBIC, Kind.HABIT)


@router.get("/findings/all")
def overview(request: Request) -> Response:
    """Every area and every modifier, each with what it means."""
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    stands = {} if person.is_new() else {f.finding: f.status for f in person.findings() if f.status is not Status.NOT_TESTED}
    kinds, modifiers = list(catalogue.findings.values()), list(catalogue.modifiers.values())
    return page(request, "findings_all.html", kinds=kinds, modifiers=modifiers, stands=stands)


@router.get("/findings/{finding_id}")
def show(request: Request, finding_id: str) -> Response:
    catalogue: Catalogue = request.app.state.catalogue
    if finding_id in catalogue.modifiers:
        return _modifier(request, catalogue.modifiers[finding_id])
    if finding_id not in catalogue.findings:
        raise HTTPException(404)
    person: Person = request.app.state.person
    drawings: Drawings = request.app.state.drawings
    kind = catalogue.findings[finding_id]
    mine = next((f for f in person.findings() if f.finding == finding_id), None)
    told = mine is not None and mine.status is not Status.NOT_TESTED
    return page(
        request,
        "finding.html",
        kind=kind,
        card=card_of(catalogue, mine) if mine is not None and told else None,
        figure=marked([Mark(place) for place in kind.area], [kind.name], texts=catalogue.texts),
        helps=helping(catalogue, kind),
        tests=[catalogue.tests[t] for t in kind.tests if t in catalogue.tests],
        targets=targets_of(catalogue, kind),
        target_sources=list(dict.fromkeys(target.source for target in kind.targets)),
        limits=list(dict.fromkeys(criterion.source for criterion in kind.rule.criteria)),
        choices=person.choosing.choices(),
        picture=drawings.picture,
        pictures=person.pictures.book().of_finding(finding_id) if told else (),
        can_accept=CAN_ACCEPT,
    )


def helping(catalogue: Catalogue, kind: FindingKind) -> list[tuple[Kind, list[Exercise]]]:
    """The exercises that serve an area, by kind."""
    known = catalogue.exercises
    return [(k, [known[e] for e in kind.exercises[k] if e in known]) for k in ORDER if kind.exercises.get(k)]


def targets_of(catalogue: Catalogue, kind: FindingKind) -> dict[str, list[tuple[str, str]]]:
    """Where an area should go: test -> each target in words, with for what and for whom it holds ("" for all)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for target in kind.targets:
        said = (target.words, _for_whom(target, catalogue.texts))
        of_test = found.setdefault(catalogue.tests[target.test].name, [])
        if said not in of_test:
            of_test.append(said)
    return found


def _for_whom(target: Target, texts: Texts) -> str:
    words = []
    if target.method is not None:
        words.append(texts(f"library.read_test.method.{target.method}"))
    if target.sex is not None:
        words.append(texts(f"library.finding.sex.{target.sex}"))
    if target.age_from is not None:
        words.append(texts("library.finding.age_from", age=target.age_from))
    if target.age_under is not None:
        words.append(texts("library.finding.age_under", age=target.age_under))
    return ", ".join(words)


@router.get("/modifiers/{modifier_id}")
def modifier(modifier_id: str) -> Response:
    """They live among the findings."""
    return RedirectResponse(f"/findings/{modifier_id}", 308)


def _modifier(request: Request, modifier: Modifier) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    held = () if person.is_new() else person.review().modifiers
    return page(
        request,
        "modifier.html",
        modifier=modifier,
        mine=next((one for one in held if one.modifier == modifier.id), None),
        new=person.is_new(),
        signs=list(dict.fromkeys([*(s.words for s in modifier.signs), *(c.says for c in modifier.criteria if c.says)])),
        tests=[catalogue.tests[t] for t in modifier.established_by if t in catalogue.tests],
        adds=[catalogue.exercises[e] for e in modifier.adds if e in catalogue.exercises],
        choices=person.choosing.choices(),
        picture=drawings.picture,
    )
