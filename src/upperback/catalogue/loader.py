"""The one way into the catalogue: package data -> parsed, cross-checked `Catalogue`."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from upperback.catalogue.care_rules import read_rules
from upperback.catalogue.check_languages import LanguageState, state_of
from upperback.catalogue.claims import read_claims
from upperback.catalogue.exercises import read_exercise
from upperback.catalogue.findings import read_finding
from upperback.catalogue.languages import ENGLISH, language_name, languages, read_texts
from upperback.catalogue.modifiers import read_modifier
from upperback.catalogue.overlay import Overlaid, has_texts, lay_over, place_of
from upperback.catalogue.reading import CatalogueError, Table, toml
from upperback.catalogue.references import References
from upperback.catalogue.routines import read_areas, read_routine
from upperback.catalogue.screening import read_screening
from upperback.catalogue.selftests import read_test
from upperback.model.catalogue import Catalogue, Exercise, FindingKind, Kind, Modifier, Routine, SelfTest, Source

__all__ = ["CatalogueError", "load"]


def load(folder: Traversable | None = None, language: str = ENGLISH) -> Catalogue:
    """The whole catalogue in one language, every cross-reference checked; `folder` stands in for the package's own data.
    What the language lacks is English, and so are safety texts that no clinician has read in it.

    Raises `CatalogueError` with file and key.

    >>> load().exercises["band_row"].name
    'Band row'
    """
    return _load(_Files(data_folder(folder), language), language)


def check_language(language: str, folder: Traversable | None = None) -> LanguageState:
    """What a language lacks. Raises `CatalogueError` where it can't be read at all."""
    read = _Files(data_folder(folder), language)
    _load(read, language)
    return state_of(read.root, language, read.overlaid)


def _load(read: "_Files", language: str) -> Catalogue:
    whole = read.table("catalogue.toml")
    sources = {name: _source(name, row) for name, row in read.table("sources.toml").rows()}
    groups, questions = read_screening(read.table("screening.toml"))
    exercises: dict[str, Exercise] = {}
    for name, file in read.folder("exercises"):
        exercises[name] = read_exercise(file)
        _same_id(file, name, exercises[name].id)
    tests: dict[str, SelfTest] = {}
    for name, file in read.folder("tests"):
        tests[name] = read_test(file, exercises)
        _same_id(file, name, tests[name].id)
    findings: dict[str, FindingKind] = {}
    for name, file in read.folder("findings"):
        findings[name] = read_finding(file, _serving(name, exercises.values()))
        _same_id(file, name, findings[name].id)
    modifiers: dict[str, Modifier] = {}
    for name, file in read.folder("modifiers"):
        modifiers[name] = read_modifier(file)
        _same_id(file, name, modifiers[name].id)
    routines: dict[str, Routine] = {}
    for name, file in read.folder("routines"):
        routines[name] = read_routine(file)
        _same_id(file, name, routines[name].id)
    claims, choices = read_claims(read.table("claims.toml"))
    catalogue = Catalogue(
        version=whole.said("version"),
        sources=sources,
        groups=groups,
        questions=questions,
        exercises=exercises,
        tests=tests,
        findings=findings,
        texts=read_texts(read.root / "texts", language),
        rules=read_rules(read.table("rules.toml")),
        tags=whole.words("tags"),
        tags_kept=whole.words("tags_kept"),
        retired=whole.words("retired"),
        core=whole.texts("core"),
        two_minute=whole.texts("two_minute"),
        modifiers=modifiers,
        routines=routines,
        areas=read_areas(read.table("areas.toml")),
        claims=claims,
        choices=choices,
        left_in_english=frozenset(read.overlaid.left),
    )
    whole.end()
    References(catalogue, read.data).check()
    return catalogue


def installed(folder: Traversable | None = None) -> tuple[str, ...]:
    """The languages there are texts of, English first.

    >>> installed()[0]
    'en'
    """
    return languages(data_folder(folder) / "texts")


def name_of(language: str, folder: Traversable | None = None) -> str:
    """What a language calls itself.

    >>> name_of("en")
    'English'
    """
    return language_name(data_folder(folder) / "texts", language)


def data_folder(folder: Traversable | None) -> Traversable:
    """The folder given, or the package's own data."""
    return folder if folder is not None else files("upperback.catalogue") / "data"


class _Files:
    """The files of one folder in one language; `data` keeps what each held, `overlaid` what came of the language."""

    def __init__(self, folder: Traversable, language: str = ENGLISH) -> None:
        self.root = folder
        self.language = language
        self.data: dict[str, dict[str, Any]] = {}
        self.overlaid = Overlaid()

    def table(self, name: str) -> Table:
        data = toml(self.root, name)
        if self.language != ENGLISH and has_texts(name):
            data = lay_over(name, data, self._overlay(place_of(name)), self.language, self.overlaid)
        self.data[name] = data
        return Table(name, data)

    def _overlay(self, name: str) -> dict[str, Any]:
        place = f"texts/{self.language}/{name}"
        return toml(self.root, place) if self.root.joinpath(*place.split("/")).is_file() else {}

    def folder(self, name: str) -> list[tuple[str, Table]]:
        """Every TOML file of a sub-folder by its stem, in the order of the names."""
        found = sorted(entry.name for entry in (self.root / name).iterdir() if entry.name.endswith(".toml"))
        return [(entry.removesuffix(".toml"), self.table(f"{name}/{entry}")) for entry in found]


def _serving(finding: str, exercises: Iterable[Exercise]) -> dict[Kind, tuple[str, ...]]:
    """The exercises that say they serve `finding`, by the kind they serve it as, in the order of their places there."""
    found = [(served.kind, served.place, e.id) for e in exercises for served in e.serves if served.finding == finding]
    by_kind = {kind: tuple(name for of, _, name in sorted(found) if of is kind) for kind in Kind}
    return {kind: names for kind, names in by_kind.items() if names}


def _same_id(file: Table, name: str, found: str) -> None:
    if found != name:
        raise file.error("id", f"'{found}' does not fit the file's name")


def _source(name: str, table: Table) -> Source:
    source = Source(id=name, citation=table.text("citation"), mark=table.text("mark"), doi=table.text("doi", ""))
    if source.mark not in ("V", "V2", "M", ""):
        raise table.error("mark", f"'{source.mark}' is none of V, V2, M")
    table.end()
    return source
