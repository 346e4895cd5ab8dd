"""`upperback catalogue`: list, show and check what the project knows."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Annotated, Any

import typer

from upperback.cli.language import catalogue_for
from upperback.model.articles import Claim
from upperback.model.catalogue import Dose, Exercise, Question, Source
from upperback.model.movement import HoldStill, Reps, Untracked
from upperback.services import knowledge
from upperback.services.errors import BadInputError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command("list")
def list_entries(context: typer.Context, as_json: Json = False) -> None:
    """Every exercise, test, finding and question by its id."""
    known = catalogue_for(context)
    for row in knowledge.rows(known):
        if as_json:
            typer.echo(json.dumps({"what": row.what, "id": row.id, "name": row.name}, ensure_ascii=False))
        else:
            typer.echo(f"{known.texts(f'cli.catalogue.what.{row.what}'):<9} {row.id:<32} {row.name}")


@app.command("show")
def show(context: typer.Context, wanted: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False) -> None:
    """Everything known about one exercise, test, finding, question, modifier, routine, area, claim or source."""
    try:
        what, entry = knowledge.entry(wanted, catalogue_for(context))
    except BadInputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    known = {"what": what, "id": entry.id, "name": _name(entry)} | plain(entry)
    if isinstance(entry, Exercise):
        # the contract's words, beside the fields' own: one position as a word, the dose with where it is from
        known["position"] = " or ".join(entry.positions)
        known["dose"] = {
            "start": plain(entry.ladder[0]),
            "ladder": plain(entry.ladder),
            "article": entry.article_dose,
            "regression": entry.regression,
            "source": entry.dose_source,
        }
    if as_json:
        typer.echo(json.dumps(known, ensure_ascii=False))
        return
    known.pop("ladder", None)
    for line in _lines(known, ""):
        typer.echo(line)


@app.command("check")
def check(context: typer.Context, as_json: Json = False) -> None:
    """Look for faults in the content: one line each, exit status 1 when there are any. Then what each language besides
    English lacks, and its safety texts that no clinician has read: those are no faults."""
    texts = catalogue_for(context).texts
    faults = knowledge.faults()
    for fault in faults:
        typer.echo(json.dumps({"fault": fault}, ensure_ascii=False) if as_json else fault)
    for state in knowledge.translations():
        for what, found in (("unread", state.unread), ("missing", state.missing)):
            for place in found:
                line = json.dumps({what: place, "language": state.language}, ensure_ascii=False)
                said = texts(f"cli.catalogue.{what}", language=state.language, place=place)
                typer.echo(line if as_json else said)
    # standard output holds these alone
    if not knowledge.grades_texts():
        typer.echo(texts("cli.catalogue.no_grades"), err=True)
    if faults:
        raise typer.Exit(1)
    typer.echo(texts("cli.catalogue.no_faults"), err=True)


def _name(entry: knowledge.Entry) -> str:
    match entry:
        case Question():
            return entry.text
        case Claim():
            return entry.says
        case Source():
            return entry.citation
        case _:
            return entry.name


def plain(value: Any) -> Any:
    """A value of the model as JSON has it: sets sorted, a movement with its type.

    >>> plain((frozenset({"b", "a"}), Untracked(why="dark")))
    [['a', 'b'], {'type': 'untracked', 'why': 'dark'}]
    """
    match value:
        case Reps() | HoldStill() | Untracked():
            kind = {Reps: "reps", HoldStill: "hold", Untracked: "untracked"}[type(value)]
            return {"type": kind} | {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        case Enum():
            return value.value
        case dict():
            return {str(plain(key)): plain(inner) for key, inner in value.items()}
        case frozenset():
            return sorted(plain(inner) for inner in value)
        case tuple() | list():
            return [plain(inner) for inner in value]
        case _ if is_dataclass(value):
            extra = {"work_s": value.work_s} if isinstance(value, Dose) else {}
            return {f.name: plain(getattr(value, f.name)) for f in fields(value)} | extra
        case _:
            return value


def _lines(known: dict[str, Any], indent: str) -> Iterator[str]:
    """A readable outline: what is empty or None is left out."""
    for key, value in known.items():
        if value in (None, "", [], {}):
            continue
        match value:
            case dict():
                yield f"{indent}{key}:"
                yield from _lines(value, indent + "  ")
            case [dict(), *_]:
                yield f"{indent}{key}:"
                for row in value:
                    yield f"{indent}  -"
                    yield from _lines(row, indent + "    ")
            case [str(), *_] if any(" " in item for item in value):
                yield f"{indent}{key}:"
                yield from (f"{indent}  - {item}" for item in value)
            case list():
                yield f"{indent}{key}: {', '.join(str(item) for item in value)}"
            case _:
                yield f"{indent}{key}: {value}"
