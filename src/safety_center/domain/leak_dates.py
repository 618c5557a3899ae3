"""Exact days, times and ages in a text, in every usual form, and the general expression for each."""

import re
from collections.abc import Iterator

from safety_center.domain.leak_text import Span, matches

_Y = r"(?:(?:19|20)\d{2}|['’]\d{2})"
_M, _D = r"(?P<m>1[0-2]|0?[1-9])", r"(?P<d>3[01]|[12]\d|0?[1-9])"
_WEEKDAY = r"(?:\s?\(?[월화수목금토일](?:요일)?\)|\s?[월화수목금토일]요일)?"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMED = (
    r"(?P<n>january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)\.?)"
)
_TH = r"(?:st|nd|rd|th)?"
_RANGE = r"(?:\s?[-~]\s?(?:\d{1,2}월\s?)?\d{1,2}\s?일?)?"
_I = re.IGNORECASE
_FORMS = (
    re.compile(
        rf"(?:(?:{_Y}|\d{{2}}(?=\s?년))\s?년?\s?)?(?<!\d){_M}\s?월\s?{_D}(?:\s?일(?!간)|(?=\s?[-~(,.]|\s?$))"
        rf"{_RANGE}{_WEEKDAY}(?!\d)"
    ),
    re.compile(rf"(?<!\d){_Y}\s?[-./]\s?{_M}\s?[-./]\s?{_D}(?!\d)\.?{_WEEKDAY}"),
    re.compile(rf"(?<!\d)\d{{2}}[./-]{_M}[./-]{_D}(?!\d)\.?{_WEEKDAY}"),
    re.compile(r"(?<!\d)(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?:19|20)\d{2}(?!\d)"),
    re.compile(r"(?<!\d)(?:19|20)\d{2}(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(
        rf"(?<!\d){_D}{_TH}(?:\s+of)?[\s-]+{_NAMED}(?![a-z])(?:,?[\s-]+(?:19|20)?\d{{2}}(?!\d))?",
        _I,
    ),
    re.compile(rf"(?<![a-z]){_NAMED}\s*{_D}{_TH}(?!\d|[a-z])(?:,?\s+(?:19|20)\d{{2}})?", _I),
    re.compile(rf"(?<![\d.]){_M}\s?\.\s?{_D}\s?\.(?!\d){_WEEKDAY}"),
    re.compile(rf"(?<![\d.]){_M}\s?\.\s{_D}(?=\s?일|\s+\d{{1,2}}\s?[:시])(?:\s?일)?"),
    re.compile(rf"(?<![\d./]){_M}[./]{_D}\s?\([월화수목금토일](?:요일)?\)"),
)
_COUNTED = r"배|%|점|만|억|천|도|㎞|km|m\b|명|건|개|시간|주|회|차"
_SHORT = re.compile(
    rf"(?<![\d./-])(?P<a>\d{{1,2}})(?P<s>[./])(?P<b>\d{{1,2}})(?![\d./%]|\s?(?:{_COUNTED}))"
)
#: Lengths of time and counts (`3일 뒤`, `10일간`) are no days.
_LENGTH = (
    r"간|동안|만|뒤|후|이내|이상|이하|내|째|차|치|가량|정도|전|넘|걸|여|안에|남짓|연속|미만"
    r"|의\s?(?:기간|시간)|분의|까지\s?(?:걸|소요)|이\s?(?:걸|지|넘|소요)|씩|로\s?단축|짜리|사이"
    r"|에\s?한|\d+\s?회|체류|무비자|연장"
)
_AFTER_DAY = r"$|[^가-힣]|[에의은는을이도자]|부터|까지|경|께|쯤|새벽|오전|오후|밤|저녁"
_DAY = re.compile(
    r"(?<![\d.~-])(?<![\d][~-] )(?<!약 )(?<!월 )(?<!박 )(?<!박)(?P<d>3[01]|[12]\d|[1-9])\s?일"
    rf"(?!\s?(?:{_LENGTH}))(?={_AFTER_DAY}|~)"
)
_DAYS = re.compile(
    rf"(?<![\d.~-])(?P<d>3[01]|[12]\d|[1-9])(?:\s?일)?\s?[-~]\s?(?:3[01]|[12]\d|[1-9])\s?일"
    rf"(?!\s?(?:{_LENGTH}))(?={_AFTER_DAY})"
)
_ORDINAL = re.compile(r"(?<![a-z])on\s+(?:the\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)(?![a-z])", _I)
_BIRTH = re.compile(r"(?<!\d)(?:19|20)?\d{2}\s?년\s?(?:\d{1,2}\s?월\s?)?(?:출?생)")


