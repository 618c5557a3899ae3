"""The review of access: findings of each day, explanations, verdicts, sign-off."""

from safety_center.services.review.daily import review_access
from safety_center.services.review.findings import (
    FindingView,
    ReviewState,
    ask_explanation,
    decide_finding,
    explain_finding,
    list_findings,
    list_own_findings,
    review_state,
    show_finding,
    sign_off,
    unanswered,
)

__all__ = [
    "FindingView",
    "ReviewState",
    "ask_explanation",
    "decide_finding",
    "explain_finding",
    "list_findings",
    "list_own_findings",
    "review_access",
    "review_state",
    "show_finding",
    "sign_off",
    "unanswered",
]
