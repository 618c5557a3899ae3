"""The filters of a list as removable chips, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from safety_center.domain.errors import N_
from safety_center.domain.periods import format_date
from safety_center.domain.statistics import NO_MISSION, Measure
from safety_center.services.context import Context
from safety_center.services.reference import region_schemes, regions_of
from safety_center.web.cases.wording import open_label
from safety_center.web.rendering import with_arguments
from safety_center.web.request import current_language
from safety_center.web.terms import country_label, incident_type_label, term_label, unit_label


@dataclass(frozen=True)
class Chip:
    """A filter in words and the address without it."""

    text: str
    href: str


_LABELS = {
    "number": N_("관리번호"),
    "from": N_("%(basis)s부터"),
    "to": N_("%(basis)s까지"),
    "day": "%(basis)s",
    "region": N_("지역"),
    "bureau": N_("지역국"),
    "country": N_("국가·지역"),
    "mission": N_("관할 공관"),
    "owner": N_("담당 기관"),
    "involvement": N_("구분"),
    "type": N_("유형"),
    "sex": N_("성별"),
    "age_band": N_("연령대"),
    "sojourn": N_("거주·방문"),
    "outcome": N_("당사자 상태"),
    "severity": N_("심각도"),
    "source": N_("접수 기관"),
    "status": N_("상태"),
    "overdue": N_("기한"),
    "case_type": N_("건의 유형"),
    "report_hours_over": N_("사건 발생 → 접수"),
    "accept_hours_over": N_("접수 → 이관 인수"),
    "close_days_over": N_("접수 → 종결"),
    "without": N_("기록 없음"),
    "open_on": N_("처리 중이던 날(서울)"),
    "closed_from": N_("종결일(서울)부터"),
    "closed_to": N_("종결일(서울)까지"),
    "handover": N_("이관"),
    "sent_from": N_("이관 요청일(서울)부터"),
    "sent_to": N_("이관 요청일(서울)까지"),
}


_COLUMNS = {
    "number": N_("관리번호"),
    "age": N_("경과 시간"),
    "received": N_("접수일시(서울)"),
    "occurred": N_("발생일(현지)"),
    "place": N_("장소"),
    "type": N_("유형"),
    "persons": N_("당사자"),
    "severity": N_("심각도"),
    "status": N_("상태"),
    "due": N_("다음 조치(현지시간)"),
    "mission": N_("관할 공관"),
    "owner": N_("담당 기관"),
    "source": N_("접수 기관"),
    "summary": N_("요약"),
    "entered": N_("입력일시(서울)"),
    "closed": N_("종결일시(서울)"),
}


def filter_label(field: str) -> str:
    """What a filter is called beside what is wrong with it; nothing where the message says it all."""
    special = {"from": N_("기간의 시작일"), "to": N_("기간의 종료일"), "order": N_("순서")}
    named = special.get(field) or _LABELS.get(field, "")
    return gettext(named) if named and "%" not in named else ""


def column_label(name: str) -> str:
    """Heading of a column of the list."""
    return gettext(_COLUMNS[name])


def build_chips(ctx: Context, values: Mapping[str, str]) -> list[Chip]:
    """One chip per filter; the days say which clock they mean."""
    chips = []
    for key, value in values.items():
        if key in _LABELS:
            text = f"{_label(key, values)}: {_value(ctx, key, value, values)}"
            chips.append(Chip(text, with_arguments(**{key: None}, cursor=None)))
    return chips


def _label(key: str, values: Mapping[str, str]) -> str:
    return gettext(_LABELS[key], basis=term_label(values.get("basis", "reported"), "DateBasis"))


def _value(ctx: Context, key: str, value: str, values: Mapping[str, str]) -> str:
    known: dict[str, Callable[[str], str]] = {
        "from": _day,
        "to": _day,
        "day": lambda _: gettext("미상"),
        "region": lambda code: _region(ctx, code, values.get("scheme")),
        "bureau": lambda code: _region(ctx, code, "bureau"),
        "country": country_label,
        "mission": lambda code: gettext("없음") if code == NO_MISSION else unit_label(code),
        "owner": unit_label,
        "involvement": lambda code: term_label(code, "Involvement"),
        "type": lambda code: incident_type_label(code, values.get("involvement")),
        "sex": lambda code: term_label(code, "Sex"),
        "age_band": lambda code: term_label(code, "AgeBand"),
        "sojourn": lambda code: term_label(code, "Sojourn"),
        "outcome": lambda code: term_label(code, "PersonOutcome"),
        "severity": lambda code: term_label(code, "Severity"),
        "source": lambda code: term_label(code, "ReportSource"),
        "status": lambda code: open_label() if code == "open" else term_label(code, "CaseStatus"),
        "overdue": lambda _: gettext("지남"),
        "case_type": incident_type_label,
        "report_hours_over": lambda hours: gettext("%(hours)s시간 초과", hours=hours),
        "accept_hours_over": lambda hours: gettext("%(hours)s시간 초과", hours=hours),
        "close_days_over": lambda days: gettext("%(days)s일 초과", days=days),
        "without": lambda code: term_label(code, Measure),
        "handover": lambda code: term_label(code, "HandoverState"),
        **dict.fromkeys(("open_on", "closed_from", "closed_to", "sent_from", "sent_to"), _day),
    }
    try:
        return ", ".join(known.get(key, str)(code) for code in value.split(","))
    except ValueError:
        return value


def _day(value: str) -> str:
    return format_date(date.fromisoformat(value), current_language())


def _region(ctx: Context, code: str, scheme: str | None) -> str:
    language = current_language()
    wanted = scheme or ctx.installation.settings.default_scheme
    if wanted not in {each.code for each in region_schemes(ctx.session)}:
        return code
    for region in regions_of(ctx.session, wanted, ctx.today):
        if region.code == code:
            return region.name_en if language == "en" else region.name_ko
    return code
