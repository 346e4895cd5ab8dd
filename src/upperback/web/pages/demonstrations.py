"""Demonstrations as files for the moving figure: one address for each exercise and self-test."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from upperback.web.figures import Drawings

router = APIRouter(prefix="/demo")


@router.get("/{entry_id:path}")
def show(request: Request, entry_id: str) -> Response:
    """The movement of an exercise, of a self-test, or of a way of taking one (`test/way`); 304 where the browser has it."""
    drawings: Drawings = request.app.state.drawings
    found = drawings.demonstration(entry_id)
    if found is None:
        raise HTTPException(404)
    headers = {"etag": found.tag, "cache-control": "private, no-cache"}
    if found.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found.file, media_type="application/octet-stream", headers=headers)
