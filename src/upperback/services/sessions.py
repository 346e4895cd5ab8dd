"""A session, movement by movement: what is shown as counted is in the database before, none twice."""

import math
from dataclasses import replace
from datetime import timedelta
from typing import Final

from upperback.model.body import Side
from upperback.model.care import Cleared, Given, Incomplete, Refer
from upperback.model.record import PAIN_MAX, RecordError, check_scale
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError, NotAllowedError
from upperback.services.planned import Planned
from upperback.services.screening import Screening
from upperback.services.session_views import counted_of, view_of
from upperback.services.testing import Testing
from upperback.services.views import (
    Counted,
    ItemState,
    ScreenKind,
    SessionKind,
    SessionState,
    SessionView,
    Stopped,
    StopReason,
    Symptom,
)
from upperback.store import journal, visits
from upperback.store.store import Tx
from upperback.store.visits import ItemRow, NewMovement, SessionRow

EASIER: Final = 0.7  # progress rules, amber: 30 % fewer repetitions, shorter holds; expert judgement
MORNING_DAYS: Final = 2  # pain on the next morning is still known two days later; expert judgement
COUNTED_BY: Final = frozenset({"camera", "tap", "timer"})
MAX_KEY: Final = 120


class Sessions:
    """Every method is one short transaction; what it returned is on disk."""

    def __init__(self, chart: Chart, screening: Screening, testing: Testing, planned: Planned) -> None:
        self._chart = chart
        self._screening = screening
        self._testing = testing
        self._planned = planned

    def start(self, kind: SessionKind, pain_before: float | None = None, *, routine: str | None = None) -> str:
        """Begin a session and return its id. One left open today by the same kind goes on (same id); others are closed.
        `routine`: which one, for the kind of that name; what an answer stands against is left out of it.
        Raises NotAllowedError while a screen is due (`Screening.need`) or the screen does not allow exercise,
        NothingFitsError where nothing of it is allowed, BadInputError for an unknown routine."""
        self._possible(pain_before, None)
        cleared = self._allowed()
        items, programme_id = self._planned.items(kind, cleared, routine)
        today = self._chart.today()
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            for session_id in visits.open_ids(tx):
                row = self._row_to_change(tx, session_id)
                if (row.day, row.kind, row.routine) == (today, kind.value, routine):
                    visits.set_session(tx, session_id, {"state": SessionState.OPEN.value})
                    return session_id
                visits.set_session(tx, session_id, {"state": SessionState.LEFT.value})
            session_id = self._chart.new_id()
            started = self._chart.instant()
            visits.start(
                tx,
                session_id,
                today,
                kind.value,
                started,
                items,
                programme_id=programme_id,
                pain_before=pain_before,
                routine=routine,
            )
        return session_id

    def session(self, session_id: str) -> SessionView:
        """The session as it stands. Raises BadInputError when there is none of this id."""
        with self._chart.reading() as tx:
            return self._view(self._row(tx, session_id))

    def open_session(self) -> SessionView | None:
        """The session of today that is open or locked, if any."""
        with self._chart.reading() as tx:
            rows = [self._row(tx, session_id) for session_id in visits.open_ids(tx)]
        of_today = [row for row in rows if row.day == self._chart.today()]
        return self._view(of_today[-1]) if of_today else None

    # -- counting ------------------------------------------------------------------------------------------------------
    def add_rep(
        self, session_id: str, item: int, key: str, *, side: Side = Side.BOTH, peak: float | None = None, by: str = "camera"
    ) -> Counted:
        """Keep one counted movement. `key` is the page's own name for it: said twice (a reload, a second tab, a resend) it
        counts once. `by`: camera, tap or timer. Raises BadInputError for a session that is locked or closed."""
        return self._count(session_id, item, NewMovement(key, "rep", side, peak, 0.0, by, self._chart.instant()))

    def add_hold(
        self,
        session_id: str,
        item: int,
        key: str,
        held_s: float,
        *,
        side: Side = Side.BOTH,
        mean: float | None = None,
        by: str = "camera",
    ) -> Counted:
        """Keep one hold of `held_s` seconds; it counts as one repetition of the dose. `key` as in `add_rep`."""
        return self._count(session_id, item, NewMovement(key, "hold", side, mean, held_s, by, self._chart.instant()))

    def take_back(self, session_id: str, item: int) -> Counted:
        """Take back the last counted movement of the set under way (a miscount)."""
        with self._chart.writing(self._chart.today()) as tx:
            row = self._todo(self._open(tx, session_id), item)
            if not visits.drop_last_movement(tx, session_id, row):
                raise BadInputError("nothing is counted in this set yet", "refused.why.nothing_counted")
            return counted_of(self._item(self._row(tx, session_id), item), new=False)

    def finish_set(self, session_id: str, item: int, set_no: int, reps: int | None = None) -> SessionView:
        """End set `set_no`. `reps`: the person's own word where nothing was counted; None keeps what was counted, or the
        whole dose where nothing was. Said twice it ends once; the last set ends the item."""
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            row = self._item(self._open(tx, session_id), item)
            if set_no > len(row.sets):
                self._must_be_todo(row)
                if set_no != len(row.sets) + 1:
                    raise BadInputError(f"set {set_no}: set {len(row.sets) + 1} comes first")
                if reps is not None and not 0 <= reps <= 1000:
                    raise BadInputError(f"reps: {reps} is not between 0 and 1000", "refused.why.whole", low=0, high=1000)
                said = reps if reps is not None else row.counted or row.dose.reps
                visits.end_set(tx, session_id, item, set_no, said)
                if set_no >= row.dose.sets:
                    visits.set_item(tx, session_id, item, {"state": ItemState.DONE.value})
            return self._view(self._row(tx, session_id))

    # -- another way ---------------------------------------------------------------------------------------------------
    def skip_item(self, session_id: str, item: int) -> SessionView:
        """Leave one exercise out today; what was done of it stays kept."""
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            row = self._todo(self._open(tx, session_id), item)
            some = bool(row.sets) or row.counted > 0
            state = ItemState.DONE if some else ItemState.SKIPPED
            visits.set_item(tx, session_id, item, {"state": state.value})
            return self._view(self._row(tx, session_id))

    def swap_item(self, session_id: str, item: int, other: str) -> SessionView:
        """Do `other` instead, one of the item's `instead`, at the level last done (else 1). What was done stays kept."""
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            session = self._open(tx, session_id)
            row = self._todo(session, item)
            if other not in row.instead:
                raise BadInputError(f"{other[:80]}: not offered instead of this one")
            after = [i.place for i in session.items if i.place > row.place]
            place = (row.place + after[0]) / 2 if after else row.place + 1
            number = max(i.item for i in session.items) + 1
            others = tuple(i for i in (row.exercise, *row.instead) if i != other)
            new = self._planned.swapped_in(other, row, others)
            visits.set_item(tx, session_id, item, {"state": ItemState.SWAPPED.value})
            visits.add_item(tx, session_id, number, place, new)
            return self._view(self._row(tx, session_id))

    def easier(self, session_id: str, item: int) -> SessionView:
        """A level lower; on the lowest level 30 % fewer repetitions and shorter holds."""
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            row = self._todo(self._open(tx, session_id), item)
            ladder = self._chart.catalogue.exercises[row.exercise].ladder
            level = min(row.level, len(ladder))
            if level > 1:
                rung = ladder[level - 2]
                level, dose = level - 1, Given(rung.sets, rung.reps, rung.hold_s, rung.rest_s)
                # A level lower must never ask for more than what was given, e.g. where the dose was already cut.
                dose = Given(
                    min(dose.sets, row.dose.sets), min(dose.reps, row.dose.reps), min(dose.hold_s, row.dose.hold_s), dose.rest_s
                )
            else:
                fewer = max(1, math.floor(row.dose.reps * EASIER))
                dose = replace(row.dose, reps=fewer, hold_s=round(row.dose.hold_s * EASIER, 1))
            sets = max(dose.sets, len(row.sets) + 1)
            values = {"level": level, "sets": sets, "reps": dose.reps, "hold_s": dose.hold_s, "rest_s": dose.rest_s}
            visits.set_item(tx, session_id, item, {**values, "eased": True})
            return self._view(self._row(tx, session_id))

    # -- stops ---------------------------------------------------------------------------------------------------------
    def stop_item(self, session_id: str, item: int, reason: StopReason, pain: float | None = None) -> Stopped:
        """Stop one exercise: cramp, pain worse, or no pull felt. What was done stays kept; the tests are next. Said twice (a
        double click), the first counts."""
        self._possible(pain, None)
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            row = self._item(self._open(tx, session_id), item)
            if row.state != ItemState.STOPPED:
                self._must_be_todo(row)
                said = {} if pain is None else {"pain": pain}
                values = {"state": ItemState.STOPPED.value, "stopped_because": reason.value, **said}
                visits.set_item(tx, session_id, item, values)
        return self.stopped(session_id, item)

    def stopped(self, session_id: str, item: int) -> Stopped:
        """What follows the stop of this exercise. Raises BadInputError for one that was not stopped."""
        view = self.session(session_id)
        found = next((one for one in view.items if one.item == item), None)
        if found is None or found.stopped_because is None:
            raise BadInputError(f"item {item}: not stopped in this session")
        return Stopped(StopReason(found.stopped_because), self._nearest_tests(found.exercise), view.current)

    def symptom(self, session_id: str, kind: Symptom) -> SessionView:
        """Dizzy, tingling or numb, chest pain, unwell: the session locks, the short screen has to be answered
        (`Screening.open()`), and clearances given before no longer hold."""
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            row = self._row_to_change(tx, session_id)
            if row.state not in (SessionState.OPEN, SessionState.LOCKED):
                raise BadInputError("this session is closed", "refused.why.session_closed")
            visits.set_session(tx, session_id, {"state": SessionState.LOCKED.value, "symptom": kind.value})
            self._screening.symptom_named(tx, kind)
            return self._view(self._row(tx, session_id))

    def unlock(self, session_id: str) -> SessionView:
        """Go on after the short screen allowed it; otherwise the session is closed as left. Raises NotAllowedError."""
        verdict = self._chart.verdict()
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            row = self._row_to_change(tx, session_id)
            match verdict:
                case Incomplete():
                    raise NotAllowedError(verdict)
                case Refer():
                    visits.set_session(tx, session_id, {"state": SessionState.LEFT.value})
                case Cleared() if row.state == SessionState.LOCKED:
                    visits.set_session(tx, session_id, {"state": SessionState.OPEN.value})
                    for item in row.items:
                        found = self._chart.catalogue.exercises.get(item.exercise)
                        if item.state == ItemState.TODO and found is not None and found.tags & verdict.blocked_tags:
                            visits.set_item(tx, session_id, item.item, {"state": ItemState.SKIPPED.value})
                case Cleared():
                    pass
            view = self._view(self._row(tx, session_id))
        if isinstance(verdict, Refer):
            raise NotAllowedError(verdict)
        return view

    # -- the end -------------------------------------------------------------------------------------------------------
    def finish_session(self, session_id: str, pain_after: float | None = None, effort: float | None = None) -> SessionView:
        """End the session. `effort` goes to the items that have none of their own. Can be undone. Said twice, the newer
        values stand."""
        self._possible(pain_after, effort)
        with self._chart.writing(self._chart.today()) as tx:
            row = self._row_to_change(tx, session_id)
            if row.state not in (SessionState.OPEN, SessionState.FINISHED):
                raise BadInputError("this session is locked or closed", "refused.why.session_closed")
            where = {"session_id": session_id}
            journal.remember(
                tx, "finish", session_id, self._chart.instant(), ("session", {"id": session_id}), ("session_item", where)
            )
            said = {} if pain_after is None else {"pain_after": pain_after}
            visits.set_session(tx, session_id, {"state": SessionState.FINISHED.value, **said})
            if effort is not None:
                visits.give_effort(tx, session_id, effort)
            return self._view(self._row(tx, session_id))

    def next_morning(self, session_id: str, pain: float) -> SessionView:
        """Pain on the morning after a session. Can be undone."""
        self._possible(pain, None)
        with self._chart.writing(self._chart.today()) as tx:
            row = self._row_to_change(tx, session_id)
            if row.day >= self._chart.today():
                raise BadInputError("the morning after this session is still to come", "refused.why.future")
            journal.remember(tx, "morning", session_id, self._chart.instant(), ("session", {"id": session_id}))
            visits.set_session(tx, session_id, {"pain_next_morning": pain})
            return self._view(self._row(tx, session_id))

    def morning_due(self) -> SessionView | None:
        """The newest session of an earlier day (up to two days back) that has no next-morning pain yet."""
        today = self._chart.today()
        with self._chart.reading() as tx:
            row = visits.newest_done(tx, today - timedelta(days=MORNING_DAYS), today - timedelta(days=1))
        return None if row is None else self._view(row)

    # -- guards --------------------------------------------------------------------------------------------------------
    def _allowed(self) -> Cleared:
        cleared = self._chart.require_cleared()
        if self._screening.need().kind is not ScreenKind.NONE:
            raise NotAllowedError(self._chart.screen_again())
        return cleared

    def _count(self, session_id: str, item: int, new: NewMovement) -> Counted:
        if not 0 < len(new.key) <= MAX_KEY or new.counted_by not in COUNTED_BY:
            raise BadInputError("a movement needs a key of its own and who counted it")
        if not 0 <= new.held_s <= 3600 or not math.isfinite(new.peak or 0):
            raise BadInputError("a movement needs finite numbers; a hold lasts up to an hour")
        with self._chart.writing(self._chart.today()) as tx:
            session = self._row_to_change(tx, session_id)
            known = visits.has_key(tx, session_id, new.key)
            if not known:
                visits.add_movement(tx, session_id, self._todo(self._must_be_open(session), item), new)
            return counted_of(self._item(self._row(tx, session_id), item), new=not known)

    def _view(self, row: SessionRow) -> SessionView:
        return view_of(row, self._chart.catalogue.exercises)

    def _nearest_tests(self, exercise: str) -> tuple[str, ...]:
        findings = self._chart.catalogue.findings.values()
        near = {t for f in findings if any(exercise in ids for ids in f.exercises.values()) for t in f.tests}
        open_today = [test.id for test in self._testing.open_tests()]
        return tuple(sorted(open_today, key=lambda test: test not in near))

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
    def _must_be_open(row: SessionRow) -> SessionRow:
        if row.state != SessionState.OPEN:
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
