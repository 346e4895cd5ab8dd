"""Reminders, the calendar's feed, days away and desk breaks, as the pages do them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from upperback.model.catalogue import Catalogue
from upperback.services.person import Person
from upperback.services.views import ScreenKind, SessionKind

HEALTH = re.compile(r"back|neck|pain|exercise|session|spine|health|posture|upperback", re.IGNORECASE)
REMINDERS = {"day": ["0", "2", "4"], "at": "18:30", "zone": "Asia/Kolkata", "says": "not"}
BREAKS = {"every": "45", "day": ["0", "1", "2", "3", "4"], "from": "08:00", "until": "17:00", "notify": "on", "full": "off"}
JSON = {"origin": "http://127.0.0.1:8737", "accept": "application/json"}


@pytest.fixture
def planned(history: None, screened: Callable[..., None], person: Person) -> Person:
    """Three weeks on, today's questions answered."""
    if person.screening.need().kind is not ScreenKind.NONE:
        person.screening.open(ScreenKind.FULL)
        screened()
    person.plans.plan()
    return person


def read(calendar: bytes) -> Any:
    return Calendar.from_ical(calendar)


def texts_of(calendar: bytes) -> list[str]:
    """Everything a calendar would show."""
    parsed = read(calendar)
    shown = ("SUMMARY", "DESCRIPTION", "X-WR-CALNAME", "NAME", "LOCATION", "CATEGORIES")
    return [str(part[name]) for part in parsed.walk() for name in shown if name in part]


def feed_of(owner: Any) -> str:
    owner.post("/habits/feed/renew")
    found = re.search(r'value="http://127\.0\.0\.1:8737(/feed/[^"]+)"', owner.get("/habits").text)
    assert found
    return found.group(1)


def test_reminders_are_kept_as_wished_and_taken_back_by_one_press(owner: Any, person: Person) -> None:
    owner.post("/habits/reminders", REMINDERS)
    kept = person.reminding.habits()
    assert (kept.remind_on, kept.remind_at.isoformat(), kept.zone, kept.says_what) == (
        (0, 2, 4),
        "18:30:00",
        "Asia/Kolkata",
        False,
    )
    owner.post("/undo")
    assert person.reminding.habits().remind_on == ()


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({**REMINDERS, "zone": "Atlantis/Main"}, "We don’t know that time zone"),
        ({**REMINDERS, "at": "25:00"}, "Please give a time"),
        ({**REMINDERS, "day": ["7"]}, "Choose"),
    ],
)
def test_what_can_not_be_is_said_and_nothing_is_kept(owner: Any, person: Person, form: dict[str, Any], why: str) -> None:
    answer = owner.post("/habits/reminders", form)
    assert answer.status_code == 400
    assert why.lower() in answer.text.lower()
    assert person.reminding.habits().remind_on == ()


def test_no_title_says_what_it_is_about_unless_it_is_wished(owner: Any, planned: Person) -> None:
    owner.post("/habits/reminders", REMINDERS)
    file = owner.get("/habits/reminders.ics")
    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert file.headers["content-disposition"] == 'attachment; filename="reminders.ics"'
    assert texts_of(file.content)
    assert not [text for text in texts_of(file.content) if HEALTH.search(text)]
    owner.post("/habits/reminders", {**REMINDERS, "says": "what"})
    assert "15 minutes for your upper back" in texts_of(owner.get("/habits/reminders.ics").content)


def test_the_feed_opens_with_its_secret_alone_until_it_is_renewed_or_switched_off(
    owner: Any, stranger: Any, planned: Person
) -> None:
    owner.post("/habits/reminders", REMINDERS)
    first = feed_of(owner)
    assert len(first.split("/")[2]) >= 16
    answer = stranger.get(first)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert stranger.get(first.replace(first.split("/")[2], "wrong" * 8)).status_code == 404
    assert stranger.get(first, headers={"host": "evil.test:8737"}).status_code == 400
    assert stranger.get("/habits/reminders.ics").status_code == 403
    second = feed_of(owner)
    assert (stranger.get(first).status_code, stranger.get(second).status_code) == (404, 200)
    owner.post("/habits/feed/off")
    assert stranger.get(second).status_code == 404
    assert "127.0.0.1:8737/feed/" not in owner.get("/habits").text


