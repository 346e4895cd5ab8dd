"""The note for a clinician: from a case file or from the app, as plain text or as values."""

from typing import Any

from upperback.care.clinician_note import note
from upperback.care.findings import assess
from upperback.care.progress import review
from upperback.care.screening import judge
from upperback.model.catalogue import Catalogue
from upperback.model.note import ClinicianNote
from upperback.model.record import Case


def note_of(catalogue: Catalogue, case: Case) -> ClinicianNote:
    """The note of a case."""
    verdict = judge(catalogue, case)
    return note(catalogue, case, verdict, review(catalogue, case, verdict, assess(catalogue, case)))


def note_text(made: ClinicianNote) -> str:
    """The note as plain text, to print."""
    parts = ["\n".join([part.heading, *(f"  {line}" for line in part.lines)]) for part in made.parts]
    return "\n\n".join([made.title, made.about, *parts]) + "\n"


def note_line(made: ClinicianNote) -> dict[str, Any]:
    """The note as the values of one JSON line."""
    return {
        "day": made.day.isoformat(),
        "title": made.title,
        "about": made.about,
        "questions": list(made.questions),
        "parts": [{"part": part.id, "heading": part.heading, "lines": list(part.lines)} for part in made.parts],
    }
