"""What every test may ask for."""

import json
import re
import shutil
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from upperback.catalogue.loader import check_language

PACKAGE_DATA = Path(__file__).parents[1] / "src/upperback/catalogue/data"

# No assertion on time: a busy machine must not fail a property.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def recordings() -> Path:
    """The folder of real recordings beside the project; they are not part of it."""
    folder = Path(__file__).parents[1] / "../shared/data"
    if not folder.is_dir():
        pytest.skip("the real recordings (../shared/data) are not on this machine")
    return folder.resolve()


# -- a language that is none: English with accents, longer, with the plural forms, dates and numbers of Polish ----------------

ACCENTS = str.maketrans("aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ")
PLACE = re.compile(r"(\{[^{}]*\})")
STEP = re.compile(r"(\w[\w-]*)((?:\[[^\]]*\])*)")


def accented(text: str) -> str:
    """The text with every vowel accented and a mark at its ends; places for values stay."""
    said = "".join(part if PLACE.fullmatch(part) else part.translate(ACCENTS) for part in PLACE.split(text))
    return f"⟦{said}⟧" if len(text) > 12 else said


def _forms(value: Any) -> Any:
    if isinstance(value, str):
        return accented(value)
    if {"one", "other"} <= value.keys():  # each form with its category, so that a test sees which one was chosen
        said = {form: value["one" if form == "one" else "other"] for form in ("one", "few", "many", "other")}
        return {form: f"{accented(text)} ({accented(form)})" for form, text in said.items()}
    return {key: _forms(inner) for key, inner in value.items()}


def _put(into: dict[str, Any], place: str, value: Any) -> None:
    """Put a text at its place: names, `[2]` for a row by number, `[id]` for one by id."""
    steps: list[str | int] = []
    for name, rows in STEP.findall(place):
        steps.append(name)
        steps += [int(row) if row.isdigit() else row for row in re.findall(r"\[([^\]]*)\]", rows)]
    at: Any = into
    for step, following in pairwise(steps):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(at, list):
            assert isinstance(step, int)
            at += [{} for _ in range(step + 1 - len(at))]
            at = at[step]
        else:
            at = at.setdefault(step, empty)
    if isinstance(at, list):
        assert isinstance(steps[-1], int)
        at += [{} for _ in range(steps[-1] + 1 - len(at))]
    at[steps[-1]] = value


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(inner) for inner in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _write(path: Path, table: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(key)} = {_toml(value)}\n" for key, value in table.items()), encoding="utf-8")


@pytest.fixture(scope="session")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue's folder with a second language, `pl`, that has every text, and no clinician who has read any."""
    data = tmp_path_factory.mktemp("catalogue") / "data"
    shutil.copytree(PACKAGE_DATA, data)
    texts = data / "texts"
    _write(texts / "pl/language.toml", {"name": "Pseudo", "locale": "pl", "speech": "pl-PL"})
    for file in (texts / "en").glob("*.toml"):
        if file.name != "language.toml":
            _write(texts / "pl" / file.name, _forms(tomllib.loads(file.read_text(encoding="utf-8"))))
    # What a language with no overlay misses is every text of every entry.
    overlays: dict[str, dict[str, Any]] = {}
    english: dict[str, Any] = {}
    for place in check_language("pl", data).missing:
        file_name, _, key = place.removeprefix("texts/pl/").partition(": ")
        source = data / file_name.removeprefix("catalogue/")
        if file_name not in english:
            english[file_name] = tomllib.loads(source.read_text(encoding="utf-8"))
        _put(overlays.setdefault(file_name, {}), key, _accented_at(english[file_name], key))
    for name, table in overlays.items():
        _write(texts / "pl" / name, table)
    return data


def _accented_at(english: Any, key: str) -> Any:
    for name, rows in STEP.findall(key):
        english = english[name]
        for row in re.findall(r"\[([^\]]*)\]", rows):
            english = next((one for one in english if one.get("id") == row), None) if not row.isdigit() else english[int(row)]
    return [accented(one) for one in english] if isinstance(english, list) else accented(english)