def test_a_calendar_that_has_the_newest_is_told_so(owner: Any, stranger: Any, planned: Person, clock: Any) -> None:
    owner.post("/habits/reminders", REMINDERS)
    feed = feed_of(owner)
    first = stranger.get(feed)
    held = {"if-none-match": first.headers["etag"]}
    assert stranger.get(feed, headers=held).status_code == 304
    assert stranger.get(feed, headers={"if-modified-since": first.headers["last-modified"]}).status_code == 304
    clock.forward(minutes=5)
    assert stranger.get(feed, headers=held).status_code == 304  # time alone changes nothing
    owner.post("/habits/reminders", {**REMINDERS, "at": "19:00"})
    second = stranger.get(feed, headers=held)
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]
    before, after = (read(answer.content).walk("VEVENT")[0] for answer in (first, second))
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert after["DTSTART"].dt.time().isoformat() == "19:00:00"


def test_a_session_done_early_and_a_missed_day_move_the_reminders_of_the_week(owner: Any, planned: Person, clock: Any) -> None:
    # The plan of today, a Thursday, runs to Wednesday; Thursday, Saturday and Monday are wished for.
    owner.post("/habits/reminders", {**REMINDERS, "day": ["0", "3", "5"]})
    assert planned.today().weekday() == 3
    before = read(owner.get("/habits/reminders.ics").content).walk("VEVENT")
    assert len(before) == 1
    assert "EXDATE" not in before[0]
    clock.forward(days=1)  # Thursday went by without a session
    series, moved = read(owner.get("/habits/reminders.ics").content).walk("VEVENT")
    assert moved["RECURRENCE-ID"].dt.date() == planned.today() - timedelta(days=1)
    wednesday = planned.today() + timedelta(days=5)
    assert moved["DTSTART"].dt == datetime.combine(wednesday, moved["DTSTART"].dt.time(), ZoneInfo("Asia/Kolkata"))
    assert series["SEQUENCE"] == moved["SEQUENCE"] == before[0]["SEQUENCE"] + 1
    # Days away: no reminder, and nothing to make up for.
    owner.post("/habits/away", {"first": wednesday.isoformat(), "last": (wednesday + timedelta(days=9)).isoformat()})
    away = read(owner.get("/habits/reminders.ics").content).walk("VEVENT")
    gone = [one.dt.date() for one in away[0]["EXDATE"].dts]
    assert gone == [wednesday + timedelta(days=n) for n in (1, 3, 5, 8)]
    assert len(away) == 1
    assert planned.case().away[0].first == wednesday


def test_days_away_are_noted_seen_and_forgotten(owner: Any, person: Person) -> None:
    today = person.today()
    owner.post("/habits/away", {"first": today.isoformat(), "last": (today + timedelta(days=6)).isoformat()})
    assert "Forget" in owner.get("/habits").text
    wrong = owner.post("/habits/away", {"first": today.isoformat(), "last": (today - timedelta(days=1)).isoformat()})
    assert "The last day has to be the first one or come after it." in wrong.text
    form = {"first": today.isoformat(), "last": (today + timedelta(days=6)).isoformat()}
    owner.post("/habits/away/forget", form)
    assert person.case().away == ()
    owner.post("/undo")
    assert len(person.case().away) == 1


def test_a_break_is_one_exercise_of_the_programme_and_is_kept_once(owner: Any, planned: Person, catalogue: Catalogue) -> None:
    page = owner.page("/break")
    exercise = next(e.attributes["value"] for e in page.all("input") if e.attributes.get("name") == "exercise")
    in_week = {item.exercise for day in planned.plans.plan().programme.week for item in day.items}
    assert exercise in in_week | {"micro_break_posture_shift"}
    assert catalogue.exercises[exercise].name in page.words
    key = next(e.attributes["value"] for e in page.all("input") if e.attributes.get("name") == "key")
    sessions = planned.case().sessions
    for _ in range(2):  # pressed twice, or sent again
        owner.post("/break/done", {"key": key, "exercise": exercise})
    (kept,) = planned.case().breaks
    assert [(item.exercise, item.sets, item.skipped) for item in kept.items] == [(exercise, 1, False)]
    assert planned.case().sessions == sessions
    plan = planned.plans.plan()
    assert (plan.done_today, planned.today() in plan.trained_on) == (False, False)
    assert "You did something for your back at the desk." in owner.get("/break?after=done&noted=break").text
    owner.post("/undo")
    assert planned.case().breaks == ()


