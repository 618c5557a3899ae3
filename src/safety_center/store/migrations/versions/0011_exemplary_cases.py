"""exemplary cases"""

import sqlalchemy as sa
from alembic import op

from safety_center.store.types import UtcDateTime

revision = "0011"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Four tables of their own; nothing there is touched."""
    _create_card()
    op.create_table(
        "exemplary_step",
        _id(),
        _link("card_id", "exemplary_case"),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _link("account_id", "account"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_exemplary_step_card_id", "exemplary_step", ["card_id"])
    _create_review()
    op.create_table(
        "exemplary_adoption",
        _id(),
        _link("card_id", "exemplary_case"),
        sa.Column("unit_code", sa.String(40), nullable=False),
        _link("account_id", "account"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "uq_exemplary_adoption", "exemplary_adoption", ["card_id", "unit_code"], unique=True
    )


def downgrade() -> None:
    """Cards are written here only: going down loses them."""
    for name in ("adoption", "review", "step", "case"):
        op.drop_table(f"exemplary_{name}")


def _create_card() -> None:
    op.create_table(
        "exemplary_case",
        _id(),
        _link("case_id", "incident_case", nullable=True),
        sa.Column("unit_code", sa.String(40), nullable=False),
        sa.Column("country_code", sa.String(2), nullable=False),
        sa.Column("situation", sa.String(40), nullable=False),
        sa.Column("incident_type", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft", sa.LargeBinary(), nullable=True),
        sa.Column("title", sa.String(200), nullable=True),
        sa.Column("card", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        _link("nominated_by_id", "account"),
        sa.Column("nominated_at", UtcDateTime(), nullable=False),
        _link("written_by_id", "account"),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("case_id", "unit_code"):
        op.create_index(f"ix_exemplary_case_{column}", "exemplary_case", [column])
    op.create_index("ix_exemplary_state", "exemplary_case", ["state", "published_at", "id"])


def _create_review() -> None:
    scores = ("effect", "speed", "transfer", "care")
    op.create_table(
        "exemplary_review",
        _id(),
        _link("card_id", "exemplary_case"),
        _link("account_id", "account"),
        sa.Column("unit_code", sa.String(40), nullable=False),
        *(sa.Column(score, sa.Integer(), nullable=False) for score in scores),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("share_in_session", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reviewed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "uq_exemplary_review", "exemplary_review", ["card_id", "account_id"], unique=True
    )
    op.create_index("ix_exemplary_review_account_id", "exemplary_review", ["account_id"])


def _id() -> sa.Column[int]:
    return sa.Column("id", _ID, autoincrement=True, nullable=False)


def _link(name: str, table: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _ID, sa.ForeignKey(f"{table}.id"), nullable=nullable)
