"""What ends a command, in both languages, where a traceback would help nobody."""

from sqlalchemy.exc import DBAPIError

from safety_center.cli.words import sentence
from safety_center.domain.errors import SafetyCenterError
from safety_center.services.operation import find_other_version
from safety_center.settings import SettingsError, load_settings


def say_fault(error: Exception) -> str | None:
    """The refusal, or that the database is of another version; None for a fault of our own."""
    fault = error if isinstance(error, SafetyCenterError) else None
    if isinstance(error, DBAPIError):
        fault = _find_other_version()
    return f"{sentence(fault)}\n{sentence(fault, 'en')}" if fault else None


def _find_other_version() -> SafetyCenterError | None:
    try:
        return find_other_version(load_settings().database_url)
    except SettingsError:
        return None
