"""What an act was about is read in words, in the language of the page; its link keeps the trail's own name."""

from __future__ import annotations

import pytest

from safety_center.app import create_app
from safety_center.domain.access import Role
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from safety_center.web.trail.subjects import place_text, subject_text
from tests.functional.desk import sit_down

_WORDS = [
    ("sheet.view", "sheet-1", "가져오기 1번", "Import 1"),
    ("exemplary.write", "exemplary-4", "우수사례 4번", "Exemplary case 4"),
    ("promise.settle", "promise-12", "약속 12번", "Promise 12"),
    (
        "briefing.make",
        "2026/now/ko",
        "2026년 회의자료 · 작성을 시작하는 때 · 한국어",
        "Briefing 2026 · when the job begins · 한국어",
    ),
    (
        "briefing.make",
        "2026/2026-06-30T15:00/en",
        "2026년 회의자료 · 2026-06-30 15:00 · English",
        "Briefing 2026 · 2026-06-30 15:00 · English",
    ),
    (
        "briefing.download",
        "2026-20261122T143000-1f2e3d4c.html",
        "2026년 회의자료 · HTML 문서",
        "Briefing 2026 · HTML document",
    ),
    ("dashboard.csv", "overview/by-month", "종합 현황", "Overview"),
    ("dashboard.download", "overview.ko.html", "종합 현황 · 한국어", "Overview · 한국어"),
    ("job.run", "refresh-statistics", "통계 갱신", "Refresh statistics"),
    ("token.end", "3", "API 토큰 3번", "API token 3"),
    ("case.view", "2026-KHM-000001", "2026-KHM-000001", "2026-KHM-000001"),
    ("session.sign_in", "officer.phnompenh", "officer.phnompenh", "officer.phnompenh"),
    ("dashboard.csv", "of-another-time/panel", "of-another-time/panel", "of-another-time/panel"),
]


@pytest.mark.parametrize(("action", "subject", "ko", "en"), _WORDS)
def test_a_subject_is_said_in_words(
    sqlite_installation: Installation, action: str, subject: str, ko: str, en: str
) -> None:
    app = create_app(installation=sqlite_installation)
    for language, wanted in (("ko", ko), ("en", en)):
        with app.test_request_context(headers={"Cookie": f"language={language}"}):
            assert subject_text(action, subject) == wanted


@pytest.mark.parametrize(
    ("endpoint", "ko", "en"),
    [
        ("cases.note", "사건·사고 (/cases/…/notes)", "Cases (/cases/…/notes)"),
        ("api.submit_report", "API (submit_report)", "API (submit_report)"),
        ("gone.page", "gone.page", "gone.page"),
    ],
)
def test_a_refused_page_is_named_by_what_it_is_part_of_and_its_address(
    sqlite_installation: Installation, endpoint: str, ko: str, en: str
) -> None:
    app = create_app(installation=sqlite_installation)
    for language, wanted in (("ko", ko), ("en", en)):
        with app.test_request_context(headers={"Cookie": f"language={language}"}):
            assert place_text(endpoint) == wanted


def test_a_line_of_the_trail_says_words_and_links_by_the_trail_s_own_name(
    sqlite_installation: Installation,
) -> None:
    with writing(sqlite_installation, None) as ctx:
        ctx.note("sheet.purge", "sheet-1", rows=1)
        ctx.note("briefing.make", "2026/now/ko")
    auditor = sit_down(sqlite_installation, Role.AUDITOR)
    assert '<a href="/trail?subject=sheet-1">가져오기 1번</a>' in auditor.text("/trail")
    auditor.client.set_cookie("language", "en")
    page = auditor.text("/trail")
    assert '<a href="/trail?subject=sheet-1">Import 1</a>' in page
    assert 'when the job begins · <span lang="ko">한국어</span></a>' in page
