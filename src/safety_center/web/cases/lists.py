"""The list of cases: its filters, the one search field, columns and filters that a person keeps."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from safety_center.domain.errors import FieldError, InputRefused
from safety_center.domain.lifecycle import OPEN_STATUSES
from safety_center.domain.periods import local_date, utc_now
from safety_center.domain.queries import Asked, Way
from safety_center.domain.statistics import NO_MISSION
from safety_center.domain.vocabulary import (
    AgeBand,
    CaseStatus,
    Involvement,
    PersonOutcome,
    ReportSource,
    Severity,
    Sex,
    Sojourn,
)
from safety_center.services.cases import saved_filters
from safety_center.services.cases.filters import KEYS, given_filters
from safety_center.services.cases.listing import CaseList, CaseRow, list_cases
from safety_center.services.cases.sentence import say_due
from safety_center.services.context import Context
from safety_center.services.search import keep_search
from safety_center.web.cases import wording
from safety_center.web.cases.chips import Chip, build_chips, column_label, filter_label
from safety_center.web.rendering import with_arguments
from safety_center.web.reports import choices
from safety_center.web.request import (
    address,
    current_language,
    current_places,
    reading_unit,
    viewing_unit,
    writing_unit,
)
from safety_center.web.sessions import current_actor

_NOT_FILTERS = frozenset({"cursor", "lang"})
#: Filters with a control on the page; what is wrong with others is said without a link.
_CONTROLS = frozenset(
    "q name status severity country involvement type from to overdue mission source sex age_band"
    " sojourn outcome order columns".split()
)
#: Controls that are folded away until one of them is used.
_FOLDED = ("mission", "source", "sex", "age_band", "sojourn", "outcome", "order")


def index() -> ResponseReturnValue:
    """The list by the filters of its address; an unknown filter is refused by name."""
    values = list_values()
    page, errors = None, []
    try:
        with viewing_unit() as ctx:
            page = list_cases(ctx, values, request.args.get("cursor"))
    except InputRefused as refused:
        errors = list(refused.errors)
    return _list_page(values, page, errors), 422 if errors else 200


def list_values() -> dict[str, str]:
    """Filters of this address; several codes of one filter between commas."""
    given = {key: request.args.getlist(key) for key in request.args if key not in _NOT_FILTERS}
    joined = {key: ",".join(v.strip() for v in found if v.strip()) for key, found in given.items()}
    return {key: value for key, value in joined.items() if value}


def list_address(values: dict[str, str]) -> str:
    """The list by these filters."""
    return address(url_for("cases.index"), MultiDict(values))


def search() -> ResponseReturnValue:
    """Keep what is searched for and list by its token: the words never stand in an address."""
    values = {k: v for k, v in list_values().items() if k != "search"}
    typed = request.form.get("q", "")
    if not typed.strip():
        return redirect(list_address(values))
    try:
        with writing_unit() as ctx:
            token = keep_search(ctx, typed)
    except InputRefused as refused:
        return _list_page(values, None, list(refused.errors), typed), 422
    return redirect(list_address({**values, "search": token}))


def columns() -> ResponseReturnValue:
    """Choose the columns of one's list."""
    ticked = request.form.getlist("columns")
    try:
        with writing_unit() as ctx:
            saved_filters.choose_columns(ctx, ticked)
    except InputRefused as refused:
        return _list_again(refused, ticked=ticked)
    flash(gettext("표시 항목을 저장했습니다."), "success")
    return redirect(list_address(list_values()))


def save() -> ResponseReturnValue:
    """Keep the filters of the address under a name."""
    values, name = list_values(), request.form.get("name", "")
    try:
        with writing_unit() as ctx:
            kept = saved_filters.save_filter(ctx, name, values)
    except InputRefused as refused:
        return _list_again(refused, name=name)
    said = gettext(
        "조건을 저장했습니다: %(name)s. ‘저장한 조건’에서 다시 볼 수 있습니다.", name=kept.name
    )
    flash(said, "success")
    return redirect(list_address(values))


def forget(filter_id: int) -> ResponseReturnValue:
    """Delete a filter of one's own."""
    with writing_unit() as ctx:
        saved_filters.delete_filter(ctx, filter_id)
    flash(gettext("저장한 조건을 삭제했습니다."), "success")
    return redirect(list_address(list_values()))


