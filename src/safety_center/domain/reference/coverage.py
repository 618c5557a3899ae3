"""Row model of `coverage.csv`: in which stretch of time a type of incidents was stated at all."""

from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from safety_center.domain.errors import N_
from safety_center.domain.incident_types import find_incident_type
from safety_center.domain.reference.cells import Flag, Slug
from safety_center.domain.reference.rows import DatedRow
from safety_center.domain.vocabulary import Involvement


class CoverageRow(DatedRow):
    """`coverage.csv`: where nothing is `stated`, a cell without rows is 미기재 and not 0."""

    involvement: Involvement
    incident_type: Slug
    stated: Flag

    @model_validator(mode="after")
    def _type_is_of_its_list(self) -> Self:
        if find_incident_type(self.involvement, self.incident_type) is None:
            raise PydanticCustomError("not_of_list", N_("이 당사자 구분에 없는 유형입니다."))
        return self
