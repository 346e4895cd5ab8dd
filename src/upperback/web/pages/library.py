"""The library: search over the exercises, with choices that narrow the list, all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Final, assert_never
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.catalogue import Catalogue, Exercise, Kind
from upperback.model.regions import PARTS, REGIONS, fine, part_of
from upperback.model.texts import Texts
from upperback.services.library import GROUPS, MINUTES, NOTHING, Besides, Library, minutes_of
from upperback.services.person import Person
from upperback.services.places import place_name
from upperback.web.figures import Drawings, to_follow
from upperback.web.render import page

router = APIRouter()

ADDRESS: Final = "/library"
A_PAGE: Final = 12  # exercises; each drawing is 10 kB
BESIDES_MAX: Final = 5  # pages named beside the exercises that a search finds
WORDS_MAX: Final = 80  # characters of a search
LEVEL: Final = ("nothing", "chair", "wall", "doorway", "mat", "towel", "pillow", "band", "anchor", "ball", "pool")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for: words, choices by group, whether the list is shown without either, and its page."""

    words: str
    chosen: dict[str, tuple[str, ...]]
    whole: bool
    page: int

    @property
    def empty(self) -> bool:
        return not self.words and not any(self.chosen.values()) and not self.whole

    def address(self, words: str, chosen: Mapping[str, tuple[str, ...]], number: int = 1) -> str:
        pairs = [("q", words)] if words else []
        pairs += [(group, choice) for group in GROUPS for choice in chosen.get(group, ())]
        pairs += [("all", "1")] if not pairs else []
        return f"{ADDRESS}?{urlencode(pairs + ([('page', str(number))] if number > 1 else []))}"

    def toggled(self, group: str, choice: str) -> str:
        """The address with this choice taken off where it is on, else with it."""
        had = self.chosen.get(group, ())
        # Minutes are limits: two at a time say no more than the larger.
        more = (choice,) if group == "minutes" else (*had, choice)
        now = tuple(c for c in had if c != choice) if choice in had else more
        return self.address(self.words, {**self.chosen, group: now})


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a group: its name, how many exercises it would leave, where it leads."""

    id: str
    name: str
    n: int
    on: bool
    address: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One exercise of the list. `things`: what is needed, in words."""

    exercise: Exercise
    minutes: float
    things: tuple[str, ...]
    standing: str


@router.get("/exercises")
def old_address(kind: Kind | None = None) -> Response:
    """The list of exercises is the library's."""
    return RedirectResponse(f"{ADDRESS}?kind={kind.value}" if kind else f"{ADDRESS}?all=1", 308)


@router.get("/library")
def show(request: Request) -> Response:
    catalogue: Catalogue = request.app.state.catalogue
    library: Library = request.app.state.library
    wanted = _wanted(request, library)
    if wanted.empty:
        return _start(request, library)
    found = library.find(wanted.words, wanted.chosen)
    person: Person = request.app.state.person
    stands = person.choosing.choices()
    pages = max(1, ceil(len(found.ids) / A_PAGE))
    number = min(max(1, wanted.page), pages)
    shown = found.ids[(number - 1) * A_PAGE : number * A_PAGE]
    drawings: Drawings = request.app.state.drawings
    texts = catalogue.texts
    groups = [
        (group, texts(f"library.groups.{group}"), some)
        for group in GROUPS
        if (some := _choices(catalogue, wanted, group, found.counts[group]))
    ]
    return page(
        request,
        "library_list.html",
        wanted=wanted,
        found=found,
        hits=[_hit(catalogue.exercises[e], stands[e].standing, texts) for e in shown],
        groups=groups,
        besides=_besides(catalogue, library, wanted.words) if number == 1 else [],
        about=[area for area in catalogue.areas.values() if set(wanted.chosen["at"]) & {part_of(r) for r in fine(area.regions)}],
        taken=[choice for _, _, some in groups for choice in some if choice.on],
        without_words=wanted.address("", wanted.chosen),
        fields=[(group, choice) for group, some in wanted.chosen.items() for choice in some],
        number=number,
        pages=pages,
        earlier=wanted.address(wanted.words, wanted.chosen, number - 1),
        later=wanted.address(wanted.words, wanted.chosen, number + 1),
        near=_near(library, wanted, groups) if not found.ids else [],
        picture=drawings.picture,
    )


