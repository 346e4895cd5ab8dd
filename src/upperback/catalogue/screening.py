"""screening.toml: the safety questions in their groups."""

from upperback.catalogue.reading import Table
from upperback.model.catalogue import Action, Effect, Kind, Question, QuestionGroup, SubQuestion


def read_screening(file: Table) -> tuple[tuple[QuestionGroup, ...], dict[str, Question]]:
    """Groups and questions in the order they are asked."""
    groups = tuple(_group(table) for table in file.tables("groups"))
    questions: dict[str, Question] = {}
    for table in file.tables("questions"):
        question = _question(table)
        if question.id in questions:
            raise table.error("id", f"'{question.id}' stands here twice")
        questions[question.id] = question
    _once(file, questions)
    file.end()
    return groups, questions


def _once(file: Table, questions: dict[str, Question]) -> None:
    """Answers are kept by id alone, those to sub-questions too."""
    taken = set(questions)
    for i, question in enumerate(questions.values()):
        for j, sub in enumerate(question.subs):
            if sub.id in taken:
                raise file.error(f"questions[{i}].subs[{j}].id", f"'{sub.id}' stands here twice")
            taken.add(sub.id)


def _group(table: Table) -> QuestionGroup:
    group = QuestionGroup(id=table.text("id"), title=table.text("title"), none_label=table.text("none_label"))
    table.end()
    return group


def _question(table: Table) -> Question:
    question = Question(
        id=table.text("id"),
        group=table.text("group"),
        text=table.text("text"),
        action=table.choice("action", Action),
        why=table.text("why"),
        source=table.texts("source"),
        short_form=table.flag("short_form", default=False),
        block_tags=frozenset(table.texts("block_tags", ())),
        limit_tags=table.words("limit_tags"),
        prefer=table.texts("prefer", ()),
        changes=table.text("changes", ""),
        caution=table.text("caution", ""),
        how_soon=table.text("how_soon", ""),
        what_to_say=table.text("what_to_say", ""),
        subs=tuple(_sub(sub) for sub in table.tables("subs")),
        features_needed=table.whole_or_none("features_needed"),
        features_with_extra=table.whole_or_none("features_with_extra"),
        below_count=table.choice_or_none("below_count", Action),
        effect=read_effect(table.table("effect")),
    )
    table.end()
    return question


def _sub(table: Table) -> SubQuestion:
    sub = SubQuestion(
        id=table.text("id"),
        text=table.text("text"),
        action=table.choice_or_none("action", Action),
        adds_tag=table.text_or_none("adds_tag"),
        feature=table.text_or_none("feature"),
    )
    if sub.feature not in (None, "feature", "extra"):
        raise table.error("feature", f"'{sub.feature}' is neither feature nor extra")
    table.end()
    return sub


def read_effect(table: Table) -> Effect:
    """What a yes (or a modifier) changes in the programme."""
    notes = table.words("note_on_kinds")
    try:
        note_on_kinds = {Kind(kind): words for kind, words in notes.items()}
    except ValueError as error:
        raise table.error("note_on_kinds", str(error)) from None
    effect = Effect(
        only_kinds=table.choices("only_kinds", Kind, ()),
        leave_out=table.texts("leave_out", ()),
        dose_factor=table.number("dose_factor", 1.0),
        slower_ladder=table.flag("slower_ladder", default=False),
        max_items=table.whole_or_none("max_items"),
        aerobic_first=table.flag("aerobic_first", default=False),
        note_on_kinds=note_on_kinds,
        note_on_positions=table.words("note_on_positions"),
        stop_also=table.text("stop_also", ""),
        advice=table.text("advice", ""),
        flare=table.flag("flare", default=False),
        with_any_other_yes=table.choice_or_none("with_any_other_yes", Action),
    )
    table.end()
    return effect
