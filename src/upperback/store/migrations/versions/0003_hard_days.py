"""A day on which the person was ill or slept badly."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("diary", sa.Column("slept_badly", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("diary", sa.Column("ill", sa.Boolean(), nullable=False, server_default=sa.false()))
