"""The sentences of the screen: what was answered, what it means for exercise, what to do now. No promise, no fright."""

from collections.abc import Mapping, Sequence
from typing import Final

from upperback.model.catalogue import Action, Question, SubQuestion

SELF_HARM: Final = "thoughts_of_self_harm"
SAFETY_NET: Final = (
    "Stop and get medical help if any of these come later. Chest pain or breathlessness. New weakness, numbness or unsteady "
    "walking. A change of bladder or bowel. Fever, or weight loss without a reason. Pain that gets steadily worse at night."
)
EMERGENCY: Final = (
    "Please stop here and get help now: call your local emergency number, or have someone take you to the nearest emergency "
    "department. Exercise waits until a clinician has looked at this."
)
CRISIS: Final = (
    "Thank you for saying so. You deserve help with this now: call your local emergency number or a crisis line, or go to "
    "someone you trust and stay with them. Exercise waits until you have had that help."
)
CRISIS_TOO: Final = "Please tell them about the thoughts of harming yourself as well, or call a crisis line."
CLINICIAN: Final = (
    "Some of your answers suggest seeing a clinician before you start. Your answers are kept, so you can show them. "
    "When they have looked at it, note the day and their limits here and go on."
)


def refer_text(action: Action, raising: Sequence[tuple[Question, tuple[SubQuestion, ...]]], given: Mapping[str, bool]) -> str:
    """What to do when exercise must wait. `raising`: each question with the sub-questions that raised it. An emergency that
    comes from nothing but unanswered sub-questions puts those questions instead of the emergency text."""
    open_subs = [sub for _, subs in raising for sub in subs if sub.id not in given]
    still_open = [sub for question, _ in raising for sub in question.subs if sub.id not in given]
    if action is Action.EMERGENCY_NOW and all(subs and not any(sub.id in given for sub in subs) for _, subs in raising):
        asked = " ".join(sub.text for sub in open_subs)
        return (
            f"A question is still open, so exercise waits: {asked} If your answer is yes, call your local emergency number now."
        )
    if action is Action.EMERGENCY_NOW:
        harm = [any(sub.id == SELF_HARM for sub in subs) for _, subs in raising]
        text = CRISIS if all(harm) else f"{EMERGENCY} {CRISIS_TOO}" if any(harm) else EMERGENCY
    else:
        text = CLINICIAN
    parts = [text, *(_reason(question, subs) for question, subs in raising)]
    if still_open:
        parts.append(" ".join(["Still open:", *(sub.text for sub in still_open)]))
    return " ".join(parts)


def _reason(question: Question, subs: tuple[SubQuestion, ...]) -> str:
    if subs:
        return " ".join(["Because of your answer to:", *(sub.text for sub in subs)])
    return f"{question.why} How soon: {question.how_soon}" if question.how_soon else question.why


def incomplete_text(missing: int, *, first: bool, expired: bool) -> str:
    """Why there is no programme yet: `missing` questions to answer; `first` time, or the old answers have `expired`.

    >>> incomplete_text(2, first=False, expired=False)
    '2 safety questions are still open. Please answer, then your programme is ready.'
    """
    if first:
        return "Before you start, please answer the safety questions. It takes about four minutes."
    if expired:
        return "Your answers are more than four weeks old. Please answer the safety questions again, then you can go on."
    some = "One safety question is" if missing == 1 else f"{missing} safety questions are"
    return f"{some} still open. Please answer, then your programme is ready."


def cleared_text(yes: Sequence[Question], unanswered: Sequence[str], *, seen: bool) -> str:
    """What the programme does differently because of the answers, and when to stop and get help. `seen`: a clinician has
    looked at one of them."""
    if yes:
        parts = [
            "Your answers allow exercise, with changes.",
            *(f"{q.changes} {q.effect.advice}".strip() for q in yes if q.changes),
        ]
    else:
        parts = ["Your answers allow you to start."]
    if seen:
        parts.append("A clinician has looked at some of your answers. We keep to the limits they set.")
    if unanswered:
        some = "one question" if len(unanswered) == 1 else f"{len(unanswered)} questions"
        parts.append(f"You left {some} open. We count that as a yes until you answer.")
    return " ".join([*parts, SAFETY_NET])
