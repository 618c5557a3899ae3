"""why a merge was undone"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A reason beside who undid it and when; merges undone before have none."""
    op.add_column("case_merge", sa.Column("undo_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    """The reasons go."""
    op.drop_column("case_merge", "undo_reason")
