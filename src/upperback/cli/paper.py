"""`handout` and `report`: a case's programme, and how it goes, as a PDF to print."""

import typer

from upperback.cli.case import AsJson, CaseFile, Out, Paper, exits, write_pdf
from upperback.cli.language import catalogue_for
from upperback.model.paper import Sheet
from upperback.services.cases import read_case
from upperback.services.papers import handout_of, report_of

app = typer.Typer(add_completion=False)


@app.command("handout")
def handout(context: typer.Context, case: CaseFile, out: Out, paper: Paper = Sheet.A4, as_json: AsJson = False) -> None:
    """The programme for a case file as a PDF to print."""
    catalogue = catalogue_for(context)
    with exits(catalogue, as_json):
        write_pdf(out, case, handout_of(catalogue, read_case(case, catalogue), paper))


@app.command("report")
def report(context: typer.Context, case: CaseFile, out: Out, paper: Paper = Sheet.A4, as_json: AsJson = False) -> None:
    """How a case file's work goes as a PDF, to keep or to take along."""
    catalogue = catalogue_for(context)
    with exits(catalogue, as_json):
        write_pdf(out, case, report_of(catalogue, read_case(case, catalogue), paper))
