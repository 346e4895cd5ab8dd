"""Papers as PDF: the same bytes for the same words, read well by a screen reader, and a person's words only ever as words."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from upperback.exchange.paper import setting
from upperback.exchange.paper.setting import PaperError, pdf
from upperback.model.paper import (
    Area,
    Box,
    Chart,
    DayOfWeek,
    Drawn,
    Handout,
    Imprint,
    Letter,
    Move,
    Outcome,
    Paper,
    Part,
    Report,
    Sheet,
    Table,
    TestRow,
    TickRow,
    TickSheet,
)

POINTS = {Sheet.A4: (595.28, 841.89), Sheet.LETTER: (612.0, 792.0)}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10" fill="#ccc"/></svg>'
IMPRINT = Imprint("A title", date(2026, 2, 20), "Made for 20 February 2026.", "Page {n} of {of}", "en", "ltr", "en", "No device.")
HEADS = Drawn(SVG, "Two heads")
MOVE = Move("Chin tuck", "Strengthen", "10 times.", "", "on Fri", HEADS, ("Sit.",), "", "Because.", "", "Stop if it hurts.")
TURN = TestRow("Turn, left", "26°", "1 May", "45°", "2 June", "± 8°", "40°", "Clear", True)
HANDOUT = Handout(
    imprint=IMPRINT,
    phase="Building up",
    lead="Four sessions.",
    week_words="Your week",
    week=(DayOfWeek("Fri", "Friday", ("session",)), DayOfWeek("Sat", "Saturday", ())),
    changed=Box("Changed", ("One thing.",)),
    stop=Box("Stop and get help", ("Stop if it hurts.", "Call.")),
    why="Why this",
    moves=(MOVE, replace(MOVE, name="Seated turns", picture=None)),
    activity=Box("Besides", ("Brisk walking.",)),
    ticks=TickSheet(
        "Tick", "Rings.", "Exercise", ("One", "Two"), ("Fri", "Sat"), (TickRow("Chin tuck", (True, False)),), ("Pain before",)
    ),
    good_to_know=Box("Good to know", ("It takes weeks.",)),
    sources=Box("Where this comes from", ("A source.",)),
)
REPORT = Report(
    imprint=IMPRINT,
    name="Name",
    state="It is getting easier",
    about=("Age: 43.",),
    because=("Pain has changed.",),
    first=Box("First of all", ("See a clinician.",)),
    outcomes=(Outcome("Pain", "5", "1", "Clear change", "good", "Two points count."),),
    course=Part("Pain and what you can do", charts=(Chart("Pain", "Less.", Drawn(SVG, "Pain went down"), True),)),
    areas_heading="Areas",
    areas_lead="Where the tests stand.",
    areas=(Area("Turning", "Settled", "Twice.", (TURN,)),),
    columns=("Test", "First", "Newest", "Off by", "Target", "Change"),
    parts=(Part("Done", ("A line.",), (), (Table("What", ("Exercise", "Days"), (("Chin tuck", "30"),), (1,)),), ("A point.",)),),
    numbers=Part("Numbers", tables=(Table("By day", ("Day", "Value"), (("1 May", "26°"),)),)),
    sources=Box("Sources", ("One.",)),
)  # fmt: skip
LETTER = Letter(IMPRINT, "What this is.", (Box("About me", ("Age: 43.", "    set in", "    [ ] kneeling")),))
PAPERS: dict[str, Paper] = {"handout": HANDOUT, "report": REPORT, "letter": LETTER}


def read(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


def text(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(made).pages)


def squeezed(words: str) -> str:
    """Without spaces and places to break at: lines end where the paper wants."""
    return re.sub(r"[\s\u200b]", "", words)


def elements(made: bytes) -> Iterator[tuple[str, DictionaryObject]]:
    """Every element of the structure tree, by its kind, as a screen reader meets it."""

    def walk(node: Any) -> Iterator[tuple[str, DictionaryObject]]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            for child in node:
                yield from walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield str(node["/S"]), node
            if "/K" in node:
                yield from walk(node["/K"])

    root: Any = read(made).trailer["/Root"]
    yield from walk(root["/StructTreeRoot"])


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_words_give_the_same_bytes(name: str) -> None:
    assert pdf(PAPERS[name]) == pdf(PAPERS[name])
    assert pdf(PAPERS[name]) != pdf(replace(PAPERS[name], imprint=replace(IMPRINT, day=date(2026, 2, 21))))


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_has_the_size_that_was_asked_for(name: str, sheet: Sheet) -> None:
    for page in read(pdf(PAPERS[name], sheet)).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(POINTS[sheet], abs=0.5)


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_says_what_it_is_to_a_screen_reader(name: str) -> None:
    """PDF/UA-1: title, language, the mark of the standard, tags."""
    made = pdf(PAPERS[name])
    root: Any = read(made).trailer["/Root"]
    assert read(made).metadata == {
        "/Title": "A title",
        "/Author": "Upperback",
        "/Creator": "Typst 0.15.0",
        "/CreationDate": "D:20260220120000Z",
        "/ModDate": "D:20260220120000Z",
    }
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("en", True, True)
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()


def test_the_handout_has_headings_lists_figures_and_a_table_with_heads() -> None:
    kinds = Counter(kind for kind, _ in elements(pdf(HANDOUT)))
    assert {kind: kinds[kind] for kind in ("/H1", "/H2", "/Figure", "/Table", "/TH")} == {
        "/H1": 1, "/H2": 8, "/Figure": 1, "/Table": 1, "/TH": 7,
    }  # fmt: skip
    assert kinds["/L"] == 3  # the steps of two exercises, and the signs to stop at


def test_the_report_has_its_tables_and_headings_in_order() -> None:
    found = [kind for kind, _ in elements(pdf(REPORT))]
    levels = [int(kind[2]) for kind in found if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))  # no level is skipped
    assert found.count("/Table") == 3
    assert found.count("/TH") == 6 + 2 + 2


@pytest.mark.parametrize("name", ["handout", "report"])
def test_every_picture_says_what_it_shows(name: str) -> None:
    said = [str(element["/Alt"]) for kind, element in elements(pdf(PAPERS[name])) if kind == "/Figure"]
    assert said == {"handout": ["Two heads"], "report": ["Pain went down"]}[name]


def test_the_projects_font_goes_along() -> None:
    page: Any = read(pdf(HANDOUT)).pages[0]
    fonts = {font.get_object()["/BaseFont"].split("+")[-1] for font in page["/Resources"]["/Font"].values()}
    assert {"Figtree-Regular", "Figtree-SemiBold", "Figtree-Bold"} <= fonts
    for font in page["/Resources"]["/Font"].values():
        [within] = font.get_object()["/DescendantFonts"]
        assert {"/FontFile2", "/FontFile3"} & set(within.get_object()["/FontDescriptor"].get_object())


MARKUP = [
    '#import "x.typ"; #panic("now")',
    "*bold* _thin_ `raw` $x^2$ = Heading",
    "#sys.inputs.paper @ref <label> // gone /* gone */ \\ -- ~",
    '"quoted" \\" {n} {of} #{ while true {} }',
    "<svg onload=x> &amp; ]] ))",
]


@pytest.mark.parametrize("words", MARKUP)
def test_markup_in_a_persons_words_is_printed_as_it_was_written(words: str) -> None:
    made = pdf(replace(LETTER, parts=(Box(words, (words, f"    {words}")),)))
    assert squeezed(text(made)).count(squeezed(words)) == 3
    assert squeezed(words) in squeezed(text(pdf(replace(HANDOUT, moves=(replace(MOVE, name=words, steps=(words,)),)))))
    assert squeezed(words) in squeezed(text(pdf(replace(REPORT, because=(words,)))))


def test_a_word_without_an_end_is_broken_not_cut() -> None:
    long = "".join(chr(ord("a") + n % 26) for n in range(900))
    for paper in (
        replace(LETTER, parts=(Box(long, (long,)),)),
        replace(HANDOUT, moves=(replace(MOVE, name=long, steps=(long,)),)),
    ):
        lines = text(pdf(paper)).splitlines()
        assert squeezed("".join(lines)).count(long) == 2
        assert max(len(line) for line in lines) < 120  # letters of 9 points or more that go on one line of the page


STRANGE = {
    "hebrew": "שלום עולם",
    "arabic": "كيف حالك",
    "emoji": "swim 🏊‍♀️ 😀",
    "chinese": "散步三十分钟",
    "greek": "Ελληνικά",
    "czech": "Příliš žluťoučký kůň",
    "turned": "a\u202eb\u2066c",
    "control": "a\u0007b\u0000c",
    "half": "a\ud83db",
    "private": "a\ue000b\uffffc",
    "lines": "a\nb\r\nc\u2028d",
    "nothing": "",
}


@pytest.mark.parametrize("name", STRANGE)
def test_any_letter_can_be_printed_or_is_marked(name: str) -> None:
    said = text(pdf(replace(LETTER, parts=(Box("Words", (STRANGE[name], "the end")),))))
    assert "the end" in said
    exact = {
        "greek": "Ελληνικά",
        "czech": "Příliš žluťoučký kůň",
        "turned": "abc",
        "control": "abc",
        "half": "a",
        "lines": "a b c d",
    }
    assert exact.get(name, "") in said


def test_a_letter_no_font_has_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen with the fonts of the project alone, as on a machine without others."""
    monkeypatch.setattr(setting, "_every_font", setting._own_fonts)
    said = text(pdf(replace(LETTER, parts=(Box("Words", ("swim 散步 and on",)),))))
    assert "swim □□ and on" in said


def test_no_line_of_a_note_is_lost_or_moved() -> None:
    lines = ("one", "two", "    [ ] three", "    [ ] four", "one", "    five", "one")
    said = text(pdf(replace(LETTER, parts=(Box("Words", lines), Box("More", ("    [ ] six",))))))
    assert said.split()[said.split().index("Words") :][:10] == [
        "Words", "one", "two", "three", "four", "one", "five", "one", "More", "six",
    ]  # fmt: skip


def test_from_right_to_left_the_paper_begins_on_the_right() -> None:
    root: Any = read(pdf(replace(LETTER, imprint=replace(IMPRINT, language="he", direction="rtl")))).trailer["/Root"]
    assert (root["/Lang"], root["/ViewerPreferences"]["/Direction"]) == ("he", "/R2L")


def test_a_picture_that_is_none_is_an_error_without_its_words() -> None:
    with pytest.raises(PaperError) as caught:
        pdf(replace(HANDOUT, moves=(replace(MOVE, picture=Drawn("<svg secret", "secret")),)))
    assert "secret" not in str(caught.value)
