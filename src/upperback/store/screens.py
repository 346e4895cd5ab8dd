"""Screens under way and done: answers kept one by one, so that a left screen can go on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, delete, insert, select, update

from upperback.model.record import HUMAN_REVIEW
from upperback.store import tables
from upperback.store.store import Tx


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """A screen under way. `groups` holds what was said about a page besides answers: skipped, skipped_again or again."""

    id: int
    day: date
    short: bool
    because: str
    symptom: str | None
    answers: dict[str, bool]
    groups: dict[str, str]


def open_screen(tx: Tx) -> ScreenRow | None:
    """The newest screen that is not finished."""
    table = tables.screen
    unfinished = and_(table.c.person_id == tx.person, table.c.finished_on.is_(None))
    row = tx.connection.execute(select(table).where(unfinished).order_by(table.c.id.desc())).mappings().first()
    if row is None:
        return None
    answers = tx.connection.execute(select(tables.answer).where(tables.answer.c.screen_id == row["id"])).mappings()
    groups = tx.connection.execute(select(tables.screen_group).where(tables.screen_group.c.screen_id == row["id"])).mappings()
    return ScreenRow(
        id=row["id"],
        day=row["day"],
        short=row["short"],
        because=row["because"],
        symptom=row["symptom"],
        answers={r["question"]: r["yes"] for r in answers},
        groups={r["group_id"]: r["state"] for r in groups},
    )


def finished_on(tx: Tx, day: date) -> tuple[str, ...]:
    """Why each screen that was finished on `day` had been asked."""
    table = tables.screen
    done = select(table.c.because).where(table.c.person_id == tx.person, table.c.finished_on == day).order_by(table.c.id)
    return tuple(tx.connection.execute(done).scalars())


def start(tx: Tx, day: date, *, short: bool, because: str, symptom: str | None = None) -> None:
    values = {"day": day, "short": short, "because": because, "symptom": symptom}
    tx.connection.execute(insert(tables.screen).values(person_id=tx.person, **values))


def finish(tx: Tx, screen_id: int, day: date) -> None:
    tx.connection.execute(update(tables.screen).where(tables.screen.c.id == screen_id).values(finished_on=day))


def close(tx: Tx, row: ScreenRow) -> None:
    """End a screen half-way: its answers stay on record as they are, one without any goes."""
    if row.answers:
        finish(tx, row.id, row.day)
    else:
        tx.connection.execute(delete(tables.screen).where(tables.screen.c.id == row.id))


def set_symptom(tx: Tx, screen_id: int, symptom: str) -> None:
    tx.connection.execute(update(tables.screen).where(tables.screen.c.id == screen_id).values(symptom=symptom))


def keep_answers(tx: Tx, screen_id: int, answers: Mapping[str, bool], dropped: Iterable[str] = ()) -> None:
    """Keep `answers` over older ones; forget those to `dropped`."""
    table = tables.answer
    gone = {*answers, *dropped}
    tx.connection.execute(delete(table).where(table.c.screen_id == screen_id, table.c.question.in_(gone)))
    if answers:
        rows = [{"screen_id": screen_id, "question": question, "yes": yes} for question, yes in answers.items()]
        tx.connection.execute(insert(table), rows)


def mark_group(tx: Tx, screen_id: int, group_id: str, state: str | None) -> None:
    """Say about a page that it was skipped or is asked again; None takes the mark away."""
    table = tables.screen_group
    tx.connection.execute(delete(table).where(table.c.screen_id == screen_id, table.c.group_id == group_id))
    if state is not None:
        tx.connection.execute(insert(table).values(screen_id=screen_id, group_id=group_id, state=state))


def void_clearances(tx: Tx, day: date) -> None:
    """A new symptom ends what earlier looks of a clinician at an answer were worth. A look at the whole course stays one."""
    table = tables.clearance
    standing = and_(table.c.person_id == tx.person, table.c.void_from.is_(None), table.c.question != HUMAN_REVIEW)
    tx.connection.execute(update(table).where(standing).values(void_from=day))