def test_another_brings_another_and_a_break_that_hurt_does_not_come_again(owner: Any, planned: Person) -> None:
    def offered() -> tuple[str, str]:
        values = {
            e.attributes["name"]: e.attributes["value"] for e in owner.page("/break").all("input") if "value" in e.attributes
        }
        return values["exercise"], values["key"]

    first, _ = offered()
    owner.post("/break/another", {"exercise": first})
    second, key = offered()
    assert second != first
    answer = owner.post("/break/stop", {"key": key, "exercise": second, "reason": "pain_worse"})
    assert "Good that you stopped." in answer.text
    assert [item.stopped_because for item in planned.case().breaks[0].items] == ["pain_worse"]
    seen = set()
    for _ in range(12):
        name, _ = offered()
        seen.add(name)
        owner.post("/break/another", {"exercise": name})
    assert first in seen
    assert second not in seen


def test_a_sign_in_a_break_asks_the_short_questions_before_anything_else(owner: Any, planned: Person) -> None:
    answer = owner.post("/break/symptom", {"symptom": "dizzy"})
    assert answer.url.path == "/start"
    assert planned.screening.need().because == "symptom"
    assert "A few questions first" in owner.get("/break").text


def test_who_should_see_a_clinician_gets_no_breaks(owner: Any, person: Person, screened: Callable[..., None]) -> None:
    screened("rf_night_pain" if "rf_night_pain" in person.catalogue.questions else next(iter(person.catalogue.questions)))
    owner.post("/habits/breaks", BREAKS)
    assert owner.get("/break/next.json").json()["pace"] == "off"
    assert "/break/done" not in owner.get("/break").text


def test_the_rhythm_waits_through_a_meeting_and_asks_once_after_it(owner: Any, planned: Person, clock: Any) -> None:
    owner.post("/habits/reminders", REMINDERS)  # says the time zone
    owner.post("/habits/breaks", BREAKS)
    assert "data-rhythm" in owner.get("/").text
    assert owner.get("/break/next.json").json()["restart"] is True
    owner.post("/break/here", headers=JSON)
    assert owner.get("/break/next.json").json()["pace"] == "coming"
    owner.post("/break/meeting", {"minutes": "60"})
    clock.forward(minutes=46)
    waiting = owner.get("/break/next.json").json()
    assert (waiting["pace"], datetime.fromisoformat(waiting["at"])) == ("meeting", clock.now() + timedelta(minutes=14))
    clock.forward(minutes=15)
    assert owner.get("/break/next.json").json()["pace"] == "due"
    owner.post("/break/not_now")
    assert owner.get("/break/next.json").json()["pace"] == "coming"
    owner.post("/break/meeting", {"until": "10:15"})
    assert "Quiet until 10:15" in owner.get("/habits").text
    owner.post("/break/meeting/over")
    assert owner.get("/break/next.json").json()["pace"] == "coming"


def test_a_page_reminds_only_on_a_day_that_asks_for_it(owner: Any, planned: Person, clock: Any) -> None:
    owner.post("/habits/reminders", {**REMINDERS, "day": ["3"], "here": "on"})
    found = owner.get("/habits/now.json").json()
    assert (found["at"], found["says"]) == ("2026-01-22T18:30:00+05:30", False)
    session = planned.sessions.start(SessionKind.TWO_MINUTE)
    planned.sessions.finish_session(session)
    assert owner.get("/habits/now.json").json()["at"] is None
    owner.post("/undo")
    assert owner.get("/habits/now.json").json()["at"] is not None
    owner.post("/habits/breaks", {**BREAKS, "every": "0", "quiet_from": "18:00", "quiet_until": "07:00"})
    assert owner.get("/habits/now.json").json()["at"] is None


def test_deleting_everything_takes_habits_and_feed_along(owner: Any, stranger: Any, planned: Person) -> None:
    owner.post("/habits/reminders", REMINDERS)
    owner.post("/habits/away", {"first": planned.today().isoformat(), "last": ""})
    feed = feed_of(owner)
    planned.delete_everything()
    assert stranger.get(feed).status_code == 404
    assert (planned.reminding.habits().remind_on, planned.case().away) == ((), ())
