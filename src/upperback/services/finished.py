"""What a session came to: what was done, how far the turns and reaches went, and one kind sentence on form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from upperback.model.body import Side
from upperback.model.catalogue import Catalogue, Exercise
from upperback.model.movement import Reps, Untracked
from upperback.services.views import ItemView, SessionView
from upperback.services.words import Words
from upperback.store.session_events import CueRow, Reached

GROWN: Final = 3.0  # degrees or hundredths from the first repetition to the furthest that are worth a word; expert judgement


@dataclass(frozen=True, slots=True)
class Range:
    """How far one exercise went to one side: `first` and `furthest` in words with their unit. `grew`: worth a word."""

    name: str
    side: Side
    first: str
    furthest: str
    grew: bool


@dataclass(frozen=True, slots=True)
class Done:
    """One exercise: its name, what was done of it in words, and whether it was stopped."""

    name: str
    words: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class Finished:
    done: tuple[Done, ...]
    ranges: tuple[Range, ...]
    form: str


def finished(catalogue: Catalogue, session: SessionView, reached: Sequence[Reached], cues: Sequence[CueRow]) -> Finished:
    """The whole of it, in the catalogue's language."""
    words = Words(catalogue.texts)
    items = {item.item: item for item in session.items}
    done = [item for item in session.items if item.reps > 0 or item.sets_done > 0]
    ranges = [
        _range(words, catalogue.exercises[items[one.item].exercise], one)
        for one in reached
        if one.item in items and isinstance(catalogue.exercises[items[one.item].exercise].movement, Reps)
    ]
    return Finished(
        done=tuple(_done(catalogue, item) for item in done),
        ranges=tuple(ranges),
        form=_form(catalogue, items, reached, cues),
    )


def _done(catalogue: Catalogue, item: ItemView) -> Done:
    texts, dose = catalogue.texts, item.dose
    if dose.hold_s and item.reps:
        each_s = round(item.held_s / item.reps) if item.held_s else round(dose.hold_s)
        words = texts("session.done_held", reps=item.reps, of=item.asked, each_s=each_s)
    else:
        words = texts("session.done_of", reps=item.reps, of=item.asked)
    return Done(catalogue.exercises[item.exercise].name, words, item.stopped_because is not None)


def _range(words: Words, exercise: Exercise, one: Reached) -> Range:
    unit = exercise.movement.unit if isinstance(exercise.movement, Reps) else ""
    first, furthest = words.amount(one.first, unit), words.amount(one.peak, unit)
    return Range(exercise.name, one.side, first, furthest, one.peak - one.first >= GROWN)


def _form(catalogue: Catalogue, items: dict[int, ItemView], reached: Sequence[Reached], cues: Sequence[CueRow]) -> str:
    """Praise for what was put right, one thing for next time where nothing was, and "" where no camera looked."""
    texts = catalogue.texts
    said = [cue for cue in cues if cue.item in items and cue.said > 0]
    if not said:
        return texts("session.form.steady") if reached else ""
    if any(cue.mended for cue in said):
        return texts("session.form.mended")
    most = max(said, key=lambda cue: cue.said)
    movement = catalogue.exercises[items[most.item].exercise].movement
    faults = () if isinstance(movement, Untracked) else movement.faults
    cue = next((fault.cue for fault in faults if fault.id == most.fault), "")
    return texts("session.form.next_time", cue=cue) if cue else texts("session.form.mended")
