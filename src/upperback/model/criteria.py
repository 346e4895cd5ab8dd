"""Rules over test values as data: what makes a finding, what reaches its target, how it ends. No rule is written in code.

Every limit carries `source`: the id of a source in the catalogue, or "expert judgement", its mark behind it.
"""

from dataclasses import dataclass
from enum import StrEnum


class On(StrEnum):
    """Which number of a test a criterion looks at."""

    EACH_SIDE = "each_side"  # true for a side when that side's value is beyond
    VALUE = "value"  # a test without sides
    SIDE_DIFFERENCE = "side_difference"  # absolute left minus right; the side is the smaller one


@dataclass(frozen=True, slots=True)
class Criterion:
    """`measure` of `test` lies past one limit: `below` or `above` it, or `at_most` or `at_least` it (the limit included);
    `above_share`: the sides differ by more than this share of the larger one; `pain_above`: the pain at the end was over
    this, whatever the value. The optional fields restrict it to a method, a sex, an age, or to how the test ended.

    `exact`: no band of error around the limit, for a value that can't go further. `supports`: shown beside the others, never
    makes the rule hold. `voids`: where it is met, these criteria do not count. `says`: a sentence for the person where it
    is met."""

    id: str
    test: str
    measure: str
    on: On
    source: str
    below: float | None = None
    above: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    above_share: float | None = None
    pain_above: float | None = None
    method: str | None = None
    except_methods: tuple[str, ...] = ()
    sex: str | None = None
    age_from: int | None = None
    age_under: int | None = None
    needs_familiar: bool = False  # counts only with familiar pull or pain at the end
    ended_by: tuple[str, ...] = ()  # counts only where the test was stopped for one of these reasons
    not_ended_by: tuple[str, ...] = ()  # does not count where it was
    mean_days: int = 0  # above 0: the mean of the values of that many days up to the day, not the day's own
    exact: bool = False
    supports: bool = False
    voids: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """At least `at_least` of the named criteria."""

    of: tuple[str, ...]
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Way:
    """One way for a rule to hold: every need of it. `watch`: holding this way never makes a finding, it is only watched."""

    needs: tuple[Need, ...]
    watch: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """True when one of its `ways` holds; the simplest rule has one, `at_least` of its criteria. Criteria count by
    their tests where `count_tests` is on (two of one test count once), else by their ids; `same_side`: only those to the
    same side count together. `same_both_days`: one of these criteria has to hold on both baseline days, to the same side;
    with `same_side` the side alone. `words` says it in plain language, with the limits in it."""

    at_least: int
    criteria: tuple[Criterion, ...]
    words: str
    source: str
    count_tests: bool = False
    same_side: bool = False
    ways: tuple[Way, ...] = ()
    same_both_days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Inside means reached. `change` is the alternative way to reach it: a change from baseline beyond error, or, where
    scores are `whole` numbers, of exactly so much. `unless_familiar`: a value other than 0 that the person links to their
    pain is never inside. Of the targets that share the name `either`, one is enough."""

    test: str
    measure: str
    on: On
    words: str
    source: str
    at_least: float | None = None
    at_most: float | None = None
    change: float | None = None
    method: str | None = None
    sex: str | None = None
    age_from: int | None = None
    age_under: int | None = None
    unless_familiar: bool = False
    except_methods: tuple[str, ...] = ()
    whole: bool = False
    either: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """How a finding ends: inside target on `times` days at least `days_apart` apart, one after the other; where `of_last`
    is above 0, on `times` of the last `of_last` such days. `also`: another way that is as good."""

    times: int
    days_apart: int
    words: str
    source: str
    of_last: int = 0
    also: "Gone | None" = None


@dataclass(frozen=True, slots=True)
class Plateau:
    """When no change ends the work: at least `share` of the sessions done for `weeks` weeks, and two re-tests at least
    `days_apart` apart without a change beyond error. From `build_from_age` on, where it may simply be the build,
    `build_weeks` are enough. With pain of `refer_pain` or more it refers instead."""

    share: float
    weeks: int
    days_apart: int
    refer_pain: float
    source: str
    build_from_age: int | None = None
    build_weeks: int = 0
