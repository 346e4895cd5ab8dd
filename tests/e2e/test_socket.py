"""Recordings of real people through the real socket: what it counts, what it refuses, who holds it."""

import json
import math
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from upperback.exchange import landmark_table
from upperback.model.body import Frame
from upperback.services.person import Person
from upperback.services.views import SessionKind

NAMES = ("B_ID1", "E_ID3", "NE_ID12")
TURNS = "standing_arms_wide_rotation"
Messages = Callable[[list[Frame]], list[bytes]]


@pytest.fixture
def session(server: Any, open_person: Callable[[Path], Person]) -> str:
    """An open session whose item 0 is the standing turns."""
    return open_person(server.db).sessions.start(SessionKind.EASE_NOW, 3)


def turns_of(recordings: Path, name: str) -> list[Frame]:
    return list(landmark_table.read(recordings / "kimore" / f"{name}_Es3.csv.gz"))


def answers_of(camera: ClientConnection, sent: list[bytes]) -> list[dict[str, Any]]:
    """Everything the server says to `sent`, up to the reading of the last frame."""
    last_t_s = struct.unpack_from("<d", sent[-1], 8)[0]
    for one in sent:
        camera.send(one)
    # A last empty frame, well after the others, always gets a reading.
    (sequence,) = struct.unpack_from("<I", sent[-1], 4)
    camera.send(struct.pack("<4sIdHHI", b"UBF1", sequence + 1, last_t_s + 5, 0, 0, 0))
    answers: list[dict[str, Any]] = []
    while not (answers and answers[-1]["kind"] == "reading" and answers[-1]["t_s"] > last_t_s):
        answers.append(json.loads(camera.recv(timeout=60)))
    return answers


