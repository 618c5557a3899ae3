"""What the fields of a card are called, and how much each takes."""

from flask_babel import gettext

from safety_center.domain.errors import N_

LABELS = {
    "title": N_("제목"),
    "situation": N_("상황"),
    "steps": N_("한 일"),
    "partners": N_("함께한 기관"),
    "result": N_("결과"),
    "lessons": N_("다른 공관이 참고할 점"),
    "act_article": N_("영사조력법 관련 조문"),
    "effect": N_("효과"),
    "speed": N_("신속성"),
    "transfer": N_("적용 가능성"),
    "care": N_("당사자 배려"),
    "comment": N_("의견"),
    "note": N_("적용한 내용"),
    "adopted_on": N_("적용한 날"),
    "return_reason": N_("보완 요청 사유"),
    "withdraw_reason": N_("철회 사유"),
}
_STEP = {"what": N_("한 일 %(number)s"), "after": N_("한 일 %(number)s의 시점")}


def card_label(field: str) -> str:
    """`steps.0.what` → `한 일 1`; the name itself where there is no label."""
    parts = field.split(".")
    if parts[0] == "steps" and len(parts) == 3 and parts[2] in _STEP:
        return gettext(_STEP[parts[2]], number=int(parts[1]) + 1)
    return gettext(LABELS[parts[0]]) if parts[0] in LABELS else field
