"""`upperback demo`: an exercise or a self-test as a drawing of its key positions, or as one that moves."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from upperback.cli.language import catalogue_for
from upperback.model.catalogue import Catalogue
from upperback.services import animating, figures
from upperback.services.errors import BadInputError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def _root() -> None:
    """Drawings."""


@app.command("demo")
def demo(
    context: typer.Context,
    wanted: Annotated[str, typer.Argument(metavar="ID")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.svg|FILE.gif", help="Where the drawing goes.")],
) -> None:
    """Draw the key positions of an exercise or a self-test side by side (SVG), or its movement (GIF)."""
    try:
        drawn = _drawn(wanted, out.suffix, catalogue_for(context))
        out.write_bytes(drawn)
    except BadInputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"{out}: can't be written: {error.strerror}", err=True)
        raise typer.Exit(2) from None


def _drawn(wanted: str, suffix: str, catalogue: Catalogue) -> bytes:
    match suffix.lower():
        case ".svg":
            return figures.drawing_of(wanted, catalogue).encode()
        case ".gif":
            console = Console(stderr=True)
            bar = Progress(TextColumn(wanted), BarColumn(), console=console, transient=True, disable=not console.is_terminal)
            with bar:
                task = bar.add_task("", total=None)
                return animating.gif_of(wanted, catalogue, lambda done, count: bar.update(task, completed=done, total=count))
        case _:
            raise BadInputError(f"a drawing is written as .svg or .gif, not as {suffix or 'a file without an ending'}")
