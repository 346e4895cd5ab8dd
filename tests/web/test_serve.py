"""`upperback serve` as one starts it: a real process, a real socket."""

import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

COMMAND = [str(Path(sys.executable).parent / "upperback"), "serve", "--no-open"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A running `upperback serve` and the address it printed."""

    def __init__(self, database: Path, port: int | None = None) -> None:
        self.port = port or free_port()
        self.process = subprocess.Popen(
            [*COMMAND, "--port", str(self.port), "--db", str(database)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=[\w-]+", self.line)
        assert found, self.line
        self.address = found.group(0)
        self.base = f"http://127.0.0.1:{self.port}"

    def stop(self) -> tuple[int, str, str]:
        """Ctrl-C; its status and what it said since."""
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("served") / "record.sqlite")
    yield served
    if served.process.poll() is None:
        served.stop()


def test_the_printed_address_opens_the_app_once_and_nobody_else_gets_in(served: Served) -> None:
    with httpx.Client(base_url=served.base) as stranger:
        assert stranger.get("/").status_code == 403
    with httpx.Client(follow_redirects=True) as owner:
        home = owner.get(served.address)
        assert (home.status_code, home.url.query) == (200, b"")
        assert "Let us begin with a few questions" in home.text
        assert owner.get(f"{served.base}/assets/fonts/figtree-latin-wght-normal.woff2").headers["content-type"] == "font/woff2"
        # The app listens on loopback alone, and a socket from another page is turned away before it opens.
        cookie = "; ".join(f"{name}={value}" for name, value in owner.cookies.items())
        for origin in (Origin("http://evil.example"), Origin(f"http://127.0.0.1:{served.port + 1}"), None):
            with pytest.raises(InvalidStatus) as refused:
                connect(f"ws://127.0.0.1:{served.port}/camera/none", origin=origin, additional_headers={"cookie": cookie})
            assert refused.value.response.status_code == 403
        with pytest.raises(InvalidStatus):
            connect(f"ws://127.0.0.1:{served.port}/camera/none", origin=Origin(served.base))
    with httpx.Client() as late:
        assert late.get(served.address).status_code == 403


def test_a_taken_port_gives_one_line_and_status_2(served: Served, tmp_path: Path) -> None:
    database = tmp_path / "record.sqlite"
    second = subprocess.run(
        [*COMMAND, "--port", str(served.port), "--db", str(database)], capture_output=True, text=True, timeout=30
    )
    assert second.returncode == 2
    assert second.stdout == ""
    assert re.fullmatch(rf"upperback: port {served.port} can’t be used .*\n", second.stderr)
    assert not database.exists()


def test_a_file_that_is_no_database_gives_one_line_and_status_2(tmp_path: Path) -> None:
    database = tmp_path / "letter.txt"
    database.write_text("Dear diary, " * 1000, encoding="utf-8")
    refused = subprocess.run(
        [*COMMAND, "--port", str(free_port()), "--db", str(database)], capture_output=True, text=True, timeout=30
    )
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "letter.txt" in refused.stderr
    assert database.read_text(encoding="utf-8").startswith("Dear diary")


def test_ctrl_c_ends_it_quietly_and_no_page_was_logged(tmp_path: Path) -> None:
    served = Served(tmp_path / "record.sqlite")
    with httpx.Client(follow_redirects=True) as owner:
        owner.get(served.address)
        owner.get(f"{served.base}/findings")
        owner.get(f"{served.base}/nothing")
    status, out, err = served.stop()
    assert status == 0
    assert err == ""
    assert "findings" not in out


def test_the_cookie_outlives_a_restart_and_the_token_does_not(tmp_path: Path) -> None:
    database = tmp_path / "record.sqlite"
    before = Served(database)
    with httpx.Client(follow_redirects=True) as owner:
        form = re.search(
            r'name="csrf" value="(\w+)"', owner.get(f"{before.address}").text + owner.get(f"{before.base}/pain").text
        )
        assert form
        before.stop()
        after = Served(database, before.port)
        try:
            assert after.address != before.address
            assert owner.get(f"{after.base}/settings").status_code == 200
            # A form that was open all the while still counts, once.
            sent = owner.post(f"{after.base}/pain", data={"csrf": form.group(1), "pain": "4"}, headers={"origin": after.base})
            assert sent.status_code == 200
            with httpx.Client() as stranger:
                assert stranger.get(before.address).status_code == 403
        finally:
            after.stop()
    kept = tmp_path / "record.sqlite.key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("*.key*")] == ["record.sqlite.key"]


def test_it_listens_on_loopback_alone(served: Served) -> None:
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("only Linux lists its sockets there")
    port = f"{served.port:04X}"
    local = [line.split()[1] for line in listening.read_text(encoding="ascii").splitlines()[1:]]
    assert {address.partition(":")[0] for address in local if address.endswith(f":{port}")} == {"0100007F"}
