"""What the document and its page say of each operation, in Korean; English comes from the catalog."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from safety_center.api.statistics import (
    DIFFERENCE,
    FIGURE_DAYS,
    FILTERS,
    INSTANTS,
    QUESTION,
)
from safety_center.domain.errors import N_
from safety_center.services.cases.filters import KEYS

TITLE = N_("재외국민 사건·사고 관리시스템 API")
INTRODUCTION = (
    N_("시스템이 접수를 등록하고, 사건·사고를 조회·변경하고, 통계를 조회하는 창구입니다."),
    N_(
        "모든 요청에는 Authorization: Bearer 토큰이, 모든 쓰기 요청에는 Idempotency-Key 헤더가 필요합니다."
        " 같은 키로 같은 내용을 다시 보내면 같은 응답을 받습니다. 키는 7일 동안 기억합니다."
    ),
    N_(
        "오류는 RFC 9457 형식으로 답합니다. 422는 항목 하나가 이 문서와 다를 때, 409는 항목끼리 또는 시각·등록된 자료와"
        " 맞지 않을 때입니다. 문장의 언어는 Accept-Language(ko, en)로 고릅니다."
    ),
)
ETAG = N_("사건·사고의 판. 변경할 때 If-Match로 보냅니다.")
STATUS_WORDS: Mapping[int, str] = {
    200: N_("처리했습니다"),
    201: N_("저장했습니다"),
    400: N_("요청을 이해하지 못했습니다"),
    401: N_("쓸 수 있는 토큰이 없습니다"),
    403: N_("이 토큰으로는 할 수 없습니다"),
    404: N_("찾는 자료가 없습니다"),
    409: N_("값이 서로 맞지 않거나 현재 상태에서 할 수 없습니다"),
    412: N_("그사이 다른 사람이 수정했습니다"),
    413: N_("보낸 내용이 너무 큽니다"),
    415: N_("받을 수 없는 형식입니다"),
    422: N_("입력한 내용에 고칠 곳이 있습니다"),
    428: N_("If-Match 헤더가 필요합니다"),
    500: N_("시스템에 문제가 생겼습니다"),
}
WORDS_OF_PARAMETERS: Mapping[str, str] = {
    "number": N_("관리번호"),
    "receipt": N_("접수번호"),
    "Idempotency-Key": N_("요청마다 새로 만든 8~200자의 키"),
    "If-Match": N_("조회할 때 받은 ETag"),
    "reveal": N_(
        "true이면 성명·번호를 가리지 않습니다. person:reveal 권한이 필요하고 따로 기록됩니다."
    ),
    "cursor": N_("앞 응답의 next 값"),
    "from": N_("이 날부터(그날 포함)"),
    "to": N_("이 날까지(그날 포함)"),
    "basis": N_("날짜 기준: 발생일(현지), 접수일(서울), 입력일(서울)"),
    "scheme": N_("지역 구분"),
    "by": N_("분류 기준. 쉼표로 이어 다섯 개까지"),
    "unit": N_("단위: persons(명), cases(건)"),
    "as_of": N_("이 날짜나 시각에 알려져 있던 대로. 날짜는 그날 24시(한국시간)"),
}
_DIFFERENCE_WORDS: Mapping[str, str] = dict(
    zip(
        (*INSTANTS, *FIGURE_DAYS),
        (
            N_("처음 시각. 날짜는 그날 0시(한국시간)"),
            N_("나중 시각. 날짜는 그날 24시(한국시간)"),
            N_("통계 기간 첫날"),
            N_("통계 기간 마지막 날"),
        ),
        strict=True,
    )
)
_READ = (400, 401, 403, 404, 409, 422, 500)
_WRITE = (400, 401, 403, 404, 409, 413, 415, 422, 500)
_CHANGE = (400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 500)


@dataclass(frozen=True)
class Description:
    """Words about one operation, the names of its schemas, and the statuses it answers with.

    `instants` are parameters that must be given, as a day or an instant; `words` say what its own
    parameters mean where their names mean something else elsewhere.
    """

    summary: str
    details: str
    answers: tuple[tuple[int, str], ...]
    problems: tuple[int, ...] = _READ
    query: tuple[str, ...] = ()
    body: str | None = None
    example: Mapping[str, Any] | None = None
    instants: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


DESCRIPTIONS: Mapping[str, Description] = {
    "submit_report": Description(
        N_("접수 등록"),
        N_(
            "접수 한 건을 등록합니다. 꼭 알아야 하는 것은 장소, 상황, 신고인(또는 신고인 없음), 내용입니다."
            " 같은 출처의 같은 external_reference가 이미 있으면 저장하지 않고 그 번호를 200으로 답합니다."
            " 내용에 든 여권·주민등록번호 등은 가리고 warnings로 알립니다."
        ),
        ((201, "SubmittedRecord"), (200, "SubmittedRecord")),
        _WRITE,
        body="Report",
        example={
            "source": "mission",
            "external_reference": "KH-2026-0457",
            "received_at": "2026-11-02T14:30:00+07:00",
            "caller_name": "홍길동",
            "country_code": "KH",
            "city": "프놈펜",
            "situation": "theft",
            "narrative": "시장에서 가방을 도난당했다고 함.",
            "occurred_from": "2026-11-02",
            "persons": [{"name_hangul": "홍길동", "sex": "male", "sojourn": "visitor"}],
        },
    ),
    "show_report": Description(
        N_("접수 조회"),
        N_(
            "소속 기관이 접수했거나 볼 수 있는 사건·사고의 접수 한 건을 답합니다. 신고인은 가려져 있습니다."
        ),
        ((200, "ReportRecord"),),
        query=("reveal",),
    ),
    "list_cases": Description(
        N_("사건·사고 목록"),
        N_(
            "볼 수 있는 사건·사고를 최근 접수부터 50건씩 답합니다. next를 cursor로 보내면 다음 쪽을 받습니다."
        ),
        ((200, "CaseListRecord"),),
        query=(*KEYS, "cursor"),
    ),
    "show_case": Description(
        N_("사건·사고 조회"),
        N_(
            "한 건을 당사자, 접수, 기록과 함께 답합니다. 성명·번호는 가려져 있습니다. ETag는 판입니다."
        ),
        ((200, "CaseRecord"),),
        query=("reveal",),
    ),
    "change_case": Description(
        N_("사건·사고 변경"),
        N_(
            "보낸 항목만 바꿉니다. null은 비울 수 있는 항목을 비웁니다. If-Match의 판이 현재 판이 아니면 누가 언제"
            " 바꾸었는지 412로 답합니다."
        ),
        ((200, "CaseRecord"),),
        _CHANGE,
        body="CaseChange",
        example={"city": "시엠레아프", "next_action": "경찰 확인서 요청"},
    ),
    "add_note": Description(
        N_("기록 추가"),
        N_("사건·사고에 기록을 남깁니다. 판은 바뀌지 않습니다."),
        ((201, "NoteAnswer"),),
        _WRITE,
        body="Note",
        example={"text": "현지 경찰과 통화함."},
    ),
    "take_step": Description(
        N_("처리 상태 변경"),
        N_(
            "착수(in_progress), 종결(closed), 재개(reopened). note는 종결할 때 처리 결과, 재개할 때 사유입니다."
        ),
        ((200, "CaseRecord"),),
        _CHANGE,
        body="Step",
        example={"status": "in_progress"},
    ),
    "count_persons": Description(
        N_("통계"),
        N_(
            "당사자 수나 건수를 고른 기준으로 세어 답합니다."
            " 단위, 날짜 기준, 지역 구분, 집계 규칙, 기준 시각이 함께 있습니다."
            " 행이 없는 칸은 0이고, stated가 false인 칸은 미기재입니다."
        ),
        ((200, "FiguresRecord"),),
        query=(*QUESTION, *map(str, FILTERS)),
    ),
    "compare_figures": Description(
        N_("통계 변동 내역"),
        N_(
            "두 시각에 알려져 있던 통계를 비교해, 그사이에 기록된 변경을 사유별로 나누어 답합니다."
            " rows의 before에 사유별 증감을 더하면 after와 정확히 같습니다."
            " changes는 사유별로 기록된 변경 수, moves는 값이 어디에서 어디로 바뀌었는지입니다."
        ),
        ((200, "DifferencesRecord"),),
        query=(*DIFFERENCE, *map(str, FILTERS)),
        instants=INSTANTS,
        words=_DIFFERENCE_WORDS,
    ),
}
