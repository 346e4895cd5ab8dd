"""Nothing needs a network: films, server and camera work in a world that has nothing but loopback."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMESPACE = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$0" "$@"']


def alone(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a network namespace of its own, with loopback up and no way out."""
    return subprocess.run([*NAMESPACE, *command], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(autouse=True)
def namespaces() -> None:
    if shutil.which("unshare") is None or shutil.which("ip") is None or alone("true").returncode:
        pytest.skip("this machine allows no network namespaces (unshare and ip from util-linux and iproute2)")


def test_the_namespace_has_no_way_out() -> None:
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
    assert "Network is unreachable" in alone(sys.executable, "-c", reach).stderr


@pytest.mark.recordings
def test_a_film_becomes_a_table(recordings: Path, tmp_path: Path) -> None:
    program = "from upperback.cli.main import app; app()"
    film, table = recordings / "videos/tfjs_pose_squats.mp4", tmp_path / "squats.csv"
    done = alone(sys.executable, "-c", program, "pose", str(film), "-o", str(table), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"found": 65' in done.stdout
    assert table.stat().st_size > 100_000


@pytest.mark.browser
@pytest.mark.recordings
@pytest.mark.usefixtures("recordings")
def test_server_page_and_camera_work() -> None:
    """The camera's own tests, run once more where a request to anyone else could only fail."""
    done = alone(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/e2e/test_live_camera.py")
    assert done.returncode == 0, done.stdout[-3000:]
    assert "skipped" not in done.stdout
