"""What an act was about in words: the trail itself keeps names that never change."""

import re
from collections.abc import Callable

from flask import current_app
from flask_babel import gettext

from safety_center.domain.briefing import BriefingForm
from safety_center.domain.errors import N_, NotFound
from safety_center.services.jobs import find_job
from safety_center.web.navigation import dashboard_title
from safety_center.web.request import current_language

#: Feature of the pages → what it is called.
PAGES = {
    "about": N_("이 시스템 정보"),
    "accounts": N_("계정"),
    "api": N_("API"),
    "api_guide": N_("API 안내"),
    "briefings": N_("회의자료"),
    "cases": N_("사건·사고"),
    "dashboards": N_("대시보드"),
    "drafts": N_("임시 저장"),
    "duplicates": N_("비슷한 건"),
    "exemplary": N_("우수사례"),
    "handovers": N_("이관"),
    "health": N_("상태 확인"),
    "imports": N_("가져오기"),
    "jobs": N_("작업 현황"),
    "metrics": N_("운영 지표"),
    "preferences": N_("화면 설정"),
    "promises": N_("약속"),
    "reference": N_("기준정보"),
    "reports": N_("접수"),
    "review": N_("접속기록 점검"),
    "sign_in": N_("로그인"),
    "start": N_("처리할 업무"),
    "statistics": N_("통계표"),
    "tokens": N_("API 토큰"),
    "trail": N_("열람·변경 기록"),
}
_LANGUAGES = {"ko": "한국어", "en": "English"}
_NUMBERED = {
    "sheet": N_("가져오기 %(number)s번"),
    "exemplary": N_("우수사례 %(number)s번"),
    "promise": N_("약속 %(number)s번"),
}


def subject_text(action: str, subject: str) -> str:
    """Cases, receipts and accounts by their own names; what has none of its own by what it is."""
    kind, _, number = subject.rpartition("-")
    if kind in _NUMBERED and number.isdecimal():
        return gettext(_NUMBERED[kind], number=number)
    say = _SAYS.get(action) or _SAYS.get(action.partition(".")[0])
    return (say(subject) if say else None) or subject


def place_text(endpoint: str) -> str:
    """A page by what it is part of and its address, as the browser shows it; numbers are left out."""
    feature, _, name = endpoint.partition(".")
    if feature not in PAGES:
        return endpoint
    known = endpoint in current_app.view_functions
    rule = next(current_app.url_map.iter_rules(endpoint)).rule if known else name
    return f"{gettext(PAGES[feature])} ({re.sub('<[^>]+>', '…', rule)})"


def _say_briefing(subject: str) -> str | None:
    """`2026/now/ko` when it was asked for, `2026-20261122T143000-1f2e3d4c.html` when it was fetched."""
    if asked := re.fullmatch(r"(\d{4})/(.+)/(ko|en)", subject):
        year, as_of, language = asked.groups()
        at = gettext("작성을 시작하는 때") if as_of == "now" else as_of.replace("T", " ")
        return " · ".join([_briefing(year), at, _LANGUAGES[language]])
    if fetched := re.fullmatch(r"(\d{4})-\d{8}T\d{6}-[0-9a-f]+\.(\w+)", subject):
        form = BriefingForm(fetched[2]).label(current_language())
        return f"{_briefing(fetched[1])} · {form}"
    return None


def _briefing(year: str) -> str:
    named = year if current_language() == "en" else f"{year}년"
    return gettext("%(year)s 회의자료", year=named)


def _say_dashboard(subject: str) -> str | None:
    """`overview/panel` of figures taken as CSV, `region.asia.ko.html` of a file."""
    title = dashboard_title(re.split(r"[./]", subject, maxsplit=1)[0], current_language())
    language = re.search(r"\.(ko|en)\.html$", subject)
    return title and (f"{title} · {_LANGUAGES[language[1]]}" if language else title)


def _say_job(subject: str) -> str | None:
    try:
        return find_job(subject).label(current_language())
    except NotFound:
        return None


def _say_token(subject: str) -> str | None:
    return gettext("API 토큰 %(number)s번", number=subject) if subject.isdecimal() else None


#: Act, or its first word → how its subject is said.
_SAYS: dict[str, Callable[[str], str | None]] = {
    "answer": lambda operation: f"{gettext(PAGES['api'])} ({operation})",
    "briefing": _say_briefing,
    "dashboard": _say_dashboard,
    "job": _say_job,
    "token": _say_token,
}
