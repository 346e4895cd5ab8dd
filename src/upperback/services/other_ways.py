"""Another way through an exercise: skip, swap, easier, harder."""

import math
from dataclasses import dataclass, replace
from typing import Final

from upperback.model.body import Side
from upperback.model.care import Given
from upperback.model.catalogue import Exercise
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError
from upperback.services.planned import Planned
from upperback.services.session_rows import SessionRows
from upperback.services.views import ItemState, SessionView, StopReason
from upperback.store import visits
from upperback.store.store import Tx
from upperback.store.visits import Earlier, ItemRow, SessionRow

EASIER: Final = 0.7  # progress rules, amber: 30 % fewer repetitions, shorter holds; expert judgement
EARLIER_MAX: Final = 20  # steps back that are kept; nobody goes down further


@dataclass(frozen=True, slots=True)
class Harder:
    """What "harder" would make of an item: a level and a dose, or None and the reason in `why_not`."""

    level: int = 0
    dose: Given | None = None
    why_not: str = ""


class OtherWays(SessionRows):
    """Each is one short transaction; what was done of an exercise stays kept."""

    def __init__(self, chart: Chart, planned: Planned) -> None:
        super().__init__(chart)
        self._planned = planned

    def skip_item(self, session_id: str, item: int, *, key: str = "") -> SessionView:
        """Leave one exercise out today."""

        def skip(tx: Tx, session: SessionRow) -> None:
            row = self._todo(self._must_be_open(session, key), item)
            some = bool(row.sets) or row.counted > 0
            visits.set_item(tx, session_id, item, {"state": (ItemState.DONE if some else ItemState.SKIPPED).value})

        return self._once(session_id, key, skip)

    def swap_item(self, session_id: str, item: int, other: str, *, key: str = "") -> SessionView:
        """Do `other` instead, one of the item's `instead`, at the level last done (else 1)."""

        def swap(tx: Tx, session: SessionRow) -> None:
            row = self._todo(self._must_be_open(session, key), item)
            if other not in row.instead:
                raise BadInputError(f"{other[:80]}: not offered instead of this one")
            after = [i.place for i in session.items if i.place > row.place]
            place = (row.place + after[0]) / 2 if after else row.place + 1
            number = max(i.item for i in session.items) + 1
            others = tuple(i for i in (row.exercise, *row.instead) if i != other)
            new = self._planned.swapped_in(other, row, others)
            visits.set_item(tx, session_id, item, {"state": ItemState.SWAPPED.value})
            visits.add_item(tx, session_id, number, place, new)

        return self._once(session_id, key, swap)

    def easier(self, session_id: str, item: int, *, key: str = "") -> SessionView:
        """A level lower; on the lowest level 30 % fewer repetitions and shorter holds."""

        def ease(tx: Tx, session: SessionRow) -> None:
            row = self._todo(self._must_be_open(session, key), item)
            level, dose = eased(self._chart.catalogue.exercises[row.exercise], row.level, row.dose, row.extra_side)
            dose = replace(dose, sets=max(dose.sets, len(row.sets) + 1))
            earlier = (*row.earlier, Earlier(row.level, row.dose))[-EARLIER_MAX:]
            visits.set_dose(tx, session_id, item, level, dose, earlier)

        return self._once(session_id, key, ease)

    def harder(self, session_id: str, item: int, *, key: str = "") -> SessionView:
        """Back up a step that was made easier, or the step that care allows today. Raises BadInputError with care's reason
        where it allows none."""

        def rise(tx: Tx, session: SessionRow) -> None:
            row = self._todo(self._must_be_open(session, key), item)
            found = self._harder(session, row)
            if found.dose is None:
                raise BadInputError("harder: not offered for this exercise today")
            dose = replace(found.dose, sets=max(found.dose.sets, len(row.sets) + 1))
            visits.set_dose(tx, session_id, item, found.level, dose, row.earlier[:-1])

        return self._once(session_id, key, rise)

    def may_be_harder(self, session_id: str) -> dict[int, Harder]:
        """What "harder" would be for each exercise that is still to do."""
        with self._chart.reading() as tx:
            session = self._row(tx, session_id)
        return {row.item: self._harder(session, row) for row in session.items if row.state == ItemState.TODO}

    def _harder(self, session: SessionRow, row: ItemRow) -> Harder:
        """One step, never more than care gives: after "easier" the step before it; else only where care's own rule says up
        for this exercise, no caution makes it start easier, and nothing hurt in this session."""
        texts = self._chart.catalogue.texts
        if row.earlier:
            return Harder(row.earlier[-1].level, row.earlier[-1].dose)
        hurt = {StopReason.CRAMP.value, StopReason.PAIN_WORSE.value}
        if any(one.stopped_because in hurt for one in session.items):
            return Harder(why_not=texts("session.harder_not.stopped"))
        if row.eased:
            return Harder(why_not=texts("session.harder_not.eased"))
        if self._planned.waits(row.exercise):
            return Harder(why_not=texts("session.harder_not.week"))
        following = next((n for n in self._chart.review().next if n.exercise == row.exercise), None)
        if following is None:
            return Harder(why_not=texts("session.harder_not.new"))
        exercise = self._chart.catalogue.exercises[row.exercise]
        if following.change != "up" or not row.level < following.level <= len(exercise.ladder):
            return Harder(why_not=texts("session.harder_not.care", why=following.why))
        rung = exercise.ladder[following.level - 1]
        more = 1 if row.extra_side is not Side.BOTH else 0
        return Harder(following.level, Given(rung.sets + more, rung.reps, rung.hold_s, rung.rest_s))


def eased(exercise: Exercise, level: int, dose: Given, extra_side: Side) -> tuple[int, Given]:
    """Level and dose of one step down from `dose`: the rung below, and on the lowest `EASIER` of it. Never asks for more.

    >>> from upperback.catalogue.loader import load
    >>> eased(load().exercises["bird_dog_full"], 1, Given(2, 10, 5.0, 30.0), Side.BOTH)
    (1, Given(sets=2, reps=7, hold_s=3.5, rest_s=30.0))
    """
    level = min(level, len(exercise.ladder))
    if level > 1:
        rung = exercise.ladder[level - 2]
        sets = rung.sets + (1 if extra_side is not Side.BOTH else 0)
        # A level lower must never ask for more than what was given, e.g. where the dose was already cut.
        lower = Given(min(sets, dose.sets), min(rung.reps, dose.reps), min(rung.hold_s, dose.hold_s), rung.rest_s)
        return level - 1, lower
    return 1, replace(dose, reps=max(1, math.floor(dose.reps * EASIER)), hold_s=round(dose.hold_s * EASIER, 1))
