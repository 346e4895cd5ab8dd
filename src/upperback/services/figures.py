"""Drawings for the pages and the command line: exercises, self-tests and the body map, as SVG text without colours."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from upperback.model.catalogue import Catalogue, Exercise, SelfTest
from upperback.model.demo import Demo
from upperback.model.regions import Mark, Picture
from upperback.motion import drawing, drawing_map
from upperback.services import knowledge
from upperback.services.errors import BadInputError

# A drawing on a page takes its tones from the page's style sheet. A file stands alone, so it brings the tones for paper: the
# light ones of that style sheet.
PAPER: Final = {
    "skin": "#5C8CA0",
    "skin-hi": "#7CA9BB",
    "face": "#74A1B3",
    "top": "#2A5F76",
    "top-hi": "#39758E",
    "leg": "#16384A",
    "leg-hi": "#1F4B60",
    "hair": "#12303E",
    "hair-hi": "#1A4152",
    "work": "#CE6423",
    "work-hi": "#EE8A4C",
    "prop": "#A9B7B8",
    "prop-hi": "#C3CECE",
}

# The tones for paper in ink: light where nothing works, so that the working part is the darkest of the body in grey too.
PRINTED_MAX: Final = 3
"""Key positions in a printed row at most; fewer where they would be wider than `WIDE` times their height."""
WIDE: Final = 1.7
INK: Final = {
    "skin": "#B9CAD0",
    "skin-hi": "#CAD7DB",
    "face": "#C4D2D7",
    "top": "#8EABB7",
    "top-hi": "#9DB7C1",
    "leg": "#6C8C9B",
    "leg-hi": "#7B99A6",
    "hair": "#4A6572",
    "hair-hi": "#567280",
    "work": "#B4470C",
    "work-hi": "#C65B1F",
    "prop": "#C3CCCC",
    "prop-hi": "#D5DCDC",
}


Drawn = Exercise | SelfTest
"""What key positions can show."""


def strip(entry: Drawn, at_most: int = 4) -> str:
    """The first key positions of an exercise or a self-test side by side; "" for one without a drawing."""
    if entry.demo is None:
        return ""
    shown = [key for key in entry.demo.keys if key.shown][:at_most]
    words = "; ".join(key.caption for key in shown)
    return drawing.strip(entry.demo, title=f"{entry.name}: {words}", at_most=at_most)


def key_position(entry: Drawn, index: int) -> str:
    """One key position, by its place among `shown_keys`; "" for an entry without a drawing or such a position."""
    keys = shown_keys(entry)
    if entry.demo is None or not 0 <= index < len(keys):
        return ""
    at, caption = keys[index]
    return drawing.svg(entry.demo, at, title=f"{entry.name}: {caption}")


def shown_keys(entry: Drawn) -> tuple[tuple[int, str], ...]:
    """Which key positions are drawn, each as its index in the demo and its caption."""
    if entry.demo is None:
        return ()
    return tuple((i, key.caption) for i, key in enumerate(entry.demo.keys) if key.shown)


def body_map(marks: Collection[Mark], *, title: str, captions: Mapping[Picture, str]) -> str:
    """The body from the front and from behind with `marks`, to look at."""
    return drawing_map.body_map(marks, title=title, captions=captions)


def map_to_press(
    picture: Picture, *, title: str, sides: Sequence[str], regions: Collection[str], chosen: Collection[str] = ()
) -> str:
    """One side of the body, whose places tick the list beside it; `chosen` are painted, `sides` says left and right."""
    return drawing_map.to_press(picture, title=title, sides=sides, regions=regions, chosen=chosen)


def map_to_follow(
    picture: Picture, links: Mapping[str, tuple[str, str]], *, title: str, sides: Sequence[str], chosen: Collection[str] = ()
) -> str:
    """One side of the body, whose places are links: region -> its address and its name; `sides` says left and right."""
    return drawing_map.to_follow(picture, links, title=title, sides=sides, chosen=chosen)


def drawing_of(wanted: str, catalogue: Catalogue) -> str:
    """The key positions of an exercise or a self-test as an SVG file.

    Raises BadInputError for an unknown id or one without a drawing.

    >>> drawing_of("band_rwo", knowledge.catalogue())
    Traceback (most recent call last):
    upperback.services.bad_input.BadInputError: no 'band_rwo' in the catalogue; nearest: band_row
    """
    entry, _ = _drawn(wanted, catalogue)
    return f"{_for_paper(strip(entry))}\n"


def moving_pictures(wanted: str, catalogue: Catalogue, fps: float) -> tuple[int, Iterator[str]]:
    """One round of the movement as SVG pictures, and how many there are. Raises BadInputError as `drawing_of`."""
    entry, demo = _drawn(wanted, catalogue)
    pictures = drawing.moving(demo, title=entry.name, fps=fps)
    return drawing.pictures_of(demo, fps), (_for_paper(picture) for picture in pictures)


def printed(entry: Drawn) -> tuple[str, str]:
    """The first key positions side by side in tones for print, and their captions: three, or two where three would be small.
    Both "" for an entry without a drawing."""
    if entry.demo is None:
        return "", ""
    most = PRINTED_MAX if _wide(strip(entry, PRINTED_MAX)) < WIDE else 2
    return _for_paper(strip(entry, most), INK), "; ".join(caption for _, caption in shown_keys(entry)[:most])


def _wide(picture: str) -> float:
    """Width over height."""
    _, _, width, height = picture.split('viewBox="', 1)[1].split('"', 1)[0].split()
    return float(width) / float(height)


def _drawn(wanted: str, catalogue: Catalogue) -> tuple[Drawn, Demo]:
    what, entry = knowledge.entry(wanted, catalogue)
    if not isinstance(entry, Drawn):
        raise BadInputError(f"{wanted}: this is a {what}, only exercises and tests are drawn")
    if entry.demo is None:
        raise BadInputError(f"{wanted}: this {what} has no drawing yet")
    return entry, entry.demo


def _for_paper(picture: str, tones: Mapping[str, str] = PAPER) -> str:
    """A drawing that stands alone: with the tones for paper."""
    start, rest = picture.split(">", maxsplit=1)
    return f"{start}><style>{_style(tones)}</style>{rest}"


def _style(tones: Mapping[str, str]) -> str:
    fills = "".join(f".f-{name}{{fill:{colour}}}" for name, colour in tones.items())
    lines = "fill:none;stroke-linecap:round;stroke-linejoin:round"
    return (
        f"{fills}.f-ear{{fill:{tones['skin']}}}.f-shadow{{fill:#E4EBEA}}.f-gap{{stroke:#fff;stroke-linejoin:round}}"
        f".f-prop-line{{stroke:{tones['prop']};{lines}}}.f-band{{stroke:{tones['work']};{lines}}}.f-ghost{{opacity:.24}}"
        f".f-mark{{stroke:#16384A;{lines}}}"
    )
