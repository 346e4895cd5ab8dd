"""A cohort of virtual people under four policies, on one or more processes: the same seed gives the same answer."""

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import active_children, get_context
from threading import current_thread, main_thread
from typing import Final

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence

from upperback.services import knowledge
from upperback.services.errors import BadInputError
from upperback.services.simulated_care import Care
from upperback.simulation.cautions import CAUTIONS, RED_FLAGS
from upperback.simulation.figures import ASKED, Difference, Figure, difference, figures
from upperback.simulation.life import WEEK
from upperback.simulation.policies import PLAIN, MakePolicy, live
from upperback.simulation.tally import Outcome
from upperback.simulation.traits import IMPAIRMENTS, KINDS, TRAITS
from upperback.simulation.world import EXPERT, Assumption, World, assumptions

POLICIES: Final[Mapping[str, MakePolicy]] = {**PLAIN, "care": Care}
BASE, OURS = "nothing", "care"
VARIED: Final = ("recovering", "pain_response", "willing", "test_noise", "flares_per_year")
FACTORS: Final = (0.5, 2.0)
SHOWN: Final = ("unchanged_or_worse", "corrective_weeks", "load_jumps", "wrongly_gone", "held_without_review", "warning_days")
LARGEST: Final = {"recovering": 0.9, "willing": 0.98}  # a share can't be doubled past these
SMALL_SHARE, SMALLEST = 40, 8  # the smaller cohort: every so many people, at least so many
MOST_PEOPLE, MOST_WEEKS, MOST_WORKERS, LONGEST_SEED = 100_000, 520, 256, 2**63