def _wanted(request: Request, library: Library) -> Wanted:
    """What the address says; choices that don't exist are left out, so that an old address still opens."""
    query = request.query_params
    asked = {group: query.getlist(group) for group in GROUPS}
    asked["at"] = [part_of(region) for region in asked["at"]]  # exercises have both sides
    chosen = {group: tuple(dict.fromkeys(c for c in some if c in library.choices[group])) for group, some in asked.items()}
    number = query.get("page", "1")
    words = " ".join(query.get("q", "")[:WORDS_MAX].split())
    whole = "all" in query or "q" in query
    return Wanted(words, chosen, whole, int(number) if number.isdecimal() and len(number) < 4 else 1)


def _start(request: Request, library: Library) -> Response:
    """The way in: words, the body, kinds, and what brought the person here."""
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    texts = catalogue.texts
    counts = {group: {choice: len(ids) for choice, ids in some.items()} for group, some in library.choices.items()}
    there = counts["at"]
    addresses = {part: f"{ADDRESS}?at={part}" for part in PARTS if part in there}
    links = {r: (addresses[part_of(r)], place_name(r, texts)) for r in REGIONS if part_of(r) in addresses}
    firsts = {
        kind: next(iter(e for e in catalogue.exercises.values() if e.kind is kind)) for kind in Kind if kind in counts["kind"]
    }
    return page(
        request,
        "library.html",
        figures=to_follow(links, texts=texts),
        places=[(address, place_name(part, texts), there[part]) for part, address in addresses.items()],
        kinds=[(kind.value, counts["kind"][kind], drawings.picture(first.id)) for kind, first in firsts.items()],
        areas=[(area, counts["area"].get(area.id, 0)) for area in catalogue.areas.values()],
    )


def _choices(catalogue: Catalogue, wanted: Wanted, group: str, counts: Mapping[str, int]) -> list[Choice]:
    """The lines of a group that leave something or are on, in the order one reads them."""
    on = wanted.chosen[group]
    found = [
        Choice(c, choice_name(catalogue, group, c), counts[c], c in on, wanted.toggled(group, c))
        for c in _order(group, counts)
        if counts[c] or c in on
    ]
    return found if group != "at" else [choice for choice in found if choice.on]  # places are chosen on the map


def _order(group: str, counts: Mapping[str, int]) -> list[str]:
    orders: dict[str, tuple[str, ...]] = {"kind": tuple(Kind), "minutes": tuple(map(str, MINUTES)), "equipment": LEVEL}
    known = orders.get(group, ())
    return [c for c in known if c in counts] + [c for c in counts if c not in known]


def choice_name(catalogue: Catalogue, group: str, choice: str) -> str:
    """What a choice is called."""
    texts = catalogue.texts
    match group:
        case "area":
            return catalogue.areas[choice].name
        case "finding":
            return catalogue.findings[choice].name
        case "at":
            return place_name(choice, texts)
        case "minutes":
            return texts("library.choices.minutes", n=int(choice))
        case _:
            return texts(f"library.choices.{group}.{choice}")


def _hit(exercise: Exercise, standing: str, texts: Texts) -> Hit:
    things = tuple(texts(f"library.choices.equipment.{thing}") for thing in exercise.equipment or (NOTHING,))
    return Hit(exercise, minutes_of(exercise), things, standing)


def _besides(catalogue: Catalogue, library: Library, words: str) -> list[tuple[str, str]]:
    """What else has these words in its name: its address and its name."""
    found: list[tuple[str, str]] = []
    for kind, entry in library.besides(words)[:BESIDES_MAX]:
        match kind:
            case Besides.AREA:
                found.append((f"/areas/{entry}", catalogue.areas[entry].name))
            case Besides.TEST:
                found.append((f"/library/tests/{entry}", catalogue.texts("library.a_test", name=catalogue.tests[entry].name)))
            case Besides.FINDING:
                named = catalogue.findings.get(entry) or catalogue.modifiers[entry]
                found.append((f"/findings/{entry}", catalogue.texts("library.a_finding", name=named.name)))
            case Besides.ROUTINE:
                found.append((f"/routines/{entry}", catalogue.texts("library.a_routine", name=catalogue.routines[entry].name)))
            case _:
                assert_never(kind)
    return found


def _near(library: Library, wanted: Wanted, groups: list[tuple[str, str, list[Choice]]]) -> list[tuple[Choice, int]]:
    """Where nothing fits: each choice whose taking off leaves something, with how many."""
    ways = []
    for group, _, some in groups:
        for choice in some:
            if choice.on:
                rest = tuple(c for c in wanted.chosen[group] if c != choice.id)
                n = len(library.find(wanted.words, {**wanted.chosen, group: rest}).ids)
                ways.append((choice, n))
    return [(choice, n) for choice, n in ways if n]
