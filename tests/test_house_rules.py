"""The house's own rules, where no linter knows them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/upperback"
MODULES = sorted(SOURCE.rglob("*.py"))
SCRIPTS = sorted(path for path in (SOURCE / "web/assets").rglob("*.js") if "vendor" not in path.parts)
TEMPLATES = sorted((SOURCE / "web/templates").rglob("*.html"))
PURE = ("model", "motion", "care", "simulation")
FORBIDDEN_IN_PURE = {
    "datetime.now", "datetime.today", "date.today", "time.time", "time.monotonic", "time.perf_counter", "os.environ", "os.getenv",
}  # fmt: skip
FORBIDDEN_MODULES_IN_PURE = {
    "random",
    "secrets",
    "uuid",
    "logging",
    "os",
    "pathlib",
    "sqlalchemy",
    "fastapi",
    "time",
    "io",
    "subprocess",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS, *TEMPLATES], ids=name_of)
def test_a_file_stays_under_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


def test_nothing_is_called_utils() -> None:
    shapeless = {"utils", "util", "helpers", "common", "misc"}
    assert [name_of(path) for path in MODULES if path.stem in shapeless or path.parent.name in shapeless] == []


@pytest.mark.parametrize("path", [path for path in MODULES if path.relative_to(SOURCE).parts[0] in PURE], ids=name_of)
def test_a_pure_floor_knows_no_clock_no_chance_no_files(path: Path) -> None:
    tree = tree_of(path)
    imported = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert imported & FORBIDDEN_MODULES_IN_PURE == set()
    assert used & FORBIDDEN_IN_PURE == set()
    assert not any(name.startswith(("np.random", "numpy.random")) for name in used)


def calls_of(name: str) -> Iterator[str]:
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name:
                yield name_of(path)


def test_only_the_screen_can_clear_a_person() -> None:
    assert set(calls_of("Cleared")) == {"care/screening.py"}


def test_sql_lives_in_the_store_alone() -> None:
    elsewhere = [
        path
        for path in MODULES
        if "store" not in path.parts and re.search(r"\bsqlalchemy\b|\balembic\b|sqlite3", path.read_text())
    ]
    assert [name_of(path) for path in elsewhere] == []


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS], ids=name_of)
def test_no_page_or_script_names_another_host(path: Path) -> None:
    addresses = re.findall(r"""(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s"'<>]*""", path.read_text(encoding="utf-8"))
    assert [address for address in addresses if "www.w3.org" not in address] == []  # the names of SVG and XHTML are no requests


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text) == []
    assert [script for script in re.findall(r"<script[^>]*>", text) if "src=" not in script] == []


def test_only_one_module_loads_toml() -> None:
    readers = re.compile(r"\b(tomllib|tomli)\b")
    assert [name_of(path) for path in MODULES if readers.search(path.read_text())] == ["catalogue/reading.py"]
