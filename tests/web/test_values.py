"""A value on a page carries how far the method may be off, and a change is judged by what counts as one."""

from dataclasses import replace
from datetime import date

import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Finding, Status, Value
from upperback.model.record import Test
from upperback.services.bands import band_of, band_of_test
from upperback.services.pictures.measured import values_of
from upperback.services.values import measure_of
from upperback.services.words import Words

CATALOGUE = load()
ROTATION = measure_of(CATALOGUE, "t_seated_rotation", "rotation")
FIRST = Value(
    test="t_seated_rotation", measure="rotation", side=Side.LEFT, day=date(2026, 2, 2), value=30.0, unit="deg", method="camera",
    error_95=8.485, error_from="expert judgement", target=None, target_words="", flagged=False,
)  # fmt: skip


def test_a_turn_by_camera_is_drawn_as_wide_as_it_may_be_off() -> None:
    assert band_of(CATALOGUE, FIRST, ROTATION).error_95 == 23
    assert band_of(CATALOGUE, replace(FIRST, method="gyro", error_95=4.95), ROTATION).error_95 == 4.95
    assert band_of(CATALOGUE, replace(FIRST, error_95=30.0), ROTATION).error_95 == 30


@pytest.mark.parametrize(("method", "error"), [("camera", 23.0), ("gyro", 7 / 2**0.5)])
def test_a_result_that_no_finding_looks_at_has_the_same_error(method: str, error: float) -> None:
    test = Test("t_seated_rotation", "rotation", Side.LEFT, (30.0, 31.0, 29.0), "deg", method, FIRST.day)
    assert band_of_test(test, ROTATION).error_95 == pytest.approx(error)


@pytest.mark.parametrize(("after", "clear"), [(41.0, False), (43.0, True)])
def test_an_offset_that_stays_the_same_hides_no_change(after: float, clear: bool) -> None:
    later = replace(FIRST, day=date(2026, 2, 20), value=after)
    finding = Finding("c_thoracic_rotation_stiff", Status.PRESENT, 1, Side.LEFT, (FIRST, later), "", None, ())
    words = Words(CATALOGUE.texts)
    (picture,) = values_of(CATALOGUE, [finding])
    said = words.texts("pictures.value.more", before=words.amount(30.0, "deg"), now=words.amount(after, "deg"))
    assert (said in picture.head.summary) is clear
