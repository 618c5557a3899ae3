"""The words of the reference data, each with its Korean and English label."""

from safety_center.domain.vocabulary import Term

#: `place_code` of a figure for the whole world.
WORLD = "ALL"
#: Region of every place without one, in every scheme, so that totals add up.
NO_REGION = "none"


class Trust(Term):
    """How far a row can be trusted; `data/README.md` says which source gets which grade."""

    LAW = "law", "법령", "Law"
    OFFICIAL = "official", "기관 공표", "Published by the authority"
    RELAYED = "relayed", "전재", "Relayed by others"
    READING = "reading", "자체 판단", "Our reading"


class NameStatus(Term):
    """Whether the ministry has approved a country's or area's name."""

    UNAPPROVED = "unapproved", "미승인", "Not approved"
    APPROVED = "approved", "승인", "Approved"


class PlaceKind(Term):
    """A country or area of ISO 3166-1, or a place that is none (high seas, in flight, unknown)."""

    COUNTRY = "country", "국가·지역", "Country or area"
    SPECIAL = "special", "그 밖의 장소", "Other place"


class MissionType(Term):
    """Kinds of missions, in the order in which they are proposed as responsible for a country."""

    EMBASSY = "embassy", "대사관", "Embassy"
    CONSULATE_GENERAL = "consulate_general", "총영사관", "Consulate General"
    BRANCH_OFFICE = "branch_office", "분관", "Branch Office"
    CONSULAR_OFFICE = "consular_office", "출장소", "Consular Office"
    REPRESENTATION = "representation", "대표부", "Representation"

    @property
    def rank(self) -> int:
        """0 comes first. A representation accredited to an organisation has no district."""
        return list(MissionType).index(self)


class MissionStatus(Term):
    """Listed: in one table only. Announced: opening not confirmed. Neither is offered."""

    OPERATING = "operating", "운영 중", "Operating"
    LISTED = "listed", "목록에만 있음", "Listed only"
    ANNOUNCED = "announced", "개설 발표", "Announced"


class CoverageKind(Term):
    """Why a mission answers for a country."""

    SEAT = "seat", "주재", "Seat"
    CONCURRENT = "concurrent", "겸임", "Concurrently accredited"


_RANKS: dict[str, int] = {kind.value: kind.rank for kind in MissionType}


def order_of_choice(
    coverage_kind: str, mission_type: str, mission_code: str
) -> tuple[bool, int, str]:
    """Sort key of the missions that answer for a country; the first is preselected.

    A seat there comes before a concurrent accreditation, an embassy before the other kinds.
    """
    is_elsewhere = coverage_kind != CoverageKind.SEAT.value
    return is_elsewhere, _RANKS[mission_type], mission_code


class ExposureMeasure(Term):
    """Denominators of rates."""

    DEPARTURES = "departures", "해외여행 출국자", "Departures"
    DESTINATION_VISITORS = "destination_visitors", "방문 한국인", "Korean visitors"
    OVERSEAS_KOREANS = "overseas_koreans", "재외동포", "Overseas Koreans"
    OVERSEAS_NATIONALS = "overseas_nationals", "재외국민", "Overseas nationals"
