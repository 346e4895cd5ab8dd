"""Habits: reminders as a calendar and as notices, days away, weeks kindly counted, and the rhythm of desk breaks."""

from dataclasses import replace
from datetime import date, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from upperback.model.catalogue import Catalogue
from upperback.model.habits import WEEK_DAYS
from upperback.services.breaks import MEETING_MIN
from upperback.services.errors import BadInputError
from upperback.services.habits import EVERY, CalendarFile, zone_names
from upperback.services.person import Person
from upperback.web.forms import Sent
from upperback.web.gate import FEED
from upperback.web.render import page
from upperback.web.security import LOOPBACK, Keys

router = APIRouter()

HABITS: Final = "/habits"
KIND: Final = "text/calendar; charset=utf-8"
WEEKS_SHOWN: Final = 8
NUMBERS: Final = tuple(str(day) for day in WEEK_DAYS)


@router.get(HABITS)
def show(request: Request) -> Response:
    person: Person = request.app.state.person
    habits, weeks = person.reminding.habits(), person.reminding.weeks()
    secret = person.reminding.feed_secret()
    return page(
        request,
        "habits.html",
        habits=habits,
        weeks=weeks,
        shown=weeks.weeks[-WEEKS_SHOWN:],
        away=person.case().away,
        today=person.today(),
        zones=zone_names(),
        feed="" if secret is None else f"http://{LOOPBACK[0]}:{_port(request)}{feed_path(secret)}",
        every=EVERY,
        rhythm=person.breaks.rhythm(),
        meetings=MEETING_MIN,
        meeting_until=person.breaks.in_meeting_until(),
        week_days=_week_days(person.today()),
        minutes=round(person.case().wishes.minutes_per_session),
    )


@router.post("/habits/reminders")
def save_reminders(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    had = person.reminding.habits()
    wished = replace(
        had,
        remind_on=tuple(int(day) for day in form.many("day", NUMBERS)),
        remind_at=form.clock("at") or had.remind_at,
        zone=form.text("zone", 64) or had.zone,
        says_what=form.one_of("says", ("what", "not")) == "what",
        remind_here=form.one_of("here", ("on",)) == "on",
    )
    person.reminding.save(wished)
    return RedirectResponse(f"{HABITS}?noted=habits", 303)


@router.post("/habits/breaks")
def save_breaks(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    had = person.reminding.habits()
    quiet_from, quiet_until = form.clock("quiet_from"), form.clock("quiet_until")
    if (quiet_from is None) != (quiet_until is None):
        raise BadInputError("quiet_from, quiet_until: both or neither", "refused.why.quiet")
    wished = replace(
        had,
        break_every_min=int(form.one_of("every", ("0", *map(str, EVERY))) or 0),
        break_on=tuple(int(day) for day in form.many("day", NUMBERS)),
        work_from=form.clock("from") or had.work_from,
        work_until=form.clock("until") or had.work_until,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        break_notify=form.one_of("notify", ("on", "off")) == "on",
        break_full_screen=form.one_of("full", ("on", "off")) == "on",
    )
    person.reminding.save(wished)
    return RedirectResponse(f"{HABITS}?noted=habits#breaks", 303)


@router.post("/habits/away")
def go_away(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    latest = person.today() + timedelta(days=366)
    first, last = form.day("first", latest), form.day("last", latest)
    if first is None:
        raise BadInputError("first: a day is expected", "refused.why.date", example=person.today().isoformat())
    person.reminding.go_away(first, last or first)
    return RedirectResponse(f"{HABITS}?noted=away#away", 303)


@router.post("/habits/away/forget")
def come_back(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    first, last = form.day("first", date.max), form.day("last", date.max)
    if first is not None and last is not None:
        person.reminding.come_back(first, last)
    return RedirectResponse(f"{HABITS}?noted=away#away", 303)


@router.post("/habits/feed/renew")
def renew_feed(request: Request) -> Response:
    """An address for the calendar, in place of the one before."""
    person: Person = request.app.state.person
    person.reminding.renew_feed()
    return RedirectResponse(f"{HABITS}#calendar", 303)


@router.post("/habits/feed/off")
def switch_off_feed(request: Request) -> Response:
    person: Person = request.app.state.person
    person.reminding.switch_off_feed()
    return RedirectResponse(f"{HABITS}#calendar", 303)


@router.get("/habits/reminders.ics")
def save_file(request: Request) -> Response:
    """The reminders as a file to open with a calendar; it may go to other devices, so it leads nowhere."""
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    name = catalogue.texts("habits.calendar.file_name")
    answer = Response(person.reminding.calendar().content, media_type=KIND)
    answer.headers["content-disposition"] = f'attachment; filename="{name}"'
    return answer


@router.api_route(FEED + "{secret}/reminders.ics", methods=["GET", "HEAD"], include_in_schema=False)
def feed(request: Request, secret: str) -> Response:
    """The same for a calendar on this computer that asks again and again. Its own secret opens it, no cookie; it says nothing to
    anyone else, and nothing beyond loopback."""
    person: Person = request.app.state.person
    if not _from_here(request) or not person.reminding.is_feed(secret):
        return PlainTextResponse("", 404)
    file = person.reminding.calendar(f"http://{LOOPBACK[0]}:{_port(request)}/")
    headers = {
        "etag": file.tag,
        "last-modified": format_datetime(file.changed_at, usegmt=True),
        "cache-control": "private, no-cache",
    }
    if _still_holds(request, file):
        return Response(status_code=304, headers=headers)
    return Response(file.content, media_type=KIND, headers=headers)


@router.get("/habits/now.json")
def now(request: Request) -> Response:
    """When this page may remind today."""
    person: Person = request.app.state.person
    at = person.reminding.remind_today()
    says = person.reminding.says_what()
    return JSONResponse({"at": None if at is None else at.isoformat(), "now": request.app.state.now().isoformat(), "says": says})


def feed_path(secret: str) -> str:
    """Where the feed lies."""
    return f"{FEED}{secret}/reminders.ics"


def _still_holds(request: Request, file: CalendarFile) -> bool:
    """Whether the asker's copy is this one; the tag decides where there is one (RFC 9110, 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or file.tag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    since = request.headers.get("if-modified-since")
    try:
        return since is not None and file.changed_at <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _from_here(request: Request) -> bool:
    """Whether the one who asks is on this computer."""
    return request.client is None or request.client.host in ("127.0.0.1", "::1", "::ffff:127.0.0.1")


def _port(request: Request) -> int:
    keys: Keys = request.app.state.keys
    return keys.port


def _week_days(today: date) -> list[tuple[int, date]]:
    """The days of a week, Monday first, for their names."""
    monday = today - timedelta(days=today.weekday())
    return [(n, monday + timedelta(days=n)) for n in WEEK_DAYS]
