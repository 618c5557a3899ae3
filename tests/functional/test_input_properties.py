"""Random input: what is accepted is stored and read back as it is; no request makes the service fail."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from safety_center.domain.access import Role
from safety_center.domain.errors import InputRefused
from safety_center.domain.reports import ReportInput, parse_report
from safety_center.services.context import reading, writing
from safety_center.services.identity_numbers import settle_report
from safety_center.services.installation import Installation
from safety_center.services.intake import submit_reports
from safety_center.store.tables import Report
from tests.factories import make_actor, report_values
from tests.functional.doors import stored
from tests.functional.fuzzing import Fuzz

_TEXT = st.text(st.characters(categories=None), max_size=30)
_PERSON = st.fixed_dictionaries({}, optional=dict.fromkeys(("name_hangul", "telephone"), _TEXT))
_REPORTS = st.lists(
    st.fixed_dictionaries(
        {"narrative": _TEXT.map(lambda text: f"가{text}나")},
        optional={
            "city": _TEXT,
            "summary": _TEXT,
            "caller_name": _TEXT,
            "persons": st.lists(_PERSON, max_size=2),
        },
    ),
    min_size=15,
    max_size=25,
)


def _accepted(drawn: list[dict[str, Any]]) -> list[ReportInput]:
    found = []
    for values in drawn:
        nobody = "" if values.get("caller_name", "").strip() else "true"
        try:
            report = parse_report(report_values(**{**values, "caller_none": nobody}))
        except InputRefused:
            continue
        found.append(settle_report(report)[0])
    return found


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(_REPORTS)
def test_what_is_accepted_is_stored_and_read_back_as_it_is(
    installation: Installation, drawn: list[dict[str, Any]]
) -> None:
    reports = _accepted(drawn)
    with reading(installation, None) as ctx:
        before = len(ctx.session.exec(select(Report.id)).all())
    if before == 0:
        make_actor(installation, Role.OFFICER, username="fuzzing")
    with writing(installation, _actor(installation)) as ctx:
        assert not [each.errors for each in submit_reports(ctx, reports) if each.errors]
    for report, row in zip(reports, stored(installation)[before:], strict=True):
        kept, case = row["report"], row["case"]
        assert (kept["narrative"], kept["city"]) == (report.narrative, report.city)
        assert (case["summary"], kept["caller_name"]) == (report.summary, report.caller_name)
        for told, person in zip(report.persons, row["persons"], strict=False):
            assert person["name_hangul"] == told.name_hangul
            assert person["telephone"] == told.telephone


def _actor(installation: Installation) -> Any:
    from safety_center.services.accounts import find_actor

    with reading(installation, None) as ctx:
        return find_actor(ctx, "fuzzing")


@pytest.mark.parametrize("seed", [20261122])
def test_no_form_makes_the_service_fail(sqlite_installation: Installation, seed: int) -> None:
    fuzz = Fuzz(sqlite_installation, seed, roles=(Role.OFFICER, Role.CENTER_MANAGER))
    assert [sent for sent in fuzz.run(1, ("POST",)) if sent[2] >= 500] == []
