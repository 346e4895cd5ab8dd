"""How a person likes a session on this device: voice, bell, flash and vibration each by itself, and how long things take. One
cookie of the browser."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final
from urllib.parse import parse_qsl, urlencode

# Speed and loudness of the speech, as the browser counts them (1 is its own); expert judgement.
RATES: Final = {"slow": 0.8, "normal": 1.0, "quick": 1.25}
VOLUMES: Final = {"soft": 0.4, "normal": 0.8, "loud": 1.0}
READY_S: Final = {"3": 3, "5": 5, "10": 10, "20": 20}
RESTS: Final = {"short": 0.5, "normal": 1.0, "long": 1.5, "double": 2.0}
SWITCH: Final = ("on", "off")

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "rate": tuple(RATES),
    "volume": tuple(VOLUMES),
    "bell": SWITCH,
    "flash": SWITCH,
    "shake": SWITCH,
    "ready": tuple(READY_S),
    "rests": tuple(RESTS),
    "on": ("auto", "wait"),
    "away": SWITCH,
}
"""What each setting may be."""


@dataclass(frozen=True, slots=True)
class PlayerSettings:
    """`rate`, `volume`: of the voice. `bell`, `flash`, `shake`: on or off. `ready`: seconds to get ready. `rests`: how long
    rests are against the plan. `on`: what follows begins by itself, or waits for the person. `away`: stepping out of the
    camera's view pauses."""

    rate: str = "normal"
    volume: str = "normal"
    bell: str = "on"
    flash: str = "on"
    shake: str = "on"
    ready: str = "5"
    rests: str = "normal"
    on: str = "auto"
    away: str = "on"

    @property
    def for_script(self) -> dict[str, float | bool]:
        """As the player takes it.

        >>> PlayerSettings(ready="10", bell="off").for_script["ready_s"]
        10
        """
        return {
            "rate": RATES[self.rate],
            "volume": VOLUMES[self.volume],
            "bell": self.bell == "on",
            "flash": self.flash == "on",
            "shake": self.shake == "on",
            "ready_s": READY_S[self.ready],
            "rest_share": RESTS[self.rests],
            "wait": self.on == "wait",
            "away": self.away == "on",
        }

    @property
    def cookie(self) -> str:
        return urlencode(asdict(self))


def of_cookie(text: str) -> PlayerSettings:
    """From the cookie; anything unknown counts as unset.

    >>> of_cookie("ready=10&rate=fast").ready, of_cookie("rate=fast") == PlayerSettings()
    ('10', True)
    """
    return of_choices(dict(parse_qsl(text)))


def of_choices(said: Mapping[str, str]) -> PlayerSettings:
    known = {field.name for field in fields(PlayerSettings)}
    return PlayerSettings(**{name: value for name, value in said.items() if name in known and value in CHOICES[name]})
