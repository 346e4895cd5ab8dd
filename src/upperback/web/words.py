"""The few words the pages add of their own: statuses, kinds, methods, sides, units, doses. Plain, and never a verdict."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final

from upperback.model.body import Side, View
from upperback.model.care import Given, Status
from upperback.model.catalogue import Dose, Exercise, Kind
from upperback.model.regions import LARGER, PARTS, part_of, side_of
from upperback.services.views import Undone

KINDS: Final = {
    Kind.RELEASE: "Release",
    Kind.MOBILITY: "Mobilise",
    Kind.STRENGTH: "Strengthen",
    Kind.AEROBIC: "Get moving",
    Kind.HABIT: "Habits",
}

SIDES: Final = {Side.LEFT: "Left", Side.RIGHT: "Right", Side.BOTH: "Both sides"}

METHODS: Final = {
    "camera": "With the camera",
    "gyro": "With a phone on the body",
    "tape": "With a tape measure",
    "timer": "With a timer",
    "self": "By your own word",
}

VIEWS: Final = {
    View.FRONT: "Face the camera",
    View.SIDE: "Side-on",
    View.BACK: "Back to the camera",
    View.OBLIQUE: "Turned a little",
    View.NONE: "No camera",
}

# Status: words, kind of chip, icon.
STATUS: Final = {
    Status.NOT_TESTED: ("Not tested yet", "", "ruler"),
    Status.ABSENT: ("Inside our range", "good", "check"),
    Status.WATCH: ("Watching", "", "tilde"),
    Status.PRESENT: ("Working on it", "warm", "half"),
    Status.IMPROVING: ("Changing", "warm", "half"),
    Status.GONE: ("Settled", "good", "check"),
    Status.PLATEAU_ACCEPTED: ("Accepted as your build", "good", "check"),
    Status.REFER: ("Ask a clinician about this", "", "info"),
}

EQUIPMENT: Final = {
    "band": "Exercise band",
    "anchor": "A fixed point for a band",
    "ball": "Small ball",
    "pool": "A pool to swim in",
}
HOUSEHOLD: Final = {
    "chair": "Chair",
    "wall": "Free wall",
    "doorway": "Doorway",
    "mat": "Mat",
    "towel": "Towel",
    "pillow": "Pillow",
}
POSITIONS: Final = {
    "floor": "Anything on the floor",
    "standing": "Standing",
    "seated": "Sitting",
    "wall": "At a wall",
    "quadruped": "On hands and knees",
    "kneeling": "Kneeling",
    "supine": "Lying on the back",
    "prone": "Lying on the belly",
    "side-lying": "Lying on the side",
}

UNITS: Final = {
    "deg": "°", "cm": " cm", "s": " s", "min": " min", "min_per_week": " min a week", "points": " points", "count": "", "%": " %"
}  # fmt: skip

CHANGES: Final = {
    "diary": "You said how the pain is.",
    "activity": "You logged an activity.",
    "test": "You saved a test result.",
    "finish": "You finished a session.",
    "import": "You brought a record back, which replaced the one here.",
    "delete": "You deleted everything.",
    "about": "You changed what you told us about yourself.",
    "wishes": "You changed your wishes.",
    "clearance": "You told us that a clinician has seen you.",
    "function": "You said how an activity goes.",
    "change": "You said how things have changed.",
    "accepted": "You accepted a finding.",
    "morning": "You said how the morning after was.",
}

WISHES: Final = {"likes": "Likes", "dislikes": "Dislikes", "days_per_week": "Days", "minutes_per_session": "Minutes"}

NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")

PGIC: Final = {
    7: "Very much better",
    6: "Much better",
    5: "A little better",
    4: "The same",
    3: "A little worse",
    2: "Much worse",
    1: "Very much worse",
}


def region_names(regions: Collection[str]) -> list[str]:
    """Regions as one reads them; one the page does not know stands as it is.

    >>> region_names(["neck", "blade_left", "left_ear"])
    ['Neck', 'Shoulder blade, left', 'left ear']
    """
    return [_region_name(region) for region in regions]


def _region_name(region: str) -> str:
    part, side = part_of(region), side_of(region)
    name = PARTS.get(part) or LARGER.get(part)
    return region.replace("_", " ") if name is None else name if side is Side.BOTH else f"{name}, {side}"


def undone(last: Undone) -> str:
    """What the last change was, as one reads it beside "take it back".

    >>> from datetime import datetime, timezone
    >>> undone(Undone("test", "t_wall_angel", datetime(2026, 1, 22, tzinfo=timezone.utc)))
    'You saved a test result.'
    """
    return CHANGES.get(last.kind, "You changed something.")


def unit_mark(unit: str) -> str:
    """What follows a number of this unit.

    >>> unit_mark("deg"), unit_mark("s"), unit_mark("minutes")
    ('°', ' s', ' minutes')
    """
    return UNITS.get(unit, f" {unit.replace('_', ' ')}" if unit else "")


def amount(value: float, unit: str) -> str:
    """A measured value, rounded to wholes with its unit: the error is never smaller than that.

    >>> amount(31.4, "deg"), amount(22.0, "s"), amount(2, "points"), amount(-0.4, "deg"), amount(-2, "deg")
    ('31°', '22 s', '2 points', '0°', '−2°')
    """
    return f"{_whole(value)}{unit_mark(unit)}"


def _whole(value: float) -> str:
    """A whole number with the sign that is as wide as a plus; nothing has the value "minus nothing"."""
    return f"{round(value):d}".replace("-", "\N{MINUS SIGN}")


def dose(given: Given | Dose) -> str:
    """A dose in few words.

    >>> dose(Given(2, 12, 0, 60)), dose(Given(1, 1, 15, 0)), dose(Given(2, 5, 5, 30)), dose(Given(1, 1, 600, 0))
    ('2 × 12, rest 60 s', '15 s hold', '2 × 5, 5 s hold, rest 30 s', '10 minutes')
    """
    if given.reps == 1 and given.sets == 1 and given.hold_s >= 120:
        return f"{given.hold_s / 60:.0f} minutes"
    if given.reps == 1 and given.hold_s:
        words = f"{given.hold_s:g} s hold" if given.sets == 1 else f"{given.sets} × {given.hold_s:g} s hold"
    elif given.hold_s:
        words = (
            f"{given.sets} × " if given.sets > 1 else ""
        ) + f"{given.reps}{' times' if given.sets == 1 else ''}, {given.hold_s:g} s hold"
    else:
        words = f"{given.sets} × {given.reps}" if given.sets > 1 else f"{given.reps} times"
    return words + (f", rest {given.rest_s:g} s" if given.sets > 1 and given.rest_s else "")


def how_many(n: int, one: str, many: str) -> str:
    """A count that starts a sentence.

    >>> how_many(1, "area", "areas"), how_many(3, "area", "areas"), how_many(12, "area", "areas")
    ('One area', 'Three areas', '12 areas')
    """
    return f"{NUMBERS[n] if n < len(NUMBERS) else n} {one if n == 1 else many}"


def relaxed(line: str, exercises: Mapping[str, Exercise]) -> str:
    """A wish that gave way, without its key and with names for ids.

    >>> relaxed("days_per_week: 3 instead of 5, since some exercises need a day between.", {})
    'Days: 3 instead of 5, since some exercises need a day between.'
    """
    key, _, said = line.partition(": ")
    for exercise in exercises.values():
        said = said.replace(exercise.id, exercise.name.lower())
    return f"{WISHES.get(key, key)}: {said}"


def counted(n: int, one: str) -> str:
    """A count in running text.

    >>> counted(1, "session"), counted(3, "session")
    ('1 session', '3 sessions')
    """
    return f"{n} {one}{'' if n == 1 else 's'}"


def minutes_words(minutes: float) -> str:
    """Minutes, rounded up, in words for a heading.

    >>> minutes_words(0.4), minutes_words(14.2)
    ('1 minute', '15 minutes')
    """
    whole = max(1, -int(-minutes // 1))
    return "1 minute" if whole == 1 else f"{whole} minutes"


def listed(words: Collection[str], last: str = "and") -> str:
    """Words in a row.

    >>> listed(["neck", "back"]), listed(["a", "b", "c"]), listed(["a"])
    ('neck and back', 'a, b and c', 'a')
    """
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def near_day(day: date, today: date) -> str:
    """A day as one says it.

    >>> near_day(date(2026, 1, 23), date(2026, 1, 22)), near_day(date(2026, 2, 2), date(2026, 1, 22))
    ('tomorrow', 'on 2 February')
    """
    match (day - today).days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "yesterday"
        case ahead if 1 < ahead < 7:
            return f"on {day:%A}"
        case _:
            return f"on {day.day} {day:%B}"


def greeting(hour: int) -> str:
    """By the clock on the wall.

    >>> greeting(7), greeting(13), greeting(22), greeting(2)
    ('Good morning', 'Good afternoon', 'Good evening', 'Hello')
    """
    if hour < 5:
        return "Hello"
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


def week_of(day: date) -> tuple[date, ...]:
    """Monday to Sunday round a day."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=n) for n in range(7))
