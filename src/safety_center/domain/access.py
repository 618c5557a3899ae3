"""The one place of permissions: role → permissions, and which cases a role's unit may reach.

Doors ask at the gate, services ask again in their first line. Units are mission codes and the two
centers (`CALL_CENTER`, `SAFETY_CENTER`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from safety_center.domain.errors import N_, FactorNeeded, Forbidden
from safety_center.domain.vocabulary import Term

CALL_CENTER = "CALL-CENTER"
SAFETY_CENTER = "SAFETY-CENTER"
CENTERS = (CALL_CENTER, SAFETY_CENTER)


class Role(Term):
    """What an account is for."""

    OFFICER = "officer", "해외안전 담당영사", "Consular officer"
    MISSION_HEAD = "mission_head", "공관장", "Mission head"
    COUNSELLOR = "counsellor", "상담사", "Counsellor"
    ANALYST = "analyst", "분석관", "Analyst"
    CENTER_MANAGER = "center_manager", "센터 관리관", "Center manager"
    ADMINISTRATOR = "administrator", "시스템 관리자", "Administrator"
    AUDITOR = "auditor", "감사관", "Auditor"


class Permission(StrEnum):
    """`<subject>:<action>`, alphabetical."""

    ACCOUNT_MANAGE = "account:manage"
    BACKUP_MANAGE = "backup:manage"
    BRIEFING_MAKE = "briefing:make"
    CASE_CHANGE = "case:change"
    CASE_ERASE = "case:erase"
    CASE_EXPORT = "case:export"
    CASE_VIEW = "case:view"
    DASHBOARD_VIEW = "dashboard:view"
    EXEMPLARY_ENDORSE = "exemplary:endorse"
    EXEMPLARY_NOMINATE = "exemplary:nominate"
    EXEMPLARY_PUBLISH = "exemplary:publish"
    EXEMPLARY_REVIEW = "exemplary:review"
    EXEMPLARY_VIEW = "exemplary:view"
    HANDOVER_DECIDE = "handover:decide"
    HANDOVER_SEND = "handover:send"
    JOB_RUN = "job:run"
    JOB_VIEW = "job:view"
    PERSON_REVEAL = "person:reveal"
    PROMISE_RECORD = "promise:record"
    PROMISE_SETTLE = "promise:settle"
    PROMISE_VIEW = "promise:view"
    REFERENCE_MANAGE = "reference:manage"
    REFERENCE_VIEW = "reference:view"
    REPORT_IMPORT = "report:import"
    REPORT_SUBMIT = "report:submit"
    REPORT_VIEW = "report:view"
    STATISTICS_VIEW = "statistics:view"
    TOKEN_MANAGE = "token:manage"  # noqa: S105 - the name of a permission
    TRAIL_REVIEW = "trail:review"
    TRAIL_VIEW = "trail:view"


_CASEWORK = frozenset(
    {
        Permission.CASE_CHANGE,
        Permission.CASE_EXPORT,
        Permission.CASE_VIEW,
        Permission.DASHBOARD_VIEW,
        Permission.EXEMPLARY_VIEW,
        Permission.HANDOVER_DECIDE,
        Permission.HANDOVER_SEND,
        Permission.PERSON_REVEAL,
        Permission.PROMISE_VIEW,
        Permission.REFERENCE_VIEW,
        Permission.REPORT_IMPORT,
        Permission.REPORT_SUBMIT,
        Permission.REPORT_VIEW,
        Permission.STATISTICS_VIEW,
    }
)
_NUMBERS = frozenset(
    {Permission.DASHBOARD_VIEW, Permission.STATISTICS_VIEW, Permission.REFERENCE_VIEW}
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _CASEWORK | {Permission.EXEMPLARY_NOMINATE},
    Role.MISSION_HEAD: _CASEWORK
    | {
        Permission.EXEMPLARY_ENDORSE,
        Permission.EXEMPLARY_NOMINATE,
        Permission.EXEMPLARY_REVIEW,
        Permission.PROMISE_SETTLE,
    },
    Role.COUNSELLOR: _CASEWORK - {Permission.REPORT_IMPORT, Permission.CASE_EXPORT},
    Role.ANALYST: _NUMBERS
    | {
        Permission.BRIEFING_MAKE,
        Permission.CASE_EXPORT,
        Permission.CASE_VIEW,
        Permission.EXEMPLARY_VIEW,
        Permission.JOB_VIEW,
        Permission.PROMISE_RECORD,
        Permission.PROMISE_VIEW,
        Permission.REPORT_VIEW,
    },
    Role.CENTER_MANAGER: _CASEWORK
    | {
        Permission.BRIEFING_MAKE,
        Permission.CASE_ERASE,
        Permission.EXEMPLARY_NOMINATE,
        Permission.EXEMPLARY_PUBLISH,
        Permission.JOB_VIEW,
        Permission.JOB_RUN,
        Permission.PROMISE_RECORD,
        Permission.PROMISE_SETTLE,
    },
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.ACCOUNT_MANAGE,
            Permission.BACKUP_MANAGE,
            Permission.JOB_RUN,
            Permission.JOB_VIEW,
            Permission.REFERENCE_MANAGE,
            Permission.REFERENCE_VIEW,
            Permission.TOKEN_MANAGE,
        }
    ),
    Role.AUDITOR: frozenset({Permission.TRAIL_REVIEW, Permission.TRAIL_VIEW}),
}

#: Roles whose accounts belong to a mission; the others belong to a center or to none.
MISSION_ROLES = frozenset({Role.OFFICER, Role.MISSION_HEAD})
#: Roles that reach the cases of every mission.
_ALL_CASES = frozenset({Role.ANALYST, Role.CENTER_MANAGER})


@dataclass(frozen=True)
class Actor:
    """Who acts: an account as the services see it. `unit_code` is a mission code or a center.

    `scopes` narrows the role to what a token was given; None: everything the role may do.
    `unproven` are permissions that ask for the second factor first; `session_id` names the
    signed-in session, where there is one.
    """

    account_id: int
    username: str
    display_name: str
    role: Role
    unit_code: str | None
    language: str = "ko"
    scopes: frozenset[Permission] | None = None
    unproven: frozenset[Permission] = frozenset()
    session_id: int | None = None

    def may(self, permission: Permission) -> bool:
        """True when the role, and the token if there is one, hold the permission (reach is asked apart)."""
        if self.scopes is not None and permission not in self.scopes:
            return False
        return permission in ROLE_PERMISSIONS[self.role]


@dataclass(frozen=True)
class CaseScope:
    """Which cases an actor may reach: every one, or those tied to one unit, or none."""

    every_case: bool
    unit_code: str | None

    def reaches(self, case_units: Iterable[str | None]) -> bool:
        """`case_units`: owner, responsible mission, origin, and receiver of a pending hand-over."""
        if self.every_case:
            return True
        return self.unit_code is not None and self.unit_code in set(case_units)


def case_scope(actor: Actor) -> CaseScope:
    """Scope for viewing; changing further asks that the actor's unit owns the case."""
    if not actor.may(Permission.CASE_VIEW):
        return CaseScope(every_case=False, unit_code=None)
    if actor.role in _ALL_CASES:
        return CaseScope(every_case=True, unit_code=None)
    return CaseScope(every_case=False, unit_code=actor.unit_code)


def may_change_case(actor: Actor, owner_unit: str) -> bool:
    """The owning unit changes its cases; the center manager may change any."""
    if not actor.may(Permission.CASE_CHANGE):
        return False
    return actor.role is Role.CENTER_MANAGER or actor.unit_code == owner_unit


def require(actor: Actor, permission: Permission) -> None:
    """Raise `Forbidden` unless the role holds the permission, `FactorNeeded` before the second factor."""
    if not actor.may(permission):
        raise Forbidden(N_("이 작업을 할 권한이 없습니다."))
    if permission in actor.unproven:
        raise FactorNeeded()
