"""The note for a clinician, as data: the answers in the person's own words, dates, what was found and how far it can be off,
limits, and what is asked of the clinician. It names no illness and judges nothing."""

from collections.abc import Iterable, Iterator, Sequence

from upperback.care.answers import RED_FLAG, Answers, answers_of
from upperback.model.body import Side
from upperback.model.care import Finding, Review, Status, Value, Verdict
from upperback.model.catalogue import Catalogue, Question
from upperback.model.note import ClinicianNote, NotePart
from upperback.model.record import HUMAN_REVIEW, Case
from upperback.model.regions import part_of, side_of
from upperback.model.texts import Texts

WORTH_SAYING = (Status.PRESENT, Status.IMPROVING, Status.REFER, Status.WATCH, Status.PLATEAU_ACCEPTED)


def note(catalogue: Catalogue, case: Case, verdict: Verdict, review: Review) -> ClinicianNote:
    """The note as it stands on `case.today`, whatever the screen allows: one can be taken along at any time.

    >>> from datetime import date
    >>> from upperback.care.findings import assess
    >>> from upperback.care.progress import review
    >>> from upperback.care.screening import judge
    >>> from upperback.catalogue.loader import load
    >>> from upperback.model.record import Screen
    >>> known, case = load(), Case(today=date(2026, 2, 20), screens=(Screen(date(2026, 2, 19), {"rf_under18": True}),))
    >>> verdict = judge(known, case)
    >>> made = note(known, case, verdict, review(known, case, verdict, assess(known, case)))
    >>> made.questions, made.parts[0].id, made.parts[0].lines[0]
    (('rf_under18',), 'answers', '19 February 2026: yes to “Are you under 18?”')
    """
    texts = catalogue.texts
    answers = answers_of(catalogue, case)
    said = [q for q in catalogue.questions.values() if answers.said_yes(q.id)]
    parts = {
        "me": _me(texts, case),
        "answers": _answers(catalogue, case, answers, said),
        "seen": _seen(catalogue, case),
        "pain": _pain(catalogue, review),
        "tests": _tests(catalogue, review.findings),
        "work": _work(texts, case, review),
        "asked": _asked(catalogue, verdict, review),
    }
    named = {id_: (texts(f"note.parts.{id_}"), tuple(lines)) for id_, lines in parts.items()}
    return ClinicianNote(
        day=case.today,
        title=texts("note.title", day=case.today),
        about=texts("note.about_this"),
        questions=tuple(q.id for q in said),
        parts=tuple(NotePart(id_, heading, lines) for id_, (heading, lines) in named.items() if lines),
    )


def _me(texts: Texts, case: Case) -> Iterator[str]:
    about = case.about
    if about.age is not None:
        yield texts("note.me.age", age=about.age)
    if about.sex is not None:
        yield texts("note.me.sex", sex=texts(f"about.sexes_said.{about.sex}"))
    if about.since_weeks is not None:
        yield texts("note.me.since", n=about.since_weeks)
    if about.onset is not None:
        yield texts("note.me.onset", onset=texts(f"about.onsets_said.{about.onset}"))
    places = [_place(texts, region) for region in about.regions]
    if places:
        yield texts("note.me.where", places=texts.row(places))


def _place(texts: Texts, region: str) -> str:
    """A place as the body map calls it; one of an older record as it stands."""
    key, side = f"library.map.parts.{part_of(region)}", side_of(region)
    if key not in texts:
        return region.replace("_", " ")
    return texts(key) if side is Side.BOTH else texts(f"library.map.sided_{side.value}", place=texts(key))


def _answers(catalogue: Catalogue, case: Case, answers: Answers, said: Sequence[Question]) -> Iterator[str]:
    texts = catalogue.texts
    written = {question for screen in case.screens for question, yes in screen.answers.items() if yes}
    for question in said:
        if question.id not in written:
            yield texts("note.answers.fact", question=question.text)
            continue
        yield texts("note.answers.yes", day=answers.on[question.id], question=question.text)
        if question.what_to_say:
            yield texts("note.answers.say", words=question.what_to_say)
        for sub in question.subs:
            known = answers.given.get(sub.id)
            yield texts(f"note.answers.sub.{'open' if known is None else 'yes' if known else 'no'}", question=sub.text)
    if answers.screened_on is None:
        yield texts("note.answers.none")
    elif not said:
        yield texts("note.answers.none_yes", day=answers.screened_on)
    still_open = sum(1 for q in catalogue.questions if q.startswith(RED_FLAG) and q not in answers.given)
    if answers.screened_on is not None and still_open:
        yield texts("note.answers.open", n=still_open)


