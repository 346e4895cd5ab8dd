"""How this browser likes it: theme, voice, language, and where the person is, for the emergency number. Kept in cookies: they are
about the device, hold nothing about health, and work before anything is saved."""

from dataclasses import dataclass, field, replace
from typing import Final

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from upperback.model.texts import Texts
from upperback.web.player_settings import PlayerSettings, of_cookie

THEMES: Final = ("system", "light", "dark")
CONTRASTS: Final = ("system", "more")
YEAR_S: Final = 365 * 24 * 3600

# Where: the number that reaches an ambulance. Sources: ITU-T E.161.1 (112 and 911 as the two worldwide recommendations) and
# the national numbering plans; checked from memory [M]. "other" names no number on purpose.
EMERGENCY: Final = {
    "": "",
    "europe": "112",
    "uk": "999",
    "north_america": "911",
    "australia": "000",
    "new_zealand": "111",
    "india": "112",
    "japan": "119",
    "china": "120",
    "brazil": "192",
    "south_africa": "112",
    "other": "",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """`theme`: system, light or dark. `region`: a key of `EMERGENCY`. `voice`: cues are spoken. `language`: a tag; "" is
    English. `session`: how a session goes. What a browser says it would accept is not asked: the person chooses."""

    theme: str = "system"
    contrast: str = "system"
    region: str = ""
    voice: bool = True
    language: str = ""
    session: PlayerSettings = field(default_factory=PlayerSettings)

    @property
    def emergency_number(self) -> str:
        """The number to call where the person is; "" when they have not said or live elsewhere: then no number is guessed.

        >>> Settings(region="uk").emergency_number, Settings().emergency_number
        ('999', '')
        """
        return EMERGENCY[self.region]


def read_settings(request: Request) -> Settings:
    """The settings of this browser; anything unknown counts as unset."""
    cookies = request.cookies
    theme, region = cookies.get("upperback_theme", ""), cookies.get("upperback_region", "")
    settings = Settings(voice=cookies.get("upperback_voice") != "off")
    if theme in THEMES:
        settings = replace(settings, theme=theme)
    if region in EMERGENCY:
        settings = replace(settings, region=region)
    if cookies.get("upperback_contrast") in CONTRASTS:
        settings = replace(settings, contrast=cookies["upperback_contrast"])
    return replace(settings, language=language_in(request), session=of_cookie(cookies.get("upperback_session", "")))


def language_in(connection: HTTPConnection) -> str:
    """The language that this browser has chosen, whether it is there or not; "" when none."""
    return connection.cookies.get("upperback_language", "")


def regions(request: Request) -> dict[str, tuple[str, str]]:
    """Where one may be, each with its name and number."""
    texts: Texts = request.app.state.catalogue.texts
    return {name: (texts(f"settings.regions.{name or 'not_chosen'}"), number) for name, number in EMERGENCY.items()}


def keep_settings(response: Response, settings: Settings) -> None:
    """Write them into the browser for a year."""
    kept = {"theme": settings.theme, "contrast": settings.contrast, "region": settings.region, "language": settings.language}
    kept["session"] = settings.session.cookie
    for name, value in (*kept.items(), ("voice", "on" if settings.voice else "off")):
        response.set_cookie(f"upperback_{name}", value, max_age=YEAR_S, httponly=True, samesite="strict")
