"""Whether rows that came from outside say only what the program can understand: states, sides, moments, kept programmes."""

import json
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from upperback.model.body import Side
from upperback.model.kept import Watched
from upperback.services.lines import programme_of
from upperback.services.views import ItemState, SessionKind, SessionState, Symptom
from upperback.store import habits, whole
from upperback.store.store import Tx
from upperback.store.whole import RowError


def _one_of(kind: type[StrEnum]) -> Callable[[Any], object]:
    return lambda value: kind(value)


def _moment(value: str) -> None:
    if datetime.fromisoformat(value).tzinfo is None:
        raise ValueError


CHECKS: Final[dict[tuple[str, str], Callable[[Any], object]]] = {
    ("session", "state"): _one_of(SessionState),
    ("session", "kind"): _one_of(SessionKind),
    ("session", "symptom"): _one_of(Symptom),
    ("session", "started_at"): _moment,
    ("session_item", "state"): _one_of(ItemState),
    ("session_item", "side"): _one_of(Side),
    ("session_item", "extra_side"): _one_of(Side),
    ("movement", "side"): _one_of(Side),
    ("movement", "counted_at"): _moment,
    ("recording", "watched"): _one_of(Watched),
    ("recording", "started_at"): _moment,
    ("landmark_consent", "given_at"): _moment,
    ("landmark_consent", "withdrawn_at"): _moment,
    ("calendar_feed", "changed_at"): _moment,
    ("desk_day", "counted_from"): _moment,
    ("desk_day", "meeting_until"): _moment,
    ("habits", "zone"): lambda name: name and ZoneInfo(name),
    ("programme", "content"): programme_of,
    ("programme", "made_from"): json.loads,
}


READ_AT_ONCE: Final[tuple[Callable[[Tx], object], ...]] = (habits.read, habits.desk_day, habits.feed)
UNREADABLE: Final = (ValueError, KeyError, TypeError, AttributeError, IndexError)


def check_rows(tx: Tx) -> None:
    """Raises RowError for a value that would be met later by a page that can't read it."""
    for read in READ_AT_ONCE:
        try:
            read(tx)
        except UNREADABLE:
            raise RowError("habits hold what they can't be") from None
    for (table, column), check in CHECKS.items():
        for value in whole.values_of(tx, table, column):
            try:
                check(value)
            except UNREADABLE:
                raise RowError(f"{table}.{column} holds what it can't be") from None
