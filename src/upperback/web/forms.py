"""What a form brings: parsed at the edge, refused with a line that says what is possible, never what was entered."""

import math
from collections.abc import AsyncIterator, Collection
from datetime import date, time
from typing import Annotated, BinaryIO, Final

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from upperback.services.errors import BadInputError
from upperback.web.security import Keys

TEXT_MAX: Final = 400  # characters; a sentence or two


async def check_csrf(connection: HTTPConnection) -> AsyncIterator[None]:
    """A dependency of every route: a POST carries the CSRF word, in the form or (from a script) in the header `x-csrf`.
    Files that came with the form are closed when the answer is out."""
    if not isinstance(connection, Request) or connection.method in ("GET", "HEAD"):
        yield
        return
    keys: Keys = connection.app.state.keys
    try:
        word = connection.headers.get("x-csrf")
        if word is None:
            sent = (await connection.form()).get("csrf")
            word = sent if isinstance(sent, str) else ""
        if not keys.csrf_allowed(word):
            raise HTTPException(403)
        yield
    finally:
        await connection.close()


class Form:
    """The fields of a submitted form. Each getter raises `BadInputError` naming the field."""

    def __init__(self, fields: FormData) -> None:
        self._fields = fields

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def text(self, name: str, most: int = TEXT_MAX) -> str:
        """What was written, without the spaces round it; "" when empty or absent."""
        value = self._fields.get(name, "")
        if not isinstance(value, str):
            raise BadInputError(f"{name}: words are expected here, not a file", "refused.why.words")
        value = value.strip()
        if len(value) > most:
            raise BadInputError(f"{name}: at most {most} characters", "refused.why.characters", n=most)
        if any(ord(c) < 32 and c not in "\r\n\t" for c in value):
            raise BadInputError(f"{name}: only plain text, please", "refused.why.plain")
        return value

    def holds(self, name: str, value: str) -> bool:
        """Whether this value was sent under this name, among others perhaps."""
        return value in self._fields.getlist(name)

    def number(self, name: str, low: float, high: float) -> float | None:
        """A number within [low, high], None when left empty. A comma is a decimal point too.

        >>> Form(FormData({"pain": "3,5"})).number("pain", 0, 10)
        3.5
        """
        value = self.text(name)
        if not value:
            return None
        try:
            number = float(value.replace(",", "."))
        except ValueError:
            number = math.nan
        if not low <= number <= high:
            raise BadInputError(
                f"{name}: a number from {low:g} to {high:g} is expected", "refused.why.number", low=low, high=high
            )
        return number

    def whole(self, name: str, low: int, high: int) -> int | None:
        """A whole number within [low, high], None when left empty."""
        number = self.number(name, low, high)
        if number is not None and number != int(number):
            raise BadInputError(
                f"{name}: a whole number from {low} to {high} is expected", "refused.why.whole", low=low, high=high
            )
        return None if number is None else int(number)

    def one_of(self, name: str, choices: Collection[str]) -> str | None:
        """One of `choices`, None when nothing was chosen."""
        value = self.text(name)
        if value and value not in choices:
            raise BadInputError(f"{name}: choose one of the answers on the page", "refused.why.choose")
        return value or None

    def many(self, name: str, choices: Collection[str]) -> tuple[str, ...]:
        """Every ticked box of this name, in the order of `choices`."""
        values = {value for value in self._fields.getlist(name) if isinstance(value, str)}
        if values - set(choices):
            raise BadInputError(f"{name}: choose from the answers on the page", "refused.why.choose")
        return tuple(choice for choice in choices if choice in values)

    def clock(self, name: str) -> time | None:
        """A time of day to the minute, None when left empty.

        >>> Form(FormData({"at": "18:05"})).clock("at")
        datetime.time(18, 5)
        """
        value = self.text(name)
        if not value:
            return None
        try:
            at = time.fromisoformat(value)
        except ValueError:
            at = None
        if at is None or at.tzinfo is not None:
            raise BadInputError(f"{name}: a time such as 18:00 is expected", "refused.why.time")
        return at.replace(second=0, microsecond=0)

    def day(self, name: str, latest: date) -> date | None:
        """A date not after `latest`, None when left empty."""
        value = self.text(name)
        if not value:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise BadInputError(
                f"{name}: a date such as {latest} is expected", "refused.why.date", example=latest.isoformat()
            ) from None
        if day > latest:
            raise BadInputError(f"{name}: this day is still to come", "refused.why.future")
        return day

    def file(self, name: str) -> BinaryIO:
        """An uploaded file, open for reading while the request lasts."""
        value = self._fields.get(name)
        if not isinstance(value, UploadFile) or not value.filename:
            raise BadInputError(f"{name}: choose a file first", "refused.why.no_file")
        return value.file


async def read_form(request: Request) -> Form:
    """The dependency that hands a route its form (CSRF is checked before, for every route)."""
    return Form(await request.form())


Sent = Annotated[Form, Depends(read_form)]
