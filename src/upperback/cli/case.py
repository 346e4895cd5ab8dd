"""`screen`, `findings`, `plan`, `review`, `note`: what a case file allows, shows, asks for, has come to, and tells."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from upperback.cli.language import catalogue_for
from upperback.cli.readable import show_findings, show_nothing_fits, show_programme, show_review, show_verdict
from upperback.model.catalogue import Catalogue
from upperback.model.paper import Sheet
from upperback.services.cases import asked_of, findings_of, plan_of, read_case, review_of, rules_of, screen_case
from upperback.services.errors import BadInputError, NotAllowedError, NothingFitsError
from upperback.services.files import write_whole
from upperback.services.lines import finding_line, nothing_line, plan_line, review_line, screen_line
from upperback.services.notes import note_line, note_of, note_text

BAD_INPUT, NOT_ALLOWED, NOTHING_FITS = 2, 3, 4

app = typer.Typer(add_completion=False)

CaseFile = Annotated[Path, typer.Argument(metavar="CASE", help="A case file (JSON).", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Out = Annotated[Path, typer.Option("-o", "--out", metavar="FILE.pdf", help="Where the PDF goes.", show_default=False)]
NoteOut = Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE.pdf", help="Where it goes as a PDF.")]
Paper = Annotated[Sheet, typer.Option("--paper", help="The size of the paper.")]


@app.command("screen")
def screen(context: typer.Context, case: CaseFile, as_json: AsJson = False) -> None:
    """What the safety questions of a case file allow."""
    catalogue = catalogue_for(context)
    with exits(catalogue, as_json):
        read = read_case(case, catalogue)
        verdict = screen_case(catalogue, read)
        line = screen_line(verdict, asked_of(catalogue, read), rules_of(catalogue, verdict))
        _print_lines([line]) if as_json else show_verdict(catalogue, verdict)


@app.command("findings")
def findings(context: typer.Context, case: CaseFile, as_json: AsJson = False) -> None:
    """Areas to work on, from the self-tests of a case file."""
    catalogue = catalogue_for(context)
    with exits(catalogue, as_json):
        found = findings_of(catalogue, read_case(case, catalogue))
        _print_lines(finding_line(f) for f in found) if as_json else show_findings(catalogue, found)


@app.command("plan")
def plan(context: typer.Context, case: CaseFile, as_json: AsJson = False) -> None:
    """The programme for a case file, with its reasons."""
    catalogue = catalogue_for(context)
    with exits(catalogue, as_json):
        programme = plan_of(catalogue, read_case(case, catalogue))
        _print_lines([plan_line(programme)]) if as_json else show_programme(catalogue, programme)


@app.command("review")
def review(context: typer.Context, case: CaseFile, as_json: AsJson = False) -> None:
    """What is known so far of a case file's progress."""
    catalogue = catalogue_for(context)
    with exits(catalogue, as_json):
        found = review_of(catalogue, read_case(case, catalogue))
        _print_lines([review_line(found)]) if as_json else show_review(catalogue, found)


@app.command("note")
def note(context: typer.Context, case: CaseFile, out: NoteOut = None, paper: Paper = Sheet.A4, as_json: AsJson = False) -> None:
    """A note for a clinician from a case file, to print: as text, or with -o as a PDF."""
    catalogue = catalogue_for(context)
    with exits(catalogue, as_json):
        made = note_of(catalogue, read_case(case, catalogue))
        if out is not None:
            write_pdf(out, case, import_module("upperback.services.papers").note_pdf(catalogue, made, paper))
        else:
            _print_lines([note_line(made)]) if as_json else typer.echo(note_text(made), nl=False)


@contextmanager
def exits(catalogue: Catalogue, as_json: bool) -> Iterator[None]:
    """Each outcome by its exit status; bad input is one line on stderr."""
    try:
        yield
    except BadInputError as error:
        typer.echo(str(error).replace("\n", "\\n"), err=True)  # one line, whatever the file is called
        raise typer.Exit(BAD_INPUT) from None
    except NotAllowedError as error:
        line = screen_line(error.verdict, error.asked, error.rules)
        _print_lines([line]) if as_json else show_verdict(catalogue, error.verdict)
        raise typer.Exit(NOT_ALLOWED) from None
    except NothingFitsError as error:
        left_out = error.reasons.left_out
        _print_lines([nothing_line(error.reasons)]) if as_json else show_nothing_fits(catalogue, left_out)
        raise typer.Exit(NOTHING_FITS) from None


def write_pdf(out: Path, case: Path, made: bytes) -> None:
    """Put a PDF where it goes. Raises BadInputError where it can't, or where the case file itself would be lost."""
    if out.exists() and out.samefile(case):
        raise BadInputError(f"{out}: this is the case file itself")
    write_whole(out, made)


def _print_lines(lines: Iterable[dict[str, Any]]) -> None:
    for line in lines:
        typer.echo(json.dumps(line, ensure_ascii=False, allow_nan=False))
