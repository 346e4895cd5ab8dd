"""The style sheets: every class is used, a colour is a token, each sheet has its layer."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src/upperback/web"
ASSETS = WEB / "assets"
SHEETS = sorted(path for path in ASSETS.rglob("*.css") if "vendor" not in path.parts)
TOKENS = frozenset({"tokens.css", "contrast.css"})
# Over a camera picture, whose light nobody knows, colours stay as they are by day and by night.
ON_A_PICTURE = re.compile(r"cam|outline|angle|loupe|mark|photo|backdrop|print")
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(")


def rules(sheet: Path) -> list[tuple[str, str]]:
    """Each rule's selectors and what it declares."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [(selector.strip(), body) for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text)]


@pytest.fixture(scope="module")
def words() -> frozenset[str]:
    """Every word of templates, scripts and the modules that write markup."""
    files = [*WEB.rglob("*.html"), *WEB.rglob("*.js"), *WEB.parent.rglob("*.py")]
    return frozenset(
        word for path in files if "vendor" not in path.parts for word in re.findall(r"[\w-]+", path.read_text("utf-8"))
    )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.relative_to(ASSETS).as_posix())
def test_every_class_of_a_sheet_is_used(sheet: Path, words: frozenset[str]) -> None:
    named = {name for selector, _ in rules(sheet) for name in re.findall(r"\.([A-Za-z_][\w-]*)", selector)}
    put_together = re.compile(r"f-\w+-hi|(?:edge|ink|fill|w)-[\w-]+|keys-\d|mapview-\d|state-[\w-]+")
    made = {name for name in named if put_together.fullmatch(name)}
    assert sorted(named - made - words) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.relative_to(ASSETS).as_posix())
def test_a_colour_is_a_token(sheet: Path) -> None:
    if sheet.name in TOKENS:
        return
    bare = [selector for selector, body in rules(sheet) if COLOUR.search(body) and not ON_A_PICTURE.search(selector)]
    assert bare == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.relative_to(ASSETS).as_posix())
def test_a_rule_stands_in_a_layer(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/|@font-face \{[^}]*\}|@layer [\w, ]+;", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    outside = re.sub(r"@layer \w+ \{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}", "", text)
    assert outside.strip() == ""
