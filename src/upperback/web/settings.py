"""How this browser likes it: theme, voice, and where the person is, for the emergency number. Kept in cookies: they are
about the device, hold nothing about health, and work before anything is saved."""

from dataclasses import dataclass, replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

THEMES: Final = {"system": "As the computer", "light": "Light", "dark": "Dark"}
YEAR_S: Final = 365 * 24 * 3600

# Where: the number that reaches an ambulance. Sources: ITU-T E.161.1 (112 and 911 as the two worldwide recommendations) and
# the national numbering plans; checked from memory [M]. "other" names no number on purpose.
EMERGENCY: Final = {
    "": ("Not chosen yet", ""),
    "europe": ("European Union and most of Europe", "112"),
    "uk": ("United Kingdom", "999"),
    "north_america": ("United States, Canada, Mexico", "911"),
    "australia": ("Australia", "000"),
    "new_zealand": ("New Zealand", "111"),
    "india": ("India", "112"),
    "japan": ("Japan", "119"),
    "china": ("China", "120"),
    "brazil": ("Brazil", "192"),
    "south_africa": ("South Africa", "112"),
    "other": ("Somewhere else", ""),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """`theme`: system, light or dark. `region`: a key of `EMERGENCY`. `voice`: cues are spoken."""

    theme: str = "system"
    region: str = ""
    voice: bool = True

    @property
    def emergency_number(self) -> str:
        """The number to call where the person is; "" when they have not said or live elsewhere: then no number is guessed.

        >>> Settings(region="uk").emergency_number, Settings().emergency_number
        ('999', '')
        """
        return EMERGENCY[self.region][1]


def read_settings(request: Request) -> Settings:
    """The settings of this browser; anything unknown counts as unset."""
    cookies = request.cookies
    theme, region = cookies.get("upperback_theme", ""), cookies.get("upperback_region", "")
    settings = Settings(voice=cookies.get("upperback_voice") != "off")
    if theme in THEMES:
        settings = replace(settings, theme=theme)
    if region in EMERGENCY:
        settings = replace(settings, region=region)
    return settings


def keep_settings(response: Response, settings: Settings) -> None:
    """Write them into the browser for a year."""
    for name, value in (("theme", settings.theme), ("region", settings.region), ("voice", "on" if settings.voice else "off")):
        response.set_cookie(f"upperback_{name}", value, max_age=YEAR_S, httponly=True, samesite="strict")
