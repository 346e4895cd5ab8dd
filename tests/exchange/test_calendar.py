"""Reminders as a calendar: parsed again by icalendar, and by a reader that knows nothing but the file's own VTIMEZONE."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from upperback.exchange.calendar import DAYS, Reminders, write, zone_of

BERLIN = Reminders(
    uid="6f1c2d",
    title="A few minutes for you",
    words="Two minutes count too.",
    zone="Europe/Berlin",
    on=(0, 2, 4),
    at=time(18, 0),
    first=date(2026, 3, 21),  # the Saturday before the week in which the clock goes forward on its Sunday
    minutes=15,
    sequence=4,
    changed_at=datetime(2026, 3, 21, 9, 30, tzinfo=UTC),
)
CITIES = ("Europe/Berlin", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kolkata", "UTC")


def parsed(reminders: Reminders) -> Any:
    return Calendar.from_ical(write(reminders))


def events(reminders: Reminders) -> Any:
    return parsed(reminders).walk("VEVENT")


def occurrences(event: Any, until: date) -> list[datetime]:
    """The series as a calendar expands it: wall-clock times, without those taken out."""
    start, rule = event["DTSTART"].dt, event["RRULE"]
    assert (rule["FREQ"], set(rule)) == (["WEEKLY"], {"FREQ", "BYDAY", "WKST"})
    gone = {entry.dt.replace(tzinfo=None) for entry in event["EXDATE"].dts} if "EXDATE" in event else set()
    walls = [start.replace(tzinfo=None) + timedelta(days=n) for n in range((until - start.date()).days + 1)]
    on = [wall for wall in walls if DAYS[wall.weekday()] in rule["BYDAY"] and wall not in gone]
    return [wall.replace(tzinfo=start.tzinfo) for wall in on]


def offset_by_the_file(calendar: Any, at: datetime) -> timedelta:
    """What the VTIMEZONE alone says of an instant, by RFC 5545, 3.6.5: the newest onset, each told in the time before it."""
    newest: tuple[datetime, timedelta] | None = None
    (zone,) = calendar.walk("VTIMEZONE")
    for part in zone.subcomponents:
        onsets = [part["DTSTART"].dt, *([one.dt for one in part["RDATE"].dts] if "RDATE" in part else [])]
        for onset in onsets:
            instant = onset.replace(tzinfo=UTC) - part["TZOFFSETFROM"].td
            if instant <= at and (newest is None or instant > newest[0]):
                newest = (instant, part["TZOFFSETTO"].td)
    assert newest is not None
    return newest[1]


def test_the_series_stands_on_the_wished_days_at_the_wished_time_on_both_sides_of_a_change_of_the_clock() -> None:
    (event,) = events(BERLIN)
    found = occurrences(event, date(2026, 4, 4))
    assert [f"{one:%m-%d}" for one in found] == ["03-23", "03-25", "03-27", "03-30", "04-01", "04-03"]
    assert {one.time() for one in found} == {time(18, 0)}
    assert [one.astimezone(UTC).hour for one in found] == [17, 17, 17, 16, 16, 16]
    assert str(event["DTSTART"].dt.tzinfo) == "Europe/Berlin"


@pytest.mark.parametrize("zone", CITIES)
def test_the_file_alone_tells_every_hour_of_two_years_right(zone: str) -> None:
    calendar = parsed(Reminders("u", "t", "w", zone, (0,), time(7), date(2026, 1, 5), 15))
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at < datetime(2028, 1, 1, tzinfo=UTC):
        assert offset_by_the_file(calendar, at) == at.astimezone(ZoneInfo(zone)).utcoffset(), at
        at += timedelta(hours=1)


@given(
    zone=st.sampled_from(sorted(available_timezones() - {"localtime", "Factory", "posixrules"})),
    hours=st.integers(24, 24 * 365 * 14),
)
def test_any_zone_of_the_world_is_told_right(zone: str, hours: int) -> None:
    calendar = Calendar()
    calendar.add_component(zone_of(zone, date(2026, 1, 1)))
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    assert offset_by_the_file(calendar, instant) == instant.astimezone(ZoneInfo(zone)).utcoffset()


def test_a_moved_day_is_the_same_series_on_another_day_and_a_day_left_out_is_gone() -> None:
    monday, tuesday, wednesday = (date(2026, 3, day) for day in (23, 24, 25))
    series, moved = events(replace(BERLIN, moved=((monday, tuesday),), skipped=(wednesday, date(2026, 3, 24), date(2026, 3, 1))))
    assert series["UID"] == moved["UID"] == "6f1c2d"
    assert moved["RECURRENCE-ID"].dt == datetime(2026, 3, 23, 18, tzinfo=ZoneInfo("Europe/Berlin"))
    assert moved["DTSTART"].dt == datetime(2026, 3, 24, 18, tzinfo=ZoneInfo("Europe/Berlin"))
    assert "RRULE" not in moved
    assert [one.dt.date() for one in series["EXDATE"].dts] == [wednesday]  # the others are no days of the series
    assert [one.date() for one in occurrences(series, date(2026, 3, 28))] == [monday, date(2026, 3, 27)]


def test_number_and_stamp_are_those_of_the_last_change_and_the_same_reminders_give_the_same_bytes() -> None:
    assert write(BERLIN) == write(BERLIN)
    for event in events(BERLIN):
        assert (event["SEQUENCE"], event["UID"], event["CLASS"], event["TRANSP"]) == (4, "6f1c2d", "PRIVATE", "TRANSPARENT")
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == BERLIN.changed_at
        assert event["DURATION"].dt == timedelta(minutes=15)
        (alarm,) = event.walk("VALARM")
        assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(0))


def test_without_a_day_of_the_week_the_calendar_is_empty_and_still_one() -> None:
    calendar = parsed(replace(BERLIN, on=()))
    assert calendar.walk("VEVENT") == []
    assert calendar["PRODID"] == "-//Upperback//Reminders//EN"


def test_every_line_is_folded_and_ends_as_the_standard_says() -> None:
    text = write(replace(BERLIN, words="ä; , \\ \n" * 40))
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"\n" not in text.replace(b"\r\n", b"")
    (event,) = events(replace(BERLIN, words="ä; , \\ \n" * 3))
    assert str(event["DESCRIPTION"]) == "ä; , \\ \n" * 3


def test_every_text_is_escaped_the_name_of_the_calendar_too() -> None:
    lines = write(replace(BERLIN, title='Neck, arms; "back" \\')).decode().split("\r\n")
    said = 'Neck\\, arms\\; "back" \\\\'
    assert {"NAME:" + said, "X-WR-CALNAME:" + said, "SUMMARY:" + said} <= set(lines)
