"""A whole record in and out: the case as it stands, and a case that takes its place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import RowMapping, Table, insert, select, update

from upperback.model.body import Side
from upperback.model.record import (
    About,
    Accepted,
    Away,
    Case,
    Change,
    Clearance,
    DiaryDay,
    Done,
    Function,
    KeptItem,
    KeptProgramme,
    Score,
    Screen,
    Session,
    Test,
    Wishes,
)
from upperback.store import tables
from upperback.store.store import Tx

# What an imported session was is not known beyond its items and its routine: it is kept as a finished one.
IMPORTED_KIND = "full"
ROUTINE = "routine"
BREAK = "break"  # a desk break: work, but no session
FINISHED = "finished"
COUNTED = frozenset({"done", "skipped", "stopped"})


@dataclass(frozen=True, slots=True)
class Days:
    """What grows by the day: the part of a case from one day to another."""

    screens: tuple[Screen, ...]
    diary: tuple[DiaryDay, ...]
    tests: tuple[Test, ...]
    sessions: tuple[Session, ...]
    programmes: tuple[KeptProgramme, ...]
    scores: Mapping[int, tuple[Score, ...]]  # by the number of their activity
    breaks: tuple[Session, ...] = ()


def read_days(tx: Tx, first: date, last: date) -> Days:
    """What is of the days `first` to `last`, both included."""
    sessions, breaks = _sessions(tx, first, last)
    return Days(
        screens=_screens(tx, first, last),
        diary=_diary(tx, first, last),
        tests=tuple(_test(r) for r in _of_days(tx, tables.self_test, last, first)),
        sessions=sessions,
        programmes=tuple(_kept(r) for r in _of_days(tx, tables.programme, last, first)),
        scores=_scores(tx, first, last),
        breaks=breaks,
    )


def read_case(tx: Tx, today: date, old: Days | None = None, recent_from: date = date.min) -> Case:
    """The record as it stands on `today`; `old` is what was read before of the days until `recent_from`.

    A screen counts as soon as it holds an answer; a session as soon as something in it was done, skipped or stopped.
    Entries dated after `today` (a clock that was set back) are left out."""
    me = tx.connection.execute(select(tables.person).where(tables.person.c.id == tx.person)).mappings().first()
    if me is None:
        return Case(today=today)
    recent = read_days(tx, recent_from, today)
    before = old or Days((), (), (), (), (), {})
    return Case(
        today=today,
        about=About(me["age"], me["sex"], me["since_weeks"], me["onset"], tuple(me["regions"])),
        screens=before.screens + recent.screens,
        clearances=tuple(
            Clearance(r["question"], r["day"], r["given_by"], tuple(r["blocked_tags"]))
            for r in _of_days(tx, tables.clearance, today)
            if r["void_from"] is None
        ),
        diary=before.diary + recent.diary,
        function=_function(tx, before.scores, recent.scores),
        change=tuple(Change(r["day"], r["pgic"]) for r in _of_days(tx, tables.own_change, today)),
        wishes=_wishes(me),
        tests=before.tests + recent.tests,
        sessions=before.sessions + recent.sessions,
        programmes=before.programmes + recent.programmes,
        accepted=tuple(Accepted(r["finding"], r["day"]) for r in _of_days(tx, tables.accepted, today)),
        breaks=before.breaks + recent.breaks,
        away=days_away(tx),
    )


def days_away(tx: Tx) -> tuple[Away, ...]:
    """Every stretch of days away, those to come too."""
    table = tables.away
    mine = select(table).where(table.c.person_id == tx.person).order_by(table.c.first, table.c.id)
    return tuple(Away(r["first"], r["last"]) for r in tx.connection.execute(mine).mappings())


def write_about(tx: Tx, about: About) -> None:
    _update_person(
        tx,
        age=about.age,
        sex=about.sex,
        since_weeks=about.since_weeks,
        onset=about.onset,
        regions=list(about.regions),
    )


def write_wishes(tx: Tx, wishes: Wishes) -> None:
    _update_person(
        tx,
        minutes_per_session=wishes.minutes_per_session,
        days_per_week=wishes.days_per_week,
        equipment=list(wishes.equipment),
        lacking=list(wishes.lacking),
        avoid_positions=list(wishes.avoid_positions),
        likes=list(wishes.likes),
        dislikes=list(wishes.dislikes),
        added=list(wishes.added),
        removed=list(wishes.removed),
    )


def write_case(tx: Tx, case: Case, session_ids: Sequence[str]) -> None:
    """Put a case into an empty record; `session_ids` gives each session and each desk break its id."""
    write_about(tx, case.about)
    write_wishes(tx, case.wishes)
    for screen in case.screens:
        # A screen of a file is as complete as it will ever be: it is not one under way.
        number = _insert(tx, tables.screen, day=screen.day, short=screen.short, because="import", finished_on=screen.day)
        _insert_all(tx, tables.answer, [{"screen_id": number, "question": q, "yes": y} for q, y in screen.answers.items()])
    for c in case.clearances:
        _insert(tx, tables.clearance, question=c.question, day=c.day, given_by=c.by, blocked_tags=list(c.blocked_tags))
    for d in case.diary:
        minutes = {"minutes_walked": d.minutes_walked, "minutes_swum": d.minutes_swum}
        _insert(tx, tables.diary, day=d.day, pain=d.pain, worst=d.worst, **minutes, slept_badly=d.slept_badly, ill=d.ill)
    for f in case.function:
        number = _insert(tx, tables.activity, name=f.activity, goal=f.goal)
        _insert_all(tx, tables.activity_score, [{"activity_id": number, "day": s.day, "score": s.score} for s in f.scores])
    for ch in case.change:
        _insert(tx, tables.own_change, day=ch.day, pgic=ch.pgic)
    for test in case.tests:
        add_test(tx, test)
    kinds = [(s, IMPORTED_KIND if s.routine is None else ROUTINE) for s in case.sessions] + [(s, BREAK) for s in case.breaks]
    for index, ((session, kind), session_id) in enumerate(zip(kinds, session_ids, strict=True)):
        _write_session(tx, index, session, kind, session_id)
    for away in case.away:
        _insert(tx, tables.away, first=away.first, last=away.last)
    for p in case.programmes:
        add_programme(tx, p, made_from=None, content=None)
    for a in case.accepted:
        _insert(tx, tables.accepted, finding=a.finding, day=a.day)


def add_test(tx: Tx, test: Test) -> int:
    return _insert(
        tx,
        tables.self_test,
        test=test.test,
        measure=test.measure,
        side=test.side.value,
        trials=list(test.trials),
        unit=test.unit,
        method=test.method,
        day=test.day,
        pain=test.pain,
        familiar=test.familiar,
        stopped_because=test.stopped_because,
    )


def add_programme(tx: Tx, kept: KeptProgramme, *, made_from: str | None, content: Any) -> int:
    days = [{"day": day, "items": [_kept_item_json(i) for i in items]} for day, items in kept.items]
    values = {"day": kept.day, "phase": kept.phase, "catalogue": kept.catalogue, "kept": days}
    return _insert(tx, tables.programme, made_from=made_from, content=content, **values)


def _update_person(tx: Tx, **values: Any) -> None:
    tx.connection.execute(update(tables.person).where(tables.person.c.id == tx.person).values(**values))


def _insert(tx: Tx, table: Table, **values: Any) -> int:
    key = tx.connection.execute(insert(table).values(person_id=tx.person, **values)).inserted_primary_key
    return 0 if key is None else int(key[0])


def _insert_all(tx: Tx, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        tx.connection.execute(insert(table), rows)


def _of_days(tx: Tx, table: Table, last: date, first: date = date.min) -> Sequence[RowMapping]:
    mine = select(table).where(table.c.person_id == tx.person, table.c.day >= first, table.c.day <= last)
    return tx.connection.execute(mine.order_by(table.c.day, table.c.id)).mappings().all()


def _diary(tx: Tx, first: date, last: date) -> tuple[DiaryDay, ...]:
    return tuple(
        DiaryDay(r["day"], r["pain"], r["worst"], r["minutes_walked"], r["minutes_swum"], r["slept_badly"], r["ill"])
        for r in _of_days(tx, tables.diary, last, first)
    )


def _screens(tx: Tx, first: date, last: date) -> tuple[Screen, ...]:
    answers: dict[int, dict[str, bool]] = defaultdict(dict)
    table = tables.screen
    mine = select(table.c.id).where(table.c.person_id == tx.person, table.c.day >= first, table.c.day <= last)
    for r in tx.connection.execute(select(tables.answer).where(tables.answer.c.screen_id.in_(mine))).mappings():
        answers[r["screen_id"]][r["question"]] = r["yes"]
    return tuple(
        Screen(r["day"], answers[r["id"]], r["short"])
        for r in _of_days(tx, tables.screen, last, first)
        if r["finished_on"] is not None or answers[r["id"]]
    )


def _scores(tx: Tx, first: date, last: date) -> Mapping[int, tuple[Score, ...]]:
    mine = select(tables.activity.c.id).where(tables.activity.c.person_id == tx.person)
    table = tables.activity_score
    dated = select(table).where(table.c.activity_id.in_(mine), table.c.day >= first, table.c.day <= last)
    found: dict[int, list[Score]] = defaultdict(list)
    for r in tx.connection.execute(dated.order_by(table.c.day, table.c.id)).mappings():
        found[r["activity_id"]].append(Score(r["day"], r["score"]))
    return {number: tuple(scores) for number, scores in found.items()}


def _function(tx: Tx, before: Mapping[int, tuple[Score, ...]], recent: Mapping[int, tuple[Score, ...]]) -> tuple[Function, ...]:
    named = select(tables.activity).where(tables.activity.c.person_id == tx.person).order_by(tables.activity.c.id)
    rows = tx.connection.execute(named).mappings()
    return tuple(Function(r["name"], r["goal"], before.get(r["id"], ()) + recent.get(r["id"], ())) for r in rows)


def _wishes(me: RowMapping) -> Wishes:
    return Wishes(
        minutes_per_session=me["minutes_per_session"],
        days_per_week=me["days_per_week"],
        equipment=tuple(me["equipment"]),
        lacking=tuple(me["lacking"]),
        avoid_positions=tuple(me["avoid_positions"]),
        likes=tuple(me["likes"]),
        dislikes=tuple(me["dislikes"]),
        added=tuple(me["added"]),
        removed=tuple(me["removed"]),
    )


def _test(r: RowMapping) -> Test:
    return Test(
        test=r["test"],
        measure=r["measure"],
        side=Side(r["side"]),
        trials=tuple(r["trials"]),
        unit=r["unit"],
        method=r["method"],
        day=r["day"],
        pain=r["pain"],
        familiar=r["familiar"],
        stopped_because=r["stopped_because"],
    )


def _sessions(tx: Tx, first: date, last: date) -> tuple[tuple[Session, ...], tuple[Session, ...]]:
    """The sessions of those days, and the desk breaks."""
    table = tables.session
    mine = select(table).where(table.c.person_id == tx.person, table.c.day >= first, table.c.day <= last)
    rows = tx.connection.execute(mine.order_by(table.c.day, table.c.number)).mappings().all()
    item = tables.session_item
    touched = select(item).where(item.c.session_id.in_(mine.with_only_columns(table.c.id)))
    items: dict[str, list[Done]] = defaultdict(list)
    for r in tx.connection.execute(touched.order_by(item.c.session_id, item.c.place)).mappings():
        if r["state"] in COUNTED or r["done_sets"] > 0:
            items[r["session_id"]].append(_done(r))
    kept = [r for r in rows if r["state"] == FINISHED or items[r["id"]]]
    return (
        tuple(_session(r, items[r["id"]]) for r in kept if r["kind"] != BREAK),
        tuple(_session(r, items[r["id"]]) for r in kept if r["kind"] == BREAK),
    )


def _session(r: RowMapping, items: list[Done]) -> Session:
    return Session(r["day"], r["pain_before"], r["pain_after"], r["pain_next_morning"], tuple(items), r["routine"])


def _done(r: RowMapping) -> Done:
    return Done(
        exercise=r["exercise"],
        side=Side(r["side"]),
        level=r["level"],
        sets=r["done_sets"],
        reps=r["done_reps"],
        hold_s=r["done_hold_s"],
        pain=r["pain"],
        effort=r["effort"],
        skipped=r["state"] == "skipped",
        stopped_because=r["stopped_because"],
        form_ok=r["form_ok"],
        peak=r["peak"],
    )


def _write_session(tx: Tx, number: int, session: Session, kind: str, session_id: str) -> None:
    tx.connection.execute(
        insert(tables.session).values(
            id=session_id,
            person_id=tx.person,
            number=number,
            day=session.day,
            kind=kind,
            state=FINISHED,
            routine=session.routine,
            started_at=datetime.combine(session.day, time(12), UTC).isoformat(),
            pain_before=session.pain_before,
            pain_after=session.pain_after,
            pain_next_morning=session.pain_next_morning,
        )
    )
    _insert_all(tx, tables.session_item, [_item_row(session_id, i, done) for i, done in enumerate(session.items)])


def _item_row(session_id: str, index: int, done: Done) -> dict[str, Any]:
    state = "skipped" if done.skipped else "stopped" if done.stopped_because else "done"
    return {
        "session_id": session_id,
        "item": index,
        "place": float(index),
        "exercise": done.exercise,
        "side": done.side.value,
        "level": done.level,
        "sets": done.sets,
        "reps": done.reps,
        "hold_s": done.hold_s,
        "rest_s": 0.0,
        "why": "",
        "instead": [],
        "state": state,
        "eased": False,
        "done_sets": done.sets,
        "done_reps": done.reps,
        "done_hold_s": done.hold_s,
        "pain": done.pain,
        "effort": done.effort,
        "stopped_because": done.stopped_because,
        "form_ok": done.form_ok,
        "peak": done.peak,
        "extra_side": Side.BOTH.value,
        "earlier": [],
    }


def _kept_item_json(item: KeptItem) -> dict[str, Any]:
    return {
        "exercise": item.exercise,
        "side": item.side.value,
        "level": item.level,
        "sets": item.sets,
        "reps": item.reps,
        "hold_s": item.hold_s,
        "rest_s": item.rest_s,
    }


def _kept(r: RowMapping) -> KeptProgramme:
    days = tuple((d["day"], tuple(_kept_item(i) for i in d["items"])) for d in r["kept"])
    return KeptProgramme(r["day"], r["phase"], r["catalogue"], days)


def _kept_item(i: dict[str, Any]) -> KeptItem:
    return KeptItem(i["exercise"], Side(i["side"]), i["level"], i["sets"], i["reps"], i["hold_s"], i["rest_s"])
