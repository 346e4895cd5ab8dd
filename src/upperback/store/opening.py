"""Open the database: where it lies, who may read it, and the step from its tables to today's.

A copy of the file is made before every migration that changes something. The folder is the owner's alone (0700), so is
the file (0600).
"""

import os
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from upperback.store.errors import StoreError, explain
from upperback.store.store import READ_ONLY, Store

MIGRATIONS = Path(__file__).parent / "migrations"
FILE_NAME = "upperback.sqlite"
BACKUPS = "backups"


def data_folder(environ: Mapping[str, str], platform: str, home: Path) -> Path:
    """Where a person's data lies by the customs of their system.

    >>> data_folder({}, "linux", Path("/home/a")).as_posix()
    '/home/a/.local/share/upperback'
    >>> data_folder({"XDG_DATA_HOME": "/data"}, "linux", Path("/home/a")).as_posix()
    '/data/upperback'
    >>> data_folder({}, "darwin", Path("/Users/a")).as_posix()
    '/Users/a/Library/Application Support/upperback'
    """
    if platform == "darwin":
        return home / "Library" / "Application Support" / "upperback"
    base = environ.get("XDG_DATA_HOME", "")
    # The XDG specification: a path that is not absolute is ignored.
    return (Path(base) if Path(base).is_absolute() else home / ".local" / "share") / "upperback"


def default_path() -> Path:
    """The database of the person who runs this, in their own data folder."""
    return data_folder(os.environ, sys.platform, Path.home()) / FILE_NAME


def open_store(path: Path, now: datetime, *, migrations: Path = MIGRATIONS) -> Store:
    """Open (or make) the database at `path` and bring its tables up to date. `now` names the copy made before that.

    Raises StoreError: not a database, another program's or a newer database, a place that can't be written.
    """
    try:
        _make_private(path)
        engine = _engine(path)
        with engine.begin() as connection:
            _migrate(connection, path, now, migrations)
    except (DatabaseError, sqlite3.Error, OSError) as error:
        raise explain(str(path), error) from error
    return Store(engine, path)


def _make_private(path: Path) -> None:
    if path.is_dir():
        raise StoreError(f"{path}: this is a folder, not a database")
    for folder in [p for p in reversed(path.absolute().parents) if not p.exists()]:
        folder.mkdir(mode=0o700)
    if path == default_path():
        path.parent.chmod(0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)  # the journal files beside it take the same mode


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 10}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver's own transactions begin late and miss schema changes: we say BEGIN ourselves, below.
        connection.isolation_level = None
        cursor = connection.cursor()
        # synchronous=FULL: what was committed is on disk after a crash or a power cut, also in WAL mode.
        # secure_delete: what is deleted is overwritten. temp_store: what is sorted on the way is never written anywhere.
        pragmas = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY")
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # IMMEDIATE takes the write lock at once: a read that turns into a write could otherwise fail half-way.
        reads = connection.get_execution_options().get(READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _migrate(connection: Connection, path: Path, now: datetime, migrations: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}

    def steps(revision: tuple[str, ...], _context: MigrationContext) -> list[RevisionStep]:
        return script._upgrade_revs("head", revision)  # type: ignore[arg-type]  # alembic's documented way

    context = MigrationContext.configure(connection, opts={"fn": steps})
    heads = context.get_current_heads()
    if not set(heads) <= known:
        raise StoreError(f"{path}: this database was made by a newer Upperback; please update")
    if set(heads) == set(script.get_heads()):
        return
    if heads:
        _copy(path, f"{heads[0]}-{now:%Y%m%dT%H%M%S}")
    elif inspect(connection).get_table_names():
        raise StoreError(f"{path}: this is a database of another program")
    with Operations.context(context):
        context.run_migrations()


def _copy(path: Path, name: str) -> None:
    """A consistent copy, made through SQLite itself: the file alone would miss what is still in its journal."""
    folder = path.parent / BACKUPS
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{path.stem}-{name}.sqlite"
    os.close(os.open(target, os.O_RDWR | os.O_CREAT, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
