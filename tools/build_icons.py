"""The app's icons from its mark: `python tools/build_icons.py` writes them beside the mark; they are kept in the package.

An icon for anywhere has round corners and nothing round it. One that the system cuts into its own shape (maskable) is full to
the edges, and keeps the mark within the inner circle of 80 % that is never cut.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

ASSETS: Final = Path(__file__).parents[1] / "src/upperback/web/assets"
GROUND: Final = "#F5F3EE"
FINER: Final = 8  # drawn so many times larger, then made smaller: smooth edges
ROUND: Final = 0.22  # of the width: the corners of an icon for anywhere


@dataclass(frozen=True, slots=True)
class Bar:
    """A rounded bar of the mark, in the mark's own units."""

    x: float
    y: float
    width: float
    height: float
    colour: str


def bars_of(mark: Path) -> tuple[list[Bar], tuple[float, float, float, float]]:
    """The bars, and the box they stand in: left, top, right, bottom."""
    root = ET.parse(mark).getroot()
    found: list[Bar] = []
    for group in root.iter():
        for rect in group.findall("{*}rect"):
            colour = rect.get("fill") or group.get("fill")
            assert colour
            x, y, width, height = (float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
            found.append(Bar(x, y, width, height, colour))
    box = (
        min(bar.x for bar in found),
        min(bar.y for bar in found),
        max(bar.x + bar.width for bar in found),
        max(bar.y + bar.height for bar in found),
    )
    return found, box


def icon(mark: Path, size_px: int, *, mark_share: float, maskable: bool) -> Image.Image:
    """`mark_share`: how much of the icon's height the mark takes."""
    bars, (left, top, right, bottom) = bars_of(mark)
    size = size_px * FINER
    picture = Image.new("RGBA", (size, size), GROUND if maskable else "#00000000")
    draw = ImageDraw.Draw(picture)
    if not maskable:
        draw.rounded_rectangle((0, 0, size - 1, size - 1), radius=ROUND * size, fill=GROUND)
    unit = size * mark_share / (bottom - top)
    across, down = (size - (right - left) * unit) / 2, (size - (bottom - top) * unit) / 2
    for bar in bars:
        x, y = across + (bar.x - left) * unit, down + (bar.y - top) * unit
        draw.rounded_rectangle((x, y, x + bar.width * unit, y + bar.height * unit), radius=bar.height * unit / 2, fill=bar.colour)
    small = picture.resize((size_px, size_px), Image.Resampling.LANCZOS)
    return small.convert("RGB") if maskable else small


def main() -> None:
    mark, folder = ASSETS / "mark.svg", ASSETS / "icons"
    assert re.search(r"<rect ", mark.read_text(encoding="utf-8"))
    folder.mkdir(exist_ok=True)
    for size_px in (192, 512):
        icon(mark, size_px, mark_share=0.62, maskable=False).save(folder / f"app-{size_px}.png", optimize=True)
        icon(mark, size_px, mark_share=0.5, maskable=True).save(folder / f"maskable-{size_px}.png", optimize=True)


if __name__ == "__main__":
    main()
