"""From targets to parties nobody is lost, and cases lie where and when they may."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from safety_center.domain.periods import seoul_date
from safety_center.domain.places import Country, Mission, Places
from safety_center.domain.vocabulary import Involvement
from safety_center.services.demonstration.clock import Clock
from safety_center.services.demonstration.plan import Parties, month_capacity, plan_months
from safety_center.services.demonstration.stretches import months_between, stretches
from safety_center.services.demonstration.targets import read_targets
from safety_center.services.demonstration.whereabouts import Whereabouts
from safety_center.services.demonstration.words import chance_from, read_words
from safety_center.settings import load_settings

_DATA: Path = load_settings({}).data_folder
WORDS = read_words(_DATA)
TARGETS = read_targets(_DATA, WORDS, date(2026, 11, 22), chance_from(1))
PLACES = Places(
    countries={
        "JP": Country("JP", "JPN", "일본", "Japan", ("Asia/Tokyo",)),
        "PE": Country("PE", "PER", "페루", "Peru", ("America/Lima",)),
        "TV": Country("TV", "TUV", "투발루", "Tuvalu", ("Pacific/Funafuti",)),
        "KR": Country("KR", "KOR", "대한민국", "Korea", ("Asia/Seoul",)),
    },
    missions={"JPN-OSAKA": Mission("JPN-OSAKA", "JP", "주오사카총영사관", "Osaka", "Asia/Tokyo")},
    responsible={"JP": ("JPN-OSAKA",)},
)


def test_the_months_of_a_year_add_up_to_every_target() -> None:
    months = plan_months(TARGETS, WORDS["seasons"], chance_from(1), 1.0)
    for target in TARGETS:
        planned = {
            slug: sum(
                months.get((target.year, month), {}).get((target.involvement, slug), 0)
                for month in range(target.first_month, target.last_month + 1)
            )
            for slug in target.types
        }
        assert planned == dict(target.types), (target.involvement, target.period)


def test_a_published_first_half_holds_in_the_months() -> None:
    [target] = [t for t in TARGETS if (t.involvement, t.year) == (Involvement.VICTIM, 2022)]
    capacity = month_capacity(target, WORDS["seasons"], target.persons)
    assert sum(capacity[month] for month in range(1, 7)) == 5050


@given(st.integers(0, 500), st.sampled_from(sorted(WORDS["people"]["parties"])), st.integers(0, 9))
def test_parties_hold_exactly_the_persons_given(persons: int, scene: str, seed: int) -> None:
    parties = Parties(WORDS["people"]["parties"])
    kind = (Involvement.VICTIM, "disaster")
    divided = list(parties.divide(kind, persons, lambda: scene, chance_from(seed)))
    assert sum(party.persons for party in divided) == persons
    assert all((party.listed > 0) != (party.group > 1) for party in divided)


def test_shares_are_a_hundred_percent_without_the_home_country() -> None:
    shares = Whereabouts(WORDS, PLACES).shares("victim", "lost_property", 2024)
    assert round(sum(shares.values()), 6) == 100
    assert set(shares) == {"JP", "PE", "TV"}
    assert shares["JP"] == 28.7


def test_a_case_lies_in_a_city_of_its_mission_and_else_in_none() -> None:
    where, chance = Whereabouts(WORDS, PLACES), chance_from(1)
    spots = [where.draw(Involvement.VICTIM, "theft", 2024, chance) for _ in range(300)]
    assert {spot.mission_code for spot in spots if spot.country_code == "JP"} == {"JPN-OSAKA"}
    assert {spot.city for spot in spots if spot.country_code == "JP"} <= {"오사카", "교토", "나라"}
    assert {spot.mission_code for spot in spots if spot.country_code == "PE"} == {None}


@given(st.integers(0, 10_000), st.sampled_from(["America/Lima", "Asia/Tokyo", "Pacific/Funafuti"]))
def test_receipts_stay_in_their_seoul_month_and_incidents_before_them(seed: int, zone: str) -> None:
    clock, chance = Clock(WORDS["seasons"], WORDS["people"]["closing"]), chance_from(seed)
    received = clock.received((2024, 2), 29, zone, "mission", chance)
    assert (seoul_date(received).year, seoul_date(received).month) == (2024, 2)
    occurred = clock.occurred(received, zone, True, chance)
    last = occurred.get("occurred_to", occurred["occurred_from"])
    assert occurred["occurred_from"] <= last <= seoul_date(received) + timedelta(days=1)
    assert clock.entered(received, chance) > received


def test_stretches_follow_one_another_up_to_the_end() -> None:
    end = datetime(2026, 11, 22, 9, tzinfo=UTC)
    pieces = list(stretches((2016, 1), end))
    assert pieces[-1][1] == end
    assert all(one[1] == two[0] for one, two in pairwise(pieces))
    touched = {month for start, stop in pieces for month in months_between(start, stop)}
    assert len(touched) == 131
