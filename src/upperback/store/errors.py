"""What can be wrong with a database, in one line a person can act on."""

import sqlite3

from sqlalchemy.exc import DatabaseError


class StoreError(Exception):
    """The database can't be used: `str(error)` is one line that names the file and what to do. No personal data in it."""


class StillReadError(StoreError):
    """The journal can't be emptied yet, since someone is reading: try again a little later."""


def explain(path: str, error: DatabaseError | sqlite3.Error | OSError) -> StoreError:
    """Turn a driver's error into one line.

    >>> print(explain("a.sqlite", sqlite3.DatabaseError("file is not a database")))
    a.sqlite: this file is not an Upperback database
    """
    cause = error.orig if isinstance(error, DatabaseError) else error
    said = str(cause)
    for sign, words in _WORDS:
        if sign in said:
            return StoreError(f"{path}: {words}")
    return StoreError(f"{path}: the database can't be used ({said})")


_WORDS = (
    ("file is not a database", "this file is not an Upperback database"),
    ("malformed", "the database is damaged; the folder backups beside it may hold an older copy"),
    ("readonly", "the database or its folder is read-only"),
    ("unable to open", "the database can't be opened; is its folder there, and may you write in it?"),
    ("Permission denied", "you may not read and write this place"),
    ("Read-only file system", "the database or its folder is read-only"),
    ("disk is full", "the disk is full; nothing was written"),
    ("No space left", "the disk is full; nothing was written"),
    ("locked", "another program is writing to the database; try again"),
    ("disk I/O error", "the disk can't be read or written"),
)
