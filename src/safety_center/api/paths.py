"""Where the API lives, and what the numbers in its addresses look like."""

import re

from safety_center.domain.errors import NotFound

PREFIX = "/api/v1"
CASE_NUMBER = r"^[0-9]{4}-[A-Z]{3}-[0-9]{6,9}$"
RECEIPT_NUMBER = r"^R-[0-9]{4}-[0-9]{7,9}$"


def known_number(text: str, pattern: str) -> str:
    """The number, or `NotFound` for what cannot be one."""
    if not re.fullmatch(pattern, text):
        raise NotFound()
    return text
