"""What several pages say of their own in one language: amounts, doses, days near today, statuses. Plain, and never a verdict.

The sentences stand in the catalogue's texts (`texts/<language>/common.toml`); here is only which one.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final

from upperback.model.care import Given, Status
from upperback.model.catalogue import Dose, Exercise
from upperback.model.texts import Texts
from upperback.services.places import place_name

# Status: kind of chip, icon.
STATUS: Final = {
    Status.NOT_TESTED: ("", "ruler"),
    Status.ABSENT: ("good", "check"),
    Status.WATCH: ("", "tilde"),
    Status.PRESENT: ("warm", "half"),
    Status.IMPROVING: ("warm", "half"),
    Status.GONE: ("good", "check"),
    Status.PLATEAU_ACCEPTED: ("good", "check"),
    Status.REFER: ("", "info"),
}
_OF: Final = re.compile(r"of (\d+)")  # a count of points: "of 4"


class Words:
    """The words of one language. Every page's templates have them as `words`."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.STATUS = {status: (texts(f"common.status.{status}"), kind, icon) for status, (kind, icon) in STATUS.items()}

    def unit_mark(self, unit: str, n: float = 2) -> str:
        """What follows the number `n` of this unit, with the space before it: "°", " s", " of 4"."""
        if not unit:
            return ""
        out_of = _OF.fullmatch(unit)
        if out_of:
            return self.texts("common.out_of", of=out_of.group(1))
        key = f"common.units.{unit}"
        return self.texts(key, n=n) if key in self.texts else f" {unit.replace('_', ' ')}"

    def amount(self, value: float, unit: str) -> str:
        """A measured value, rounded to wholes with its unit: the error is never smaller than that."""
        whole = round(value)
        return self.texts("common.amount", n=whole, unit=self.unit_mark(unit, abs(whole)))

    def tenth(self, value: float) -> str:
        """A mean or a score of 0 to 10."""
        return self.texts.number(value, 1)

    def dose(self, given: Given | Dose) -> str:
        """A dose in few words: "2 × 12, rest 60 s", "15 s hold", "2 × 5, 5 s hold, rest 30 s", "10 minutes"."""
        texts = self.texts
        if given.reps == 1 and given.sets == 1 and given.hold_s >= 120:
            return texts("common.minutes", n=round(given.hold_s / 60))
        if given.reps == 1 and given.hold_s:
            key = "common.dose.hold" if given.sets == 1 else "common.dose.sets_hold"
        elif given.hold_s:
            key = "common.dose.reps_hold" if given.sets == 1 else "common.dose.sets_reps_hold"
        else:
            key = "common.dose.reps" if given.sets == 1 else "common.dose.sets_reps"
        said = texts(key, n=given.reps, sets=given.sets, hold_s=given.hold_s)
        if given.sets > 1 and given.rest_s:
            return texts("common.dose.with_rest", dose=said, rest_s=given.rest_s)
        return said

    def minutes(self, minutes: float) -> str:
        """Minutes, rounded up, at least one."""
        return self.texts("common.minutes", n=max(1, -int(-minutes // 1)))

    def near_day(self, day: date, today: date) -> str:
        """A day as one says it: "today", "tomorrow", "on Friday", "on 2 February"."""
        match (day - today).days:
            case 0:
                return self.texts("common.near.today")
            case 1:
                return self.texts("common.near.tomorrow")
            case -1:
                return self.texts("common.near.yesterday")
            case ahead if 1 < ahead < 7:
                return self.texts("common.near.weekday", day=day)
            case _:
                return self.texts("common.near.day", day=day)

    def regions(self, regions: Collection[str]) -> str:
        """Places of the body in a row; one the page does not know stands as it is."""
        return "; ".join(place_name(region, self.texts) for region in regions)

    def said(self, key: str, among: str) -> str:
        """The text of `key` among those of one table; one that is not there stands as it is."""
        full = f"{among}.{key}"
        return self.texts(full) if full in self.texts else key

    def relaxed(self, line: str, exercises: Mapping[str, Exercise]) -> str:
        """A wish that gave way, without its key and with names for ids."""
        key, _, said = line.partition(": ")
        for exercise in exercises.values():
            said = said.replace(exercise.id, exercise.name.lower())
        return self.texts("common.relaxed", wish=self.said(key, "common.wishes"), said=said)


def week_of(day: date) -> tuple[date, ...]:
    """Monday to Sunday round a day.

    >>> [d.day for d in week_of(date(2026, 1, 22))]
    [19, 20, 21, 22, 23, 24, 25]
    """
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=n) for n in range(7))
