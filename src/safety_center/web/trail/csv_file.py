"""The trail as CSV, a line at a time; no cell begins with a sign that a spreadsheet would compute."""

import csv
import io
from collections.abc import Iterable, Iterator

from flask_babel import gettext

from safety_center.documents.csv_cells import BYTE_ORDER_MARK, guard
from safety_center.services.trail import TrailLine
from safety_center.web.terms import unit_label
from safety_center.web.trail.words import (
    action_text,
    change_rows,
    detail_rows,
    exact_time,
    reason_text,
    result_text,
    role_text,
)


def write_csv(lines: Iterable[TrailLine], stamp: str) -> Iterator[str]:
    """`stamp`: who took the file, when and why; it stands in the first row."""
    yield BYTE_ORDER_MARK + _row([gettext("내부용"), stamp])
    yield _row(_headings())
    for line in lines:
        yield _row(_cells(line))


def _headings() -> list[str]:
    return [
        gettext("번호"),
        gettext("일시(협정 세계시)"),
        gettext("일시(한국시간)"),
        gettext("계정 이름"),
        gettext("성명"),
        gettext("역할"),
        gettext("소속"),
        gettext("접속지"),
        gettext("수행업무"),
        gettext("대상"),
        gettext("결과"),
        gettext("행 수"),
        gettext("사유"),
        gettext("변경 내용"),
        gettext("자세히"),
        gettext("요청 번호"),
        gettext("해시"),
    ]


def _cells(line: TrailLine) -> list[str]:
    entry = line.entry
    changes = "; ".join(
        label if before is None else f"{label}: {before} → {after}"
        for label, before, after in change_rows(line.detail)
    )
    return [
        str(entry.seq),
        entry.at.isoformat(timespec="milliseconds"),
        exact_time(entry.at),
        entry.username or gettext("시스템"),
        line.name or "",
        role_text(entry.role),
        unit_label(entry.unit_code),
        entry.client or "",
        action_text(entry.action),
        entry.subject or "",
        result_text(entry.result),
        str(entry.rows),
        reason_text(line),
        changes,
        "; ".join(f"{label}: {value}" for label, value in detail_rows(line)),
        entry.request_id or "",
        entry.hash,
    ]


def _row(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(map(guard, cells))
    return text.getvalue()
