"""The numbers the course of care turns on, each a rule of the catalogue (`rules.toml`) with its words and its source.

Pain and function are in points of 10, times in the unit the name ends with, shares between 0 and 1.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CareRule:
    """One rule as a person reads it. `limits`: the names of `Limits` it sets, in the order its words use them."""

    id: str
    section: str
    words: str
    source: str
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known from research that shapes what may be expected, with its figures and its source."""

    id: str
    section: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Every number that a rule of care reads. The loader fills each one from exactly one rule."""

    # screening
    screen_valid_days: int
    adult_age: int
    high_pain: float
    pain_jump: float
    high_pain_over_days: int
    # measuring
    baseline_from_days: int
    baseline_to_days: int
    own_error_trials: int
    own_error_floor: float
    active_findings: int
    chance_rate: float
    test_pain: float
    # pain in exercise: the traffic light
    green_pain: float
    green_rise: float
    red_rise: float
    red_over: float
    red_over_rise: float
    red_morning_rise: float
    # progression and regression
    easier_share: float
    effort_to_rise: float
    sessions_at_level: int
    greens_of_three: int
    missed_days_one_down: int
    missed_days_restart: int
    walks_to_rise: int
    no_pull_times: int
    poor_night_rise: float
    # the week
    first_week_exercises: int
    new_per_week: int
    most_exercises: int
    fewest_exercises: int
    session_minutes: float
    rest_day_up_to_days: int
    core_parts: int
    served_by_week: int
    load_rise: float
    load_free_minutes: float
    load_first_minutes: float
    few_minutes: float
    few_exercises: int
    variety_weeks: int
    # what counts more when not all fits, in points
    points_kind: float
    points_core: float
    points_top: float
    points_due: float
    points_day: float
    points_added: float
    points_core_rest: float
    points_area: float
    points_modifier: float
    points_keep: float
    points_like: float
    points_item: float
    points_prefer: float
    points_watch: float
    points_eased: float
    points_step: float
    points_once: float
    points_turn: float
    points_variety: float
    points_place: float
    points_helps: float
    # change
    pain_change: float
    function_change: float
    pain_mean_days: int
    pain_days_needed: int
    pain_share: float
    pain_share_least: float
    # what works for one person
    response_sessions: int
    response_weeks: int
    response_between: int
    response_spread: float
    # flares
    flare_mean_rise: float
    flare_jump: float
    flare_jump_days: int
    flare_back_within: float
    flare_back_days: int
    flare_usual_after_days: int
    flare_dose: float
    flare_return_dose: float
    flare_unsettled_days: int
    flares_to_refer: int
    flares_within_weeks: int
    # decisions
    weeks_to_first_change: int
    weeks_to_judge: int
    weeks_to_review: int
    enough_sessions: float
    few_sessions: float
    few_sessions_weeks: int
    high_pain_refer_days: int
    complete_pain: float
    complete_change: int
    complete_held_days: int
    complete_content: int
    recovered_pain: float
    recovered_function: float
    recovered_weeks: int
    well_pain: float
    well_days: int
    relapse_flare_days: int
    relapse_after_days: int
    relapse_block_days: int
    relapse_dose: float
    # asking again
    function_every_days: int
    change_every_days: int
    battery_first_weeks: int
    battery_second_weeks: int
    battery_later_weeks: int
    check_in_days: int
    # habits
    kind_week_share: float
    spared_days: int
    break_most_s: float
    break_same_a_day: int
    # maintenance
    maintenance_strength_days: int
    maintenance_walk_minutes: float


@dataclass(frozen=True, slots=True)
class Rules:
    """What care goes by: the numbers, and the rules and facts they stand in. `sections`: their headings, in order."""

    limits: Limits
    sections: dict[str, str]
    rules: dict[str, CareRule]
    facts: dict[str, Fact]

    def said(self, rule: CareRule) -> str:
        """The words of a rule with its numbers in them; a share reads as a percentage."""
        numbers = {name: getattr(self.limits, name) for name in rule.limits}
        return rule.words.format(**{name: f"{n:.0%}" if 0 < n < 1 else f"{n:g}" for name, n in numbers.items()})
