"""Likely duplicates: cases that may be about the same incident or the same person."""

from safety_center.services.duplicates.find import find_likely_duplicates
from safety_center.services.duplicates.likeness import Compared, Likeness

__all__ = ["Compared", "Likeness", "find_likely_duplicates"]
