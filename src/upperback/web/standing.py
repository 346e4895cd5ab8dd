"""Where a person stands, in words that several pages share."""

from typing import Final

from upperback.model.care import Cleared, Review, State, Verdict
from upperback.model.catalogue import Catalogue
from upperback.model.texts import Texts

DUE: Final = ("screen", "function", "change", "check_in", "human_review")


def said_of(review: Review, verdict: Verdict) -> str:
    """Which words a state is said in: a relapse whose safety check is still to come has its own."""
    first = review.state is State.RELAPSE and not isinstance(verdict, Cleared)
    return "relapse_first" if first else review.state.value


def headline(review: Review, verdict: Verdict, texts: Texts) -> tuple[str, str]:
    """A state in two lines: its title and what it means."""
    return texts(f"progress.titles.{review.state}"), texts(f"state.means.{said_of(review, verdict)}")


def due_name(catalogue: Catalogue, what: str) -> str:
    """A due entry's name: a test's, or one of the few other things that come up."""
    if what in catalogue.tests:
        return catalogue.tests[what].name
    return catalogue.texts(f"progress.due.{what}") if what in DUE else what.replace("_", " ")
