"""How an exercise or a self-test looks, out of its TOML: the `[demo]` of an entry to a `Demo`, every key and number checked.

What all key positions of a demo share stands once (`base`, `pins`); a key position adds to it or replaces it, and `free`
lets a pinned hand or foot go.
"""

import math
from typing import Any, Final, cast

from upperback.catalogue.reading import CatalogueError
from upperback.model.demo import (
    ANGLE_COUNT,
    ANGLE_LIMITS_DEG,
    BESIDE_BODY,
    BODY_SIZES,
    JOINTS,
    ON_BODY,
    PHONE_ON,
    PINNED,
    SIDED,
    Angles,
    Demo,
    KeyPosition,
    Part,
    Pin,
    Place,
    Prop,
)

_BREATHS: Final = ("", "in", "out")
_SIDES: Final = ("", "left", "right")


def read_demo(data: dict[str, Any], file: str) -> Demo:
    """The demo of one entry. Raises CatalogueError naming `file` and the key that is wrong.

    >>> read_demo({"view": {"yaw_deg": 0, "pitch_deg": 4}, "anchor": {"joints": ["tail"]}}, "x.toml")
    Traceback (most recent call last):
    upperback.catalogue.reading.CatalogueError: x.toml: demo.anchor.joints: no joint is called tail
    """
    read = _Reader(file)
    read.only(data, "", ("view", "anchor", "props", "works", "base", "pins", "keys"))
    view, anchor = read.table(data, "view"), read.table(data, "anchor")
    read.only(view, "view.", ("yaw_deg", "pitch_deg", "around"))
    read.only(anchor, "anchor.", ("joints", "at"))
    joints = tuple(read.words(anchor, "joints", JOINTS, "anchor.", "joint"))
    if not joints:
        raise read.fault("anchor.joints", "at least one joint is needed")
    at = read.place(anchor.get("at"), "anchor.at")
    works = tuple(Part(w) for w in read.words(data, "works", tuple(Part), "", "part"))
    base, pins = read.angles(data.get("base", {}), "base"), read.pins(data.get("pins", {}), "pins")
    rows = data.get("keys", [])
    if not isinstance(rows, list) or len(rows) < 2:
        raise read.fault("keys", "at least two key positions are needed")
    keys = tuple(read.key(row, f"keys[{i}]", base, pins, at, works) for i, row in enumerate(rows))
    if not any(key.shown for key in keys):
        raise read.fault("keys", "at least one key position is shown")
    return Demo(
        anchor=joints,
        keys=keys,
        yaw_deg=read.number(view, "yaw_deg", "view.", -180, 180),
        pitch_deg=read.number(view, "pitch_deg", "view.", -10, 60),
        around=tuple(read.words(view, "around", JOINTS, "view.", "joint")),
        props=tuple(Prop(p) for p in read.words(data, "props", tuple(Prop), "", "prop")),
    )


