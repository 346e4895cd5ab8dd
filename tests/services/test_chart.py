"""Years of history are read once, and never shown as they no longer are."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from upperback.model.care import Verdict
from upperback.model.catalogue import Catalogue
from upperback.model.record import DiaryDay
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.views import GroupStep, SessionKind, Symptom
from upperback.store.store import Store

Answer = Callable[..., Verdict]


def as_read_anew(person: Person, store: Store, catalogue: Catalogue, clock: Any) -> None:
    """What a person has in hand is what a fresh start would read."""
    assert person.case() == Person(store, catalogue, clock, str).case()


def test_a_late_entry_of_an_old_day_is_seen(ready: Person, store: Store, catalogue: Catalogue, clock: Any) -> None:
    clock.pass_by(days=60)
    assert ready.case().diary == ()
    old = clock.today() - timedelta(days=40)
    ready.diary.log_pain(4, day=old)
    assert ready.case().diary == (DiaryDay(old, 4),)
    ready.diary.log_activity("swimming", 30, day=old)
    assert ready.case().diary == (DiaryDay(old, 4, None, 0, 30),)
    ready.undo_last()
    assert ready.case().diary == (DiaryDay(old, 4),)
    as_read_anew(ready, store, catalogue, clock)


def test_a_morning_told_weeks_later_is_seen(ready: Person, store: Store, catalogue: Catalogue, clock: Any) -> None:
    session_id = ready.sessions.start(SessionKind.EASE_NOW)
    ready.sessions.finish_set(session_id, 0, 1)
    ready.sessions.finish_session(session_id)
    clock.pass_by(days=60)
    assert ready.case().sessions[0].pain_next_morning is None
    ready.sessions.next_morning(session_id, 2)
    assert ready.case().sessions[0].pain_next_morning == 2
    as_read_anew(ready, store, catalogue, clock)


def test_a_symptoms_screen_answered_weeks_later_is_seen(ready: Person, store: Store, catalogue: Catalogue, clock: Any) -> None:
    ready.sessions.symptom(ready.sessions.start(SessionKind.EASE_NOW), Symptom.DIZZY)
    clock.pass_by(days=60)
    assert len(ready.case().screens) == 1
    view = ready.screening.open()
    assert isinstance(view.step, GroupStep)
    ready.screening.answer_group(view.step.group.id, dict.fromkeys(view.step.answers, False))
    assert len(ready.case().screens) == 2
    as_read_anew(ready, store, catalogue, clock)


def test_an_import_takes_the_place_of_all_days(ready: Person, store: Store, catalogue: Catalogue, clock: Any) -> None:
    clock.pass_by(days=60)
    assert len(ready.case().screens) == 1
    ready.import_case((Path(__file__).parents[1] / "golden/cases/whole.json").read_text())
    assert [d.day for d in ready.case().diary] == [date(2026, 2, 18), date(2026, 2, 19)]
    as_read_anew(ready, store, catalogue, clock)
    ready.undo_last()
    assert ready.case().diary == ()
    ready.delete_everything()
    assert ready.is_new()


def test_days_grow_old_without_being_lost(ready: Person, store: Store, catalogue: Catalogue, clock: Any) -> None:
    for number in range(30):
        ready.diary.log_pain(number % 7)
        assert len(ready.case().diary) == number + 1
        clock.pass_by(days=1)
    as_read_anew(ready, store, catalogue, clock)


def test_what_another_process_wrote_is_seen(ready: Person, store: Store, catalogue: Catalogue, clock: Any) -> None:
    assert ready.case().diary == ()
    Person(store, catalogue, clock, str).diary.log_pain(4)
    assert ready.case().diary == (DiaryDay(clock.today(), 4),)


def test_a_full_screen_opened_and_left_without_an_answer_changes_nothing(ready: Person, clock: Any, answer: Answer) -> None:
    clock.pass_by(days=1)
    answer()
    before = ready.case()
    ready.screening.open()
    clock.pass_by(days=8)
    ready.screening.open()
    assert ready.case().screens == before.screens


def test_a_database_that_was_spoilt_meanwhile_is_said_in_one_line(ready: Person, store: Store, clock: Any) -> None:
    store.close()
    for file in store.path.parent.glob("record.sqlite-*"):
        file.unlink()
    store.path.write_bytes(b"not a database at all " * 400)
    calls: list[Callable[[], object]] = [ready.case, ready.plans.plan, lambda: ready.diary.log_pain(4), ready.delete_everything]
    for call in calls:
        with pytest.raises(BadInputError) as caught:
            call()
        assert str(caught.value) == f"{store.path}: this file is not an Upperback database"


def test_a_value_that_can_not_be_in_the_database_is_said_in_one_line(ready: Person, store: Store) -> None:
    ready.diary.log_pain(4)
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE diary SET pain = 99")
        connection.execute("UPDATE person SET revision = revision + 1")
        connection.commit()
    with pytest.raises(BadInputError) as caught:
        ready.case()
    assert str(caught.value) == "diary.pain: 99.0 is not between 0 and 10"
