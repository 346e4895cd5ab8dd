"""Every demo's drawings on one page, to look at: `python tools/contact_sheet.py [FOLDER] [ID...]` prints where it is."""

import sys
from html import escape
from importlib.resources import files
from pathlib import Path
from tempfile import gettempdir

from upperback.catalogue.loader import load
from upperback.motion.drawing import strip


def main() -> None:
    """Write `contact_sheet.html` into the folder (default: the system's temporary one)."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(gettempdir())
    wanted = sys.argv[2:]
    package = files("upperback")
    css = package.joinpath("web", "assets", "look.css").read_text(encoding="utf-8")
    cards = []
    known = load()
    for name, entry in (known.exercises | known.tests).items():
        demo = entry.demo
        if demo is None or (wanted and name not in wanted):
            continue
        words = " / ".join(key.caption for key in demo.keys if key.shown)
        picture = strip(demo, title=name)
        cards.append(f"<h3>{escape(name)}</h3><p>{escape(words)} ({len(picture)} bytes)</p><div class='stage'>{picture}</div>")
    out = folder / "contact_sheet.html"
    sheet = "main{display:grid;grid-template-columns:1fr 1fr;gap:16px;padding:16px}.stage svg{height:300px;width:100%}"
    grid = "".join(f"<section>{card}</section>" for card in cards)
    out.write_text(f"<!doctype html><meta charset='utf-8'><style>{css}{sheet}</style><main>{grid}</main>", encoding="utf-8")
    sys.stdout.write(f"{out}\n")


if __name__ == "__main__":
    main()
