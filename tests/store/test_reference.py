"""Loading `data/` and asking it, on each database."""

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from safety_center.domain.reference import ReferenceDataError
from safety_center.services.reference import (
    LoadResult,
    countries_without_mission,
    country_region_map,
    fetch_countries,
    fetch_missions,
    load_reference,
    region_schemes,
    regions_of,
    responsible_missions,
)
from safety_center.services.reference.files import read_reference_files
from safety_center.store.reference import fetch_all
from safety_center.store.session import Database
from safety_center.store.tables.reference import Country, Exposure, Mission, PublishedFigure
from tests import databases

DATA = Path(__file__).parents[2] / "data"
LOADED_ON = date(2026, 11, 22)
LATER = date(2026, 12, 1)


@pytest.fixture
def empty(database_url: str) -> Iterator[Session]:
    database = Database(database_url)
    with database.reading() as session:
        yield session
    database.close()


@pytest.fixture
def loaded(empty: Session) -> Session:
    """On each database; for what changes it."""
    load_reference(empty, DATA, LOADED_ON)
    return empty


@pytest.fixture(scope="module")
def session(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Loaded once; for what only reads it."""
    path = tmp_path_factory.mktemp("reference") / "reference.sqlite3"
    database = Database(databases.copy_sqlite_database(sqlite_template, path))
    with database.reading() as session:
        load_reference(session, DATA, LOADED_ON)
        yield session
    database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of `data/` that a test may spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first `old`; an empty `new` for a line's start takes the whole line out."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(i for i, line in enumerate(lines) if old in line)
    lines[number] = lines[number].replace(old, new, 1) if new else ""
    file.write_text("".join(lines), encoding="utf-8")


def codes(missions: list[Mission]) -> list[str]:
    return [mission.code for mission in missions]


def test_loading_twice_changes_nothing(empty: Session) -> None:
    first = load_reference(empty, DATA, LOADED_ON)
    assert first == LoadResult(added=first.added)
    assert load_reference(empty, DATA, LATER) == LoadResult(unchanged=first.added)


def test_a_wrong_row_names_file_and_line_and_loads_nothing(empty: Session, folder: Path) -> None:
    edit(folder / "missions.csv", "Asia/Phnom_Penh", "Asia/Angkor")
    edit(folder / "exposure.csv", "10080000", "many")
    with pytest.raises(ReferenceDataError) as refused:
        load_reference(empty, folder, LOADED_ON)
    assert "missions.csv 13행 timezone" in str(refused.value)
    assert "exposure.csv 2행 value" in str(refused.value)
    assert fetch_all(empty, Country) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("regions.csv", "open_data,", "open_date,", "regions.csv 7행 scheme_code"),
        ("mission_coverage.csv", ",MN,", ",QQ,", "mission_coverage.csv 2행 country_code"),
        ("missions.csv", "JPN-TOKYO", "MNG-ULAANBAATAR", "missions.csv 3행 code"),
        ("countries.csv", "alpha2,alpha3", "alpha2,iso3", "countries.csv 1행 alpha3"),
        ("countries.csv", "AE,ARE,", "AE,", "countries.csv 3행 -"),
        ("coverage.csv", "victim,theft,1", "victim,gambling,1", "coverage.csv 4행 -"),
        ("coverage.csv", "victim,theft,1", "victim,theft,yes", "coverage.csv 4행 stated"),
        ("coverage.csv", "1,2019-01-01,", "1,2018-12-31,", "coverage.csv 13행 valid_from"),
        (
            "country_regions.csv",
            "statistics,europe,AD,",
            "statistics,europe,AD,,,s,2026-01-01,law,\nstatistics,americas,AD,",
            "country_regions.csv 3행 region_code",
        ),
    ],
)
def test_rows_that_do_not_fit_together_are_refused(
    folder: Path, file: str, old: str, new: str, where: str
) -> None:
    edit(folder / file, old, new)
    with pytest.raises(ReferenceDataError) as refused:
        read_reference_files(folder)
    assert where in str(refused.value)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "exposure.csv").unlink()
    with pytest.raises(ReferenceDataError, match=r"exposure\.csv 1행"):
        read_reference_files(folder)


def test_a_code_taken_away_is_ended_and_valid_again_when_it_returns(
    loaded: Session, folder: Path
) -> None:
    edit(folder / "missions.csv", "JPN-NIIGATA", "")
    edit(folder / "mission_coverage.csv", "JPN-NIIGATA", "")
    assert load_reference(loaded, folder, LATER).ended == 2
    assert loaded.get_one(Mission, "JPN-NIIGATA").valid_to == LATER
    assert "JPN-NIIGATA" not in codes(fetch_missions(loaded, LATER))
    assert "JPN-NIIGATA" in codes(responsible_missions(loaded, "JP", LOADED_ON))
    assert load_reference(loaded, folder, LATER).ended == 0
    assert load_reference(loaded, DATA, LATER).changed == 2
    assert "JPN-NIIGATA" in codes(fetch_missions(loaded, LATER))


def test_a_changed_name_is_taken_over(loaded: Session, folder: Path) -> None:
    edit(folder / "countries.csv", "키르기즈공화국", "키르기스스탄")
    assert load_reference(loaded, folder, LATER).changed == 1
    assert loaded.get_one(Country, "KG").name_ko == "키르기스스탄"


def test_the_questions_have_the_same_answers_on_each_database(loaded: Session) -> None:
    assert fetch_countries(loaded, LOADED_ON)[-1].alpha2 == "ZZ"
    assert fetch_missions(loaded, LOADED_ON)[1].short_ko == "주가나대사관"
    assert codes(responsible_missions(loaded, "IT", LOADED_ON)) == ["ITA-ROME", "ITA-MILAN"]
    assert len(countries_without_mission(loaded)) == 91
    assert country_region_map(loaded, "bureau", LOADED_ON)["KH"] == "asean"
    assert len(regions_of(loaded, "bureau", LOADED_ON)) == 9


def test_korea_is_no_place_of_an_incident_and_namibia_is(session: Session) -> None:
    places = {country.alpha2 for country in fetch_countries(session, LOADED_ON)}
    assert "KR" not in places
    assert {"NA", "TW", "PS", "HK", "XZ", "XF", "ZZ"} <= places
    assert len(places) == 252


def test_special_places_come_last_and_have_no_country_in_the_case_number(session: Session) -> None:
    last = fetch_countries(session, LOADED_ON)[-3:]
    assert [(place.name_ko, place.alpha3) for place in last] == [
        ("비행 중", "ZZZ"),
        ("공해상", "ZZZ"),
        ("미상", "ZZZ"),
    ]


def test_alpha3_is_unique_among_countries(session: Session) -> None:
    count = Counter(country.alpha3 for country in fetch_all(session, Country))
    assert {code for code, times in count.items() if times > 1} == {"ZZZ"}


def test_names_are_unapproved_and_unique(session: Session) -> None:
    countries = fetch_all(session, Country)
    assert {country.status for country in countries} == {"unapproved"}
    assert len({country.name_ko for country in countries}) == len(countries)
    assert len({country.name_en for country in countries}) == len(countries)
    assert not [country.name_ko for country in countries if "(" in country.name_ko]


def test_every_zone_exists(session: Session) -> None:
    for country in fetch_all(session, Country):
        assert ZoneInfo(country.main_timezone)
        assert country.main_timezone in (country.timezones.split() or [country.main_timezone])
    assert all(ZoneInfo(mission.timezone) for mission in fetch_all(session, Mission))


def test_ninety_one_countries_and_areas_have_no_mission_recorded(session: Session) -> None:
    """Of 250 with Korea itself; a listed or announced seat counts as recorded."""
    without = {country.alpha2 for country in countries_without_mission(session)}
    assert len(without) == 91
    assert "KR" in without
    offered_none = {
        country.alpha2
        for country in fetch_all(session, Country)
        if country.kind == "country"
        and not responsible_missions(session, country.alpha2, LOADED_ON)
    }
    assert offered_none - without == {"AM", "BW", "EE", "JM", "LT", "LU", "SR", "ZM"}


def test_the_embassy_is_preselected(session: Session) -> None:
    cambodia = responsible_missions(session, "KH", LOADED_ON)
    assert codes(cambodia) == ["KHM-PHNOMPENH", "KHM-SIEMREAP"]
    assert cambodia[0].short_ko == "주캄보디아대사관"
    kinds = [mission.type for mission in responsible_missions(session, "US", LOADED_ON)]
    assert kinds[:10] == ["embassy", *["consulate_general"] * 9]
    assert kinds[10:] == [*["consular_office"] * 3, "representation"]


@pytest.mark.parametrize(
    ("country", "first"),
    [
        ("TW", "TWN-TAIPEI"),
        ("HK", "HKG-HONGKONG"),
        ("GQ", "GNQ-MALABO"),
        ("GU", "GUM-HAGATNA"),
        ("MC", "FRA-PARIS"),
        ("WS", "NZL-WELLINGTON"),
        ("VA", "VAT-ROME"),
    ],
)
def test_without_an_embassy_the_seat_there_or_the_accredited_one_is_preselected(
    session: Session, country: str, first: str
) -> None:
    assert codes(responsible_missions(session, country, LOADED_ON))[0] == first


@pytest.mark.parametrize("country", ["MO", "KP", "JM", "ZZ"])
def test_where_none_is_confirmed_the_list_is_empty(session: Session, country: str) -> None:
    assert responsible_missions(session, country, LOADED_ON) == []


def test_only_operating_missions_are_offered_under_distinct_names(session: Session) -> None:
    missions = fetch_missions(session, LOADED_ON)
    assert len(missions) == 188
    assert {mission.status for mission in missions} == {"operating"}
    assert len({mission.short_ko for mission in missions}) == 188
    assert len({mission.short_en for mission in missions}) == 188


def test_a_mission_code_begins_with_the_alpha3_of_its_country(session: Session) -> None:
    alpha3 = {country.alpha2: country.alpha3 for country in fetch_all(session, Country)}
    for mission in fetch_all(session, Mission):
        assert mission.code.startswith(alpha3[mission.country_code] + "-")


def test_every_place_has_one_region_in_every_scheme(session: Session) -> None:
    places = {country.alpha2 for country in fetch_all(session, Country)}
    for scheme in region_schemes(session):
        regions = country_region_map(session, scheme.code, LOADED_ON)
        known = [region.code for region in regions_of(session, scheme.code, LOADED_ON)]
        assert regions.keys() == places
        assert set(regions.values()) == set(known)
        assert known[-1] == "none"
        assert {regions[code] for code in ("KR", "XZ", "XF", "ZZ")} <= {"none", "asia_pacific"}


def test_the_statistics_scheme_has_the_four_regions_of_the_ministry(session: Session) -> None:
    regions = country_region_map(session, "statistics", LOADED_ON)
    assert Counter(regions.values()) == {
        "africa_middle_east": 72,
        "asia_pacific": 63,
        "europe": 58,
        "americas": 56,
        "none": 4,
    }


def test_a_country_without_a_row_falls_into_no_region(loaded: Session, folder: Path) -> None:
    edit(folder / "country_regions.csv", "statistics,europe,AD", "")
    load_reference(loaded, folder, LATER)
    assert country_region_map(loaded, "statistics", LATER)["AD"] == "none"
    assert country_region_map(loaded, "statistics", LOADED_ON)["AD"] == "europe"


def test_a_country_moves_between_regions_on_a_day(loaded: Session, folder: Path) -> None:
    line = "statistics,{region},AD,{start},{end},test,2026-12-01,law,"
    europe = line.format(region="europe", start="", end="2027-01-01")
    africa = line.format(region="africa_middle_east", start="2027-01-01", end="")
    file = folder / "country_regions.csv"
    edit(file, "statistics,europe,AD", "")
    file.write_text(file.read_text(encoding="utf-8") + f"{europe}\n{africa}\n", encoding="utf-8")
    load_reference(loaded, folder, LATER)
    on_the_eve = country_region_map(loaded, "statistics", date(2026, 12, 31))
    on_the_day = country_region_map(loaded, "statistics", date(2027, 1, 1))
    assert (on_the_eve["AD"], on_the_day["AD"]) == ("europe", "africa_middle_east")


def test_published_series_are_loaded_as_published(session: Session) -> None:
    victims = {
        figure.year: figure.value
        for figure in fetch_all(session, PublishedFigure)
        if (figure.series, figure.involvement) == ("persons_by_year", "victim")
        and figure.year
        and figure.basis == "stated"
        and figure.year >= 2016
    }
    assert (victims[2016], victims[2019], victims[2024]) == (9290, 16335, 17283)
    departures = {
        row.year: row.value
        for row in fetch_all(session, Exposure)
        if row.measure == "departures" and row.basis == "KTO, incl. crew"
    }
    assert departures[2019] == 28714247


def test_every_file_of_data_is_named_in_its_readme() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for file in DATA.rglob("*.csv"):
        assert f"`{file.relative_to(DATA).as_posix()}`" in readme
        with file.open(encoding="utf-8", newline="") as stream:
            header = next(csv.reader(stream))
        assert {"source", "trust"} <= set(header)
        assert {"as_of", "source_date"} & set(header)
