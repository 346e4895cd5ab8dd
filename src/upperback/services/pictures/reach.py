"""Range within a session: how far each repetition went, from the first to the last."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from upperback.care.within import Within, within
from upperback.model.body import Side
from upperback.model.catalogue import Catalogue, Exercise, Kind
from upperback.model.movement import Reps
from upperback.services.pictures.facts import Earlier, Head, Reach, Table, Turns
from upperback.services.words import Words
from upperback.store.reaches import Reached

SESSIONS: Final = 8  # the newest with its repetitions, those before it by their ends
LOOK_BACK: Final = timedelta(weeks=26)


def reaching(catalogue: Catalogue) -> tuple[str, ...]:
    """The exercises done for their range, whose range the camera sees in degrees."""
    return tuple(e.id for e in catalogue.exercises.values() if e.kind is Kind.MOBILITY and _unit(e) == "deg")


def _unit(exercise: Exercise) -> str:
    return exercise.movement.unit if isinstance(exercise.movement, Reps) else ""


def reaches_of(catalogue: Catalogue, reached: Sequence[Reached]) -> tuple[Reach, ...]:
    """A picture per exercise with enough repetitions in one session, the one seen last first."""
    found = []
    for exercise in reaching(catalogue):
        mine = [one for one in reached if one.exercise == exercise]
        known = [(one, ends) for one in mine if (ends := within(one.peaks)) is not None]
        if known:
            found.append(_reach(catalogue, catalogue.exercises[exercise], known))
    return tuple(sorted(found, key=lambda reach: reach.day, reverse=True))


def _reach(catalogue: Catalogue, exercise: Exercise, known: Sequence[tuple[Reached, Within]]) -> Reach:
    words, unit = Words(catalogue.texts), _unit(exercise)
    texts = words.texts
    day = known[-1][0].day
    # Two sessions on a day: the later one.
    newest = list({one.side: (one, ends) for one, ends in known if one.day == day}.values())
    turns = tuple(
        Turns(
            texts(f"common.sides.{one.side}"),
            one.side is not Side.RIGHT,
            one.peaks,
            ends.first,
            ends.last,
            ends.error_95,
            ends.clear,
        )
        for one, ends in newest
    )
    earlier = tuple(Earlier(one.day, one.side is not Side.RIGHT, ends.first, ends.last) for one, ends in known if one.day < day)
    said = [_said(words, unit, turn, one_of=len(turns)) for turn in turns]
    if earlier:
        further = sum(1 for one in earlier if one.last > one.first)
        said.append(texts("pictures.reach.earlier", n=len(earlier), further=further))
    title = texts("pictures.reach.title", exercise=exercise.name)
    return Reach(
        Head(f"reach-{exercise.id}", title, " ".join(said), _tables(words, unit, turns, known)), day, unit, turns, earlier
    )


def _said(words: Words, unit: str, turn: Turns, *, one_of: int) -> str:
    texts = words.texts
    kind = "same" if not turn.clear else "more" if turn.last > turn.first else "less"
    values = {"first": words.amount(turn.first, unit), "last": words.amount(turn.last, unit)}
    said = texts(f"pictures.reach.{kind}", **values, error=words.amount(turn.error_95, unit), n=len(turn.peaks) // 3)
    return texts("pictures.reach.sided", side=turn.words, said=said) if one_of > 1 else said


def _tables(words: Words, unit: str, turns: Sequence[Turns], known: Sequence[tuple[Reached, Within]]) -> tuple[Table, ...]:
    texts = words.texts
    longest = max(len(turn.peaks) for turn in turns)
    nothing = texts("pictures.table.nothing")
    rows = tuple(
        (str(n + 1), *(words.amount(t.peaks[n], unit) if n < len(t.peaks) else nothing for t in turns)) for n in range(longest)
    )
    newest = Table(texts("pictures.reach.table"), (texts("pictures.table.repetition"), *(t.words for t in turns)), rows)
    columns = tuple(texts(f"pictures.table.{column}") for column in ("day", "side", "first_third", "last_third"))
    ends = tuple(
        (texts.day(one.day, "year"), texts(f"common.sides.{one.side}"), words.amount(w.first, unit), words.amount(w.last, unit))
        for one, w in known
    )
    return newest, Table(texts("pictures.reach.sessions"), columns, ends)
