"""Addresses, streets, and the cities and places of the case."""

import re
from collections.abc import Collection, Iterator

from safety_center.domain.leak_text import Span, matches

_WORDS = (
    r"street|st|road|rd|avenue|ave|boulevard|blvd|lane|soi|sok|jalan|jl|rue|via|calle|strasse|straße"
    r"|stra(?:ss|ß)e|moo|khan|sangkat|phum|highway|hwy|drive|district|unit|apt|room|building|block"
)
_COUNTED = (
    "여|년|월|일|시|주|명|건|분|개|회|차|%|원|달러|불|유로|엔|위안|바트|동|km|㎞|m|미터|만|억|천|배|곳"
    "|단계|등급|급|인|대|층|부"
)
_ADDRESSES = (
    # 카오산로 12, 강남대로12길 3-4
    re.compile(
        r"(?<![가-힣A-Za-z0-9])[가-힣A-Za-z][가-힣A-Za-z0-9]{0,11}(?<!으)(?:로|길)\s?\d{1,4}"
        rf"(?:-\d{{1,4}})?(?:번?길\s?\d*(?:-\d+)?)?(?![\d,.]|\s?(?:{_COUNTED}))"
    ),
    re.compile(
        r"(?:소이|쏘이|스트리트|스트릿|로드|무|잘란|상캇|애비뉴|에비뉴)\s?\d{1,4}"
        rf"(?:-\d+)?(?![\d,.]|\s?(?:{_COUNTED}))"
    ),
    re.compile(
        rf"(?<![가-힣])[가-힣]{{3,12}}\s?거리\s?\d{{1,4}}(?![\d,.]|\s?(?:{_COUNTED}))"
        r"|(?<!\d)\d{1,4}/\d{1,4}\s+[A-Z][a-z]+(?:\s[A-Z][a-z]+)?"
    ),
    re.compile(r"(?<!\d)\d{1,4}(?:-\d{1,4})?\s?(?:번지|번가|번길|번\s?도로)"),
    re.compile(
        r"(?<!\d)\d{1,4}\s?동\s?\d{1,4}\s?호|객실\s?\d{2,4}"
        r"|(?<![제\d])\d{3,4}\s?호(?!선|차|기|점|실?전)(?:실)?"
    ),
    re.compile(
        rf"(?<![A-Za-z0-9])(?:No\.?\s?)?\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}})?,?\s+"
        rf"(?:[A-Z][A-Za-z.'-]*\s+){{0,3}}(?:{_WORDS})(?![A-Za-z0-9])\.?(?:\s?\d{{1,4}})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![A-Za-z])(?:(?-i:[A-Z])[a-z]+\s){{0,2}}(?:{_WORDS})\.?\s?(?:no\.?\s?)?\d{{1,5}}[A-Za-z]?(?![A-Za-z0-9])",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![A-Za-z])(?:[A-Z][A-Za-z.'-]+\s){1,3}(?:Street|St\.|Road|Rd\.?|Avenue|Ave\.?"
        r"|Boulevard|Blvd\.?|Lane|Square|Plaza)(?![A-Za-z])"
    ),
    re.compile(r"(?<![가-힣])[가-힣]{2,8}(?:스트리트|애비뉴)(?=[^가-힣]|[의에로은는이가을를]|$)"),
    re.compile(r"-?\d{1,3}\.\d{4,}\s?,\s?-?\d{1,3}\.\d{4,}"),
)
#: Words of a place that are no place's name.
_GENERAL = frozenset(
    "공항 국제공항 병원 종합병원 호텔 숙소 시장 야시장 경찰서 관광경찰서 대사관 영사관 구치소 교도소 유치장 터미널"
    " 버스터미널 정류장 기차역 지하철역 백화점 쇼핑몰 식당 음식점 주점 카페 해변 해수욕장 공원 시내 시외 외곽 인근 근처"
    " 부근 주변 앞 뒤 옆 안 밖 내 거리 골목 도로 고속도로 국도 교차로 사거리 주차장 아파트 건물 사무실 공장 학교 대학교"
    " 중심가 번화가 관광지 국경 검문소 출입국 사무소 은행 환전소 렌터카 버스 택시 열차"
    " 기차 비행기 선박 여객선 항구 부두"
    " 한인타운 한인회 현지 북부 남부 동부 서부 중부 지역 일대 방면 사이 도중 입구 출구 로비 객실 층 게스트하우스 리조트"
    " 카지노 수영장 유흥가 유흥업소 마사지 시청 광장 지하철 역 게이트 탑승구 도심 시골 산 강 바다 섬 호수".split()
)
_ENDINGS = re.compile("(?:에서|에게|으로|까지|부터|에|의|로|을|를|은|는|이|가|과|와|내|앞|뒤|옆)$")


def find_addresses(text: str) -> Iterator[Span]:
    """Whatever looks like an address, and coordinates."""
    for form in _ADDRESSES:
        yield from matches(form, text, lambda _: "현지 장소")


def find_places(text: str, cities: Collection[str], places: Collection[str]) -> Iterator[Span]:
    """The case's cities, and the names among the words of its places."""
    for city in cities:
        for name in {city, *re.split(r"[\s,/()·]+", city)}:
            yield from _named(text, name, "현지 도시")
    for place in places:
        for word in re.split(r"[\s,/()·]+", place):
            for name in {word, _ENDINGS.sub("", word)}:
                yield from _named(text, name, "현지 장소")


def _named(text: str, name: str, instead: str) -> Iterator[Span]:
    if len(name) < 2 or name in _GENERAL or name.isdigit():
        return
    if re.fullmatch("[가-힣]+", name):
        spaced = r"\s?".join(name) if len(name) > 2 else name
        pattern = rf"(?<![가-힣]){spaced}"
    elif len(name) < 3:
        return
    else:
        words = r"[\s-]?".join(name) if name.isalpha() else re.escape(name)
        pattern = rf"(?<![A-Za-z]){words}(?![A-Za-z])"
    yield from matches(re.compile(pattern, re.IGNORECASE), text, lambda _: instead)