def find_days(text: str) -> Iterator[Span]:
    """Days with a month in any form, days alone (`20일 오후`), and years of birth."""
    for form in _FORMS:
        yield from matches(form, text, _general_day)
    yield from matches(_SHORT, text, _short_day)
    for alone in (_DAY, _DAYS, _ORDINAL):
        yield from matches(alone, text, lambda found: f"그달 {_third(int(found['d']))}")
    yield from matches(_BIRTH, text, lambda _: "")


def _general_day(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    if "a" in groups:
        month, day = int(groups["a"]), int(groups["b"])
        if month > 12:
            month, day = day, month
        return _part(month, day)
    name = groups.get("n")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(groups["m"])
    if groups["d"] is None:
        return None
    return _part(month, int(groups["d"]))


def _short_day(found: re.Match[str]) -> str | None:
    """`11/20`, `20/11`, `11.20`; `1/3` and `1.5` are a part and a measure, `24/7` is neither."""
    one, other = found["a"], found["b"]
    if len(one) + len(other) < 3 or found[0] == "24/7":
        return None
    if found["s"] == "." and (len(other) < 2 or int(one) > 12):
        return None
    month, day = (int(other), int(one)) if int(one) > 12 else (int(one), int(other))
    return _part(month, day)


def _part(month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{month}월 {_third(day)}"


def _third(day: int) -> str:
    return "초순" if day <= 10 else "중순" if day <= 20 else "하순"


_HALF = r"(?:(?P<half>오전|오후|새벽|아침|저녁|밤|낮)\s?)?"
_H, _MIN = r"(?P<h>2[0-4]|1\d|0?\d)", r"[0-5]\d"
_PM = r"(?P<pm>[ap]\.?m\.?)"
#: Words that begin with 시: `3시간` is a length.
_NO_CLOCK = r"(?!간|도|점|민|장|설|작|기|급|위|내|외|행|각|험|신|한|립|청|스|즌|키)"
_CLOCKS = (
    re.compile(
        rf"{_HALF}(?<!\d){_H}\s?시{_NO_CLOCK}(?:\s?[0-5]?\d\s?분|\s?반(?=$|[^가-힣]|에|경|쯤|께))?"
    ),
    re.compile(rf"{_HALF}(?<![\d:]){_H}:{_MIN}(?::{_MIN})?(?![\d:])(?:\s?{_PM})?", _I),
    re.compile(rf"(?<![\d:.]){_H}(?:\.{_MIN})?\s?{_PM}(?![a-z])", _I),
    re.compile(rf"(?<!\d){_H}{_MIN}\s?(?:hrs|hours|시(?=경|에|쯤))", _I),
)
_HOUR = r"(?:열\s?한|열\s?두|열|한|두|세|네|다섯|여섯|일곱|여덟|아홉)"
_TOLD = re.compile(
    rf"(?:(?P<half>오전|오후|새벽|아침|저녁|밤|낮)\s?{_HOUR}\s?시|(?<![가-힣]){_HOUR}\s시){_NO_CLOCK}(?:\s?반)?"
)
_HALVES = {"아침": "오전"}


def find_times(text: str) -> Iterator[Span]:
    """`14:30`, `오후 2시 30분`, `2시 반`, `2:30 pm`; `3시간` is a length."""
    for clock in _CLOCKS:
        yield from matches(clock, text, _general_time)
    yield from matches(_TOLD, text, lambda found: found["half"] or "그날")


def _general_time(found: re.Match[str]) -> str:
    groups = found.groupdict()
    if groups.get("half"):
        return _HALVES.get(groups["half"], groups["half"])
    hour = int(groups["h"])
    half = (groups.get("pm") or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    for until, part in ((6, "새벽"), (12, "오전"), (18, "오후"), (21, "저녁")):
        if hour < until:
            return part
    return "밤"


_BOUND = r"(?!\s?(?:미만|이하|이상|대|기|계|관|부터|까지|트))"
_AGE = re.compile(rf"(?:만\s?)?(?<!\d)(?P<age>\d{{1,2}})\s?(?:세|살){_BOUND}")


_TENS = "열 스물 서른 마흔 쉰 예순 일흔".split()
_TOLD_AGE = re.compile(
    rf"(?P<tens>열|스물|스무|서른|마흔|쉰|예순|일흔)\s?(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉)?\s?살{_BOUND}"
)


def find_ages(text: str) -> Iterator[Span]:
    """`24세`, `만 24살`, `스물네 살`; a bound (`19세 미만`) is none of a person's."""
    yield from matches(_AGE, text, _general_age)
    yield from matches(_TOLD_AGE, text, _told_age)


def _told_age(found: re.Match[str]) -> str:
    tens = _TENS.index(found["tens"].replace("스무", "스물")) + 1
    return "70세 이상" if tens == 7 else f"{tens}0대"


def _general_age(found: re.Match[str]) -> str:
    age = int(found["age"])
    return "10세 미만" if age < 10 else "70세 이상" if age >= 70 else f"{age // 10 * 10}대"
