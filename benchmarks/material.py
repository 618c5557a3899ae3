"""Synthetic reports for measuring: 가상 데이터 · 실제 사건이 아닙니다. The same number gives the same report."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from safety_center.services.sheets import SheetReport

_COUNTRIES = ("KH", "TH", "VN", "PH", "US", "FR", "CN", "AU", "ES", "TR")
_SITUATIONS = ("theft", "fraud", "assault", "traffic", "detention")
_SURNAMES = "김이박최정강조윤장임"
_GIVEN = ("가상", "모의", "예시", "시연", "견본", "보기", "연습", "시험")
_STORIES = (
    "시장에서 가방을 도난당했다고 함. 여권과 지갑이 들어 있었고 현지 경찰에 신고함.",
    "숙소에서 나오다 오토바이에 부딪혀 병원으로 옮겨졌다고 함. 보호자 연락을 원함.",
    "누리소통망에서 알게 된 사람에게 투자금을 보냈으나 연락이 끊겼다고 함.",
    "검문에서 서류가 없어 경찰서에 있다고 함. 통역을 원함.",
)
_FIRST = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
_SPREAD_DAYS = 300


def report_values(number: int) -> dict[str, Any]:
    """What a door hands over for report `number`: a caller, a place, one person with names."""
    received_at = _FIRST + timedelta(days=number % _SPREAD_DAYS, seconds=number % 40_000)
    return {
        "source": "mission",
        "external_reference": f"BENCH-{number:07d}",
        "channel": "phone",
        "received_at": received_at.isoformat(),
        "caller_name": f"{_SURNAMES[number % 10]}{_GIVEN[number % 8]}",
        "caller_telephone": f"+82 10 {number // 10_000 % 10_000:04d} {number % 10_000:04d}",
        "country_code": _COUNTRIES[number % len(_COUNTRIES)],
        "city": "가상시",
        "situation": _SITUATIONS[number % len(_SITUATIONS)],
        "narrative": f"{_STORIES[number % len(_STORIES)]} (가상 {number})",
        "occurred_from": received_at.date().isoformat(),
        "persons": [_person(number)],
    }


def _person(number: int) -> dict[str, Any]:
    return {
        "name_hangul": f"{_SURNAMES[number // 3 % 10]}{_GIVEN[number // 7 % 8]}",
        "name_roman": "GASANG HONG",
        "sex": ("male", "female")[number % 2],
        "age_band": ("20-29", "30-39", "40-49", "50-59")[number % 4],
        "sojourn": ("visitor", "resident")[number % 2],
    }


def sheet_reports(count: int) -> Iterator[SheetReport]:
    """The rows of a sheet of `count` reports, one person each."""
    for number in range(count):
        yield SheetReport(number + 2, report_values(number), [number + 2])
