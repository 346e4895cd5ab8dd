"""What a person tells about themselves and their days. Every entry can be undone (`Person.undo_last`)."""

from datetime import date

from upperback.model.record import About, Wishes


class Diary:
    def save_about(self, about: About) -> None:
        raise NotImplementedError

    def save_wishes(self, wishes: Wishes) -> None:
        """Raises BadInputError for equipment, positions or exercises that the catalogue doesn't know."""
        raise NotImplementedError

    def log_pain(self, pain: float | None, worst: float | None = None, day: date | None = None) -> None:
        """Pain now (and at its worst), 0 to 10, for `day` (today). Said again, the newer value stands."""
        raise NotImplementedError

    def log_activity(self, exercise: str, minutes: float, day: date | None = None) -> None:
        """Add a walk ("brisk_walking") or a swim ("swimming") to the day's minutes."""
        raise NotImplementedError

    def name_activity(self, activity: str, goal: float) -> None:
        """An activity the person wants back, with the score (0 to 10) that would be enough."""
        raise NotImplementedError

    def score_activity(self, activity: str, score: float) -> None:
        """How well it goes today, 0 (can't) to 10 (as before)."""
        raise NotImplementedError

    def say_change(self, pgic: int) -> None:
        """The person's own word on the change since the start, 1 (very much worse) to 7 (very much better)."""
        raise NotImplementedError

    def accept(self, finding: str) -> None:
        """The person accepts a finding as their build."""
        raise NotImplementedError
