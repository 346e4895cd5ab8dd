"""The note for a clinician: what was answered, seen, measured and asked, and no more."""

from collections.abc import Callable
from datetime import date, timedelta

from upperback.care.clinician_note import note
from upperback.care.findings import assess
from upperback.care.progress import review
from upperback.care.screening import judge
from upperback.model.catalogue import Catalogue
from upperback.model.note import ClinicianNote
from upperback.model.record import HUMAN_REVIEW, Case, Change, Clearance, DiaryDay, Function, Score, Session, Test

MakeCase = Callable[..., Case]
MakeTest = Callable[..., tuple[Test, ...]]
TODAY = date(2026, 2, 20)


def made(catalogue: Catalogue, case: Case) -> ClinicianNote:
    verdict = judge(catalogue, case)
    return note(catalogue, case, verdict, review(catalogue, case, verdict, assess(catalogue, case)))


def lines(found: ClinicianNote, part: str) -> list[str]:
    return [line for one in found.parts if one.id == part for line in one.lines]


def test_a_yes_stands_with_its_day_the_question_and_words_to_say(catalogue: Catalogue, a_case: MakeCase) -> None:
    found = made(catalogue, a_case(["rf_cancer_history"]))
    question = catalogue.questions["rf_cancer_history"]
    assert found.questions == ("rf_cancer_history",)
    assert lines(found, "answers") == [
        f"19 February 2026: yes to “{question.text}”",
        f"In my words: {question.what_to_say}",
    ]


def test_questions_inside_a_yes_are_there_with_yes_no_and_open(catalogue: Catalogue, a_case: MakeCase) -> None:
    found = made(catalogue, a_case(["ca_bp_heart", "bp_over_180_110"], ["heart_not_cleared_for_exercise"]))
    said = lines(found, "answers")
    assert [line.split(":")[0].strip() for line in said] == ["19 February 2026", "yes", "not answered"]


def test_pain_over_7_that_was_only_noted_is_said_as_such(catalogue: Catalogue, a_case: MakeCase) -> None:
    found = made(catalogue, a_case(diary=(DiaryDay(TODAY, 8),)))
    assert lines(found, "answers")[0].startswith("From my age or the pain I noted: “")


def test_open_questions_are_counted(catalogue: Catalogue, a_case: MakeCase) -> None:
    assert lines(made(catalogue, a_case(drop=["rf_lung"])), "answers")[-1] == (
        "One question about warning signs is not answered."
    )
    assert lines(made(catalogue, Case(today=TODAY)), "answers") == ["No questions answered yet."]


def test_an_earlier_look_is_there_with_who_when_and_limits(catalogue: Catalogue, a_case: MakeCase) -> None:
    seen = (
        Clearance(HUMAN_REVIEW, date(2026, 2, 3), "physiotherapist"),
        Clearance("rf_under18", date(2026, 2, 20), "Dr Who", ("prone",)),
    )
    found = made(catalogue, a_case(["rf_under18"], clearances=seen))
    assert lines(found, "seen") == [
        "3 February 2026, physiotherapist: the whole course",
        "20 February 2026, Dr Who: Are you under 18?",
        "    to leave out: lying on your front",
    ]


def test_a_value_has_its_error_and_a_finding_its_state_in_words(catalogue: Catalogue, a_case: MakeCase, turns: MakeTest) -> None:
    case = a_case(tests=(*turns(TODAY - timedelta(days=6), 25, 41), *turns(TODAY, 25, 41)))
    said = lines(made(catalogue, case), "tests")
    assert said[0] == "Upper-back turning: Working on it."
    assert said[1].startswith("    20 February 2026, Seated trunk turn, left: 25°, ")
    assert "more or less. Our target: " in said[1]
    assert said[-1] == "Each value has its error beside it: 19 of 20 repeats would lie that near."


def test_pain_goals_work_and_what_is_asked_are_there(catalogue: Catalogue, a_case: MakeCase) -> None:
    case = a_case(
        diary=tuple(DiaryDay(TODAY - timedelta(days=n), 4) for n in range(21)),
        function=(Function("typing", 8, (Score(TODAY, 5),)), Function("lifting", 7)),
        change=(Change(TODAY, 4),),
        sessions=tuple(Session(TODAY - timedelta(days=n)) for n in range(90)),
    )
    found = made(catalogue, case)
    assert lines(found, "pain") == [
        "Pain of the last week: 4 of 10, from 7 noted days.",
        "Since the first week: the same. From 2 points on we call it a change.",
        "typing: 5 of 10 (0 is can’t, 10 is as before); 8 would be enough.",
        "lifting: not scored yet; 7 of 10 would be enough.",
        "All in all, since the start: 4 of 7 (7 is very much better). Said on 20 February 2026.",
    ]
    assert lines(found, "work")[:2] == [
        "90 sessions since 23 November 2025.",
        "In the last 6 weeks 42 days of the 24 I had planned.",
    ]
    asked = lines(found, "asked")
    assert "Twelve weeks of this work are over. Does it make sense to go on?" in asked
    assert "    [ ] lying on your front" in asked


def test_no_note_names_an_illness_as_the_persons(catalogue: Catalogue, a_case: MakeCase) -> None:
    said = " ".join(line for part in made(catalogue, a_case()).parts for line in part.lines).lower()
    assert not [word for word in ("you have", "diagnosis:", "suspected", "abnormal") if word in said]
