"""A virtual person: what is true of them and hidden from whoever cares, and the chance of each of their days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from upperback.model.record import About, Wishes
from upperback.simulation.cautions import ADULT, CAUTIONS, RED_FLAGS, UNDER_18, Chance
from upperback.simulation.traits import IMPAIRMENTS, PLACE, TRAITS, Key
from upperback.simulation.world import World

SIDES: Final = 2  # left, right; a value without sides stands in both columns
TRIALS: Final = 6  # one for the day, up to five trials
MIDDLE_AGE: Final = 30  # from here on range changes with age

Floats = NDArray[np.float64]
YOUNGEST, OLDEST = 16, 85


@dataclass(frozen=True, slots=True)
class Appears:
    """Something a safety question asks about that becomes true on `day` (0: from the start). `subs`: what else is true then.
    `serious`: it means something, and the person is treated elsewhere. `denied`: the person never says so."""

    question: str
    day: int
    subs: frozenset[str]
    serious: bool
    denied: bool


@dataclass(frozen=True, slots=True)
class Person:
    """All that is true of one person. Pain in points of 10, `truth` and `reach` per trait and side in the trait's unit:
    where a value begins, and where training alone could bring it."""

    about: About
    wishes: Wishes
    by_camera: bool
    entry_pain: float
    settles_at: float
    worse_per_year: float
    pain_response: float
    season_phase: float
    flares_per_year: float
    impaired: frozenset[str]
    structural: frozenset[str]
    truth: Floats
    reach: Floats
    disagrees: frozenset[str]
    willing: float
    tolerated_minutes: float
    goal: float
    appears: tuple[Appears, ...]
    fixed: dict[Key, float]  # what is answered the same each time


@dataclass(frozen=True, slots=True)
class Draws:
    """The chance of every day of a year, drawn before any policy: the same person meets the same days under each of them.
    `u`: uniform numbers by purpose and day; `noise`: normal numbers per day; `trials`: per day, trait, side and trial."""

    noise: Floats
    u: dict[str, Floats]
    trials: Floats


PURPOSES: Final = (
    "flare",
    "flare_size",
    "flare_length",
    "train",
    "lapse",
    "return",
    "diary",
    "test",
    "open",
    "skip",
    "answer",
    "warn",
    "seek",
    "clinician",
    "let_back",
    "walk",
    "function",
    "familiar",
    "effort",
    "accept",
    "course",
)


def draw_days(rng: Generator, days: int) -> Draws:
    """The chance of `days` days."""
    noise = rng.standard_normal(days)
    u = {purpose: rng.random(days) for purpose in PURPOSES}
    return Draws(noise, u, rng.standard_normal((days, len(TRAITS), SIDES, TRIALS)))


def draw_person(rng: Generator, world: World, exercises: Sequence[str], days: int) -> Person:
    """One person of `world`. `exercises`: ids in a fixed order, for what disagrees with them."""
    age = int(np.clip(rng.normal(world.age_mean, world.age_sd), YOUNGEST, OLDEST))
    sex = "female" if rng.random() < world.women else "male"
    weeks = int(np.clip(world.since_weeks_median * np.exp(world.since_weeks_spread * rng.standard_normal()), 1, 1000))
    about = About(age, sex, weeks, "gradual" if rng.random() < world.gradual_onset else "sudden", _regions(rng))
    entry_pain = float(np.clip(rng.normal(world.entry_pain, world.entry_pain_sd), 1.5, 9))
    course = rng.random()
    recovers, worsens = course < world.recovering, course > 1 - world.worsening
    settles_at = entry_pain * world.settled_share if recovers else entry_pain * float(rng.uniform(world.persisting_least, 1.0))
    worse = world.worse_per_year if worsens else 0.0
    responds = rng.random() >= world.no_response
    response = max(0.0, float(rng.normal(world.pain_response, world.pain_response_sd))) / (1 - world.no_response)
    phase, flares = float(rng.random()), world.flares_per_year * float(rng.gamma(world.flares_vary, 1 / world.flares_vary))
    impaired = frozenset(i.finding for i in IMPAIRMENTS if rng.random() < i.share * world.impairments)
    structural = frozenset(i.finding for i in IMPAIRMENTS if rng.random() < world.structural)
    truth, reach = _values(rng, world, age, sex, impaired, structural)
    disagreeing = rng.random(len(exercises)) < world.disagrees
    willing = float(np.clip(rng.normal(world.willing, world.willing_sd), 0.1, 0.98))
    tolerated = float(world.tolerated_minutes * np.exp(world.tolerated_spread * rng.standard_normal()))
    return Person(
        about=about,
        wishes=_wishes(rng, world, tolerated),
        by_camera=bool(rng.random() < world.by_camera),
        entry_pain=entry_pain,
        settles_at=settles_at,
        worse_per_year=worse,
        pain_response=response if responds else 0.0,
        season_phase=phase,
        flares_per_year=flares,
        impaired=impaired,
        structural=structural,
        truth=truth,
        reach=reach,
        disagrees=frozenset(e for e, against in zip(exercises, disagreeing, strict=True) if against),
        willing=willing,
        tolerated_minutes=tolerated,
        goal=float(rng.integers(7, 10)),
        appears=_appears(rng, world, age, sex, weeks, days),
        fixed=_fixed(rng, impaired),
    )


def _regions(rng: Generator) -> tuple[str, ...]:
    places = ("neck", "upper_back_left", "upper_back_right", "between_blades")
    return tuple(place for place in places if rng.random() < 0.5)


def _wishes(rng: Generator, world: World, tolerated: float) -> Wishes:
    band = rng.random() < world.has_band
    things = [("band", band), ("anchor", band and rng.random() < world.has_anchor)]
    things += [("ball", rng.random() < world.has_ball), ("pool", rng.random() < world.has_pool)]
    days = int(rng.integers(3, 7))
    minutes = float(np.clip(round(tolerated * float(rng.uniform(0.8, 1.3))), 5, 30))
    avoid = ("floor",) if rng.random() < world.avoids_floor else ()
    return Wishes(minutes, days, tuple(name for name, has in things if has), avoid_positions=avoid)


def _values(
    rng: Generator, world: World, age: int, sex: str, impaired: frozenset[str], structural: frozenset[str]
) -> tuple[Floats, Floats]:
    """Where each value begins, and where training could bring it: nowhere where it is the person's build."""
    truth = np.empty((len(TRAITS), SIDES))
    for i, trait in enumerate(TRAITS):
        shift = trait.per_year * max(0, age - MIDDLE_AGE) + (trait.women if sex == "female" else 0.0)
        usual = trait.usual[0] + shift + trait.usual[1] * rng.standard_normal()
        truth[i] = usual + (world.side_spread * trait.usual[1] * rng.standard_normal(SIDES) if trait.sides else 0.0)
    reach = truth.copy()
    for one in IMPAIRMENTS:
        side = int(rng.integers(SIDES))
        for key in one.shifts:
            i, trait = PLACE[key], TRAITS[PLACE[key]]
            depth = rng.standard_normal()
            if one.finding not in impaired:
                continue
            below = (trait.usual[0] - trait.impaired[0]) + trait.impaired[1] * depth
            columns = [side] if one.one_side and trait.sides else list(range(SIDES))
            truth[i, columns] -= below
            if one.finding in structural:
                reach[i, columns] = truth[i, columns]
    reach = truth + world.range_response * (reach - truth)
    return truth, reach


