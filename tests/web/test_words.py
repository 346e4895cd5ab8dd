"""The pages' words cover everything that can be shown, and name what the catalogue knows."""

from datetime import date

import pytest

from upperback.model.body import Side, View
from upperback.model.care import Given, State, Status
from upperback.model.catalogue import ASKED_FOR, HOUSEHOLD, POSITIONS, Catalogue, Kind
from upperback.model.regions import REGIONS
from upperback.model.texts import Texts
from upperback.services.bands import Band
from upperback.services.views import StopReason, Symptom
from upperback.services.words import STATUS, Words, week_of
from upperback.web.pages import about, diary, progress
from upperback.web.pages.programme import ORDER
from upperback.web.render import ASSETS
from upperback.web.settings import EMERGENCY, THEMES, Settings


@pytest.fixture
def texts(catalogue: Catalogue) -> Texts:
    return catalogue.texts


@pytest.fixture
def words(texts: Texts) -> Words:
    return Words(texts)


def test_every_state_status_kind_side_and_view_has_words(texts: Texts) -> None:
    assert set(STATUS) == set(Status)
    assert set(Kind) == set(ORDER)
    keys = [
        *(f"progress.titles.{state}" for state in State),
        *(f"common.status.{status}" for status in Status),
        *(f"common.sides.{side}" for side in Side),
        *(f"common.sides_said.{side}" for side in Side),
        *(f"common.views.{view}" for view in View),
        *(f"session.views.{view}" for view in View),
        *(f"session.reasons.{reason}" for reason in StopReason),
        *(f"session.reason_means.{reason}" for reason in StopReason),
        *(f"safety.symptoms.{symptom}" for symptom in Symptom),
        *(f"safety.symptom_now.{symptom}" for symptom in Symptom),
        *(f"progress.due.{what}" for what in progress.DUE),
        *(f"progress.steps.{what}" for what in progress.STEPS),
        *(f"progress.change.{said}" for said in diary.PGIC),
        *(f"settings.themes.{theme}" for theme in THEMES),
        *(f"settings.regions.{region or 'not_chosen'}" for region in EMERGENCY),
        *(f"about.sexes.{sex}" for sex in about.SEXES),
        *(f"about.sexes_said.{sex}" for sex in about.SEXES),
        *(f"about.onsets.{onset}" for onset in about.ONSETS),
        *(f"about.onsets_said.{onset}" for onset in about.ONSETS),
        *(f"about.since.{unit}" for unit in about.SINCE),
        *(f"about.things.{thing}" for thing in about.EQUIPMENT),
        *(f"about.things_said.{thing}" for thing in about.EQUIPMENT),
        *(f"about.lacking.{thing}" for thing in about.HOUSEHOLD),
        *(f"about.positions.{position}" for position in about.POSITIONS),
        *(f"about.positions_said.{position}" for position in about.POSITIONS),
    ]
    assert [key for key in keys if key not in texts] == []


def test_every_place_of_the_body_shows_on_the_map_when_it_is_ticked() -> None:
    style = (ASSETS / "look.css").read_text(encoding="utf-8")
    for region in REGIONS:
        assert f'#region-{region}:checked) [data-region="{region}"]' in style


def test_what_can_be_wished_is_what_the_rules_know() -> None:
    assert set(about.EQUIPMENT) == ASKED_FOR
    assert set(about.HOUSEHOLD) == HOUSEHOLD
    assert set(about.POSITIONS) - {"floor"} <= POSITIONS


def test_every_unit_of_the_catalogue_has_words(catalogue: Catalogue, texts: Texts) -> None:
    units = {measure.unit for test in catalogue.tests.values() for measure in test.measures}
    assert {unit for unit in units if not unit.startswith("of ") and f"common.units.{unit}" not in texts} == set()


def test_a_measured_value_is_whole_with_its_unit(words: Words) -> None:
    said = [words.amount(*one) for one in ((31.4, "deg"), (22.0, "s"), (2, "points"), (-0.4, "deg"), (-2, "deg"), (3, "of 4"))]
    assert said == ["31°", "22 s", "2 points", "0°", "−2°", "3 of 4"]
    assert [words.amount(1, "hours"), words.amount(2, "hours")] == ["1 hour", "2 hours"]
    assert [words.unit_mark("s"), words.unit_mark("nods"), words.unit_mark("")] == [" s", " nods", ""]


def test_a_dose_is_said_in_few_words(words: Words) -> None:
    doses = [
        Given(2, 12, 0, 60),
        Given(1, 1, 15, 0),
        Given(2, 5, 5, 30),
        Given(1, 1, 600, 0),
        Given(1, 8, 5, 0),
        Given(1, 8, 0, 0),
    ]
    assert [words.dose(given) for given in doses] == [
        "2 × 12, rest 60 s",
        "15 s hold",
        "2 × 5, 5 s hold, rest 30 s",
        "10 minutes",
        "8 times, 5 s hold",
        "8 times",
    ]


def test_days_near_today_are_said_as_one_says_them(words: Words) -> None:
    today = date(2026, 1, 22)
    days = [date(2026, 1, 22), date(2026, 1, 23), date(2026, 1, 21), date(2026, 1, 26), date(2026, 2, 2)]
    assert [words.near_day(day, today) for day in days] == ["today", "tomorrow", "yesterday", "on Monday", "on 2 February"]
    assert [day.day for day in week_of(today)] == [19, 20, 21, 22, 23, 24, 25]


def test_minutes_are_rounded_up(words: Words) -> None:
    assert [words.minutes(0.4), words.minutes(14.2)] == ["1 minute", "15 minutes"]


def test_places_read_as_one_says_them(words: Words) -> None:
    assert words.regions(["neck", "left_ear"]) == "Neck; left ear"


def test_a_band_is_said_as_a_range(words: Words) -> None:
    assert Band(31, 12, "deg", 0, 90).range_words(words) == "19 to 43°"
    assert Band(22, 30, "s", 0, 300).range_words(words) == "up to 52 s"
    assert Band(3, 0, "of 4", 0, 4).summary(words) == "About 3 of 4, could be 3 of 4"


def test_a_wish_that_gave_way_is_said_with_names(words: Words) -> None:
    assert words.relaxed("days_per_week: 3 instead of 5.", {}) == "Days: 3 instead of 5."


def test_no_emergency_number_is_guessed_where_none_was_chosen() -> None:
    assert Settings().emergency_number == ""
    assert Settings(region="other").emergency_number == ""
    assert all(number.isdigit() for region, number in EMERGENCY.items() if region not in ("", "other"))
