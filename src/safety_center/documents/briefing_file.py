"""A briefing as one HTML file that asks for nothing when it is opened, and prints on A4."""

from typing import Any

from safety_center.documents.dashboard_file import furnish
from safety_center.documents.dashboard_panels import render_panels
from safety_center.documents.language import environment
from safety_center.domain.periods import format_date, format_instant, seoul_date

#: Levels of headings inside a chapter, and inside a part of one.
_CHAPTER, _PART = 3, 4


def render_briefing(briefing: Any, language: str, mark: Any) -> str:
    """`briefing` is a `Briefing`, `mark` says for whom it is, who made it and when."""
    template = environment(language).get_template("briefing/file.html")
    has_map = any(
        item.panel.kind == "map" for chapter in briefing.chapters for item in chapter.all_panels()
    )

    def panels(part: Any) -> Any:
        level = _PART if "." in part.number else _CHAPTER
        return render_panels(part.view, language, lambda _id: None, in_file=True, level=level)

    return template.render(
        briefing=briefing,
        demonstration=briefing.demonstration,
        language=language,
        say=lambda sentence: sentence.text(language),
        panels=panels,
        audience=mark.audience.label(language),
        as_of=format_instant(briefing.as_of, language=language),
        day=format_date(seoul_date(briefing.as_of), language),
        written_at=mark.written_at(language),
        written_by=mark.written_by(language),
        **furnish(has_map),
    )
