"""Prints the path of a Chromium for the tests: an installed one, else one it installs, else says what to install."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    path = installed() or from_apt() or from_playwright()
    if path is None:
        sys.exit("The tests need a browser. Install Chromium or Google Chrome (Debian: sudo apt install chromium) and try again.")
    print(path)  # noqa: T201  (the answer, read by the Makefile)


def installed() -> str | None:
    chosen = os.environ.get("UPPERBACK_CHROMIUM")
    if chosen:
        return chosen
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def from_apt() -> str | None:
    """Debian's Chromium, where this process may install it. Ubuntu's package of that name is a snap, of no use here."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    sys.stderr.write("Installing Chromium for the tests (once) ...\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment)
    return installed()


def from_playwright() -> str | None:
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, check=False)
    if done.returncode:
        return None
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None


if __name__ == "__main__":
    main()
