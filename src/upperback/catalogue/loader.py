"""The one way into the catalogue: package data -> parsed, cross-checked `Catalogue`."""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable

from upperback.catalogue.demos import read_demo
from upperback.catalogue.exercises import read_exercise
from upperback.catalogue.findings import read_finding
from upperback.catalogue.reading import CatalogueError, Table
from upperback.catalogue.references import References
from upperback.catalogue.screening import read_screening
from upperback.catalogue.selftests import read_test
from upperback.model.catalogue import Catalogue, Exercise, FindingKind, SelfTest, Source
from upperback.model.demo import Demo

__all__ = ["CatalogueError", "load"]


def load(folder: Traversable | None = None) -> Catalogue:
    """The whole catalogue, every cross-reference checked; `folder` stands in for the package's own data.

    Raises `CatalogueError` with file and key.

    >>> load().exercises["band_row"].name
    'Band row'
    """
    folder = folder if folder is not None else files("upperback.catalogue") / "data"
    whole = _table(folder, "catalogue.toml")
    sources = {name: _source(name, row) for name, row in _table(folder, "sources.toml").rows()}
    groups, questions = read_screening(_table(folder, "screening.toml"))
    findings: dict[str, FindingKind] = {}
    for name, file in _folder(folder, "findings"):
        findings[name] = read_finding(file)
        _same_id(file, name, findings[name].id)
    tests: dict[str, SelfTest] = {}
    for name, file in _folder(folder, "tests"):
        tests[name] = read_test(file)
        _same_id(file, name, tests[name].id)
    exercises: dict[str, Exercise] = {}
    for name, file in _folder(folder, "exercises"):
        served = tuple(f.id for f in findings.values() if any(name in ids for ids in f.exercises.values()))
        exercises[name] = read_exercise(file, served, _demo(folder, name))
        _same_id(file, name, exercises[name].id)
    texts = _table(folder, "texts.toml")
    catalogue = Catalogue(
        version=whole.text("version"),
        sources=sources,
        groups=groups,
        questions=questions,
        exercises=exercises,
        tests=tests,
        findings=findings,
        texts={key: texts.text(key) for key in texts.data},
        tags=whole.words("tags"),
        tags_kept=whole.words("tags_kept"),
        core=whole.texts("core"),
        two_minute=whole.texts("two_minute"),
    )
    whole.end()
    References(catalogue).check()
    return catalogue


def _table(folder: Traversable, name: str) -> Table:
    try:
        text = (folder / name).read_text(encoding="utf-8")
        return Table(name, tomllib.loads(text))
    except FileNotFoundError:
        raise CatalogueError(name, "", "is missing") from None
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(name, "", f"is not TOML: {error}") from None


def _folder(folder: Traversable, name: str) -> list[tuple[str, Table]]:
    """Every TOML file of a sub-folder by its stem, in the order of the names."""
    found = sorted(entry.name for entry in (folder / name).iterdir() if entry.name.endswith(".toml"))
    return [(entry.removesuffix(".toml"), _table(folder, f"{name}/{entry}")) for entry in found]


def _demo(folder: Traversable, exercise: str) -> Demo | None:
    """How an exercise looks; None for one that has no drawing yet."""
    file = f"demos/{exercise}.toml"
    return read_demo(_table(folder, file).data, file) if (folder / file).is_file() else None


def _same_id(file: Table, name: str, found: str) -> None:
    if found != name:
        raise file.error("id", f"'{found}' does not fit the file's name")


def _source(name: str, table: Table) -> Source:
    source = Source(id=name, citation=table.text("citation"), mark=table.text("mark"), doi=table.text("doi", ""))
    if source.mark not in ("V", "V2", "M", ""):
        raise table.error("mark", f"'{source.mark}' is none of V, V2, M")
    table.end()
    return source
