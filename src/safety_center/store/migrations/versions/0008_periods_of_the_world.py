"""months and years by country and of the whole world"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: Table, the finest table of periods of its unit, dimensions, and what is counted.
_NARROW = (
    ("person_country", "person_period", ("country_code", "involvement"), "persons"),
    ("person_world", "person_period", ("involvement", "incident_type"), "persons"),
    ("case_country", "case_period", ("country_code",), "cases"),
    ("case_world", "case_period", ("incident_type",), "cases"),
)
_GENERATIONS = ("a", "b")


def upgrade() -> None:
    """Added up at once from the months and years there are, so that figures go on being read."""
    for name, finest, dimensions, counted in _NARROW:
        for generation in _GENERATIONS:
            _create(f"{name}_{generation}", dimensions, counted)
            cell = ", ".join(("basis", "grain", "first_day", *dimensions))
            op.execute(
                f"INSERT INTO {name}_{generation} ({cell}, {counted})"  # noqa: S608 - own names
                f" SELECT {cell}, sum({counted}) FROM {finest}_{generation}"
                f" GROUP BY {cell} ORDER BY {cell}"
            )


def downgrade() -> None:
    """They are only added up from others."""
    for name, _, _, _ in _NARROW:
        for generation in _GENERATIONS:
            op.drop_table(f"{name}_{generation}")


def _create(name: str, dimensions: tuple[str, ...], counted: str) -> None:
    op.create_table(
        name,
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("grain", sa.String(1), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        *(
            sa.Column(one, sa.String(2 if one == "country_code" else 40), nullable=False)
            for one in dimensions
        ),
        sa.Column(counted, sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("basis", "grain", "first_day", *dimensions),
        sqlite_with_rowid=False,
    )
