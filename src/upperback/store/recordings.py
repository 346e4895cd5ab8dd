"""Kept landmarks: the word that they may be kept, the recordings with their parts, each part written as it comes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, and_, delete, func, insert, select, update

from upperback.model.kept import Consent, Recording, Watched
from upperback.store import tables
from upperback.store.store import Tx


def consents(tx: Tx) -> tuple[Consent, ...]:
    """Every word given, oldest first."""
    table = tables.landmark_consent
    rows = tx.connection.execute(select(table).where(table.c.person_id == tx.person).order_by(table.c.id)).mappings()
    return tuple(Consent(datetime.fromisoformat(r["given_at"]), _instant(r["withdrawn_at"])) for r in rows)


def give_consent(tx: Tx, at: datetime) -> None:
    tx.connection.execute(insert(tables.landmark_consent).values(person_id=tx.person, given_at=at.isoformat()))


def withdraw_consent(tx: Tx, at: datetime) -> None:
    table = tables.landmark_consent
    standing = and_(table.c.person_id == tx.person, table.c.withdrawn_at.is_(None))
    tx.connection.execute(update(table).where(standing).values(withdrawn_at=at.isoformat()))


def begin(tx: Tx, new: Recording) -> int:
    """A recording without parts yet; the number its parts are added under."""
    width, height = new.size_px or (None, None)
    values: dict[str, Any] = {
        "person_id": tx.person,
        "key": new.key,
        "day": new.day,
        "started_at": new.started_at.isoformat(),
        "watched": new.watched.value,
        "name": new.name,
        "session_id": new.session,
        "item": new.item,
        "frames": 0,
        "seconds": 0.0,
        "size_bytes": 0,
        "width_px": width,
        "height_px": height,
    }
    key = tx.connection.execute(insert(tables.recording).values(**values)).inserted_primary_key
    return 0 if key is None else int(key[0])


def add_part(tx: Tx, number: int, content: bytes, frames: int, seconds: float) -> bool:
    """Add some seconds; `seconds` is how long the recording is with them. False when it was deleted meanwhile."""
    table = tables.recording
    grown = {"frames": table.c.frames + frames, "seconds": seconds, "size_bytes": table.c.size_bytes + len(content)}
    here = and_(table.c.id == number, table.c.person_id == tx.person, table.c.set_aside.is_(False))
    if tx.connection.execute(update(table).where(here).values(**grown)).rowcount == 0:
        return False
    part = tables.recording_part
    place = select(func.count()).where(part.c.recording_id == number).scalar_subquery()
    tx.connection.execute(insert(part).values(recording_id=number, number=place, content=content))
    return True


def fill(tx: Tx, key: str, contents: Iterable[bytes]) -> None:
    """Put the parts of a recording whose row came without them."""
    table, part = tables.recording, tables.recording_part
    mine = and_(table.c.person_id == tx.person, table.c.set_aside.is_(False), table.c.key == key)
    number = tx.connection.execute(select(table.c.id).where(mine)).scalar_one()
    size_bytes = 0
    for place, content in enumerate(contents):
        tx.connection.execute(insert(part).values(recording_id=number, number=place, content=content))
        size_bytes += len(content)
    tx.connection.execute(update(table).where(table.c.id == number).values(size_bytes=size_bytes))


def every(tx: Tx) -> tuple[Recording, ...]:
    """All of them, newest first; what was set aside is not among them."""
    table = tables.recording
    rows = tx.connection.execute(_mine(tx).order_by(table.c.started_at.desc(), table.c.id.desc())).mappings()
    return tuple(_recording(r) for r in rows)


def find(tx: Tx, key: str) -> Recording | None:
    row = tx.connection.execute(_mine(tx).where(tables.recording.c.key == key)).mappings().first()
    return None if row is None else _recording(row)


def parts(tx: Tx, key: str) -> Iterator[bytes]:
    """The packed parts of a recording, in order."""
    part, table = tables.recording_part, tables.recording
    joined = select(part.c.content).join(table, part.c.recording_id == table.c.id)
    mine = joined.where(table.c.person_id == tx.person, table.c.set_aside.is_(False), table.c.key == key)
    return iter(tx.connection.execute(mine.order_by(part.c.number)).scalars())


def drop(tx: Tx, *keys: str) -> int:
    """Delete these recordings, all without any named; how many went."""
    table = tables.recording
    mine = and_(table.c.person_id == tx.person, table.c.set_aside.is_(False))
    named = and_(mine, table.c.key.in_(keys)) if keys else mine
    return tx.connection.execute(delete(table).where(named)).rowcount


def _mine(tx: Tx) -> Select[Any]:
    table = tables.recording
    return select(table).where(table.c.person_id == tx.person, table.c.set_aside.is_(False))


def _recording(r: RowMapping) -> Recording:
    return Recording(
        key=r["key"],
        day=r["day"],
        started_at=datetime.fromisoformat(r["started_at"]),
        watched=Watched(r["watched"]),
        name=r["name"],
        session=r["session_id"],
        item=r["item"],
        frames=r["frames"],
        seconds=r["seconds"],
        size_bytes=r["size_bytes"],
        size_px=None if r["width_px"] is None else (r["width_px"], r["height_px"]),
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
