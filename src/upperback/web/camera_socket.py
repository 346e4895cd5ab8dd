"""The camera's socket: frames in, answers out as JSON. Thin: it reads, hands on and writes; the gate has checked who speaks.

A session or test has one camera: a newer connection takes over and the older is told. The browser keeps only its newest
frame and never queues, so what arrives is worked off in order.
"""

import secrets
from collections.abc import Callable
from typing import Any, Final, assert_never

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketState

from upperback.model.catalogue import Catalogue
from upperback.model.events import Unseen
from upperback.services.coaching import (
    Answer,
    Coach,
    CountedHold,
    CountedRep,
    Guide,
    Live,
    NotSeen,
    Reading,
    Say,
    SeenAgain,
    Tried,
    Watcher,
)
from upperback.services.errors import BadInputError, NotAllowedError
from upperback.services.keeping import end_keeping, keep_session, keep_test
from upperback.services.measuring import TestWatch
from upperback.services.person import Person
from upperback.services.placing import Outline
from upperback.web.camera_message import MessageError, Reader

router = APIRouter()

TAKEN_OVER: Final = 4001
BAD_MESSAGE: Final = 4400
NOT_ALLOWED: Final = 4403
NOTHING_HERE: Final = 4404
OUR_FAULT: Final = 4500

WHY: Final = {
    TAKEN_OVER: "camera.closed.taken_over",
    BAD_MESSAGE: "camera.closed.bad_message",
    NOT_ALLOWED: "camera.closed.not_allowed",
    NOTHING_HERE: "camera.closed.nothing_here",
    OUR_FAULT: "camera.closed.our_fault",
}


class Cameras:
    """Who holds the camera of what: the newest connection, and nobody else."""

    def __init__(self) -> None:
        self._holders: dict[str, WebSocket] = {}

    async def take(self, what: str, socket: WebSocket) -> None:
        older = self._holders.get(what)
        self._holders[what] = socket
        if older is not None:
            await give_up(older, TAKEN_OVER)

    def holds(self, what: str, socket: WebSocket) -> bool:
        return self._holders.get(what) is socket

    def leave(self, what: str, socket: WebSocket) -> None:
        if self.holds(what, socket):
            del self._holders[what]


@router.websocket("/ws/camera")
async def camera(socket: WebSocket, session: str = "", item: int = 0, counting: str = "yes") -> None:
    """The camera of one exercise of a session."""
    person: Person = socket.app.state.person
    catalogue: Catalogue = socket.app.state.catalogue

    def coach(name: str) -> Watcher:
        watcher = Coach(person, catalogue, session, item, name, counting=counting != "no")
        return watcher if counting == "no" else keep_session(watcher, person, session, item)

    await watch(socket, f"session {session}", coach)


@router.websocket("/ws/camera/test")
async def camera_of_test(socket: WebSocket, test: str = "") -> None:
    """The camera of one self-test."""
    person: Person = socket.app.state.person
    catalogue: Catalogue = socket.app.state.catalogue
    await watch(socket, f"test {test}", lambda _name: keep_test(TestWatch(person, catalogue, test), person, test))


async def watch(socket: WebSocket, what: str, make: Callable[[str], Watcher]) -> None:
    """Serve one connection: `make` gives its watcher, `what` names the camera it needs."""
    cameras: Cameras = socket.app.state.cameras
    watcher: Watcher | None = None
    await socket.accept()
    try:
        watcher = make(secrets.token_hex(8))
        await cameras.take(what, socket)
        await _read(socket, cameras, what, watcher)
    except BadInputError:
        await give_up(socket, NOTHING_HERE)
    except NotAllowedError:
        await give_up(socket, NOT_ALLOWED)
    except MessageError as error:
        await give_up(socket, BAD_MESSAGE, str(error))
    except WebSocketDisconnect:
        pass  # the person closed the page
    except Exception:
        await give_up(socket, OUR_FAULT)
        raise
    finally:
        cameras.leave(what, socket)
        end_keeping(watcher)


async def _read(socket: WebSocket, cameras: Cameras, what: str, watcher: Watcher) -> None:
    reader = Reader()
    await socket.send_json(as_json(watcher.guide))
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect" or not cameras.holds(what, socket):
            return
        content = message.get("bytes")
        if content is None:
            raise MessageError("a frame is a binary message")
        picture = reader.read(content)
        for answer in watcher.push(picture.frame, picture.people):
            await socket.send_json(as_json(answer))


async def give_up(socket: WebSocket, code: int, detail: str = "") -> None:
    """Say why in words, then close with the code; a connection that is already gone is left alone."""
    if socket.application_state is not WebSocketState.CONNECTED:
        return
    text = socket.app.state.catalogue.texts(WHY[code])
    try:
        await socket.send_json({"kind": "error", "code": code, "text": text, "detail": detail})
        await socket.close(code)
    except (RuntimeError, WebSocketDisconnect):
        pass


def as_json(answer: Answer) -> dict[str, Any]:
    """One answer as the page gets it."""
    match answer:
        case Guide():
            return {"kind": "guide", "view": answer.view, "needs": answer.needs, **_drawn(answer.outline)}
        case Reading():
            return {
                "kind": "reading", "t_s": answer.t_s, "value": answer.value, "unit": answer.unit, "side": answer.side,
                "share": answer.share, "held_s": answer.held_s, "seen": answer.seen, "advice": answer.advice,
                "why": answer.why or "", "missing": answer.missing, "by_time": answer.why is Unseen.UNCERTAIN,
            }  # fmt: skip
        case Live():
            values = [{"measure": measure, "side": side, "value": round(value, 1)} for measure, side, value in answer.values]
            return {"kind": "live", "t_s": answer.t_s, "values": values}
        case CountedRep(rep, counted, next_side):
            return {
                "kind": "rep", "t_s": rep.t_s, "side": rep.side, "peak": rep.peak, "unit": rep.unit, "start_s": rep.start_s,
                "end_s": rep.end_s, "set": counted.set_no, "count": counted.count, "of": counted.of, "next_side": next_side,
            }  # fmt: skip
        case CountedHold(hold, counted, next_side):
            return {
                "kind": "hold", "t_s": hold.t_s, "side": hold.side, "start_s": hold.start_s, "end_s": hold.end_s,
                "set": counted.set_no, "count": counted.count, "of": counted.of, "next_side": next_side,
            }  # fmt: skip
        case Say():
            return {"kind": "cue", "t_s": answer.t_s, "fault": answer.about, "text": answer.text}
        case NotSeen():
            return {
                "kind": "lost", "t_s": answer.t_s, "why": answer.why, "text": answer.text, "by_time": answer.by_time,
                "again": answer.again,
            }  # fmt: skip
        case SeenAgain():
            return {"kind": "found", "t_s": answer.t_s, "text": answer.text}
        case Tried():
            return {
                "kind": "tried", "t_s": answer.t_s, "measure": answer.measure, "side": answer.side, "trials": answer.trials,
                "of": answer.of, "unit": answer.unit, "done": answer.done,
            }  # fmt: skip
        case _:
            assert_never(answer)


def _drawn(outline: Outline | None) -> dict[str, Any]:
    if outline is None:
        return {"room": None, "shapes": []}
    shapes = [{"part": shape.part, "points": shape.points, "width": shape.width} for shape in outline.shapes]
    return {"room": outline.aspect, "shapes": shapes}
