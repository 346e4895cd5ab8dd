"""The pictures of the record at addresses of their own, so that no page waits for a drawing."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from upperback.services.person import Person
from upperback.services.pictures.facts import Width
from upperback.services.pictures.periods import Span

router = APIRouter()

# A picture shows the person's health: no browser keeps a copy of it, and it is always of the record as it stands.
HEADERS: Final = {"cache-control": "no-store"}


def asked_span(span: str | None) -> Span | None:
    """The span of an address; None for one that does not exist, so that an old link shows the usual one."""
    return Span(span) if span in set(Span) else None


@router.get("/pictures/{picture_id}/{width}.svg")
def picture(request: Request, picture_id: str, width: Width, span: Annotated[str | None, Query()] = None) -> Response:
    """One picture in one width."""
    person: Person = request.app.state.person
    drawn = person.pictures.svg(picture_id, width, asked_span(span))
    if drawn is None:
        raise HTTPException(404)
    return Response(drawn, media_type="image/svg+xml", headers=HEADERS)
