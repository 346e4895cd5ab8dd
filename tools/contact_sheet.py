"""Every demo's drawings on one page, each from two views, to look at: `python tools/contact_sheet.py [FOLDER] [ID...]`
prints where it is. `--blind` leaves the names out and gives numbers instead: can a stranger say what each one is?"""

import sys
from dataclasses import replace
from html import escape
from importlib.resources import files
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from upperback.catalogue.loader import load
from upperback.model.demo import Demo
from upperback.motion.drawing import strip

_OTHER_VIEW_DEG: Final = 62.0  # between the view that a demo asks for and the second one
_OTHER_PITCH_DEG: Final = 14.0


def _other_view(demo: Demo) -> Demo:
    """The same from further round and a little higher: from the front where the first view is from the side."""
    yaw_deg = demo.yaw_deg
    turned = yaw_deg - _OTHER_VIEW_DEG if yaw_deg > 0 else yaw_deg + _OTHER_VIEW_DEG
    return replace(demo, yaw_deg=turned, pitch_deg=_OTHER_PITCH_DEG, around=())


def main() -> None:
    """Write `contact_sheet.html` into the folder (default: the system's temporary one)."""
    blind = "--blind" in sys.argv
    arguments = [word for word in sys.argv[1:] if word != "--blind"]
    folder = Path(arguments[0]) if arguments else Path(gettempdir())
    wanted = arguments[1:]
    assets = files("upperback").joinpath("web", "assets")
    css = "".join(assets.joinpath(name).read_text(encoding="utf-8") for name in ("tokens.css", "look.css"))
    cards = []
    known = load()
    for number, (name, entry) in enumerate((known.exercises | known.tests).items(), start=1):
        demo = entry.demo
        if demo is None or (wanted and name not in wanted):
            continue
        views = [demo] if blind else [demo, _other_view(demo)]
        pictures = "".join(f"<div class='stage'>{strip(view, title='')}</div>" for view in views)
        words = " / ".join(key.caption for key in demo.keys if key.shown)
        head = f"<h3>{number}</h3>" if blind else f"<h3>{escape(name)}</h3><p>{escape(words)}</p>"
        cards.append(f"{head}<div class='views'>{pictures}</div>")
    out = folder / "contact_sheet.html"
    sheet = (
        "main{display:grid;grid-template-columns:1fr 1fr;gap:16px;padding:16px}.views{display:grid;gap:8px;grid-auto-flow:column;"
        "grid-auto-columns:1fr}.stage svg{height:230px;width:100%}"
    )
    grid = "".join(f"<section>{card}</section>" for card in cards)
    out.write_text(f"<!doctype html><meta charset='utf-8'><style>{css}{sheet}</style><main>{grid}</main>", encoding="utf-8")
    sys.stdout.write(f"{out}\n")


if __name__ == "__main__":
    main()
