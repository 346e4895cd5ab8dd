"""Reminders as a calendar (RFC 5545): one series that repeats on the wished days, in the person's own time zone, with the days of
this week that have moved. Nothing in it says what it is about unless its title does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY: Final = timedelta(days=1)
ZONE_YEARS: Final = 15  # how far ahead the changes of the clock are written out; every program knows the zone's name besides
MAKER: Final = "-//Upperback//Reminders//EN"
ASK_AGAIN: Final = timedelta(hours=1)  # how often a calendar looks at the feed


@dataclass(frozen=True, slots=True)
class Reminders:
    """A series of reminders. `uid` names it for ever; `sequence` grows with every change, made at `changed_at` (aware). `on`:
    days of the week, Monday is 0; none: no reminders. `zone`: an IANA name. `skipped`: days that the series leaves out; `moved`:
    days of the series that are on another day (meant for, now on). `link`: where to go; "" for none."""

    uid: str
    title: str
    words: str
    zone: str
    on: tuple[int, ...]
    at: time
    first: date
    minutes: int
    skipped: tuple[date, ...] = ()
    moved: tuple[tuple[date, date], ...] = ()
    link: str = ""
    sequence: int = 0
    changed_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)


def write(reminders: Reminders) -> bytes:
    """The calendar as a file. The same reminders give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", vText(reminders.title))  # RFC 7986; text, which the library does not know of either
    calendar.add("x-wr-calname", vText(reminders.title))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(zone_of(reminders.zone, reminders.first))
    first = first_day(reminders)
    if first is not None:
        series = _event(reminders, first)
        series.add("rrule", {"freq": "weekly", "wkst": "MO", "byday": [DAYS[n] for n in sorted(reminders.on)]})
        moved = tuple((was, now) for was, now in reminders.moved if _in_series(reminders, was, first))
        gone = [day for day in reminders.skipped if _in_series(reminders, day, first) and day not in dict(moved)]
        if gone:
            series.add("exdate", [_local(reminders, day) for day in sorted(gone)])
        calendar.add_component(series)
        for was, now in sorted(moved):
            event = _event(reminders, now)
            event.add("recurrence-id", _local(reminders, was))
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def first_day(reminders: Reminders) -> date | None:
    """The day the series begins on; None without any day of the week."""
    return next((day for n in range(7) if (day := reminders.first + n * DAY).weekday() in reminders.on), None)


def _in_series(reminders: Reminders, day: date, first: date) -> bool:
    return day >= first and day.weekday() in reminders.on


def _event(reminders: Reminders, day: date) -> Event:
    event = Event()
    event.add("uid", reminders.uid)
    event.add("sequence", reminders.sequence)
    event.add("dtstamp", reminders.changed_at.astimezone(UTC))
    event.add("last-modified", reminders.changed_at.astimezone(UTC))
    event.add("dtstart", _local(reminders, day))
    event.add("duration", timedelta(minutes=reminders.minutes))
    event.add("summary", reminders.title)
    event.add("description", reminders.words)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if reminders.link:
        event.add("url", reminders.link)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", reminders.title)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event


def _local(reminders: Reminders, day: date) -> datetime:
    return datetime.combine(day, reminders.at, ZoneInfo(reminders.zone))


def zone_of(name: str, first: date) -> Timezone:
    """The VTIMEZONE of an IANA zone from the year of `first` on. The onset of a change stands in the time before it, as RFC 5545
    (3.6.5) asks; `Timezone.from_tzid` of icalendar 7.3 writes that of a spring an hour late.

    >>> spring = zone_of("Europe/Berlin", date(2026, 2, 1)).walk("DAYLIGHT")[0]
    >>> spring["DTSTART"].dt.isoformat(), spring["TZOFFSETFROM"].to_ical(), spring["TZOFFSETTO"].to_ical()
    ('2026-03-29T02:00:00', '+0100', '+0200')
    """
    zone = ZoneInfo(name)
    begin = datetime(first.year, 1, 1, tzinfo=UTC)
    component = Timezone()
    component.add("tzid", name)
    begun = begin.astimezone(zone)
    at_first = _offset(begun)
    component.add_component(_observance(begun, at_first, [begin + at_first]))
    changes: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = {}
    for at in _changes(zone, begin, begin.replace(year=first.year + ZONE_YEARS)):
        before, after = (at - timedelta(seconds=1)).astimezone(zone), at.astimezone(zone)
        key = (_offset(before), _offset(after), after.tzname() or name, bool(after.dst()))
        changes.setdefault(key, []).append(at)
    for (was, _, _, _), times in changes.items():
        component.add_component(_observance(times[0].astimezone(zone), was, [at + was for at in times]))
    return component


def _observance(after: datetime, was: timedelta, onsets: list[datetime]) -> TimezoneStandard | TimezoneDaylight:
    """What holds from the `onsets` on, which are told in the time before."""
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    part.add("dtstart", onsets[0].replace(tzinfo=None))
    if len(onsets) > 1:
        part.add("rdate", [at.replace(tzinfo=None) for at in onsets[1:]])
    part.add("tzname", after.tzname() or "")
    part.add("tzoffsetfrom", was)
    part.add("tzoffsetto", _offset(after))
    return part


def _offset(at: datetime) -> timedelta:
    return at.utcoffset() or timedelta(0)


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The instants at which the clock or its name changes, in UTC, to the second."""
    at = begin
    while at < end:
        later = at + 7 * DAY  # no zone changes twice within a week and back
        if _named(at, zone) != _named(later, zone):
            low, high = at, later
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
                low, high = (middle, high) if _named(middle, zone) == _named(at, zone) else (low, middle)
            yield high
        at = later


def _named(at: datetime, zone: ZoneInfo) -> tuple[timedelta, str | None, bool]:
    local = at.astimezone(zone)
    return _offset(local), local.tzname(), bool(local.dst())
