"""Cases counted, open stock, and how long steps took: none of it adds up over persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import update

from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import InputRefused
from safety_center.domain.periods import SEOUL, utc_now
from safety_center.domain.statistics import Measure, parse_query
from safety_center.services.cases.status import close_case, reopen_case, take_up_case
from safety_center.services.context import reading, writing
from safety_center.services.handovers import accept_handover, send_handover
from safety_center.services.installation import Installation
from safety_center.services.statistics import (
    Form,
    count,
    count_open_stock,
    measure_timeliness,
    refresh_cube,
    timeliness,
    write_figures,
)
from safety_center.store.tables import CaseFact
from tests.factories import BANGKOK, make_actor, submit


@pytest.fixture
def officer(installation: Installation) -> Actor:
    return make_actor(installation, Role.OFFICER)


@pytest.fixture
def counted(installation: Installation, officer: Actor) -> Iterator[Installation]:
    """Three cases of five persons: two in Cambodia (theft), one in Germany (missing)."""
    submit(installation, officer, occurred_from="2024-02-29", persons=[{}, {"sex": "male"}])
    submit(installation, officer, persons=[{}])
    german = {"country_code": "DE", "situation": "missing", "occurred_from": "2025-07-01"}
    submit(installation, officer, **german, persons=[{}, {}])
    refresh_cube(installation)
    return installation


def rows(frame: pd.DataFrame) -> list[list[Any]]:
    values = frame.astype(object)
    return values.where(values.notna(), None).to_numpy().tolist()


def ask(installation: Installation, **values: str) -> Any:
    with reading(installation, None) as ctx:
        return count(ctx, parse_query({"unit": "cases", "basis": "occurred", **values}))


def test_cases_are_counted_by_their_own_attributes(counted: Installation) -> None:
    figures = ask(counted, by="year,region")
    assert rows(figures.frame) == [
        [2024, "asia_pacific", 1],
        [2025, "europe", 1],
        [None, "asia_pacific", 1],
    ]
    assert (figures.total, ask(counted, **{"from": "2025-01-01"}).undated) == (3, 1)
    for by in ("type", "severity", "source", "mission", "bureau", "month", "day", "country"):
        assert ask(counted, by=by).total == 3
    assert ask(counted, country="KH").total == 2


@pytest.mark.parametrize("name", ["involvement", "sojourn", "outcome", "sex", "age_band"])
def test_cases_are_not_divided_by_what_differs_between_their_persons(name: str) -> None:
    code = {"involvement": "victim", "outcome": "none", "age_band": "20-29"}.get(name, "unknown")
    with pytest.raises(InputRefused) as caught:
        parse_query({"unit": "cases", "by": f"year,{name}", name: code})
    found = [(error.field, error.code) for error in caught.value.errors]
    assert found == [("by", "not_of_cases"), (name, "not_of_cases")]


def test_files_call_the_column_by_the_unit_and_name_the_rule(counted: Installation) -> None:
    with reading(counted, None) as ctx:
        figures = count(ctx, parse_query({"unit": "cases", "by": "country"}))
        text = write_figures(ctx, figures, Form.JSON)
    assert '"cases": 2' in text
    assert "cases-1" in text
    assert '"persons"' not in text


def test_open_stock_is_received_minus_closed(
    sqlite_installation: Installation, officer_there: Actor
) -> None:
    made = sqlite_installation
    today = utc_now().astimezone(SEOUL).date()
    days = [today - timedelta(days=back) for back in (40, 20, 10, 0)]
    for back, closed in ((30, None), (30, 15), (15, 5), (1, None)):
        received = datetime.now(SEOUL) - timedelta(days=back)
        values = {"received_at": received.isoformat()}
        if closed is not None:
            values["closed_at"] = (datetime.now(SEOUL) - timedelta(days=closed)).isoformat()
        submit(made, officer_there, **values, persons=[{"outcome": "none"}])
    refresh_cube(made)
    with reading(made, None) as ctx:
        stock = count_open_stock(ctx, parse_query({}), days)
        by_country = count_open_stock(ctx, parse_query({"by": "country"}), days)
        then = count_open_stock(ctx, parse_query({"as_of": utc_now().isoformat()}), days)
    assert stock.frame["count"].tolist() == [0, 2, 2, 2]
    assert list(by_country.frame.columns) == ["day", "country", "count"]
    assert by_country.frame["count"].tolist() == [0, 2, 2, 2]
    assert then.frame.equals(stock.frame)
    assert stock.total == 2


def test_the_stock_at_ends_of_months_is_that_of_the_same_days(
    sqlite_installation: Installation, officer_there: Actor
) -> None:
    for day in ("2025-01-10", "2025-02-20", "2025-03-31"):
        submit(sqlite_installation, officer_there, received_at=f"{day}T12:00:00+09:00")
    refresh_cube(sqlite_installation)
    ends = [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)]
    with reading(sqlite_installation, None) as ctx:
        asked = parse_query({"by": "region,type"})
        months = count_open_stock(ctx, asked, ends).frame
        every = [date(2025, 1, 30) + timedelta(days=n) for n in range(70)]
        days = count_open_stock(ctx, asked, every).frame
    wanted = days[days["day"].isin([day.isoformat() for day in ends])].reset_index(drop=True)
    assert months["count"].tolist() == [1, 2, 3]
    assert months.equals(wanted)


@pytest.fixture
def officer_there(sqlite_installation: Installation) -> Actor:
    return make_actor(sqlite_installation, Role.OFFICER)


def test_steps_are_measured_where_they_are_known(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    receiver = make_actor(installation, Role.OFFICER, BANGKOK)
    received = utc_now().replace(microsecond=0) - timedelta(hours=10)
    clock = (received - timedelta(minutes=90)).astimezone(SEOUL) - timedelta(hours=2)
    told = {"occurred_from": clock.date().isoformat(), "occurred_time": f"{clock:%H:%M}"}
    number = submit(installation, officer, received_at=received.isoformat(), **told).case_number
    submit(installation, officer)
    assert number
    with writing(installation, officer) as ctx:
        send_handover(ctx, number, BANGKOK)
    with writing(installation, receiver) as ctx:
        accept_handover(ctx, number)
    found = {measure: measured(installation, measure) for measure in Measure}
    assert found[Measure.REPORT].tolist()[0] == 2
    assert found[Measure.REPORT].tolist()[1] in (90, 91)  # a minute was cut off the clock
    assert found[Measure.REPORT].tolist()[2:] == [1, 0, 1]
    assert found[Measure.ACCEPT].tolist()[1] == 600
    assert found[Measure.CLOSE].tolist()[2:] == [0, 0, 2]


def measured(installation: Installation, measure: Measure, **values: str) -> pd.Series:
    """Cases, median, over 60, over 720 minutes, unknown; of all cases together."""
    with reading(installation, None) as ctx:
        return measure_timeliness(ctx, parse_query(values), measure, [60, 720]).frame.iloc[0]


def test_medians_are_exact_in_every_cell(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    for country in ("KH", "TH", "KH", "DE", "KH", "DE"):
        submit(installation, officer, country_code=country)
    minutes = [10, 500, 30, 7, None, 8]
    with installation.database.writing() as session:
        for case_id, value in enumerate(minutes, start=1):
            statement = update(CaseFact).where(CaseFact.case_id == case_id)
            session.execute(statement.values(close_minutes=value))
    with reading(installation, None) as ctx:
        asked = parse_query({"by": "region"})
        regions = measure_timeliness(ctx, asked, Measure.CLOSE, [8, 100])
        countries = measure_timeliness(ctx, parse_query({"by": "country"}), Measure.CLOSE)
    assert list(regions.frame.columns) == [
        *("region", "cases", "median_minutes", "over_8", "over_100", "unknown")
    ]
    assert rows(regions.frame) == [
        ["asia_pacific", 4, 30.0, 3, 1, 1],
        ["europe", 2, 7.5, 0, 0, 0],
    ]
    assert rows(countries.frame) == [
        ["DE", 2, 7.5, 0],
        ["KH", 3, 20.0, 1],
        ["TH", 1, 500.0, 0],
    ]


def test_all_cells_together_are_measured_as_if_they_were_asked_alone(
    installation: Installation,
) -> None:
    officer = make_actor(installation, Role.OFFICER)
    for country in ("KH", "TH", "KH", "DE", "FR"):
        submit(installation, officer, country_code=country)
    with installation.database.writing() as session:
        for case_id, value in enumerate([10, 500, 30, None, 7], start=1):
            statement = update(CaseFact).where(CaseFact.case_id == case_id)
            session.execute(statement.values(close_minutes=value))
    with reading(installation, None) as ctx:
        alone = measure_timeliness(ctx, parse_query({}), Measure.CLOSE, [8])
        for by in ("country", "region", "month,type"):
            found = measure_timeliness(ctx, parse_query({"by": by}), Measure.CLOSE, [8])
            assert found.whole.equals(alone.frame)
    assert rows(alone.frame) == [[5, 20.0, 3, 1]]


def test_a_measure_is_kept_until_a_case_changes(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = make_actor(installation, Role.OFFICER)
    read = []
    fetch = timeliness.fetch_durations

    def counted(*asked: Any) -> Any:
        read.append(asked)
        return fetch(*asked)

    monkeypatch.setattr(timeliness, "fetch_durations", counted)
    number = submit(installation, officer, persons=[{"outcome": "none"}]).case_number
    assert number
    shown = [measured(installation, Measure.CLOSE, by="country")["unknown"] for _ in range(3)]
    assert (shown, len(read)) == ([1, 1, 1], 1)
    for step in (take_up_case, close_case):
        with writing(installation, officer) as ctx:
            step(ctx, number)
    assert measured(installation, Measure.CLOSE, by="country")["unknown"] == 0
    assert len(read) == 2


def test_a_frame_that_was_changed_by_its_reader_is_not_what_is_kept(counted: Installation) -> None:
    for _ in range(2):
        with reading(counted, None) as ctx:
            frame = measure_timeliness(ctx, parse_query({"by": "country"}), Measure.CLOSE).frame
        assert frame["cases"].tolist() == [1, 2]
        frame["cases"] = 0


def test_closing_and_reopening_are_remembered(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    number = submit(installation, officer, persons=[{"outcome": "none"}]).case_number
    assert number
    instants = []
    for step in (take_up_case, close_case):
        with writing(installation, officer) as ctx:
            step(ctx, number)
        instants.append(utc_now())
    with writing(installation, officer) as ctx:
        reopen_case(ctx, number, "다시 살펴봄")
    instants.append(utc_now())
    known = []
    with reading(installation, None) as ctx:
        for at in instants:
            asked = parse_query({"as_of": at.isoformat()})
            known.append(count_open_stock(ctx, asked, [ctx.today]).total)
    assert known == [1, 0, 1]


def test_nothing_is_measured_where_there_is_nothing(installation: Installation) -> None:
    refresh_cube(installation)
    with reading(installation, None) as ctx:
        for by in ("", "year,region"):
            asked = parse_query({"by": by})
            assert len(measure_timeliness(ctx, asked, Measure.CLOSE, [60]).frame) == 0
            assert count_open_stock(ctx, asked, [ctx.today]).total == 0
