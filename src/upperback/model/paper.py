"""What a printed document says: every word in its place, every picture as SVG text, nothing left to decide."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


class Sheet(StrEnum):
    """The size of the paper."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands on every page. `day`: the day it was made for, which also dates the file. `page` has the places `{n}` and
    `{of}` for the page's number. `language` is a BCP 47 tag, `direction` "ltr" or "rtl". `safety_language`: of the safety texts,
    which stay English until a clinician has read them in another."""

    title: str
    day: date
    made: str
    page: str
    language: str
    direction: str
    safety_language: str
    about: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, and what it shows in words for who does not see it."""

    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class Box:
    """A heading over lines that belong together."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One exercise of the handout. `kind` and `days` are a few words; `side`: the side first, or ""; `eased`: what an answer
    or a flare changes in it, or ""; `stop`: when to stop. `picture` None: there is no drawing."""

    name: str
    kind: str
    dose: str
    side: str
    days: str
    picture: Drawn | None
    steps: tuple[str, ...]
    breathing: str
    why: str
    eased: str
    stop: str


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """A day of the printed week: `name` short, `said` in full for who hears it; what is planned on it, in words."""

    name: str
    said: str
    planned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TickRow:
    """A row of the tick sheet: the days it is meant for, Monday first as in `TickSheet.days`."""

    name: str
    planned: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class TickSheet:
    """`weeks` weeks side by side, each with `days`. `notes`: rows for a number a day."""

    heading: str
    lead: str
    exercise: str
    weeks: tuple[str, ...]
    days: tuple[str, ...]
    rows: tuple[TickRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """A programme to print. `changed`: what answers changed; `stop`: the signs to stop at; `why` heads each reason; `activity`:
    walking and the like."""

    imprint: Imprint
    phase: str
    lead: str
    week_words: str
    week: tuple[DayOfWeek, ...]
    changed: Box | None
    stop: Box
    why: str
    moves: tuple[Move, ...]
    activity: Box | None
    ticks: TickSheet
    good_to_know: Box
    sources: Box


Tone = Literal["good", "open", "other"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A number over time, from first to now, and whether the change counts. `tone`: "good" a clear change for the better,
    "other" one the other way, "open" none."""

    name: str
    before: str
    after: str
    words: str
    tone: Tone
    note: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers, the sentence that says the same, and where it stands: over the whole width or half of it."""

    name: str
    sentence: str
    picture: Drawn
    wide: bool


@dataclass(frozen=True, slots=True)
class TestRow:
    """One measure: first and newest value and how far each can be off; `target` and `change` in words. `clear`: the two differ
    by more than that allows."""

    __test__ = False  # not one of pytest's

    name: str
    first: str
    first_on: str
    newest: str
    newest_on: str
    error: str
    target: str
    change: str
    clear: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A finding: its name, how it stands, why, and its rows."""

    name: str
    status: str
    why: str
    rows: tuple[TestRow, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `numbers`: the columns that hold numbers, from 0. `caption` says what it is."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of the report: lines, then charts, then tables."""

    heading: str
    lines: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """How it goes, to keep or to take along. `name` heads a line to write a name on; `first`: what comes before all else, or
    None. `columns` head the rows of `areas`; `numbers` has what is behind the charts as tables."""

    imprint: Imprint
    name: str
    state: str
    about: tuple[str, ...]
    because: tuple[str, ...]
    first: Box | None
    outcomes: tuple[Outcome, ...]
    course: Part
    areas_heading: str
    areas_lead: str
    areas: tuple[Area, ...]
    columns: tuple[str, ...]
    parts: tuple[Part, ...]
    numbers: Part
    sources: Box


@dataclass(frozen=True, slots=True)
class Letter:
    """The clinician's note on paper: a title, what it is, and headed lines; those that begin with four spaces are set in."""

    imprint: Imprint
    about: str
    parts: tuple[Box, ...]


Paper = Handout | Report | Letter
"""Everything that is printed."""
