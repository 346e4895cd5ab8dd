"""The wording rules hold for every sentence of the product, wherever it stands: pages, scripts, code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import upperback
from upperback.catalogue.wording import faults_in

SOURCE = Path(upperback.__file__).parent
RULES = SOURCE / "catalogue" / "wording.py"  # names the words to find them
SENTENCE_WORDS = 3
OF_FILES = ("exchange", "store", "video")  # rooms that speak of files, and a file may well be damaged


def sentences_of_code(path: Path) -> Iterator[tuple[int, str]]:
    """String literals of a Python file that read as a sentence; docstrings are for engineers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.lineno, node.value


def sentences_of_template(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        shown = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", line)
        yield number, shown
        yield from ((number, quoted) for quoted in re.findall(r"\"([^\"<>{}]*)\"", line))


def sentences_of_script(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if "#include <" not in line:  # a shader speaks of normals to a graphics card, to nobody else
            yield from ((number, quoted) for quoted in re.findall(r"[\"'`]([^\"'`]*)[\"'`]", line))


READERS = {".py": sentences_of_code, ".html": sentences_of_template, ".js": sentences_of_script}
FILES = sorted(path for path in SOURCE.rglob("*") if path.suffix in READERS and "vendor" not in path.parts and path != RULES)


@pytest.mark.parametrize("path", FILES, ids=[path.relative_to(SOURCE).as_posix() for path in FILES])
def test_no_sentence_diagnoses_promises_or_frightens(path: Path) -> None:
    found = [
        f"line {line}: {fault}"
        for line, text in READERS[path.suffix](path)
        if len(text.split()) >= SENTENCE_WORDS
        for fault in faults_in(text)
        if not (fault.startswith("'damaged'") and path.relative_to(SOURCE).parts[0] in OF_FILES)
    ]
    assert found == []
