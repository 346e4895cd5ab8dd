"""The server is killed with -9 at random instants of a session: what was shown as counted is in the database, none twice."""

import json
import random
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from upperback.exchange import landmark_table
from upperback.model.events import Rep
from upperback.motion.tracker import track
from upperback.services import knowledge
from upperback.services.person import Person
from upperback.services.views import SessionKind

CUTS = 20
TURNS = "standing_arms_wide_rotation"


def kept_keys(db: Path) -> list[str]:
    """The names of everything counted, straight from the file."""
    with closing(sqlite3.connect(db)) as connection:
        return [key for (key,) in connection.execute("select key from movement order by rowid")]


@pytest.mark.recordings
def test_every_repetition_that_was_shown_survives_twenty_power_cuts_and_none_is_kept_twice(
    recordings: Path, server: Any, open_person: Callable[[Path], Person], messages: Callable[..., list[bytes]]
) -> None:
    dice = random.Random(20260221)
    frames = list(landmark_table.read(recordings / "kimore" / "B_ID1_Es3.csv.gz"))
    reps = [e for e in track(knowledge.catalogue().exercises[TURNS], frames) if isinstance(e, Rep) and not e.partial]
    sent = messages(frames)
    session = open_person(server.db).sessions.start(SessionKind.EASE_NOW, 3)
    before = 0
    for cut in range(CUTS):
        inside = reps[2].start_s + 0.5 * (reps[2].end_s - reps[2].start_s)
        stop_s = inside if cut == 0 else dice.uniform(frames[0].t_s, frames[-1].t_s)
        tapped = tap_twice(server, session, before, dice) if cut % 2 else before
        shown = count_until_the_cut(server, session, sent, stop_s, tapped, patience_s=dice.choice([0.0, 0.05, 0.3]))
        done = sum(rep.t_s < stop_s for rep in reps)
        counted = open_person(server.db).sessions.session(session).items[0].reps
        keys = kept_keys(server.db)
        assert len(keys) == len(set(keys)) == counted
        # More may have been kept than was shown, never more than was done.
        assert before <= tapped <= shown <= counted <= tapped + done, f"cut {cut}"
        server.start().open_door()
        assert f'data-count="{counted}"' in server.get(f"/session/{session}"), f"cut {cut}"
        before = counted
    assert before > CUTS


def count_until_the_cut(server: Any, session: str, sent: list[bytes], stop_s: float, shown: int, *, patience_s: float) -> int:
    """Feed frames up to `stop_s` and kill the server; returns the count that was last shown."""
    with server.camera(f"?session={session}&item=0") as camera:
        for one in sent:
            if struct.unpack_from("<d", one, 8)[0] < stop_s:
                camera.send(one)
        try:
            while True:  # the cut comes while the last answers may still be on their way
                shown = count_in(camera.recv(timeout=patience_s), shown)
        except TimeoutError:
            server.kill()
        with suppress(ConnectionClosed):
            while True:
                shown = count_in(camera.recv(timeout=60), shown)
    return shown


def count_in(answer: str | bytes, shown: int) -> int:
    """The count an answer shows, or what stood there."""
    said = json.loads(answer)
    return int(said["count"]) if said["kind"] == "rep" else shown


def tap_twice(server: Any, session: str, count: int, dice: random.Random) -> int:
    """One tap, sent again as the page does when it saw no answer: it counts once."""
    key = f"tap{dice.getrandbits(48)}"
    answers = [server.post(f"/session/{session}/count", item=0, key=key, side="left")["count"] for _ in range(2)]
    assert answers == [count + 1, count + 1]
    return count + 1
