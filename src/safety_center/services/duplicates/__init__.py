"""Likely duplicates: cases that may be about the same incident or the same person."""

from safety_center.services.duplicates.find import Compared, Likeness, find_likely_duplicates

__all__ = ["Compared", "Likeness", "find_likely_duplicates"]
