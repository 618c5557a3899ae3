"""What the fields of reports and cases are called, once for forms, error summaries and time lines."""

from flask_babel import gettext

from safety_center.domain.errors import N_

LABELS = {
    "situation": N_("어떤 사건·사고입니까?"),
    "narrative": N_("무슨 일이라고 합니까?"),
    "caller_name": N_("신고인 성명"),
    "caller_telephone": N_("신고인 전화번호"),
    "caller_relation": N_("당사자와의 관계"),
    "caller_none": N_("신고인 없음"),
    "channel": N_("접수 방법"),
    "received_at": N_("접수 시각"),
    "disposition": N_("처리 구분"),
    "disposition_reason": N_("접수하지 않는 사유"),
    "join_case_number": N_("병합할 관리번호"),
    "incident_type": N_("사건·사고 유형"),
    "severity": N_("심각도"),
    "country_code": N_("국가·지역"),
    "city": N_("도시"),
    "place_detail": N_("상세 장소"),
    "occurred_from": N_("발생일(현지)"),
    "occurred_to": N_("발생 종료일"),
    "occurred_time": N_("발생 시각(현지)"),
    "mission_code": N_("관할 공관"),
    "source": N_("접수 출처"),
    "external_reference": N_("참조번호"),
    "closed_at": N_("종결 시각"),
    "persons": N_("당사자"),
    "officer": N_("담당자"),
    "summary": N_("한 줄 요약"),
    "next_action": N_("다음 조치"),
    "next_action_due_at": N_("조치 기한"),
    "closing_note": N_("처리 결과"),
    "text": N_("처리 기록"),
    "reason": N_("재개 사유"),
    "message": N_("전달 사항"),
    "involvement": N_("구분"),
    "headcount": N_("인원(명)"),
    "approximate": N_("인원이 정확하지 않음(약)"),
    "sex": N_("성별"),
    "age_band": N_("연령대"),
    "sojourn": N_("거주·방문"),
    "outcome": N_("상태"),
    "removed": N_("당사자에서 제외"),
    "name_hangul": N_("한글 성명"),
    "name_roman": N_("로마자 성명"),
    "birth_date": N_("생년월일"),
    "telephone": N_("전화번호"),
    "passport_number": N_("여권번호"),
    "username": N_("계정 이름"),
    "display_name": N_("이름"),
    "role": N_("역할"),
    "unit_code": N_("기관"),
    "language": N_("화면 언어"),
    "valid_to": N_("사용 종료일"),
    "password": N_("비밀번호"),
    "question": N_("질문"),
}


def field_label(field: str) -> str:
    """`persons.0.birth_date` → `당사자 1 생년월일`; the name itself where there is no label."""
    parts = field.split(".")
    label = gettext(LABELS[parts[-1]]) if parts[-1] in LABELS else parts[-1]
    if len(parts) == 3 and parts[1].isdecimal():
        return gettext("당사자 %(number)s", number=int(parts[1]) + 1) + f" {label}"
    return label
