"""Exemplary cases of the demonstration: in every state, at every desk, with a tie and few reviews."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sqlmodel import select

from safety_center.services import exemplary
from safety_center.services.accounts import find_actor
from safety_center.services.context import reading
from safety_center.services.demonstration.words import read_words
from safety_center.services.exemplary import Waiting
from safety_center.services.installation import Installation
from safety_center.store.tables import Case, ExemplaryCase
from safety_center.store.trail_chain import find_faults
from tests.functional.test_demonstration import make

#: As much as the browser tests have.
SCALE = 0.03


def test_exemplary_cases_lie_at_every_desk_and_make_an_honest_ranking(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    installation, _ = make(sqlite_database_url, tmp_path, scale=SCALE, years=[2025, 2026])
    _every_row_has_its_card(installation)
    _each_head_has_one_to_endorse(installation)
    _the_ranking_is_honest(installation)
    _the_draft_still_has_marks(installation)
    with reading(installation, None) as ctx:
        assert list(find_faults(ctx.session)) == []
    installation.database.close()


def _every_row_has_its_card(installation: Installation) -> None:
    wanted = read_words(installation.settings.data_folder)["exemplary"]["cards"]
    with reading(installation, None) as ctx:
        found = ctx.session.exec(select(ExemplaryCase, Case).join(Case)).all()
    assert Counter(card.state for card, _ in found) == Counter(row["state"] for row in wanted)
    assert all(card.situation == case.situation for card, case in found)
    assert all(case.closed_at and case.closed_at < card.nominated_at for card, case in found)


def _waits(installation: Installation, username: str) -> Waiting:
    with reading(installation, None) as ctx:
        ctx.actor = find_actor(ctx, username)
        return exemplary.waiting(ctx)


def _each_head_has_one_to_endorse(installation: Installation) -> None:
    for username in ("head.phnompenh", "head.bangkok", "head.tokyo"):
        found = _waits(installation, username)
        assert len(found.to_endorse) == 1, username
        assert found.to_review, username
    assert len(_waits(installation, "manager.center").to_check) == 1
    assert _waits(installation, "officer.phnompenh").to_finish
    assert _waits(installation, "officer.bangkok").to_finish


def _the_ranking_is_honest(installation: Installation) -> None:
    with reading(installation, None) as ctx:
        ctx.actor = find_actor(ctx, "head.phnompenh")
        ranking = exemplary.ranked(ctx)
        library = exemplary.library(ctx)
        pages = [exemplary.card(ctx, line.id) for line in library.cards]
    assert [line.standing.rank for line in ranking.ranked] == [1, 2, 2, 4]
    assert [line.standing.reviews for line in ranking.few] == [2, 1, 0]
    assert library.found == len(ranking.ranked) + len(ranking.few)
    assert any(page.adoptions for page in pages)
    assert all(
        line.unit_code != review.unit_code
        for page in pages
        for line in [page.line]
        for review in page.reviews
    )


def _the_draft_still_has_marks(installation: Installation) -> None:
    with reading(installation, None) as ctx:
        ctx.actor = find_actor(ctx, "officer.phnompenh")
        (draft,) = exemplary.waiting(ctx).to_finish
        page = exemplary.open_text(ctx, draft.id)
    assert page.leaks.count >= 3
    assert page.original.pieces
