"""Case files: the same case comes back; what can't be true is refused with its place."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.catalogue.loader import load
from upperback.exchange.case_file import CaseFileError, read, write
from upperback.model.body import Side
from upperback.model.catalogue import ASKED_FOR, HOUSEHOLD, POSITIONS, Phase
from upperback.model.record import (
    About,
    Accepted,
    Case,
    Change,
    Clearance,
    DiaryDay,
    Done,
    Function,
    KeptItem,
    KeptProgramme,
    Score,
    Screen,
    Session,
    Test,
    Wishes,
)

CATALOGUE = load()
EXAMPLE = """{"today": "2026-02-20",
 "about": {"age": 43, "sex": "female", "since_weeks": 12, "onset": "gradual", "regions": ["neck", "upper_back_left"]},
 "screens": [{"day": "2026-02-19",
              "answers": {"rf_chest_cardiac": false, "ca_pregnancy": true, "preg_over_20_weeks_or_unsure": false}}],
 "clearances": [{"question": "rf_cancer_history", "day": "2026-02-10", "by": "family doctor", "blocked_tags": ["prone"]}],
 "diary": [{"day": "2026-02-18", "pain": 4, "worst": 6, "minutes_walked": 20, "minutes_swum": 0}],
 "function": [{"activity": "typing for an hour", "goal": 8, "scores": [{"day": "2026-02-05", "score": 4}]}],
 "change": [{"day": "2026-02-19", "pgic": 5}],
 "wishes": {"minutes_per_session": 15, "days_per_week": 4, "equipment": ["band"], "lacking": [], "avoid_positions": ["floor"],
            "likes": [], "dislikes": [], "added": [], "removed": []},
 "tests": [{"test": "t_seated_rotation", "measure": "rotation", "side": "left", "trials": [31.0, 33.5, 32.0], "unit": "deg",
            "method": "camera", "day": "2026-02-05", "pain": 2, "familiar": true, "stopped_because": null}],
 "sessions": [{"day": "2026-02-06", "pain_before": 3, "pain_after": 3, "pain_next_morning": 3,
               "items": [{"exercise": "chin_tuck_seated", "side": "both", "level": 1, "sets": 2, "reps": 10, "hold_s": 5,
                          "pain": 2, "effort": 4, "skipped": false, "stopped_because": null}]}],
 "programmes": [], "accepted": []}"""


def example() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(EXAMPLE)
    return found


def refused(text: str) -> str:
    with pytest.raises(CaseFileError) as caught:
        read(text, CATALOGUE)
    return str(caught.value)


def test_the_agreed_example_is_read_value_by_value() -> None:
    case = read(EXAMPLE, CATALOGUE)
    assert case.today == date(2026, 2, 20)
    assert case.about == About(43, "female", 12, "gradual", ("neck", "upper_back_left"))
    answers = {"rf_chest_cardiac": False, "ca_pregnancy": True, "preg_over_20_weeks_or_unsure": False}
    assert case.screens == (Screen(date(2026, 2, 19), answers),)
    assert case.clearances == (Clearance("rf_cancer_history", date(2026, 2, 10), "family doctor", ("prone",)),)
    assert case.diary == (DiaryDay(date(2026, 2, 18), 4, 6, 20, 0),)
    assert case.function == (Function("typing for an hour", 8, (Score(date(2026, 2, 5), 4),)),)
    assert case.change == (Change(date(2026, 2, 19), 5),)
    assert case.wishes == Wishes(15, 4, ("band",), avoid_positions=("floor",))
    assert case.tests[0].trials == (31.0, 33.5, 32.0)
    assert case.tests[0].side is Side.LEFT
    assert case.sessions[0].items == (Done("chin_tuck_seated", Side.BOTH, 1, 2, 10, 5, 2, 4),)


def test_the_agreed_example_comes_back_from_what_is_written() -> None:
    case = read(EXAMPLE, CATALOGUE)
    assert read(write(case), CATALOGUE) == case


def test_only_three_keys_are_needed() -> None:
    text = '{"today": "2026-02-20", "about": {}, "screens": []}'
    assert read(text, CATALOGUE) == Case(today=date(2026, 2, 20))


def test_lists_come_out_in_the_order_of_their_days() -> None:
    raw = example()
    raw["diary"] = [{"day": "2026-02-18", "pain": 4}, {"day": "2026-02-11", "pain": 6}]
    assert [d.pain for d in read(json.dumps(raw), CATALOGUE).diary] == [6, 4]


IMPOSSIBLE = [
    (("tests", 0, "pain"), 11, "tests[0].pain: 11 is not between 0 and 10"),
    (("tests", 0, "day"), "2026-02-21", "tests[0].day: 2026-02-21 is after today, 2026-02-20"),
    (("tests", 0, "trials"), [], "tests[0].trials: at least one trial is needed"),
    (("tests", 0, "trials"), [31.0, 400], "tests[0].trials[1]: 400 is not between 0 and 120"),
    (("tests", 0, "test"), "t_moon_walk", 'tests[0].test: "t_moon_walk" is no test we know'),
    (("tests", 0, "measure"), "speed", 'tests[0].measure: "speed" is no measure of this test we know'),
    (("tests", 0, "side"), "both", 'tests[0].side: this measure is taken for "left" and "right"'),
    (("tests", 0, "side"), "middle", 'tests[0].side: "middle" is no side we know'),
    (("tests", 0, "unit"), "cm", 'tests[0].unit: "cm" is no unit of this measure (deg) that we know'),
    (("tests", 0, "method"), "x-ray", 'tests[0].method: "x-ray" is no method we know'),
    (("sessions", 0, "items", 0, "hold_s"), -5, "sessions[0].items[0].hold_s: -5 is not between 0 and 86400"),
    (("sessions", 0, "items", 0, "level"), 1.5, "sessions[0].items[0].level: 1.5 is not a whole number"),
    (("sessions", 0, "items", 0, "exercise"), "headstand", 'sessions[0].items[0].exercise: "headstand" is no exercise we know'),
    (("sessions", 0, "routine"), "the_daily_six", 'sessions[0].routine: "the_daily_six" is no routine we know'),
    (("sessions", 0, "items", 0, "skipped"), 0, "sessions[0].items[0].skipped: 0 is not true or false"),
    (("screens", 0, "answers", "rf_unknown"), True, 'screens[0].answers: "rf_unknown" is no question we know'),
    (("screens", 0, "answers", "rf_lung"), "no", 'screens[0].answers.rf_lung: "no" is not true or false'),
    (("screens", 0, "day"), "20.2.2026", 'screens[0].day: "20.2.2026" is not a day such as 2026-02-20'),
    (("screens", 0, "day"), "2026-02-30", 'screens[0].day: "2026-02-30" is not a day of the calendar'),
    (("today",), "9999-12-31", 'today: "9999-12-31" is not between 1900 and 2200'),
    (("about", "age"), "43", 'about.age: "43" is not a number'),
    (("about", "age"), True, "about.age: true is not a number"),
    (("about", "sex"), "yes", 'about.sex: "yes" is no sex we know'),
    (("clearances", 0, "question"), "rf_x", 'clearances[0].question: "rf_x" is no question we know'),
    (("clearances", 0, "by"), "  ", "clearances[0].by: the text is empty"),
    (("clearances", 0, "by"), "dr\ud800", "clearances[0].by: the text has characters that can't be kept"),
    (("clearances", 0, "blocked_tags"), ["flying"], 'clearances[0].blocked_tags[0]: "flying" is no tag we know'),
    (("wishes", "equipment"), ["barbell"], 'wishes.equipment[0]: "barbell" is no equipment we know'),
    (("wishes", "avoid_positions"), ["upside down"], 'wishes.avoid_positions[0]: "upside down" is no position we know'),
    (("wishes", "days_per_week"), 9, "wishes.days_per_week: 9 is not between 1 and 7"),
    (("change", 0, "pgic"), 0, "change[0].pgic: 0 is not between 1 and 7"),
    (("function", 0, "scores", 0, "day"), "2027-01-01", "function[0].scores[0].day: 2027-01-01 is after today, 2026-02-20"),
    (("accepted",), [{"finding": "c_gravity", "day": "2026-02-01"}], 'accepted[0].finding: "c_gravity" is no finding we know'),
    (("diary",), {"day": "2026-02-01"}, "diary: an object is not a list"),
    (("surprise",), 1, 'the key "surprise" is unknown'),
    (("tests", 0, "mood"), 1, 'tests[0]: the key "mood" is unknown'),
]


@pytest.mark.parametrize(("path", "value", "message"), IMPOSSIBLE, ids=[message for *_, message in IMPOSSIBLE])
def test_what_can_not_be_is_refused_with_its_place(path: tuple[str | int, ...], value: object, message: str) -> None:
    raw = example()
    at: Any = raw
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert refused(json.dumps(raw)) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        (EXAMPLE[:200], "line 4, column "),
        ("[]", "a list is not an object"),
        ("null", "null is not an object"),
        ('{"today": "2026-02-20", "about": {}}', 'the key "screens" is missing'),
        ("{}", 'the key "about" is missing'),
        ('{"today": "2026-02-20", "today": "2026-02-21"}', 'the key "today" stands twice in one object'),
        (EXAMPLE.replace('"pain": 4', '"pain": NaN'), "diary[0].pain: NaN is not between 0 and 10"),
        (EXAMPLE.replace('"pain": 4', '"pain": -Infinity'), "diary[0].pain: -Infinity is not between 0 and 10"),
        (EXAMPLE.replace('"pain": 4', '"pain": 1e999'), "diary[0].pain: Infinity is not between 0 and 10"),
        (EXAMPLE.replace('"pain": 4', '"pain": ' + "9" * 5000), "diary[0].pain: Infinity is not between 0 and 10"),
        ("[" * 100_000, "nested deeper than 12"),
        ("[" * 20 + "]" * 20, "nested deeper than 12"),
        (" " * 20_000_001, "longer than 20,000,000 characters"),
        ('{"today": "2026-02-20", "about": {}, "screens": [' + "0," * 100_000 + "0]}", "screens: more than 100,000 entries"),
    ],
)
def test_what_is_no_case_file_at_all_is_refused(text: str, message: str) -> None:
    assert refused(text).startswith(message)


# -- what must always hold --------------------------------------------------------------------------------------------
TODAY = date(2026, 2, 20)
days = st.integers(0, 4000).map(lambda back: TODAY - timedelta(days=back))
scale = st.none() | st.integers(0, 10) | st.floats(0, 10)
words = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=40).filter(lambda t: bool(t.strip()))
exercise_ids = st.sampled_from(sorted(CATALOGUE.exercises))
some_exercises = st.lists(exercise_ids, max_size=3).map(tuple)
questions = sorted({*CATALOGUE.questions, *(s.id for q in CATALOGUE.questions.values() for s in q.subs)})
tags = sorted({tag for q in CATALOGUE.questions.values() for tag in q.block_tags})


def by_day(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=4).map(lambda found: tuple(sorted(found, key=lambda x: x.day)))


@st.composite
def some_test(draw: st.DrawFn) -> Test:
    kind = draw(st.sampled_from(sorted(CATALOGUE.tests)))
    measure = draw(st.sampled_from(CATALOGUE.tests[kind].measures))
    side = draw(st.sampled_from([Side.LEFT, Side.RIGHT] if measure.sides else [Side.BOTH]))
    trials = draw(st.lists(st.floats(measure.lower, measure.upper), min_size=1, max_size=5))
    method = draw(st.sampled_from(measure.methods))
    rest = draw(st.tuples(days, scale, st.none() | st.booleans(), st.none() | words))
    return Test(kind, measure.id, side, tuple(trials), measure.unit, method, *rest)


done = st.builds(
    Done,
    exercise=exercise_ids,
    side=st.sampled_from(Side),
    level=st.integers(1, 20),
    sets=st.integers(0, 100),
    reps=st.integers(0, 10_000),
    hold_s=st.floats(0, 86_400),
    pain=scale,
    effort=scale,
    skipped=st.booleans(),
    stopped_because=st.none() | words,
    form_ok=st.none() | st.booleans(),
    peak=st.none() | st.floats(-1e4, 1e4),
)
kept_items = st.builds(
    KeptItem,
    exercise=exercise_ids,
    side=st.sampled_from(Side),
    level=st.integers(1, 20),
    sets=st.integers(0, 100),
    reps=st.integers(0, 10_000),
    hold_s=st.floats(0, 86_400),
    rest_s=st.floats(0, 3600),
)
kept_days = st.tuples(st.integers(1, 7), st.lists(kept_items, max_size=2).map(tuple))
equipment = st.lists(st.sampled_from(sorted(ASKED_FOR | HOUSEHOLD)), max_size=3).map(tuple)
cases = st.builds(
    Case,
    today=st.just(TODAY),
    about=st.builds(
        About,
        age=st.none() | st.integers(0, 120),
        sex=st.sampled_from([None, "female", "male", "other"]),
        since_weeks=st.none() | st.integers(0, 6000),
        onset=st.sampled_from([None, "gradual", "sudden"]),
        regions=st.lists(words, max_size=2).map(tuple),
    ),
    screens=by_day(st.builds(Screen, days, st.dictionaries(st.sampled_from(questions), st.booleans()), st.booleans())),
    clearances=by_day(
        st.builds(Clearance, st.sampled_from(questions), days, words, st.lists(st.sampled_from(tags), max_size=2).map(tuple))
    ),
    diary=by_day(st.builds(DiaryDay, days, scale, scale, st.floats(0, 1440), st.integers(0, 1440))),
    function=st.lists(
        st.builds(Function, words, st.floats(0, 10), by_day(st.builds(Score, days, st.floats(0, 10)))), max_size=3
    ).map(tuple),
    change=by_day(st.builds(Change, days, st.integers(1, 7))),
    wishes=st.builds(
        Wishes,
        minutes_per_session=st.floats(2, 60),
        days_per_week=st.integers(1, 7),
        equipment=equipment,
        lacking=equipment,
        avoid_positions=st.lists(st.sampled_from(sorted(POSITIONS | {"floor"})), max_size=2).map(tuple),
        likes=some_exercises,
        dislikes=some_exercises,
        added=some_exercises,
        removed=some_exercises,
    ),
    tests=by_day(some_test()),
    sessions=by_day(st.builds(Session, days, scale, scale, scale, st.lists(done, max_size=3).map(tuple))),
    programmes=by_day(
        st.builds(
            KeptProgramme, days, st.sampled_from([p.value for p in Phase]), words, st.lists(kept_days, max_size=2).map(tuple)
        )
    ),
    accepted=by_day(st.builds(Accepted, st.sampled_from(sorted(CATALOGUE.findings)), days)),
)


@given(cases)
@settings(max_examples=60, deadline=None)
def test_any_case_comes_back_from_what_is_written(case: Case) -> None:
    assert read(write(case), CATALOGUE) == case


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def complaint(text: str) -> str | None:
    """What is wrong with the text, None when it is a case; any other error fails the test."""
    try:
        read(text, CATALOGUE)
    except CaseFileError as error:
        return str(error)
    return None


@given(st.sampled_from(sorted(json.loads(EXAMPLE))), values)
@settings(max_examples=150, deadline=None)
def test_whatever_stands_at_a_key_it_is_a_case_or_one_line_that_says_where(key: str, value: object) -> None:
    said = complaint(json.dumps(example() | {key: value}))
    assert said is None or "\n" not in said
    assert said is None or said.startswith((key, "NaN", "Infinity", "-Infinity"))


@given(st.integers(0, len(EXAMPLE) - 1))
@settings(max_examples=80, deadline=None)
def test_a_file_that_was_cut_off_is_refused(length: int) -> None:
    assert complaint(EXAMPLE[:length]) is not None
