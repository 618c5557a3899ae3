"""The trail for the auditor: pages and files of it, its chain, who saw a person; and noting refusals."""

from safety_center.services.trail.pages import (
    TrailFilter,
    TrailLine,
    TrailPage,
    export_trail,
    list_trail,
    write_lines,
)
from safety_center.services.trail.refusals import Refusal, note_refusal
from safety_center.services.trail.verification import (
    Verification,
    request_verification,
    run_verification,
    trail_end,
    verification_state,
    verify_trail,
)
from safety_center.services.trail.witnesses import (
    Witness,
    Witnesses,
    find_person_cases,
    find_witnesses,
)

__all__ = [
    "Refusal",
    "TrailFilter",
    "TrailLine",
    "TrailPage",
    "Verification",
    "Witness",
    "Witnesses",
    "export_trail",
    "find_person_cases",
    "find_witnesses",
    "list_trail",
    "note_refusal",
    "request_verification",
    "run_verification",
    "trail_end",
    "verification_state",
    "verify_trail",
    "write_lines",
]
