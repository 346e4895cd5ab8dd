"""`screen`, `findings`, `plan`, `review`: what a case file allows, shows, asks for and has come to."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from upperback.model.body import Side
from upperback.model.care import Cleared, Finding, Item, Programme, Refer, Review, State, Status, Trend, Value, Verdict
from upperback.model.catalogue import Action, Catalogue
from upperback.services.cases import findings_of, plan_of, read_case, review_of, screen_case
from upperback.services.errors import BadInputError, NotAllowedError, NothingFitsError
from upperback.services.knowledge import catalogue as load_catalogue
from upperback.services.lines import finding_line, nothing_line, plan_line, review_line, screen_line

BAD_INPUT, NOT_ALLOWED, NOTHING_FITS = 2, 3, 4

app = typer.Typer(add_completion=False)

CaseFile = Annotated[Path, typer.Argument(metavar="CASE", help="A case file (JSON).", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command("screen")
def screen(case: CaseFile, as_json: AsJson = False) -> None:
    """What the safety questions of a case file allow."""
    with _exits(as_json):
        verdict = screen_case(load_catalogue(), read_case(case, load_catalogue()))
        _print_lines([screen_line(verdict)]) if as_json else _show_verdict(verdict)


@app.command("findings")
def findings(case: CaseFile, as_json: AsJson = False) -> None:
    """Areas to work on, from the self-tests of a case file."""
    with _exits(as_json):
        found = findings_of(load_catalogue(), read_case(case, load_catalogue()))
        _print_lines(finding_line(f) for f in found) if as_json else _show_findings(load_catalogue(), found)


@app.command("plan")
def plan(case: CaseFile, as_json: AsJson = False) -> None:
    """The programme for a case file, with its reasons."""
    with _exits(as_json):
        programme = plan_of(load_catalogue(), read_case(case, load_catalogue()))
        _print_lines([plan_line(programme)]) if as_json else _show_programme(load_catalogue(), programme)


@app.command("review")
def review(case: CaseFile, as_json: AsJson = False) -> None:
    """What is known so far of a case file's progress."""
    with _exits(as_json):
        found = review_of(load_catalogue(), read_case(case, load_catalogue()))
        _print_lines([review_line(found)]) if as_json else _show_review(load_catalogue(), found)


@contextmanager
def _exits(as_json: bool) -> Iterator[None]:
    """Each outcome by its exit status; bad input is one line on stderr."""
    try:
        yield
    except BadInputError as error:
        typer.echo(str(error).replace("\n", "\\n"), err=True)  # one line, whatever the file is called
        raise typer.Exit(BAD_INPUT) from None
    except NotAllowedError as error:
        _print_lines([screen_line(error.verdict)]) if as_json else _show_verdict(error.verdict)
        raise typer.Exit(NOT_ALLOWED) from None
    except NothingFitsError as error:
        if as_json:
            _print_lines([nothing_line(error.reasons)])
        else:
            console = Console(highlight=False)
            console.print("Nothing is allowed that fits. The reasons:")
            _bullets(console, [f"{x.exercise}: {x.because}" for x in error.reasons.left_out])
        raise typer.Exit(NOTHING_FITS) from None


def _print_lines(lines: Iterable[dict[str, Any]]) -> None:
    for line in lines:
        typer.echo(json.dumps(line, ensure_ascii=False, allow_nan=False))


# -- the readable form ------------------------------------------------------------------------------------------------
HEADINGS = {
    Action.EMERGENCY_NOW: "Get help now",
    Action.CLINICIAN_FIRST: "See a clinician first",
    Action.INCOMPLETE: "Some questions are still open",
    Action.MODIFY: "Go, with changes",
    Action.GO: "Go",
}


def _show_verdict(verdict: Verdict) -> None:
    console = Console(highlight=False)
    line = screen_line(verdict)
    console.print(f"[bold]{HEADINGS[Action(line['action'])]}[/bold]")
    console.print(escape(verdict.text))
    if verdict.because:
        console.print("Because of: " + escape(", ".join(verdict.because)))
    if line["missing"]:
        console.print(f"Still to answer: {escape(', '.join(line['missing']))}")
    if not isinstance(verdict, Refer) and verdict.blocked_tags:
        console.print("Left out: " + escape(", ".join(sorted(verdict.blocked_tags))))
    if isinstance(verdict, Cleared):
        console.print(f"Asked again on {verdict.expires}.")


