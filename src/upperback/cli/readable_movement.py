"""What recordings show, as a person reads it in a terminal, in the catalogue's language."""

from collections.abc import Iterable
from typing import assert_never

from upperback.cli.readable import error_from
from upperback.model.body import Side
from upperback.model.catalogue import Catalogue, Exercise
from upperback.model.events import Cue, Event, Found, Hold, Lost, Mended, Rep, Span
from upperback.model.movement import Untracked
from upperback.model.texts import Texts
from upperback.motion.measure import Measurement
from upperback.services.words import Words


def span_lines(texts: Texts, spans: Iterable[Span]) -> Iterable[str]:
    """One line a repetition, in seconds from the start."""
    for number, span in enumerate(spans, start=1):
        yield f"{number:>4}  {texts('cli.movement.span', start=_fixed(texts, span.start_s, 2), end=_fixed(texts, span.end_s, 2))}"


def event_words(catalogue: Catalogue, exercise: Exercise, event: Event) -> str:
    """An event of following `exercise`, after its time."""
    return f"{_fixed(catalogue.texts, event.t_s, 2):>8} s  {_event(catalogue.texts, exercise, event)}"


def measurement_words(catalogue: Catalogue, found: Measurement) -> tuple[str, str]:
    """The name of a measure with its side; its value, or why there is none, and what it is made of."""
    texts = catalogue.texts
    name = next((m.name for m in catalogue.tests[found.test].measures if m.id == found.measure), found.measure)
    if found.side is not Side.BOTH:
        name = texts("cli.movement.side", name=name, side=texts(f"common.sides_said.{found.side}"))
    if found.value is None:
        value = texts("cli.movement.no_value")
    else:
        value = texts("cli.movement.value", value=found.value, error=found.error_95, unit=_unit(texts, found.unit))
    if found.why_not is not None:
        value = texts("cli.movement.why_not", value=value, why=texts(f"cli.movement.why.{found.why_not}"))
    made = texts(
        "cli.movement.trials",
        trials="; ".join(texts.number(trial, 2) for trial in found.trials) or texts("cli.movement.no_trials"),
        quality=found.quality,
        **{"from": error_from(catalogue, found.error_from)},
    )
    return name, f"{value}  {made}"


def _event(texts: Texts, exercise: Exercise, event: Event) -> str:
    match event:
        case Rep():
            return texts(
                f"cli.movement.{'partial' if event.partial else 'repetition'}{_sided(event.side)}",
                side=texts(f"common.sides_said.{event.side}"),
                peak=round(event.peak),
                unit=_unit(texts, event.unit),
                length=event.end_s - event.start_s,
            )
        case Hold():
            return texts(
                f"cli.movement.hold{_sided(event.side)}",
                side=texts(f"common.sides_said.{event.side}"),
                mean=round(event.mean),
                unit=_unit(texts, event.unit),
                length=event.end_s - event.start_s,
            )
        case Cue():
            return texts("cli.movement.cue", cue=_cue(exercise, event.fault), value=event.value, limit=event.limit)
        case Mended():
            return texts("cli.movement.mended", cue=_cue(exercise, event.fault))
        case Lost():
            return texts("cli.movement.lost", why=texts(f"cli.movement.why.{event.why}"))
        case Found():
            return texts("cli.movement.found")
        case _:
            assert_never(event)


def _cue(exercise: Exercise, fault: str) -> str:
    """What is said of a fault of form; a fault the exercise does not name stands as it is."""
    faults = () if isinstance(exercise.movement, Untracked) else exercise.movement.faults
    return next((one.cue for one in faults if one.id == fault), fault)


def _sided(side: Side) -> str:
    return "" if side is Side.BOTH else "_side"


def _unit(texts: Texts, unit: str) -> str:
    return Words(texts).unit_mark(unit)


def _fixed(texts: Texts, value: float, decimals: int) -> str:
    """A number with all its decimals, so that columns of them stand in line."""
    sign = texts.number(0.5, 1)[1]
    return f"{value:.{decimals}f}".replace(".", sign)
