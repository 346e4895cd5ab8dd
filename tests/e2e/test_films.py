"""Small test films through the real pose model and the tracker; `make films` makes all of them, larger."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from upperback.services import knowledge

TOOLS = Path(__file__).parents[2] / "tools"
SIZE_PX = (320, 240)
FPS = 10.0

pytestmark = pytest.mark.browser


@pytest.fixture
def shooting(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(TOOLS), *sys.path])
    return importlib.import_module("films_shoot")


@pytest.fixture
def judging(shooting: ModuleType) -> ModuleType:
    return importlib.import_module("films_judge")


@pytest.mark.parametrize(
    ("name", "view", "room", "counted"),
    [
        ("band_lateral_raise", "best", "furnished", 1),
        ("bird_dog_leg_only", "best", "plain", 1),
        ("standing_arms_wide_rotation", "poor", "plain", 0),
    ],
)
def test_a_film_is_counted_exactly_in_the_best_view_and_not_at_all_in_the_poor_one(
    shooting: ModuleType, judging: ModuleType, tmp_path: Path, name: str, view: str, room: str, counted: int
) -> None:
    exercise = knowledge.catalogue().exercises[name]
    front = shooting.Shot(exercise.demo, shooting.best(exercise, SIZE_PX), FPS, 1)
    shot = shooting.Shot(exercise.demo, getattr(shooting, view)(exercise, SIZE_PX), FPS, 1)
    film = tmp_path / "film.mp4"
    studio = importlib.import_module("figure_studio").Studio
    with studio(*shooting.STUDIO) as open_studio:
        shooting.shoot(open_studio, shot, (room,), (film,))
    judged = judging.judge(film, shot, exercise, front)
    assert judged.true == 1
    assert judged.counted == counted
    assert judged.found > 0.95
    assert judged.lost is (counted == 0)
    assert judged.landmarks < 0.08
