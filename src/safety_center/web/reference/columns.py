"""Which columns of a reference table are shown, and how a cell of each reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from safety_center.domain.errors import N_
from safety_center.domain.periods import format_date, format_number
from safety_center.web.request import current_language
from safety_center.web.terms import country_label, term_label


@dataclass(frozen=True)
class Column:
    """Label (Korean msgid), the cell's text, the language it is written in, and whether it is a number."""

    label: str
    text: Callable[[Any], str]
    lang: str = ""
    num: bool = False


def _plain(name: str) -> Callable[[Any], str]:
    return lambda row: str(getattr(row, name) or "")


def _term(name: str, kind: str) -> Callable[[Any], str]:
    return lambda row: term_label(getattr(row, name), kind)


def _number(name: str) -> Callable[[Any], str]:
    return lambda row: format_number(getattr(row, name))


def _day(name: str) -> Callable[[Any], str]:
    return lambda row: format_date(getattr(row, name), current_language())


def _country(row: Any) -> str:
    return f"{country_label(row.country_code)} ({row.country_code})" if row.country_code else ""


def _place(row: Any) -> str:
    """A country of a figure, or the place as its source printed it."""
    return _country(row) or row.place_ko


_NAME_KO = Column(N_("국문 이름"), _plain("name_ko"), lang="ko")
_NAME_EN = Column(N_("영문 이름"), _plain("name_en"), lang="en")

TITLES = {
    "countries": N_("국가·지역"),
    "missions": N_("재외공관"),
    "travel-alerts": N_("여행경보"),
    "published-figures": N_("공표 통계"),
    "exposure": N_("발생률 분모"),
}
LEADS = {
    "countries": N_(
        "이름은 외교부가 승인하기 전까지 모두 미승인입니다. 더 이상 쓰지 않는 부호는 삭제하지 않고 유효기간을 끝냅니다."
    ),
    "missions": N_("운영 중인 공관만 사건의 관할 공관으로 고를 수 있습니다."),
    "travel-alerts": N_("공개된 여행경보를 옮긴 것입니다. 현재 경보는 외교부에서 확인해 주십시오."),
    "published-figures": N_(
        "외교부가 공표했거나 언론·국회가 옮긴 수치입니다. 출처마다 다를 수 있습니다."
    ),
    "exposure": N_("발생률을 계산할 때 분모로 쓰는 수입니다. 기준이 다른 수는 섞어 쓰지 않습니다."),
}
COLUMNS: dict[str, tuple[Column, ...]] = {
    "countries": (
        _NAME_KO,
        _NAME_EN,
        Column(N_("부호"), lambda row: f"{row.alpha2} · {row.alpha3}"),
        Column(N_("상태"), _term("status", "NameStatus")),
        Column(N_("시간대"), _plain("main_timezone"), lang="en"),
    ),
    "missions": (
        Column(N_("짧은 이름"), _plain("short_ko"), lang="ko"),
        _NAME_EN,
        Column(N_("부호"), _plain("code")),
        Column(N_("종류"), _term("type", "MissionType")),
        Column(N_("국가·지역"), _country),
        Column(N_("상태"), _term("status", "MissionStatus")),
    ),
    "travel-alerts": (
        Column(N_("국가·지역"), _country),
        Column(N_("단계"), lambda row: str(row.level), num=True),
        Column(N_("경보"), lambda row: row.name_en if current_language() == "en" else row.name_ko),
        Column(N_("적용 지역"), _plain("area_ko"), lang="ko"),
        Column(N_("시작"), _day("valid_from")),
    ),
    "published-figures": (
        Column(N_("부호"), _plain("code")),
        Column(N_("계열"), _plain("series"), lang="en"),
        Column(N_("관련"), _term("involvement", "Involvement")),
        Column(N_("기간"), _plain("period"), lang="ko"),
        Column(N_("유형"), _plain("type_ko"), lang="ko"),
        Column(N_("장소"), _place, lang="ko"),
        Column(N_("수"), _number("value"), num=True),
        Column(N_("단위"), _plain("unit"), lang="en"),
    ),
    "exposure": (
        Column(N_("항목"), _term("measure", "ExposureMeasure")),
        Column(N_("장소"), lambda row: country_label(row.place_code)),
        Column(N_("연도"), lambda row: str(row.year), num=True),
        Column(N_("수"), _number("value"), num=True),
        Column(N_("기준"), _plain("basis"), lang="en"),
    ),
}
