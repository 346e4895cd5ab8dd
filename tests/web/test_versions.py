"""A record made under an earlier catalogue, opened under today's: its programme opens, runs and keeps its doses."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from upperback.model.care import Cleared, Given, LeftOut
from upperback.model.catalogue import Catalogue, Exercise
from upperback.model.record import Wishes
from upperback.services import knowledge
from upperback.services.errors import BadInputError
from upperback.services.kept import standing
from upperback.services.person import Person
from upperback.services.views import GroupStep, ItemState, SessionKind
from upperback.store.opening import open_store
from upperback.web.app import create_app

BASE = "http://127.0.0.1:8737"
GONE = "band_row_of_old"
CHANGED = "standing_arms_wide_rotation"
THEN = Given(sets=2, reps=6, hold_s=3.0, rest_s=11.0)
MONDAY = datetime(2026, 1, 19, 8, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
"""A dose that no ladder of today has."""


def before(catalogue: Catalogue) -> Catalogue:
    """The catalogue as it may have been: an exercise more, in the core, another ladder, and fewer findings."""
    old = replace(catalogue.exercises["band_row"], id=GONE, name="Row of old", equipment=(), serves=())
    rung = catalogue.exercises[CHANGED].ladder[0]
    ladder = (replace(rung, sets=THEN.sets, reps=THEN.reps, hold_s=THEN.hold_s, rest_s=THEN.rest_s),) * 6
    exercises: dict[str, Exercise] = {
        **catalogue.exercises,
        GONE: old,
        CHANGED: replace(catalogue.exercises[CHANGED], ladder=ladder),
    }
    findings = {name: found for name, found in catalogue.findings.items() if name != "c_guarding"}
    core = (GONE, *catalogue.core)
    return replace(catalogue, version="0.9.0", exercises=exercises, findings=findings, core=core, two_minute=(GONE,))


@dataclass
class Upgrade:
    """A database, and a person over it under either catalogue."""

    path: Path
    at: datetime = MONDAY

    def person(self, catalogue: Catalogue) -> Person:
        ids = iter(range(10**6))
        stamp = f"{catalogue.version}-{self.at:%d%H%M}-"
        return Person(open_store(self.path, self.at), catalogue, lambda: self.at, lambda: f"{stamp}{next(ids):06d}")


@pytest.fixture
def now() -> Catalogue:
    return knowledge.catalogue()


@pytest.fixture
def upgrade(tmp_path: Path, now: Catalogue) -> Upgrade:
    """Screened and planned under the earlier catalogue; its first session is half done."""
    made = Upgrade(tmp_path / "record.sqlite")
    old = made.person(before(now))
    screen = {"day": MONDAY.date().isoformat(), "answers": dict.fromkeys(now.questions, False)}
    old.import_case(json.dumps({"today": MONDAY.date().isoformat(), "about": {"age": 43}, "screens": [screen]}))
    day = old.plans.plan().today
    assert day is not None
    assert {GONE, CHANGED} <= {item.exercise for item in day.items}
    session = old.sessions.start(SessionKind.FULL, 3)
    row = next(item for item in old.sessions.session(session).items if item.exercise == GONE)
    old.sessions.add_rep(session, row.item, "first", by="tap")
    old.sessions.finish_set(session, row.item, 1)
    return made


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


def test_the_programme_stays_with_its_doses_and_says_what_is_gone(upgrade: Upgrade, now: Catalogue) -> None:
    kept = upgrade.person(before(now)).plans.plan()
    plan = upgrade.person(now).plans.plan()
    assert (plan.id, plan.made_on, plan.programme.catalogue) == (kept.id, MONDAY.date(), "0.9.0")
    items = [item for day in plan.programme.week for item in day.items]
    assert {item.dose for item in items if item.exercise == CHANGED} == {THEN}
    assert GONE not in {item.exercise for item in items}
    assert [len(day.items) for day in plan.programme.week] == [
        len([item for item in day.items if item.exercise != GONE]) for day in kept.programme.week
    ]
    assert plan.programme.changed[-1] == "1 exercise of this week is no longer part of Upperback, so it is left out."
    for day, old in zip(plan.programme.week, kept.programme.week, strict=True):
        lost = [item.minutes for item in old.items if item.exercise == GONE]
        assert day.minutes == pytest.approx(old.minutes - sum(lost))
    assert all(GONE not in (*item.instead, *day.two_minute_version) for day in plan.programme.week for item in day.items)


def test_a_session_begun_before_goes_on_without_what_is_gone(upgrade: Upgrade, now: Catalogue) -> None:
    person = upgrade.person(now)
    session = person.sessions.open_session()
    assert session is not None
    assert GONE not in {item.exercise for item in session.items}
    for item in session.items:
        assert item.state is ItemState.TODO
        for set_no in range(1, item.dose.sets + 1):
            person.sessions.finish_set(session.id, item.item, set_no)
    person.sessions.finish_session(session.id, pain_after=2, effort=4)
    done = person.case().sessions[-1].items
    assert {item.exercise for item in done} == {GONE, *(item.exercise for item in session.items)}
    assert next((item.sets, item.reps) for item in done if item.exercise == CHANGED) == (THEN.sets, THEN.reps)


def test_the_next_session_runs_at_the_old_doses_too(upgrade: Upgrade, now: Catalogue) -> None:
    upgrade.at += timedelta(days=1)
    person = upgrade.person(now)
    view = person.screening.open()
    while isinstance(view.step, GroupStep):  # the short form of each day
        view = person.screening.answer_group(view.step.group.id, dict.fromkeys(view.step.answers, False))
    person.screening.finish_screen()
    session = person.sessions.session(person.sessions.start(SessionKind.FULL, 2))
    assert next(item.dose for item in session.items if item.exercise == CHANGED) == THEN
    person.sessions.easier(session.id, session.items[0].item)
    short = person.sessions.session(person.sessions.start(SessionKind.TWO_MINUTE))
    assert [item.dose.sets for item in short.items] == [1]


def test_what_the_person_changes_makes_a_new_programme_of_today(upgrade: Upgrade, now: Catalogue) -> None:
    person = upgrade.person(now)
    person.plans.plan()
    person.diary.save_wishes(Wishes(minutes_per_session=10))
    assert person.plans.plan().programme.catalogue == now.version


def test_after_its_week_the_programme_is_of_today(upgrade: Upgrade, now: Catalogue) -> None:
    upgrade.at += timedelta(days=7)
    made = upgrade.person(now).plans.plan()
    assert made.programme.catalogue == now.version
    assert made.made_on == upgrade.at.date()
    assert {item.dose for day in made.programme.week for item in day.items if item.exercise == CHANGED}.isdisjoint({THEN})


def test_what_is_ruled_out_since_leaves_the_old_programme(upgrade: Upgrade, now: Catalogue) -> None:
    kept = upgrade.person(now).plans.plan().programme
    verdict = upgrade.person(now).verdict()
    assert isinstance(verdict, Cleared)
    left = standing(kept, now, replace(verdict, blocked_tags=frozenset({"end_range_rotation"})))
    assert CHANGED in {item.exercise for day in kept.week for item in day.items}
    assert CHANGED not in {item.exercise for day in left.week for item in day.items}
    assert LeftOut(CHANGED, now.tags["end_range_rotation"]) in left.left_out


def test_a_programme_kept_before_facts_had_names_stays_in_force(upgrade: Upgrade, now: Catalogue) -> None:
    engine = sa.create_engine(f"sqlite:///{upgrade.path}")
    with engine.begin() as connection:
        [kept] = connection.execute(sa.text("select made_from from programme")).scalars()
        facts = json.loads(kept)
        unnamed = ["0.1.0", facts["screen"], facts["findings"], facts["moved"], facts["phase"], "Wishes(...)"]
        connection.execute(sa.text("update programme set made_from = :it"), {"it": json.dumps(unnamed)})
    engine.dispose()
    assert upgrade.person(now).plans.plan().programme.catalogue == "0.9.0"


def test_the_record_is_exported_with_what_was_prescribed(upgrade: Upgrade, now: Catalogue) -> None:
    [kept] = json.loads(upgrade.person(now).export_case())["programmes"]
    assert kept["catalogue"] == "0.9.0"
    assert THEN.reps in {item["reps"] for _, items in ((d["day"], d["items"]) for d in kept["items"]) for item in items}


def test_an_exercise_that_is_retired_may_stand_in_a_record_that_is_brought_along(upgrade: Upgrade, now: Catalogue) -> None:
    text = upgrade.person(now).export_case()
    assert GONE in text
    other = Upgrade(upgrade.path.with_name("other.sqlite"))
    with pytest.raises(BadInputError, match=GONE):
        other.person(now).import_case(text)
    retired = replace(now, retired={GONE: "Row of old"})
    other.person(retired).import_case(text)
    assert other.person(retired).case().sessions == upgrade.person(now).case().sessions


@pytest.mark.parametrize("finished", [False, True])
def test_every_page_opens(upgrade: Upgrade, now: Catalogue, runner: asyncio.Runner, finished: bool) -> None:
    person = upgrade.person(now)
    session = person.sessions.open_session()
    assert session is not None
    if finished:
        person.sessions.finish_session(session.id, pain_after=2, effort=4)
    app: FastAPI = create_app(person, now, token="once", port=8737, now=lambda: upgrade.at)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=BASE)
    runner.run(client.get("/?token=once", follow_redirects=True))
    paths = ["/", "/programme", "/progress", "/findings", "/tests", "/exercises", "/settings", "/session", "/areas", "/routines"]
    paths += [f"/session/{session.id}"] if not finished else [f"/session/{session.id}/finish"]
    for path in paths:
        answer = runner.run(client.get(path, follow_redirects=True))
        assert answer.status_code == 200, (path, answer.status_code)
        assert "Row of old" not in answer.text
    assert "no longer part of Upperback" in runner.run(client.get("/programme")).text
    runner.run(client.aclose())