class _Reader:
    """Takes values out of one file's tables, or says what is wrong where."""

    def __init__(self, file: str) -> None:
        self._file = file

    def fault(self, key: str, words: str) -> CatalogueError:
        return CatalogueError(self._file, f"demo.{key}", words)

    def only(self, table: dict[str, Any], where: str, known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                raise self.fault(f"{where}{key}", "unknown key")

    def table(self, data: dict[str, Any], key: str) -> dict[str, Any]:
        value = data.get(key)
        if not isinstance(value, dict):
            raise self.fault(key, "a table is needed")
        return value

    def number(self, table: dict[str, Any], key: str, where: str, low: float, high: float) -> float:
        value = table.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.fault(f"{where}{key}", f"a number from {low} to {high} is needed, got {value!r}")
        return float(value)

    def text(self, table: dict[str, Any], key: str, where: str, known: tuple[str, ...] = ()) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or (known and value not in known):
            raise self.fault(
                f"{where}{key}", f"one of {', '.join(filter(None, known))} is needed, got {value!r}" if known else "text"
            )
        return value

    def words(self, table: dict[str, Any], key: str, known: tuple[str, ...], where: str, kind: str) -> list[str]:
        value = table.get(key, [])
        if not isinstance(value, list):
            raise self.fault(f"{where}{key}", f"a list is needed, got {value!r}")
        for word in value:
            if word not in known:
                raise self.fault(f"{where}{key}", f"no {kind} is called {word}")
        return cast("list[str]", value)

    def numbers(self, value: object, where: str, count: int) -> tuple[float, ...]:
        place = self.place(value, where, count, ())
        return tuple(float(v) for v in place)

    def place(self, value: object, where: str, count: int = 3, names: tuple[str, ...] = BODY_SIZES) -> Place:
        if not isinstance(value, list) or len(value) != count:
            raise self.fault(where, f"{count} numbers are needed, got {value!r}")
        for item in value:
            if isinstance(item, str) and item in names:
                continue
            if isinstance(item, bool) or not isinstance(item, int | float) or not math.isfinite(item):
                raise self.fault(where, f"{item!r} is neither a number nor a body size" if names else f"{item!r} is not a number")
        return tuple(value)

    def angles(self, table: object, where: str) -> Angles:
        if not isinstance(table, dict):
            raise self.fault(where, "a table of angles is needed")
        out: Angles = {}
        for key, value in table.items():
            name, _, side = key.rpartition("_")
            joint = name if name in SIDED and side in ("l", "r", "b") else key
            if joint not in ANGLE_COUNT or (joint == key and key in SIDED):
                raise self.fault(f"{where}.{key}", "unknown angle")
            out[key] = self.numbers(value, f"{where}.{key}", ANGLE_COUNT[joint])
            for number, (low, high) in zip(out[key], ANGLE_LIMITS_DEG[joint], strict=True):
                if not low <= number <= high:
                    raise self.fault(f"{where}.{key}", f"{number:g} degrees: a body goes from {low:g} to {high:g}")
        return out

    def pins(self, table: object, where: str) -> dict[str, Pin]:
        if not isinstance(table, dict):
            raise self.fault(where, "a table of pins is needed")
        out = {}
        for joint, row in table.items():
            here = f"{where}.{joint}"
            if joint not in PINNED or not isinstance(row, dict):
                raise self.fault(here, f"a pin is a table for one of {', '.join(PINNED)}")
            self.only(row, f"{here}.", ("at", "within", "direction", "normal"))
            out[joint] = Pin(
                at=self.place(row.get("at"), f"{here}.at"),
                within=self.text(row, "within", f"{here}.", ("", *JOINTS)),
                direction=self.numbers(row["direction"], f"{here}.direction", 3) if "direction" in row else (),
                normal=self.numbers(row["normal"], f"{here}.normal", 3) if "normal" in row else (),
            )
        return out

    def key(self, row: object, where: str, base: Angles, pins: dict[str, Pin], at: Place, works: tuple[Part, ...]) -> KeyPosition:
        if not isinstance(row, dict):
            raise self.fault(where, "a table is needed")
        known = ("move_s", "hold_s", "caption", "breath", "side", "works", "shown", "at", "free", "angles", "pins")
        self.only(row, f"{where}.", (*known, "measure", "phone", "props"))
        free = self.words(row, "free", PINNED, f"{where}.", "pinned joint")
        held = {joint: pin for joint, pin in pins.items() if joint not in free}
        shown = row.get("shown", True)
        caption = self.text(row, "caption", f"{where}.")
        if not isinstance(shown, bool):
            raise self.fault(f"{where}.shown", "true or false is needed")
        if not caption:
            raise self.fault(f"{where}.caption", "a few words are needed")
        return KeyPosition(
            angles=_over(base, self.angles(row.get("angles", {}), f"{where}.angles")),
            pins={**held, **self.pins(row.get("pins", {}), f"{where}.pins")},
            anchor_at=self.place(row["at"], f"{where}.at") if "at" in row else at,
            move_s=self.number(row, "move_s", f"{where}.", 0.2, 60),
            hold_s=self.number(row, "hold_s", f"{where}.", 0, 60),
            caption=caption,
            breath=self.text(row, "breath", f"{where}.", _BREATHS),
            side=self.text(row, "side", f"{where}.", _SIDES),
            works=tuple(Part(w) for w in self.words(row, "works", tuple(Part), f"{where}.", "part")) if "works" in row else works,
            shown=shown,
            measure=self.lines(row.get("measure", []), f"{where}.measure"),
            phone=self.text(row, "phone", f"{where}.", ("", *PHONE_ON)),
            props=tuple(Prop(p) for p in self.words(row, "props", tuple(Prop), f"{where}.", "prop")) if "props" in row else None,
        )

    def lines(self, value: object, where: str) -> tuple[tuple[str, str], ...]:
        """Lines to measure: pairs of places, one of them on the body."""
        if not isinstance(value, list):
            raise self.fault(where, f"a list is needed, got {value!r}")
        for i, pair in enumerate(value):
            if not (isinstance(pair, list) and len(pair) == 2 and all(end in (*ON_BODY, *BESIDE_BODY) for end in pair)):
                raise self.fault(f"{where}[{i}]", f"two of {', '.join((*ON_BODY, *BESIDE_BODY))} are needed, got {pair!r}")
            if not any(end in ON_BODY for end in pair):
                raise self.fault(f"{where}[{i}]", "one end has to be on the body")
        return tuple((start, end) for start, end in value)


def _over(base: Angles, own: Angles) -> Angles:
    """The base with a key position's own angles; an own "x_b" replaces both sides of the base."""
    hidden = {f"{key[:-2]}_{s}" for key in own if key.endswith("_b") for s in ("l", "r")}
    return {key: value for key, value in base.items() if key not in hidden} | own
