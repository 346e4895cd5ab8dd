"""Settings of this browser: theme, voice, language, and where the person is."""

from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.texts import Texts
from upperback.services.person import Person
from upperback.services.views import SessionState
from upperback.web.forms import Sent
from upperback.web.player_settings import CHOICES, of_choices
from upperback.web.render import page
from upperback.web.settings import CONTRASTS, EMERGENCY, THEMES, Settings, keep_settings, read_settings, regions

router = APIRouter()


@router.get("/settings")
def show(request: Request, saved: bool = False) -> Response:
    texts: Texts = request.app.state.catalogue.texts
    themes = {theme: texts(f"settings.themes.{theme}") for theme in THEMES}
    contrasts = {contrast: texts(f"settings.contrasts.{contrast}") for contrast in CONTRASTS}
    languages = request.app.state.languages
    return page(
        request,
        "settings.html",
        themes=themes,
        contrasts=contrasts,
        regions=regions(request),
        languages=languages,
        saved=saved,
        choices=CHOICES,
    )


@router.post("/settings")
def save(request: Request, form: Sent) -> Response:
    answer = RedirectResponse("/settings?saved=1", 303)
    keep_settings(
        answer,
        Settings(
            theme=form.one_of("theme", THEMES) or "system",
            contrast=form.one_of("contrast", CONTRASTS) or "system",
            region=form.one_of("region", EMERGENCY) or "",
            voice=form.one_of("voice", ("on", "off")) != "off",
            language=form.one_of("language", request.app.state.languages) or "",
            session=of_choices({name: form.one_of(name, values) or "" for name, values in CHOICES.items()}),
        ),
    )
    return answer


@router.post("/settings/region")
def save_region(request: Request, form: Sent) -> Response:
    """Chosen where the number is needed: back to that page, a session that a symptom stopped or the safety check."""
    person: Person = request.app.state.person
    session = person.sessions.open_session()
    locked = session is not None and session.state is SessionState.LOCKED
    answer = RedirectResponse("/start/result" if session is None or not locked else f"/session/{session.id}", 303)
    keep_settings(answer, replace(read_settings(request), region=form.one_of("region", EMERGENCY) or ""))
    return answer
