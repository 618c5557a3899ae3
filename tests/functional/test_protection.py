"""Figures leave for internal use only, and every file says so."""

from __future__ import annotations

import csv
import io
import json

import pytest

from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import Forbidden
from safety_center.domain.statistics import StatisticsQuery
from safety_center.services.context import Context, reading, writing
from safety_center.services.dashboards import build_dashboard
from safety_center.services.installation import Installation
from safety_center.services.statistics import Audience, Form, count, refresh_cube, write_figures
from tests.factories import make_actor, submit

OTHERS = [audience for audience in Audience if audience is not Audience.INTERNAL]


@pytest.fixture
def analyst(sqlite_installation: Installation) -> Actor:
    submit(sqlite_installation, make_actor(sqlite_installation, Role.OFFICER))
    refresh_cube(sqlite_installation)
    return make_actor(sqlite_installation, Role.ANALYST)


def write(ctx: Context, form: Form, language: str = "ko") -> str:
    return write_figures(ctx, count(ctx, StatisticsQuery(by=("year",))), form, language)


@pytest.mark.parametrize("audience", OTHERS)
def test_figures_for_others_are_refused_with_a_reason(
    sqlite_installation: Installation, analyst: Actor, audience: Audience
) -> None:
    with reading(sqlite_installation, analyst) as ctx:
        figures = count(ctx, StatisticsQuery())
        with pytest.raises(Forbidden, match="내부용 통계만"):
            write_figures(ctx, figures, Form.JSON, audience=audience)
        with pytest.raises(Forbidden, match="내부용 통계만"):
            build_dashboard(ctx, "overview", {}, audience=audience)


def test_a_file_says_for_whom_by_whom_and_when(
    sqlite_installation: Installation, analyst: Actor
) -> None:
    with writing(sqlite_installation, analyst) as ctx:
        sheet, content, at = write(ctx, Form.CSV), json.loads(write(ctx, Form.JSON, "en")), ctx.now
    row = next(csv.DictReader(io.StringIO(sheet)))
    assert (row["이용 범위"], row["작성자"]) == ("내부용", analyst.username)
    assert row["작성 시각"].endswith("+09:00")
    said = content["definitions"]
    assert said["audience"] == {"label": "For", "code": "internal", "text": "Internal use"}
    assert said["written_at"]["code"] == row["작성 시각"]
    assert at.strftime("%M:%S") in row["작성 시각"]
