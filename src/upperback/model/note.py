"""A note for a clinician: headed parts of plain lines, to be read, printed and signed."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NotePart:
    """`id` names the part in every language; `lines` are whole sentences, those set in begin with four spaces."""

    id: str
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClinicianNote:
    """`about`: what this is and is not; `questions`: the ids of the answers it is about."""

    day: date
    title: str
    about: str
    questions: tuple[str, ...]
    parts: tuple[NotePart, ...]
