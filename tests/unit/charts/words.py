"""What the tests of figures share: a wording, names, addresses that can be read."""

from __future__ import annotations

from safety_center.charts import Sentence, Wording

WORDING = Wording(
    language="ko",
    who=Sentence("접수된 피해자", "victims reported"),
    this=Sentence("2026. 1. 1.–11. 22.", "1 January to 22 November 2026"),
    this_short=Sentence("2026년", "2026"),
    last=Sentence("2025. 1. 1.–11. 22.", "1 January to 22 November 2025"),
    last_short=Sentence("2025년", "2025"),
    than=Sentence("전년 같은 기간", "the same period of the year before"),
    demonstration=True,
)
CAPTION = Sentence("지역별 피해자", "Victims by region")
NAMES = {
    "asia": Sentence("아시아", "Asia"),
    "europe": Sentence("유럽", "Europe"),
    "americas": Sentence("미주", "Americas"),
}


def address(row: str, column: str) -> str:
    """A list that says what it was asked for."""
    return f"/list?{row}&{column}"
