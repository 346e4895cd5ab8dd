"""A file that a person chose and has not decided on yet, and how far a large download is. One of each: it is one person's app.

The file lies in memory or in a nameless file of the system, which is gone with the program, with the decision, or after a while.
"""

import shutil
import tempfile
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import IO, Final

from upperback.model.luggage import Contents
from upperback.services.errors import BadInputError
from upperback.web.security import new_secret

IN_MEMORY: Final = 8 * 2**20  # bytes; larger files lie on the disk, without a name
KEPT: Final = timedelta(minutes=10)


class Uploads:
    """`now` is the wall clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._held: tuple[str, IO[bytes], Contents, datetime] | None = None

    def hold(self, file: IO[bytes], look: Callable[[IO[bytes]], Contents]) -> str:
        """Keep a copy of the file if `look` finds that it can be used; the name to ask for it with. An older one is let go."""
        self.let_go()
        copy: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        try:
            file.seek(0)
            shutil.copyfileobj(file, copy)
            contents = look(copy)
        except BaseException:
            copy.close()
            raise
        key = new_secret()
        with self._lock:
            self._held = (key, copy, contents, self._now())
        return key

    def contents(self, key: str) -> Contents:
        """What the file holds. Raises BadInputError when it is not held any longer."""
        return self._of(key)[1]

    def file(self, key: str) -> IO[bytes]:
        """The file itself. Raises BadInputError when it is not held any longer."""
        return self._of(key)[0]

    def let_go(self) -> None:
        with self._lock:
            held, self._held = self._held, None
        if held is not None:
            held[1].close()

    def _of(self, key: str) -> tuple[IO[bytes], Contents]:
        held = self._held
        if held is not None and abs(self._now() - held[3]) > KEPT:
            self.let_go()
            held = None
        if held is None or held[0] != key:
            raise BadInputError("the file is not held any longer", "data.error.expired")
        return held[1], held[2]


class Packing:
    """How far the newest download of everything is, for the page that waits for it."""

    def __init__(self) -> None:
        self._far: dict[str, tuple[int, int]] = {}

    def begin(self, key: str) -> Callable[[int, int], None]:
        """What the download tells as it goes."""
        self._far = {key: (0, 0)}

        def told(done: int, of: int) -> None:
            if key in self._far:
                self._far[key] = (done, of)

        return told

    def far(self, key: str) -> tuple[int, int]:
        """Entries done, and of how many; (0, 0) before it began."""
        return self._far.get(key, (0, 0))
