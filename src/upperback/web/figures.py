"""The drawings as the pages place them: markup, drawn once and kept, since each costs a few milliseconds."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from time import sleep
from typing import Final

from markupsafe import Markup

from upperback.model.care import Finding, PlanDay, Status
from upperback.model.catalogue import Catalogue
from upperback.model.regions import REGIONS, WHOLE, Mark, Picture, fine
from upperback.model.texts import Texts
from upperback.services import demonstrations, figures
from upperback.services.places import place_name

WORKING_ON: Final = frozenset({Status.PRESENT, Status.IMPROVING})
HERO: Final = "standing_arms_wide_rotation"  # the product's own picture, until a programme says what comes first
HERO_KEYS_MAX: Final = 3
BREATH_S: Final = 0.01  # between two drawings made ahead; a page takes about as long


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the moving figure plays: the file, and its ETag."""

    file: bytes
    tag: str


class Drawings:
    """The drawings of one catalogue, and the movements of its figure."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._texts = catalogue.texts
        self._moving: dict[str, Demonstration] = {}
        self._drawn: dict[str, figures.Drawn] = {**catalogue.exercises, **catalogue.tests}
        for test in catalogue.tests.values():
            self._drawn |= {f"{test.id}/{way}": replace(test, demo=demo) for way, demo in test.drawn_by.items()}
        self._findings = catalogue.findings
        self._kept: dict[tuple[str, str], Markup] = {}

    def thumb(self, exercise_id: str) -> Markup:
        """Two key positions for a row; "" for an exercise without a drawing."""
        return self._keep(("thumb", exercise_id), exercise_id, lambda e: figures.strip(e, 2))

    def strip(self, entry_id: str) -> Markup:
        """The key positions of an exercise or a self-test side by side."""
        return self._keep(("strip", entry_id), entry_id, figures.strip)

    def keys(self, exercise_id: str) -> list[tuple[str, Markup]]:
        """The first key positions, each with its caption."""
        shown = figures.shown_keys(self._drawn[exercise_id])[:HERO_KEYS_MAX]
        return [(caption, self._key(exercise_id, place)) for place, (_, caption) in enumerate(shown)]

    def hero(self, day: PlanDay | None) -> Markup:
        """The picture of today: the first drawn exercise's furthest position."""
        wanted = [item.exercise for item in day.items] if day else []
        return next((drawn for exercise_id in (*wanted, HERO) if (drawn := self.picture(exercise_id))), Markup(""))

    def picture(self, entry_id: str) -> Markup:
        """The furthest position of an exercise or a self-test; "" for one without a drawing."""
        entry = self._drawn.get(entry_id)
        if entry is None or entry.demo is None:
            return Markup("")
        return self._key(entry_id, min(1, len(figures.shown_keys(entry)) - 1))

    def draw_ahead(self) -> None:
        """Draw what long lists show, so that the first look at one does not wait. For a thread of its own; it lets pages go
        first."""
        for entry_id in self._drawn:
            self.picture(entry_id)
            sleep(BREATH_S)

    def how(self, entry_id: str) -> Markup:
        """The last position of a self-test: where to measure, for those that are measured."""
        entry = self._drawn.get(entry_id)
        if entry is None or entry.demo is None:
            return Markup("")
        return self._key(entry_id, len(figures.shown_keys(entry)) - 1)

    def of_way(self, test_id: str, way: str) -> str:
        """What this way of taking a self-test is drawn under: a name of its own, or that of the test."""
        return f"{test_id}/{way}" if f"{test_id}/{way}" in self._drawn else test_id

    def demonstration(self, entry_id: str) -> Demonstration | None:
        """The movement of an entry, made when it is first asked for; None for one without a demo."""
        entry = self._drawn.get(entry_id)
        if entry is None or entry.demo is None:
            return None
        if entry_id not in self._moving:
            file = demonstrations.demonstration(entry.demo, self._texts)
            self._moving[entry_id] = Demonstration(file, f'"{sha256(file).hexdigest()[:16]}"')
        return self._moving[entry_id]

    def findings(self, found: Iterable[Finding], texts: Texts) -> Markup:
        """The body with a pin for each area worked on, and dashes where something is watched."""
        marks: list[Mark] = []
        words: list[str] = []
        seen: set[str] = set()
        for finding in found:
            kind = self._findings[finding.finding]
            working = finding.status in WORKING_ON
            if not working and finding.status is not Status.WATCH:
                continue
            told = texts("library.map.worked", rank=finding.rank, name=kind.name)
            words.append(told if working else texts("library.map.watched", name=kind.name))
            number = finding.rank if working else None
            for region in _regions(kind.area):
                if region not in seen:
                    marks.append(Mark(region, number, watched=not working))
                    number = None
                seen.add(region)
        return _map(tuple(marks), _title(texts, words), _sides(texts))

    def _key(self, entry_id: str, place: int) -> Markup:
        return self._keep((f"key{place}", entry_id), entry_id, lambda e: figures.key_position(e, place))

    def _keep(self, name: tuple[str, str], entry_id: str, draw: Callable[[figures.Drawn], str]) -> Markup:
        if name not in self._kept:
            entry = self._drawn.get(entry_id)
            self._kept[name] = Markup(draw(entry)) if entry is not None else Markup("")
        return self._kept[name]


