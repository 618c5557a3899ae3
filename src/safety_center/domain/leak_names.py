"""Names of people in a text: in Hangul with whatever follows, given names alone, and in Latin letters."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from safety_center.domain.leak_initials import initials_of, initials_of_words
from safety_center.domain.leak_text import Span
from safety_center.domain.names import latin_runs, normalise_hangul, split_hangul_name
from safety_center.domain.romanisation import SURNAMES, is_hangul, spell_surname, spell_syllable

_NOT_AFTER_HANGUL = "(?<![가-힣])"
_WORD, _END = "(?<![A-Za-z])", "(?![A-Za-z])"
_MARKS = "○◯〇*＊OXx"
#: Between syllables or words of a name in Latin letters.
_SEP, _GAP = r"[-' ./·]?", r"[-' .,/·]{0,3}"
#: After a given name that is a word too: only a person is called so.
_CALLED = (
    r"(?=\s?(?:씨|양|군|님)(?![가-힣])|\s?(?:씨|님)[가-힣]|에게|한테|께"
    r"|이(?:가|는|를|의|도|와|랑)(?![가-힣]))"
)
#: Given names that are words of this work, or begin some.
_WORDS = frozenset(
    "가정 강도 경유 경찰 계좌 고소 공항 구조 구금 귀국 기관 기상 납치 도난 도주 도착 면담 무사 미화"
    " 방문 범인 병원 보호 부상 사고 사기 사실 사정 상담 상태 상해 선고 선임 성인 소재 소지 송금 수사 수송"
    " 수술 시신 시장 신고 신속 신원 실종 안내 안전 안정 여권 여정 연락 영사 예정 운구 유지 은행 이동 이송"
    " 인도 인상 인수 인원 일정 임시 입국 자진 재외 전달 정도 정보 정상 조사 조언 주소 주장 준수 지원 지인"
    " 지정 진술 체류 체포 추정 출국 치안 치료 통보 통역 하루 한국 한인 해외 현재 현지 현장 협조 호소 호송"
    " 확인 환자 회신 후송 동행 예약 유실 자신 자정 해결 현금 지하"
    " 아시 이하 이후 이전 이상 이유 이미 아이 나라 하나 지나 다하 보다 서로 미리 바로 가족 우리".split()
)
#: Surnames that are words too: `이 지원` is this help, `한 지인` an acquaintance.
_BEFORE_WORDS = frozenset("이 한 전 여 두 온 현 금 본 동 양 총 원 안 주".split())
#: Usual words that begin like a given name.
_LONGER = ("영수증", "은행", "지하철", "아시아", "유효", "하루")


def find_names(text: str, names: Mapping[str, str]) -> Iterator[Span]:
    """Every way in which the names stand in the text."""
    for name, instead in names.items():
        for pattern in _patterns(name):
            for match in pattern.finditer(text):
                yield match.start(), match.end(), instead


@lru_cache(maxsize=512)
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    plain = re.sub(r"\([^)]*\)", "", name)
    hangul = "".join(re.findall("[가-힣]+", plain))
    sources = [*_hangul(hangul), *_derived(hangul), *initials_of(hangul)] if hangul else []
    if not hangul and (han := normalise_hangul(re.sub("[A-Za-z]+", "", plain))):
        sources += [_spaced(han)] if len(han) > 1 else []
    runs = latin_runs(plain)
    sources += [*_latin(runs), *initials_of_words(runs)]
    return tuple(re.compile(source, re.IGNORECASE) for source in sources)


def _spaced(word: str) -> str:
    return r"\s?".join(map(re.escape, word))


def _hangul(name: str) -> Iterator[str]:
    surname, given = split_hangul_name(name)
    is_word = given in _WORDS
    if len(name) > 2:
        apart = not is_word or surname not in _BEFORE_WORDS
        yield _spaced(name) if apart else re.escape(name)
    elif len(name) == 2:
        yield rf"{_NOT_AFTER_HANGUL}{name}(?![가-힣])"
        yield rf"{_NOT_AFTER_HANGUL}{name}(?=\s?씨|님|에게|한테|(?:이?[가는도]|은|이|을|를|의|과|와)(?![가-힣]))"
    if len(given) == 2:
        first, last = given[0], given[1]
        yield rf"{surname}\s?(?:{first}\s?[{_MARKS}]|[{_MARKS}]\s?{last})"
    if len(given) > 2 or (len(given) == 2 and not is_word):
        other = "|".join(word for word in _LONGER if word.startswith(given) and word != given)
        unless = f"(?!{other})" if other else ""
        yield f"{_NOT_AFTER_HANGUL}{unless}{given}"
    elif given:
        called = _CALLED if len(given) > 1 else r"(?=\s?씨)"
        yield f"{_NOT_AFTER_HANGUL}{given}{called}"


def _derived(name: str) -> Iterator[str]:
    """As the name is usually written in Latin letters; a surname alone is left, as 김 씨 is."""
    surname, given = split_hangul_name(name)
    if not given or not is_hangul(name):
        return
    syllables = [spell_syllable(syllable) for syllable in given]
    if not all(syllables):
        return
    called = _SEP.join(f"(?:{'|'.join(each)})" for each in syllables)
    family = "|".join(SURNAMES.get(surname) or spell_surname(surname))
    yield from _both(f"(?:{family})", called)
    if len(given) > 1:
        yield rf"{_WORD}(?={_letters(4)}){called}{_END}"


def _letters(least: int) -> str:
    """At least so many letters follow, marks between them or not: shorter ones are words too."""
    return r"(?:[A-Za-z][-' .]?){" + str(least) + "}"


def _both(family: str, called: str) -> Iterator[str]:
    yield rf"{_WORD}{family}{_GAP}{called}{_END}"
    yield rf"{_WORD}{called}{_GAP}{family}{_END}"
    yield rf"{_WORD}(?-i:[A-Z])[. ]{{1,2}}-?(?:(?-i:[A-Z])[. ]{{1,2}})?{family}{_END}"


def _latin(runs: list[str]) -> Iterator[str]:
    """The words as they were typed: each alone (of three letters or more), neighbours in any order."""
    for run in runs:
        if len(run) > 4:
            yield rf"{_WORD}{_SEP.join(run)}{_END}"
        elif len(run) > 2:
            yield rf"{_WORD}{run}{_END}"
    for one in runs:
        for other in runs:
            if one != other:
                yield rf"{_WORD}{_SEP.join(one)}{_GAP}{_SEP.join(other)}{_END}"
    if len(runs) > 2:
        whole = _GAP.join(_SEP.join(run) for run in runs)
        turned = _GAP.join(_SEP.join(run) for run in (*runs[1:], runs[0]))
        yield rf"{_WORD}{whole}{_END}"
        yield rf"{_WORD}{turned}{_END}"


#: Words of display names that are none of a person's.
_TITLES = frozenset(
    "공관장 공사 서기관 상담사 상담관 분석관 관리관 관리자 감사관 참사관 사무관 주무관 행정원 시스템 시연"
    " 시험 센터 영사 담당 담당영사 해외안전 부영사 총영사 대사".split()
)


def names_of_official(display_name: str) -> tuple[str, ...]:
    """The names in what an account is called: `김가람 영사 (시연)` → `김가람`."""
    words = re.findall("[가-힣]+", re.sub(r"\([^)]*\)", "", display_name))
    named = (
        word
        for word in words
        if 2 <= len(word) <= 4 and word not in _TITLES and split_hangul_name(word)[0] in SURNAMES
    )
    return tuple(named)
