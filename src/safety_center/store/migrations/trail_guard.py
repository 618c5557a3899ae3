"""What guards the trail in the database itself: triggers, indexes, anchors, checks; used by 0002.

The floors stand here in figures and not in a setting: access two years, rights to access three.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from safety_center.store.types import UtcDateTime

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = UtcDateTime(timezone=True)
_REFUSED = sa.text("result <> 'ok'")
_PAIRS = {
    "account": "account_id",
    "unit": "unit_code",
    "role": "role",
    "action": "action",
    "subject": "subject",
}
_OLD = ("account_id", "action", "subject")

_SQLITE = (
    """CREATE TRIGGER trail_entry_no_update BEFORE UPDATE ON trail_entry
    BEGIN SELECT RAISE(ABORT, 'trail_entry is append-only'); END""",
    """CREATE TRIGGER trail_entry_no_delete BEFORE DELETE ON trail_entry
    WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%S', 'now', '-2 years')
      OR ((OLD.action LIKE 'account.%' OR OLD.action LIKE 'token.%')
          AND OLD.at > strftime('%Y-%m-%d %H:%M:%S', 'now', '-3 years'))
    BEGIN SELECT RAISE(ABORT, 'trail_entry is kept two years, rights to access three'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION trail_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        IF OLD.at <= now() - interval '3 years' OR (OLD.at <= now() - interval '2 years'
            AND OLD.action NOT LIKE 'account.%' AND OLD.action NOT LIKE 'token.%') THEN
          RETURN OLD;
        END IF;
        RAISE EXCEPTION 'trail_entry is kept two years, rights to access three';
      END IF;
      RAISE EXCEPTION 'trail_entry is append-only';
    END $guard$""",
    """CREATE TRIGGER trail_entry_no_update BEFORE UPDATE ON trail_entry
    FOR EACH ROW EXECUTE FUNCTION trail_entry_guard()""",
    """CREATE TRIGGER trail_entry_no_delete BEFORE DELETE ON trail_entry
    FOR EACH ROW EXECUTE FUNCTION trail_entry_guard()""",
    """CREATE TRIGGER trail_entry_no_truncate BEFORE TRUNCATE ON trail_entry
    FOR EACH STATEMENT EXECUTE FUNCTION trail_entry_guard()""",
)


def guard_trail() -> None:
    """Indexes by which the trail page filters, the tables about the chain, then the triggers."""
    for column in _OLD:
        op.drop_index(f"ix_trail_entry_{column}", "trail_entry")
    for name, column in _PAIRS.items():
        op.create_index(f"ix_trail_entry_{name}_seq", "trail_entry", [column, "seq"])
    op.create_index(
        "ix_trail_entry_refused",
        "trail_entry",
        ["seq"],
        postgresql_where=_REFUSED,
        sqlite_where=_REFUSED,
    )
    _create_tables()
    for statement in _POSTGRESQL if _is_postgresql() else _SQLITE:
        op.execute(sa.text(statement).execution_options(no_parameters=True))


def unguard_trail() -> None:
    """The inverse."""
    if _is_postgresql():
        for name in ("no_update", "no_delete", "no_truncate"):
            op.execute(f"DROP TRIGGER IF EXISTS trail_entry_{name} ON trail_entry")
        op.execute("DROP FUNCTION IF EXISTS trail_entry_guard()")
    else:
        for name in ("no_update", "no_delete"):
            op.execute(f"DROP TRIGGER IF EXISTS trail_entry_{name}")
    for table in ("access_signoff", "trail_check", "trail_anchor"):
        op.drop_table(table)
    op.drop_index("ix_trail_entry_refused", "trail_entry")
    for name in _PAIRS:
        op.drop_index(f"ix_trail_entry_{name}_seq", "trail_entry")
    for column in _OLD:
        op.create_index(f"ix_trail_entry_{column}", "trail_entry", [column])


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _create_tables() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "trail_anchor",
        sa.Column("last_seq", _BIG, autoincrement=False, nullable=False),
        sa.Column("first_seq", _BIG, nullable=False),
        sa.Column("hash", text(length=64), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("digest", text(length=64), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("purged_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("last_seq"),
    )
    op.create_table(
        "trail_check",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("asked_by_id", _BIG, nullable=True),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("started_at", _INSTANT, nullable=True),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.Column("total", _BIG, nullable=False),
        sa.Column("done", _BIG, nullable=False),
        sa.Column("last_hash", text(length=64), nullable=True),
        sa.Column("fault_count", sa.Integer(), nullable=True),
        sa.Column("faults", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "access_signoff",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("through_day", sa.Date(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", _BIG, nullable=False),
        sa.Column("signed_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["signed_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("through_day"),
    )
