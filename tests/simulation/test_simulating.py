"""A cohort of virtual people: the same answer on any number of processes, and rules that fail are seen to fail."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from numpy.random import PCG64, Generator, SeedSequence

from upperback.care.findings import assess
from upperback.model.care import Status
from upperback.model.catalogue import Catalogue
from upperback.model.criteria import Gone
from upperback.model.record import Case, Test
from upperback.services import knowledge
from upperback.services.errors import BadInputError
from upperback.services.simulated_care import FIRST_DAY, Care
from upperback.services.simulated_lines import assumption_lines, simulated_lines
from upperback.services.simulating import POLICIES, Settings, assumed, simulate
from upperback.simulation.figures import Figure, wilson
from upperback.simulation.health import Health, answers
from upperback.simulation.life import Life
from upperback.simulation.measuring import take
from upperback.simulation.person import draw_days, draw_person
from upperback.simulation.policies import PLAIN, Chart, FixedRoutine, Policy, live
from upperback.simulation.tally import Outcome
from upperback.simulation.training import Training
from upperback.simulation.truth import truly_outside
from upperback.simulation.world import EXPERT, World, assumptions

WEEKS = 6


def rng(index: int, seed: int = 1) -> Generator:
    return Generator(PCG64(SeedSequence(entropy=seed, spawn_key=(index,))))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return knowledge.catalogue()


def year(catalogue: Catalogue, make: Callable[[Chart], Policy], people: int, world: World, days: int) -> list[Outcome]:
    return [live(i, "tried", make, catalogue, world, rng, days) for i in range(people)]


def figures_of(found: Mapping[str, tuple[Figure, ...]], policy: str) -> dict[str, float | None]:
    return {figure.name: figure.value for figure in found[policy]}


def test_the_same_seed_gives_the_same_answer_on_one_process_and_on_two() -> None:
    alone, two = (Settings(people=3, weeks=WEEKS, seed=5, workers=n, sensitivity=False) for n in (1, 2))
    texts = knowledge.catalogue().texts
    one = list(simulated_lines(simulate(alone), texts))
    assert one == list(simulated_lines(simulate(two), texts))
    other = replace(alone, seed=6)
    assert one[1:] != list(simulated_lines(simulate(other), texts))[1:]


def test_in_a_world_where_nothing_helps_and_nothing_harms_no_policy_changes_pain() -> None:
    world = World(pain_response=0, pain_response_sd=0, flare_protection=0, overload_flares=1, disagrees=0, soreness=0)
    found = simulate(Settings(people=4, weeks=WEEKS, workers=1, sensitivity=False), world=world)
    for difference in found.differences:
        if difference.name in ("pain_after", "unchanged_or_worse"):
            assert (difference.value, difference.low, difference.high) == (0, 0, 0), difference
    as_assumed = simulate(Settings(people=6, weeks=WEEKS, workers=1, sensitivity=False), policies=PLAIN)
    assert any(d.value < -0.1 for d in as_assumed.differences if d.name == "pain_after")


def test_a_policy_that_asks_no_questions_is_caught_missing_warning_signs_and_giving_what_is_ruled_out(
    catalogue: Catalogue,
) -> None:
    world = World(warnings_per_year=8, own_seeking_days=1000, emergency_seeking_days=1000, cautions=3, warnings_at_entry=0)
    deaf = year(catalogue, FixedRoutine, 20, world, 7 * 16)
    assert sum(o.against_told for o in deaf) > 100
    signs = [warning for o in deaf for warning in o.warnings]
    assert len(signs) > 12
    assert sum(referred is None for _, _, referred, _ in signs) > 0.8 * len(signs)
    asking = year(catalogue, Care, 5, world, 7 * 12)
    told = [(referred, by_app) for o in asking for _, _, referred, by_app in o.warnings]
    assert sum(by_app for _, by_app in told) > 0.3 * len(told) > 0
    assert [o.against_told for o in asking] == [0] * len(asking)


def test_a_care_that_does_not_hear_a_warning_sign_is_caught(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same people, once with care as it is, once with one that never hears of what appears midway."""
    world = World(warnings_per_year=8, own_seeking_days=1000, emergency_seeking_days=1000, warnings_at_entry=0)
    heard = [w for o in year(catalogue, Care, 4, world, 7 * 10) for w in o.warnings]

    def deaf(
        catalogue: Catalogue, health: Health, asked: frozenset[str] | None = None, *, pressed: bool = False
    ) -> dict[str, bool]:
        said = answers(catalogue, health, asked, pressed=pressed)
        return {question: yes and not question.startswith("rf_") for question, yes in said.items()}

    monkeypatch.setattr("upperback.services.simulated_care.answers", deaf)
    unheard = [w for o in year(catalogue, Care, 4, world, 7 * 10) for w in o.warnings]
    assert [w[:2] for w in heard] == [w[:2] for w in unheard]  # the same people meet the same days
    assert sum(w[3] for w in heard) > 0
    assert sum(w[3] for w in unheard) == 0


