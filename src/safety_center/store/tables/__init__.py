"""One SQLModel table per file. Importing this package registers every table."""

from safety_center.store.tables.account import Account, LoginSession, PastPassword, RecoveryCode
from safety_center.store.tables.case import Case, CaseNote
from safety_center.store.tables.case_fact import CaseFact
from safety_center.store.tables.case_text import CaseText
from safety_center.store.tables.cube import RebuildDay, StaleDay
from safety_center.store.tables.data_key import DataKey, LookupKey
from safety_center.store.tables.draft import Draft
from safety_center.store.tables.exemplary import (
    ExemplaryAdoption,
    ExemplaryCase,
    ExemplaryReview,
    ExemplaryStep,
)
from safety_center.store.tables.finding import AccessFinding, AccessSignoff
from safety_center.store.tables.handover import Handover
from safety_center.store.tables.job_run import JobRun
from safety_center.store.tables.listing import KeptSearch, ListColumns, SavedFilter
from safety_center.store.tables.merge import CaseMerge, NotDuplicate
from safety_center.store.tables.person import Person
from safety_center.store.tables.person_fact import PersonFact
from safety_center.store.tables.promise import Promise, PromiseMove
from safety_center.store.tables.reference import (
    Country,
    CountryRegion,
    Exposure,
    Mission,
    MissionCoverage,
    PublishedFigure,
    Region,
    RegionScheme,
    TravelAlert,
)
from safety_center.store.tables.report import Report
from safety_center.store.tables.sheet import SheetImport, SheetRow
from safety_center.store.tables.system import NumberCounter, SystemFact
from safety_center.store.tables.token import ApiToken, StoredAnswer
from safety_center.store.tables.trail import TrailAnchor, TrailCheck, TrailEntry, TrailHead

__all__ = [
    "AccessFinding",
    "AccessSignoff",
    "Account",
    "ApiToken",
    "Case",
    "CaseFact",
    "CaseMerge",
    "CaseNote",
    "CaseText",
    "Country",
    "CountryRegion",
    "DataKey",
    "Draft",
    "ExemplaryAdoption",
    "ExemplaryCase",
    "ExemplaryReview",
    "ExemplaryStep",
    "Exposure",
    "Handover",
    "JobRun",
    "KeptSearch",
    "ListColumns",
    "LoginSession",
    "LookupKey",
    "Mission",
    "MissionCoverage",
    "NotDuplicate",
    "NumberCounter",
    "PastPassword",
    "Person",
    "PersonFact",
    "Promise",
    "PromiseMove",
    "PublishedFigure",
    "RebuildDay",
    "RecoveryCode",
    "Region",
    "RegionScheme",
    "Report",
    "SavedFilter",
    "SheetImport",
    "SheetRow",
    "StaleDay",
    "StoredAnswer",
    "SystemFact",
    "TrailAnchor",
    "TrailCheck",
    "TrailEntry",
    "TrailHead",
    "TravelAlert",
]
