"""A report comes in: it opens a case, joins one, or ends with advice or a refusal."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import SQLModel, func, select

from safety_center.domain.access import Role
from safety_center.domain.errors import Forbidden, InputRefused
from safety_center.domain.periods import utc_now
from safety_center.services.context import Context, reading, writing
from safety_center.services.installation import Installation
from safety_center.services.intake import submit_report, submit_reports
from safety_center.services.trail import verify_trail
from safety_center.store.tables import Case, Person, PersonFact, Report, StaleDay
from tests.factories import BANGKOK, PHNOM_PENH, YEAR, make_actor, make_report, submit


def rows(installation: Installation, table: type[SQLModel]) -> Sequence[SQLModel]:
    """Every row of a table."""
    with installation.database.reading() as session:
        return session.exec(select(table)).all()


def errors_of(installation: Installation, **changes: object) -> list[tuple[str, str]]:
    """`(field, code)` of the errors of a report by an officer."""
    officer = make_actor(installation, Role.OFFICER)
    with pytest.raises(InputRefused) as refused:
        submit(installation, officer, **changes)
    return [(error.field, error.code) for error in refused.value.errors]


def test_four_fields_open_a_case_that_counts_one_person(installation: Installation) -> None:
    submitted = submit(installation, make_actor(installation, Role.OFFICER))
    assert submitted.receipt_number == f"R-{YEAR}-0000001"
    assert submitted.case_number == f"{YEAR}-KHM-000001"
    (case,) = rows(installation, Case)
    (fact,) = rows(installation, PersonFact)
    assert isinstance(case, Case)
    assert isinstance(fact, PersonFact)
    assert (case.mission_code, case.owner_unit) == (PHNOM_PENH, PHNOM_PENH)
    assert (fact.persons, fact.involvement, fact.incident_type) == (1, "victim", "theft")
    assert len(rows(installation, StaleDay)) == 3


def test_case_numbers_have_no_gaps_under_concurrency(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: submit(installation, officer), range(40)))
    numbers = sorted(int((one.case_number or "")[-6:]) for one in made)
    assert numbers == list(range(1, 41))
    with reading(installation, None) as ctx:
        assert verify_trail(ctx) == []


def test_a_refused_report_takes_no_number(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    with pytest.raises(InputRefused):
        submit(installation, officer, country_code="KR")
    assert str(submit(installation, officer).case_number).endswith("-000001")


@pytest.mark.parametrize("code", ["XZ", "XF", "ZZ"])
def test_a_place_outside_every_country_is_numbered_zzz(
    sqlite_installation: Installation, code: str
) -> None:
    submitted = submit(
        sqlite_installation, make_actor(sqlite_installation, Role.OFFICER), country_code=code
    )
    assert "-ZZZ-" in str(submitted.case_number)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"country_code": "KR"}, ("country_code", "home_country")),
        ({"country_code": "QQ"}, ("country_code", "unknown_code")),
        ({"mission_code": "KHM-NOWHERE"}, ("mission_code", "unknown_code")),
        ({"incident_type": "moon"}, ("incident_type", "unknown_code")),
        (
            {"incident_type": "disaster", "occurred_from": "2018-05-01"},
            ("incident_type", "type_not_valid"),
        ),
        (
            {"persons": [{"involvement": "victim", "incident_type": "gambling"}]},
            ("persons.0.incident_type", "type_of_other_involvement"),
        ),
        ({"occurred_from": "2999-01-01"}, ("occurred_from", "future_day")),
        ({"received_at": "2999-01-01T00:00Z"}, ("received_at", "future_instant")),
        (
            {
                "received_at": "2026-03-01T03:00:00Z",
                "occurred_from": "2026-03-01",
                "occurred_time": "23:00",
            },
            ("occurred_time", "received_before_occurred"),
        ),
        (
            {"disposition": "joined_case", "join_case_number": "2026-KHM-999999"},
            ("join_case_number", "unknown_case"),
        ),
        (
            {"persons": [{"outcome": "missing"}], "closed_at": utc_now().isoformat()},
            ("persons.0.outcome", "outcome_unsettled"),
        ),
    ],
)
def test_what_breaks_a_rule_is_refused_at_its_field(
    sqlite_installation: Installation, changes: dict[str, object], error: tuple[str, str]
) -> None:
    assert errors_of(sqlite_installation, **changes) == [error]


def test_received_before_occurred_by_day_alone_is_stored_with_a_warning(
    sqlite_installation: Installation,
) -> None:
    officer = make_actor(sqlite_installation, Role.OFFICER)
    yesterday = utc_now() - timedelta(days=3)
    submitted = submit(
        sqlite_installation,
        officer,
        received_at=yesterday.isoformat(),
        occurred_from=(yesterday + timedelta(days=2)).date().isoformat(),
    )
    assert [w.code for w in submitted.warnings] == ["received_before_occurred"]


def test_a_second_report_joins_the_case_and_counts_nobody_twice(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    first = submit(installation, officer)
    second = submit(
        installation, officer, disposition="joined_case", join_case_number=first.case_number
    )
    assert second.case_number == first.case_number
    assert len(rows(installation, Report)) == 2
    assert len(rows(installation, Person)) == 1


@pytest.mark.parametrize("disposition", ["advice_only", "refused"])
def test_a_contact_without_a_case_leaves_its_row(
    sqlite_installation: Installation, disposition: str
) -> None:
    counsellor = make_actor(sqlite_installation, Role.COUNSELLOR)
    submitted = submit(
        sqlite_installation,
        counsellor,
        source="call_center",
        disposition=disposition,
        disposition_reason="여권 재발급 절차 문의",
    )
    assert submitted.receipt_number
    assert submitted.case_number is None
    assert rows(sqlite_installation, PersonFact) == []


def test_the_same_reference_is_the_same_report(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    first = submit(installation, officer, external_reference="A-1")
    again = submit(installation, officer, external_reference="A-1")
    assert again.repeated
    assert (again.receipt_number, again.case_number) == (first.receipt_number, first.case_number)
    assert len(rows(installation, Report)) == 1


def test_many_reports_keep_the_good_and_name_the_bad(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    reports = [make_report(), make_report(country_code="QQ"), make_report()]
    with writing(installation, officer) as ctx:
        outcomes = submit_reports(ctx, reports)
    assert [bool(outcome.errors) for outcome in outcomes] == [False, True, False]
    assert len(rows(installation, Case)) == 2


def test_names_and_numbers_stand_nowhere_in_plain_text(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    person = {"name_hangul": "표식가", "telephone": "010-9999-8888", "passport_number": "M76543210"}
    submit(installation, officer, caller_none="", caller_name="표식나", persons=[person])
    markers = ("표식가", "표식나", "99998888", "9999-8888", "M76543210")
    with installation.database.reading() as session:
        tables = SQLModel.metadata.sorted_tables
        text = "".join(str(row) for table in tables for row in session.execute(select(table)))
    assert not [marker for marker in markers if marker in text]


def test_an_administrator_cannot_submit(sqlite_installation: Installation) -> None:
    administrator = make_actor(sqlite_installation, Role.ADMINISTRATOR)
    with (
        pytest.raises(Forbidden),
        writing(sqlite_installation, administrator) as ctx,
    ):
        submit_report(ctx, make_report())


def test_a_case_of_another_mission_cannot_be_joined(installation: Installation) -> None:
    first = submit(installation, make_actor(installation, Role.OFFICER))
    stranger = make_actor(installation, Role.OFFICER, unit_code=BANGKOK)
    with pytest.raises(InputRefused):
        submit(
            installation,
            stranger,
            disposition="joined_case",
            join_case_number=first.case_number,
        )


def _submit_and_fail(ctx: Context) -> None:
    submit_report(ctx, make_report())
    raise LookupError


def test_a_failing_unit_stores_nothing(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    with pytest.raises(LookupError), writing(installation, officer) as ctx:
        _submit_and_fail(ctx)
    with installation.database.reading() as session:
        assert session.exec(select(func.count()).select_from(Report)).one() == 0
