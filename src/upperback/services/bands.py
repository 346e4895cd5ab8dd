"""A measured value as what it is: a range with a mark, and its target. Never a bare point."""

from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from upperback.model.care import Value
from upperback.model.catalogue import Catalogue, Measure
from upperback.model.record import Test
from upperback.services.values import target_of, zone_words
from upperback.services.words import Words

Tone = Literal["out", "ok", "unsure"]


@dataclass(frozen=True, slots=True)
class Band:
    """A value with its 95 % error in `unit`, and where the target lies: from `at_least` up, to `at_most` down, or neither.
    `lower` and `upper` are what is possible at all. `zone_words` stands under the target."""

    value: float
    error_95: float
    unit: str
    lower: float
    upper: float
    at_least: float | None = None
    at_most: float | None = None
    zone_words: str = ""

    @property
    def whole(self) -> bool:
        """A count of points, such as "of 4": nothing lies between two of them."""
        return self.unit.startswith("of ")

    @property
    def low(self) -> float:
        return max(self.lower, self.value - self.error_95)

    @property
    def high(self) -> float:
        return min(self.upper, self.value + self.error_95)

    @property
    def tone(self) -> Tone:
        """Inside only with the whole error, outside only with the whole error, else too close to call. The best value there
        can be is inside: a hold that ends at its limit, or a yes, has nothing left to be sure of.

        >>> [Band(v, 8, "deg", 0, 180, at_least=150).tone for v in (163, 148, 120)]
        ['ok', 'unsure', 'out']
        >>> Band(10, 4, "s", 0, 10, at_least=10).tone
        'ok'
        """
        if self.at_least is not None:
            best = self.value >= self.upper >= self.at_least
            return "ok" if best or self.low >= self.at_least else "out" if self.high < self.at_least else "unsure"
        if self.at_most is not None:
            best = self.value <= self.lower <= self.at_most
            return "ok" if best or self.high <= self.at_most else "out" if self.low > self.at_most else "unsure"
        return "unsure"

    def range_words(self, words: Words) -> str:
        """The range as it is written over the band: "19 to 43°", "up to 52 s"."""
        if self.error_95 == 0:
            return words.amount(self.value, self.unit)
        high = words.amount(self.high, self.unit)
        if self.value - self.error_95 <= self.lower:
            return words.texts("common.band.up_to", high=high)
        return words.texts("common.band.range", low=words.amount(self.low, ""), high=high)

    def summary(self, words: Words) -> str:
        """The band in words, for who does not see it."""
        key = "common.band.summary_target" if self.zone_words else "common.band.summary"
        value = words.amount(self.value, self.unit)
        return words.texts(key, value=value, range=self.range_words(words), target=self.zone_words)


def band_of(catalogue: Catalogue, value: Value, measure: Measure) -> Band:
    """A value with its target."""
    target = target_of(catalogue, value) if value.target is not None else None
    return Band(
        value=value.value,
        error_95=max(value.error_95, measure.off95.get(value.method, 0.0)),
        unit=value.unit,
        lower=min(measure.lower, value.value),
        upper=max(measure.upper, value.value),
        at_least=target.at_least if target else None,
        at_most=target.at_most if target else None,
        zone_words=zone_words(target, value.unit, Words(catalogue.texts)) if target else "",
    )


def band_of_test(test: Test, measure: Measure) -> Band:
    """A result that no finding looks at: the range without a target. The error is `Measure.error_95`."""
    match measure.score:
        case "best":
            score = max(test.trials)
        case "sum":
            score = sum(test.trials)
        case _:
            score = fmean(test.trials)
    return Band(score, measure.error_95(test.method), test.unit, min(measure.lower, score), max(measure.upper, score))
