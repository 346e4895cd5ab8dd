"""The fonts of the papers, made from the font of the pages: three weights as files that Typst reads.

    python tools/build_paper_fonts.py FOLDER      (the `files` folder of npm's @fontsource-variable/figtree 5.3.0)

Latin and extended Latin become one font of each weight, so that names of most European languages are set in it. The result is
kept in `exchange/paper/fonts`; this runs again only when the font changes. Needs fontTools 4.68 and brotli 1.2.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fontTools.merge import Merger
from fontTools.misc.timeTools import timestampFromString
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

OUT: Final = Path(__file__).parents[1] / "src/upperback/exchange/paper/fonts"
WEIGHTS: Final = {"Regular": 400, "SemiBold": 600, "Bold": 700}
PARTS: Final = ("latin", "latin-ext")
OWN_FAMILY: Final = ("Regular", "Bold")  # the two that the oldest naming scheme of fonts knows within one family
KEPT: Final = (0, 13, 14)  # copyright, licence, its address
MADE: Final = timestampFromString("Mon Sep  5 00:00:00 2022")
WINDOWS: Final = (3, 1, 0x409)


def main(folder: Path) -> None:
    for name, weight in WEIGHTS.items():
        with TemporaryDirectory() as scratch:
            font = Merger().merge([str(_part(folder, part, weight, Path(scratch))) for part in PARTS])
        _name(font, name)
        font["OS/2"].usWeightClass = weight
        font["head"].created = font["head"].modified = MADE  # not the time of this run: the same bytes each time
        font.recalcTimestamp = False
        font.save(OUT / f"Figtree-{name}.ttf")


def _part(folder: Path, part: str, weight: int, scratch: Path) -> Path:
    font = TTFont(folder / f"figtree-{part}-wght-normal.woff2", recalcTimestamp=False)
    font.flavor = None
    path = scratch / f"{part}.ttf"
    instantiateVariableFont(font, {"wght": weight}).save(path)
    return path


def _name(font: TTFont, name: str) -> None:
    table = font["name"]
    table.names = [row for row in table.names if row.nameID in KEPT]
    of_family = name in OWN_FAMILY
    said = {
        1: "Figtree" if of_family else f"Figtree {name}",
        2: name if of_family else "Regular",
        3: f"Figtree-{name}",
        4: f"Figtree {name}",
        5: "Version 2.002",
        6: f"Figtree-{name}",
        16: "Figtree",
        17: name,
    }
    for place, words in said.items():
        table.setName(words, place, *WINDOWS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
