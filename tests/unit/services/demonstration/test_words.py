"""The word lists fit the program, and drawing from them keeps their shares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from safety_center.domain.incident_types import INCIDENT_TYPES
from safety_center.domain.vocabulary import (
    AgeBand,
    CallerRelation,
    Channel,
    Involvement,
    PersonOutcome,
    Severity,
)
from safety_center.services.demonstration.stories import Stories
from safety_center.services.demonstration.words import (
    Weighted,
    chance_from,
    read_words,
    with_particle,
)
from safety_center.settings import load_settings

_DATA: Path = load_settings({}).data_folder
WORDS = read_words(_DATA)


@pytest.mark.parametrize(
    ("word", "said"),
    [("지갑", "지갑을"), ("휴대전화", "휴대전화를"), ("여권과 현금", "여권과 현금을")],
)
def test_a_word_takes_the_particle_of_its_last_syllable(word: str, said: str) -> None:
    assert with_particle(word, "을", "를") == said


def test_drawing_keeps_the_weights_and_never_draws_a_zero() -> None:
    choice, chance = Weighted([("a", 3), ("b", 1), ("never", 0)]), chance_from(1)
    drawn = [choice.draw(chance) for _ in range(4000)]
    assert 2850 < drawn.count("a") < 3150
    assert "never" not in drawn


@pytest.mark.parametrize("known", INCIDENT_TYPES, ids=lambda t: f"{t.involvement}-{t.slug}")
def test_every_incident_type_has_a_story_without_a_gap(known: object) -> None:
    stories, chance = Stories(WORDS), chance_from(1)
    for year in (2018, 2021, 2026):
        scene = stories.scene(known.involvement, known.slug, year, chance)
        for _ in range(40):
            told, summary = stories.tell(scene, known.slug, "프놈펜", chance)
            assert not re.search(r"[{}]|\(를\)|\(가\)", told + summary)
            assert len(summary) <= 60


def test_tables_name_only_codes_of_the_vocabulary() -> None:
    people = WORDS["people"]
    outcomes = {
        o for table in (*people["outcomes"].values(), *people["unsettled"].values()) for o in table
    }
    assert outcomes <= {outcome.value for outcome in PersonOutcome}
    assert {len(row) for row in people["severity"].values()} == {len(Severity)}
    assert {len(row) for row in people["ages"].values()} == {len(AgeBand)}
    channels = {*people["reports"]["channels"], *people["reports"]["call_center_channels"]}
    assert channels <= {channel.value for channel in Channel}
    assert set(people["reports"]["relations"]) <= {relation.value for relation in CallerRelation}


def test_settled_outcomes_let_a_case_be_closed() -> None:
    open_outcomes = {"missing", "detained", "unknown"}
    assert not any(open_outcomes & set(table) for table in WORDS["people"]["outcomes"].values())


def test_shares_name_only_types_of_their_list() -> None:
    known = {(t.involvement.value, t.slug) for t in INCIDENT_TYPES}
    for row in WORDS["types"]["shares"]:
        assert {(row["involvement"], slug) for slug in row["weights"]} <= known
    for row in WORDS["countries"]["places"]:
        assert sum(row["named"].values()) <= 100
        assert "type" not in row or (row["involvement"], row["type"]) in known


def test_every_group_has_countries_for_every_year() -> None:
    rows = [row for row in WORDS["countries"]["places"] if "type" not in row]
    for involvement in Involvement:
        for year in range(2016, 2028):
            matching = [
                row
                for row in rows
                if row["involvement"] == involvement.value and row["from"] <= year <= row["to"]
            ]
            assert len(matching) == 1, (involvement, year)


def test_numbers_are_of_series_that_nobody_holds() -> None:
    names = WORDS["words"]["names"]
    assert names["telephone"].startswith("010-0000-")
    assert names["passport"].startswith("M000")
