"""`handout`: a case's programme as a PDF to print."""

from pathlib import Path
from typing import Annotated

import typer

from upperback.cli.case import AsJson, CaseFile, exits
from upperback.cli.language import catalogue_for
from upperback.model.paper import Sheet
from upperback.services.cases import read_case
from upperback.services.errors import BadInputError
from upperback.services.files import write_whole
from upperback.services.papers import handout_of

app = typer.Typer(add_completion=False)


@app.callback()
def _group() -> None:
    """Papers."""


Out = Annotated[Path, typer.Option("-o", "--out", metavar="FILE.pdf", help="Where the PDF goes.", show_default=False)]
Paper = Annotated[Sheet, typer.Option("--paper", help="The size of the paper.")]


@app.command("handout")
def handout(context: typer.Context, case: CaseFile, out: Out, paper: Paper = Sheet.A4, as_json: AsJson = False) -> None:
    """The programme for a case file as a PDF to print."""
    catalogue = catalogue_for(context)
    with exits(catalogue, as_json):
        write_whole(_beside(out, case), handout_of(catalogue, read_case(case, catalogue), paper))


def _beside(out: Path, case: Path) -> Path:
    """Where the PDF goes. Raises BadInputError when the case file itself would be lost."""
    if out.exists() and case.exists() and out.samefile(case):
        raise BadInputError(f"{out}: this is the case file itself")
    return out
