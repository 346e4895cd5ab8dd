"""No page, script, template or command holds a sentence of its own: they stand in the catalogue's texts, once per language."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

WEB = Path(__file__).parents[1] / "src/upperback/web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SCRIPTS = sorted(path for path in (WEB / "assets").rglob("*.js") if "vendor" not in path.parts)
PAGES = sorted([*(WEB / "pages").glob("*.py"), *WEB.glob("*.py")])
COMMANDS = sorted((WEB.parent / "cli").glob("*.py"))
SPOKEN = ("aria-label", "title", "placeholder", "alt")
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
QUOTED = re.compile(r'"([^"]*)"|\'([^\']*)\'')
WORDS = re.compile(r"[A-Za-z]{2,}")
SENTENCE = re.compile(r"^[A-Z][a-z’']+ [a-z]|[a-z]{2,} [a-z]{2,} [a-z]{2,}|[a-z]{2,}\.$")
KEY = re.compile(r"[a-z_.]+\.")  # the beginning of a text's key
NAMES = {"Upperback"}
KEYS = {"Space", "Enter"}  # what stands on the keys of a keyboard


class Literal(HTMLParser):
    """The words that stand in a template as they are."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        self.found += [value for name, value in attrs if name in SPOKEN and value and WORDS.search(value)]

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["script"] and WORDS.search(data) and data.strip() not in NAMES:
            self.found.append(data.strip())


def said_in_template(text: str) -> list[str]:
    """Words between tags, in attributes that are read out, and sentences in the template's own expressions."""
    blocks = re.sub(r"\{% block (?:body_class|language) %\}.*?\{% endblock %\}", "", text, flags=re.DOTALL)
    literal = Literal(JINJA.sub("", blocks)).found
    quoted = [a or b for code in JINJA.findall(text) if not code.startswith("{#") for a, b in QUOTED.findall(code)]
    return literal + [words for words in quoted if re.search(r"[A-Z][a-z]+[ .]|^[A-Z][a-z]{2,}$|\w+ \w+ \w+ \w+", words)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_a_template_holds_no_words_of_its_own(path: Path) -> None:
    assert [words for words in said_in_template(path.read_text(encoding="utf-8")) if words not in KEYS] == []


def test_words_in_a_template_are_seen() -> None:
    assert said_in_template("<p>{{ t('a.b') }}</p>") == []
    assert said_in_template("<p>Take it back</p>") == ["Take it back"]
    assert said_in_template('<a aria-label="Leave {{ name }}"></a>') == ["Leave "]
    assert said_in_template('{{ ui.answer("kind", "full", "The whole session") }}') == ["The whole session"]
    assert said_in_template("<p>{% if x %}due now{% endif %}</p>") == ["due now"]


def strings(tree: ast.Module) -> Iterator[str]:
    """Every text constant but docstrings and what an exception is told."""
    quiet: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Raise():
                quiet |= {id(inner) for inner in ast.walk(node)}
            case ast.Call(func=ast.Name(id="print")):
                quiet |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet:
            yield node.value


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(WEB)))
def test_page_code_holds_no_sentence(path: Path) -> None:
    found = [text for text in strings(ast.parse(path.read_text(encoding="utf-8"))) if SENTENCE.search(text)]
    assert [text for text in found if not text.lstrip().startswith("<") and not KEY.fullmatch(text)] == []


def is_help(node: ast.AST) -> bool:
    """Whether this is what `--help` shows: the table of commands, a Typer option or argument, the writing of the help."""
    match node:
        case ast.AnnAssign(target=ast.Name(id="_COMMANDS")) | ast.FunctionDef(name="format_help"):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="typer"), attr="Option" | "Argument")):
            return True
    return False


def said_by_command(code: str) -> list[str]:
    """Sentences and labels that a command would print, but for its help and what an error is told."""
    tree = ast.parse(code)
    printed = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in PRINTING]
    helps = {inner for node in ast.walk(tree) if is_help(node) for inner in strings_in(node)}
    labels = [text for call in printed for text in strings_in(call) if re.search(r"[A-Za-z]{3,} |[A-Z][a-z]{2,}", text)]
    found = dict.fromkeys([*(text for text in strings(tree) if SENTENCE.search(text)), *labels])
    return [text for text in found if text not in helps]


PRINTING = ("typer.echo", "console.print", "Console(highlight=False, soft_wrap=True).print", "table.add_column")


def strings_in(node: ast.AST) -> list[str]:
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.name)
def test_a_command_holds_no_sentence(path: Path) -> None:
    assert [text for text in said_by_command(path.read_text(encoding="utf-8")) if not KEY.fullmatch(text)] == []


def test_words_in_a_command_are_seen() -> None:
    assert said_by_command('typer.echo(texts("cli.a.b"))') == []
    assert said_by_command('typer.echo("Left out: " + names)') == ["Left out: "]
    assert said_by_command('typer.echo(f"{n} repetitions in all")') == [" repetitions in all"]
    assert said_by_command('WORDS = {1: "Just starting here"}') == ["Just starting here"]
    assert said_by_command('x: Annotated[bool, typer.Option("--json", help="One JSON object a line.")]') == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(WEB / "assets")))
def test_a_script_holds_no_sentence(path: Path) -> None:
    code = re.sub(r"(?m)(^|\s)//.*$", "", path.read_text(encoding="utf-8"))
    found = [words for words in re.findall(r'"([^"\n]*)"|`([^`]*)`', code) for words in words if words]
    spoken = [words for words in found if re.search(r"^[A-Z][a-z’']+ [a-z]|^[a-z]+ [a-z]+ [a-z]+|[a-z]{2,}\.$", words)]
    assert spoken == []
