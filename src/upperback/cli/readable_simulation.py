"""A simulated cohort as a person reads it in a terminal."""

from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from upperback.model.texts import Texts
from upperback.services.simulated_lines import words_of
from upperback.services.simulating import BASE, OURS, Simulated
from upperback.simulation.figures import Figure
from upperback.simulation.world import Assumption

WIDE: Final = 130


def show_simulated(found: Simulated, texts: Texts) -> None:
    """Figures by policy with their intervals, the paired differences, the sensitivity, and what it is worth."""
    console, settings = _wide(), found.settings
    heading = texts("simulation.cli.heading", people=settings.people, weeks=settings.weeks, seed=settings.seed)
    console.print(f"[bold]{escape(heading)}[/bold]")
    console.print(escape(texts("simulation.statement")))
    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    for policy in found.figures:
        table.add_column(texts(f"simulation.policy.{policy}"), justify="right")
    by_name = {name: {f.name: f for f in figures} for name, figures in found.figures.items()}
    for name in next(iter(by_name.values())):
        cells = [_interval(figures[name], texts) for figures in by_name.values()]
        table.add_row(escape(texts(f"simulation.figure.{name}")), *cells)
    console.print(table)
    console.print(f"\n[bold]{escape(texts('simulation.cli.differences'))}[/bold]")
    for d in found.differences:
        values = {"value": _short(d.value), "low": _short(d.low), "high": _short(d.high)}
        policy, name = texts(f"simulation.policy.{d.policy}"), texts(f"simulation.figure.{d.name}")
        console.print(escape(texts("simulation.cli.difference", policy=policy, name=name, **values)))
    if found.shifts:
        _sensitivity(found, texts, console)


def _wide() -> Console:
    """Wide enough for a table of four policies, wherever it is read."""
    console = Console(highlight=False)
    return console if console.width >= WIDE else Console(highlight=False, width=WIDE)


def _sensitivity(found: Simulated, texts: Texts, console: Console) -> None:
    console.print(f"\n[bold]{escape(texts('simulation.cli.sensitivity', n=found.settings.small))}[/bold]")
    table = Table(box=None, pad_edge=False)
    names = list(dict.fromkeys(s.name for s in found.shifts))
    for heading in ("", "", *(texts(f"simulation.figure.{name}") for name in names)):
        table.add_column(heading, justify="left" if not heading else "right")
    shifts = {(s.assumption, s.tried, s.policy, s.name): s for s in found.shifts}
    for assumption, tried in dict.fromkeys((s.assumption, s.tried) for s in found.shifts):
        mine = {name: shifts[assumption, tried, OURS, name] for name in names if (assumption, tried, OURS, name) in shifts}
        change = f"{next(iter(mine.values())).assumed:g} -> {tried:g}"
        cells = [f"{_short(s.base)} -> {_short(s.value)}" for s in mine.values()]
        table.add_row(escape(texts(f"simulation.assumed.{assumption}")), change, *cells)
    console.print(table)
    console.print(escape(texts("simulation.cli.sensitivity_against", policy=texts(f"simulation.policy.{BASE}"))))


def show_assumptions(rows: Iterable[Assumption], texts: Texts) -> None:
    """A table in Markdown, as the documentation holds it."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(escape(texts("simulation.cli.table_head")))
    console.print("|---|---|---|---|---|")
    for row in rows:
        console.print(escape(f"| {row.name} | {words_of(row, texts)} | {row.value:g} | {row.unit} | {row.source} |"))


def _interval(figure: Figure, texts: Texts) -> str:
    if figure.value is None:
        return texts("simulation.cli.none")
    return f"{_short(figure.value)} ({_short(figure.low)}, {_short(figure.high)})"


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
