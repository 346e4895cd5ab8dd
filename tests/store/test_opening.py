"""Opening the database: from nothing, from an older one, and what can't be opened."""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from upperback.model.record import About
from upperback.store import records
from upperback.store.errors import StoreError
from upperback.store.opening import MIGRATIONS, open_store
from upperback.store.store import Store
from upperback.store.tables import metadata

NOW = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
HEAD = max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{HEAD}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("height_cm", sa.Float()))
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def with_next_migration(folder: Path, body: str = NEXT) -> Path:
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9999_next.py").write_text(body)
    return folder


def test_the_migrations_make_exactly_the_tables_the_code_uses(store: Store) -> None:
    with store.reading() as tx:
        context = MigrationContext.configure(tx.connection)
        assert compare_metadata(context, metadata) == []


def test_folder_and_file_are_the_owners_alone(path: Path, store: Store) -> None:
    with store.writing() as tx:
        records.write_about(tx, About(age=43))
        beside = sorted(path.parent.iterdir())
        assert [p.name for p in beside] == ["record.sqlite", "record.sqlite-shm", "record.sqlite-wal"]
        assert [mode(p) for p in beside] == [0o600, 0o600, 0o600]
    assert mode(path.parent) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(path: Path, store: Store) -> None:
    store.close()
    path.chmod(0o644)
    open_store(path, NOW).close()
    assert mode(path) == 0o600


def test_every_connection_is_durable_and_checks_its_references(store: Store) -> None:
    with store.reading() as tx:
        asked = {
            p: tx.connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_opening_again_changes_nothing_and_copies_nothing(path: Path, store: Store) -> None:
    with store.writing() as tx:
        records.write_about(tx, About(age=43))
    store.close()
    again = open_store(path, NOW)
    with again.reading() as tx:
        assert records.read_case(tx, NOW.date()).about.age == 43
    again.close()
    assert not (path.parent / "backups").exists()


def test_a_copy_with_the_old_record_is_made_before_a_migration(path: Path, store: Store, tmp_path: Path) -> None:
    with store.writing() as tx:
        records.write_about(tx, About(age=43))
    store.close()
    newer = open_store(path, NOW, migrations=with_next_migration(tmp_path / "migrations"))
    with newer.reading() as tx:
        columns = [row[1] for row in tx.connection.exec_driver_sql("PRAGMA table_info(person)")]
        assert columns[-1] == "height_cm"
    newer.close()
    copies = list((path.parent / "backups").iterdir())
    assert [(c.name, mode(c)) for c in copies] == [(f"record-{HEAD}-20260220T090000.sqlite", 0o600)]
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("SELECT age FROM person").fetchall() == [(43,)]
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


FIRST = """
INSERT INTO person (id, revision, old_revision, age, regions, minutes_per_session, days_per_week, equipment, lacking,
    avoid_positions, likes, dislikes, added, removed)
VALUES ('me', 7, 1, 43, '["neck"]', 15, 4, '["band"]', '[]', '[]', '[]', '[]', '[]', '["cat_cow"]');
INSERT INTO session (id, person_id, number, day, kind, state, started_at, pain_before)
VALUES ('s1', 'me', 0, '2026-02-19', 'full', 'finished', '2026-02-19T08:00:00+00:00', 3);
INSERT INTO session_item (session_id, item, place, exercise, side, level, sets, reps, hold_s, rest_s, why, instead, state, eased,
    done_sets, done_reps, done_hold_s)
VALUES ('s1', 0, 0, 'band_row', 'both', 1, 2, 12, 0, 60, '', '[]', 'done', 0, 2, 12, 0);
INSERT INTO self_test (person_id, test, measure, side, trials, unit, method, day)
VALUES ('me', 't_desk_habits', 'flags', 'both', '[2]', 'of 4', 'self', '2026-02-18');
"""


def test_a_record_of_the_first_tables_is_all_there_after_the_migrations(path: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    shutil.copytree(MIGRATIONS, first, ignore=shutil.ignore_patterns("__pycache__", "000[2-9]*"))
    open_store(path, NOW, migrations=first).close()
    with closing(sqlite3.connect(path)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        old.executescript(FIRST)
    newer = open_store(path, NOW)
    with newer.reading() as tx:
        case = records.read_case(tx, NOW.date())
    newer.close()
    assert (case.about.age, case.about.regions, case.wishes.removed) == (43, ("neck",), ("cat_cow",))
    (session,) = case.sessions
    assert (session.pain_before, session.routine) == (3, None)
    assert [(item.exercise, item.sets, item.reps) for item in session.items] == [("band_row", 2, 12)]
    assert [(test.test, test.trials) for test in case.tests] == [("t_desk_habits", (2,))]
    assert [copy.name for copy in (path.parent / "backups").iterdir()] == ["record-0001-20260220T090000.sqlite"]


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(path: Path, store: Store, tmp_path: Path) -> None:
    store.close()
    broken = NEXT + '    op.execute("INSERT INTO nowhere VALUES (1)")\n'
    with pytest.raises(StoreError):
        open_store(path, NOW, migrations=with_next_migration(tmp_path / "migrations", broken))
    with closing(sqlite3.connect(path)) as after:
        assert "height_cm" not in [row[1] for row in after.execute("PRAGMA table_info(person)")]
        assert after.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


def test_a_database_of_a_newer_version_is_left_alone(path: Path, store: Store, tmp_path: Path) -> None:
    store.close()
    open_store(path, NOW, migrations=with_next_migration(tmp_path / "migrations")).close()
    with pytest.raises(StoreError, match="made by a newer Upperback"):
        open_store(path, NOW)


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    letter = tmp_path / "letter.sqlite"
    letter.write_text("Dear Anna, " * 200)
    with pytest.raises(StoreError) as caught:
        open_store(letter, NOW)
    assert str(caught.value) == f"{letter}: this file is not an Upperback database"
    assert letter.read_text().startswith("Dear Anna, ")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "music.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    with pytest.raises(StoreError, match="database of another program"):
        open_store(other, NOW)


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="this is a folder"):
        open_store(tmp_path, NOW)


def test_a_place_below_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path / "file" / "record.sqlite", NOW)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="you may not read and write this place"):
        open_store(tmp_path / "record.sqlite", NOW)


def test_a_full_disk_is_said_in_one_line_and_nothing_is_written(path: Path, store: Store) -> None:
    with store.writing() as tx:
        records.write_about(tx, About(age=43))
    with pytest.raises(StoreError) as caught:
        _write_more_than_fits(store)
    assert str(caught.value) == f"{path}: the disk is full; nothing was written"
    with store.reading() as tx:
        assert records.read_case(tx, NOW.date()).about == About(age=43)


def _write_more_than_fits(store: Store) -> None:
    with store.writing() as tx:
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        records.write_about(tx, About(age=44, regions=tuple(f"place {i}" * 40 for i in range(400))))
