"""`count`, `track`, `measure`, `pose`: what recordings show."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar, assert_never

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from upperback.cli.language import catalogue_for
from upperback.cli.readable_movement import event_words, measurement_words, span_lines
from upperback.model.events import Cue, Event, Found, Hold, Lost, Mended, Rep, Span
from upperback.model.texts import Texts
from upperback.motion.measure import Measurement
from upperback.services.errors import BadInputError
from upperback.services.movement import Tracked, check_table_name, count_file, measure_file, track_file
from upperback.services.posing import pose_video

BAD_INPUT = 2

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

# Names stay text: a file is called in the answer what it was called in the question.
Files = Annotated[list[str], typer.Argument(metavar="FILES...", help="Landmark tables, TRC files, videos.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Line = dict[str, Any]
T = TypeVar("T")


@app.command("count")
def count(context: typer.Context, files: Files, as_json: AsJson = False) -> None:
    """Count the repetitions of any movement in recordings; left and right together make one."""

    def show(file: str, spans: tuple[Span, ...]) -> None:
        if as_json:
            _print_line({"file": file, "reps": _reps(spans)})
            return
        texts = catalogue_for(context).texts
        _show_file(file, texts, len(spans))
        for line in span_lines(texts, spans):
            typer.echo(line)

    _each_file(files, count_file, show)


@app.command("track")
def track(
    context: typer.Context,
    files: Files,
    exercise: Annotated[str, typer.Option("--exercise", metavar="ID", help="An exercise of the catalogue.")],
    as_json: AsJson = False,
) -> None:
    """Follow one exercise in recordings: repetitions, holds, form, and when nobody could be judged."""

    def show(file: str, tracked: Tracked) -> None:
        if as_json:
            for event in tracked.events:
                _print_line({"file": file, **event_line(event)})
            _print_line({"file": file, "reps": _reps(tracked.spans)})
            return
        _show_file(file, catalogue.texts, len(tracked.spans))
        for event in tracked.events:
            typer.echo(event_words(catalogue, catalogue.exercises[exercise], event))

    catalogue = catalogue_for(context)
    _each_file(files, lambda path: track_file(path, exercise, catalogue), show)


@app.command("measure")
def measure(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A landmark table, TRC file or video.", show_default=False)],
    test: Annotated[str, typer.Option("--test", metavar="ID", help="A self-test of the catalogue.")],
    as_json: AsJson = False,
) -> None:
    """Take a self-test from a recording, with its error and how well it was seen."""

    def show(_file: str, found: tuple[Measurement, ...]) -> None:
        for result in found:
            if as_json:
                _print_line(measurement_line(result))
                continue
            name, value = measurement_words(catalogue, result)
            Console(highlight=False, soft_wrap=True).print(f"[bold]{escape(name)}[/bold]  {escape(value)}")

    catalogue = catalogue_for(context)
    _each_file([file], lambda path: measure_file(path, test, catalogue), show)


@app.command("pose")
def pose(
    context: typer.Context,
    video: Annotated[str, typer.Argument(metavar="VIDEO", help="A film of one person.", show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="TABLE", help="Where the landmarks go (.csv or .trc; .gz packs).")],
    as_json: AsJson = False,
) -> None:
    """Find the landmarks in a video and write them as a landmark table."""
    bar = _bar()
    try:
        check_table_name(out)
        with bar:
            task = bar.add_task(Path(video).name, total=None)
            found = pose_video(Path(video), out, lambda done, of: bar.update(task, completed=done, total=of))
    except BadInputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_INPUT) from None
    if as_json:
        _print_line({"frames": found.frames, "found": found.found, "fps": found.fps, "people_max": found.people_max})
    else:
        texts = catalogue_for(context).texts
        typer.echo(texts("cli.movement.posed", file=str(out), found=found.found, n=found.frames, fps=found.fps))


def event_line(event: Event) -> Line:
    """An event as the values of one JSON line.

    >>> event_line(Cue(2.0, "hips_turn", 0.8, 0.6))
    {'event': 'cue', 't_s': 2.0, 'fault': 'hips_turn', 'value': 0.8, 'limit': 0.6}
    """
    at = round(event.t_s, 3)
    match event:
        case Rep():
            span = {"start_s": round(event.start_s, 3), "end_s": round(event.end_s, 3), "side": event.side.value}
            return {
                "event": "rep", "t_s": at, **span, "peak": round(event.peak, 2), "unit": event.unit, "partial": event.partial
            }  # fmt: skip
        case Hold():
            span = {"start_s": round(event.start_s, 3), "end_s": round(event.end_s, 3), "side": event.side.value}
            return {"event": "hold", "t_s": at, **span, "mean": round(event.mean, 2), "unit": event.unit}
        case Cue():
            return {
                "event": "cue", "t_s": at, "fault": event.fault, "value": round(event.value, 2), "limit": event.limit
            }  # fmt: skip
        case Mended():
            return {"event": "mended", "t_s": at, "fault": event.fault}
        case Lost():
            return {"event": "lost", "t_s": at, "why": event.why.value}
        case Found():
            return {"event": "found", "t_s": at, "why": event.why.value}
        case _:
            assert_never(event)


def measurement_line(found: Measurement) -> Line:
    """A measurement as the values of one JSON line."""
    return {
        "test": found.test,
        "measure": found.measure,
        "side": found.side.value,
        "value": found.value,
        "trials": list(found.trials),
        "unit": found.unit,
        "error_95": found.error_95,
        "error_from": found.error_from,
        "quality": found.quality,
        "why_not": found.why_not,
    }


def _each_file(files: list[str], look: Callable[[Path], T], show: Callable[[str, T], None]) -> None:
    """A file that can't be used is named on stderr and the others go on; the exit status tells at the end."""
    bad = False
    for file in _with_bar(files):
        try:
            show(file, look(Path(file)))
        except BadInputError as error:
            typer.echo(str(error), err=True)
            bad = True
    if bad:
        raise typer.Exit(BAD_INPUT)


def _with_bar(files: list[str]) -> Iterator[str]:
    if len(files) == 1:
        yield from files
        return
    with _bar() as bar:
        yield from bar.track(files, description="")


def _bar() -> Progress:
    """On stderr, and only where a person watches; what is printed meanwhile stays above it."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed} / {task.total}"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal, redirect_stdout=False)


def _print_line(line: Line) -> None:
    typer.echo(json.dumps(line, ensure_ascii=False, allow_nan=False))


def _reps(spans: Iterable[Span]) -> list[dict[str, float]]:
    return [{"start_s": round(span.start_s, 3), "end_s": round(span.end_s, 3)} for span in spans]


def _show_file(file: str, texts: Texts, n: int) -> None:
    Console(highlight=False, soft_wrap=True).print(f"[bold]{escape(file)}[/bold]  {texts('cli.movement.repetitions', n=n)}")
