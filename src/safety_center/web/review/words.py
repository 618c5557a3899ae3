"""A finding in a sentence: what was found, on which day, compared with what."""

from typing import Any

from flask_babel import gettext

from safety_center.domain.errors import N_
from safety_center.domain.review import (
    MISSIONS_FLOOR,
    NIGHT_BEGINS,
    NIGHT_ENDS,
    REFUSED_FLOOR,
    SEQUENCE_FLOOR,
    VOLUME_FLOOR,
    VOLUME_TIMES,
    FindingKind,
)
from safety_center.services.review import FindingView

_SENTENCES = {
    FindingKind.VOLUME: N_(
        "하루에 %(acts)s건을 열람했습니다. 최근 4주 동안 하루 중앙값은 %(usual)s건입니다."
    ),
    FindingKind.NIGHT: N_(
        "소속 기관 현지 시각(%(zone)s)으로 심야에 %(acts)s건을 열람했습니다. 평소에는 이 시간에 일하지 않습니다."
    ),
    FindingKind.OWN_NAME: N_("본인과 이름이 같은 당사자를 %(acts)s번 열람하거나 검색했습니다."),
    FindingKind.REFUSED: N_("권한이 없는 자료나 화면을 %(acts)s번 시도했다가 거부됐습니다."),
    FindingKind.MISSIONS: N_("하루에 공관 %(missions)s곳의 사건을 %(acts)s건 열람했습니다."),
    FindingKind.SEQUENCE: N_(
        "%(subject)s부터 관리번호 %(acts)s개를 차례로 열람하거나 시도했습니다."
    ),
    FindingKind.RESET: N_("%(subject)s 계정의 비밀번호나 2단계 인증을 %(acts)s번 초기화했습니다."),
    FindingKind.EXPORT: N_("개인정보가 든 파일을 %(acts)s번, 모두 %(rows)s행 내려받았습니다."),
}


def say_finding(view: FindingView) -> str:
    """The finding in the reader's language."""
    values: dict[str, Any] = {
        "acts": view.row.acts,
        "subject": view.row.subject,
        "usual": 0,
        "zone": "",
    }
    values |= {"missions": 0, "rows": 0, **view.detail}
    values["usual"] = f"{values['usual']:g}"
    return gettext(_SENTENCES[view.kind], **values)


def rules() -> list[tuple[FindingKind, str]]:
    """Each rule with its threshold, for the reviewer and for who is asked to explain."""
    return [
        (
            FindingKind.VOLUME,
            gettext(
                "하루 %(floor)s건 이상이면서 최근 4주 하루 중앙값의 %(times)s배를 넘음",
                floor=VOLUME_FLOOR,
                times=VOLUME_TIMES,
            ),
        ),
        (
            FindingKind.NIGHT,
            gettext(
                "소속 기관 현지 시각 %(begins)s시~%(ends)s시, 평소 그때 일하지 않는 계정(24시간 근무하는 센터 제외)",
                begins=NIGHT_BEGINS,
                ends=NIGHT_ENDS,
            ),
        ),
        (FindingKind.OWN_NAME, gettext("계정의 성명과 같은 이름의 당사자를 열람하거나 검색함")),
        (FindingKind.REFUSED, gettext("하루에 %(floor)s번 이상 거부됨", floor=REFUSED_FLOOR)),
        (
            FindingKind.MISSIONS,
            gettext(
                "센터 계정이 하루에 공관 %(floor)s곳 이상의 사건을 열람함", floor=MISSIONS_FLOOR
            ),
        ),
        (
            FindingKind.SEQUENCE,
            gettext(
                "이어지는 관리번호를 %(floor)s개 이상 차례로 열람하거나 시도함",
                floor=SEQUENCE_FLOOR,
            ),
        ),
        (
            FindingKind.RESET,
            gettext("다른 사람의 비밀번호나 2단계 인증을 초기화하면 모두 점검함(첫 비밀번호 제외)"),
        ),
        (FindingKind.EXPORT, gettext("개인정보 파일을 내려받으면 모두 점검함")),
    ]
