"""Programmes as they were made; one that was never trained by gives way to another of the same day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, delete, select, update

from upperback.store import tables
from upperback.store.store import Tx


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """`made_from` and `content` are None for a programme that came with a case file."""

    id: int
    day: date
    made_from: str | None
    content: dict[str, Any] | None


def newest(tx: Tx) -> ProgrammeRow | None:
    table = tables.programme
    mine = select(table).where(table.c.person_id == tx.person).order_by(table.c.day.desc(), table.c.id.desc()).limit(1)
    row = tx.connection.execute(mine).mappings().first()
    return None if row is None else ProgrammeRow(row["id"], row["day"], row["made_from"], row["content"])


def take_over(tx: Tx, programme: int, made_from: str) -> None:
    """Note what a kept programme stands on from now on; its content stays as it was prescribed."""
    table = tables.programme
    own = and_(table.c.person_id == tx.person, table.c.id == programme)
    tx.connection.execute(update(table).where(own).values(made_from=made_from))


def drop_unused(tx: Tx, day: date) -> None:
    """Forget programmes made on `day` that no session was started from."""
    table = tables.programme
    used = select(tables.session.c.programme_id).where(
        tables.session.c.person_id == tx.person, tables.session.c.programme_id.is_not(None)
    )
    own = and_(table.c.person_id == tx.person, table.c.day == day, table.c.made_from.is_not(None))
    tx.connection.execute(delete(table).where(own, table.c.id.not_in(used)))
