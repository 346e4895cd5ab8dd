"""Findings: areas to work on, each with its value, its error, its target and where it comes from."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.body import Side
from upperback.model.care import Finding, Incomplete, Status, Value
from upperback.model.catalogue import Catalogue, FindingKind
from upperback.services.bands import Band, Tone, band_of
from upperback.services.person import Person
from upperback.services.values import measure_of, title_of
from upperback.web.figures import Drawings
from upperback.web.forms import Sent
from upperback.web.render import page

router = APIRouter()

ACTIVE: Final = (Status.PRESENT, Status.IMPROVING)
CAN_ACCEPT: Final = (Status.PRESENT, Status.IMPROVING, Status.WATCH)
BANDS_MAX: Final = 4
DAYS_NAMED: Final = 3
EXPLAINED: Final = ("two_days", "active", "own_error", "chance")


@dataclass(frozen=True, slots=True)
class Shown:
    """One value of a card: its title, its band and the tone the finding's status gives it; `label` is the answer it stands for
    where its values are named, shown in place of a band. `error_95`: how far a
    try is off from the next, by `error_from`; the band is wider where the way of measuring is off by more, each time alike."""

    title: str
    band: Band
    tone: Tone | None
    label: str
    error_from: str
    error_95: float


@dataclass(frozen=True, slots=True)
class Card:
    finding: Finding
    kind: FindingKind
    shown: tuple[Shown, ...]
    days: tuple[date, ...]

    @property
    def short(self) -> bool:
        """Whether a value with a target of its own is not surely at it: then no tick is shown."""
        return any(s.band.tone != "ok" for s in self.shown if s.band.zone_words)


@router.get("/findings")
def show(request: Request) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    findings = person.findings()
    cards = [card_of(catalogue, finding) for finding in findings]
    active = [card for card in cards if card.finding.status in ACTIVE]
    tested = sorted({value.day for finding in findings for value in finding.values})
    return page(
        request,
        "findings.html",
        active=active,
        watched=[card for card in cards if card.finding.status is Status.WATCH],
        refer=[card for card in cards if card.finding.status is Status.REFER],
        inside=[card for card in cards if card.finding.status in (Status.ABSENT, Status.GONE, Status.PLATEAU_ACCEPTED)],
        open=[card for card in cards if card.finding.status is Status.NOT_TESTED],
        tested=tested,
        check_first=isinstance(person.verdict(), Incomplete),
        days=catalogue.texts.row([catalogue.texts.day(day) for day in tested[-DAYS_NAMED:]]),
        figure=drawings.findings(findings, catalogue.texts),
        today=person.today(),
        can_accept=CAN_ACCEPT,
        statuses=[status for status in Status if status is not Status.NOT_TESTED],
        waiting=[card for card in active if not card.finding.rank],
        by_chance=person.review().by_chance if tested else None,
        rules={rule: catalogue.rules.rules[rule] for rule in EXPLAINED},
        said=catalogue.rules.said,
    )


@router.post("/findings/accept")
def accept(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    finding = form.one_of("finding", request.app.state.catalogue.findings)
    if finding is not None:
        person.diary.accept(finding)
    return RedirectResponse("/findings?noted=accepted", 303)


def card_of(catalogue: Catalogue, finding: Finding) -> Card:
    kind = catalogue.findings[finding.finding]
    newest: dict[tuple[str, str, Side], Value] = {}
    for value in finding.values:
        newest[(value.test, value.measure, value.side)] = value
    tone: Tone | None = "out" if finding.status in ACTIVE else None
    shown = []
    for value in list(newest.values())[:BANDS_MAX]:
        measure = measure_of(catalogue, value.test, value.measure)
        band = band_of(catalogue, value, measure)
        label, seen = measure.label_of(value.value), tone if value.flagged else None
        shown.append(Shown(title_of(catalogue, value), band, seen, label, value.error_from.replace(" ", "_"), value.error_95))
    return Card(finding, kind, tuple(shown), tuple(sorted({value.day for value in finding.values})))