def _appears(rng: Generator, world: World, age: int, sex: str, weeks: int, days: int) -> tuple[Appears, ...]:
    found: list[Appears] = []
    if age < ADULT:
        found.append(Appears(UNDER_18, 0, frozenset(), serious=False, denied=False))
    for chances, scale, rate in (
        (RED_FLAGS, world.warnings_at_entry, world.warnings_per_year),
        (CAUTIONS, world.cautions, world.cautions_per_year),
    ):
        for one in chances:
            true, more = rng.random() < one.at_entry * scale * _asked_of(one, age, sex), _more(rng, world, one)
            if true and not (one.question == "ca_persist" and weeks <= 6):
                found.append(Appears(one.question, 0, *more))
        weights = np.array([one.later * _asked_of(one, age, sex) for one in chances])
        comes, which, day = rng.random(), rng.random(), int(rng.integers(14, max(days, 15)))
        if comes < 1 - np.exp(-rate * days / 365):
            one = chances[int(np.searchsorted(np.cumsum(weights / weights.sum()), which))]
            if all(known.question != one.question for known in found):
                found.append(Appears(one.question, day, *_more(rng, world, one)))
    return tuple(found)


def _asked_of(one: Chance, age: int, sex: str) -> bool:
    return one.from_age <= age <= one.until_age and one.sex in ("", sex)


def _more(rng: Generator, world: World, one: Chance) -> tuple[frozenset[str], bool, bool]:
    subs = frozenset(sub for sub, share in one.subs if rng.random() < share)
    return subs, bool(rng.random() < one.serious), bool(rng.random() < world.denied)


def _fixed(rng: Generator, impaired: frozenset[str]) -> dict[Key, float]:
    """Answers that say little about a finding and stay as they are."""
    arc = float("c_scapular_control" in impaired and rng.random() < 0.5)
    stiff = float(rng.choice([0, 5, 10, 20, 30, 45], p=[0.3, 0.25, 0.2, 0.15, 0.07, 0.03]))
    return {
        ("t_abduction_sym", "painful_arc"): arc,
        ("t_wall_flexion", "painful_arc"): arc,
        ("t_confidence_stiffness", "past_injury"): float(rng.random() < 0.4),
        ("t_confidence_stiffness", "stiffness"): stiff,
        ("t_confidence_stiffness", "grinding"): float(rng.random() < 0.15),
        ("t_desk_habits", "stress"): float(rng.integers(1, 9)),
        ("t_desk_habits", "sleep"): float(rng.integers(5, 9)),
        ("t_desk_habits", "phone_hours"): 2.0,
        ("t_desk_habits", "screen_low"): float(rng.random() < 0.5),
        ("t_desk_habits", "one_shoulder"): float(rng.random() < 0.3),
        ("t_dnf_endurance", "chin_lost_first"): float(rng.random() < 0.9),
        ("t_shoulder_level", "tilt"): float(rng.normal(0, 2)),
        ("t_standing_rotation", "pull"): float(rng.integers(0, 3)),
        ("t_walking_minutes", "steps"): 6500.0,
    }
