"""What the articles claim beside what is known, the rules care decides by, and every source with where it is used."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from upperback.model.articles import Claim, Verdict
from upperback.model.catalogue import EXPERT, Catalogue
from upperback.services.evidence import Place, Use
from upperback.web.render import page

router = APIRouter()

MARKS: Final = {"V": "v", "V2": "v2", "M": "m", "": "none"}
"""A source's mark -> the name of its words."""
ICONS: Final = {
    Verdict.SUPPORTED: ("good", "check"),
    Verdict.QUALIFIED: ("", "half"),
    Verdict.CONTRADICTED: ("warm", "close"),
    Verdict.UNSUPPORTED: ("", "tilde"),
    Verdict.RHETORIC: ("", "info"),
}
"""A verdict -> its kind of chip and its icon: a word goes with both."""
PATHS: Final = {
    Place.EXERCISES: "/exercises/{}",
    Place.TESTS: "/library/tests/{}",
    Place.FINDINGS: "/findings/{}",
    Place.MODIFIERS: "/findings/{}",
    Place.RULES: "/rules#{}",
}
"""Where an entry that uses a source is read; the others have no page of their own."""
NAMED: Final = 12  # uses that a source names before it only counts


@dataclass(frozen=True, slots=True)
class Filter:
    """One line of a filter: its id, how many claims it would leave, if it is on, where it leads."""

    id: str
    n: int
    on: bool
    address: str


@router.get("/articles")
def articles(request: Request, article: str = "", verdict: str = "") -> Response:
    """The five articles; the claims of one, or all of one verdict. Both choices are in the address, and one that doesn't
    exist is none."""
    catalogue: Catalogue = request.app.state.catalogue
    claims = list(catalogue.claims.values())
    names = list(dict.fromkeys(claim.article for claim in claims))
    article = article if article in names else ""
    verdict = verdict if verdict in set(Verdict) else ""
    shown = _those(claims, article, verdict) if article or verdict else []
    return page(
        request,
        "articles.html",
        start=not (article or verdict),
        groups=[(name, of) for name in names if (of := [c for c in shown if c.article == name])],
        n=len(shown),
        verdicts=[
            Filter(v, len(_those(claims, article, v)), v == verdict, _address(article, "" if v == verdict else v))
            for v in Verdict
        ],
        articles=[
            Filter(a, len(_those(claims, a, verdict)), a == article, _address("" if a == article else a, verdict)) for a in names
        ],
        shares=[(name, [(v, len(_those(claims, name, v))) for v in Verdict]) for name in names],
        icons=ICONS,
        choices=catalogue.choices,
    )


def _those(claims: Iterable[Claim], article: str, verdict: str) -> list[Claim]:
    """The claims of an article and a verdict; "" is any."""
    return [c for c in claims if article in ("", c.article) and (not verdict or verdict in (c.verdict, c.also))]


def _address(article: str, verdict: str) -> str:
    query = urlencode([(k, v) for k, v in (("article", article), ("verdict", verdict)) if v])
    return f"/articles?{query}" if query else "/articles"


def claim_address(claim: Claim) -> str:
    """Where a claim is read."""
    return f"{_address(claim.article, '')}#c-{claim.id}"


@router.get("/rules")
def rules(request: Request) -> Response:
    """The rules by which care decides, each with its numbers and its source, and what research lets one expect."""
    catalogue: Catalogue = request.app.state.catalogue
    known = catalogue.rules
    groups = [
        (
            section,
            heading,
            [(rule.id, known.said(rule), rule.source) for rule in known.rules.values() if rule.section == section],
            [fact for fact in known.facts.values() if fact.section == section],
        )
        for section, heading in known.sections.items()
    ]
    return page(request, "rules.html", groups=groups)


@router.get("/sources")
def sources(request: Request) -> Response:
    """Every source with its mark and where it is used."""
    catalogue: Catalogue = request.app.state.catalogue
    uses: dict[str, tuple[Use, ...]] = request.app.state.uses
    rows = [
        (source, MARKS.get(source.mark, "none"), *_told(catalogue, uses.get(source.id, ())))
        for source in catalogue.sources.values()
    ]
    counts = {mark: sum(1 for _, name, _, _ in rows if name == mark) for mark in MARKS.values()}
    return page(request, "sources.html", rows=rows, counts=counts, judged=len(uses[EXPERT]))


def _told(catalogue: Catalogue, uses: tuple[Use, ...]) -> tuple[list[tuple[str, str]], int]:
    """The uses that have a page, each with its address and name, and how many there are in all."""
    linked = []
    for use in uses:
        if use.place is Place.CLAIMS:
            linked.append((claim_address(catalogue.claims[use.id]), use.name))
        elif use.place in PATHS:
            linked.append((PATHS[use.place].format(use.id), use.name))
    return linked[:NAMED], len(uses)
