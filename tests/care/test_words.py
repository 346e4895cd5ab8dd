"""What care says to a person keeps to the wording rules: no diagnosis, no promise, no fright."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from upperback.care.findings import assess
from upperback.care.progress import review
from upperback.care.screening import judge
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Programme
from upperback.model.catalogue import Action, Catalogue
from upperback.model.record import Case, DiaryDay, Session, Test, Wishes

MakeCase = Callable[..., Case]
Plan = Callable[[Case], Programme]

KNOWN = load()
MODIFY = [q.id for q in KNOWN.questions.values() if q.action is Action.MODIFY]
FORBIDDEN = re.compile(
    r"\b(diagnos\w*|cures?|treats?|treatment|cleared|safe for you|abnormal|normal|misaligned|out of balance|damaged?|"
    r"bad posture|weak spine|no pain no gain|for good|dangerous|wrong posture|you have a serious)\b",
    re.IGNORECASE,
)


def words_of(programme: Programme) -> Iterator[str]:
    yield from (*programme.changed, *programme.relaxed, *(left.because for left in programme.left_out))
    yield from (a.why for a in programme.activity)
    for day in programme.week:
        for item in day.items:
            yield from (item.why, item.eased)


def check(text: str) -> None:
    found = FORBIDDEN.search(text)
    assert found is None, f"{found.group()!r} in {text!r}" if found else ""
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", text.split(": ", 1)[-1]), f"an id in {text!r}"
    assert "  " not in text
    assert text == text.strip()


@pytest.mark.parametrize("question", [None, *MODIFY])
def test_a_programme_speaks_plainly(a_case: MakeCase, plan: Plan, question: str | None) -> None:
    for wishes in (Wishes(), Wishes(minutes_per_session=60, days_per_week=7, likes=("wall_angel",), avoid_positions=("floor",))):
        for text in words_of(plan(a_case([question] if question else [], wishes=wishes))):
            check(text)


@pytest.mark.parametrize("question", list(KNOWN.questions))
def test_the_screen_speaks_plainly(catalogue: Catalogue, a_case: MakeCase, question: str) -> None:
    subs = [sub.id for sub in catalogue.questions[question].subs]
    for case in (a_case([question]), a_case([question, *subs]), a_case([question], drop=subs), a_case(drop=[question])):
        check(judge(catalogue, case).text)


def test_findings_and_review_speak_plainly(catalogue: Catalogue, a_case: MakeCase) -> None:
    tests = tuple(
        Test("t_seated_rotation", "rotation", side, (value,), "deg", "camera", date(2026, 2, day), familiar=True)
        for day, value in ((5, 20.0), (12, 20.0), (19, 45.0))
        for side in (Side.LEFT, Side.RIGHT)
    )
    diary = tuple(DiaryDay(date(2026, 2, d), 3.0, minutes_walked=10) for d in range(1, 21))
    sessions = tuple(Session(date(2026, 2, d), 3, 3, 3) for d in range(1, 20, 3))
    for n in (0, 2, 4, 6):
        case = a_case(tests=tests[:n], diary=diary, sessions=sessions)
        found = assess(catalogue, case)
        for text in (f.why for f in found):
            check(text)
        for text in review(catalogue, case, judge(catalogue, case), found).because:
            check(text)