PICTURES: Final = (Picture.BACK, Picture.FRONT)
"""Both sides of the body, the one this is about first."""


def marked(marks: Iterable[Mark], names: Collection[str], *, texts: Texts) -> Markup:
    """The body with marks of one's own choosing; `names` are what the marks stand for, in words."""
    return _map(tuple(marks), _title(texts, names), _sides(texts))


def where_it_hurts(regions: Collection[str], *, texts: Texts) -> Markup:
    """The body with the places a person named."""
    known = tuple(Mark(region) for region in fine(regions) if region in REGIONS)
    names = [place_name(region, texts) for region in regions]
    return _map(known, _title(texts, names), _sides(texts))


def to_press(chosen: Collection[str] = (), regions: Collection[str] = REGIONS, *, texts: Texts) -> dict[str, Markup]:
    """The pictures of the body whose places tick the page's own list beside them, each with what it shows: for the macro
    `press` of `parts/body_map.html`, which is the list. `chosen` are the ids already ticked, `regions` those offered."""
    marked = fine(chosen)
    return {
        words: Markup(
            figures.map_to_press(
                picture,
                title=texts("library.map.press", side=words),
                sides=_left_and_right(texts),
                regions=regions,
                chosen=marked,
            )
        )
        for picture, words in _sides(texts)
    }


def to_follow(links: Mapping[str, tuple[str, str]], chosen: Collection[str] = (), *, texts: Texts) -> dict[str, Markup]:
    """The pictures of the body whose places are links (region -> address, name): for the macro `follow`."""
    marked = fine(chosen)
    return {
        words: Markup(
            figures.map_to_follow(
                picture,
                links,
                title=texts("library.map.follow", side=words),
                sides=_left_and_right(texts),
                chosen=marked,
            )
        )
        for picture, words in _sides(texts)
    }


def _sides(texts: Texts) -> tuple[tuple[Picture, str], ...]:
    return tuple((picture, texts(f"library.map.{picture}")) for picture in PICTURES)


def _left_and_right(texts: Texts) -> tuple[str, str]:
    return texts("library.map.left"), texts("library.map.right")


def _title(texts: Texts, places: Collection[str]) -> str:
    return texts("library.map.marked", places=texts.row(list(places))) if places else texts("library.map.plain")


@cache
def _map(marks: tuple[Mark, ...], title: str, captions: tuple[tuple[Picture, str], ...]) -> Markup:
    return Markup(figures.body_map(marks, title=title, captions=dict(captions)))


def _regions(area: Iterable[str]) -> list[str]:
    """The places on the map that an area covers."""
    return [region for place in area for region in WHOLE.get(place, (place,))]
