"""The library's search and filters over the real catalogue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.model.catalogue import EXPERT, Catalogue, Kind
from upperback.services import knowledge
from upperback.services.evidence import Place, used_in
from upperback.services.library import GROUPS, NOTHING, Besides, Library, fold, minutes_of

CATALOGUE: Catalogue = knowledge.catalogue()
LIBRARY = Library(CATALOGUE)
EXERCISES = CATALOGUE.exercises


def found(words: str, **chosen: str) -> tuple[str, ...]:
    return LIBRARY.find(words, {group: choice.split() for group, choice in chosen.items()}).ids


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_is_found_by_its_name_and_by_each_of_its_other_names(exercise: str) -> None:
    for name in (EXERCISES[exercise].name, *EXERCISES[exercise].aliases):
        if fold(name):
            assert exercise in found(name), name


@pytest.mark.parametrize("written", ["Chin Tuck", "tuck chin", "  CHIN   tucks", "chín túck", "chin tukc", "chni tuck"])
def test_case_order_accents_endings_and_small_slips_are_forgiven(written: str) -> None:
    assert found(written)[0] == "chin_tuck_seated"


def test_a_slip_is_read_as_the_nearest_word_and_that_is_told() -> None:
    result = LIBRARY.find("levatr stretch", {})
    assert result.read_as == "levator stretch"
    assert "levator_scapulae_stretch" in result.ids
    assert LIBRARY.find("levator stretch", {}).read_as == ""


def test_a_name_comes_before_a_summary() -> None:
    assert found("swimming")[0] == "swimming"
    assert found("cat cow")[0] == "cat_cow"


def test_areas_tests_findings_and_routines_are_found_by_their_names() -> None:
    for test in CATALOGUE.tests.values():
        assert (Besides.TEST, test.id) in LIBRARY.besides(test.name)
    for routine in CATALOGUE.routines.values():
        assert (Besides.ROUTINE, routine.id) in LIBRARY.besides(routine.name)
    assert (Besides.TEST, "t_tender_points") in LIBRARY.besides("tendr spots")
    assert LIBRARY.besides("") == LIBRARY.besides("xyzzy") == []


def test_words_that_no_exercise_has_find_nothing() -> None:
    assert found("xyzzy") == ()


def test_without_words_and_choices_everything_is_there_in_catalogue_order() -> None:
    assert found("") == tuple(EXERCISES)


def test_choices_of_one_group_add_up_and_groups_narrow_each_other() -> None:
    strong = {e.id for e in EXERCISES.values() if e.kind is Kind.STRENGTH}
    free = {e.id for e in EXERCISES.values() if e.kind is Kind.RELEASE}
    seated = {e.id for e in EXERCISES.values() if "seated" in e.positions}
    assert set(found("", kind="strength release")) == strong | free
    assert set(found("", kind="strength", position="seated")) == strong & seated


def test_time_is_a_limit_and_nothing_is_a_thing_one_can_need() -> None:
    assert all(minutes_of(EXERCISES[e]) <= 2 for e in found("", minutes="2"))
    assert found("", equipment=NOTHING) == tuple(e.id for e in EXERCISES.values() if not e.equipment)


def test_a_place_finds_what_works_there_and_so_does_a_finding() -> None:
    assert {"neck"} <= {part for e in found("", at="neck") for part in EXERCISES[e].works}
    for finding in CATALOGUE.findings:
        assert set(found("", finding=finding)) == {e.id for e in EXERCISES.values() if finding in e.findings}


choices = st.fixed_dictionaries(
    {group: st.lists(st.sampled_from(sorted(LIBRARY.choices[group])), max_size=2, unique=True) for group in GROUPS}
)


@given(choices, st.sampled_from(["", "neck", "stretch", "band"]))
def test_the_number_beside_a_choice_is_what_choosing_it_alone_in_its_group_leaves(
    chosen: dict[str, list[str]], words: str
) -> None:
    counts = LIBRARY.find(words, chosen).counts
    for group, of_group in counts.items():
        for choice, n in of_group.items():
            assert len(LIBRARY.find(words, {**chosen, group: [choice]}).ids) == n


@given(st.text(max_size=40))
def test_any_words_at_all_can_be_searched(words: str) -> None:
    assert set(found(words)) <= set(EXERCISES)


def test_every_source_that_an_entry_names_tells_that_entry() -> None:
    uses = used_in(CATALOGUE)
    for exercise in EXERCISES.values():
        for source in exercise.sources:
            assert any(use.id == exercise.id for use in uses[source.partition(" [")[0]]), (exercise.id, source)
    assert {use.place for use in uses[EXPERT]} >= {Place.EXERCISES, Place.TESTS, Place.FINDINGS}


def test_only_known_sources_and_expert_judgement_are_named() -> None:
    assert set(used_in(CATALOGUE)) - {EXPERT} <= set(CATALOGUE.sources)
