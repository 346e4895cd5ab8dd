"""The assumptions about people, pain, training and habits: each a named parameter with its unit and its source.

A source is an id of the catalogue with its mark, or "expert judgement" where nothing better is known. The words for each stand
in the texts under `simulation.assumed`.
"""

from dataclasses import dataclass, field, fields
from typing import Any, Final

EXPERT: Final = "expert judgement"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One named number. `part`: the group it stands in."""

    name: str
    part: str
    value: float
    unit: str
    source: str


def _assumed(part: str, value: float, unit: str, source: str = EXPERT) -> Any:
    return field(default=value, metadata={"part": part, "unit": unit, "source": source})


@dataclass(frozen=True, slots=True)
class World:
    """All of them. `dataclasses.replace` makes another world, e.g. one in which nothing helps."""

    # who they are
    age_mean: float = _assumed("people", 44, "years")
    age_sd: float = _assumed("people", 13, "years")
    women: float = _assumed("people", 0.58, "share", "briggs2009 [V]")
    gradual_onset: float = _assumed("people", 0.75, "share")
    since_weeks_median: float = _assumed("people", 26, "weeks")
    since_weeks_spread: float = _assumed("people", 1.2, "sd of the log")
    impairments: float = _assumed("people", 1, "times the shares of the table")
    by_camera: float = _assumed("people", 0.6, "share")
    side_spread: float = _assumed("people", 0.3, "of the spread between people")
    # how pain goes on its own
    entry_pain: float = _assumed("pain", 4.6, "points of 10", "andersen2011 [M]")
    entry_pain_sd: float = _assumed("pain", 1.4, "points of 10")
    recovering: float = _assumed("pain", 0.42, "share", "carroll2008 [M]")
    worsening: float = _assumed("pain", 0.1, "share")
    settled_share: float = _assumed("pain", 0.3, "share of entry pain left")
    persisting_least: float = _assumed("pain", 0.7, "share of entry pain left")
    settle_weeks: float = _assumed("pain", 10, "weeks")
    worse_per_year: float = _assumed("pain", 1.5, "points of 10")
    entry_excess: float = _assumed("pain", 0.9, "points of 10")
    entry_excess_weeks: float = _assumed("pain", 3, "weeks")
    season_points: float = _assumed("pain", 0.5, "points of 10")
    day_noise: float = _assumed("pain", 0.8, "points of 10, sd", "cleland2008 [V]")
    day_memory: float = _assumed("pain", 0.6, "correlation of days in a row")
    # flares
    flares_per_year: float = _assumed("flares", 2.5, "flares a year")
    flare_points: float = _assumed("flares", 3, "points of 10")
    flare_points_spread: float = _assumed("flares", 0.4, "share more or less")
    flare_days: float = _assumed("flares", 8, "days, median")
    flare_days_spread: float = _assumed("flares", 1.2, "range of the log")
    flares_vary: float = _assumed("flares", 2, "shape of a gamma between people")
    flare_protection: float = _assumed("flares", 0.4, "share fewer when trained", "teichert2023 [V]")
    overload_ratio: float = _assumed("flares", 1.5, "week over mean of four weeks")
    overload_flares: float = _assumed("flares", 3, "times the flares")
    # what training does
    pain_response: float = _assumed("training", 1.6, "points of 10 fully trained", "andersen2011 [V]")
    pain_response_sd: float = _assumed("training", 0.8, "points of 10")
    no_response: float = _assumed("training", 0.25, "share")
    range_response: float = _assumed("training", 0.8, "share of what is missing", "sheikhhoseini2018 [V]")
    structural: float = _assumed("training", 0.2, "share of impairments")
    tailoring: float = _assumed("training", 0, "extra share of the response", "svedmark2016 [V]")
    full_minutes: float = _assumed("training", 30, "minutes a week", "andersen2011 [V]")
    build_weeks: float = _assumed("training", 5, "weeks", "andersen2011 [V]")
    fade_weeks: float = _assumed("training", 12, "weeks")
    range_minutes: float = _assumed("training", 10, "minutes a week for one value")
    strength_for_pain: float = _assumed("training", 1, "weight of a minute", "gross2015 [V]")
    mobility_for_pain: float = _assumed("training", 0.3, "weight of a minute", "dezoete2021 [V]")
    release_for_pain: float = _assumed("training", 0.2, "weight of a minute")
    natural_range: float = _assumed("training", 0.2, "share of what is missing")
    # what training may do besides
    disagrees: float = _assumed("harm", 0.05, "share of exercises")
    disagree_points: float = _assumed("harm", 3, "points of 10")
    next_morning: float = _assumed("harm", 0.5, "share left on the next morning")
    soreness: float = _assumed("harm", 0.4, "points of 10")
    effort_at_first: float = _assumed("harm", 4, "points of 10")
    effort_of_level: float = _assumed("harm", 3, "points of 10 from lightest to hardest")
    effort_trained: float = _assumed("harm", 2.5, "points of 10 less when trained")
    # habits
    willing: float = _assumed("habits", 0.62, "share of planned days", "adherence2023 [V]")
    willing_sd: float = _assumed("habits", 0.18, "share of planned days")
    tolerated_minutes: float = _assumed("habits", 14, "minutes a day, median")
    tolerated_spread: float = _assumed("habits", 0.4, "sd of the log")
    burden: float = _assumed("habits", 0.5, "share lost at twice that")
    lapses_per_week: float = _assumed("habits", 0.05, "chance", "argent2018 [V]")
    lapses_when_well: float = _assumed("habits", 2.5, "times as many")
    returns_per_week: float = _assumed("habits", 0.08, "chance")
    returns_in_pain: float = _assumed("habits", 3, "times as many")
    looks_in: float = _assumed("habits", 0.4, "chance a day without a session")
    item_skipped: float = _assumed("habits", 0.06, "chance")
    diary_missed: float = _assumed("habits", 0.25, "chance a day")
    test_missed: float = _assumed("habits", 0.25, "chance a day it is due")
    walking_days: float = _assumed("habits", 5, "days a week")
    accepts_build: float = _assumed("habits", 0.7, "chance")
    walks_as_advised: float = _assumed("habits", 0.5, "share of what is asked")
    # tests
    test_noise: float = _assumed("tests", 1, "times the error of the evidence")
    day_share: float = _assumed("tests", 0.7, "share of the variance between days")
    low_back_days: float = _assumed("answers", 42, "days it lasts")
    familiar_when_there: float = _assumed("tests", 0.75, "chance")
    familiar_otherwise: float = _assumed("tests", 0.12, "chance")
    # answers, red flags, clinicians
    unanswered: float = _assumed("answers", 0.01, "chance a question")
    denied: float = _assumed("answers", 0.05, "chance a question")
    cautions: float = _assumed("answers", 1, "times the shares of the table")
    warnings_at_entry: float = _assumed("answers", 1, "times the shares of the table")
    warnings_per_year: float = _assumed("answers", 0.04, "a year", "finucane2020 [M]")
    warning_said: float = _assumed("answers", 0.85, "chance each time asked")
    warning_volunteered: float = _assumed("answers", 0.04, "chance a day in the app")
    cautions_per_year: float = _assumed("answers", 0.1, "a year")
    own_seeking_days: float = _assumed("answers", 30, "days, mean")
    emergency_seeking_days: float = _assumed("answers", 3, "days, mean")
    clinician_days: float = _assumed("answers", 14, "days, mean")
    goes_when_told: float = _assumed("answers", 0.25, "chance a week")
    let_back: float = _assumed("answers", 0.7, "share")
    clinician_limits: float = _assumed("answers", 0.2, "share of those let back")
    # things at hand
    has_band: float = _assumed("wishes", 0.7, "share")
    has_anchor: float = _assumed("wishes", 0.6, "share of those with a band")
    has_ball: float = _assumed("wishes", 0.5, "share")
    has_pool: float = _assumed("wishes", 0.15, "share")
    avoids_floor: float = _assumed("wishes", 0.15, "share")


def assumptions(world: World) -> tuple[Assumption, ...]:
    """Every parameter of `world` with its unit and source.

    >>> [a.source for a in assumptions(World()) if a.name == "pain_response"]
    ['andersen2011 [V]']
    """
    return tuple(
        Assumption(f.name, f.metadata["part"], float(getattr(world, f.name)), f.metadata["unit"], f.metadata["source"])
        for f in fields(world)
    )
