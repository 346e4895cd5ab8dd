"""The whole record: entered, undone, taken away and brought back, deleted."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from upperback.exchange.case_file import read
from upperback.model.body import Side
from upperback.model.care import Cleared, Incomplete, Status, Verdict
from upperback.model.record import About, Accepted, Case, Change, DiaryDay, Function, Score, Test, Wishes
from upperback.services.errors import BadInputError, NotAllowedError
from upperback.services.person import Person
from upperback.services.views import SessionKind

Answer = Callable[..., Verdict]
GOLDEN = Path(__file__).parents[1] / "golden/cases"
TODAY = date(2026, 2, 20)


def turn_test(person: Person, side: Side, *trials: float) -> Test:
    return person.testing.record_test("t_seated_rotation", "rotation", side, trials, "camera", pain=2, familiar=True)


# -- entries, and their undo ------------------------------------------------------------------------------------------
def test_pain_said_again_replaces_the_first_and_keeps_the_walk(person: Person) -> None:
    person.diary.log_activity("brisk_walking", 20)
    person.diary.log_pain(5, 7)
    person.diary.log_pain(4)
    assert person.case().diary == (DiaryDay(TODAY, 4, 7, 20, 0),)


def test_a_poor_night_and_an_illness_are_kept_beside_the_pain(person: Person) -> None:
    person.diary.log_pain(5)
    person.diary.log_pain(None, slept_badly=True)
    assert person.case().diary == (DiaryDay(TODAY, 5, slept_badly=True),)
    person.diary.log_pain(None, slept_badly=False, ill=True)
    assert person.case().diary == (DiaryDay(TODAY, 5, ill=True),)
    person.undo_last()
    assert person.case().diary == (DiaryDay(TODAY, 5, slept_badly=True),)
    # a record taken out and in again says the same
    assert read(person.export_case(), person.catalogue).diary == person.case().diary


def test_two_walks_and_a_swim_add_up(person: Person) -> None:
    person.diary.log_activity("brisk_walking", 20)
    person.diary.log_activity("brisk_walking", 10)
    person.diary.log_activity("swimming", 30)
    assert person.case().diary == (DiaryDay(TODAY, None, None, 30, 30),)
    undone = person.undo_last()
    assert (undone.kind, undone.about) == ("activity", "swimming")
    assert person.case().diary == (DiaryDay(TODAY, None, None, 30, 0),)


def test_only_the_last_change_can_be_taken_back(person: Person) -> None:
    person.diary.log_pain(5)
    person.diary.log_pain(6)
    assert person.undo_last().kind == "diary"
    assert person.case().diary == (DiaryDay(TODAY, 5),)
    assert person.can_undo() is None
    with pytest.raises(BadInputError, match="nothing to take back"):
        person.undo_last()


UNDOABLE: list[tuple[str, Callable[[Person], object], Callable[[Case], object]]] = [
    ("about", lambda p: p.diary.save_about(About(age=43, sex="other", regions=("neck",))), lambda c: c.about),
    ("wishes", lambda p: p.diary.save_wishes(Wishes(minutes_per_session=8, likes=("band_row",))), lambda c: c.wishes),
    ("diary", lambda p: p.diary.log_pain(5), lambda c: c.diary),
    ("activity", lambda p: p.diary.log_activity("swimming", 30), lambda c: c.diary),
    ("function", lambda p: p.diary.name_activity("typing", 8), lambda c: c.function),
    ("change", lambda p: p.diary.say_change(5), lambda c: c.change),
    ("accepted", lambda p: p.diary.accept("c_lateral_asymmetry"), lambda c: c.accepted),
    ("test", lambda p: turn_test(p, Side.LEFT, 31, 33), lambda c: c.tests),
    ("delete", lambda p: p.delete_everything(), lambda c: c.screens),
    ("import", lambda p: p.import_case('{"today": "2026-02-01", "about": {}, "screens": []}'), lambda c: c.screens),
]


@pytest.mark.parametrize(("kind", "enter", "part"), UNDOABLE, ids=[kind for kind, *_ in UNDOABLE])
def test_what_was_entered_by_mistake_is_undone(
    ready: Person, kind: str, enter: Callable[[Person], object], part: Callable[[Case], object]
) -> None:
    before = ready.case()
    enter(ready)
    assert part(ready.case()) != part(before)
    held = ready.can_undo()
    assert held is not None
    assert held.kind == kind
    assert ready.undo_last() == held
    assert ready.case() == before


def test_the_goal_and_scores_of_an_activity_are_kept_and_undone(person: Person, clock: Any) -> None:
    person.diary.name_activity(" typing for an hour ", 8)
    person.diary.score_activity("typing for an hour", 4)
    clock.pass_by(days=14)
    person.diary.score_activity("typing for an hour", 5)
    person.diary.score_activity("typing for an hour", 6)
    person.diary.name_activity("typing for an hour", 7)
    scores = (Score(TODAY, 4), Score(date(2026, 3, 6), 6))
    assert person.case().function == (Function("typing for an hour", 7, scores),)
    person.undo_last()
    assert person.case().function == (Function("typing for an hour", 8, scores),)


def test_a_word_on_the_change_said_twice_a_day_stands_once(person: Person) -> None:
    person.diary.say_change(3)
    person.diary.say_change(5)
    person.diary.accept("c_lateral_asymmetry")
    person.diary.accept("c_lateral_asymmetry")
    assert person.case().change == (Change(TODAY, 5),)
    assert person.case().accepted == (Accepted("c_lateral_asymmetry", TODAY),)


IMPOSSIBLE: list[tuple[str, Callable[[Person], object]]] = [
    ("diary.pain: 11 is not between 0 and 10", lambda p: p.diary.log_pain(11)),
    ("diary.worst: nan is not between 0 and 10", lambda p: p.diary.log_pain(None, float("nan"))),
    ("day: 2026-02-21 is after today, 2026-02-20", lambda p: p.diary.log_pain(3, day=date(2026, 2, 21))),
    ("minutes: -5 is not between 1 and 1440", lambda p: p.diary.log_activity("swimming", -5)),
    ("minutes: 2000 is not between 1 and 1440", lambda p: p.diary.log_activity("swimming", 2000)),
    ("band_row: only a walk or a swim is noted in minutes", lambda p: p.diary.log_activity("band_row", 5)),
    ("activity: a few words, at most 200 characters", lambda p: p.diary.name_activity("  ", 8)),
    ("function.goal: 80 is not between 0 and 10", lambda p: p.diary.name_activity("typing", 80)),
    ("activity: name it first", lambda p: p.diary.score_activity("flying", 8)),
    ("change.pgic: 8 is not between 1 and 7", lambda p: p.diary.say_change(8)),
    ("finding: c_gravity is unknown", lambda p: p.diary.accept("c_gravity")),
    ("equipment: barbell is unknown", lambda p: p.diary.save_wishes(Wishes(equipment=("barbell",)))),
    ("avoid_positions: upside down is unknown", lambda p: p.diary.save_wishes(Wishes(avoid_positions=("upside down",)))),
    ("exercises: headstand is unknown", lambda p: p.diary.save_wishes(Wishes(likes=("headstand",)))),
    ("t_moon_walk: not open today", lambda p: p.testing.record_test("t_moon_walk", "x", Side.LEFT, [1], "tape")),
    (
        "speed: no measure of t_seated_rotation",
        lambda p: p.testing.record_test("t_seated_rotation", "speed", Side.LEFT, [1], "tape"),
    ),
    ("rotation: both is not a side of this measure", lambda p: turn_test(p, Side.BOTH, 30)),
    ("rotation: 400 is not between 0 and 120 deg", lambda p: turn_test(p, Side.LEFT, 30, 400)),
    ("rotation: nan is not between 0 and 120 deg", lambda p: turn_test(p, Side.LEFT, float("nan"))),
    ("tests.trials: at least one trial is needed", lambda p: turn_test(p, Side.LEFT)),
]


@pytest.mark.parametrize(("message", "enter"), IMPOSSIBLE, ids=[message for message, _ in IMPOSSIBLE])
def test_what_can_not_be_is_refused_in_one_line_and_nothing_is_written(
    ready: Person, message: str, enter: Callable[[Person], object]
) -> None:
    before = ready.case()
    with pytest.raises(BadInputError) as caught:
        enter(ready)
    assert str(caught.value) == message
    assert ready.case() == before


# -- tests and findings -----------------------------------------------------------------------------------------------
def test_a_test_done_again_today_replaces_the_first(ready: Person) -> None:
    turn_test(ready, Side.LEFT, 20)
    kept = turn_test(ready, Side.LEFT, 31, 33, 32)
    assert ready.case().tests == (kept,)
    assert kept == Test("t_seated_rotation", "rotation", Side.LEFT, (31, 33, 32), "deg", "camera", TODAY, 2, True)


def test_both_sides_of_a_test_are_taken_back_as_one(ready: Person, clock: Any) -> None:
    turn_test(ready, Side.LEFT, 31, 33)
    clock.pass_by(minutes=2)
    turn_test(ready, Side.RIGHT, 44, 45)
    assert ready.undo_last().about == "t_seated_rotation"
    assert ready.case().tests == ()


def test_no_test_without_a_screen_that_allows_exercise(person: Person, answer: Answer) -> None:
    assert person.testing.open_tests() == ()
    with pytest.raises(NotAllowedError):
        turn_test(person, Side.LEFT, 31)
    answer("rf_lung")
    with pytest.raises(NotAllowedError):
        turn_test(person, Side.LEFT, 31)
    assert person.case().tests == ()


def test_no_test_in_a_flare(ready: Person) -> None:
    ready.diary.log_pain(8)
    verdict = ready.verdict()
    assert isinstance(verdict, Cleared)
    assert verdict.flare
    assert ready.testing.open_tests() == ()
    with pytest.raises(BadInputError, match="not open today"):
        turn_test(ready, Side.LEFT, 31)


def test_a_stiff_turn_of_two_days_is_a_finding_and_changes_the_programme(ready: Person, clock: Any, answer: Answer) -> None:
    before = ready.plans.plan()

    def status() -> Status:
        return next(f.status for f in ready.findings() if f.finding == "c_thoracic_rotation_stiff")

    assert status() is Status.NOT_TESTED
    turn_test(ready, Side.LEFT, 25, 26, 25)
    turn_test(ready, Side.RIGHT, 45, 46, 45)
    assert status() is Status.WATCH
    clock.pass_by(days=3)
    answer()
    turn_test(ready, Side.LEFT, 25, 26, 25)
    turn_test(ready, Side.RIGHT, 45, 46, 45)
    assert status() is Status.PRESENT
    after = ready.plans.plan()
    assert after.id != before.id
    assert "c_thoracic_rotation_stiff" in {p for d in after.programme.week for i in d.items for p in i.purposes}
    assert ready.review().findings[0].finding == "c_thoracic_rotation_stiff"


# -- export, import, delete -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.json")))
def test_what_is_imported_is_exported_again(person: Person, name: str) -> None:
    case = person.import_case((GOLDEN / f"{name}.json").read_text())
    first = person.export_case()
    assert json.loads(first)["today"] == "2026-02-20"
    person.import_case(first)
    assert (person.case(), person.export_case()) == (case, first)


def test_a_whole_visit_comes_back_from_its_export(ready: Person) -> None:
    ready.diary.log_pain(4, 6)
    turn_test(ready, Side.LEFT, 31, 33)
    session_id = ready.sessions.start(SessionKind.FULL, 3)
    ready.sessions.add_rep(session_id, 0, "a", peak=20.5)
    ready.sessions.skip_item(session_id, 1)
    ready.sessions.finish_session(session_id, 2, 5)
    before = ready.case()
    assert ready.import_case(ready.export_case()) == before
    assert ready.undo_last().kind == "import"
    assert ready.case() == before
    assert ready.sessions.session(session_id).items[0].reps == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not a case", "case file: line 1, column 1: not JSON (Expecting value)"),
        ('{"today": "2026-02-20", "about": {"age": 430}, "screens": []}', "case file: about.age: 430 is not between 0 and 120"),
        ('{"today": "2026-03-01", "about": {}, "screens": []}', "case file: today: 2026-03-01 is after today, 2026-02-20"),
    ],
)
def test_an_import_that_can_not_be_used_changes_nothing(ready: Person, text: str, message: str) -> None:
    before = ready.case()
    with pytest.raises(BadInputError) as caught:
        ready.import_case(text)
    assert str(caught.value) == message
    assert ready.case() == before


def test_an_import_during_a_session_ends_it_with_a_way_back(ready: Person) -> None:
    session_id = ready.sessions.start(SessionKind.EASE_NOW)
    ready.sessions.add_rep(session_id, 0, "a")
    ready.import_case((GOLDEN / "go.json").read_text())
    with pytest.raises(BadInputError, match="not there any more"):
        ready.sessions.add_rep(session_id, 0, "b")
    ready.undo_last()
    assert ready.sessions.add_rep(session_id, 0, "b").count == 2


def words_in_files(folder: Path, word: bytes) -> list[str]:
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and word in path.read_bytes()]


def test_after_ten_minutes_nothing_deleted_is_left_in_any_file(person: Person, path: Path, clock: Any) -> None:
    person.diary.name_activity("lifting my grandchild", 8)
    backups = path.parent / "backups"
    backups.mkdir()
    (backups / "record-0000-20250101T000000.sqlite").write_bytes(b"lifting my grandchild")
    person.delete_everything()
    assert person.is_new()
    assert words_in_files(path.parent, b"grandchild") == ["record.sqlite"]
    clock.pass_by(minutes=9)
    assert person.can_undo() is not None
    clock.pass_by(minutes=2)
    assert person.can_undo() is None
    assert words_in_files(path.parent, b"grandchild") == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_deleting_again_lets_go_at_once(person: Person, path: Path) -> None:
    person.diary.name_activity("lifting my grandchild", 8)
    person.delete_everything()
    person.delete_everything()
    assert person.can_undo() is None
    assert words_in_files(path.parent, b"grandchild") == []


def test_after_a_deletion_the_screen_comes_first_again(ready: Person) -> None:
    ready.delete_everything()
    assert isinstance(ready.verdict(), Incomplete)
    with pytest.raises(NotAllowedError):
        ready.plans.plan()