def back(**_ignored: int) -> ResponseReturnValue:
    """A button's address opened as a page: to the list."""
    return redirect(list_address(list_values()))


def say_search(asked: Asked) -> str:
    """How a search was understood: `본문에서 ‘절도’ 또는 이름 ‘절도’`."""
    return gettext(" 또는 ").join(_say_way(way, words) for way, words in asked.said)


def _say_way(way: Way, words: str) -> str:
    if way is Way.TEXT:
        return gettext("본문에서 ‘%(words)s’", words=words)
    return gettext("%(way)s ‘%(words)s’", way=way.label(current_language()), words=words)


def chips_of(ctx: Context, values: dict[str, str], asked: Asked | None) -> list[Chip]:
    """Every filter of a list in words, its search first."""
    chips = build_chips(ctx, given_filters({k: v for k, v in values.items() if k in KEYS}))
    if asked is None:
        return chips
    text = gettext("검색: %(ways)s", ways=say_search(asked))
    return [Chip(text, with_arguments(search=None, cursor=None)), *chips]


def _list_again(refused: InputRefused, **typed: Any) -> ResponseReturnValue:
    """The list with what was typed beside it, and why it was not kept."""
    values = list_values()
    with viewing_unit() as ctx:
        page = list_cases(ctx, values)
    return _list_page(values, page, refused.errors, **typed), 422


def _is_due_today(row: CaseRow) -> bool:
    due = row.next_action_due_at
    return due is not None and local_date(due, row.zone) == local_date(utc_now(), row.zone)


def _choices() -> dict[str, list[tuple[str, str]]]:
    language, places = current_language(), current_places()
    missions = sorted((mission.label(language), code) for code, mission in places.missions.items())
    return {
        "country_options": [(each.code, each.label(language)) for each in choices.countries()],
        "statuses": [("open", wording.open_label()), *choices.terms(CaseStatus)],
        "severities": choices.terms(Severity),
        "involvements": choices.terms(Involvement),
        "types": choices.incident_types(),
        "sources": choices.terms(ReportSource),
        "sexes": choices.terms(Sex),
        "age_bands": choices.terms(AgeBand),
        "sojourns": choices.terms(Sojourn),
        "outcomes": choices.terms(PersonOutcome),
        "missions": [(NO_MISSION, gettext("관할 공관 없음")), *((c, m) for m, c in missions)],
        "orders": [
            ("received", gettext("최근 접수순")),
            ("due", gettext("기한이 빠른 순(기한이 있는 건만)")),
        ],
    }


def _list_page(
    values: dict[str, str],
    page: CaseList | None,
    errors: Sequence[FieldError],
    typed: str | None = None,
    name: str = "",
    ticked: Sequence[str] | None = None,
) -> str:
    language = current_language()
    home = current_places().missions.get(current_actor().unit_code or "")
    with reading_unit() as ctx:
        kept: dict[str, Any] = {
            "chips": chips_of(ctx, values, page.asked if page else None),
            "saved": [
                (each, list_address(dict(each.values))) for each in saved_filters.list_filters(ctx)
            ],
            "columns": saved_filters.columns_for_days(ctx, values),
            "ticked": saved_filters.columns_of(ctx),
        }
    own = kept.pop("ticked")
    return render_template(
        "cases/index.html",
        page=page,
        errors=errors,
        filter_label=filter_label,
        controls=_CONTROLS,
        values=values,
        typed=typed if typed is not None else (page.query if page else None),
        name=name,
        ticked=own if ticked is None else ticked,
        query_string=address("", MultiDict(values)),
        all_columns=[(c, column_label(c)) for c in saved_filters.COLUMNS],
        fixed_columns=saved_filters.FIXED,
        column_label=column_label,
        headings=[column_label(column) for column in kept["columns"]],
        folded=[key for key in _FOLDED if values.get(key, "received") != "received"],
        home_country=home.country_code if home else None,
        open_statuses=OPEN_STATUSES,
        now=utc_now(),
        say_due=lambda row: say_due(row.next_action_due_at, row.zone, utc_now(), language),
        is_today=_is_due_today,
        wording=wording,
        **_choices(),
        **kept,
    )
