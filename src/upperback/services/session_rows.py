"""A session's rows behind every service on it: reading, the guards, and what has been said already."""

import math
from collections.abc import Callable
from typing import Final

from upperback.model.record import PAIN_MAX, RecordError, check_scale
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError
from upperback.services.session_views import view_of
from upperback.services.views import ItemState, SessionState, SessionView
from upperback.store import journal, session_events, visits
from upperback.store.store import Tx
from upperback.store.visits import ItemRow, SessionRow

MAX_KEY: Final = 120


class SessionRows:
    """The base of what works on sessions. Every change may carry a `key`, the page's own name for it: said twice (a reload,
    a second tab, a copy that was long under way), it is done once."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def session(self, session_id: str) -> SessionView:
        """The session as it stands. Raises BadInputError when there is none of this id."""
        with self._chart.reading() as tx:
            return self._view(self._row(tx, session_id))

    def keys(self, session_id: str) -> tuple[str, ...]:
        """The keys of all that has happened in it."""
        with self._chart.reading() as tx:
            return session_events.keys(tx, session_id)

    def _once(self, session_id: str, key: str, change: Callable[[Tx, SessionRow], None]) -> SessionView:
        """`change` in a transaction of its own, left out when `key` has been said before; the session after it."""
        if len(key) > MAX_KEY:
            raise BadInputError(f"key: at most {MAX_KEY} characters")
        with self._chart.writing(self._chart.today()) as tx:
            row = self._row_to_change(tx, session_id)
            if not key or not session_events.known(tx, session_id, key):
                journal.forget(tx)
                change(tx, row)
                if key:
                    session_events.keep(tx, session_id, key)
            return self._view(self._row(tx, session_id))

    def _view(self, row: SessionRow) -> SessionView:
        return view_of(row, self._chart.catalogue.exercises)

    def _row(self, tx: Tx, session_id: str) -> SessionRow:
        row = visits.read(tx, session_id)
        if row is None:
            raise BadInputError("this session is not there any more", "refused.why.session_gone")
        return row

    def _row_to_change(self, tx: Tx, session_id: str) -> SessionRow:
        row = self._row(tx, session_id)
        self._chart.touches(tx, row.day)
        return row

    def _open(self, tx: Tx, session_id: str) -> SessionRow:
        return self._must_be_open(self._row_to_change(tx, session_id))

    @staticmethod
    def _must_be_open(row: SessionRow, key: str = "") -> SessionRow:
        """What a page kept under a `key` still counts in a session that another start has closed meanwhile."""
        late = bool(key) and row.state == SessionState.LEFT
        if row.state != SessionState.OPEN and not late:
            raise BadInputError("this session is locked or closed", "refused.why.session_closed")
        return row

    @staticmethod
    def _item(row: SessionRow, item: int) -> ItemRow:
        for one in row.items:
            if one.item == item:
                return one
        raise BadInputError(f"item {item}: not in this session")

    def _todo(self, row: SessionRow, item: int) -> ItemRow:
        return self._must_be_todo(self._item(row, item))

    @staticmethod
    def _must_be_todo(row: ItemRow) -> ItemRow:
        if row.state != ItemState.TODO:
            raise BadInputError("this exercise is already over", "refused.why.over")
        return row

    @staticmethod
    def _possible(pain: float | None, effort: float | None) -> None:
        try:
            check_scale("pain", pain, 0, PAIN_MAX)
            check_scale("effort", effort, 0, 10)
        except RecordError as error:
            raise BadInputError(str(error)) from error

    @staticmethod
    def _finite(value: float | None) -> bool:
        return value is None or math.isfinite(value)
