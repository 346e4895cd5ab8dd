"""Results of a case as a person reads them in a terminal, in the catalogue's language."""

from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from upperback.model.care import Cleared, Finding, Item, LeftOut, Programme, Refer, Review, Status, Sure, Trend, Value, Verdict
from upperback.model.catalogue import EXPERT, Action, Catalogue
from upperback.model.progress import Moved
from upperback.services.lines import screen_line
from upperback.services.values import title_of
from upperback.services.words import Words

HEADINGS: Final = {
    Action.EMERGENCY_NOW: "safety.get_help_now",
    Action.CLINICIAN_FIRST: "safety.see_a_clinician_first",
    Action.INCOMPLETE: "safety.heading.incomplete",
    Action.MODIFY: "safety.heading.modify",
    Action.GO: "safety.heading.go",
}


def show_verdict(catalogue: Catalogue, verdict: Verdict) -> None:
    """What the safety questions allow."""
    texts, console, line = catalogue.texts, Console(highlight=False), screen_line(verdict)
    console.print(f"[bold]{escape(texts(HEADINGS[Action(line['action'])]))}[/bold]")
    console.print(escape(verdict.text))
    if verdict.because:
        console.print(escape(texts("cli.screen.because", ids=", ".join(verdict.because))))
    if line["missing"]:
        console.print(escape(texts("cli.screen.missing", ids=", ".join(line["missing"]))))
    if not isinstance(verdict, Refer) and verdict.blocked_tags:
        console.print(escape(texts("cli.screen.left_out")))
        _bullets(catalogue, console, [catalogue.tags.get(tag, tag) for tag in sorted(verdict.blocked_tags)])
    if isinstance(verdict, Cleared):
        console.print(escape(texts("cli.screen.expires", day=verdict.expires)))


def show_findings(catalogue: Catalogue, found: Iterable[Finding]) -> None:
    """Each area with its status, its reason and its values."""
    texts, console, words = catalogue.texts, Console(highlight=False), Words(catalogue.texts)
    for finding in found:
        name = escape(catalogue.findings[finding.finding].name)
        ranked = texts("cli.findings.ranked", rank=finding.rank, name=name) if finding.rank else name
        status = escape(texts(f"common.status.{finding.status}"))
        console.print(texts("cli.findings.heading", name=f"[bold]{ranked}[/bold]", status=status))
        console.print(f"  {escape(finding.why)}")
        for value in finding.values:
            console.print(f"  {escape(_value(catalogue, words, value))}")
        if finding.settled_on:
            key = "settles" if finding.status is Status.WATCH else "settled"
            console.print(f"  {escape(texts(f'cli.findings.{key}', day=finding.settled_on))}")


def _value(catalogue: Catalogue, words: Words, value: Value) -> str:
    """A value is a range: never without its error."""
    texts = catalogue.texts
    said = texts(
        "cli.findings.value",
        day=value.day,
        title=title_of(catalogue, value),
        amount=texts.number(value.value),
        error=words.amount(value.error_95, value.unit),
        **{"from": error_from(catalogue, value.error_from)},
    )
    return texts("cli.findings.value_target", value=said, target=value.target_words) if value.target_words else said


def error_from(catalogue: Catalogue, origin: str) -> str:
    """Where an error comes from; an origin that the texts do not know stands as it is."""
    key = f"cli.error_from.{origin.replace(' ', '_')}"
    return catalogue.texts(key) if key in catalogue.texts else origin


def show_programme(catalogue: Catalogue, programme: Programme) -> None:
    """The week: days that are alike together."""
    texts, console, words = catalogue.texts, Console(highlight=False), Words(catalogue.texts)
    version = texts("cli.plan.version", phase=texts(f"programme.phase.{programme.phase}"), version=programme.catalogue)
    console.print(f"[bold]{escape(texts('cli.plan.heading'))}[/bold]  {escape(version)}")
    _bullets(catalogue, console, programme.changed)
    alike: dict[tuple[Item, ...], list[int]] = {}
    for day in programme.week:
        if day.items:
            alike.setdefault(day.items, []).append(day.day)
    for items, days in alike.items():
        key = "cli.plan.day" if len(days) == 1 else "cli.plan.days"
        title = texts(key, days=", ".join(str(day) for day in days), n=round(sum(item.minutes for item in items)))
        table = Table(title=escape(title), title_justify="left", box=None, padding=(0, 2, 0, 0))
        for heading in ("exercise", "dose", "why"):
            table.add_column(escape(texts(f"cli.plan.{heading}")))
        for item in items:
            name, why = catalogue.exercises[item.exercise].name, f"{item.why} {item.eased}".strip()
            table.add_row(escape(name), escape(words.dose(item.dose)), escape(why))
        console.print(table)
    for activity in programme.activity:
        said = texts(
            "cli.plan.activity",
            name=catalogue.exercises[activity.exercise].name,
            minutes=words.minutes(activity.minutes),
            days=texts("cli.plan.on.days", n=activity.days),
            why=activity.why,
        )
        console.print(escape(said))
    if programme.relaxed:
        console.print(escape(texts("cli.plan.relaxed")))
        _bullets(catalogue, console, [words.relaxed(line, catalogue.exercises) for line in programme.relaxed])
    if programme.left_out:
        console.print(escape(texts("cli.plan.left_out")))
        _left_out(catalogue, console, programme.left_out)


