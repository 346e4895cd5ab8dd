"""The open database: short transactions, a revision that grows with every write, and the way back from the last change."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import DatabaseError

from upperback.store.errors import StillReadError, explain
from upperback.store.tables import person

READ_ONLY: Final = "upperback_read_only"
ME: Final = "me"  # the one person of this laptop; a panel of people has more rows

EMPTY_PERSON: Final[dict[str, Any]] = {
    "age": None,
    "sex": None,
    "since_weeks": None,
    "onset": None,
    "regions": [],
    "minutes_per_session": 15.0,
    "days_per_week": 4,
    "equipment": [],
    "lacking": [],
    "avoid_positions": [],
    "likes": [],
    "dislikes": [],
    "added": [],
    "removed": [],
}


@dataclass(frozen=True, slots=True)
class Tx:
    """One open transaction on one person's record."""

    connection: Connection
    person: str


class Store:
    """Opened once at start by `store.opening.open_store`, shared by all threads; every thread gets its own connection."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self.path = path

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """A consistent view that never waits for a writer. Raises StoreError."""
        try:
            with self._engine.connect().execution_options(**{READ_ONLY: True}) as connection, connection.begin():
                yield Tx(connection, ME)
        except (DatabaseError, sqlite3.Error, OSError) as error:
            raise explain(str(self.path), error) from error

    @contextmanager
    def writing(self) -> Iterator[Tx]:
        """All or nothing; on disk when the block ends. One writer at a time, others wait. Raises StoreError."""
        try:
            with self._engine.begin() as connection:
                grown = connection.execute(update(person).where(person.c.id == ME).values(revision=person.c.revision + 1))
                if grown.rowcount == 0:
                    connection.execute(insert(person).values(id=ME, revision=1, old_revision=0, **EMPTY_PERSON))
                yield Tx(connection, ME)
        except (DatabaseError, sqlite3.Error, OSError) as error:
            raise explain(str(self.path), error) from error

    @contextmanager
    def beside(self) -> Iterator[Tx]:
        """Like `writing`, for what no case is made of (landmarks under way): the revision stays as it is, so that nothing is
        read anew for it. Raises StoreError."""
        try:
            with self._engine.begin() as connection:
                yield Tx(connection, ME)
        except (DatabaseError, sqlite3.Error, OSError) as error:
            raise explain(str(self.path), error) from error

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def settle(self) -> bool:
        """Bring what was written into the database file and empty the journal beside it, which otherwise holds pages as they
        were before. False when someone is still reading."""
        try:
            with closing(sqlite3.connect(self.path, timeout=2, isolation_level=None)) as connection:
                busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except (DatabaseError, sqlite3.Error, OSError) as error:
            raise explain(str(self.path), error) from error
        return not busy

    def scrub(self) -> None:
        """After a deletion: nothing deleted stays in the file or its journal, and no copy of the database stays either."""
        try:
            for copy in sorted(self.path.parent.glob(f"backups/{self.path.stem}-*.sqlite*")):
                with copy.open("r+b") as file:
                    file.write(bytes(copy.stat().st_size))  # zeros, before its place on the disk is given back
                copy.unlink()
            # secure_delete has zeroed what was deleted, in the journal so far: first into the file, then shrink it, then again.
            # A connection of its own: VACUUM can't run inside a transaction, and the pool's connections are always in one.
            with closing(sqlite3.connect(self.path, timeout=10, isolation_level=None)) as connection:
                connection.execute("PRAGMA temp_store=MEMORY")
                connection.execute("PRAGMA secure_delete=ON")
                connection.execute("PRAGMA wal_checkpoint(FULL)")
                connection.execute("VACUUM")
                busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except (DatabaseError, sqlite3.Error, OSError) as error:
            raise explain(str(self.path), error) from error
        if busy:
            raise StillReadError(f"{self.path}: another page or program is still reading; what was deleted stays in the journal")


def revisions(tx: Tx) -> tuple[int, int]:
    """The first grows with every write, the second when older days changed; (0, 0) for a record that never was."""
    both = select(person.c.revision, person.c.old_revision).where(person.c.id == tx.person)
    row = tx.connection.execute(both).first()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def old_days_change(tx: Tx) -> None:
    """Said by a write that may touch days before the recent ones."""
    tx.connection.execute(update(person).where(person.c.id == tx.person).values(old_revision=person.c.old_revision + 1))
