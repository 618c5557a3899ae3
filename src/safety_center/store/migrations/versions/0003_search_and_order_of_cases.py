"""search and order of cases"""

import sqlalchemy as sa
from alembic import op

from safety_center.store.search import fill_texts

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: Keyset pages: equality first, then the order of the list. They also serve what their first column did alone.
_ORDERS = (
    ("ix_case_received", ("received_at", "id")),
    ("ix_case_country_order", ("country_code", "received_at", "id")),
    ("ix_case_mission_order", ("mission_code", "received_at", "id")),
    ("ix_case_owner_order", ("owner_unit", "received_at", "id")),
    ("ix_case_origin_order", ("origin_unit", "received_at", "id")),
    ("ix_case_due_order", ("next_action_due_at", "id")),
)
_REPLACED = (
    ("ix_case_received", ("received_at",)),
    ("ix_incident_case_mission_code", ("mission_code",)),
    ("ix_incident_case_origin_unit", ("origin_unit",)),
    ("ix_incident_case_next_action_due_at", ("next_action_due_at",)),
)


def upgrade() -> None:
    """The texts of every case with their index, and indexes in the order of the list."""
    for name, _ in _REPLACED:
        op.drop_index(name, "incident_case")
    for name, columns in _ORDERS:
        op.create_index(name, "incident_case", list(columns))
    op.create_index("ix_person_type", "person", ["incident_type", "involvement", "case_id"])
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "case_text",
        sa.Column("case_id", big, sa.ForeignKey("incident_case.id"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("grams", sa.ARRAY(sa.Integer()).with_variant(sa.LargeBinary(), "sqlite")),
        sa.PrimaryKeyConstraint("case_id"),
    )
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE case_search USING fts5"
            "(grams, content='', columnsize=0, detail=none, tokenize='ascii')"
        )
        fill_texts(connection)
    else:
        fill_texts(connection)
        op.execute("CREATE INDEX case_search_grams ON case_text USING gin (grams)")


def downgrade() -> None:
    """Texts and index go; what they were made from stays."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE case_search")
    op.drop_table("case_text")
    op.drop_index("ix_person_type", "person")
    for name, _ in _ORDERS:
        op.drop_index(name, "incident_case")
    for name, columns in _REPLACED:
        op.create_index(name, "incident_case", list(columns))
