"""An exercise as it looks: key positions in joint angles. Posed by `motion.skeleton`, drawn by `motion.drawing`.

World: metres, right-handed, y up, the figure faces +z, its own left is +x. Angles in degrees; the keys and their signs are
those of `motion.skeleton`'s table. "x_b" sets both sides.
"""

from dataclasses import dataclass

Angles = dict[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Pin:
    """A hand or foot held at `at` (metres, or names of body sizes), in the world or in another joint's frame."""

    at: tuple[float | str, ...]
    within: str = ""
    direction: tuple[float, ...] = ()
    normal: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyPosition:
    """`move_s` to get here, `hold_s` to stay. `caption` is a few words under the drawing; `breath` in, out or "".
    `shown`: this position belongs in the printed strip."""

    angles: Angles
    move_s: float
    hold_s: float
    caption: str
    breath: str = ""
    side: str = ""
    shown: bool = True
    pins: dict[str, Pin] | None = None


@dataclass(frozen=True, slots=True)
class Demo:
    """Key positions in the order of the movement; after the last the first follows. `yaw_deg` and `pitch_deg` turn the
    viewer round the figure: 0 from the front, 90 from the figure's left, 180 from behind."""

    anchor: str
    anchor_at: tuple[float | str, ...]
    base: Angles
    keys: tuple[KeyPosition, ...]
    yaw_deg: float
    pitch_deg: float
    props: tuple[str, ...]
    pins: dict[str, Pin]
