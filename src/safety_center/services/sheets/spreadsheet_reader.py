"""Reads a spreadsheet in a process of its own with a limit on memory and time, and writes its rows as JSON.

Run by its path and not imported by the service for reading: a file made to fill the memory, or one
that breaks the parser, ends this process and nothing else. It imports nothing of ours.

In: one line of JSON (what to look for), then the file. Out: one line `{"sheet", "rows", "kind"}` and a line
`[row, cells]` for each row that is not empty, or one line `{"refused": reason, …}`.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

_MOST_MEMORY = 2**30 + 2**29
_MOST_SECONDS = 180
_MOST_UNPACKED = 2**30
_TOP_ROWS = 12
_LEAST_KNOWN = 3
_CHUNK = 1 << 20
_LONGEST_TAG = 4096
_OLE = b"\xd0\xcf\x11\xe0"
_FORMULA = re.compile(rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")


class Refused(Exception):
    """The file is no sheet that can be read; the first argument says why, the others go with it."""


def main() -> None:
    """Read what is asked for and write it."""
    _limit()
    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        for line in read(content, asked):
            sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
    except Refused as refused:
        reason, *told = refused.args
        sys.stdout.write(json.dumps({"refused": reason, "told": told}) + "\n")
    sys.stdout.flush()


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(content: bytes, asked: dict[str, Any]) -> Iterator[Any]:
    """The head and the rows; raises `Refused`."""
    import python_calamine

    kind = _kind(content)
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            name, start, rows = _find_sheet(book, asked)
            formulas = _formulas(content, name) if kind == "xlsx" else {}
            yield {"sheet": name, "rows": rows, "kind": kind}
            yield from _rows(book.get_sheet_by_name(name), start, formulas, asked["most_rows"])
    except python_calamine.PasswordError:
        raise Refused("encrypted") from None
    except (python_calamine.CalamineError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise Refused("broken") from None


def _kind(content: bytes) -> str:
    if content.startswith(_OLE):
        raise Refused("encrypted" if "EncryptedPackage".encode("utf-16-le") in content else "xls")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {info.filename: info.file_size for info in archive.infolist()}
            if sum(names.values()) > _MOST_UNPACKED:
                raise Refused("too_big")
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "content.xml" not in names or "spreadsheet" not in _text(archive, "mimetype"):
                raise Refused("no_sheet")
            if "encryption-data" in _text(archive, "META-INF/manifest.xml"):
                raise Refused("encrypted")
            if _holds(archive, "content.xml", b"table:formula="):
                raise Refused("formulas")
            return "ods"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, OSError, EOFError):
        # What the library raises for damage, passwords, unknown packing, wrong sizes and cut ends: one
        # refusal, said to whoever gave the file.
        raise Refused("broken") from None


def _text(archive: zipfile.ZipFile, name: str) -> str:
    if name not in archive.namelist():
        return ""
    with archive.open(name) as file:
        return file.read(_CHUNK).decode("utf-8", "replace")


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The member in pieces that overlap, so that no tag is cut in two."""
    with archive.open(name) as file:
        tail = b""
        while chunk := file.read(_CHUNK):
            yield tail + chunk
            tail = (tail + chunk)[-_LONGEST_TAG:]


def _holds(archive: zipfile.ZipFile, name: str, wanted: bytes) -> bool:
    return any(wanted in piece for piece in _pieces(archive, name))


def _find_sheet(book: Any, asked: dict[str, Any]) -> tuple[str, int, int]:
    """The sheet that has our headings, the row they stand in, and how many rows follow."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    shown = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
    ]
    for name in sorted(shown, key=lambda each: each not in asked["preferred"]):
        sheet = book.get_sheet_by_name(name)
        first = sheet.start[0] if sheet.start else 0
        for number, cells in enumerate(sheet.iter_rows()):
            if number >= _TOP_ROWS:
                break
            texts = ["".join(str(cell).casefold().split()) for cell in cells]
            if sum(text.rstrip("*") in asked["known"] for text in texts) >= _LEAST_KNOWN:
                return name, number, first + sheet.height - number - 1
    raise Refused("wrong_sheet", ", ".join(shown))


def _rows(
    sheet: Any, start: int, formulas: dict[int, list[int]], most_rows: int
) -> Iterator[list[Any]]:
    """Rows from the headings on; the parser counts rows from the sheet's first, columns from `left`."""
    left = sheet.start[1] if sheet.start else 0
    sent = 0
    for number, cells in enumerate(sheet.iter_rows()):
        if number < start:
            continue
        values = [_value(cell) for cell in cells]
        for column in formulas.get(number, ()):
            if 0 <= column - left < len(values):
                values[column - left] = {"f": values[column - left]}
        while values and values[-1] == "":
            values.pop()
        if not any(value != "" for value in values):
            continue
        sent += 1
        if sent > most_rows + 1:
            raise Refused("too_many", most_rows)
        yield [number + 1, values]


def _value(cell: Any) -> Any:
    if isinstance(cell, str | bool):
        return cell
    if isinstance(cell, datetime):
        return {"d": cell.isoformat(sep=" ")}
    if isinstance(cell, date | time):
        return {"d": cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"d": str(cell)}
    return float(cell)


def _formulas(content: bytes, name: str) -> dict[int, list[int]]:
    """Row → columns (from 0) of cells with a formula: the parser gives only their last results."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = _member(archive, name)
        found: dict[int, list[int]] = {}
        for piece in _pieces(archive, member) if member else ():
            for tag in _FORMULA.finditer(piece):
                place = _PLACE.search(tag[1])
                if place:
                    found.setdefault(int(place[2]) - 1, []).append(_number(place[1].decode()))
        return found


def _member(archive: zipfile.ZipFile, name: str) -> str | None:
    """The file of a sheet inside the archive, by way of the workbook's relations."""
    from xml.etree import ElementTree

    def local(tag: str) -> str:
        return tag.rpartition("}")[2]

    try:
        # This process has little memory and no other files: the worst a file can do is to end it.
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - see above
        links = archive.read("xl/_rels/workbook.xml.rels")
        relations = ElementTree.fromstring(links)  # noqa: S314 - see above
    except (ElementTree.ParseError, KeyError):
        return None
    wanted = None
    for element in book.iter():
        if local(element.tag) == "sheet" and element.get("name") == name:
            wanted = next((v for k, v in element.attrib.items() if local(k) == "id"), None)
    for element in relations:
        if element.get("Id") == wanted and wanted:
            target = (element.get("Target") or "").lstrip("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            return path if path in archive.namelist() else None
    return None


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


if __name__ == "__main__":
    main()
