"""The pages' own words cover everything that can be shown, and name what the catalogue knows."""

from upperback.model.body import Side, View
from upperback.model.care import State, Status
from upperback.model.catalogue import ASKED_FOR, HOUSEHOLD, METHODS, POSITIONS, Catalogue, Kind
from upperback.model.regions import REGIONS
from upperback.web import words
from upperback.web.pages.programme import ORDER
from upperback.web.pages.progress import DUE, TITLES
from upperback.web.render import ASSETS
from upperback.web.settings import EMERGENCY, Settings


def test_every_state_status_kind_side_view_and_method_has_words() -> None:
    assert set(TITLES) == set(State)
    assert set(words.STATUS) == set(Status)
    assert set(words.KINDS) == set(Kind) == set(ORDER)
    assert set(words.SIDES) == set(Side)
    assert set(words.VIEWS) == set(View)
    assert set(words.METHODS) == METHODS
    assert set(DUE) == {"screen", "function", "change"}


def test_every_place_of_the_body_shows_on_the_map_when_it_is_ticked() -> None:
    style = (ASSETS / "library.css").read_text(encoding="utf-8")
    for region in REGIONS:
        assert f'#region-{region}:checked) [data-region="{region}"]' in style


def test_what_can_be_wished_is_what_the_rules_know() -> None:
    assert set(words.EQUIPMENT) == ASKED_FOR
    assert set(words.HOUSEHOLD) == HOUSEHOLD
    assert set(words.POSITIONS) - {"floor"} <= POSITIONS


def test_every_unit_of_the_catalogue_reads_well_behind_a_number(catalogue: Catalogue) -> None:
    units = {measure.unit for test in catalogue.tests.values() for measure in test.measures}
    assert {words.amount(30, unit) for unit in units} == {
        "30°",
        "30 s",
        "30 min/week",
        "30 of 4",
        "30 of 5",
        "30 % of trunk length",
    }


def test_no_emergency_number_is_guessed_where_none_was_chosen() -> None:
    assert Settings().emergency_number == ""
    assert Settings(region="other").emergency_number == ""
    assert all(number.isdigit() for region, (_, number) in EMERGENCY.items() if region not in ("", "other"))
