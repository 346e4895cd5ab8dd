"""A self-test under the camera: the page, and how it felt at the end. The tries come over the camera's socket."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.movement import CameraView
from upperback.model.texts import Texts
from upperback.services.measuring import camera_measures, corners_of, how_it_felt, live_measures, sides_of
from upperback.services.person import Person
from upperback.services.playing import warm_points
from upperback.web.forms import Sent
from upperback.web.pages.hand import asked_with
from upperback.web.render import page

router = APIRouter(prefix="/tests/{test_id}")


@router.get("/camera")
def camera(request: Request, test_id: str) -> Response:
    person: Person = request.app.state.person
    test = next((one for one in person.testing.open_tests() if one.id == test_id), None)
    if test is None or not camera_measures(test):
        return RedirectResponse(f"/tests/{test_id}" if test_id in request.app.state.catalogue.tests else "/tests", 303)
    return page(
        request,
        "camera_test.html",
        test=test,
        measures=[(measure, sides_of(measure)) for measure in camera_measures(test)],
        live=[(measure, sides_of(measure)) for measure in live_measures(test)],
        working=warm_points(test.movement),
        corners=corners_of(test),
        fit=_fit(request.app.state.catalogue.texts, test.camera),
    )


def _fit(texts: Texts, camera: CameraView) -> list[tuple[str, str]]:
    """What has to be right before the camera can judge, in the order in which it is looked at: a key, and the words."""
    parts = list(dict.fromkeys(texts(f"camera.parts.{part}") for part in camera.needs))
    whole = texts("camera.fit.whole", parts=texts.row(parts))
    return [
        ("one", texts("camera.fit.one")),
        ("whole", f"{whole[:1].upper()}{whole[1:]}"),
        ("clear", texts("camera.fit.clear")),
        ("view", texts(f"camera.fit.view_{camera.view}")),
    ]


@router.post("/camera")
def finish(request: Request, test_id: str, form: Sent) -> Response:
    person: Person = request.app.state.person
    familiar = form.one_of("familiar", ("yes", "no"))
    how_it_felt(person, test_id, form.number("pain", 0, 10), None if familiar is None else familiar == "yes")
    asks = asked_with(request.app.state.catalogue.tests[test_id], "camera")
    return RedirectResponse(f"/tests/{test_id}/also/camera" if asks else f"/tests/{test_id}/result?noted=test", 303)
