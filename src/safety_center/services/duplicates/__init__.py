"""Likely duplicates: cases that may be about the same incident or the same person."""

from safety_center.services.duplicates.find import find_likely_duplicates
from safety_center.services.duplicates.likeness import Compared, Likeness
from safety_center.services.duplicates.pairs import (
    Comparison,
    SimilarCases,
    compare_cases,
    find_similar_cases,
    reject_duplicate,
    undo_rejection,
)

__all__ = [
    "Compared",
    "Comparison",
    "Likeness",
    "SimilarCases",
    "compare_cases",
    "find_likely_duplicates",
    "find_similar_cases",
    "reject_duplicate",
    "undo_rejection",
]
