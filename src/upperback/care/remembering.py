"""An answer about parts of a record that have not changed is not worked out twice.

Records are frozen, so a part that is the same object says the same. Ten years of days are some thousand objects: comparing
them by what they hold would cost more than most answers.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Final, ParamSpec, TypeVar

_KEPT: Final = 4  # the record itself, and the few earlier days that a review looks back at

P = ParamSpec("P")
T = TypeVar("T")


def remembered(parts: Callable[P, tuple[object, ...]]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A pure function that keeps its last answers. `parts` names everything of the arguments that the answer depends on: the
    same objects (or an equal day or set) get the same answer.

    >>> asked = []
    >>> @remembered(lambda days, today: (days, today))
    ... def longest(days, today):
    ...     asked.append(today)
    ...     return max(days)
    >>> days = (3, 1)
    >>> longest(days, date(2026, 2, 1)), longest(days, date(2026, 2, 1)), longest(days, date(2026, 2, 2))
    (3, 3, 3)
    >>> len(asked)
    2
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        kept: list[tuple[tuple[object, ...], T]] = []

        @wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> T:
            nonlocal kept
            key = parts(*args, **kwargs)
            for known, found in kept:
                if len(known) == len(key) and all(map(_same, known, key)):
                    return found
            found = function(*args, **kwargs)
            kept = [(key, found), *kept[: _KEPT - 1]]  # one assignment: another thread sees the list before or after
            return found

        return answer

    return decorate


def _same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, date | frozenset) and one == other)
