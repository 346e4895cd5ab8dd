"""Starts an installed `upperback serve` and checks over HTTP that what a person needs is served.

usage: check_wheel.py PATH-OF-UPPERBACK DATA-FOLDER
"""

import http.cookiejar
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

WANTED = {
    "/": 500,
    "/start": 500,
    "/assets/look.css": 10_000,
    "/assets/vendor/mediapipe/vision_bundle.mjs": 100_000,
    "/assets/vendor/mediapipe/wasm/vision_wasm_module_internal.js": 100_000,
    "/assets/vendor/mediapipe/wasm/vision_wasm_module_internal.wasm": 10_000_000,
    "/assets/vendor/pose/pose_landmarker_full.task": 9_000_000,
    "/assets/vendor/pose/pose_landmarker_lite.task": 5_000_000,
    "/assets/vendor/three/three.js": 400_000,
    "/assets/figure/figure.bin": 200_000,
}


def main(upperback: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    command = [upperback, "serve", "--no-open", "--port", str(free_port()), "--db", str(folder / "upperback.db")]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = printed_address(server)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        opener.open(address, timeout=20).read()  # the token becomes a cookie
        parts = urlsplit(address)
        for path, at_least in WANTED.items():
            with opener.open(f"{parts.scheme}://{parts.netloc}{path}", timeout=20) as answer:
                size = len(answer.read())
            if size < at_least:
                sys.exit(f"{path}: {size} bytes, expected at least {at_least}")
            sys.stdout.write(f"ok {path} {size}\n")
    finally:
        server.terminate()
        server.wait(timeout=20)


def printed_address(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        found = re.search(r"http://127\.0\.0\.1:\d+/\S*", line)
        if found:
            return found.group()
    sys.exit("upperback serve printed no address")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
