"""tables of every door"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import safety_center.store.types
from safety_center.store.migrations.trail_guard import guard_trail, unguard_trail

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New tables, and columns added in place: SQLite cannot rebuild a table that others point to."""
    op.create_table(
        "access_finding",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.Column(
            "first_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("last_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("found_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column(
            "explained_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=True
        ),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("verdict_note", sa.Text(), nullable=True),
        sa.Column(
            "reviewed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "reviewed_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("access_finding", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_finding_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            "uq_access_finding", ["day", "kind", "account_id", "subject"], unique=True
        )

    op.create_table(
        "api_token",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("scopes", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column(
            "created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "created_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column(
            "last_used_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=True
        ),
        sa.Column("ended_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_account_id"), ["account_id"], unique=False)

    op.create_table(
        "kept_search",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("token", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("saved", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "created_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token"),
    )
    with op.batch_alter_table("kept_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_search_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_search_created_at"), ["created_at"], unique=False)

    op.create_table(
        "list_columns",
        sa.Column(
            "account_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("columns", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "saved_filter",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("saved_filter", schema=None) as batch_op:
        batch_op.create_index("uq_saved_filter_name", ["account_id", "name"], unique=True)

    op.create_table(
        "sheet_import",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("token", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("unit_code", sa.String(length=40), nullable=True),
        sa.Column("file_name", sa.LargeBinary(), nullable=False),
        sa.Column("file_format", sa.String(length=10), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("content_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("counts", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
        sa.Column(
            "created_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column(
            "finished_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token"),
    )
    with op.batch_alter_table("sheet_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sheet_import_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sheet_import_state"), ["state"], unique=False)

    op.create_table(
        "stored_answer",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("request_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column(
            "created_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("stored_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stored_answer_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index("uq_stored_answer_key", ["account_id", "key"], unique=True)

    op.create_table(
        "case_merge",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "from_case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "into_case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "merged_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "merged_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column(
            "undone_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("undone_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("status_before", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_case_id"],
            ["incident_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["into_case_id"],
            ["incident_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["merged_by_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("case_merge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_merge_from_case_id"), ["from_case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_merge_into_case_id"), ["into_case_id"], unique=False
        )

    op.create_table(
        "not_duplicate",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "lower_case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "higher_case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "decided_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["higher_case_id"],
            ["incident_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["lower_case_id"],
            ["incident_case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("not_duplicate", schema=None) as batch_op:
        batch_op.create_index(
            "uq_not_duplicate_pair", ["lower_case_id", "higher_case_id"], unique=True
        )

    op.create_table(
        "sheet_row",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("joins", sa.Boolean(), nullable=False),
        sa.Column("receipt_number", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("case_number", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["sheet_import.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sheet_row", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sheet_row_import_kind",
            ["import_id", "kind", "line", "accepted", "joins"],
            unique=False,
        )
        batch_op.create_index("uq_sheet_row_line", ["import_id", "line"], unique=True)

    op.add_column(
        "account", sa.Column("system", sa.Boolean(), server_default=sa.false(), nullable=False)
    )

    op.add_column(
        "incident_case",
        sa.Column(
            "merged_into_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
    )
    op.create_index(
        "ix_case_merged_into",
        "incident_case",
        ["merged_into_id"],
        unique=False,
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_index(
        "ix_case_country_occurred",
        "incident_case",
        ["country_code", "occurred_from"],
        unique=False,
    )

    op.add_column(
        "person",
        sa.Column(
            "same_as_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
    )
    op.create_index(
        "ix_person_same_as",
        "person",
        ["same_as_id"],
        unique=False,
        postgresql_where=sa.text("same_as_id IS NOT NULL"),
        sqlite_where=sa.text("same_as_id IS NOT NULL"),
    )

    op.add_column("account", sa.Column("factor_secret", sa.LargeBinary(), nullable=True))
    op.add_column(
        "account",
        sa.Column(
            "factor_enrolled_at",
            safety_center.store.types.UtcDateTime(timezone=True),
            nullable=True,
        ),
    )
    op.add_column("account", sa.Column("factor_step", sa.Integer(), nullable=True))
    op.add_column("login_session", sa.Column("ended_why", sa.String(length=40), nullable=True))
    op.add_column(
        "login_session",
        sa.Column("client", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
    )
    op.add_column(
        "login_session",
        sa.Column("browser", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
    )
    op.add_column(
        "login_session",
        sa.Column("factor_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "recovery_code",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("used_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"], unique=False)
    op.create_table(
        "past_password",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("set_at", safety_center.store.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_past_password_account_id", "past_password", ["account_id"], unique=False)
    guard_trail()


def downgrade() -> None:
    unguard_trail()
    op.drop_index("ix_past_password_account_id", "past_password")
    op.drop_table("past_password")
    op.drop_index("ix_recovery_code_account_id", "recovery_code")
    op.drop_table("recovery_code")
    for name in ("factor_at", "browser", "client", "ended_why"):
        op.drop_column("login_session", name)
    for name in ("factor_step", "factor_enrolled_at", "factor_secret"):
        op.drop_column("account", name)

    op.drop_index(
        "ix_person_same_as",
        "person",
        postgresql_where=sa.text("same_as_id IS NOT NULL"),
        sqlite_where=sa.text("same_as_id IS NOT NULL"),
    )
    op.drop_column("person", "same_as_id")

    op.drop_index("ix_case_country_occurred", "incident_case")
    op.drop_index(
        "ix_case_merged_into",
        "incident_case",
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.drop_column("incident_case", "merged_into_id")

    op.drop_column("account", "system")

    with op.batch_alter_table("sheet_row", schema=None) as batch_op:
        batch_op.drop_index("uq_sheet_row_line")
        batch_op.drop_index("ix_sheet_row_import_kind")

    op.drop_table("sheet_row")
    with op.batch_alter_table("not_duplicate", schema=None) as batch_op:
        batch_op.drop_index("uq_not_duplicate_pair")

    op.drop_table("not_duplicate")
    with op.batch_alter_table("case_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_merge_into_case_id"))
        batch_op.drop_index(batch_op.f("ix_case_merge_from_case_id"))

    op.drop_table("case_merge")
    with op.batch_alter_table("stored_answer", schema=None) as batch_op:
        batch_op.drop_index("uq_stored_answer_key")
        batch_op.drop_index(batch_op.f("ix_stored_answer_created_at"))

    op.drop_table("stored_answer")
    with op.batch_alter_table("sheet_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sheet_import_state"))
        batch_op.drop_index(batch_op.f("ix_sheet_import_account_id"))

    op.drop_table("sheet_import")
    with op.batch_alter_table("saved_filter", schema=None) as batch_op:
        batch_op.drop_index("uq_saved_filter_name")

    op.drop_table("saved_filter")
    op.drop_table("list_columns")
    with op.batch_alter_table("kept_search", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_search_created_at"))
        batch_op.drop_index(batch_op.f("ix_kept_search_account_id"))

    op.drop_table("kept_search")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_account_id"))

    op.drop_table("api_token")
    with op.batch_alter_table("access_finding", schema=None) as batch_op:
        batch_op.drop_index("uq_access_finding")
        batch_op.drop_index(batch_op.f("ix_access_finding_account_id"))

    op.drop_table("access_finding")
