"""Rows of a session as what the pages show."""

from collections.abc import Container

from upperback.services.views import Counted, ItemState, ItemView, SessionKind, SessionState, SessionView, Symptom
from upperback.store.visits import ItemRow, SessionRow


def counted_of(row: ItemRow, *, new: bool) -> Counted:
    """What stands in the set under way."""
    return Counted(set_no=_set_no(row), count=row.counted, of=row.dose.reps, held_s=row.held_s, new=new)


def _set_no(row: ItemRow) -> int:
    return min(len(row.sets) + 1, max(row.dose.sets, 1))


def view_of(row: SessionRow, known: Container[str]) -> SessionView:
    """The session as it stands, without exercises that are not `known` any more: they stay in the record alone."""
    items = tuple(
        ItemView(
            item=i.item,
            exercise=i.exercise,
            side=i.side,
            level=i.level,
            dose=i.dose,
            state=ItemState(i.state),
            set_no=_set_no(i),
            sets_done=len(i.sets),
            reps_in_set=i.counted,
            reps=sum(i.sets) + i.counted,
            held_s=i.held_s,
            eased=i.eased,
            why=i.why,
            instead=tuple(other for other in i.instead if other in known),
            stopped_because=i.stopped_because,
            pain=i.pain,
            effort=i.effort,
        )
        for i in row.items
        if i.exercise in known
    )
    return SessionView(
        id=row.id,
        day=row.day,
        kind=SessionKind(row.kind),
        state=SessionState(row.state),
        started_at=row.started_at,
        items=items,
        current=next((i.item for i in items if i.state is ItemState.TODO), None),
        pain_before=row.pain_before,
        pain_after=row.pain_after,
        pain_next_morning=row.pain_next_morning,
        symptom=None if row.symptom is None else Symptom(row.symptom),
        routine=row.routine,
    )
