"""A synthetic corpus of case texts with planted leaks, and of general expressions that are none.

Every name, number and address is put together at random; 010-0000 and M000 are held by nobody.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from safety_center.domain.leaks import Identifiers

_SURNAMES = "김:KIM 이:LEE 박:PARK 최:CHOI 정:JUNG 강:KANG 조:CHO 윤:YOON 장:JANG 임:LIM 한:HAN 오:OH 서:SEO 신:SHIN"
_SURNAMES += " 권:KWON 황:HWANG 안:AHN 송:SONG 홍:HONG 남궁:NAMGUNG 선우:SUNWOO"
_FIRST = "가:GA 도:DO 미:MI 서:SEO 세:SE 은:EUN 지:JI 태:TAE 하:HA 현:HYUN 혜:HYE 영:YOUNG 민:MIN 수:SU 경:KYUNG"
_LAST = "람:RAM 빈:BIN 연:YEON 우:WOO 원:WON 율:YUL 인:IN 준:JUN 진:JIN 희:HEE 수:SU 호:HO 아:A 솔:SOL 철:CHUL"
_CITIES = "프놈펜 방콕 도쿄 호찌민 시엠립 마닐라 파리 뉴욕 시드니 타슈켄트 이스탄불 다낭 치앙마이 세부 밴쿠버".split()
_IN_LATIN = dict(
    zip(
        _CITIES,
        "Phnom Penh|Bangkok|Tokyo|Ho Chi Minh|Siem Reap|Manila|Paris|New York|Sydney|Tashkent|Istanbul"
        "|Da Nang|Chiang Mai|Cebu|Vancouver".split("|"),
        strict=True,
    )
)
#: As they are written in many countries; `#` stands for a number.
_ADDRESSES = (
    "123/# Soi #|Calle #|Calle de Alcalá #|Đường Nguyễn Trãi #|# Đường Lê Lợi|Jl. Sudirman No. #"
    "|Jalan Ampang #|12-# Shinjuku|Shinjuku 3-#-7|#-chome|Minato-ku|Apt #B|Apt. C|#05-#|P.O. Box #|사서함 #"
    "|11°33′44″N 104°55′12″E|11.56° N, 104.92° E|북위 11도 33분|7P28HWFF+XX|HV6Q+2C|Friedrichstraße #"
    "|Av. Paulista #|Rua Augusta #|SW1A 1AA|# Evergreen Terrace|///filled.count.soap|99/# Moo 5"
    "|Brgy. San Antonio|Blk # Lot #|Suite #|신주쿠 3-#-7|우편번호 065#|Carrera 7 No. #-34|Rue de Rivoli #"
    "|Ul. Lenina #|Via Roma #|# Nguyen Hue Street|Room #|Sangkat Boeung Keng Kang|Tower B"
).split("|")
_PLACES = "리버사이드 카오산 벙깽꽁 수쿰윗 말라테 이태리골목 올드마켓 신주쿠 몽마르트르 브로드웨이".split()
_KINDS_OF_PLACE = "호텔 앞|시장 근처|게스트하우스|경찰서 옆|버스터미널|병원 로비".split("|")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_AFTER_NAME = (
    "이 가 은 는 을 를 의 에게 과 씨가 씨는 님이 양이 군은 께서 도 와 이가 이는 한테".split()
)
#: Said in every card, and none of it identifies.
GENERAL = (
    "접수 40분 뒤 현지 경찰에 신고를 대행함.",
    "영사가 3일 뒤 병원을 방문해 상태를 확인하고 지원 방법을 안내함.",
    "김 씨와 이모 씨는 일행이었음.",
    "김○○은 무사히 귀국함.",
    "20대 여성 1명이 11월 하순에 소매치기를 당함.",
    "2026년 상반기에 같은 유형이 15건 있었음.",
    "신속해외송금으로 1,500,000원을 보냄.",
    "2시간 안에 통역을 연결하고 72시간 이내에 여권을 재발급함.",
    "피해액은 약 20000달러이고 회수율은 12.5%였음.",
    "현지 도시의 경찰서에 세 차례 방문함.",
    "19세 미만인 당사자라 보호자에게 먼저 연락함.",
    "하루 만에 소재가 확인되어 가족에게 알림.",
    "통역 2명과 자원봉사자 15명이 1/3씩 나누어 맡음.",
    "공관은 24시간 당직 체계를 운영함.",
    "영사조력법 제11조에 따라 변호인 명단을 전달함.",
    "현지 경찰, 병원, 한인회와 매주 회의함.",
    "새벽에 접수되었으나 당직 영사가 10분 안에 응답함.",
    "수사 기관에 조사 일정을 확인하고 면담을 신청함.",
    "10일간 매일 전화로 상태를 확인함.",
    "유사한 사건에 대비해 연락망을 5단계로 정리함.",
    "영수증과 진단서를 모아 보험사에 제출하도록 안내함.",
    "앞으로 3곳의 병원과 협약을 맺을 예정임.",
    "총 7일이 걸렸고 비용은 1.5배 늘었음.",
    "The mission answered within 2 hours and met the family 3 days later.",
    "Police, hospital and airline worked together; the family arrived in late November.",
    "K 씨와 김 모 씨, Mr. K는 CCTV 영상과 SMS 기록을 함께 제출함.",
    "체온 38.5°C, COVID-19 검사 음성, A형 간염은 아니었음.",
    "The U.S. airline and the EU office replied in 1-2 hours, 24/7 without a pause.",
    "Phase 1-2 of the plan: call, visit, return; Part B follows.",
    "한인회와 KOTRA, NGO 세 곳이 #안전여행 활동을 함께함.",
    "피해자가 안정될 때까지 같은 상담 인력이 맡음.",
)


@dataclass(frozen=True)
class Planted:
    """A text with leaks at known places: `text[start:end]` of each must be marked."""

    text: str
    leaks: tuple[tuple[int, int, str], ...]
    identifiers: Identifiers


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(hangul, roman) for hangul, roman in (each.split(":") for each in table.split())]


class Corpus:
    """Draws texts; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - synthetic texts

    def draw(self) -> Planted:
        """A text of a few sentences, of which about half hold a leak each."""
        draw = self._chance
        surname, first, last = map(draw.choice, map(_pairs, (_SURNAMES, _FIRST, _LAST)))
        hangul = surname[0] + first[0] + last[0]
        roman = f"{surname[1]} {first[1]}{last[1]}"
        phone = f"010-0000-{draw.randrange(10_000):04d}"
        passport = f"M000{draw.randrange(100_000):05d}"
        number = f"2026-KHM-{draw.randrange(1_000_000):06d}"
        city, place = draw.choice(_CITIES), draw.choice(_PLACES)
        where = f"{place} {draw.choice(_KINDS_OF_PLACE)}"
        typed = {hangul: "20대 여성"} | ({roman: "20대 여성"} if draw.random() < 0.6 else {})
        known = Identifiers(typed, (phone, passport, number), (city,), (where,))
        text, leaks = "", []
        for _ in range(draw.randint(3, 7)):
            if draw.random() < 0.5:
                text += draw.choice(GENERAL) + " "
                continue
            before, leak, after, kind = draw.choice(
                (
                    self._name(surname, first, last),
                    self._name(surname, first, last),
                    self._roman(surname[1], first[1], last[1]),
                    self._number(phone, passport, number),
                    self._day(),
                    self._day(),
                    self._time(),
                    self._place(city, place),
                    self._initials(surname, first, last),
                    self._city(city),
                    self._address(),
                )
            )
            start = len(text) + len(before)
            leaks.append((start, start + len(leak), kind))
            text += before + leak + after + " "
        return Planted(text, tuple(leaks), known)

    def _name(self, surname: tuple[str, str], *given: tuple[str, str]) -> tuple[str, str, str, str]:
        called = "".join(each[0] for each in given)
        name = self._chance.choice(
            (surname[0] + called, f"{surname[0]} {called}", called, surname[0] + called)
        )
        before = self._chance.choice(("", "당사자 ", "신고인의 딸 ", "여행 중이던 ", "'", "("))
        after = self._chance.choice(_AFTER_NAME)
        return before, name, f"{after} 연락이 되지 않는다고 함.", "name"

    def _roman(self, surname: str, first: str, last: str) -> tuple[str, str, str, str]:
        draw = self._chance.choice
        called = draw((f"{first}{last}", f"{first}-{last}", f"{first} {last}"))
        name = draw((f"{surname} {called}", f"{called} {surname}", f"{surname}, {called}"))
        name = draw((name, name.title(), name.lower(), f"{surname.title()}{called.title()}"))
        return (
            draw(("여권상 이름은 ", "예약자 ", "Passenger ")),
            name,
            draw(("임.", "로 확인함.", " said so.")),
            "roman",
        )

    def _initials(self, *name: tuple[str, str]) -> tuple[str, str, str, str]:
        draw = self._chance.choice
        family, first, last = (each[1] for each in name)
        f, a, b = family[0], first[0], last[0]
        cut = draw(
            (
                *(f"{f}.{a}.{b}.", f"{f}. {a}. {b}.", f"{a}.{b}. {family.title()}"),
                *(f"{family.title()} {a}.", f"{family.title()} {a}.{b}.", f"{family} {a}{b}"),
                *(f"{family.title()}, {a}.", f"{a}. {family.title()}"),
                *(f"{name[0][0]}{a}{name[2][0]}", f"{name[0][0]} {a}.{b}."),
                f"{f}{name[1][0]}{name[2][0]}",
            )
        )
        return draw(("당사자 ", "예약자 ", "(")), cut, draw((" 연락됨.", ", 무사함.")), "initials"

    def _city(self, city: str) -> tuple[str, str, str, str]:
        draw = self._chance.choice
        name = _IN_LATIN[city]
        told = draw((name, name.upper(), name.replace(" ", ""), name.replace(" ", "-")))
        return draw(("", "Flight to ", "당일 ")), told, draw(("에서 발견됨.", " 도착.")), "city"

    def _address(self) -> tuple[str, str, str, str]:
        draw = self._chance
        told = draw.choice(_ADDRESSES)
        if not told.startswith("#05"):
            told = told.replace("#", str(draw.randint(2, 299)))
        else:
            told = f"#05-{draw.randint(2, 99):02d}"
        return draw.choice(("", "숙소는 ", "주소: ")), told, " 부근에서 발견됨.", "address"

    def _number(self, phone: str, passport: str, number: str) -> tuple[str, str, str, str]:
        draw = self._chance
        digits = phone.replace("-", "")
        other = "".join(str(draw.randrange(10)) for _ in range(12))
        account = f"{other[:3]}-{other[3:6]}-{other[6:]}"
        told = draw.choice(
            (
                phone,
                digits,
                phone.replace("-", " "),
                f"+82 10-{phone[4:]}",
                f"+82{digits[1:]}",
                phone.replace("-", "."),
                passport,
                f"{passport[:1]} {passport[1:5]} {passport[5:]}",
                passport.lower(),
                number,
                f"R-2026-{other[:7]}",
                account,
                other,
                f"+855 {other[:2]} {other[2:5]} {other[5:8]}",
                f"02-{other[:4]}-{other[4:8]}",
                f"user{other[:3]}@example.com",
                f"{passport[:5]}****",
            )
        )
        return draw.choice(("번호는 ", "연락처(", "계좌 ", "여권 ")), told, " 로 확인됨.", "number"

    def _day(self) -> tuple[str, str, str, str]:
        draw = self._chance
        y, m, d = draw.randint(2020, 2026), draw.randint(1, 12), draw.randint(1, 28)
        name = _MONTHS[m - 1]
        told = draw.choice(
            (
                f"{y}년 {m}월 {d}일",
                f"{y}년{m}월{d}일",
                f"{m}월 {d}일",
                f"{m}월{d}일(금)",
                f"{y}-{m:02d}-{d:02d}",
                f"{y}.{m}.{d}.",
                f"{y}. {m}. {d}.",
                f"{y}/{m:02d}/{d:02d}",
                f"{y}{m:02d}{d:02d}",
                f"'{y % 100}.{m}.{d}",
                f"{y % 100}-{m:02d}-{d:02d}",
                f"{d} {name} {y}",
                f"{d} {name[:3]} {y}",
                f"{name} {d}, {y}",
                f"{name[:3]}. {d}th",
                f"{d}th of {name}",
                f"{d:02d}/{m:02d}/{y}",
                f"{m}. {d}.",
                f"{m:02d}/{d + 3 if d > 9 else 10 + d:02d}",
                f"{m}월 {d}~{d + 2}일",
                f"{d}일",
                f"{y - 30}년생",
            )
        )
        before = draw.choice(("", "사건은 ", "(", "출국일 "))
        return (
            before,
            told,
            draw.choice((" 오후에 일어남.", " 새벽에 일어남.", "에 일어남.")),
            "date",
        )

    def _time(self) -> tuple[str, str, str, str]:
        draw = self._chance
        h, m = draw.randint(0, 23), draw.randint(0, 59)
        told = draw.choice(
            (
                f"{h:02d}:{m:02d}",
                f"{h}:{m:02d}",
                f"{h}시 {m}분",
                f"{h}시{m:02d}분",
                f"오후 {h % 12 or 12}시",
                f"오전 {h % 12 or 12}시 {m}분",
                f"오후 {h % 12 or 12}시 반",
                f"{h % 12 or 12}:{m:02d} pm",
                f"{h % 12 or 12} a.m.",
                f"{h:02d}:{m:02d}:00",
                f"새벽 {h % 6 + 1}시",
            )
        )
        return draw.choice(("", "당일 ", "접수 시각 ")), told, "경 전화가 옴.", "time"

    def _place(self, city: str, place: str) -> tuple[str, str, str, str]:
        draw = self._chance
        n = draw.randint(2, 299)
        told = draw.choice(
            (
                city,
                place,
                f"{place}로 {n}",
                f"{place}길 {n}-3",
                f"{n}번지",
                f"{n + 100}호실",
                f"Street {n}",
                f"No. {n}, Street {n + 1}",
                f"{n} Norodom Boulevard",
                f"Sukhumvit Soi {n}",
                f"소이 {n}",
                f"{n}번가",
                f"{n % 30 + 101}동 {n + 100}호",
                "Monivong Road",
                "11.5621, 104.9160",
            )
        )
        return draw.choice(("", "숙소는 ", "사건 장소: ")), told, "에서 발견됨.", "place"
