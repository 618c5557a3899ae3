"""reports and hand-overs by day"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Figures of the call center read these and not the reports, which are long."""
    op.create_index("ix_report_outcome", "report", ["received_on", "source", "disposition"])
    op.create_index("ix_handover_sent_at", "handover", ["sent_at"])


def downgrade() -> None:
    """The indexes go."""
    op.drop_index("ix_handover_sent_at", table_name="handover")
    op.drop_index("ix_report_outcome", table_name="report")
