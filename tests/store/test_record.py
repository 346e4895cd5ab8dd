"""What is written comes back, from any thread, also after the process dies."""

import subprocess
import sys
import textwrap
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from upperback.catalogue.loader import load
from upperback.exchange.case_file import read
from upperback.model.body import Side
from upperback.model.care import Given
from upperback.model.record import About, Case, DiaryDay, Screen
from upperback.store import entries, records, screens, visits
from upperback.store.errors import StoreError
from upperback.store.opening import open_store
from upperback.store.store import Store, Tx, revisions
from upperback.store.visits import NewItem, NewMovement

CATALOGUE = load()
GOLDEN = Path(__file__).parents[1] / "golden/cases"
TODAY = date(2026, 2, 20)
NOW = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
TURN = NewItem("standing_arms_wide_rotation", Side.BOTH, 1, Given(1, 16, 2.0, 0.0), "", ())


def turn(key: str) -> NewMovement:
    return NewMovement(key, "rep", Side.LEFT, 41.5, 0.0, "camera", NOW)


def begin(tx: Tx, session_id: str = "s1") -> None:
    visits.start(tx, session_id, TODAY, "full", NOW, [TURN], programme_id=None, pain_before=3)


def add(tx: Tx, key: str, session_id: str = "s1") -> None:
    session = visits.read(tx, session_id)
    assert session is not None
    visits.add_movement(tx, session_id, session.items[0], turn(key))


def counted(store: Store, session_id: str = "s1") -> int:
    with store.reading() as tx:
        session = visits.read(tx, session_id)
    assert session is not None
    return session.items[0].counted


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.json")))
def test_a_case_comes_back_from_the_database(store: Store, name: str) -> None:
    case = read((GOLDEN / f"{name}.json").read_text(), CATALOGUE)
    with store.writing() as tx:
        records.write_case(tx, case, [f"s{i}" for i in range(len(case.sessions))])
    with store.reading() as tx:
        assert records.read_case(tx, case.today) == case


def test_an_empty_database_holds_an_empty_case(store: Store) -> None:
    with store.reading() as tx:
        assert records.read_case(tx, TODAY) == Case(today=TODAY)
        assert revisions(tx) == (0, 0)


def test_a_write_that_fails_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(store)
    with store.reading() as tx:
        assert records.read_case(tx, TODAY) == Case(today=TODAY)


def _write_and_fail(store: Store) -> None:
    with store.writing() as tx:
        records.write_about(tx, About(age=43))
        raise ZeroDivisionError


def test_an_entry_of_tomorrow_waits_until_the_clock_is_right(store: Store) -> None:
    with store.writing() as tx:
        entries.write_day(tx, date(2026, 2, 21), {"pain": 4})
    with store.reading() as tx:
        assert records.read_case(tx, TODAY).diary == ()
        assert records.read_case(tx, date(2026, 2, 21)).diary == (DiaryDay(date(2026, 2, 21), 4),)


def test_a_screen_counts_from_its_first_answer(store: Store) -> None:
    with store.writing() as tx:
        screens.start(tx, TODAY, short=False, because="first")
    with store.reading() as tx:
        assert records.read_case(tx, TODAY).screens == ()
        row = screens.open_screen(tx)
    assert row is not None
    with store.writing() as tx:
        screens.keep_answers(tx, row.id, {"rf_lung": True})
    with store.reading() as tx:
        assert records.read_case(tx, TODAY).screens == (Screen(TODAY, {"rf_lung": True}),)


def test_the_database_itself_refuses_a_movement_kept_twice(store: Store) -> None:
    with store.writing() as tx:
        begin(tx)
        add(tx, "a")
    with pytest.raises(StoreError) as caught, store.writing() as tx:
        add(tx, "a")
    assert isinstance(caught.value.__cause__, IntegrityError)
    assert counted(store) == 1


def test_two_tabs_write_at_once_and_both_count(path: Path, store: Store) -> None:
    with store.writing() as tx:
        begin(tx)
    other = open_store(path, NOW)
    failed: list[BaseException] = []

    def tab(mine: Store, name: str) -> None:
        try:
            for number in range(25):
                with mine.writing() as tx:
                    add(tx, f"{name}{number}")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=tab, args=(mine, name)) for mine, name in ((store, "a"), (store, "b"), (other, "c"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert failed == []
    assert counted(store) == 75
    with store.reading() as tx:
        assert revisions(tx) == (76, 0)


def test_a_reader_sees_the_record_of_one_moment(store: Store) -> None:
    with store.writing() as tx:
        records.write_about(tx, About(age=43))
    with store.reading() as reader:
        assert records.read_case(reader, TODAY).about.age == 43
        with store.writing() as tx:
            records.write_about(tx, About(age=44))
        assert records.read_case(reader, TODAY).about.age == 43
    with store.reading() as reader:
        assert records.read_case(reader, TODAY).about.age == 44


def test_what_was_shown_is_there_after_the_process_was_killed(path: Path, store: Store) -> None:
    with store.writing() as tx:
        begin(tx)
    script = textwrap.dedent(f"""
        import itertools
        from datetime import datetime, UTC
        from pathlib import Path
        from upperback.model.body import Side
        from upperback.store import visits
        from upperback.store.opening import open_store
        now = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
        store = open_store(Path({str(path)!r}), now)
        for number in itertools.count():
            with store.writing() as tx:
                item = visits.read(tx, "s1").items[0]
                visits.add_movement(tx, "s1", item, visits.NewMovement(str(number), "rep", Side.LEFT, 41.5, 0.0, "camera", now))
            print(number, flush=True)
    """)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        shown = [process.stdout.readline() for _ in range(20)][-1]
        process.kill()
        shown = (process.stdout.read().splitlines() or [shown])[-1]
    assert counted(store) >= int(shown) + 1


def test_what_is_done_of_an_item_is_kept_as_a_dose(store: Store) -> None:
    two_sets = NewItem("band_row", Side.BOTH, 1, Given(2, 10, 1.0, 60.0), "", ())
    with store.writing() as tx:
        visits.start(tx, "s1", TODAY, "full", NOW, [two_sets], programme_id=None, pain_before=None)
        for number in range(10):
            add(tx, f"a{number}")
        visits.end_set(tx, "s1", 0, 1, 10)
        for number in range(7):
            add(tx, f"b{number}")
        case = records.read_case(tx, TODAY)
    done = case.sessions[0].items[0]
    assert (done.sets, done.reps, done.hold_s, done.peak) == (2, 8, 1.0, 41.5)
