"""What the source articles claim, held against what is known, and what was chosen where they disagree."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    SUPPORTED = "supported"
    QUALIFIED = "qualified"  # partly true, or true within limits
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"  # nothing found either way
    RHETORIC = "rhetoric"  # how the article is built, or what its author sells: nothing to test


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of an article in our own words, and what is `known`, figures included.

    `also`: the verdict on its other half, None where one verdict fits all of it. `exercises`: those the claim is about."""

    id: str  # "000-02": article and number
    article: str  # the article's source id
    says: str
    verdict: Verdict
    known: str
    sources: tuple[str, ...]
    also: Verdict | None = None
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A point on which the articles disagree, or promise too much: what each says and what is `chosen` here, with why."""

    id: str
    topic: str
    articles: str
    chosen: str
    sources: tuple[str, ...]
