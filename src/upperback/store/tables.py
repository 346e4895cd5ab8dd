"""The tables. Lists of ids are JSON columns; days are dates in the person's own zone, instants are aware and kept in UTC.

Everything hangs on `person`: deleting that row deletes the record. `revision` grows with every write, so that readers
know in one small query whether what they hold still stands; `old_revision` only when older days changed (an import, an
undo, a late entry), so that years of history are read once. Portable SQL only: the same tables are meant for PostgreSQL.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_person() -> Column[str]:
    return Column("person_id", String(40), ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True)


person = Table(
    "person",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("old_revision", Integer, nullable=False),
    Column("age", Integer),
    Column("sex", String(20)),
    Column("since_weeks", Integer),
    Column("onset", String(20)),
    Column("regions", JSON, nullable=False),
    Column("minutes_per_session", Float, nullable=False),
    Column("days_per_week", Integer, nullable=False),
    Column("equipment", JSON, nullable=False),
    Column("lacking", JSON, nullable=False),
    Column("avoid_positions", JSON, nullable=False),
    Column("likes", JSON, nullable=False),
    Column("dislikes", JSON, nullable=False),
    Column("added", JSON, nullable=False),
    Column("removed", JSON, nullable=False),
)

screen = Table(
    "screen",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("day", Date, nullable=False),
    Column("short", Boolean, nullable=False),
    Column("because", String(20), nullable=False),  # why it was asked
    Column("symptom", String(40)),
    Column("finished_on", Date),
)

screen_group = Table(
    "screen_group",
    metadata,
    Column("screen_id", Integer, ForeignKey("screen.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", String(80), primary_key=True),
    Column("state", String(20), nullable=False),  # skipped, again
)

answer = Table(
    "answer",
    metadata,
    Column("screen_id", Integer, ForeignKey("screen.id", ondelete="CASCADE"), primary_key=True),
    Column("question", String(80), primary_key=True),
    Column("yes", Boolean, nullable=False),
)

clearance = Table(
    "clearance",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("question", String(80), nullable=False),
    Column("day", Date, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("blocked_tags", JSON, nullable=False),
    Column("void_from", Date),  # a new symptom ends what a clinician's look was worth
)

diary = Table(
    "diary",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("day", Date, nullable=False, index=True),
    Column("pain", Float),
    Column("worst", Float),
    Column("minutes_walked", Float, nullable=False),
    Column("minutes_swum", Float, nullable=False),
    Column("slept_badly", Boolean, nullable=False, server_default=false()),
    Column("ill", Boolean, nullable=False, server_default=false()),
)

activity = Table(
    "activity",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("name", Text, nullable=False),
    Column("goal", Float, nullable=False),
)

activity_score = Table(
    "activity_score",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("activity_id", Integer, ForeignKey("activity.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("day", Date, nullable=False),
    Column("score", Float, nullable=False),
)

own_change = Table(
    "own_change",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("day", Date, nullable=False),
    Column("pgic", Integer, nullable=False),
)

self_test = Table(
    "self_test",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("test", String(80), nullable=False),
    Column("measure", String(80), nullable=False),
    Column("side", String(10), nullable=False),
    Column("trials", JSON, nullable=False),
    Column("unit", String(40), nullable=False),
    Column("method", String(20), nullable=False),
    Column("day", Date, nullable=False),
    Column("pain", Float),
    Column("familiar", Boolean),
    Column("stopped_because", Text),
)

programme = Table(
    "programme",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("day", Date, nullable=False),
    Column("phase", String(20), nullable=False),
    Column("catalogue", String(40), nullable=False),
    Column("kept", JSON, nullable=False),  # the items as given, so that a later catalogue doesn't change history
    Column("made_from", Text),  # what it was made from, as one comparable text; None for one that was imported
    Column("content", JSON(none_as_null=True)),  # the whole programme with its reasons; None for one that was imported
)

session = Table(
    "session",
    metadata,
    Column("id", String(80), primary_key=True),
    _of_person(),
    Column("number", Integer, nullable=False),  # the order of sessions
    Column("day", Date, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("started_at", String(40), nullable=False),  # ISO 8601 in UTC
    Column("programme_id", Integer),
    Column("symptom", String(40)),
    Column("pain_before", Float),
    Column("pain_after", Float),
    Column("pain_next_morning", Float),
    Column("routine", String(80)),  # the id of the article's routine, where the kind is "routine"
    UniqueConstraint("person_id", "number"),
)

session_item = Table(
    "session_item",
    metadata,
    Column("session_id", String(80), ForeignKey("session.id", ondelete="CASCADE"), primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("place", Float, nullable=False),  # the order to do them; a swapped-in exercise stands between two
    Column("exercise", String(80), nullable=False),
    Column("side", String(10), nullable=False),
    Column("level", Integer, nullable=False),
    Column("sets", Integer, nullable=False),
    Column("reps", Integer, nullable=False),
    Column("hold_s", Float, nullable=False),
    Column("rest_s", Float, nullable=False),
    Column("why", Text, nullable=False),
    Column("instead", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("eased", Boolean, nullable=False),
    Column("done_sets", Integer, nullable=False),
    Column("done_reps", Integer, nullable=False),  # in one set, as in a dose
    Column("done_hold_s", Float, nullable=False),  # in one repetition, as in a dose
    Column("pain", Float),
    Column("effort", Float),
    Column("stopped_because", Text),
    Column("form_ok", Boolean),
    Column("peak", Float),
    Column("extra_side", String(10), nullable=False, server_default="both"),  # the side that has the last set to itself
    Column("earlier", JSON, nullable=False, server_default="[]"),  # the doses it was made easier from, the newest last
)

movement = Table(
    "movement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session_id", String(80), nullable=False),
    Column("item", Integer, nullable=False),
    Column("key", String(120), nullable=False),
    Column("set_no", Integer, nullable=False),
    Column("kind", String(10), nullable=False),  # rep, hold
    Column("side", String(10), nullable=False),
    Column("peak", Float),
    Column("held_s", Float, nullable=False),
    Column("counted_by", String(10), nullable=False),
    Column("counted_at", String(40), nullable=False),
    UniqueConstraint("session_id", "key"),
    ForeignKeyConstraint(["session_id", "item"], ["session_item.session_id", "session_item.item"], ondelete="CASCADE"),
)

session_set = Table(
    "session_set",
    metadata,
    Column("session_id", String(80), primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("set_no", Integer, primary_key=True),
    Column("reps", Integer, nullable=False),
    ForeignKeyConstraint(["session_id", "item"], ["session_item.session_id", "session_item.item"], ondelete="CASCADE"),
)

session_event = Table(
    "session_event",
    metadata,
    Column("session_id", String(80), ForeignKey("session.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(120), primary_key=True),  # the page's own name for what happened: said again, it changes nothing
)

session_cue = Table(
    "session_cue",
    metadata,
    Column("session_id", String(80), primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("fault", String(80), primary_key=True),
    Column("said", Integer, nullable=False),
    Column("mended", Integer, nullable=False),
    ForeignKeyConstraint(["session_id", "item"], ["session_item.session_id", "session_item.item"], ondelete="CASCADE"),
)

accepted = Table(
    "accepted",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("finding", String(80), nullable=False),
    Column("day", Date, nullable=False),
)

away = Table(
    "away",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
)

# -- habits: how the person wishes to be reminded; nothing that care decides by ---------------------------------------
habits = Table(
    "habits",
    metadata,
    Column("person_id", String(40), ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("zone", String(64), nullable=False),  # the person's time zone by its IANA name, e.g. Europe/Berlin
    Column("remind_on", JSON, nullable=False),  # days of the week, Monday is 0; none: no reminders
    Column("remind_at", String(5), nullable=False),  # HH:MM on the person's clock, as all times here
    Column("remind_from", Date, nullable=False),  # the day these reminders began: the series keeps its start
    Column("remind_here", Boolean, nullable=False),  # a browser notification too
    Column("says_what", Boolean, nullable=False),  # titles and notifications may name what it is about
    Column("break_every_min", Integer, nullable=False),  # 0: no desk breaks
    Column("break_on", JSON, nullable=False),
    Column("work_from", String(5), nullable=False),
    Column("work_until", String(5), nullable=False),
    Column("quiet_from", String(5)),
    Column("quiet_until", String(5)),
    Column("break_notify", Boolean, nullable=False),
    Column("break_full_screen", Boolean, nullable=False),
)

desk_day = Table(
    "desk_day",
    metadata,
    Column("person_id", String(40), ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("counted_from", String(40)),  # ISO 8601 in UTC: the last break, or when one was put off
    Column("meeting_until", String(40)),  # ISO 8601 in UTC
    Column("offered", JSON, nullable=False),  # exercises put aside since the last break, so that another one comes
)

calendar_feed = Table(
    "calendar_feed",
    metadata,
    Column("person_id", String(40), ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("uid", String(64), nullable=False),  # names the series for as long as the record lives
    Column("secret", String(80)),  # of the feed's address; None: the feed is off
    Column("sequence", Integer, nullable=False),
    Column("fingerprint", String(64), nullable=False),  # of what the calendar said last, to know when it changes
    Column("changed_at", String(40), nullable=False),  # ISO 8601 in UTC
)

# -- what the camera's landmarks leave, only with the person's word --------------------------------------------------
landmark_consent = Table(
    "landmark_consent",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("given_at", String(40), nullable=False),  # ISO 8601 in UTC
    Column("withdrawn_at", String(40)),
)

recording = Table(
    "recording",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("key", String(40), nullable=False),  # its name on pages and in an export
    Column("day", Date, nullable=False),
    Column("started_at", String(40), nullable=False),  # ISO 8601 in UTC
    Column("watched", String(10), nullable=False),  # exercise, test
    Column("name", String(80), nullable=False),
    Column("session_id", String(80)),  # no reference: a recording outlives the row of its session
    Column("item", Integer),
    Column("frames", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("width_px", Integer),
    Column("height_px", Integer),
    Column("set_aside", Boolean, nullable=False, server_default=false()),  # deleted, while that can still be taken back
)

recording_part = Table(
    "recording_part",
    metadata,
    Column("recording_id", Integer, ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),  # some seconds of landmarks, packed
)

undo = Table(
    "undo",
    metadata,
    Column("person_id", String(40), ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("about", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("images", JSON, nullable=False),  # the rows as they were before the change, table by table
)
