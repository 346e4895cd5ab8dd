"""What seems to help: the estimates per exercise with how far each may be off."""

from collections.abc import Sequence
from typing import Final

from upperback.model.care import Helped, Sure
from upperback.model.catalogue import Catalogue
from upperback.services.pictures.facts import Head, Helping, Helps, Table

DRAWN: Final = 8  # the rest stands in the table


def helps_of(catalogue: Catalogue, helped: Sequence[Helped]) -> Helps | None:
    """None while no exercise has enough sessions with a known pain."""
    if not helped:
        return None
    texts = catalogue.texts
    # What something can be said of comes first; among those, and among the rest, the most helpful.
    ordered = sorted(helped, key=lambda one: (one.sure is Sure.OPEN, -one.effect, one.exercise))
    helping = [
        Helping(
            catalogue.exercises[one.exercise].name,
            one.effect,
            one.low,
            one.high,
            one.sure,
            texts(f"pictures.helps.sure.{one.sure}"),
        )
        for one in ordered
    ]
    said_of = [one for one in ordered if one.sure is not Sure.OPEN]
    said = [texts(f"pictures.helps.{'some' if said_of else 'none'}", n=len(said_of), of=len(ordered))]
    if said_of:
        first = said_of[0]
        name = catalogue.exercises[first.exercise].name
        said.append(texts("pictures.helps.first", exercise=name, sessions=first.n, said=first.words))
    columns = tuple(texts(f"pictures.table.{c}") for c in ("exercise", "effect", "could_be", "sessions", "sure"))
    number = texts.number
    rows = tuple(
        (h.words, number(h.effect, 1), texts("pictures.helps.range", low=h.low, high=h.high), str(one.n), h.sure_words)
        for h, one in zip(helping, ordered, strict=True)
    )
    head = Head("helps", texts("pictures.helps.title"), " ".join(said), (Table(texts("pictures.helps.table"), columns, rows),))
    return Helps(head, tuple(helping[:DRAWN]))
