"""Names of fields, for summaries of errors."""

import pytest

from safety_center.domain.cases import CaseChange, PersonChange
from safety_center.domain.reports import PersonInput, ReportInput
from safety_center.web.field_labels import LABELS

#: Kept by the form itself, never typed.
_HIDDEN = {"version", "id"}


@pytest.mark.parametrize("model", [ReportInput, PersonInput, CaseChange, PersonChange])
def test_every_field_that_can_be_wrong_has_a_name(model: type[ReportInput]) -> None:
    assert model.model_fields.keys() - LABELS.keys() <= _HIDDEN
