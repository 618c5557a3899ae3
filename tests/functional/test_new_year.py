"""The first hours of a year: Seoul's year begins nine hours before that of UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from safety_center.domain.access import Role
from safety_center.services.context import reading, writing
from safety_center.services.dashboards import build_dashboard
from safety_center.services.installation import Installation
from safety_center.services.intake import submit_report
from safety_center.services.statistics import refresh_cube
from tests.factories import make_actor, make_report

#: New Year's midnight of 2026 in Seoul.
MIDNIGHT = datetime(2025, 12, 31, 15, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)


def _persons(installation: Installation, at: datetime, **values: str) -> tuple[int | None, str]:
    """What the overview shows of the year at that instant, and which year that is."""
    with reading(installation, None) as ctx:
        ctx.now = at
        view = build_dashboard(ctx, "overview", values)
    panel = view.find_panel("now")
    assert panel
    return panel.tiles[0].value, view.wording.this_short.ko


def test_a_case_of_the_first_hours_counts_in_the_new_year_of_seoul(
    sqlite_installation: Installation,
) -> None:
    officer = make_actor(sqlite_installation, Role.OFFICER)
    for at in (MIDNIGHT - HALF_AN_HOUR, MIDNIGHT + HALF_AN_HOUR, MIDNIGHT + 10 * HALF_AN_HOUR):
        with writing(sqlite_installation, officer, now=at) as ctx:
            made = submit_report(ctx, make_report(received_at=at.isoformat()))
        assert made.case_number
        assert made.case_number.startswith("2025" if at < MIDNIGHT else "2026")
    refresh_cube(sqlite_installation)
    after = MIDNIGHT + 12 * HALF_AN_HOUR  # still 2025 in UTC
    assert _persons(sqlite_installation, after) == (2, "2026년")
    assert _persons(sqlite_installation, after, year="2025") == (1, "2025년")
    assert _persons(sqlite_installation, MIDNIGHT - timedelta(minutes=1))[1] == "2025년"