def show_nothing_fits(catalogue: Catalogue, left_out: Iterable[LeftOut]) -> None:
    """Why there is no programme, exercise by exercise."""
    console = Console(highlight=False)
    console.print(escape(catalogue.texts("cli.nothing_fits")))
    _left_out(catalogue, console, left_out)


def show_review(catalogue: Catalogue, found: Review) -> None:
    """How it goes, the next steps, and what is due."""
    texts, console = catalogue.texts, Console(highlight=False)
    state, phase = texts(f"progress.titles.{found.state}"), texts(f"programme.phase.{found.phase}")
    console.print(f"[bold]{escape(state)}[/bold]  {escape(phase)}")
    _bullets(catalogue, console, found.because)
    console.print(escape(texts("cli.review.pain", said=_trend(catalogue, found.pain_7d))))
    console.print(escape(texts("cli.review.function", said=_trend(catalogue, found.function))))
    for step in found.next:
        name, change = catalogue.exercises[step.exercise].name, texts(f"cli.change.{step.change}")
        console.print(escape(texts("cli.review.step", name=name, change=change, level=step.level, why=step.why)))
    for moved in found.ranges:
        console.print(escape(_range(catalogue, moved)))
    helped = [one for one in found.helped if one.sure is not Sure.OPEN]
    for one in helped:
        console.print(escape(texts("cli.review.helped", name=catalogue.exercises[one.exercise].name, said=one.words)))
    if helped:
        console.print(escape(helped[0].caveat))
    if found.by_chance is not None and found.by_chance.tests:
        console.print(escape(found.by_chance.words))
    for rule in found.rules:
        source = texts("common.expert_judgement") if rule.source == EXPERT else rule.source
        console.print(escape(texts("cli.review.rule", words=rule.words, source=source)))
    for due in found.due:
        what = catalogue.tests[due.what].name if due.what in catalogue.tests else texts(f"progress.due.{due.what}")
        console.print(escape(texts("cli.review.due", what=what, day=due.on)))


def _range(catalogue: Catalogue, moved: Moved) -> str:
    """First and newest value of a measure, each with its error, and if they differ beyond it."""
    texts, words = catalogue.texts, Words(catalogue.texts)
    measure = next(m for m in catalogue.tests[moved.test].measures if m.id == moved.measure)
    return texts(
        "cli.review.range",
        test=catalogue.tests[moved.test].name,
        measure=measure.name.lower(),
        side=texts(f"common.sides_said.{moved.side}"),
        first=words.amount(moved.first, moved.unit),
        now=words.amount(moved.now, moved.unit),
        error=words.amount(moved.error_95, moved.unit),
        clear=texts("cli.review.clear" if moved.clear else "cli.review.unclear"),
    )


def _trend(catalogue: Catalogue, trend: Trend) -> str:
    texts = catalogue.texts
    if trend.mean is None:
        return texts("cli.review.no_values")
    clear = texts("cli.review.clear" if trend.clear else "cli.review.unclear")
    if trend.change is None:
        return texts("cli.review.mean", mean=trend.mean, n=trend.n, clear=clear)
    up = round(trend.change, 1) > 0
    change = texts("cli.review.more", by=trend.change) if up else texts.number(trend.change, 1)
    return texts("cli.review.mean_changed", mean=trend.mean, n=trend.n, change=change, clear=clear)


def _left_out(catalogue: Catalogue, console: Console, left_out: Iterable[LeftOut]) -> None:
    said = [(catalogue.exercises[one.exercise].name, one.because) for one in left_out]
    _bullets(catalogue, console, [catalogue.texts("cli.plan.left_out_one", name=name, why=why) for name, why in said])


def _bullets(catalogue: Catalogue, console: Console, lines: Iterable[str]) -> None:
    for line in lines:
        console.print(escape(catalogue.texts("cli.bullet", said=line)))
