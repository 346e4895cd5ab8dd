"""One person's record as a JSON text, in and out: the app's export and import, and what the case commands read.

Reading refuses whatever can't be true and names the place. Writing lists every field by name: what is not listed here
does not leave.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from upperback.exchange.case_json import write
from upperback.exchange.strict_json import JsonError, Value, parse
from upperback.model.body import Side
from upperback.model.catalogue import ASKED_FOR, HOUSEHOLD, METHODS, POSITIONS, Catalogue, Measure, Phase
from upperback.model.record import (
    HUMAN_REVIEW,
    PAIN_MAX,
    PAUSED,
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
    RecordError,
    Score,
    Screen,
    Session,
    Test,
    Wishes,
)

__all__ = ["CaseFileError", "read", "write"]

SEXES = ("female", "male", "other")
ONSETS = ("gradual", "sudden")
FLOOR = "floor"  # the word for every exercise with that tag
SIDES = tuple(s.value for s in Side)
PHASES = (*(p.value for p in Phase), PAUSED)
LISTS = ("clearances", "diary", "function", "change", "tests", "sessions", "programmes", "accepted", "breaks", "away")


class CaseFileError(ValueError):
    """A case file that can't be used; the message is one line with the place, e.g. "tests[3].pain: 11 is not ..."."""


def read(text: str, catalogue: Catalogue) -> Case:
    """The case in `text`; ids are those of `catalogue`. Lists come out in the order of their days. Raises CaseFileError."""
    try:
        return _case(parse(text), Known.of(catalogue))
    except (JsonError, RecordError) as error:
        raise CaseFileError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Known:
    """The ids a case file may name."""

    questions: frozenset[str]
    exercises: frozenset[str]
    past: frozenset[str]  # the exercises of earlier versions too: what was done or prescribed stays in a record
    measures: dict[str, dict[str, Measure]]
    findings: frozenset[str]
    tags: frozenset[str]
    routines: frozenset[str]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Known":
        questions = catalogue.questions.values()
        subs = frozenset(s.id for q in questions for s in q.subs)
        tags: set[str] = {s.adds_tag for q in questions for s in q.subs if s.adds_tag}
        for question in questions:
            tags |= question.block_tags | question.limit_tags.keys()
        for exercise in catalogue.exercises.values():
            tags |= exercise.tags | exercise.cautions
        return cls(
            questions=frozenset(catalogue.questions) | subs,
            exercises=frozenset(catalogue.exercises),
            past=frozenset(catalogue.exercises) | catalogue.retired.keys(),
            measures={t.id: {m.id: m for m in t.measures} for t in catalogue.tests.values()},
            findings=frozenset(catalogue.findings),
            tags=frozenset(tags),
            routines=frozenset(catalogue.routines),
        )


def _case(root: Value, known: Known) -> Case:
    got = root.object({"today", "about", "screens"}, {*LISTS, "wishes"})
    lists = {name: got[name].list() if name in got else [] for name in LISTS}
    today = got["today"].day()
    for name, values in (("screens", got["screens"].list()), *lists.items()):
        _none_after(today, [s for v in values for s in _dated(name, v)])
    return Case(
        today=today,
        about=_about(got["about"]),
        screens=_by_day([_screen(v, known) for v in got["screens"].list()]),
        clearances=_by_day([_clearance(v, known) for v in lists["clearances"]]),
        diary=_by_day([_diary(v) for v in lists["diary"]]),
        function=tuple(_function(v) for v in lists["function"]),
        change=_by_day([_change(v) for v in lists["change"]]),
        wishes=_wishes(got["wishes"], known) if "wishes" in got else Wishes(),
        tests=_by_day([_test(v, known) for v in lists["tests"]]),
        sessions=_by_day([_session(v, known) for v in lists["sessions"]]),
        programmes=_by_day([_programme(v, known) for v in lists["programmes"]]),
        accepted=_by_day([_accepted(v, known) for v in lists["accepted"]]),
        breaks=_by_day([_session(v, known) for v in lists["breaks"]]),
        away=tuple(sorted((_away(v) for v in lists["away"]), key=lambda away: away.first)),
    )


