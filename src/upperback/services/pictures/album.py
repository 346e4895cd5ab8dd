"""The pictures of the person of the app: the book of the record as it stands, and what was drawn of it, kept while it is true."""

from collections import OrderedDict
from functools import cache
from importlib import import_module
from threading import Lock
from typing import Final, Protocol, cast

from upperback.care.solver import library
from upperback.model.record import Case
from upperback.model.texts import Texts
from upperback.services.chart import Chart
from upperback.services.pictures.book import Book, book_of
from upperback.services.pictures.facts import WIDTH_PX, PaperWidth, Picture, Width
from upperback.services.pictures.periods import Span
from upperback.services.pictures.reach import LOOK_BACK, SESSIONS, reaching
from upperback.store import reaches
from upperback.store.reaches import Reached

DRAWN_MAX: Final = 64  # two widths of every picture of a full record; some 600 kB


class Drawing(Protocol):
    """`services.pictures.drawing`, which is loaded with Altair when the first picture is asked for."""

    def svg(self, picture: Picture, width: Width, texts: Texts) -> str: ...

    def paper_svg(self, picture: Picture, width: PaperWidth, texts: Texts) -> str: ...


@cache
def drawing() -> Drawing:
    """The module that draws; the first call takes about a second with Altair and the renderer's own start.

    Altair looks into pandas when that is there, be it only half loaded by another thread. It comes with the solver, so that is
    loaded first, and whoever loads it already is waited for."""
    library()
    return cast(Drawing, import_module("upperback.services.pictures.drawing"))


class Album:
    """A drawing is kept by what it shows: a write that changes nothing of a picture lets its drawing stand. Nothing of an empty
    record is kept, so that what was deleted is gone from here too."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._lock = Lock()
        self._books: dict[Span | None, Book] = {}
        self._of: tuple[Case, tuple[Reached, ...]] | None = None
        self._drawn: OrderedDict[tuple[Picture, Width], str] = OrderedDict()

    def book(self, span: Span | None = None) -> Book:
        """What can be shown now, pain, weeks and minutes as far back as `span`."""
        chart = self._chart
        case, findings, helped = chart.case(), chart.findings(), chart.review().helped
        held = self._of
        if held is None or held[0] is not case:
            with chart.reading() as tx:
                held = (case, reaches.newest(tx, reaching(chart.catalogue), SESSIONS, case.today - LOOK_BACK))
            self._of = held
        books, before = self._books, self._books.get(span)
        if before is None or before.case is not case:
            books[span] = book_of(chart.catalogue, case, findings, helped, held[1], span, before)
        if not books[span].pictures:
            with self._lock:
                self._drawn.clear()
        return books[span]

    def svg(self, picture_id: str, width: Width, span: Span | None = None) -> str | None:
        """A picture for the screen; None where there is none of that id."""
        picture = self.book(span).picture(picture_id)
        if picture is None:
            return None
        # One at a time: the renderer has one engine, and the same picture asked for twice is drawn once.
        with self._lock:
            found = self._drawn.get((picture, width))
            if found is None:
                found = drawing().svg(picture, width, self._chart.catalogue.texts)
            self._drawn[(picture, width)] = found
            self._drawn.move_to_end((picture, width))
            while len(self._drawn) > DRAWN_MAX:
                self._drawn.popitem(last=False)
        return found

    def draw_ahead(self) -> None:
        """Load what draws and draw the first picture, so that the first look at the progress page does not wait for it, nor the
        first week that is composed. For a thread of its own."""
        drawing()
        first = next(iter(self.book().pictures), None)
        if first is not None:
            for width in WIDTH_PX:
                self.svg(first.head.id, cast(Width, width))