def _show_findings(catalogue: Catalogue, found: Iterable[Finding]) -> None:
    console = Console(highlight=False)
    for finding in found:
        kind = catalogue.findings[finding.finding]
        rank = f"{finding.rank}. " if finding.rank else ""
        console.print(f"[bold]{rank}{escape(kind.name)}[/bold]  {finding.status.value.replace('_', ' ')}")
        console.print(f"  {escape(finding.why)}")
        for value in finding.values:
            console.print(f"  {escape(_value(catalogue, value))}")
        if finding.settled_on:
            watch = finding.status is Status.WATCH
            words = (
                f"A second day of tests settles it, from {finding.settled_on}." if watch else f"Settled on {finding.settled_on}."
            )
            console.print(f"  {words}")


def _value(catalogue: Catalogue, v: Value) -> str:
    """A value is a range: never without its error."""
    side = "" if v.side is Side.BOTH else f", {v.side.value}"
    target = f"; target: {v.target_words}" if v.target_words else ""
    return (
        f"{v.day} {catalogue.tests[v.test].name}{side}: about {v.value:.0f} ± {v.error_95:.0f} {v.unit} ({v.error_from}){target}"
    )


def _show_programme(catalogue: Catalogue, programme: Programme) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]Your week[/bold]  {programme.phase.value}, catalogue {escape(programme.catalogue)}")
    _bullets(console, programme.changed)
    alike: dict[tuple[Item, ...], list[int]] = {}
    for day in programme.week:
        if day.items:
            alike.setdefault(day.items, []).append(day.day)
    for items, days in alike.items():
        numbers = ", ".join(str(day) for day in days)
        minutes = sum(item.minutes for item in items)
        title = (
            f"Day {numbers}: about {minutes:.0f} minutes"
            if len(days) == 1
            else f"Days {numbers}: about {minutes:.0f} minutes each"
        )
        table = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
        for heading in ("exercise", "dose", "why"):
            table.add_column(heading)
        for item in items:
            hold = f", hold {item.dose.hold_s:g} s" if item.dose.hold_s else ""
            dose = f"{item.dose.sets} x {item.dose.reps}{hold}"
            table.add_row(escape(catalogue.exercises[item.exercise].name), dose, escape(f"{item.why} {item.eased}".strip()))
        console.print(table)
    for activity in programme.activity:
        name = catalogue.exercises[activity.exercise].name
        console.print(escape(f"{name}: {activity.minutes:g} minutes on {activity.days} days. {activity.why}"))
    if programme.relaxed:
        console.print("Not every wish could be met:")
        _bullets(console, programme.relaxed)
    if programme.left_out:
        console.print("Left out:")
        _bullets(console, [f"{catalogue.exercises[x.exercise].name}: {x.because}" for x in programme.left_out])


DUE = {"screen": "safety questions", "function": "score of what you can do", "change": "word on how it has changed"}
STATES = {
    State.STARTING: "Just starting",
    State.RESPONDING: "It is going the right way",
    State.NO_RESPONSE: "No clear change yet",
    State.LOW_ADHERENCE: "Fewer sessions than planned",
    State.FLARE: "A flare",
    State.PLATEAU: "Steady for a while",
    State.HUMAN_REVIEW: "Time to talk it over with a clinician",
    State.WELL_BUT_FINDINGS: "You feel well, some areas are still outside the range we use",
    State.GRADUATED: "The corrective work is done",
    State.MAINTENANCE: "Keeping what you have",
    State.RELAPSE: "It came back",
    State.REFER: "See a clinician first",
}


def _show_review(catalogue: Catalogue, found: Review) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]{STATES[found.state]}[/bold]  {found.phase.value}")
    _bullets(console, found.because)
    console.print(f"Pain, mean of 7 days: {_trend(found.pain_7d)}")
    console.print(f"What you can do: {_trend(found.function)}")
    for step in found.next:
        console.print(escape(f"{catalogue.exercises[step.exercise].name}: {step.change}, level {step.level}. {step.why}"))
    for due in found.due:
        what = catalogue.tests[due.what].name if due.what in catalogue.tests else DUE[due.what]
        console.print(escape(f"Next {what}: {due.on}"))


def _trend(trend: Trend) -> str:
    if trend.mean is None:
        return "nothing noted yet"
    changed = "" if trend.change is None else f", {trend.change:+.1f} since the start"
    return f"about {trend.mean:.1f} ({trend.n} values{changed}; {'clear change' if trend.clear else 'no clear change yet'})"


def _bullets(console: Console, words: Iterable[str]) -> None:
    for line in words:
        console.print(f"  - {escape(line)}")
