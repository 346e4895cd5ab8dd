"""From what care answers to what a page draws: a value as a band with its target."""

from statistics import fmean

from upperback.model.care import Value
from upperback.model.catalogue import Catalogue, Measure
from upperback.model.record import Test
from upperback.services.values import target_of, zone_words
from upperback.services.words import Words
from upperback.web.bands import Band


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
