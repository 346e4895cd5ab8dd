"""Time as it is: late entries, two sessions a day, a clock that was set back, days that differ from UTC, impossible dates."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from upperback.cli.main import app
from upperback.model.care import Cleared
from upperback.model.catalogue import Catalogue
from upperback.services import cases
from upperback.services.errors import BadInputError
from upperback.services.lines import finding_line, review_line, screen_line
from upperback.services.person import Person
from upperback.services.views import ScreenKind, SessionKind


class Ticking(Protocol):
    """A clock that a test can set."""

    def __call__(self) -> datetime: ...

    def today(self) -> date: ...

    def pass_by(self, **span: float) -> None: ...


def test_the_day_is_the_persons_own_not_that_of_utc(ready: Person, clock: Ticking) -> None:
    assert clock().astimezone(ZoneInfo("UTC")).date() < clock().date()
    ready.diary.log_pain(3)
    assert [entry.day for entry in ready.case().diary] == [clock().date()]


def test_a_clock_set_back_hides_what_is_still_to_come_and_loses_nothing(ready: Person, clock: Ticking) -> None:
    ready.diary.log_pain(3)
    clock.pass_by(days=3)
    ready.diary.log_pain(5)
    assert ready.review().pain_7d.n == 2
    clock.pass_by(days=-2)
    assert [entry.pain for entry in ready.case().diary] == [3]
    assert ready.review().pain_7d.n == 1
    clock.pass_by(days=2)
    assert [entry.pain for entry in ready.case().diary] == [3, 5]


def test_a_clock_set_back_before_the_screen_asks_again_and_opens_nothing(ready: Person, clock: Ticking) -> None:
    assert isinstance(ready.verdict(), Cleared)
    clock.pass_by(days=-1)
    assert not isinstance(ready.verdict(), Cleared)
    assert ready.screening.need().kind is ScreenKind.FULL


def test_pain_of_yesterday_said_today_counts_for_yesterday(ready: Person, clock: Ticking) -> None:
    clock.pass_by(days=1)
    yesterday = clock.today() - timedelta(days=1)
    ready.diary.log_pain(6, day=yesterday)
    ready.diary.log_pain(2)
    assert [(entry.day, entry.pain) for entry in ready.case().diary] == [(yesterday, 6), (clock.today(), 2)]
    with pytest.raises(BadInputError, match="is after today"):
        ready.diary.log_pain(2, day=clock.today() + timedelta(days=1))


def test_two_sessions_on_one_day_are_one_day_of_work(ready: Person, answer: Callable[..., object]) -> None:
    answer()
    for _ in range(2):
        session = ready.sessions.start(SessionKind.FULL, 3)
        for item in ready.sessions.session(session).items:
            ready.sessions.finish_set(session, item.item, 1)
        ready.sessions.finish_session(session, 2, 4)
    assert len(ready.case().sessions) == 2
    assert [a.days_done for a in ready.review().adherence] == [1, 1]


def test_sessions_entered_late_and_in_any_order_say_the_same(catalogue: Catalogue, tmp_path: Path) -> None:
    row = {"exercise": "band_row", "side": "both", "level": 1, "sets": 2, "reps": 12, "pain": 2, "effort": 4}
    sessions = [
        {"day": "2026-02-27", "pain_before": 3, "pain_after": 3, "pain_next_morning": 3, "items": [row]},
        {"day": "2026-02-28", "pain_before": 3, "pain_after": 2, "items": [row | {"level": 2}]},
        {"day": "2026-02-28", "pain_before": 3, "pain_after": 6, "items": [row | {"pain": 6}]},
    ]
    said = []
    for order in permutations(sessions):
        data = {
            "today": "2026-03-01",
            "about": {},
            "screens": [{"day": "2026-02-28", "answers": dict.fromkeys(catalogue.questions, False)}],
            "sessions": list(order),
        }
        file = tmp_path / "case.json"
        file.write_text(json.dumps(data))
        case = cases.read_case(file, catalogue)
        findings = [finding_line(f) for f in cases.findings_of(catalogue, case)]
        said.append([screen_line(cases.screen_case(catalogue, case)), findings, review_line(cases.review_of(catalogue, case))])
    assert all(one == said[0] for one in said)


IMPOSSIBLE = [
    ({"tests": [{"day": "2026-03-02"}]}, "tests[0].day: 2026-03-02 is after today"),
    ({"tests": [{"trials": [30, -1]}]}, "tests[0].trials[1]: -1 is not between 0 and 120"),
    ({"tests": [{"test": "t_toe_touch"}]}, 'tests[0].test: "t_toe_touch" is no test we know'),
    ({"sessions": [{"day": "2026-02-29", "items": []}]}, 'sessions[0].day: "2026-02-29" is not a day of the calendar'),
    ({"clearances": [{"question": "rf_nothing", "day": "2026-02-01", "by": "x"}]}, "clearances[0].question: "),
    ({"diary": [{"day": "2026-02-01", "pain": 11}]}, "diary[0].pain: 11 is not between 0 and 10"),
    ({"accepted": [{"finding": "c_nothing", "day": "2026-02-01"}]}, "accepted[0].finding: "),
    ({"programmes": [{"day": "2026-02-01", "phase": "done", "catalogue": "1", "items": []}]}, "programmes[0].phase: "),
]


@pytest.mark.parametrize(("more", "place"), IMPOSSIBLE, ids=[place.split(":")[0] for _, place in IMPOSSIBLE])
@pytest.mark.parametrize("command", ["screen", "findings", "plan", "review", "note"])
def test_what_can_not_be_is_refused_with_its_place(
    more: dict[str, list[dict[str, object]]], place: str, command: str, tmp_path: Path
) -> None:
    turn = {"test": "t_seated_rotation", "measure": "rotation", "side": "left", "trials": [30], "unit": "deg", "method": "camera"}
    data: dict[str, object] = {"today": "2026-03-01", "about": {}, "screens": []}
    for name, entries in more.items():
        data[name] = [turn | {"day": "2026-02-01"} | entry for entry in entries] if name == "tests" else entries
    file = tmp_path / "case.json"
    file.write_text(json.dumps(data))
    result = CliRunner().invoke(app, [command, str(file), "--json"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{file}: {place}" in result.stderr
    assert result.stderr.count("\n") == 1
