"""keys of search without ids of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SAME = "subject, subject_id, kind, digest"
#: Whose key a row was: that of the person's case, or of the report a caller made.
_DATA_KEYS = """
    INSERT INTO lookup_key (data_key_id, subject, subject_id, kind, digest)
    SELECT coalesce(incident_case.data_key_id, report.data_key_id),
        former.subject, former.subject_id, former.kind, former.digest
    FROM former_key AS former
    LEFT JOIN person ON former.subject = 'person' AND person.id = former.subject_id
    LEFT JOIN incident_case ON incident_case.id = person.case_id
    LEFT JOIN report ON former.subject = 'caller' AND report.id = former.subject_id
    WHERE coalesce(incident_case.data_key_id, report.data_key_id) IS NOT NULL
    ORDER BY former.subject_id
"""


def upgrade() -> None:
    """A row is its own key; the data key is known of the person's case or of the report."""
    for column in ("subject_id", "data_key_id"):
        op.drop_index(f"ix_lookup_key_{column}", "lookup_key")
    op.drop_index("ix_lookup_key_kind_digest", "lookup_key")
    op.rename_table("lookup_key", "former_key")
    _rename_key("lookup_key_pkey", "former_key_pkey")
    op.create_table(
        "lookup_key",
        *_columns(_BIG),
        sa.PrimaryKeyConstraint("digest", "subject_id", "subject"),
        sqlite_with_rowid=False,
    )
    op.execute(f"INSERT INTO lookup_key ({_SAME}) SELECT DISTINCT {_SAME} FROM former_key")  # noqa: S608 - own names
    op.drop_table("former_key")
    op.create_index("ix_lookup_key_subject_id", "lookup_key", ["subject_id"])


def downgrade() -> None:
    """Ids and data keys again."""
    op.drop_index("ix_lookup_key_subject_id", "lookup_key")
    op.rename_table("lookup_key", "former_key")
    _rename_key("lookup_key_pkey", "former_key_pkey")
    op.create_table(
        "lookup_key",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("data_key_id", _BIG, sa.ForeignKey("data_key.id"), nullable=False),
        *_columns(sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(_DATA_KEYS)
    op.drop_table("former_key")
    for column in ("data_key_id", "subject_id"):
        op.create_index(f"ix_lookup_key_{column}", "lookup_key", [column])
    op.create_index("ix_lookup_key_kind_digest", "lookup_key", ["kind", "digest"])


def _columns(of_subject: sa.types.TypeEngine[int]) -> list[sa.Column[object]]:
    return [
        sa.Column("subject", sa.String(10), nullable=False),
        sa.Column("subject_id", of_subject, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
    ]


def _rename_key(old: str, new: str) -> None:
    """Names of indexes are those of a schema on PostgreSQL, and stay when a table is renamed."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER INDEX {old} RENAME TO {new}")
