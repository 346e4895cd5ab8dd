"""A picture as SVG: an Altair spec, rendered by vl-convert, with classes in place of colours.

The spec says what is drawn where; the file's own width is exactly the one it was laid out for, whatever the renderer thinks
of the width of a letter.
"""

import re
from collections.abc import Callable
from html import escape
from typing import Any, Final

import vl_convert
from altair.utils import schemapi

from upperback.model.texts import Texts
from upperback.services.pictures.facts import Course, Helps, Minutes, PaperWidth, Picture, Reach, Sides, Values, Weeks, Width
from upperback.services.pictures.frame import FRAMES, PAPER_FRAMES, Frame
from upperback.services.pictures.ink import FAMILY, ROLES, stand_alone_style
from upperback.services.pictures.specs_bars import minutes_spec, weeks_spec
from upperback.services.pictures.specs_course import course_spec
from upperback.services.pictures.specs_reach import helps_spec, reach_spec
from upperback.services.pictures.specs_values import sides_spec, values_spec

_HEAD: Final = re.compile(r"<svg [^>]*?>")
_SIZE: Final = re.compile(r'height="([\d.]+)"')
_ROOT: Final = re.compile(r'transform="translate\(([\d.-]+),([\d.-]+)\)"')
_COLOUR: Final = re.compile(r'\s(fill|stroke)="(#[0-9A-Fa-f]{6})"')
_TAG: Final = re.compile(r"<(?!/)[^>]+>")
_NOISE: Final = re.compile(
    r'\s(?:role|aria-[a-z]+|pointer-events|class|xlink:href|font-family|stroke-miterlimit|version)="[^"]*"'
)
_EMPTY: Final = re.compile(r'<path(?=[^>]*\sd="")[^>]*/>|<path class="background"[^>]*\sd="M0,0h0v0h0Z"[^>]*/>')
_HOLLOW: Final = re.compile(r"<g[^>]*></g>")
_LONG: Final = re.compile(r"(\d\.\d\d)\d+")


def svg(picture: Picture, width: Width, texts: Texts) -> str:
    """The picture for a screen. Alone it carries the colours for light and dark; a page that puts it in drops its `<style>` and
    colours the classes by its own tokens."""
    frame = FRAMES[width]
    height_px, body = _body(picture, frame, texts)
    used: set[str] = set()

    def with_classes(tag: re.Match[str]) -> str:
        text = tag.group()
        classes = []
        for kind, colour in _COLOUR.findall(text):
            role = ROLES[colour.lower()]
            used.add(role)
            classes.append(f"{'ink' if kind == 'fill' else 'edge'}-{role}")
        if not classes:
            return text
        bare = _COLOUR.sub("", text)
        closing = "/>" if bare.endswith("/>") else ">"
        return f'{bare.removesuffix(closing)} class="{" ".join(classes)}"{closing}'

    coloured = _TAG.sub(with_classes, body)
    return f"{_open(picture, frame, height_px)}{stand_alone_style(frozenset(used))}{coloured}</svg>"


def paper_svg(picture: Picture, width: PaperWidth, texts: Texts) -> str:
    """The picture for white paper: the light colours as they are, no classes, no style; narrower than for a screen, so that its
    letters are large enough in print."""
    frame = PAPER_FRAMES[width]
    height_px, body = _body(picture, frame, texts)
    return f'{_open(picture, frame, height_px)}<g font-family="{FAMILY}">{body}</g></svg>'


def _open(picture: Picture, frame: Frame, height_px: float) -> str:
    label = escape(f"{picture.head.title}. {picture.head.summary}")
    size = f'width="{frame.width_px}" height="{height_px:g}" viewBox="0 0 {frame.width_px} {height_px:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{label}">'


def _body(picture: Picture, frame: Frame, texts: Texts) -> tuple[float, str]:
    """Height, and what stands between the tags of the file, moved to where the frame wants it."""
    drawn = vl_convert.vegalite_to_svg(_spec(picture, frame, texts))
    height_px = float(_SIZE.findall(_HEAD.findall(drawn)[0])[0])
    inner = _HEAD.sub("", drawn, count=1).removesuffix("</svg>")
    inner = _EMPTY.sub("", inner)
    inner = _NOISE.sub("", inner)
    moved = _ROOT.sub(lambda found: f'transform="translate({frame.left_px:g},{found.group(2)})"', inner, count=1)
    before = None
    while before != moved:
        before, moved = moved, _HOLLOW.sub("", moved)
    return height_px, _LONG.sub(r"\1", moved)


def _spec(picture: Picture, frame: Frame, texts: Texts) -> dict[str, Any]:
    # Altair checks every part against the schema as it is made, which takes three times as long as drawing: a test does that.
    with schemapi.debug_mode(False):
        return frame.finished(_drawn(picture)(frame, texts))


def _drawn(picture: Picture) -> Callable[[Frame, Texts], Any]:
    match picture:
        case Course():
            return lambda frame, texts: course_spec(picture, frame, texts)
        case Values():
            return lambda frame, texts: values_spec(picture, frame, texts)
        case Sides():
            return lambda frame, texts: sides_spec(picture, frame, texts)
        case Reach():
            return lambda frame, texts: reach_spec(picture, frame, texts)
        case Weeks():
            return lambda frame, texts: weeks_spec(picture, frame, texts)
        case Minutes():
            return lambda frame, texts: minutes_spec(picture, frame, texts)
        case Helps():
            return lambda frame, texts: helps_spec(picture, frame, texts)
