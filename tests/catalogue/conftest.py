"""The catalogue as shipped, and copies of it to break."""

import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from upperback.catalogue.loader import load
from upperback.model.catalogue import Catalogue

Break = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture
def broken(tmp_path: Path) -> Break:
    """`broken(file, old, new)`: a copy of the catalogue's data with one change in one file."""
    copy = tmp_path / "data"
    with as_file(files("upperback.catalogue") / "data") as data:
        shutil.copytree(data, copy)

    def change(file: str, old: str, new: str) -> Path:
        text = (copy / file).read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r} to change"
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return copy

    return change
