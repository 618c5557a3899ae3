"""What to ask a caller, per situation: a short list beside the form, in the words one would say.

A working list of this project, to be replaced by the ministry's own; it states no duty and no deadline.
"""

from safety_center.domain.errors import N_
from safety_center.domain.situations import Situation

ALWAYS = (
    N_("지금 안전한 곳에 계십니까?"),
    N_("다시 연락할 수 있는 전화번호가 무엇입니까?"),
    N_("정확한 위치(주소, 가까운 건물)가 어디입니까?"),
)
_POLICE = N_("현지 경찰에 신고했습니까? 접수번호나 담당 경찰서를 아십니까?")
_HOSPITAL = N_("다친 곳이 있습니까? 치료 중인 병원이 어디입니까?")
_FAMILY = N_("국내 가족에게 알렸습니까? 알려도 됩니까?")
_PASSPORT = N_("여권을 가지고 있습니까? 출국 예정일이 언제입니까?")
_LAST_SEEN = N_("마지막으로 연락된 때와 장소, 연락 수단이 무엇입니까?")
_LOOKS = N_("나이·성별·인상착의를 말씀해 주실 수 있습니까?")
_DETAINED_AT = N_("어느 기관에, 언제부터 구금되어 있습니까?")
_INTERPRETER = N_("통역이나 변호사가 필요합니까?")
_MONEY = N_("당장 쓸 돈과 묵을 곳이 있습니까?")
_STOPPED = N_("카드와 휴대전화를 정지했습니까?")
_OTHERS = N_("일행이나 함께 피해를 본 사람이 있습니까?")

_BY_SITUATION: dict[Situation, tuple[str, ...]] = {
    Situation.THEFT: (_PASSPORT, _STOPPED, _POLICE, _MONEY),
    Situation.LOSS: (
        _PASSPORT,
        N_("마지막으로 언제, 어디에서 가지고 있었습니까? 누가 가져간 것으로 보입니까?"),
        _STOPPED,
        N_("분실 신고를 했습니까(경찰, 유실물센터, 교통수단 회사)?"),
        _MONEY,
    ),
    Situation.FRAUD: (
        N_("언제, 얼마를, 어떤 방법으로 보냈습니까?"),
        N_("은행이나 카드사에 지급 정지를 요청했습니까?"),
        _POLICE,
    ),
    Situation.ASSAULT: (_HOSPITAL, _POLICE, N_("가해자를 아십니까? 다시 마주칠 위험이 있습니까?")),
    Situation.ROBBERY: (_HOSPITAL, _POLICE, _PASSPORT, _MONEY),
    Situation.SEXUAL_VIOLENCE: (
        N_("혼자 계십니까? 곁에 있어 줄 사람이 있습니까?"),
        _HOSPITAL,
        N_("경찰 신고와 증거 보존을 원하십니까?"),
        N_("같은 성별의 담당자와 통화하기를 원하십니까?"),
    ),
    Situation.KIDNAPPING: (
        _LAST_SEEN,
        N_("몸값이나 그 밖의 요구가 있었습니까? 누가 어떻게 연락했습니까?"),
        N_("당사자가 직접 말할 수 있습니까? 들키지 않고 통화할 수 있습니까?"),
        _LOOKS,
        _FAMILY,
    ),
    Situation.MISSING: (_LAST_SEEN, _LOOKS, N_("숙소와 다음 일정이 무엇입니까?"), _POLICE, _FAMILY),
    Situation.DETENTION: (_DETAINED_AT, N_("혐의가 무엇이라고 들었습니까?"), _INTERPRETER, _FAMILY),
    Situation.IMMIGRATION: (
        N_("체류 자격과 만료일이 무엇입니까?"),
        N_("공항이나 출입국 기관의 어느 곳에 있습니까?"),
        _PASSPORT,
        _INTERPRETER,
    ),
    Situation.TRAFFIC: (
        _HOSPITAL,
        _OTHERS,
        _POLICE,
        N_("보험에 들어 있습니까? 보험사에 알렸습니까?"),
    ),
    Situation.ACCIDENT: (_HOSPITAL, _OTHERS, N_("의식과 거동은 어떻습니까?"), _FAMILY),
    Situation.DEATH: (
        N_("언제, 어디에서, 누가 확인했습니까?"),
        N_("시신이 어디에 모셔져 있습니까?"),
        N_("유가족과 연락이 되었습니까? 연락처가 무엇입니까?"),
        _POLICE,
    ),
    Situation.DISASTER: (_OTHERS, _HOSPITAL, N_("대피할 길과 교통편이 있습니까?"), _MONEY),
    Situation.DESTITUTE: (
        _MONEY,
        N_("건강은 어떻습니까? 드시는 약이 있습니까?"),
        _FAMILY,
        _PASSPORT,
    ),
    Situation.DEPORTATION: (
        _DETAINED_AT,
        N_("출국 예정일과 항공편이 정해졌습니까?"),
        _PASSPORT,
        _FAMILY,
    ),
}


def questions_for(situation: str | None) -> tuple[str, ...]:
    """Korean msgids, the most urgent first."""
    if situation is None or situation not in set(Situation):
        return ALWAYS
    return ALWAYS + _BY_SITUATION.get(Situation.of(situation), ())
