"""Erasing a case: the person goes, the count stays."""

from safety_center.domain.vocabulary import Term


class ErasureReason(Term):
    """Why a case is erased: a code, since words about it would be one more text about a person."""

    RETENTION = "retention", "보유기간 경과·처리목적 달성", "Kept long enough, or no longer needed"
    REQUEST = "request", "정보주체의 삭제 요구", "The person asked for it"
    MISTAKE = "mistake", "착오로 등록한 개인정보", "Personal data registered by mistake"
