"""The cases received last, within the reader's scope."""

from safety_center.charts import Sentence
from safety_center.domain.access import Permission
from safety_center.services.cases.listing import case_rows
from safety_center.services.cases.sentence import type_label
from safety_center.services.context import Context
from safety_center.services.dashboards.view import LatestCase
from safety_center.services.dashboards.work import Work
from safety_center.store import case_list as store
from safety_center.store.case_list import Page

_LATEST = 8


def latest_cases(work: Work) -> tuple[LatestCase, ...]:
    """The cases received last; empty for a reader without any, and in files."""
    ctx, actor = work.ctx, work.ctx.actor
    if actor is None or not actor.may(Permission.CASE_VIEW):
        return ()
    found = store.list_cases(ctx.session, work.reach, work.cases, Page(limit=_LATEST))
    rows = case_rows(ctx, found[:_LATEST])
    days = {case.number: case.received_on for case in found}
    return tuple(
        LatestCase(
            row.number,
            Sentence(*(type_label(row.incident_type, language) for language in ("ko", "en"))),
            _place(ctx, row.country_code),
            row.city or "",
            days[row.number],
            work.address({"number": row.number}),
        )
        for row in rows
    )


def _place(ctx: Context, country_code: str) -> Sentence:
    country = ctx.places.countries.get(country_code)
    return Sentence(country.ko, country.en) if country else Sentence(country_code, country_code)
