"""What the person wishes to be reminded of and when, their days away, and the calendar that says so."""

import hmac
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from upperback.care.breaks import is_quiet
from upperback.care.moving import ahead
from upperback.care.weeks import trained_days, weeks_of
from upperback.exchange import calendar
from upperback.exchange.calendar import Reminders
from upperback.model.care import Refer
from upperback.model.habits import Ahead, Habits, Weeks
from upperback.model.record import Away, RecordError
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError, NotAllowedError, NothingFitsError
from upperback.services.plans import Plans
from upperback.services.views import Plan
from upperback.store import habits as kept
from upperback.store import journal
from upperback.store.habits import Feed
from upperback.store.store import Tx

EVERY: Final = (30, 45, 60, 90)  # minutes between desk breaks
AWAY_MOST: Final = timedelta(days=366)
DAY: Final = timedelta(days=1)
UNKNOWN_ZONE: Final = "UTC"


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """`tag` and `changed_at` say whether a copy still holds."""

    content: bytes
    tag: str
    changed_at: datetime


class Reminding:
    """`zone` is the computer's own time zone, "" where it has no name."""

    def __init__(self, chart: Chart, plans: Plans, *, zone: str) -> None:
        self._chart = chart
        self._plans = plans
        self._zone = zone if zone in available_timezones() else UNKNOWN_ZONE

    def habits(self) -> Habits:
        """As wished for; nothing at all before anything was."""
        with self._chart.reading() as tx:
            found = kept.read(tx)
        return found or Habits(zone=self._zone)

    def save(self, wished: Habits) -> None:
        """Keep how one wishes to be reminded. Can be undone. Raises BadInputError for a zone, a rhythm or hours that can't be."""
        self._check(wished)
        had = self.habits()
        same = (had.zone, had.remind_on, had.remind_at) == (wished.zone, wished.remind_on, wished.remind_at)
        # A series that stays keeps its start: a calendar knows it by that.
        begun = had.remind_from if same and had.remind_on else self._chart.today()
        with self._chart.writing(self._chart.today()) as tx:
            journal.remember(tx, "habits", "", self._chart.instant(), ("habits", {"person_id": tx.person}))
            kept.write(tx, replace(wished, remind_from=begun))

    def go_away(self, first: date, last: date) -> None:
        """Days away: nobody counts them, and no reminder comes. Can be undone."""
        try:
            away = Away(first, last)
        except RecordError as error:
            raise BadInputError(str(error), "refused.why.away_order") from error
        if last - first > AWAY_MOST or abs(first - self._chart.today()) > AWAY_MOST:
            raise BadInputError("away: within a year of today", "refused.why.away_long")
        with self._chart.writing(first) as tx:
            journal.remember(tx, "away", "", self._chart.instant(), ("away", {"person_id": tx.person}))
            kept.drop_away(tx, away.first, away.last)
            kept.add_away(tx, away.first, away.last)

    def come_back(self, first: date, last: date) -> None:
        """Forget these days away. Can be undone."""
        with self._chart.writing(first) as tx:
            journal.remember(tx, "away", "", self._chart.instant(), ("away", {"person_id": tx.person}))
            kept.drop_away(tx, first, last)

    def weeks(self) -> Weeks:
        """The weeks since the first session, counted kindly."""
        return weeks_of(self._chart.case(), self._chart.catalogue.rules.limits)

    def trained_days(self) -> frozenset[date]:
        """The days on which something of a session was done."""
        return trained_days(self._chart.case())

    # -- the calendar --------------------------------------------------------------------------------------------------
    def calendar(self, link: str = "") -> CalendarFile:
        """The reminders as a calendar file. Its number grows when what it says has changed since it was last asked for."""
        habits, today = self.habits(), self._chart.today()
        with self._chart.reading() as tx:
            feed = kept.feed(tx)
        skipped, moved = self._exceptions(habits, today)
        made = Reminders(
            uid="" if feed is None else feed.uid,
            title=self._title(habits),
            words=self._chart.catalogue.texts("habits.calendar.words"),
            zone=habits.zone,
            on=habits.remind_on,
            at=habits.remind_at,
            first=habits.remind_from if habits.remind_on else today,
            minutes=round(self._chart.case().wishes.minutes_per_session),
            skipped=skipped,
            moved=moved,
        )
        feed = self._numbered(made, feed)
        made = replace(made, uid=feed.uid, link=link, sequence=feed.sequence, changed_at=feed.changed_at)
        content = calendar.write(made)
        return CalendarFile(content, f'"{sha256(content).hexdigest()[:32]}"', feed.changed_at)

    def feed_secret(self) -> str | None:
        """The secret of the feed's address; None while it is off."""
        with self._chart.reading() as tx:
            feed = kept.feed(tx)
        return None if feed is None else feed.secret

    def is_feed(self, secret: str) -> bool:
        """Whether this is the feed's secret, told in the same time for any wrong one."""
        known = self.feed_secret()
        return known is not None and hmac.compare_digest(known.encode(), secret.encode())

    def renew_feed(self) -> str:
        """Switch the feed on, or give it another address: the one before is worth nothing from then on."""
        secret = self._chart.new_id() + self._chart.new_id()  # 244 random bits
        with self._chart.writing(self._chart.today()) as tx:
            kept.write_feed(tx, replace(self._feed(tx), secret=secret))
        return secret

    def switch_off_feed(self) -> None:
        """No address reaches the calendar any more."""
        with self._chart.writing(self._chart.today()) as tx:
            kept.write_feed(tx, replace(self._feed(tx), secret=None))

    # -- the page's own notice -----------------------------------------------------------------------------------------
    def remind_today(self) -> datetime | None:
        """When this page may remind today, aware; None when today needs no word: done, off, away, or not a day for it."""
        habits = self.habits()
        today = self._chart.today()
        skipped, moved = self._exceptions(habits, today)
        meant = today.weekday() in habits.remind_on and today not in skipped and today not in dict(moved)
        if not habits.remind_here or not (meant or today in dict(moved).values()) or is_quiet(habits, habits.remind_at):
            return None
        at = datetime.combine(today, habits.remind_at, ZoneInfo(habits.zone))
        with self._chart.reading() as tx:
            meeting = kept.desk_day(tx).meeting_until
        return at if meeting is None or meeting <= at else meeting

    def _feed(self, tx: Tx) -> Feed:
        return kept.feed(tx) or Feed(self._chart.new_id(), None, 0, "", self._chart.instant().replace(microsecond=0))

    def _numbered(self, made: Reminders, feed: Feed | None) -> Feed:
        """The feed with the number of what it says now; kept when that has changed."""
        # Not the words: the file and the feed may be asked for in two languages.
        said = replace(made, uid="", words="", title=str(self._says(self.habits())))
        fingerprint = sha256(repr(said).encode()).hexdigest()
        if feed is not None and feed.fingerprint == fingerprint:
            return feed
        with self._chart.writing(self._chart.today()) as tx:
            known = self._feed(tx)
            sequence = known.sequence + 1 if known.fingerprint else known.sequence
            now = self._chart.instant().replace(microsecond=0)
            known = replace(known, sequence=sequence, fingerprint=fingerprint, changed_at=now)
            kept.write_feed(tx, known)
        return known

    def _exceptions(self, habits: Habits, today: date) -> tuple[tuple[date, ...], tuple[tuple[date, date], ...]]:
        """The reminders that don't come, and those on another day: days away, and what this week has moved."""
        away = [
            day
            for one in self._chart.case().away
            for n in range((one.last - one.first).days + 1)
            if (day := one.first + n * DAY) >= today and day.weekday() in habits.remind_on
        ]
        plan = self._plan()
        if plan is None or not habits.remind_on:
            return tuple(dict.fromkeys(away)), ()
        left = self._left(habits, plan, today)
        days = [plan.made_on + n * DAY for n in range(7)]
        gone = [day for day in days if day >= today and day.weekday() in habits.remind_on and day not in left.days]
        # An import of the file later keeps the days that are over as they were.
        return tuple(sorted({*away, *gone} - {was for was, _ in left.moved})), left.moved

    def _left(self, habits: Habits, plan: Plan, today: date) -> Ahead:
        case, limits = self._chart.case(), self._chart.catalogue.rules.limits
        days = [plan.made_on + n * DAY for n in range(7)]
        meant = frozenset(day for day in days if day.weekday() in habits.remind_on)
        away = frozenset(day for day in days if any(one.first <= day <= one.last for one in case.away))
        trained = frozenset(plan.trained_on)
        # A reminder of a week's day before the reminders began is none that was missed.
        meant = frozenset(day for day in meant if day >= habits.remind_from)
        return ahead(plan.made_on, meant, len(meant), trained, away, limits, today=today, open_today=not plan.done_today)

    def _plan(self) -> Plan | None:
        try:
            return self._plans.plan()
        except (NotAllowedError, NothingFitsError):
            return None

    def _title(self, habits: Habits) -> str:
        texts = self._chart.catalogue.texts
        if not self._says(habits):
            return texts("habits.calendar.title")
        return texts("habits.calendar.title_says", n=round(self._chart.case().wishes.minutes_per_session))

    def says_what(self) -> bool:
        """Whether a notice may say what it is about."""
        return self._says(self.habits())

    def _says(self, habits: Habits) -> bool:
        """Whether a title may say what it is about; nothing calls to exercise while a clinician should look first."""
        return habits.says_what and not isinstance(self._chart.verdict(), Refer)

    @staticmethod
    def _check(wished: Habits) -> None:
        if wished.zone not in available_timezones():
            raise BadInputError("zone: no time zone we know", "refused.why.zone")
        if wished.break_every_min not in (0, *EVERY):
            raise BadInputError(f"break_every_min: one of {EVERY}, or 0", "refused.why.choose")
        if any(day not in range(7) for day in (*wished.remind_on, *wished.break_on)):
            raise BadInputError("days: 0 to 6", "refused.why.choose")
        if wished.break_every_min and wished.work_from == wished.work_until:
            raise BadInputError("work_until: the working day needs some hours", "refused.why.work_hours")


def zone_name(environ_tz: str, local: Path) -> str:
    """The computer's time zone by its IANA name: what TZ says, else where `local` (/etc/localtime) leads; "" where neither tells.

    >>> zone_name("Europe/Berlin", Path("/nowhere")), zone_name(":Asia/Tokyo", Path("/nowhere")), zone_name("", Path("/nowhere"))
    ('Europe/Berlin', 'Asia/Tokyo', '')
    """
    named = environ_tz.lstrip(":")
    known = available_timezones()
    if named in known:
        return named
    parts = local.resolve().parts
    found = "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else ""
    return found if found in known else ""


@cache
def zone_names() -> tuple[str, ...]:
    """The time zones one can choose, as Area/City and UTC."""
    areas = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return ("UTC", *sorted(name for name in available_timezones() if name.partition("/")[0] in areas))
