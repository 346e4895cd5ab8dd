"""The camera's socket: how soon a frame is answered at 30 frames a second, and how many sessions one core would hold."""

import json
import statistics
import struct
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from bench_web import Server
from websockets.sync.client import ClientConnection, connect

from upperback.exchange import case_file
from upperback.model.body import Frame
from upperback.model.record import Case, Screen
from upperback.motion import skeleton
from upperback.services import knowledge
from upperback.services.coaching import READING_EVERY_S
from upperback.services.person import Person
from upperback.services.views import SessionKind
from upperback.store.opening import open_store

BUDGET_P99_MS, BUDGET_SESSIONS, RATE_HZ, PACED_S = 20.0, 400, 30, 10
EXERCISE = "standing_arms_wide_rotation"


def now() -> datetime:
    return datetime.now().astimezone()


def packed(number: int, frame: Frame) -> bytes:
    """A frame as the page sends it."""
    width, height = frame.size_px or (640, 480)
    rows = [
        value
        for plane, world, visibility in zip(frame.plane, frame.world_m, frame.visibility, strict=True)
        for value in (*plane, *world, visibility, visibility, 0.0)
    ]
    return struct.pack("<4sIdHHI264f", b"UBF1", number, frame.t_s, width, height, 1, *rows)


def messages(seconds: float) -> Iterator[bytes]:
    """Frames so far apart in film time that each is answered with a reading; how fast they are sent is another matter."""
    demo = knowledge.catalogue().exercises[EXERCISE].demo
    assert demo is not None
    fps = 0.9 / READING_EVERY_S
    for number, frame in enumerate(skeleton.frames(demo, fps=fps, seconds=seconds * RATE_HZ / fps)):
        yield packed(number, frame)


def answered_ms(line: ClientConnection, message: bytes) -> float:
    """Milliseconds until the reading of this frame is back; what else the server says on the way is read too."""
    started_s = time.perf_counter()
    line.send(message)
    while json.loads(line.recv())["kind"] not in {"reading", "error"}:
        pass
    return (time.perf_counter() - started_s) * 1000


def rows() -> list[tuple[str, str, str]]:
    with TemporaryDirectory() as folder:
        database = Path(folder) / "live.db"
        person = Person(open_store(database, now()), knowledge.catalogue(), now, lambda: uuid4().hex)
        answers = dict.fromkeys(knowledge.catalogue().questions, False)
        person.import_case(case_file.write(Case(today=now().date(), screens=(Screen(now().date(), answers),))))
        session = person.sessions.start(SessionKind.EASE_NOW, 2)
        server = Server(database)
        try:
            headers = {"cookie": server.cookie, "origin": server.base}
            address = f"{server.base.replace('http', 'ws')}/ws/camera?session={session}&item=0"
            with connect(address, additional_headers=headers, compression=None, proxy=None) as line:
                paced = []
                for message in messages(PACED_S):
                    paced.append(answered_ms(line, message))
                    time.sleep(max(0.0, 1 / RATE_HZ - paced[-1] / 1000))
            with connect(address, additional_headers=headers, compression=None, proxy=None) as line:
                flat_out = [answered_ms(line, message) for message in messages(PACED_S * 3)]
        finally:
            server.stop()
    p99 = statistics.quantiles(paced, n=100)[-1]
    sessions = 1000 / statistics.mean(flat_out) / RATE_HZ
    return [
        (
            "one frame over the socket at 30 fps",
            f"p99 {BUDGET_P99_MS:g} ms",
            f"{statistics.median(paced):.1f} ms, p99 {p99:.1f} ms",
        ),
        ("sessions one core would answer, one frame after the other", f"{BUDGET_SESSIONS}", f"{sessions:.0f}"),
    ]


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write(" | ".join(row) + "\n")
