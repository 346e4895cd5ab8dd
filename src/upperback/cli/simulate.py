"""`simulate`: virtual people under four policies, to try the logic of care."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from upperback.cli.language import catalogue_for
from upperback.cli.readable_simulation import show_assumptions, show_simulated
from upperback.model.texts import Texts
from upperback.services.errors import BadInputError
from upperback.services.simulated_lines import assumption_lines, simulated_lines
from upperback.services.simulated_plots import draw, folder_for
from upperback.services.simulating import Settings, assumed, simulate
from upperback.simulation.world import World

BAD_INPUT, INTERRUPTED = 2, 130

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command("simulate")
def simulate_cohort(
    context: typer.Context,
    people: Annotated[str, typer.Option("--people", metavar="N", help="How many virtual people.")] = "500",
    weeks: Annotated[str, typer.Option("--weeks", metavar="N", help="How long, from 4 weeks on.")] = "52",
    seed: Annotated[str, typer.Option("--seed", metavar="N", help="The same seed gives the same answer.")] = "1",
    workers: Annotated[str, typer.Option("--workers", metavar="N", help="How many processes.")] = "2",
    plots: Annotated[Path | None, typer.Option("--plots", metavar="DIR", help="Where pictures and tables go.")] = None,
    sensitivity: Annotated[bool, typer.Option(help="Try assumptions halved and doubled, on fewer people.")] = True,
    only_assumptions: Annotated[bool, typer.Option("--assumptions", help="Print what is assumed, and nothing else.")] = False,
    as_json: AsJson = False,
) -> None:
    """Virtual people under four policies: nothing, one fixed routine, the core, care. It checks logic, not people."""
    texts = catalogue_for(context).texts
    if only_assumptions:
        rows = assumed(World())
        _print_lines(assumption_lines(rows, texts)) if as_json else show_assumptions(rows, texts)
        return
    try:
        numbers = {"people": people, "weeks": weeks, "seed": seed, "workers": workers}
        settings = Settings(**{name: _whole(name, text) for name, text in numbers.items()}, sensitivity=sensitivity)
        folder = None if plots is None else folder_for(plots)
        with _bar() as bar:
            task = bar.add_task("", total=None)
            found = simulate(settings, told=lambda done, total: bar.update(task, completed=done, total=total))
        _print_lines(simulated_lines(found, texts)) if as_json else show_simulated(found, texts)
        if folder is not None:
            written = draw(found, folder, texts)
            if not as_json:
                typer.echo(texts("simulation.cli.drawn", n=len(written), folder=str(folder)))
    except BadInputError as error:
        typer.echo(str(error).replace("\n", "\\n"), err=True)
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt:
        _say_stopped(texts)
        raise typer.Exit(INTERRUPTED) from None


def _say_stopped(texts: Texts) -> None:
    typer.echo(texts("simulation.cli.stopped"), err=True)


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadInputError(f"--{name}: {text[:40]!r} is not a whole number") from None


def _bar() -> Progress:
    """On stderr, and only where a person watches."""
    console = Console(stderr=True)
    columns = (BarColumn(), TextColumn("{task.completed} / {task.total}"), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _print_lines(lines: Iterator[dict[str, Any]]) -> None:
    for line in lines:
        typer.echo(json.dumps(line, ensure_ascii=False, allow_nan=False))
