"""The sentence that says a case."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from safety_center.domain.vocabulary import AgeBand, Involvement, PersonOutcome, Sex, Sojourn
from safety_center.services.cases.sentence import Named, say_case, say_due, say_persons
from safety_center.services.personal_views import PersonView
from safety_center.store.tables import Case

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
WOMAN = PersonView(
    id=1,
    involvement=Involvement.VICTIM,
    incident_type="kidnapping",
    own_type=False,
    headcount=1,
    approximate=False,
    name_hangul=None,
    name_roman=None,
    birth_date=None,
    telephone=None,
    passport_number=None,
    sex=Sex.FEMALE,
    age_band=AgeBand.TWENTIES,
    sojourn=Sojourn.VISITOR,
    outcome=PersonOutcome.MISSING,
    destroyed=False,
)
CASE = Case(
    situation="kidnapping",
    incident_type="kidnapping",
    occurred_from=date(2026, 11, 20),
    occurred_to=date(2026, 11, 20),
    zone="Asia/Phnom_Penh",
    status="in_progress",
    next_action_due_at=datetime(2026, 11, 22, 11, 0, tzinfo=UTC),
)


def test_a_case_is_said_in_one_sentence_in_either_language() -> None:
    korean = say_case(CASE, [WOMAN], Named("프놈펜", "주캄보디아대사관"), NOW)
    assert korean == (
        "2026. 11. 20. 프놈펜에서 20대 여성 1명 납치·감금, 주캄보디아대사관 처리 중,"
        " 다음 조치 오늘 18:00(현지)"
    )
    english = say_case(CASE, [WOMAN], Named("Phnom Penh", "Embassy in Cambodia"), NOW, "en")
    assert english == (
        "20 November 2026, Phnom Penh: 1 woman aged 20-29, kidnapping and confinement;"
        " Embassy in Cambodia, in progress; next action today 18:00 (local)"
    )


def test_an_overdue_action_is_not_called_next() -> None:
    case = CASE.model_copy(
        update={"next_action_due_at": datetime(2026, 11, 21, 18, 30, tzinfo=UTC)}
    )
    named = Named("프놈펜", "주캄보디아대사관")
    assert say_case(case, [WOMAN], named, NOW).endswith(", 기한 지난 조치 오늘 01:30(현지)")
    assert say_case(case, [WOMAN], named, NOW, "en").endswith(
        "; action overdue: today 01:30 (local)"
    )


def test_an_unknown_day_and_a_closing_are_said() -> None:
    case = CASE.model_copy(update={"occurred_from": None, "status": "closed", "closed_at": NOW})
    assert say_case(case, [WOMAN], Named("프놈펜", "주캄보디아대사관"), NOW) == (
        "발생일 미상, 프놈펜에서 20대 여성 1명 납치·감금, 주캄보디아대사관 종결(2026. 11. 22.)"
    )
    english = say_case(case, [WOMAN], Named("Phnom Penh", "Embassy"), NOW, "en")
    assert english.endswith("closed (22 November 2026)")


def test_where_the_type_says_only_other_the_situation_is_said() -> None:
    case = CASE.model_copy(update={"incident_type": "etc", "situation": "detention"})
    named = Named("프놈펜", "주캄보디아대사관")
    assert "20대 여성 1명 체포·구금, 주캄보디아대사관" in say_case(case, [WOMAN], named, NOW)


@pytest.mark.parametrize(
    ("changes", "korean", "english"),
    [
        ({"sex": Sex.UNKNOWN}, "20대 1명", "1 person aged 20-29"),
        ({"age_band": AgeBand.UNDER_10}, "10세 미만 여성 1명", "1 girl"),
        (
            {"headcount": 5, "approximate": True, "sex": Sex.MALE, "age_band": AgeBand.UNKNOWN},
            "남성 약 5명",
            "about 5 men",
        ),
    ],
)
def test_one_person_or_group_is_described(
    changes: dict[str, object], korean: str, english: str
) -> None:
    person = replace(WOMAN, **changes)
    assert (say_persons([person]), say_persons([person], "en")) == (korean, english)


def test_several_are_counted_by_involvement() -> None:
    culprits = replace(WOMAN, involvement=Involvement.PERPETRATOR, headcount=2)
    assert say_persons([WOMAN, culprits]) == "피해자 1명 · 가해자 2명"
    assert say_persons([WOMAN, culprits], "en") == "1 victim, 2 perpetrators"


def test_days_are_named_by_the_clock_of_the_place() -> None:
    late = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert say_due(late, "Asia/Phnom_Penh", NOW) == "내일 01:00"
    assert say_due(late, "America/New_York", NOW) == "내일 13:00"
    assert say_due(datetime(2027, 1, 2, tzinfo=UTC), "Asia/Seoul", NOW) == "2027. 1. 2. 09:00"
