"""A drawing that moves, as a GIF: for messages and slides, where no program runs."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Final

import vl_convert
from PIL import Image

from upperback.model.catalogue import Catalogue
from upperback.services import figures

FPS: Final = 12.5  # a GIF counts in hundredths of a second: 8 of them a picture
_PAPER: Final = (255, 255, 255, 255)
_HEIGHT_PX: Final = 360
_COLOURS: Final = 64  # two tones of each of a few colours, and their edges


def gif_of(wanted: str, catalogue: Catalogue, progress: Callable[[int, int], None]) -> bytes:
    """One round of an exercise or a self-test as a GIF that repeats. `progress(done, expected)` is called once a picture.

    Raises BadInputError as `figures.drawing_of`."""
    count, pictures = figures.moving_pictures(wanted, catalogue, FPS)
    rasters = []
    for done, picture in enumerate(pictures, start=1):
        rasters.append(_raster(picture))
        progress(done, count)
    return _gif(rasters)


def _raster(picture: str) -> Image.Image:
    height = float(picture.split('viewBox="', maxsplit=1)[1].split('"', maxsplit=1)[0].split()[3])
    drawn = Image.open(BytesIO(vl_convert.svg_to_png(picture, scale=_HEIGHT_PX / height)))
    paper = Image.new("RGBA", drawn.size, _PAPER)
    return Image.alpha_composite(paper, drawn.convert("RGBA")).convert("RGB")


def _gif(pictures: Sequence[Image.Image]) -> bytes:
    # The middle one shows what moves and what works.
    palette = pictures[len(pictures) // 2].quantize(_COLOURS)
    # One palette for all: colours don't flicker.
    frames = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=round(1000 / FPS), loop=0, optimize=True)
    return out.getvalue()
