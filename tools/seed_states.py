"""A record in each state that a course can have, for looking at its pages.

    python tools/seed_states.py --db FILE --state plateau
    upperback serve --db FILE

`CASES` makes each one for a day that is today; `tests/web/test_states.py` opens every page on them.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from upperback.exchange import case_file
from upperback.model.body import Side
from upperback.model.catalogue import Phase
from upperback.model.record import (
    About,
    Accepted,
    Case,
    Change,
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
from upperback.services import knowledge
from upperback.services.person import Person
from upperback.store.opening import open_store

TURN: Final = "c_thoracic_rotation_stiff"
ROW: Final = ("wall_angel", "chin_tuck_seated", "band_row", "seated_thoracic_rotation")


class Days:
    """What happened so many days before `today`."""

    def __init__(self, today: date) -> None:
        self.today = today

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def case(self, **fields: Any) -> Case:
        """Someone of 43 who was screened yesterday, with nothing that speaks against exercise."""
        answers = {question.id: False for question in knowledge.catalogue().questions.values()}
        return Case(
            today=self.today,
            about=About(43, "female", 12, "gradual", ("between_blades_left", "neck_left")),
            wishes=Wishes(equipment=("band", "anchor"), likes=("swimming",)),
            **{"screens": (Screen(self.ago(1), answers),), **fields},
        )

    def diary(self, *spans: tuple[int, int, float]) -> tuple[DiaryDay, ...]:
        """Pain from so many days ago to so many days ago, oldest first; a long walk every second day."""
        days = ((n, pain) for first, last, pain in spans for n in range(first, last - 1, -1))
        return tuple(DiaryDay(self.ago(n), pain, minutes_walked=45 * (n % 2)) for n, pain in days)

    def sessions(self, first: int, last: int, every: int = 2) -> tuple[Session, ...]:
        done = tuple(Done(exercise, Side.BOTH, 1, 2, 10, pain=2, effort=4) for exercise in ROW)
        return tuple(Session(self.ago(n), 4, 3, 3, done) for n in range(first, last - 1, -every))

    def turns(self, days_ago: int, left: float, right: float) -> tuple[Test, ...]:
        sides = ((Side.LEFT, left), (Side.RIGHT, right))
        return tuple(
            Test("t_seated_rotation", "rotation", side, (value - 1, value, value + 1), "deg", "camera", self.ago(days_ago), 2)
            for side, value in sides
        )

    def kept(self, days_ago: int, phase: Phase = Phase.CORRECTIVE) -> KeptProgramme:
        items = tuple(KeptItem(exercise, Side.BOTH, 1, 2, 10, 1, 60) for exercise in ROW)
        return KeptProgramme(self.ago(days_ago), phase.value, knowledge.catalogue().version, ((1, items), (3, items)))

    def typing(self, *scores: tuple[int, float]) -> tuple[Function, ...]:
        return (Function("typing for an hour", 8, tuple(Score(self.ago(n), score) for n, score in scores)),)

    def stiff(self, *days_ago: int) -> tuple[Test, ...]:
        return tuple(test for n in days_ago for test in self.turns(n, 27, 43))

    def done_and_well(self) -> Case:
        """All that ends the work has held for four weeks, the finding accepted."""
        return self.case(
            diary=self.diary((70, 64, 5.0), (34, 0, 1.0)),
            sessions=self.sessions(70, 1),
            tests=self.stiff(70, 65, 20),
            programmes=(self.kept(70),),
            function=self.typing((70, 4), (34, 8), (6, 9)),
            change=(Change(self.ago(34), 6), Change(self.ago(6), 6)),
            accepted=(Accepted(TURN, self.ago(33)),),
        )


def starting(days: Days) -> Case:
    return days.case(
        diary=days.diary((6, 0, 5.0)),
        tests=days.stiff(6, 1),
        sessions=days.sessions(5, 1),
        programmes=(days.kept(6),),
        function=days.typing((6, 4)),
    )


def responding(days: Days) -> Case:
    return days.case(
        diary=days.diary((43, 36, 6.0), (35, 8, 4.0), (7, 0, 3.0)),
        tests=days.stiff(43, 38, 10),
        sessions=days.sessions(43, 1),
        programmes=(days.kept(43),),
        function=days.typing((43, 4), (15, 6)),
    )


def no_response(days: Days) -> Case:
    return replace(responding(days), diary=days.diary((43, 0, 5.0)), function=days.typing((43, 5), (15, 5)))


def low_adherence(days: Days) -> Case:
    return replace(
        responding(days), diary=days.diary((43, 0, 5.0)), sessions=days.sessions(43, 12), function=days.typing((43, 5))
    )


def flare(days: Days) -> Case:
    return replace(responding(days), diary=days.diary((43, 4, 3.0), (3, 0, 6.5)), function=days.typing((43, 5)))


def plateau(days: Days) -> Case:
    tests = tuple(replace(test, trials=test.trials[1:2], pain=1) for n in (75, 70, 20, 2) for test in days.turns(n, 28, 28))
    return days.case(
        diary=days.diary((75, 0, 2.0)),
        tests=tests,
        sessions=days.sessions(76, 1, every=1),
        programmes=(days.kept(76),),
    )


def human_review(days: Days) -> Case:
    return days.case(
        diary=days.diary((84, 78, 6.0), (77, 7, 4.0), (6, 0, 3.0)),
        tests=days.stiff(84, 80, 20),
        sessions=days.sessions(84, 1),
        programmes=(days.kept(84),),
        function=days.typing((84, 4), (10, 6)),
    )


def well_but_findings(days: Days) -> Case:
    return replace(days.done_and_well(), tests=days.stiff(40, 36), accepted=())


def graduated(days: Days) -> Case:
    return days.done_and_well()


def maintenance(days: Days) -> Case:
    return replace(days.done_and_well(), programmes=(days.kept(100), days.kept(40, Phase.MAINTENANCE)))


def relapse(days: Days) -> Case:
    """It has become harder; the safety check was done before that, so it comes first."""
    taken = ((150, 26), (145, 27), (110, 45), (95, 46))
    settled = tuple(test for n, turn in taken for test in days.turns(n, turn, turn))
    programmes = (days.kept(150), days.kept(60, Phase.MAINTENANCE))
    known = replace(days.done_and_well(), tests=settled, sessions=days.sessions(150, 1), programmes=programmes, accepted=())
    answers = known.screens[0].answers
    return replace(
        known,
        screens=(Screen(days.ago(10), answers),),
        function=days.typing((150, 4), (70, 9), (2, 5)),
        diary=days.diary((150, 144, 5.0), (70, 4, 1.0), (3, 0, 2.0)),
    )


def relapse_weeks(days: Days) -> Case:
    """The safety check is done, and the first week back began."""
    known = relapse(days)
    answers = known.screens[0].answers
    return replace(known, screens=(Screen(days.ago(2), answers),), programmes=(*known.programmes, days.kept(2)))


def refer(days: Days) -> Case:
    """Pain has been high for more than two weeks."""
    return replace(responding(days), diary=days.diary((43, 17, 5.0), (16, 0, 7.5)), function=days.typing((43, 5)))


def refer_by_answer(days: Days) -> Case:
    """A yes that a clinician should look at first."""
    known = responding(days)
    return replace(known, screens=(Screen(days.today, {**known.screens[0].answers, "rf_arm_weakness": True}),))


CASES: Final[dict[str, Callable[[Days], Case]]] = {
    made.__name__: made
    for made in (
        starting,
        responding,
        no_response,
        low_adherence,
        flare,
        plateau,
        human_review,
        well_but_findings,
        graduated,
        maintenance,
        relapse,
        relapse_weeks,
        refer,
        refer_by_answer,
    )
}


def case_of(name: str, today: date) -> Case:
    """The case of one state, by its name in `CASES`."""
    return CASES[name](Days(today))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, required=True, help="a new file; one that is there is not written over")
    parser.add_argument("--state", choices=tuple(CASES), required=True)
    wanted = parser.parse_args()
    if wanted.db.exists():
        sys.exit(f"{wanted.db}: is there already")

    def now() -> datetime:
        return datetime.now().astimezone()

    person = Person(open_store(wanted.db, now()), knowledge.catalogue(), now, lambda: uuid4().hex)
    person.import_case(case_file.write(case_of(wanted.state, now().date())))
    review = person.review()
    sys.stdout.write(f"{wanted.db}: {review.state.value}, {review.phase.value}\n")


if __name__ == "__main__":
    main()
