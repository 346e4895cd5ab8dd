"""The training days of a week, and the order within a session: release, mobility, strength, with few moves of the laptop."""

from collections.abc import Sequence
from itertools import pairwise, permutations
from typing import Final

from upperback.model.body import View
from upperback.model.catalogue import Exercise, Kind
from upperback.model.movement import Untracked

KIND_ORDER: Final = (Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH)


def training_days(days_per_week: int) -> list[int]:
    """Days 1 to 7, spread evenly, today first.

    >>> training_days(3), training_days(4)
    ([1, 3, 6], [1, 3, 5, 6])
    """
    return [1 + round(i * 7 / days_per_week + 1e-9) for i in range(days_per_week)]


def next_to(day: int, other: int) -> bool:
    """Days in a row, the next week's first day included.

    >>> next_to(7, 1), next_to(1, 3)
    (True, False)
    """
    return (day - other) % 7 in (1, 6)


def tracked_view(exercise: Exercise) -> View:
    """Where the laptop must stand for it: nowhere for what a timer does."""
    return View.NONE if isinstance(exercise.movement, Untracked) else exercise.camera.view


def camera_moves(exercises: Sequence[Exercise]) -> int:
    """How often the laptop moves between exercises done in this order."""
    views = [view for e in exercises if (view := tracked_view(e)) is not View.NONE]
    return sum(1 for a, b in pairwise(views) if a is not b)


def in_order(exercises: Sequence[Exercise]) -> tuple[Exercise, ...]:
    """Release, mobility, strength; within a kind the views that need the fewest moves of the laptop."""
    best: tuple[Exercise, ...] = ()
    strong = {e.camera.view: e for e in exercises if e.kind is Kind.STRENGTH}
    easy = {e.camera.view: e for e in exercises if e.kind is not Kind.STRENGTH}
    for order in permutations(easy):
        for turned in permutations(strong):
            tried = tuple(
                e
                for kind in KIND_ORDER
                for view in (order if kind is not Kind.STRENGTH else turned)
                for e in exercises
                if e.kind is kind and e.camera.view is view
            )
            if not best or _moves(tried) < _moves(best):
                best = tried
    return best


def _moves(exercises: Sequence[Exercise]) -> tuple[int, int]:
    """Moves that the tracker needs, then moves to see the person at all."""
    views = [e.camera.view for e in exercises if e.camera.view is not View.NONE]
    return camera_moves(exercises), sum(1 for a, b in pairwise(views) if a is not b)
