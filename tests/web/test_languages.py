"""The pages in another language: nothing plain English is left but the safety texts, and those say that they are."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.catalogue import Catalogue
from upperback.model.record import About, Wishes
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.views import ScreenKind, SessionKind
from upperback.store.opening import open_store
from upperback.web.app import create_app

# Names, units and figures of speech that are no sentence: the program's name, authors and papers, units, keys, languages.
OWN = re.compile(r"\b(Upperback|Pseudo|English|min|cm|http\S+)\b")
PLAIN = re.compile(r"[A-Za-z]*[aeiouy][A-Za-z]*(?![\wáéíóúý])", re.IGNORECASE)
MONTHS = re.compile(
    r"\b(stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia|sty|lut|mar|kwi|maj"
    r"|cze|lip|sie|wrz|paź|lis|gru|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|pon|wt|śr|czw|pt|sob|niedz|lub|i)\b"
)
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-first", "data-breathe")
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


class Said(HTMLParser):
    """What a page says, but for what is marked as English, citations and links to sources."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.english: list[str] = []
        self.language = ""
        self._open: list[tuple[str, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values["lang"]
        quiet = (
            self._quiet
            or (tag != "html" and values.get("lang") == "en")
            or tag in ("style", "script", "kbd", "cite")
            or "/sources" in values.get("href", "")
            or "source" in values.get("class", "").split()
            or "example" in values
        )
        if not quiet:
            self.said += [values[name] for name in SPOKEN if name in values]
            if "data-words" in values:
                self.said += json.loads(values["data-words"]).values()
        if tag not in VOID:
            self._open.append((tag, quiet))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._quiet:
            self.english.append(data)
        elif data.strip():
            self.said.append(" ".join(data.split()))

    @property
    def _quiet(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def plain(self) -> list[str]:
        """What reads as English: words with a vowel that has no accent."""
        return [text for text in self.said if PLAIN.search(MONTHS.sub("", OWN.sub("", re.sub(r"\{\w+\}", "", text))))]


@pytest.fixture(scope="module")
def polish(pseudo: Path) -> Catalogue:
    return load(pseudo, "pl")


@pytest.fixture
def there(tmp_path: Path, polish: Catalogue, clock: Any) -> Person:
    ids = iter(range(10**6))
    return Person(open_store(tmp_path / "there.sqlite", clock.now()), polish, clock.now, lambda: f"id{next(ids):06d}")


@pytest.fixture
def visitor(there: Person, polish: Catalogue, clock: Any, make_visitor: Callable[..., Any]) -> Any:
    app = create_app(there, polish, token="once", port=8737, now=clock.now)
    visitor = make_visitor(app)
    visitor.get("/?token=once")
    return visitor


def screen(person: Person, catalogue: Catalogue, *yes: str) -> None:
    person.screening.open(ScreenKind.FULL)
    for group in catalogue.groups:
        asked = [q.id for q in catalogue.questions.values() if q.group == group.id]
        person.screening.answer_group(group.id, {q: q in yes for q in asked})
    person.screening.finish_screen()


def three_weeks(person: Person, catalogue: Catalogue, clock: Any) -> None:
    """Someone three weeks on, in words that are not English."""
    clock.forward(days=-21)
    screen(person, catalogue)
    person.diary.save_about(
        About(age=43, sex="female", since_weeks=12, onset="gradual", regions=("neck_left", "upper_back_left"))
    )
    person.diary.save_wishes(Wishes(equipment=("band", "anchor")))
    person.diary.name_activity("týpíng", 8)
    for day in range(3):
        person.diary.score_activity("týpíng", 4 + day)
        person.diary.log_pain(5 - day, 6 - day)
        for side, turn in ((Side.LEFT, 25.0), (Side.RIGHT, 44.0)):
            person.testing.record_test(
                "t_seated_rotation", "rotation", side, [turn, turn + 1, turn + 2], "camera", pain=2, familiar=True
            )
        clock.forward(days=7)


PAGES = [
    *(
        "/",
        "/programme",
        "/findings",
        "/progress",
        "/settings",
        "/data",
        "/tests",
        "/about",
        "/pain",
        "/library",
        "/exercises/wall_angel",
    ),
    *(f"/about/{step}" for step in ("where", "pain", "you", "activities", "wishes")),
    *(
        "/tests/t_seated_rotation",
        "/tests/t_seated_rotation/camera",
        "/tests/t_desk_habits/by/self",
        "/tests/t_seated_rotation/result",
    ),
    *("/areas", "/areas/neck", "/routines", "/routines/daily_five", "/library/tests", "/library/tests/t_wall_angel"),
    *("/findings/c_lateral_asymmetry", "/no-such-page", "/tests/t_seated_rotation/result"),
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_nothing_in_plain_english(visitor: Any, there: Person, polish: Catalogue, clock: Any, path: str) -> None:
    three_weeks(there, polish, clock)
    screen(there, polish)
    page = Said(visitor.get(path).text)
    assert page.language == "pl"
    assert len(page.said) > 5
    assert page.plain() == []


def test_the_screen_and_its_results_stay_english_and_say_so(visitor: Any, there: Person, polish: Catalogue) -> None:
    for path in ("/start", "/start/ask"):
        if path == "/start/ask":
            there.screening.open()
        page = Said(visitor.get(path).text)
        assert page.plain() == []
        assert re.search(r"[Ss]afety check", " ".join(page.english))
    screen(there, polish, "rf_chest_cardiac")
    page = Said(visitor.get("/start/result").text)
    assert page.plain() == []
    assert "Please get medical help now" in " ".join(page.english)


def test_a_session_says_and_hands_over_nothing_in_plain_english(
    visitor: Any, there: Person, polish: Catalogue, clock: Any
) -> None:
    three_weeks(there, polish, clock)
    screen(there, polish)
    there.screening.open()
    assert Said(visitor.get("/session").text).plain() == []
    session = there.sessions.start(SessionKind.FULL, 3)
    text = visitor.get(f"/session/{session}").text
    page = Said(text)
    assert page.plain() == []
    assert 'data-speech="pl-PL"' in text
    for place in ("stop/0", "swap/0", "finish"):
        assert Said(visitor.get(f"/session/{session}/{place}").text).plain() == [], place


REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("/pain", {"pain": "11", "worst": "6"}, "refused.why.number"),
    ("/diary/morning", {"pain": ""}, "refused.why.number"),
    ("/diary/activity/walk", {"minutes": ""}, "refused.why.activity"),
    ("/tests/t_sit_reach/by/tape", {}, "tests.error.enter"),
    ("/tests/t_desk_habits/by/self", {}, "tests.error.answer"),
    ("/data/delete", {"word": "no"}, "data.error.word"),
    ("/settings", {"theme": "pink"}, "refused.why.choose"),
]


@pytest.mark.parametrize(("path", "form", "key"), REFUSED, ids=[path for path, _, _ in REFUSED])
def test_a_refused_form_is_answered_in_the_language(
    visitor: Any, there: Person, polish: Catalogue, path: str, form: dict[str, str], key: str
) -> None:
    screen(there, polish)
    answer = visitor.post(path, form)
    assert answer.status_code == 400
    page = Said(answer.text)
    assert page.plain() == []
    start = str(polish.texts.written[key]).partition("{")[0]
    assert any(text.startswith(start) for text in page.said)
    assert "<code" not in answer.text


def test_a_place_in_a_file_stays_technical_english_and_says_so(visitor: Any) -> None:
    case = '{"today": "2026-02-20", "about": {}, "screens": [], "mood": 1}'
    answer = visitor.post("/data/import", files={"file": ("case.json", case.encode())})
    assert answer.status_code == 400
    assert Said(answer.text).plain() == []
    assert '<code lang="en">case file: the key &#34;mood&#34; is unknown</code>' in answer.text


def test_a_language_is_chosen_in_the_settings_and_keeps_its_cookie(
    person: Person, catalogue: Catalogue, clock: Any, polish: Catalogue, make_visitor: Callable[..., Any]
) -> None:
    app = create_app(person, catalogue, token="once", port=8737, now=clock.now, languages={"pl": ("Pseudo", lambda: polish)})
    visitor = make_visitor(app)
    visitor.get("/?token=once")
    assert '<html lang="en"' in visitor.get("/settings", headers={"accept-language": "pl"}).text
    visitor.post("/settings", {"theme": "dark", "voice": "on", "region": "", "language": "pl"})
    page = visitor.get("/settings").text
    assert '<html lang="pl" data-theme="dark"' in page
    assert "Séttíngs" in page
    visitor.post("/settings", {"theme": "dark", "voice": "on", "region": "", "language": "en"})
    assert '<html lang="en"' in visitor.get("/settings").text


def test_both_languages_show_the_same_record(
    person: Person, catalogue: Catalogue, clock: Any, polish: Catalogue, make_visitor: Callable[..., Any]
) -> None:
    app = create_app(person, catalogue, token="once", port=8737, now=clock.now, languages={"pl": ("Pseudo", lambda: polish)})
    visitor = make_visitor(app)
    visitor.get("/?token=once")
    visitor.client.cookies.set("upperback_language", "pl")
    visitor.post("/pain", {"pain": "4", "worst": "6"})
    assert [(entry.pain, entry.worst) for entry in person.case().diary] == [(4, 6)]


def test_with_one_language_there_is_nothing_to_choose(owner: Any) -> None:
    assert 'name="language"' not in owner.get("/settings").text
    owner.client.cookies.set("upperback_language", "tlh")
    assert '<html lang="en"' in owner.get("/settings").text


def test_a_language_that_cannot_be_read_is_answered_in_english(
    person: Person, catalogue: Catalogue, clock: Any, make_visitor: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> Catalogue:
        raise BadInputError("texts/pl/common.toml: is not TOML")

    app = create_app(person, catalogue, token="once", port=8737, now=clock.now, languages={"pl": ("Pseudo", broken)})
    visitor = make_visitor(app)
    visitor.get("/?token=once")
    visitor.client.cookies.set("upperback_language", "pl")
    assert '<html lang="en"' in visitor.get("/settings").text
    assert "common.toml" in capsys.readouterr().err
