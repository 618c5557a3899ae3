"""cubes in two generations, and the line list of cases"""

import sqlalchemy as sa
from alembic import op

from safety_center.store.case_facts import fill_case_facts
from safety_center.store.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CURRENT = sa.text("recorded_to IS NULL AND counted")
_OF_PERSONS = (
    "country_code mission_code source involvement incident_type severity outcome sex age_band sojourn"
).split()
_OF_CASES = "country_code mission_code source severity incident_type".split()
_BY_DAY = (("person_cube", _OF_PERSONS, "persons"), ("case_cube", _OF_CASES, "cases"))
_BY_PERIOD = (
    ("person_period", ["country_code", "mission_code", "involvement", "incident_type"], "persons"),
    ("case_period", ["country_code", "mission_code", "incident_type"], "cases"),
)
_INDEXED = (
    ("ix_case_fact_occurred_on", "occurred_on", _CURRENT),
    ("ix_case_fact_reported_on", "reported_on", _CURRENT),
    ("ix_case_fact_entered_on", "entered_on", _CURRENT),
    ("ix_case_fact_closed_on", "closed_on", _CURRENT),
    ("ix_case_fact_recorded", "recorded_from", None),
    ("ix_case_fact_case_id", "case_id", None),
)
#: What said that the cube was ready: the first refresh finds none and counts everything anew.
_READY = "DELETE FROM system_fact WHERE name LIKE 'cube_%'"


def upgrade() -> None:
    """Cases get their first version as they stand; the cubes are filled by the first refresh."""
    op.drop_index("ix_person_cube_basis_day", "person_cube")
    op.drop_table("person_cube")
    _create_case_fact()
    for generation in ("a", "b"):
        for name, dimensions, counted in _BY_DAY:
            _create_days(f"{name}_{generation}", dimensions, counted)
        for name, dimensions, counted in _BY_PERIOD:
            _create_periods(f"{name}_{generation}", dimensions, counted)
    op.create_table(
        "rebuild_day",
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("basis", "day"),
    )
    op.execute(_READY)
    op.execute("DELETE FROM stale_day")
    fill_case_facts(op.get_bind())


def downgrade() -> None:
    """One cube by day again, empty, and every day of the line list stale."""
    op.drop_table("rebuild_day")
    for generation in ("b", "a"):
        for name, _, _ in (*_BY_PERIOD, *_BY_DAY):
            op.drop_table(f"{name}_{generation}")
    op.drop_table("case_fact")
    op.create_table(
        "person_cube",
        sa.Column("id", _big_id(), autoincrement=True, nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(_dimension(name, nullable=name == "mission_code") for name in _OF_PERSONS),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_person_cube_basis_day", "person_cube", ["basis", "day"])
    op.execute(_READY)
    op.execute("DELETE FROM stale_day")
    for basis in ("occurred", "reported", "entered"):
        op.execute(
            "INSERT INTO stale_day (basis, day, marked_at)"  # noqa: S608 - names of our own
            f" SELECT DISTINCT '{basis}', coalesce({basis}_on, '9999-12-31'), max(recorded_from)"
            f" FROM person_fact WHERE recorded_to IS NULL GROUP BY {basis}_on"
        )


def _big_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _dimension(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(2 if name == "country_code" else 40), nullable=nullable)


def _create_case_fact() -> None:
    op.create_table(
        "case_fact",
        sa.Column("id", _big_id(), autoincrement=True, nullable=False),
        sa.Column("case_id", _big_id(), sa.ForeignKey("incident_case.id"), nullable=False),
        sa.Column("recorded_from", UtcDateTime(), nullable=False),
        sa.Column("recorded_to", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        *(_dimension(name, nullable=name == "mission_code") for name in _OF_CASES),
        sa.Column("report_minutes", sa.Integer(), nullable=True),
        sa.Column("accept_minutes", sa.Integer(), nullable=True),
        sa.Column("close_minutes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for name, column, where in _INDEXED:
        op.create_index(name, "case_fact", [column], postgresql_where=where, sqlite_where=where)


def _create_days(name: str, dimensions: list[str], counted: str) -> None:
    op.create_table(
        name,
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *map(_dimension, dimensions),
        sa.Column(counted, sa.Integer(), nullable=False),
    )
    op.create_index(f"ix_{name}_basis_day", name, ["basis", "day"])


def _create_periods(name: str, dimensions: list[str], counted: str) -> None:
    op.create_table(
        name,
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("grain", sa.String(1), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        *map(_dimension, dimensions),
        sa.Column(counted, sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("basis", "grain", "first_day", *dimensions),
        sqlite_with_rowid=False,
    )
