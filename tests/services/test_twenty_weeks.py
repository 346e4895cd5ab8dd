"""Twenty weeks of one person, written through the app's own services a day at a time: the state on each day that matters."""

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from upperback.model.care import Cleared, Review, State, Status
from upperback.model.catalogue import Phase
from upperback.services import knowledge
from upperback.services.person import Person
from upperback.store.opening import open_store

TOOLS = Path(__file__).parents[2] / "tools"
TURN, NECK = "c_thoracic_rotation_stiff", "c_neck_mobility_stiff"


@dataclass
class Seen:
    """What the person could see at the end of a day. `levels`: the highest one of the programme in force."""

    review: Review
    level: int
    full_screens: tuple[date, ...]

    def status(self, finding: str) -> Status:
        return next(f.status for f in self.review.findings if f.finding == finding)

    def due(self, what: str) -> date | None:
        return next((entry.on for entry in self.review.due if entry.what == what), None)


@pytest.fixture(scope="module")
def seeding() -> Iterator[ModuleType]:
    sys.path.insert(0, str(TOOLS))
    yield importlib.import_module("seed_record")
    sys.path.remove(str(TOOLS))


@pytest.fixture(scope="module")
def days(seeding: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Seen]:
    clock = seeding.Clock(date(2027, 11, 1))  # over the end of a year and a leap day, 29 February 2028
    store = open_store(tmp_path_factory.mktemp("twenty") / "weeks.sqlite", clock())
    person = Person(store, knowledge.catalogue(), clock, clock.new_id)
    found: dict[int, Seen] = {}

    def see(day: int) -> None:
        case, verdict = person.case(), person.verdict()
        levels = [item.level for _, items in case.programmes[-1].items for item in items] if case.programmes else []
        assert isinstance(verdict, Cleared), day
        screens = tuple(screen.day for screen in case.screens if not screen.short)
        found[day] = Seen(person.review(), max(levels, default=0), screens)

    seeding.live(person, clock, 139, see)
    store.close()
    return found


@pytest.fixture(scope="module")
def day_of(seeding: ModuleType) -> Callable[[str], int]:
    return lambda stage: int(seeding.STAGES[stage])


def test_one_day_is_watched_and_the_second_makes_a_finding(days: dict[int, Seen], day_of: Callable[[str], int]) -> None:
    assert days[0].status(TURN) is Status.WATCH
    baseline = days[day_of("baseline")]
    assert (baseline.status(TURN), baseline.status(NECK)) == (Status.PRESENT, Status.PRESENT)
    assert (baseline.review.state, baseline.review.phase) == (State.STARTING, Phase.CORRECTIVE)


def test_the_dose_grows_while_it_goes_well(days: dict[int, Seen], day_of: Callable[[str], int]) -> None:
    assert days[0].level == 1
    assert days[day_of("dose_change")].level >= 2
    assert any(step.change == "up" for day in range(3, 15) for step in days[day].review.next)


def test_the_flare_is_seen_brings_no_tests_and_passes(days: dict[int, Seen], day_of: Callable[[str], int]) -> None:
    flare = days[day_of("flare")]
    assert (flare.review.state, flare.review.phase) == (State.FLARE, Phase.FLARE)
    assert flare.due("t_seated_rotation") is None
    assert days[27].review.phase is Phase.CORRECTIVE


def test_work_that_helps_is_said_and_so_is_what_helped(days: dict[int, Seen]) -> None:
    assert days[40].review.state is State.RESPONDING
    helped = {one.exercise: one for one in days[40].review.helped}
    assert helped["seated_thoracic_rotation"].pain > 1
    assert helped["seated_thoracic_rotation"].n >= 6


def test_a_finding_goes_on_its_second_day_inside_and_not_before(days: dict[int, Seen], day_of: Callable[[str], int]) -> None:
    assert days[33].status(TURN) is Status.IMPROVING
    assert days[day_of("finding_gone") - 1].status(TURN) is Status.IMPROVING
    assert days[day_of("finding_gone")].status(TURN) is Status.GONE


def test_a_range_that_does_not_move_is_accepted_after_eight_weeks(days: dict[int, Seen], day_of: Callable[[str], int]) -> None:
    assert days[day_of("plateau") - 1].status(NECK) is Status.PRESENT
    plateau = days[day_of("plateau")]
    assert plateau.status(NECK) is Status.PLATEAU_ACCEPTED
    assert [moved.clear for moved in plateau.review.ranges if moved.test == "t_neck_rotation"] == [False, False]
    assert [moved.clear for moved in plateau.review.ranges if moved.test == "t_seated_rotation"] == [True, True]


def test_it_ends_when_all_has_held_for_four_weeks(days: dict[int, Seen], day_of: Callable[[str], int]) -> None:
    day = day_of("graduation")
    assert days[day - 1].review.state is not State.GRADUATED
    assert (days[day].review.state, days[day].review.phase) == (State.GRADUATED, Phase.MAINTENANCE)
    assert days[day_of("finding_gone")].review.findings  # gone on day 47: 28 days before day 75
    kept = days[day_of("maintenance")]
    assert (kept.review.state, kept.review.phase) == (State.MAINTENANCE, Phase.MAINTENANCE)
    assert kept.due("check_in") is not None
    assert kept.due("human_review") is None


def test_it_comes_back_a_full_screen_is_asked_and_two_weeks_are_smaller(
    days: dict[int, Seen], day_of: Callable[[str], int]
) -> None:
    day = day_of("relapse")
    assert days[day - 1].review.state is State.FLARE
    assert days[day].review.state is State.RELAPSE
    assert date.fromordinal(date(2027, 11, 1).toordinal() + day) in days[day].full_screens
    back = days[125].review
    assert (back.state, back.phase) == (State.RELAPSE, Phase.CORRECTIVE)
    assert back.way is not None
    assert back.way.easing_in_until is not None
    assert days[139].review.state in (State.GRADUATED, State.MAINTENANCE)


def test_no_day_passes_without_a_rule_and_none_is_past_twelve_weeks(days: dict[int, Seen]) -> None:
    assert all(seen.review.rules for seen in days.values())
    assert not any(seen.review.way is None or seen.review.way.waits for seen in days.values())
