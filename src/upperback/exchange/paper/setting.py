"""From a paper's words to a PDF that a screen reader can read (PDF/UA-1): the same bytes for the same words, on any machine."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final, assert_never

import typst

from upperback.exchange.paper.plain import exchanged, letters, softened
from upperback.model.paper import Handout, Letter, Paper, Report, Sheet

HERE: Final = Path(__file__).parent
STANDARD: Final = "ua-1"
SIZES_PT: Final = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
"""Sizes of the text that are tried for a handout, the largest first; the first that fits `PAGES` is taken."""
PAGES: Final = 2
"""What a usual handout has. A programme that is longer even at the smallest size has more, at a size that is easy to read."""
LONG_PT: Final = 10.0
PLAIN_PT: Final = 10.0
MARK: Final = "□"
"""Stands for a letter that no font at hand has."""
LACKS: Final = "could not be displayed with font"
"""What Typst says of a letter that is in no font."""
_TRY: Final = b'#set document(title: "t")\n#set text(font: "Figtree")\n#sys.inputs.letter'


class PaperError(ValueError):
    """A paper that can't be set. Says why, never with its words."""


@dataclass(frozen=True, slots=True)
class _Press:
    """One template with its words on one size of paper."""

    template: Path
    words: Any
    sheet: Sheet
    day: datetime
    fonts: typst.Fonts

    def inputs(self, size_pt: float) -> dict[str, str]:
        return {"paper": json.dumps(self.words, ensure_ascii=False, default=str), "sheet": self.sheet.value, "size": str(size_pt)}

    def pdf(self, size_pt: float) -> bytes:
        return typst.compile(
            self.template,
            root=HERE,
            font_paths=self.fonts,
            sys_inputs=self.inputs(size_pt),
            pdf_standards=[STANDARD],
            timestamp=self.day,
        )

    def pages(self, size_pt: float) -> int:
        """How many pages it has at this size of the text."""
        found = typst.query(
            self.template, "<last>", field="value", one=True, root=HERE, font_paths=self.fonts, sys_inputs=self.inputs(size_pt)
        )
        return int(json.loads(found))


def pdf(paper: Paper, sheet: Sheet = Sheet.A4) -> bytes:
    """The PDF of a paper. Letters that the project's fonts and Typst's own don't have come from the fonts of this machine;
    what these don't have either is marked. Raises `PaperError` when it can't be set."""
    words = softened(asdict(paper))
    noon = datetime.combine(paper.imprint.day, time(12), UTC)
    template = HERE / _template(paper)
    try:
        return _printed(paper, _Press(template, words, sheet, noon, _own_fonts()))
    except RuntimeError as error:  # of Typst: its own kind where it sets, the plain one where it is asked for pages
        if LACKS not in str(error):
            raise PaperError(_why(error)) from None
    fonts = _every_font()
    missing = frozenset(letter for letter in frozenset(letters(words)) if not _can_print(letter, fonts))
    try:
        return _printed(paper, _Press(template, exchanged(words, missing, MARK), sheet, noon, fonts))
    except RuntimeError as error:
        raise PaperError(_why(error)) from None


def _why(error: RuntimeError) -> str:
    """What Typst found, without the words it found it in."""
    return "a letter that no font has" if LACKS in str(error) else str(error).splitlines()[0].partition('"')[0].strip()


def _template(paper: Paper) -> str:
    match paper:
        case Handout():
            return "handout.typ"
        case Report():
            return "report.typ"
        case Letter():
            return "letter.typ"
        case _:
            assert_never(paper)


def _printed(paper: Paper, press: _Press) -> bytes:
    if not isinstance(paper, Handout):
        return press.pdf(PLAIN_PT)
    fits = (size for size in SIZES_PT if press.pages(size) <= PAGES)
    return press.pdf(next(fits, LONG_PT))


@cache
def _own_fonts() -> typst.Fonts:
    """The project's font, and those that are part of Typst: the same on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[HERE / "fonts"])


@cache
def _every_font() -> typst.Fonts:
    """Those of this machine as well."""
    return typst.Fonts(include_system_fonts=True, font_paths=[HERE / "fonts"])


def _can_print(letter: str, fonts: typst.Fonts) -> bool:
    if letter.isascii():
        return True
    try:
        typst.compile(_TRY, font_paths=fonts, sys_inputs={"letter": letter}, pdf_standards=[STANDARD], timestamp=0)
    except typst.TypstError:
        return False
    return True
