"""Rows of a session as what the pages show."""

from collections.abc import Container, Sequence
from datetime import date, datetime

from upperback.model.body import Side
from upperback.services.sets import is_extra, reps_in
from upperback.services.views import Counted, ItemState, ItemView, SessionKind, SessionState, SessionView, Symptom
from upperback.store.visits import ItemRow, NewItem, SessionRow


def counted_of(row: ItemRow, *, new: bool) -> Counted:
    """What stands in the set under way."""
    set_no = _set_no(row)
    of = reps_in(row.dose, set_no, row.extra_side)
    alone = row.extra_side if is_extra(row.dose, set_no, row.extra_side) else Side.BOTH
    return Counted(set_no=set_no, count=row.counted, of=of, held_s=row.held_s, new=new, alone=alone)


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
            extra_side=i.extra_side,
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


def planned_view(items: Sequence[NewItem], kind: SessionKind, day: date, at: datetime) -> SessionView:
    """A session as it would begin, without an id: nothing of it is done."""
    views = tuple(
        ItemView(
            item=number,
            exercise=new.exercise,
            side=new.side,
            level=new.level,
            dose=new.dose,
            state=ItemState.TODO,
            set_no=1,
            sets_done=0,
            reps_in_set=0,
            reps=0,
            held_s=0.0,
            eased=new.eased,
            why=new.why,
            instead=new.instead,
            stopped_because=None,
            pain=None,
            effort=None,
            extra_side=new.extra_side,
        )
        for number, new in enumerate(items)
    )
    return SessionView(
        id="",
        day=day,
        kind=kind,
        state=SessionState.OPEN,
        started_at=at,
        items=views,
        current=views[0].item if views else None,
        pain_before=None,
        pain_after=None,
        pain_next_morning=None,
        symptom=None,
    )
