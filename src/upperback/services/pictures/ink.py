"""The colours of the pictures: by their roles in the design, for light and for dark.

A spec is drawn in the light colours; `drawing` turns each into a class of its role (`ink-act`, `edge-act`), so that a page's
own tokens colour it. A file that stands alone carries both palettes. The values are those of the style sheet's tokens; a test
holds them together. Blue-green against orange can be told apart by people with any kind of colour vision, and shapes differ
as well.
"""

from typing import Final

LIGHT: Final = {
    "surface": "#FFFEFC", "sunken": "#ECE9E2", "line": "#DEDAD1", "line-strong": "#7B878A",
    "ink": "#11262F", "ink-2": "#3F525C", "ink-3": "#5A6A70",
    "act": "#0E4F66", "act-soft": "#DDE9EC", "warm": "#CE6423", "warm-ink": "#93420E", "warm-soft": "#FBE8DA",
    "good": "#2F7D58", "good-ink": "#1F6144", "good-soft": "#DFEEE4",
}  # fmt: skip
DARK: Final = {
    "surface": "#17262D", "sunken": "#22343C", "line": "#2E424B", "line-strong": "#748A92",
    "ink": "#EFF3F1", "ink-2": "#BAC8CB", "ink-3": "#97A9AE",
    "act": "#8FCADD", "act-soft": "#21434F", "warm": "#F6A06A", "warm-ink": "#FFB98C", "warm-soft": "#3A281C",
    "good": "#7FC79E", "good-ink": "#98D6B2", "good-soft": "#183428",
}  # fmt: skip
ROLES: Final = {colour.lower(): role for role, colour in LIGHT.items()}
FAMILY: Final = "Figtree"


def stand_alone_style(roles: frozenset[str]) -> str:
    """The rules a file needs that no page colours: light, dark, and more contrast, as the viewer asks."""
    light = "".join(f".ink-{r}{{fill:{LIGHT[r]}}}.edge-{r}{{stroke:{LIGHT[r]}}}" for r in sorted(roles))
    dark = "".join(f".ink-{r}{{fill:{DARK[r]}}}.edge-{r}{{stroke:{DARK[r]}}}" for r in sorted(roles))
    family = f'text{{font-family:"{FAMILY}",system-ui,sans-serif}}'
    return f"<style>{family}{light}@media(prefers-color-scheme:dark){{{dark}}}</style>"
