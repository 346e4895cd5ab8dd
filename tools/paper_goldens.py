"""The words of the papers of tests/golden/cases/whole.json, written anew into tests/golden/papers. Read the difference then.

python tools/paper_goldens.py
"""

from io import BytesIO
from pathlib import Path
from typing import Final

from pypdf import PdfReader

from upperback.model.paper import Sheet
from upperback.services import knowledge
from upperback.services.cases import read_case
from upperback.services.papers import handout_of, note_pdf_of

GOLDEN: Final = Path(__file__).parents[1] / "tests/golden"
MAKERS: Final = {"handout": handout_of, "note": note_pdf_of}


def main() -> None:
    catalogue = knowledge.catalogue()
    case = read_case(GOLDEN / "cases/whole.json", catalogue)
    (GOLDEN / "papers").mkdir(exist_ok=True)
    for name, make in MAKERS.items():
        pages = PdfReader(BytesIO(make(catalogue, case, Sheet.A4))).pages
        said = "\n\f\n".join(page.extract_text() for page in pages)
        (GOLDEN / f"papers/{name}.txt").write_text(f"{said}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
