"""Bands: a value is a range, the target lies where it says, and nothing is drawn outside the picture."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from upperback.services import knowledge
from upperback.services.bands import Band
from upperback.services.words import Words
from upperback.web.bands import Axis, band_svg, ticks

WORDS = Words(knowledge.catalogue().texts)
DAY = date(2026, 1, 5)

bands = st.builds(
    Band,
    value=st.floats(0, 180),
    error_95=st.floats(0, 60),
    unit=st.sampled_from(["deg", "s", "of 4", "min/week"]),
    lower=st.just(0.0),
    upper=st.just(200.0),
    at_least=st.none() | st.floats(1, 199),
)


def numbers(svg: str, name: str) -> list[float]:
    return [float(x) for x in re.findall(rf' {name}="(-?[\d.]+)"', svg)]


@given(bands, st.sampled_from([330, 600]))
def test_nothing_of_a_band_lies_outside_its_picture(band: Band, width_px: int) -> None:
    svg = str(band_svg(WORDS, band, width_px=width_px))
    for x, width in zip(numbers(svg, "x"), numbers(svg, "width"), strict=False):
        assert -1 <= x <= width_px
        assert x + width <= width_px + 15  # the round end of an error bar at the edge
    assert svg.count("<text") >= 3


@given(bands)
def test_a_band_is_called_inside_only_when_its_whole_error_is(band: Band) -> None:
    if band.at_least is None:
        assert band.tone == "unsure"
        return
    surely_in = max(band.lower, band.value - band.error_95) >= band.at_least
    surely_out = min(band.upper, band.value + band.error_95) < band.at_least
    assert band.tone == ("ok" if surely_in else "out" if surely_out else "unsure")


@given(st.floats(-1e4, 1e4), st.floats(0.1, 1e4), st.integers(1, 12))
def test_ticks_lie_within_their_axis_in_order(low: float, span: float, about: int) -> None:
    marks = ticks(low, low + span, about)
    assert len(marks) >= 2
    assert marks == sorted(marks)
    assert low - 1e-6 * max(1, abs(low)) <= marks[0]
    assert marks[-1] <= low + span + 1e-6 * max(1, abs(low + span))
    assert len(marks) <= 3 * about + 2


@given(st.floats(-100, 100), st.floats(0.1, 100), st.floats(0, 1))
def test_an_axis_is_straight(low: float, span: float, share: float) -> None:
    axis = Axis(low, low + span, 10, 110)
    assert abs(axis.at(low + share * span) - (10 + 100 * share)) < 1e-6
