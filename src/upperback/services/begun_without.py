"""What a page says of a session that it began without the server: read, and held against the catalogue."""

import json
from typing import Any, Final

from upperback.model.body import Side
from upperback.model.care import Given
from upperback.model.catalogue import Catalogue
from upperback.services.errors import BadInputError
from upperback.store.visits import NewItem

ITEMS_MAX: Final = 60
SETS_MAX: Final = 20
REPS_MAX: Final = 500
SECONDS_MAX: Final = 3600.0


def items_said(catalogue: Catalogue, text: str) -> tuple[NewItem, ...]:
    """The items of a session as its page had them, from JSON. Raises BadInputError naming the place.

    >>> from upperback.catalogue.loader import load
    >>> line = {"exercise": "band_row", "side": "both", "level": 1, "sets": 2, "reps": 10, "hold_s": 1, "rest_s": 30}
    >>> items_said(load(), json.dumps([line]))[0].dose
    Given(sets=2, reps=10, hold_s=1.0, rest_s=30.0)
    """
    try:
        lines = json.loads(text)
    except ValueError as error:
        raise BadInputError("items: not JSON") from error
    if not isinstance(lines, list) or not 0 < len(lines) <= ITEMS_MAX:
        raise BadInputError(f"items: a list of 1 to {ITEMS_MAX} is expected")
    return tuple(_item(catalogue, line, f"items[{n}]") for n, line in enumerate(lines))


def _item(catalogue: Catalogue, line: object, place: str) -> NewItem:
    if not isinstance(line, dict) or line.get("exercise") not in catalogue.exercises:
        raise BadInputError(f"{place}.exercise: no exercise we know")
    exercise = catalogue.exercises[line["exercise"]]
    instead = line.get("instead", [])
    if not isinstance(instead, list) or not all(other in catalogue.exercises for other in instead):
        raise BadInputError(f"{place}.instead: no exercises we know")
    return NewItem(
        exercise=exercise.id,
        side=_side(line, "side", place),
        level=int(_number(line, "level", 1, len(exercise.ladder), place)),
        dose=Given(
            int(_number(line, "sets", 1, SETS_MAX, place)),
            int(_number(line, "reps", 1, REPS_MAX, place)),
            _number(line, "hold_s", 0, SECONDS_MAX, place),
            _number(line, "rest_s", 0, SECONDS_MAX, place),
        ),
        why=exercise.summary,
        instead=tuple(instead),
        extra_side=_side(line, "extra_side", place),
    )


def _side(line: dict[str, Any], name: str, place: str) -> Side:
    try:
        return Side(line.get(name, Side.BOTH))
    except ValueError as error:
        raise BadInputError(f"{place}.{name}: left, right or both") from error


def _number(line: dict[str, Any], name: str, low: float, high: float, place: str) -> float:
    value = line.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadInputError(f"{place}.{name}: a number from {low:g} to {high:g} is expected")
    return float(value)
