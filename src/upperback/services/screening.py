"""The safety questions, group by group: answers are kept as they come, a left screen goes on where it stopped."""

from collections.abc import Mapping
from datetime import date

from upperback.model.care import Verdict
from upperback.services.views import Need, ScreenKind, ScreenView


class Screening:
    def need(self) -> Need:
        """Which questions have to be answered before anything else, and why."""
        raise NotImplementedError

    def open(self, kind: ScreenKind | None = None) -> ScreenView:
        """The screen under way, or a new one of `kind` (None: what `need()` says, FULL where nothing is due)."""
        raise NotImplementedError

    def view(self) -> ScreenView | None:
        """The screen under way, None when there is none. Writes nothing."""
        raise NotImplementedError

    def answer_group(self, group_id: str, answers: Mapping[str, bool]) -> ScreenView:
        """Keep the answers to questions of one group ("none of these": all False). A question left out stays unanswered
        and its group comes back. A no drops stored sub-answers of that question."""
        raise NotImplementedError

    def answer_subs(self, question_id: str, answers: Mapping[str, bool]) -> ScreenView:
        """Keep the answers to the sub-questions of a yes."""
        raise NotImplementedError

    def skip_group(self, group_id: str) -> ScreenView:
        """Go on without this group; it comes back at the end."""
        raise NotImplementedError

    def back(self) -> ScreenView:
        """Ask the group before the present one again (its answers are shown)."""
        raise NotImplementedError

    def finish_screen(self) -> Verdict:
        """Close the screen and say what it allows. With a red flag unanswered the screen stays open: Incomplete."""
        raise NotImplementedError

    def verdict(self) -> Verdict:
        """The same as `Person.verdict`."""
        raise NotImplementedError

    def record_clearance(self, question_id: str, by: str, day: date, blocked_tags: tuple[str, ...] = ()) -> None:
        """A clinician has looked at the yes to this question; `blocked_tags` are the limits they set. Can be undone."""
        raise NotImplementedError
