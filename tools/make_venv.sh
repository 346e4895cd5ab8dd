#!/bin/sh
# Makes the virtual environment, or says in one line what is missing.
set -u
venv="$1"
python="${PYTHON:-python3}"
if ! command -v "$python" >/dev/null 2>&1; then
  echo "Upperback needs Python 3.11 or later; '$python' was not found. On Debian or Ubuntu: sudo apt install python3 python3-venv" >&2
  exit 2
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Upperback needs Python 3.11 or later; '$python' is $("$python" -V 2>&1). Try: make run PYTHON=python3.12" >&2
  exit 2
fi
# Debian and Ubuntu ship Python without ensurepip: fetch it where that is allowed, else say so.
if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing python3-venv ..." >&2
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null || exit 2
  else
    echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv" >&2
    exit 2
  fi
fi
"$python" -m venv "$venv" || { rm -rf "$venv"; echo "The environment $venv could not be made." >&2; exit 2; }
