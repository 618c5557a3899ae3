"""promises of the session"""

import sqlalchemy as sa
from alembic import op

from safety_center.store.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Two tables of their own; nothing there is touched."""
    op.create_table(
        "promise",
        _id(),
        sa.Column("session_year", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by_unit", sa.String(40), nullable=True),
        sa.Column("owner_unit", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _link("recorded_by_id", "account"),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        _link("settled_by_id", "account", nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_promise_owed", "promise", ["owner_unit", "state", "due_on"])
    op.create_table(
        "promise_move",
        _id(),
        _link("promise_id", "promise"),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _link("moved_by_id", "account"),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_promise_move_promise_id", "promise_move", ["promise_id"])


def downgrade() -> None:
    """Promises are written here only: going down loses them."""
    op.drop_table("promise_move")
    op.drop_table("promise")


def _id() -> sa.Column[int]:
    return sa.Column("id", _ID, autoincrement=True, nullable=False)


def _link(name: str, table: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _ID, sa.ForeignKey(f"{table}.id"), nullable=nullable)
