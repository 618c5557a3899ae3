"""Briefings (회의자료) for the session of heads of mission: one instant as a document and as tables."""

from safety_center.services.briefing.asking import (
    TakenOut,
    ask_again,
    ask_for_briefing,
    choosable_years,
    list_briefings,
    makers,
    parse_wanted,
    show_briefing,
    take_out,
)
from safety_center.services.briefing.content import Briefing, Part, build_briefing
from safety_center.services.briefing.records import Record, file_place
from safety_center.services.briefing.work import listening, make_briefings

__all__ = [
    "Briefing",
    "Part",
    "Record",
    "TakenOut",
    "ask_again",
    "ask_for_briefing",
    "build_briefing",
    "choosable_years",
    "file_place",
    "list_briefings",
    "listening",
    "make_briefings",
    "makers",
    "parse_wanted",
    "show_briefing",
    "take_out",
]
