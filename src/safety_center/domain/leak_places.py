"""The cities and places of the case, in Hangul and as they are spelt in Latin letters."""

import re
from collections.abc import Collection, Iterable, Iterator

from safety_center.domain.leak_spelling import is_named, latin_spellings
from safety_center.domain.leak_text import Span, matches

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
#: 주 stands before the city in what a mission is called.
_BEFORE = "(?:(?<![가-힣])|(?<=(?<![가-힣])주))"
_SEAT = re.compile("주([가-힣]{2,8}?)(?:총영사관|분관|출장소|영사관)")
_ENDINGS = re.compile("(?:에서|에게|으로|까지|부터|에|의|로|을|를|은|는|이|가|과|와|내|앞|뒤|옆)$")


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
        pattern = rf"{_BEFORE}{spaced}"
        yield from _spelt(text, name, instead)
    elif len(name) < 3:
        return
    else:
        words = r"[\s-]?".join(name) if name.isalpha() else re.escape(name)
        pattern = rf"(?<![A-Za-z]){words}(?![A-Za-z])"
    yield from matches(re.compile(pattern, re.IGNORECASE), text, lambda _: instead)


def _spelt(text: str, name: str, instead: str) -> Iterator[Span]:
    spellings = latin_spellings(name)
    if spellings:
        form = re.compile(spellings, re.IGNORECASE)
        yield from matches(form, text, lambda found: instead if is_named(found[0]) else None)


def cities_of_missions(labels: Iterable[str], codes: Iterable[str]) -> set[str]:
    """The cities in what missions are called (주시엠립분관) and in their codes (KHM-SIEMREAP)."""
    found = (_SEAT.fullmatch(label) for label in labels)
    cities = {match[1] for match in found if match}
    for code in codes:
        city = code.partition("-")[2]
        cities |= {city, city.removesuffix("CITY")}
    return {city for city in cities if city}


def cities_of_zones(zones: Iterable[str]) -> set[str]:
    """The cities after which a country's time zones are called: `Asia/Phnom_Penh`."""
    return {zone.rpartition("/")[2].replace("_", "") for zone in zones if "/" in zone}
