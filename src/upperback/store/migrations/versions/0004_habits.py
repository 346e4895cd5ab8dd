"""Habits: days away, reminders, desk breaks, and the calendar's feed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "away",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_away_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_away"),
    )
    op.create_index("ix_away_person_id", "away", ["person_id"])
    op.create_table(
        "habits",
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("remind_on", sa.JSON(), nullable=False),
        sa.Column("remind_at", sa.String(length=5), nullable=False),
        sa.Column("remind_from", sa.Date(), nullable=False),
        sa.Column("remind_here", sa.Boolean(), nullable=False),
        sa.Column("says_what", sa.Boolean(), nullable=False),
        sa.Column("break_every_min", sa.Integer(), nullable=False),
        sa.Column("break_on", sa.JSON(), nullable=False),
        sa.Column("work_from", sa.String(length=5), nullable=False),
        sa.Column("work_until", sa.String(length=5), nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=True),
        sa.Column("quiet_until", sa.String(length=5), nullable=True),
        sa.Column("break_notify", sa.Boolean(), nullable=False),
        sa.Column("break_full_screen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_habits_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="pk_habits"),
    )
    op.create_table(
        "desk_day",
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("counted_from", sa.String(length=40), nullable=True),
        sa.Column("meeting_until", sa.String(length=40), nullable=True),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_desk_day_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="pk_desk_day"),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.String(length=80), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_calendar_feed_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="pk_calendar_feed"),
    )