def wrongly_gone(catalogue: Catalogue, finding: str, test: str, people: int) -> tuple[int, int]:
    """How often a finding is called gone, and how often wrongly, where nothing changes and it is tested every eight days."""
    only = replace(catalogue, findings={finding: catalogue.findings[finding]})
    world = World(impairments=10, natural_range=0, range_response=0, test_noise=1.5)
    training = Training(catalogue, world)
    called = wrong = 0
    for index in range(people):
        draw = rng(index)
        person = draw_person(draw, world, training.ids, 100)
        life = Life(person, world, draw_days(draw, 100), training)
        tests: tuple[Test, ...] = ()
        for day in range(100):
            life.wake()
            if day in (0, 4, *range(14, 100, 8)):
                today = FIRST_DAY + timedelta(days=day)
                tests = (*tests, *take(life, catalogue.tests[test], today))
                if assess(only, Case(today, person.about, tests=tests))[0].status is Status.GONE:
                    called += 1
                    wrong += truly_outside(finding, life.values(), person.truth, person.about, margin=0.25)
                    break
            life.sleep()
    return called, wrong


def test_a_rule_that_calls_a_finding_gone_on_one_day_is_caught(catalogue: Catalogue) -> None:
    name, test = "c_forward_head", "t_forward_head"
    kind = catalogue.findings[name]
    hasty = replace(kind, gone=Gone(1, 0, kind.gone.words, kind.gone.source))
    _, wrong = wrongly_gone(catalogue, name, test, 60)
    _, wrong_in_haste = wrongly_gone(replace(catalogue, findings={**catalogue.findings, name: hasty}), name, test, 60)
    assert wrong <= 3 < 10 <= wrong_in_haste


def test_every_assumption_has_a_unit_a_source_and_words(catalogue: Catalogue) -> None:
    rows = assumed(World())
    assert {row.name for row in assumptions(World())} <= {row.name for row in rows}
    for row in rows:
        source, _, mark = row.source.partition(" [")
        assert row.unit
        assert row.source == EXPERT or (source in catalogue.sources and mark in ("V]", "V2]", "M]")), row
    lines = list(assumption_lines(rows, catalogue.texts))
    assert all(line["words"] for line in lines)
    assert len(lines) == len(rows) > 150


def test_a_person_and_their_days_do_not_depend_on_what_the_world_is_assumed_to_do(catalogue: Catalogue) -> None:
    """Common random numbers: halving one assumption leaves everything else about a person as it was."""
    ids = tuple(catalogue.exercises)
    before, after = (draw_person(rng(3), world, ids, 364) for world in (World(), World(pain_response=0.8)))
    assert replace(after, pain_response=before.pain_response, truth=before.truth, reach=before.reach) == before
    assert (before.truth == after.truth).all()


def test_what_cannot_be_simulated_is_refused_in_one_line() -> None:
    with pytest.raises(BadInputError, match=r"^--people: 0 is not between 1 and 100000$"):
        Settings(people=0)
    with pytest.raises(BadInputError, match=r"^--workers: 0 is not between 1 and 256$"):
        Settings(workers=0)


def test_a_share_has_the_interval_of_wilson() -> None:
    low, high = wilson(0, 10)
    assert (round(low, 4), round(high, 4)) == (0.0, 0.2775)
    assert wilson(0, 0) == (0.0, 1.0)


def test_sensitivity_compares_the_same_people() -> None:
    settings = Settings(people=3, weeks=4, workers=1)
    found = simulate(settings, policies={name: POLICIES[name] for name in ("nothing", "core")})
    tried = {(shift.assumption, shift.factor) for shift in found.shifts}
    assert ("pain_response", 0.5) in tried
    assert ("test_noise", 2.0) in tried
    unmoved = [s for s in found.shifts if s.assumption == "pain_response" and s.policy == "nothing"]
    assert unmoved
    assert all(shift.base == shift.value for shift in unmoved)


def test_who_is_treated_elsewhere_is_not_worked_on(catalogue: Catalogue) -> None:
    world = replace(World(warnings_per_year=40, let_back=0), own_seeking_days=1, emergency_seeking_days=1, clinician_days=1)
    for outcome in year(catalogue, FixedRoutine, 4, world, 7 * 12):
        if outcome.left:
            assert outcome.sessions < 7 * 12


def test_a_life_ends_where_it_should(catalogue: Catalogue) -> None:
    draw = rng(0)
    training = Training(catalogue, World())
    person = draw_person(draw, World(), training.ids, 28)
    life = Life(person, World(), draw_days(draw, 28), training)
    health = Health(life)
    for _ in range(28):
        life.wake()
        health.wake()
        life.sleep()
    assert len(life.pains) == 28
    assert all(0 <= pain <= 10 for pain in life.pains)
