"""Which stored figures make which published series: one line per definition, the main one first."""

from collections.abc import Mapping
from dataclasses import dataclass

from safety_center.charts import Sentence
from safety_center.charts.sentences import NOTHING

DEPARTURES = "departures"
_PERSONS = Sentence("명", "persons")
_MINISTRY = Sentence(
    "외교부가 국회 등에 낸 수를 언론이 보도한 것",
    "the ministry's figures as given to the National Assembly and printed by the press",
)


@dataclass(frozen=True)
class LineOf:
    """A line: the stored series that make it, all by one definition."""

    code: str
    label: Sentence
    stored: tuple[str, ...]
    involvement: str | None = None
    definition: Sentence = NOTHING


@dataclass(frozen=True)
class SeriesOf:
    """A series. `stock`: values of a day; `breaks`: years of a change that parts it.

    `year_at` is where in its year a value stands whose day is not told.
    """

    title: Sentence
    unit: Sentence
    lines: tuple[LineOf, ...]
    origin: Sentence = _MINISTRY
    stock: bool = False
    year_at: float = 0.0
    breaks: tuple[int, ...] = ()
    remarks: tuple[Sentence, ...] = ()


def _persons(code: str, ko: str, en: str, definition: Sentence = NOTHING) -> LineOf:
    return LineOf(code, Sentence(ko, en), ("persons_by_year",), code, definition)


_PERSONS_BY_YEAR = SeriesOf(
    title=Sentence("재외국민 사건·사고 당사자(발표)", "Persons in incidents abroad (published)"),
    unit=_PERSONS,
    lines=(
        _persons("victim", "피해자", "Victims"),
        _persons("perpetrator", "가해자", "Perpetrators"),
        _persons(
            "other",
            "기타",
            "Others",
            Sentence(
                "전체에서 피해자와 가해자를 뺀 값(2017년은 발표된 값)",
                "all persons minus victims and perpetrators (2017 as stated)",
            ),
        ),
        _persons("all", "전체", "All persons"),
    ),
    remarks=(
        Sentence(
            "2000–2003년의 옛 통계는 세는 방법이 달라 뺌",
            "The old series of 2000 to 2003 counts otherwise and is left out",
        ),
    ),
)

_DEPARTURES = SeriesOf(
    title=Sentence("해외여행 출국자(발표)", "Departures of nationals (published)"),
    unit=_PERSONS,
    lines=(
        LineOf(
            "kto",
            Sentence("출국자(한국관광공사)", "Departures (KTO)"),
            ("KTO, incl. crew",),
            definition=Sentence("승무원 포함", "crew included"),
        ),
        LineOf(
            "moj",
            Sentence("출국자(법무부)", "Departures (Ministry of Justice)"),
            ("MOJ",),
            definition=Sentence(
                "같은 해의 한국관광공사 값보다 2–3% 많아 한 줄로 잇지 않음",
                "2 to 3 per cent above the other in the same year, so never joined with it",
            ),
        ),
    ),
    origin=Sentence(
        "한국관광공사와 법무부의 출국자 통계를 언론이 보도한 것",
        "departure statistics of KTO and the Ministry of Justice as printed by the press",
    ),
)

_CALL_CENTER = SeriesOf(
    title=Sentence("영사콜센터 상담·접수(발표)", "Contacts of the call center (published)"),
    unit=Sentence("건", "contacts"),
    lines=(
        LineOf(
            "consultations",
            Sentence("영사콜센터 상담", "Call center consultations"),
            ("call_center:consultations",),
            definition=Sentence("2019년까지 발표된 정의", "as published until 2019"),
        ),
        LineOf(
            "incident_consultations",
            Sentence("그중 사건·사고 상담", "of which on incidents"),
            ("call_center:incident consultations",),
            definition=Sentence("2019년과 2020년에 발표된 정의", "as published for 2019 and 2020"),
        ),
        LineOf(
            "all_reports",
            Sentence("전체 접수", "Reports of all kinds"),
            ("call_center:reports of all kinds",),
            definition=Sentence("2023년에 발표된 정의", "as published for 2023"),
        ),
        LineOf(
            "incident_reports",
            Sentence("사건·사고 접수", "Incident reports"),
            ("call_center:incident reports",),
            definition=Sentence(
                "2021년부터 발표된 정의. 2019년 사건·사고 상담과 같은 정의로 보기 어려움",
                "as published from 2021; hardly the same as consultations on incidents of 2019",
            ),
        ),
        LineOf(
            "contacts_handled",
            Sentence("처리한 민원", "Civil affairs handled"),
            ("call_center:civil-affairs contacts handled (MOFA statement)",),
            definition=Sentence("외교부가 밝힌 어림값", "an approximate statement of the ministry"),
        ),
    ),
)

_INCIDENT_CONSULS = SeriesOf(
    title=Sentence("사건·사고 담당영사(발표)", "Incident consuls (published)"),
    unit=_PERSONS,
    stock=True,
    year_at=0.5,
    lines=(
        LineOf(
            "dedicated",
            Sentence("사건·사고 전담 영사", "Dedicated incident consuls"),
            (
                "incident_consuls:dedicated incident consuls, all missions",
                "incident_consuls:dedicated",
                "incident_consuls:dedicated, planned",
            ),
            definition=Sentence(
                "외교부가 밝힌 전담 인원(2019년 값은 계획)",
                "dedicated staff as the ministry states (2019: a plan)",
            ),
        ),
        LineOf(
            "counted_otherwise",
            Sentence("다른 정의의 담당영사", "Incident consuls by another definition"),
            ("incident_consuls:dedicated consuls, as counted by Rep. Lee Tae-kyu",),
            definition=Sentence(
                "국회의원실 자료의 정의로, 전담 인원의 세 배에 가까움",
                "the definition of a lawmaker's handout, nearly three times as many",
            ),
        ),
    ),
)

_PRISONERS = SeriesOf(
    title=Sentence("재외국민 수감자(발표)", "Nationals imprisoned abroad (published)"),
    unit=_PERSONS,
    stock=True,
    year_at=0.9,  # one source says "at the end of the year"
    breaks=(2021,),
    lines=(
        LineOf("prisoners", Sentence("재외국민 수감자", "Nationals in prison"), ("prisoners",)),
    ),
)

#: By the name that a dashboard declares.
SERIES: Mapping[str, SeriesOf] = {
    "persons_by_year": _PERSONS_BY_YEAR,
    DEPARTURES: _DEPARTURES,
    "call_center": _CALL_CENTER,
    "incident_consuls": _INCIDENT_CONSULS,
    "prisoners": _PRISONERS,
}

#: What denominators rest on, by the scope of a rate.
BASES: Mapping[str, Sentence] = {
    "world": Sentence(
        "해외여행 출국자(한국관광공사 또는 법무부 가운데 한 기준)",
        "departures, on one basis (KTO or Ministry of Justice)",
    ),
    "residents": Sentence(
        "재외동포현황의 재외국민(외국 국적 동포 제외)",
        "nationals in the Status of Overseas Koreans (without citizens of other countries)",
    ),
}
