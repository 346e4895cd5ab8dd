"""`upperback demo`: the key positions of an exercise or a self-test as a drawing."""

from pathlib import Path
from typing import Annotated

import typer

from upperback.cli.language import catalogue_for
from upperback.services import figures
from upperback.services.errors import BadInputError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def _root() -> None:
    """Drawings."""


@app.command("demo")
def demo(
    context: typer.Context,
    wanted: Annotated[str, typer.Argument(metavar="ID")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.svg", help="Where the drawing goes.")],
) -> None:
    """Draw the key positions of an exercise or a self-test side by side, as SVG."""
    try:
        picture = figures.drawing_of(wanted, out.suffix, catalogue_for(context))
        out.write_text(picture, encoding="utf-8")
    except BadInputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"{out}: can't be written: {error.strerror}", err=True)
        raise typer.Exit(2) from None