def _by_day(found: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(sorted(found, key=lambda x: x.day))


def _dated(name: str, value: Value) -> list[Value]:
    """What carries a day in an entry of the list `name`: the entry, or each score of an activity."""
    if name != "function":
        return [value]
    return value.members()["scores"].list() if "scores" in value.members() else []


def _none_after(today: date, values: Sequence[Value]) -> None:
    for value in values:
        members = value.members()
        if "day" in members and members["day"].day() > today:
            members["day"].fail(f"{members['day'].raw} is after today, {today}")


def _about(value: Value) -> About:
    got = value.object((), {"age", "sex", "since_weeks", "onset", "regions"})
    return About(
        age=got["age"].maybe(lambda v: v.whole(0, 120)) if "age" in got else None,
        sex=got["sex"].maybe(lambda v: v.one_of(SEXES, "sex")) if "sex" in got else None,
        since_weeks=got["since_weeks"].maybe(lambda v: v.whole(0, 6000)) if "since_weeks" in got else None,
        onset=got["onset"].maybe(lambda v: v.one_of(ONSETS, "onset")) if "onset" in got else None,
        regions=got["regions"].each(Value.text) if "regions" in got else (),
    )


def _screen(value: Value, known: Known) -> Screen:
    got = value.object({"day", "answers"}, {"short"})
    answers = got["answers"].members()
    for question, answer in answers.items():
        if question not in known.questions:
            Value(question, got["answers"].place).one_of(known.questions, "question")
        answer.flag()
    return Screen(
        day=got["day"].day(),
        answers={question: answer.flag() for question, answer in answers.items()},
        short=got["short"].flag() if "short" in got else False,
    )


def _clearance(value: Value, known: Known) -> Clearance:
    got = value.object({"question", "day", "by"}, {"blocked_tags"})
    return Clearance(
        question=got["question"].one_of(known.questions | {HUMAN_REVIEW}, "question"),
        day=got["day"].day(),
        by=got["by"].text(),
        blocked_tags=_ids(got, "blocked_tags", known.tags, "tag"),
    )


def _diary(value: Value) -> DiaryDay:
    got = value.object({"day"}, {"pain", "worst", "minutes_walked", "minutes_swum", "slept_badly", "ill"})
    return DiaryDay(
        day=got["day"].day(),
        pain=_scale(got, "pain"),
        worst=_scale(got, "worst"),
        minutes_walked=got["minutes_walked"].number(0, 1440) if "minutes_walked" in got else 0,
        minutes_swum=got["minutes_swum"].number(0, 1440) if "minutes_swum" in got else 0,
        slept_badly=got["slept_badly"].flag() if "slept_badly" in got else False,
        ill=got["ill"].flag() if "ill" in got else False,
    )


def _function(value: Value) -> Function:
    got = value.object({"activity", "goal"}, {"scores"})
    scores = got["scores"].list() if "scores" in got else []
    return Function(
        activity=got["activity"].text(),
        goal=got["goal"].number(0, 10),
        scores=_by_day([_score(v) for v in scores]),
    )


def _score(value: Value) -> Score:
    got = value.object({"day", "score"})
    return Score(got["day"].day(), got["score"].number(0, 10))


def _change(value: Value) -> Change:
    got = value.object({"day", "pgic"})
    return Change(got["day"].day(), got["pgic"].whole(1, 7))


def _wishes(value: Value, known: Known) -> Wishes:
    lists = {"equipment", "lacking", "avoid_positions", "likes", "dislikes", "added", "removed"}
    got = value.object((), {"minutes_per_session", "days_per_week", *lists})
    usual = Wishes()
    return Wishes(
        minutes_per_session=got["minutes_per_session"].number(2, 60)
        if "minutes_per_session" in got
        else usual.minutes_per_session,
        days_per_week=got["days_per_week"].whole(1, 7) if "days_per_week" in got else usual.days_per_week,
        equipment=_ids(got, "equipment", ASKED_FOR | HOUSEHOLD, "equipment"),
        lacking=_ids(got, "lacking", ASKED_FOR | HOUSEHOLD, "equipment"),
        avoid_positions=_ids(got, "avoid_positions", POSITIONS | {FLOOR}, "position"),
        likes=_wished(got, "likes", known),
        dislikes=_wished(got, "dislikes", known),
        added=_wished(got, "added", known),
        removed=_wished(got, "removed", known),
    )


def _test(value: Value, known: Known) -> Test:
    got = value.object({"test", "measure", "side", "trials", "unit", "method", "day"}, {"pain", "familiar", "stopped_because"})
    measures = known.measures[got["test"].one_of(known.measures, "test")]
    measure = measures[got["measure"].one_of(measures, "measure of this test")]
    side = Side(got["side"].one_of(SIDES, "side"))
    if measure.sides == (side is Side.BOTH):
        got["side"].fail('this measure is taken for "left" and "right"' if measure.sides else 'this measure has side "both"')
    if not got["trials"].list():
        got["trials"].fail("at least one trial is needed")
    got["method"].one_of(METHODS, "method")
    return Test(
        test=got["test"].raw,
        measure=measure.id,
        side=side,
        trials=got["trials"].each(lambda v: float(v.number(measure.lower, measure.upper))),
        unit=got["unit"].one_of((measure.unit,), f"unit of this measure ({measure.unit}) that"),
        method=got["method"].one_of(measure.methods, "method of this measure"),
        day=got["day"].day(),
        pain=_scale(got, "pain"),
        familiar=got["familiar"].maybe(Value.flag) if "familiar" in got else None,
        stopped_because=got["stopped_because"].maybe(Value.text) if "stopped_because" in got else None,
    )


def _session(value: Value, known: Known) -> Session:
    got = value.object({"day"}, {"pain_before", "pain_after", "pain_next_morning", "items", "routine"})
    return Session(
        day=got["day"].day(),
        pain_before=_scale(got, "pain_before"),
        pain_after=_scale(got, "pain_after"),
        pain_next_morning=_scale(got, "pain_next_morning"),
        items=got["items"].each(lambda v: _done(v, known)) if "items" in got else (),
        routine=got["routine"].one_of(known.routines, "routine") if "routine" in got else None,
    )


def _done(value: Value, known: Known) -> Done:
    got = value.object(
        {"exercise", "side", "level", "sets", "reps"},
        {"hold_s", "pain", "effort", "skipped", "stopped_because", "form_ok", "peak"},
    )
    return Done(
        exercise=got["exercise"].one_of(known.past, "exercise"),
        side=Side(got["side"].one_of(SIDES, "side")),
        level=got["level"].whole(1, 20),
        sets=got["sets"].whole(0, 100),
        reps=got["reps"].whole(0, 10_000),
        hold_s=got["hold_s"].number(0, 86_400) if "hold_s" in got else 0,
        pain=_scale(got, "pain"),
        effort=_scale(got, "effort"),
        skipped=got["skipped"].flag() if "skipped" in got else False,
        stopped_because=got["stopped_because"].maybe(Value.text) if "stopped_because" in got else None,
        form_ok=got["form_ok"].maybe(Value.flag) if "form_ok" in got else None,
        peak=got["peak"].maybe(lambda v: v.number(-1e4, 1e4)) if "peak" in got else None,
    )


def _away(value: Value) -> Away:
    got = value.object({"first", "last"})
    return Away(got["first"].day(), got["last"].day())


def _programme(value: Value, known: Known) -> KeptProgramme:
    got = value.object({"day", "phase", "catalogue", "items"})
    return KeptProgramme(
        day=got["day"].day(),
        phase=got["phase"].one_of(PHASES, "phase"),
        catalogue=got["catalogue"].text(),
        items=got["items"].each(lambda v: _kept_day(v, known)),
    )


def _kept_day(value: Value, known: Known) -> tuple[int, tuple[KeptItem, ...]]:
    got = value.object({"day", "items"})
    return got["day"].whole(1, 7), got["items"].each(lambda v: _kept_item(v, known))


def _kept_item(value: Value, known: Known) -> KeptItem:
    got = value.object({"exercise", "side", "level", "sets", "reps", "hold_s", "rest_s"})
    return KeptItem(
        exercise=got["exercise"].one_of(known.past, "exercise"),
        side=Side(got["side"].one_of(SIDES, "side")),
        level=got["level"].whole(1, 20),
        sets=got["sets"].whole(0, 100),
        reps=got["reps"].whole(0, 10_000),
        hold_s=got["hold_s"].number(0, 86_400),
        rest_s=got["rest_s"].number(0, 3600),
    )


def _accepted(value: Value, known: Known) -> Accepted:
    got = value.object({"finding", "day"})
    return Accepted(got["finding"].one_of(known.findings, "finding"), got["day"].day())


def _scale(got: dict[str, Value], name: str) -> float | None:
    return got[name].maybe(lambda v: v.number(0, PAIN_MAX)) if name in got else None


def _wished(got: dict[str, Value], name: str, known: Known) -> tuple[str, ...]:
    """Wishes for exercises that are gone are met by themselves."""
    return tuple(wish for wish in _ids(got, name, known.past, "exercise") if wish in known.exercises)


def _ids(got: dict[str, Value], name: str, known: Collection[str], what: str) -> tuple[str, ...]:
    return got[name].each(lambda v: v.one_of(known, what)) if name in got else ()
