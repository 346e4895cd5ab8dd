"""Another language: plural forms, dates and numbers as it has them, English where it lacks something, safety only when read."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from upperback.catalogue.check_languages import LanguageState
from upperback.catalogue.loader import CatalogueError, check_language, installed, load, name_of
from upperback.model.catalogue import Catalogue
from upperback.model.texts import TextError, places

DAY = date(2026, 1, 22)


@pytest.fixture(scope="module")
def polish(pseudo: Path) -> Catalogue:
    return load(pseudo, "pl")


@pytest.fixture
def changed(pseudo: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy of the pseudo-language with one file changed (`old` to `new`), or removed (`old` is "")."""

    def change(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "data"
        shutil.copytree(pseudo, folder)
        file = folder / "texts/pl" / name
        if old:
            text = file.read_text(encoding="utf-8")
            assert old in text
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
        else:
            file.unlink()
        return folder

    return change


def test_the_languages_that_are_there_name_themselves(pseudo: Path) -> None:
    assert installed(pseudo) == ("en", "pl")
    assert [name_of(language, pseudo) for language in installed(pseudo)] == ["English", "Pseudo"]


def test_the_plural_form_is_the_one_of_the_language(polish: Catalogue) -> None:
    said = [polish.texts("common.minutes", n=n) for n in (1, 2, 5, 22, 112)]
    assert said == ["1 mínúté (óné)", "2 mínútés (féw)", "5 mínútés (máný)", "22 mínútés (féw)", "112 mínútés (máný)"]


def test_dates_are_in_the_order_and_with_the_names_of_the_language(polish: Catalogue) -> None:
    assert polish.texts("common.near.day", day=DAY) == "ón 22 stycznia"
    assert polish.texts.day(DAY, "full") == "czwartek, 22 stycznia"
    assert load().texts.day(DAY, "full") == "Thursday 22 January"
    assert [load().texts.day(DAY, style) for style in ("short", "year", "weekday", "weekday_short", "month", "month_day")] == [
        "22 January",
        "22 January 2026",
        "Thursday",
        "Thu",
        "January",
        "22 Jan",
    ]


def test_numbers_have_the_decimal_sign_and_the_groups_of_the_language(polish: Catalogue) -> None:
    assert [polish.texts.number(*one) for one in ((3.25, 1), (12345.5, 1), (-2.0, 0), (4.0, 1))] == [
        "3,2",
        "12\xa0345,5",
        "−2",
        "4",
    ]
    assert [load().texts.number(*one) for one in ((3.25, 1), (12345.5, 1), (-2.0, 0), (31.4, 0))] == [
        "3.2",
        "12,345.5",
        "−2",
        "31",
    ]


def test_words_in_a_row_end_as_in_the_language(polish: Catalogue) -> None:
    assert polish.texts.row(["a", "b", "c"]) == "a, b i c"
    assert [load().texts.row(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert load().texts.row(["a", "b"], "or") == "a or b"


def test_entries_are_in_the_language_and_keep_their_numbers(polish: Catalogue) -> None:
    english = load()
    turn, there = polish.exercises["standing_arms_wide_rotation"], english.exercises["standing_arms_wide_rotation"]
    assert turn.steps != there.steps
    assert all(step.startswith("⟦") for step in turn.steps)
    assert [(dose.sets, dose.reps) for dose in turn.ladder] == [(dose.sets, dose.reps) for dose in there.ladder]
    assert polish.tests["t_desk_habits"].measures[0].items[0].text.startswith("⟦")
    assert polish.tags.keys() == english.tags.keys()
    assert polish.version == english.version


def test_safety_texts_stay_english_until_a_clinician_has_read_them(polish: Catalogue) -> None:
    english = load()
    assert polish.texts("safety.emergency") == english.texts("safety.emergency")
    assert polish.texts("screening.before_you_start") == english.texts("screening.before_you_start")
    assert polish.questions == english.questions
    turn = "standing_arms_wide_rotation"
    assert polish.exercises[turn].stop_if == english.exercises[turn].stop_if
    assert {english.exercises[turn].stop_if, english.questions["ca_distress"].text} <= polish.left_in_english
    assert english.left_in_english == frozenset()


READ = 'read_by = {name = "Anna Example", profession = "physiotherapist", day = 2026-01-02}\n'


def test_safety_texts_count_once_the_file_says_who_has_read_them(pseudo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(pseudo, folder)
    for name in ("safety.toml", "catalogue/screening.toml", "exercises/cat_cow.toml"):
        file = folder / "texts/pl" / name
        file.write_text(READ + file.read_text(encoding="utf-8"), encoding="utf-8")
    read = load(folder, "pl")
    assert read.texts("safety.emergency").startswith("⟦Pléásé")
    assert read.questions["ca_distress"].text.startswith("⟦")
    assert read.exercises["cat_cow"].stop_if != load().exercises["cat_cow"].stop_if
    assert read.exercises["band_row"].stop_if == load().exercises["band_row"].stop_if
    unread = check_language("pl", folder).unread
    assert not any("safety.toml" in place or "cat_cow" in place for place in unread)
    assert "texts/pl/exercises/band_row.toml: stop_if" in unread


@pytest.mark.parametrize(
    "by", ['{name = "", profession = "doctor", day = 2026-01-02}', '{name = "A", profession = "B"}', '"Anna"']
)
def test_a_reader_without_name_profession_or_day_is_refused(changed: Callable[..., Path], by: str) -> None:
    folder = changed("safety.toml", '"emergency" =', f'"read_by" = {by}\n"emergency" =')
    with pytest.raises(CatalogueError, match=r"texts/pl/safety.toml: read_by"):
        load(folder, "pl")


def test_what_is_missing_is_said_in_english_as_english_counts(changed: Callable[..., Path]) -> None:
    catalogue = load(changed("common.toml", "", ""), "pl")
    assert [catalogue.texts("common.minutes", n=n) for n in (1, 5)] == ["1 minute", "5 minutes"]
    assert catalogue.texts("common.near.day", day=DAY) == "on 22 January"
    assert catalogue.texts("progress.progress") == "Prógréss"


def test_an_unknown_text_is_an_error_that_names_it(polish: Catalogue) -> None:
    for texts in (load().texts, polish.texts):
        with pytest.raises(TextError, match=r"common\.no_such: no such text"):
            texts("common.no_such")
        with pytest.raises(TextError, match=r"common\.noted: no value 'change' was given"):
            texts("common.noted")
        with pytest.raises(TextError, match=r"common\.minutes: has plural forms and no number n"):
            texts("common.minutes")


def test_only_texts_can_be_overlaid(changed: Callable[..., Path]) -> None:
    with pytest.raises(CatalogueError, match=r"texts/pl/exercises/cat_cow.toml: tags: is not a text to translate"):
        load(changed("exercises/cat_cow.toml", '"name" =', '"tags" = ["none"]\n"name" ='), "pl")


def test_a_text_of_the_wrong_shape_is_refused(changed: Callable[..., Path]) -> None:
    with pytest.raises(CatalogueError, match=r"texts/pl/exercises/cat_cow.toml: name: expected a text, found 3"):
        load(changed("exercises/cat_cow.toml", '"name" =', '"name" = 3 #'), "pl")


def test_a_list_of_another_length_is_stale_and_stays_english(changed: Callable[..., Path]) -> None:
    folder = changed("exercises/cat_cow.toml", '"steps" = [', '"steps" = ["Óné móré", ')
    assert load(folder, "pl").exercises["cat_cow"].steps == load().exercises["cat_cow"].steps
    assert check_language("pl", folder).stale == ("texts/pl/exercises/cat_cow.toml: steps",)


def test_the_state_of_a_language_is_listed(changed: Callable[..., Path]) -> None:
    state = check_language("pl", changed("progress.toml", '"progress" =', '"gone_long_ago" ='))
    assert state.missing == ("texts/pl/progress.toml: progress.progress",)
    assert state.stale == ("texts/pl/progress.toml: progress.gone_long_ago",)
    assert "texts/pl/safety.toml: safety.emergency" in state.unread
    assert "texts/pl/catalogue/screening.toml: questions[ca_distress].text" in state.unread


def test_a_lacking_plural_form_and_a_value_that_is_not_given_are_listed(changed: Callable[..., Path]) -> None:
    state = check_language("pl", changed("common.toml", '"few" = "{n} mínútés (féw)"', '"two" = "{days} mínútés"'))
    assert state.missing == ("texts/pl/common.toml: common.minutes.few",)
    assert state.stale == ("texts/pl/common.toml: common.minutes",)


def test_a_whole_language_lacks_nothing_but_a_reader(pseudo: Path) -> None:
    state = check_language("pl", pseudo)
    assert isinstance(state, LanguageState)
    assert (state.missing, state.stale) == ((), ())


def test_the_places_of_every_english_text_pair() -> None:
    for key, text in load().texts.all():
        assert all(name.isidentifier() for name in places(text)), key