Told = Callable[[int, int], None]
"""Progress: so many people done, of so many."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is simulated. Raises BadInputError for what can't be."""

    people: int = 500
    weeks: int = 52
    seed: int = 1
    workers: int = 2
    sensitivity: bool = True

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("people", self.people, 1, MOST_PEOPLE),
            ("weeks", self.weeks, 4, MOST_WEEKS),
            ("seed", self.seed, 0, LONGEST_SEED),
            ("workers", self.workers, 1, MOST_WORKERS),
        ):
            if not low <= value <= high:
                raise BadInputError(f"--{name}: {value} is not between {low} and {high}")

    @property
    def small(self) -> int:
        """How many people the sensitivity is tried on."""
        return min(self.people, max(SMALLEST, self.people // SMALL_SHARE))


@dataclass(frozen=True, slots=True)
class Shift:
    """A figure of a policy in a world with one assumption changed, beside the same people in the world as assumed."""

    assumption: str
    factor: float
    assumed: float
    tried: float
    policy: str
    name: str
    n: int
    base: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Simulated:
    """All that a run shows."""

    settings: Settings
    catalogue: str
    outcomes: Mapping[str, tuple[Outcome, ...]]
    figures: Mapping[str, tuple[Figure, ...]]
    differences: tuple[Difference, ...]
    shifts: tuple[Shift, ...]


def simulate(
    settings: Settings, *, policies: Mapping[str, MakePolicy] = POLICIES, world: World | None = None, told: Told = lambda *_: None
) -> Simulated:
    """Every person of the cohort under every policy, then the smaller cohort in each changed world."""
    world = World() if world is None else world
    worlds = list(_changed(world)) if settings.sensitivity else []
    total = settings.people + len(worlds) * settings.small
    jobs = [(world, index) for index in range(settings.people)]
    jobs += [(other, index) for _, _, other in worlds for index in range(settings.small)]
    found: list[tuple[Outcome, ...]] = [()] * total
    with _workers(settings) as each:
        for done, (number, outcomes) in enumerate(each(partial(_year, policies, settings), jobs), 1):
            found[number] = outcomes
            told(done, total)
    main = _by_policy(found[: settings.people], policies)
    shown = {name: figures(main[name], _rng(settings.seed, 10 + i)) for i, name in enumerate(main)}
    apart = tuple(
        difference(one, main[name], main[BASE], _rng(settings.seed, 100 + i))
        for name in main
        if name != BASE and BASE in main
        for i, one in enumerate(ASKED)
    )
    shifts = tuple(_shifts(settings, world, worlds, main, found[settings.people :], policies))
    return Simulated(settings, knowledge.catalogue().version, main, shown, apart, shifts)


def assumed(world: World) -> tuple[Assumption, ...]:
    """Every assumption: the parameters, how values lie, and how common answers and findings are."""
    rows = list(assumptions(world))
    for trait in TRAITS:
        for part, (mean, spread) in (("values_without", trait.usual), ("values_with", trait.impaired)):
            rows.append(Assumption(trait.name, part, mean, f"{trait.unit}, sd {spread:g}", trait.source))
    for what, kinds in KINDS.items():
        rows += [
            Assumption(f"{what}/{kind.value}", "kinds", weight, "weight of a minute", EXPERT) for kind, weight in kinds.items()
        ]
    rows += [Assumption(one.finding, "impairments", one.share, "share", one.source) for one in IMPAIRMENTS]
    for one in (*RED_FLAGS, *CAUTIONS):
        for part, value, unit in (
            ("answers_at_entry", one.at_entry, "share"),
            ("answers_later", one.later, "weight"),
            ("answers_serious", one.serious, "share of those"),
        ):
            rows += [Assumption(one.question, part, value, unit, one.source)] if value else []
        rows += [Assumption(sub, "answers_more", share, "share of those", one.source) for sub, share in one.subs]
    return tuple(rows)


def _year(policies: Mapping[str, MakePolicy], settings: Settings, job: tuple[World, int]) -> tuple[Outcome, ...]:
    """One person's year under every policy."""
    world, index = job
    known = knowledge.catalogue()
    days = settings.weeks * WEEK
    rng = partial(_rng, settings.seed)
    return tuple(live(index, name, make, known, world, rng, days) for name, make in policies.items())


def _rng(seed: int, index: int) -> Generator:
    return Generator(PCG64(SeedSequence(entropy=seed, spawn_key=(index,))))


Each = Callable[
    [Callable[[tuple[World, int]], tuple[Outcome, ...]], Sequence[tuple[World, int]]], Iterator[tuple[int, tuple[Outcome, ...]]]
]


@contextmanager
def _workers(settings: Settings) -> Iterator[Each]:
    """Jobs one after the other, or on several processes in any order, each with its number. An interrupt drops what waits."""
    if settings.workers == 1:
        yield lambda work, jobs: ((number, work(job)) for number, job in enumerate(jobs))
        return
    pool = ProcessPoolExecutor(settings.workers, mp_context=get_context("spawn"))

    def each(
        work: Callable[[tuple[World, int]], tuple[Outcome, ...]], jobs: Sequence[tuple[World, int]]
    ) -> Iterator[tuple[int, tuple[Outcome, ...]]]:
        with _deaf_to_interrupts():  # so that its workers are: they end with the command
            numbers = {pool.submit(work, job): number for number, job in enumerate(jobs)}
        for future in as_completed(numbers):
            yield numbers.pop(future), future.result()

    try:
        yield each
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            child.terminate()
        raise
    pool.shutdown()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """A process that starts in here never hears Ctrl-C. Signals are the main thread's; another one changes nothing."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _by_policy(found: Sequence[tuple[Outcome, ...]], policies: Mapping[str, MakePolicy]) -> dict[str, tuple[Outcome, ...]]:
    return {name: tuple(of_person[i] for of_person in found) for i, name in enumerate(policies)}


def _changed(world: World) -> Iterator[tuple[str, float, World]]:
    """Worlds with one assumption halved or doubled."""
    for name in VARIED:
        for factor in FACTORS:
            tried = min(getattr(world, name) * factor, LARGEST.get(name, np.inf))
            yield name, factor, replace(world, **{name: tried})


def _shifts(
    settings: Settings,
    world: World,
    worlds: Sequence[tuple[str, float, World]],
    main: Mapping[str, tuple[Outcome, ...]],
    found: Sequence[tuple[Outcome, ...]],
    policies: Mapping[str, MakePolicy],
) -> Iterator[Shift]:
    n = settings.small
    for i, (name, factor, other) in enumerate(worlds):
        there = _by_policy(found[i * n : (i + 1) * n], policies)
        for policy, outcomes in there.items():
            base = {f.name: f for f in figures(main[policy][:n], _rng(settings.seed, 1))}
            for figure in figures(outcomes, _rng(settings.seed, 1)):
                if figure.name in SHOWN:
                    before, tried = base[figure.name].value, float(getattr(other, name))
                    yield Shift(
                        name, factor, float(getattr(world, name)), tried, policy, figure.name, figure.n, before, figure.value
                    )
