"""The template with the words of today's reference tables."""

from safety_center.documents.sheet_files import template_csv, template_xlsx
from safety_center.domain.access import Permission, require
from safety_center.domain.incident_types import INCIDENT_TYPES
from safety_center.domain.places import SPECIAL_PLACES
from safety_center.domain.sheet_columns import EXAMPLE_COUNTRY
from safety_center.services.context import Context

FORMATS = ("xlsx", "csv")


def build_template(ctx: Context, file_format: str, language: str) -> bytes:
    """The sheet to fill, `xlsx` or `csv`, in Korean or English with the instructions in both."""
    require(ctx.require_actor(), Permission.REPORT_IMPORT)
    countries = ctx.places.countries.values()
    country = next((c.label(language) for c in countries if c.code == EXAMPLE_COUNTRY), "")
    if file_format == "csv":
        return template_csv(language, country).encode()
    types = dict.fromkeys(t.label(language) for t in INCIDENT_TYPES if t.valid_to is None)
    lists = {
        "country_code": [
            country.label(language)
            for country in sorted(
                countries, key=lambda c: (c.code in SPECIAL_PLACES, c.label(language))
            )
        ],
        "mission_code": sorted(m.label(language) for m in ctx.places.missions.values()),
        "incident_type": list(types),
        "person_incident_type": list(types),
    }
    return template_xlsx(language, lists, country)
