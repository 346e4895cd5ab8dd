"""What another language than English lacks, has too much of, or says of safety without a clinician who has read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from upperback.catalogue.languages import ENGLISH, area_texts, areas, plurals_of
from upperback.catalogue.overlay import SAFETY_AREAS, TEXT_KEYS, Overlaid, reader_of
from upperback.catalogue.reading import toml
from upperback.model.texts import Written, places


@dataclass(frozen=True, slots=True)
class LanguageState:
    """Each one `file: key`. `missing`: said in English meanwhile. `stale`: what no English text stands behind, a list of
    another length, or a place for a value that there is not. `unread`: safety texts that wait for a clinician's name."""

    language: str
    missing: tuple[str, ...]
    stale: tuple[str, ...]
    unread: tuple[str, ...]


def state_of(data: Traversable, language: str, overlaid: Overlaid) -> LanguageState:
    """How far a language is. `overlaid`: what came of laying it over the catalogue's files."""
    texts = data / "texts"
    missing, stale, unread = list(overlaid.missing), list(overlaid.stale), list(overlaid.unread)
    english = {file: area_texts(texts, ENGLISH, file) for file in areas(texts / ENGLISH)}
    own = {file: area_texts(texts, language, file, unread=True) for file in areas(texts / language)}
    stale += [f"texts/{language}/{file}" for file in own.keys() - english.keys()]
    stale += [f"texts/{language}/{name}" for name in sorted(_overlays(texts / language)) if not _stands(data, name)]
    wanted = plurals_of(texts, language)
    for file, there in english.items():
        place = f"texts/{language}/{file}"
        mine = own.get(file, {})
        missing += [f"{place}: {key}" for key in there if key not in mine]
        stale += [f"{place}: {key}" for key in mine if key not in there]
        for key in there.keys() & mine.keys():
            missing += [f"{place}: {key}.{category}" for category in sorted(_lacking(there[key], mine[key], wanted))]
            if not _places(mine[key]) <= _places(there[key]):
                stale.append(f"{place}: {key}")
        read = not mine or reader_of(place, toml(texts, f"{language}/{file}")) is not None
        if file.removesuffix(".toml") in SAFETY_AREAS and not read:
            unread += [f"{place}: {key}" for key in mine]
    return LanguageState(language, tuple(sorted(missing)), tuple(sorted(stale)), tuple(sorted(unread)))


def _lacking(english: Written, mine: Written, wanted: frozenset[str]) -> frozenset[str]:
    """The plural forms that the language has and this text has not."""
    if isinstance(english, str) or not {"one", "other"} <= english.keys():
        return frozenset()
    return wanted - (frozenset() if isinstance(mine, str) else frozenset(mine))


def _places(text: Written) -> frozenset[str]:
    if isinstance(text, str):
        return places(text)
    return frozenset(name for one in text.values() for name in places(one))


def _overlays(folder: Traversable) -> Iterator[str]:
    """The overlay files of a language, named as the catalogue's own files are."""
    for kind in (*(key for key in TEXT_KEYS if not key.endswith(".toml")), "catalogue"):
        if (folder / kind).is_dir():
            for file in (folder / kind).iterdir():
                yield file.name if kind == "catalogue" else f"{kind}/{file.name}"


def _stands(data: Traversable, name: str) -> bool:
    return data.joinpath(*name.split("/")).is_file() and name.partition("/")[0] in TEXT_KEYS