@pytest.fixture(scope="module")
def tracked(recordings: Path) -> dict[str, list[dict[str, Any]]]:
    """The repetitions that `upperback track` finds in each file."""
    files = {name: str(recordings / "kimore" / f"{name}_Es3.csv.gz") for name in NAMES}
    program = "from upperback.cli.main import app; app()"
    command = [sys.executable, "-c", program, "track", *files.values(), "--exercise", TURNS, "--json"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    events = [event for line in said if (event := json.loads(line)).get("event") == "rep" and not event["partial"]]
    return {name: [event for event in events if Path(event["file"]).name == Path(file).name] for name, file in files.items()}


@pytest.mark.recordings
@pytest.mark.parametrize("name", NAMES)
def test_a_recording_through_the_socket_counts_exactly_as_track_does_on_the_file(
    name: str,
    recordings: Path,
    server: Any,
    session: str,
    messages: Messages,
    tracked: dict[str, list[dict[str, Any]]],
    open_person: Callable[[Path], Person],
) -> None:
    with server.camera(f"?session={session}&item=0") as camera:
        shown = [answer for answer in answers_of(camera, messages(turns_of(recordings, name))) if answer["kind"] == "rep"]
    expected = [
        (rep["side"], pytest.approx(rep["start_s"], abs=2e-3), pytest.approx(rep["end_s"], abs=2e-3)) for rep in tracked[name]
    ]
    assert [(rep["side"], rep["start_s"], rep["end_s"]) for rep in shown] == expected
    assert [rep["count"] for rep in shown] == list(range(1, len(expected) + 1))
    assert open_person(server.db).sessions.session(session).items[0].reps == len(expected) >= 4


@pytest.mark.recordings
def test_what_the_file_says_between_two_looks_is_the_same_when_only_looking(
    recordings: Path, server: Any, session: str, messages: Messages, open_person: Callable[[Path], Person]
) -> None:
    """Before a set begins the coach only looks: nothing is counted, nothing is kept."""
    with server.camera(f"?session={session}&item=0&counting=no") as camera:
        answers = answers_of(camera, messages(turns_of(recordings, "B_ID1")))
    assert {answer["kind"] for answer in answers} <= {"guide", "reading", "lost", "found"}
    assert open_person(server.db).sessions.session(session).items[0].reps == 0


@pytest.mark.recordings
def test_the_tries_of_a_self_test_are_in_the_record_before_they_are_shown(
    recordings: Path, server: Any, messages: Messages, open_person: Callable[[Path], Person]
) -> None:
    with server.camera("/test?test=t_standing_rotation") as camera:
        told = [one for one in answers_of(camera, messages(turns_of(recordings, "B_ID1"))) if one["kind"] == "tried"]
    last = {one["side"]: one["trials"] for one in told}
    assert {side: len(trials) for side, trials in last.items()} == {"left": 3, "right": 3}
    assert told[-1]["done"]
    kept = {test.side.value: list(test.trials) for test in open_person(server.db).case().tests if test.method == "camera"}
    assert kept == last
    felt = {"pain": 2, "familiar": "yes"}
    server.send_form("/tests/t_standing_rotation/camera", **felt)
    tests = open_person(server.db).case().tests
    assert {(test.pain, test.familiar, len(test.trials)) for test in tests} == {(2, True, 3)}


def test_how_it_felt_is_refused_when_the_camera_kept_nothing(server: Any, open_person: Callable[[Path], Person]) -> None:
    with pytest.raises(HTTPError) as refused:
        server.send_form("/tests/t_standing_rotation/camera", pain=2)
    assert refused.value.code == 400
    refused.value.close()
    assert open_person(server.db).case().tests == ()


def until_closed(camera: ClientConnection) -> tuple[int, list[dict[str, Any]]]:
    """The close code and everything said before it."""
    said = []
    try:
        while True:
            said.append(json.loads(camera.recv(timeout=60)))
    except ConnectionClosed as closed:
        return (closed.rcvd.code if closed.rcvd else 0), said


def no_one(sequence: int = 0, t_s: float = 0.0, **other: Any) -> bytes:
    fields = {"magic": b"UBF1", "width": 640, "height": 480, "people": 0, **other}
    return struct.pack("<4sIdHHI", fields["magic"], sequence, t_s, fields["width"], fields["height"], fields["people"])


def someone(**replaced: float) -> bytes:
    numbers = [100.0, 100.0, 0.0, 0.0, 0.0, 0.9, 0.9, 0.0] * 33
    for place, value in replaced.items():
        numbers[int(place[1:])] = value
    return no_one(people=1) + struct.pack("<264f", *numbers)


GARBAGE: dict[str, list[bytes | str]] = {
    "words": ["hello"],
    "nothing": [b""],
    "too short": [b"UBF1"],
    "too long": [someone() + b"\0"],
    "another magic": [no_one(magic=b"XXXX")],
    "landmarks missing": [no_one(people=1)],
    "landmarks of no one": [no_one() + someone()[24:]],
    "a NaN": [someone(n40=math.nan)],
    "an infinity": [someone(n41=math.inf)],
    "a huge number": [someone(n40=3e38)],
    "a visibility of 2": [someone(n45=2.0)],
    "a negative time": [no_one(t_s=-1.0)],
    "a time that is no number": [no_one(t_s=math.nan)],
    "time running backwards": [no_one(0, 2.0), no_one(1, 1.0)],
    "the same frame twice": [no_one(0, 1.0), no_one(0, 1.0)],
    "a crowd": [no_one(people=70_000) + someone()[24:]],
}


def test_garbage_closes_the_socket_with_a_reason_and_nothing_else_happens(
    server: Any, session: str, open_person: Callable[[Path], Person]
) -> None:
    for what, sent in GARBAGE.items():
        with server.camera(f"?session={session}&item=0") as camera:
            for one in sent:
                camera.send(one)
            code, said = until_closed(camera)
        assert code == 4400, what
        assert said[-1]["kind"] == "error", what
        assert said[-1]["text"].startswith("The picture could not be read"), what
    assert server.alive
    assert open_person(server.db).sessions.session(session).items[0].reps == 0


def test_a_session_that_is_not_there_is_said_to_be_nothing_to_count(server: Any, session: str) -> None:
    for query in ("?session=none&item=0", f"?session={session}&item=99", "", "/test?test=none"):
        with server.camera(query) as camera:
            code, said = until_closed(camera)
        assert (code, said[0]["code"]) == (4404, 4404)


@pytest.mark.recordings
def test_a_newer_window_takes_the_camera_over_and_the_older_one_is_told(
    recordings: Path, server: Any, session: str, messages: Messages
) -> None:
    sent = messages(turns_of(recordings, "B_ID1"))
    with server.camera(f"?session={session}&item=0") as older:
        older.send(sent[0])
        assert [json.loads(older.recv(timeout=60))["kind"] for _ in range(2)] == ["guide", "reading"]
        with server.camera(f"?session={session}&item=0") as newer:
            counted = [answer["count"] for answer in answers_of(newer, sent) if answer["kind"] == "rep"]
        code, said = until_closed(older)
    assert (code, said[-1]["text"]) == (4001, "The camera is now used in another window.")
    assert counted == list(range(1, len(counted) + 1)) != []


def test_a_stranger_gets_no_socket(server: Any, session: str) -> None:
    url = f"ws://127.0.0.1:{server.port}/ws/camera?session={session}&item=0"
    for headers in (
        {"origin": server.base},
        {"cookie": server.cookie, "origin": "http://elsewhere.test"},
        {"cookie": server.cookie},
    ):
        with pytest.raises(InvalidStatus) as refused:
            connect(url, additional_headers=headers, proxy=None).close()
        assert refused.value.response.status_code == 403
