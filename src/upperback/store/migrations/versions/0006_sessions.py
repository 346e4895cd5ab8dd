"""Sessions: what a page has said by its keys, form cues, the side with a set to itself, and the way back from "easier"."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session_item", sa.Column("extra_side", sa.String(length=10), nullable=False, server_default="both"))
    op.add_column("session_item", sa.Column("earlier", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "session_event",
        sa.Column("session_id", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_session_event_session_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", "key", name="pk_session_event"),
    )
    op.create_table(
        "session_cue",
        sa.Column("session_id", sa.String(length=80), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=80), nullable=False),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.Column("mended", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id", "item"],
            ["session_item.session_id", "session_item.item"],
            name="fk_session_cue_session_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "item", "fault", name="pk_session_cue"),
    )
