"""The single entries of a record: a diary day, a test, a score. What the same day already holds is replaced."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table, and_, delete, func, insert, select, update

from upperback.model.record import Test
from upperback.store import tables
from upperback.store.store import Tx


def add_clearance(tx: Tx, question: str, day: date, by: str, blocked_tags: tuple[str, ...]) -> None:
    values = {"question": question, "day": day, "given_by": by, "blocked_tags": list(blocked_tags)}
    tx.connection.execute(insert(tables.clearance).values(person_id=tx.person, **values))


def write_day(tx: Tx, day: date, values: Mapping[str, float | bool | None]) -> None:
    """Set `pain`, `worst`, `slept_badly` and `ill` of a day, as far as given; the rest stays."""
    number = _diary_day(tx, day)
    if values:
        tx.connection.execute(update(tables.diary).where(tables.diary.c.id == number).values(**values))


def minutes_on(tx: Tx, day: date, column: str) -> float:
    """The day's minutes so far; `column` is minutes_walked or minutes_swum."""
    table = tables.diary
    mine = and_(table.c.person_id == tx.person, table.c.day == day)
    return float(tx.connection.execute(select(func.coalesce(func.sum(table.c[column]), 0)).where(mine)).scalar_one())


def add_minutes(tx: Tx, day: date, column: str, minutes: float) -> None:
    number = _diary_day(tx, day)
    table = tables.diary
    tx.connection.execute(update(table).where(table.c.id == number).values({column: table.c[column] + minutes}))


def write_activity(tx: Tx, name: str, goal: float) -> None:
    """Name an activity, or give a named one another goal."""
    table = tables.activity
    number = activity_id(tx, name)
    if number is None:
        tx.connection.execute(insert(table).values(person_id=tx.person, name=name, goal=goal))
    else:
        tx.connection.execute(update(table).where(table.c.id == number).values(goal=goal))


def activity_id(tx: Tx, name: str) -> int | None:
    table = tables.activity
    mine = and_(table.c.person_id == tx.person, table.c.name == name)
    return tx.connection.execute(select(table.c.id).where(mine).order_by(table.c.id)).scalar()


def write_score(tx: Tx, activity: int, day: date, score: float) -> None:
    table = tables.activity_score
    tx.connection.execute(delete(table).where(table.c.activity_id == activity, table.c.day == day))
    tx.connection.execute(insert(table).values(activity_id=activity, day=day, score=score))


def write_change(tx: Tx, day: date, pgic: int) -> None:
    _replace(tx, tables.own_change, {"day": day}, {"pgic": pgic})


def write_accepted(tx: Tx, finding: str, day: date) -> None:
    _replace(tx, tables.accepted, {"finding": finding}, {"day": day})


def drop_test(tx: Tx, test: Test) -> None:
    """Forget what the same measure, side and method gave on the same day."""
    table = tables.self_test
    same = {"test": test.test, "measure": test.measure, "side": test.side.value, "method": test.method, "day": test.day}
    tx.connection.execute(delete(table).where(table.c.person_id == tx.person, *[table.c[k] == v for k, v in same.items()]))


def _replace(tx: Tx, table: Table, same: dict[str, Any], values: dict[str, Any]) -> None:
    tx.connection.execute(delete(table).where(table.c.person_id == tx.person, *[table.c[k] == v for k, v in same.items()]))
    tx.connection.execute(insert(table).values(person_id=tx.person, **same, **values))


def _diary_day(tx: Tx, day: date) -> int:
    """The newest entry of that day, made if there is none."""
    table = tables.diary
    mine = select(table.c.id).where(table.c.person_id == tx.person, table.c.day == day).order_by(table.c.id.desc())
    found = tx.connection.execute(mine).scalar()
    if found is not None:
        return int(found)
    values = {"day": day, "minutes_walked": 0.0, "minutes_swum": 0.0, "slept_badly": False, "ill": False}
    key = tx.connection.execute(insert(table).values(person_id=tx.person, **values)).inserted_primary_key
    return 0 if key is None else int(key[0])
