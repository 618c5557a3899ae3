"""Counting: breakdowns, filters, regions, the list behind a number, and files."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pandas as pd
import pytest

from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import Conflict, Forbidden, InputRefused
from safety_center.domain.statistics import StatisticsQuery, parse_query
from safety_center.services.context import reading
from safety_center.services.installation import Installation
from safety_center.services.statistics import (
    Figures,
    Form,
    count,
    list_filters,
    refresh_cube,
    write_figures,
)
from tests.factories import BANGKOK, make_actor, make_installation, submit

VICTIMS = [{"headcount": 2, "sex": "female"}, {"sex": "male"}]


@pytest.fixture
def analyst(installation: Installation) -> Actor:
    return make_actor(installation, Role.ANALYST)


@pytest.fixture
def counted(installation: Installation) -> Installation:
    """Seven persons: Cambodia 2024 (3) and unknown day (1), Germany 2025 (2), high seas 2025 (1)."""
    officer = make_actor(installation, Role.OFFICER)
    submit(installation, officer, occurred_from="2024-02-29", persons=VICTIMS)
    submit(installation, officer, persons=[{"involvement": "perpetrator"}])
    submit(installation, officer, country_code="DE", occurred_from="2025-07-01", persons=[{}, {}])
    submit(
        installation,
        officer,
        country_code="XZ",
        occurred_from="2025-12-31",
        mission_code=BANGKOK,
        persons=[{"sojourn": "visitor"}],
    )
    refresh_cube(installation)
    return installation


def ask(installation: Installation, actor: Actor | None = None, **values: str) -> Figures:
    with reading(installation, actor) as ctx:
        return count(ctx, parse_query({"basis": "occurred", **values}))


def cells(figures: Figures) -> list[list[object]]:
    frame = figures.frame.astype(object)
    return frame.where(frame.notna(), None).to_numpy().tolist()


def test_persons_are_counted_by_year_and_region(counted: Installation) -> None:
    assert cells(ask(counted, by="year,region")) == [
        [2024, "asia_pacific", 3],
        [2025, "europe", 2],
        [2025, "none", 1],
        [None, "asia_pacific", 1],
    ]


BREAKDOWNS = [
    ("year", [[2024, 3], [2025, 3], [None, 1]]),
    ("quarter", [["2024-Q1", 3], ["2025-Q3", 2], ["2025-Q4", 1], ["unknown", 1]]),
    ("month", [["2024-02", 3], ["2025-07", 2], ["2025-12", 1], ["unknown", 1]]),
    ("day", [["2024-02-29", 3], ["2025-07-01", 2], ["2025-12-31", 1], ["unknown", 1]]),
    ("sex", [["female", 2], ["male", 1], ["unknown", 4]]),
    ("involvement", [["victim", 6], ["perpetrator", 1]]),
    ("region", [["asia_pacific", 4], ["europe", 2], ["none", 1]]),
    ("", [[7]]),
]


def test_every_breakdown_adds_up_to_the_same_total(counted: Installation) -> None:
    for by, expected in BREAKDOWNS:
        figures = ask(counted, by=by)
        assert (by, cells(figures), figures.total) == (by, expected, 7)


FILTERS: list[tuple[dict[str, str], int]] = [
    ({"region": "asia_pacific"}, 4),
    ({"region": "asia_pacific,europe"}, 6),
    ({"region": "asia_pacific", "country": "KH,DE"}, 4),
    ({"region": "europe", "country": "KH"}, 0),
    ({"from": "2025-01-01"}, 3),
    ({"to": "2024-12-31"}, 3),
    ({"from": "2024-02-29", "to": "2025-07-01"}, 5),
    ({"day": "unknown"}, 1),
    ({"mission": BANGKOK}, 1),
    ({"sojourn": "visitor"}, 1),
    ({"sex": "female", "involvement": "victim"}, 2),
]


def test_filters_choose_what_is_counted(counted: Installation) -> None:
    assert [(values, ask(counted, **values).total) for values, _ in FILTERS] == FILTERS


def test_persons_without_a_day_are_told_when_a_period_leaves_them_out(
    counted: Installation,
) -> None:
    assert ask(counted, **{"from": "2024-01-01"}).undated == 1
    assert ask(counted, **{"from": "2024-01-01", "country": "DE"}).undated == 0
    assert ask(counted, **{"from": "2024-01-01", "basis": "reported"}).undated == 0
    assert ask(counted).undated == 0


def test_the_same_persons_fall_into_the_regions_of_any_scheme(counted: Installation) -> None:
    for scheme in ("statistics", "open_data", "bureau", "oka_2025"):
        assert ask(counted, by="region,bureau", scheme=scheme).total == 7


def test_the_frame_has_codes_and_whole_numbers_also_when_nothing_is_found(
    counted: Installation,
) -> None:
    for values in ({}, {"country": "FR"}):
        frame = ask(counted, by="year,region,mission", **values).frame
        assert list(frame.columns) == ["year", "region", "mission", "count"]
        assert [str(kind) for kind in frame.dtypes] == ["Int64", "str", "str", "int64"]


def test_codes_of_places_that_do_not_exist_are_refused(counted: Installation) -> None:
    for field in ("scheme", "region", "country", "mission", "bureau"):
        with pytest.raises(InputRefused) as caught:
            ask(counted, **{field: "atlantis"})
        assert [error.field for error in caught.value.errors] == [field]


def test_an_administrator_may_not_count(counted: Installation) -> None:
    with pytest.raises(Forbidden):
        ask(counted, make_actor(counted, Role.ADMINISTRATOR))


def test_before_the_first_refresh_there_are_no_numbers(installation: Installation) -> None:
    with pytest.raises(Conflict):
        ask(installation)


def test_as_of_is_not_before_the_last_change_it_holds(counted: Installation) -> None:
    before = ask(counted).as_of
    refresh_cube(counted)
    assert ask(counted).as_of > before


def test_a_number_opens_the_list_behind_it() -> None:
    query = StatisticsQuery(
        by=("year", "region"),
        from_day=date(2016, 1, 1),
        to_day=date(2026, 11, 22),
        filters={"involvement": ("victim",)},
    )
    assert list_filters(query, {"year": 2026, "region": "europe", "persons": 4}) == {
        "basis": "reported",
        "from": "2026-01-01",
        "to": "2026-11-22",
        "involvement": "victim",
        "region": "europe",
        "scheme": "statistics",
    }


@pytest.mark.parametrize(
    ("by", "code", "expected"),
    [
        ("quarter", "2024-Q1", {"from": "2024-01-01", "to": "2024-03-31"}),
        ("month", "2024-02", {"from": "2024-02-01", "to": "2024-02-29"}),
        ("day", "2024-02-29", {"from": "2024-02-29", "to": "2024-02-29"}),
        ("day", "unknown", {"day": "unknown"}),
        ("year", pd.NA, {"day": "unknown"}),
        ("bureau", "europe", {"region": "europe", "scheme": "bureau"}),
        ("type", "theft", {"type": "theft"}),
    ],
)
def test_each_kind_of_cell_opens_its_list(by: str, code: object, expected: dict[str, str]) -> None:
    found = list_filters(StatisticsQuery(by=(by,)), {by: code})
    assert found == {"basis": "reported", **expected}


def write(installation: Installation, form: Form, language: str = "ko", **values: str) -> str:
    with reading(installation, None) as ctx:
        query = parse_query({"basis": "occurred", **values})
        return write_figures(ctx, count(ctx, query), form, language)


def test_a_csv_file_is_read_back_without_options_and_every_row_says_what_it_is(
    counted: Installation,
) -> None:
    text = write(counted, Form.CSV, by="year,country")
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    assert frame["인원(명)"].tolist() == ["3", "2", "1", "1"]
    assert frame["국가·지역 코드"].tolist() == ["KH", "DE", "XZ", "KH"]
    assert frame["연도"].tolist() == ["2024", "2025", "2025", "날짜 미상"]
    assert set(frame["단위"]) == {"명"}
    assert set(frame["날짜 기준"]) == {"발생일(현지)"}
    assert set(frame["지역 구분"]) == {"사건·사고 통계 권역"}
    assert pd.to_datetime(frame["기준 시각"]).notna().all()
    assert next(csv.reader(io.StringIO(text))) == list(frame.columns)


def test_a_csv_file_of_nothing_still_says_what_was_asked(counted: Installation) -> None:
    rows = list(csv.DictReader(io.StringIO(write(counted, Form.CSV, by="year", country="FR"))))
    assert [(row["인원(명)"], row["단위"]) for row in rows] == [("0", "명")]


def test_json_carries_codes_labels_and_definitions(counted: Installation) -> None:
    content = json.loads(write(counted, Form.JSON, "en", by="year,region", involvement="victim"))
    assert content["total"] == 6
    assert content["rows"][0] == {
        "year": 2024,
        "region": "asia_pacific",
        "region_label": "Asia and the Pacific",
        "persons": 3,
        "stated": True,
    }
    said = content["definitions"]
    assert {key: said[key]["code"] for key in ("unit", "basis", "scheme", "counting_rule")} == {
        "unit": "persons",
        "basis": "occurred",
        "scheme": "statistics",
        "counting_rule": "persons-1",
    }
    assert said["filters"]["text"] == "Involvement: Victim"


def test_a_table_for_the_terminal_ends_with_its_total_and_definitions(
    counted: Installation,
) -> None:
    lines = write(counted, Form.TABLE, by="year,region").splitlines()
    assert lines[0].split() == ["연도", "지역", "인원(명)"]
    assert lines[2].split() == ["2024", "아시아·태평양", "3"]
    assert next(line for line in lines if line.startswith("합계")).split() == ["합계", "7"]
    assert any(line.startswith("기준 시각: ") for line in lines)


def test_figures_of_a_demonstration_say_so_in_every_form(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    installation = make_installation(
        database_url, tmp_path_factory.mktemp("keys"), demonstration=True
    )
    refresh_cube(installation)
    for form in Form:
        assert "시연용 가상 데이터 · 실제 사건이 아닙니다" in write(installation, form, by="year")
    installation.database.close()
