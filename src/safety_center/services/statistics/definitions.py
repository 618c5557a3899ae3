"""What a figure is, in words for people and codes for machines: it stands in every file and below every page."""

from datetime import datetime

from safety_center.documents.tables import Definition
from safety_center.domain.periods import SEOUL, format_date, format_instant
from safety_center.domain.statistics import REGIONS, RULES, Dimension, Notice, StatisticsQuery
from safety_center.domain.vocabulary import Term
from safety_center.services.context import Context
from safety_center.services.reference import region_schemes
from safety_center.services.statistics.as_of import day_of_reading
from safety_center.services.statistics.counting import Figures
from safety_center.services.statistics.coverage import describe_coverage
from safety_center.services.statistics.labels import labels_of
from safety_center.services.statistics.protection import Mark
from safety_center.services.statistics.running_times import tell_last_day


class _Word(Term):
    UNIT = "unit", "단위", "Unit"
    BASIS = "basis", "날짜 기준", "Date basis"
    SCHEME = "scheme", "지역 구분", "Region scheme"
    PERIOD = "period", "기간", "Period"
    FILTERS = "filters", "조건", "Filters"
    RULE = "counting_rule", "집계 규칙", "Counting rule"
    AS_OF = "as_of", "기준 시각", "As of"
    UNDATED = "undated", "날짜 미상으로 제외", "Left out, date unknown"
    NOTICE = "notice", "알림", "Notice"
    AUDIENCE = "audience", "이용 범위", "For"
    WRITTEN_BY = "written_by", "작성자", "Written by"
    WRITTEN_AT = "written_at", "작성 시각", "Written at"
    COVERAGE = "coverage", "미기재", "Not stated"
    SCHEME_ON = "scheme_on", "지역 구분 적용일", "Regions as of"


def definitions_of(ctx: Context, figures: Figures, language: str) -> list[Definition]:
    """What the figures are: unit, basis, scheme, period, filters, rule, instant."""
    query, rule = figures.query, RULES[figures.query.unit]
    is_demonstration = ctx.installation.holds_synthetic_data
    notice, coverage = Notice.DEMONSTRATION, describe_coverage(ctx, figures, language)
    said = (
        (_Word.UNIT, query.unit.value, query.unit.label(language)),
        (_Word.BASIS, query.basis.value, query.basis.label(language)),
        (_Word.SCHEME, query.scheme, _scheme_name(ctx, query.scheme, language)),
        (_Word.PERIOD, *_period(figures, language)),
        (_Word.FILTERS, *_filters(ctx, query, language)),
        (_Word.RULE, rule.value, f"{rule.value}: {rule.label(language)}"),
        (_Word.AS_OF, *_instant(figures.as_of, language)),
        (_Word.SCHEME_ON, *_scheme_day(ctx, query, language)),
        (_Word.COVERAGE, coverage, coverage),
        (_Word.UNDATED, str(figures.undated), str(figures.undated or "")),
        (
            _Word.NOTICE,
            notice.value if is_demonstration else "",
            notice.label(language) if is_demonstration else "",
        ),
    )
    return [Definition(word.value, word.label(language), code, text) for word, code, text in said]


def marks_of(mark: Mark, language: str) -> list[Definition]:
    """For whom, by whom and when: every file says so itself."""
    said = (
        (_Word.AUDIENCE, mark.audience.value, mark.audience.label(language)),
        (_Word.WRITTEN_BY, mark.by or "", mark.written_by(language)),
        (_Word.WRITTEN_AT, mark.iso(), mark.written_at(language)),
    )
    return [Definition(word.value, word.label(language), code, text) for word, code, text in said]


def define_instant(word: Term, at: datetime, language: str) -> Definition:
    """An instant that stands for a figure, in Seoul's time."""
    return Definition(word.value, word.label(language), *_instant(at, language))


def _instant(at: datetime, language: str) -> tuple[str, str]:
    code = at.astimezone(SEOUL).isoformat(timespec="seconds")
    return code, format_instant(at, language=language)


def _scheme_day(ctx: Context, query: StatisticsQuery, language: str) -> tuple[str, str]:
    """The day whose division into regions was used, where any region is asked for."""
    if not any(name in query.by or name in query.filters for name in REGIONS):
        return "", ""
    day = day_of_reading(ctx, query)
    return day.isoformat(), format_date(day, language)


def _scheme_name(ctx: Context, code: str, language: str) -> str:
    names = {row.code: row for row in region_schemes(ctx.session)}
    return names[code].name_en if language == "en" else names[code].name_ko


def _period(figures: Figures, language: str) -> tuple[str, str]:
    query, until = figures.query, tell_last_day(figures, language)
    if query.from_day is None and query.to_day is None:
        return "", f"All ({until})" if language == "en" else f"전체({until})"
    ends = (query.from_day, query.to_day)
    code = "/".join(day.isoformat() if day else ".." for day in ends)
    if until and query.to_day is None:
        start = format_date(query.from_day, language)
        return code, f"{start} {until}" if language == "en" else f"{start} – {until}"
    text = " – ".join(format_date(day, language) for day in ends).strip()
    return code, f"{text} ({until})" if until else text


def _filters(ctx: Context, query: StatisticsQuery, language: str) -> tuple[str, str]:
    codes, texts = [], []
    for name, wanted in query.filters.items():
        labels = labels_of(ctx, query, name, language)
        codes.append(f"{name}={','.join(wanted)}")
        names = ", ".join(labels.get(code, code) for code in wanted)
        texts.append(f"{Dimension.of(name).label(language)}: {names}")
    return "&".join(codes), "; ".join(texts)
