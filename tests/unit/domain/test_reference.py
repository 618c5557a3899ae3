"""What the row models of the reference files take and refuse."""

import pytest

from safety_center.domain.reference import REFERENCE_FILES, MissionType, RowError, check_row

FILES = {file.name: file for file in REFERENCE_FILES}
COUNTRY = {
    "alpha2": "NA",
    "alpha3": "NAM",
    "kind": "country",
    "name_ko": "나미비아",
    "name_en": "Namibia",
    "status": "unapproved",
    "approved_on": "",
    "approved_by": "",
    "selectable": "1",
    "main_timezone": "Africa/Windhoek",
    "timezones": "Africa/Windhoek",
    "valid_from": "",
    "valid_to": "",
    "source": "ISO 3166-1",
    "as_of": "2026-11-22",
    "trust": "relayed",
    "note": "",
}
MISSION = {
    "code": "NAM-WINDHOEK",
    "type": "embassy",
    "name_ko": "주 나미비아 대한민국 대사관",
    "name_en": "Embassy",
    "short_ko": "주나미비아대사관",
    "short_en": "Embassy",
    "country_code": "NA",
    "city": "Windhoek",
    "city_basis": "source",
    "timezone": "Africa/Windhoek",
    "status": "operating",
    "selectable": "1",
    "evidence_year": "2024",
    "source": "test",
    "as_of": "2024-12-31",
    "trust": "relayed",
}


def errors_of(file: str, cells: dict[str, str]) -> list[RowError]:
    return check_row(FILES[file], 12, cells)[1]


def test_a_country_row_is_taken_and_empty_cells_are_absent_values() -> None:
    row, errors = check_row(FILES["countries.csv"], 12, COUNTRY)
    assert errors == []
    assert row is not None
    assert row.model_dump()["valid_from"] is None


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("alpha2", "nam", "정해진 형식"),
        ("name_ko", " ", "빈칸일 수 없습니다."),
        ("kind", "continent", "쓸 수 있는 값"),
        ("selectable", "yes", "0 또는 1"),
        ("main_timezone", "Africa/Nowhere", "IANA 시간대"),
        ("timezones", "Africa/Windhoek ../passwd", "IANA 시간대"),
        ("valid_from", "2026-13-01", "날짜는"),
        ("valid_from", "20261101", "날짜는"),
        ("trust", "certain", "쓸 수 있는 값"),
    ],
)
def test_a_wrong_cell_is_named_with_file_line_column_and_reason(
    column: str, cell: str, reason: str
) -> None:
    (error,) = errors_of("countries.csv", COUNTRY | {column: cell})
    assert (error.file, error.line, error.column) == ("countries.csv", 12, column)
    assert str(error).startswith(f"countries.csv 12행 {column}: ")
    assert reason in str(error)


def test_the_reason_can_be_translated_apart_from_its_values() -> None:
    (error,) = errors_of("countries.csv", COUNTRY | {"alpha2": "nam"})
    english = {
        "%(file)s %(line)d행 %(column)s: %(reason)s": "%(file)s line %(line)d: %(reason)s",
        "정해진 형식(%(pattern)s)이 아닙니다.": "not of the form %(pattern)s",
    }
    assert error.text(english.__getitem__) == "countries.csv line 12: not of the form ^[A-Z]{2}$"


@pytest.mark.parametrize("cell", ["-1", "12.0", "1_000", "1,000", "٣"])
def test_only_plain_whole_numbers_are_counts(cell: str) -> None:
    row = {"region_ko": "일본", "year": "2025", "total": cell, "source": "s", "trust": "relayed"}
    (error,) = errors_of("published/overseas_koreans_by_region.csv", row)
    assert error.column == "total"


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    cells = COUNTRY | {"valid_from": "2026-01-01", "valid_to": "2026-01-01"}
    assert "valid_to" in str(errors_of("countries.csv", cells)[0])


def test_an_approved_name_says_who_approved_it_and_when() -> None:
    approved = COUNTRY | {"status": "approved"}
    assert errors_of("countries.csv", approved)
    signed = approved | {"approved_on": "2026-12-01", "approved_by": "외교부"}
    assert errors_of("countries.csv", signed) == []


@pytest.mark.parametrize("status", ["announced", "listed"])
def test_a_mission_not_known_to_operate_cannot_be_selectable(status: str) -> None:
    assert errors_of("missions.csv", MISSION) == []
    assert errors_of("missions.csv", MISSION | {"status": status})
    assert errors_of("missions.csv", MISSION | {"status": status, "selectable": "0"}) == []


def test_an_embassy_is_proposed_before_a_consulate_general() -> None:
    assert MissionType.EMBASSY.rank < MissionType.CONSULATE_GENERAL.rank
    assert MissionType.REPRESENTATION.rank == max(kind.rank for kind in MissionType)
