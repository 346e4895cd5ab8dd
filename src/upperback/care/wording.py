"""The sentences of the screen: what was answered, what it means for exercise, what to do now. No promise, no fright.

Their words are the catalogue's safety texts, so that no language says them unread.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from upperback.model.catalogue import Action, Question, SubQuestion
from upperback.model.texts import Texts

SELF_HARM: Final = "thoughts_of_self_harm"


def refer_text(
    texts: Texts, action: Action, raising: Sequence[tuple[Question, tuple[SubQuestion, ...]]], given: Mapping[str, bool]
) -> str:
    """What to do when exercise must wait. `raising`: each question with the sub-questions that raised it. An emergency that
    comes from nothing but unanswered sub-questions puts those questions instead of the emergency text."""
    open_subs = [sub for _, subs in raising for sub in subs if sub.id not in given]
    still_open = [sub for question, _ in raising for sub in question.subs if sub.id not in given]
    if action is Action.EMERGENCY_NOW and all(subs and not any(sub.id in given for sub in subs) for _, subs in raising):
        return texts("safety.open_emergency", questions=_asked(open_subs))
    parts = [texts("safety.clinician")]
    if action is Action.EMERGENCY_NOW:
        harm = [any(sub.id == SELF_HARM for sub in subs) for _, subs in raising]
        parts = [texts("safety.crisis" if all(harm) else "safety.emergency")]
        parts += [texts("safety.crisis_too")] if any(harm) and not all(harm) else []
    parts += [_reason(texts, question, subs) for question, subs in raising]
    if still_open:
        parts.append(texts("safety.still_open", questions=_asked(still_open)))
    return " ".join(parts)


def _asked(subs: Sequence[SubQuestion]) -> str:
    return " ".join(sub.text for sub in subs)


def _reason(texts: Texts, question: Question, subs: tuple[SubQuestion, ...]) -> str:
    if subs:
        return texts("safety.because", questions=_asked(subs))
    return texts("safety.how_soon", why=question.why, how_soon=question.how_soon) if question.how_soon else question.why


def incomplete_text(texts: Texts, missing: int, *, first: bool, expired: bool) -> str:
    """Why there is no programme yet: `missing` questions to answer; `first` time, or the old answers have `expired`.

    >>> from upperback.catalogue.loader import load
    >>> incomplete_text(load().texts, 2, first=False, expired=False)
    '2 safety questions are still open. Please answer, then your programme is ready.'
    """
    if first:
        return texts("safety.first")
    return texts("safety.expired") if expired else texts("safety.missing", n=missing)


def cleared_text(texts: Texts, yes: Sequence[Question], unanswered: Sequence[str], *, seen: bool) -> str:
    """What the programme does differently because of the answers, and when to stop and get help. `seen`: a clinician has
    looked at one of them."""
    parts = [texts("safety.modify" if yes else "safety.go")]
    parts += [f"{q.changes} {q.effect.advice}".strip() for q in yes if q.changes]
    if seen:
        parts.append(texts("safety.seen"))
    if unanswered:
        parts.append(texts("safety.left_open", n=len(unanswered)))
    return " ".join([*parts, texts("safety.net")])