def _seen(catalogue: Catalogue, case: Case) -> Iterator[str]:
    texts = catalogue.texts
    subs = {sub.id: sub.text for question in catalogue.questions.values() for sub in question.subs}
    for clearance in sorted(case.clearances, key=lambda c: (c.day, c.question)):
        question = catalogue.questions.get(clearance.question)
        what = question.text if question else subs.get(clearance.question, clearance.question)
        if clearance.question == HUMAN_REVIEW:
            what = texts("note.seen.course")
        yield texts("note.seen.one", day=clearance.day, by=clearance.by, what=what)
        if clearance.blocked_tags:
            yield texts("note.seen.limits", limits=_tags(catalogue, clearance.blocked_tags))
    if not case.clearances:
        yield texts("note.seen.none")


def _pain(catalogue: Catalogue, review: Review) -> Iterator[str]:
    texts, pain = catalogue.texts, review.pain_7d
    if pain.mean is None:
        yield texts("note.pain.none")
    else:
        yield texts("note.pain.mean", mean=pain.mean, n=pain.n)
    if pain.change is not None:
        key = "up" if pain.change > 0 else "down" if pain.change < 0 else "same"
        change = texts(f"note.pain.{key}", by=abs(pain.change))
        yield texts("note.pain.change", change=change, least=catalogue.rules.limits.pain_change)
    for goal in review.goals:
        if goal.now is None:
            yield texts("note.pain.goal_open", activity=goal.activity, goal=goal.goal)
        else:
            yield texts("note.pain.goal", activity=goal.activity, now=goal.now, goal=goal.goal)
    if review.own_word is not None:
        yield texts("note.pain.said", pgic=review.own_word.pgic, day=review.own_word.day)


def _tests(catalogue: Catalogue, findings: Sequence[Finding]) -> Iterator[str]:
    texts = catalogue.texts
    shown = [f for f in findings if f.status in WORTH_SAYING]
    for finding in shown:
        status = texts(f"common.status.{finding.status.value}")
        yield texts("note.tests.finding", name=catalogue.findings[finding.finding].name, status=status)
        newest = {(v.test, v.measure, v.side): v for v in sorted(finding.values, key=lambda v: v.day)}
        yield from (_value(catalogue, value) for value in newest.values())
    yield texts("note.tests.error") if shown else texts("note.tests.none")


def _value(catalogue: Catalogue, value: Value) -> str:
    texts, test = catalogue.texts, catalogue.tests[value.test]
    measure = next(m for m in test.measures if m.id == value.measure)
    title = test.name if len(test.measures) == 1 else texts("common.band.measure", test=test.name, measure=measure.name.lower())
    if value.side is not Side.BOTH:
        title = texts("common.band.measure_side", name=title, side=texts(f"common.sides_said.{value.side.value}"))
    return texts(
        "note.tests.value",
        day=value.day,
        title=title,
        amount=_amount(texts, value.value, value.unit),
        error=_amount(texts, value.error_95, value.unit),
        target=value.target_words,
    )


def _amount(texts: Texts, amount: float, unit: str) -> str:
    key = f"common.units.{unit}"
    return f"{texts.number(amount)}{texts(key, n=amount) if key in texts else f' {unit}'}"


def _work(texts: Texts, case: Case, review: Review) -> Iterator[str]:
    if not case.sessions:
        yield texts("note.work.none")
        return
    yield texts("note.work.since", n=len(case.sessions), day=min(session.day for session in case.sessions))
    longest = max(review.adherence, key=lambda a: a.weeks)
    yield texts("note.work.lately", n=longest.days_done, wished=longest.days_wished, weeks=longest.weeks)
    rules = {one.rule for one in review.rules}
    if rules - set(review.because):  # a question's id is no sentence
        yield texts("note.work.state", because=" ".join(words for words in review.because if " " in words))


def _asked(catalogue: Catalogue, verdict: Verdict, review: Review) -> Iterator[str]:
    texts = catalogue.texts
    yield texts("note.asked.look")
    yield texts("note.asked.may")
    if review.way is not None and review.way.waits:
        yield texts("note.asked.course")
    tags = sorted({tag for question in catalogue.questions.values() for tag in question.block_tags} | verdict.blocked_tags)
    yield texts("note.asked.leave_out")
    yield from (texts("note.asked.tag", tag=_tags(catalogue, [tag])) for tag in tags if tag in catalogue.tags)
    yield texts("note.asked.sign")


def _tags(catalogue: Catalogue, tags: Iterable[str]) -> str:
    return catalogue.texts.row([catalogue.tags.get(tag, tag.replace("_", " ")) for tag in tags])
