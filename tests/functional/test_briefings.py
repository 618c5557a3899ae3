"""Briefings: one instant as a document and as tables, made by a job, taken out under one's name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from safety_center.domain.access import Actor, Role
from safety_center.domain.briefing import BriefingForm, BriefingState, Wanted
from safety_center.domain.errors import Forbidden, InputRefused
from safety_center.domain.jobs import RunMessage, RunState, RunTrigger
from safety_center.domain.periods import SEOUL
from safety_center.services.accounts import find_actor
from safety_center.services.briefing import (
    Record,
    ask_again,
    ask_for_briefing,
    build_briefing,
    list_briefings,
    listening,
    make_briefings,
    parse_wanted,
    records,
    show_briefing,
    take_out,
)
from safety_center.services.context import reading, writing
from safety_center.services.dashboards import DashboardView, PanelView, build_dashboard
from safety_center.services.installation import Installation
from safety_center.services.jobs import list_runs, run_job
from safety_center.services.statistics import refresh_cube
from tests.databases import copy_sqlite_database
from tests.factories import YEAR, make_actor, make_installation, submit

NOW = Wanted(YEAR, "", "ko")
_CELL = re.compile(r"<t([hd])[^>]*>(.*?)</t\1>", re.DOTALL)


def _people(installation: Installation) -> Actor:
    """A report with a long number of persons, and an analyst who may ask."""
    officer = make_actor(installation, Role.OFFICER)
    persons = [{"headcount": 1234}, {"involvement": "perpetrator"}]
    submit(installation, officer, persons=persons)
    refresh_cube(installation)
    return make_actor(installation, Role.ANALYST)


def _ask(installation: Installation, actor: Actor, wanted: Wanted = NOW) -> Record:
    with writing(installation, actor) as ctx:
        return ask_for_briefing(ctx, wanted)


def _read(installation: Installation, actor: Actor, record: Record) -> Record:
    with reading(installation, actor) as ctx:
        return show_briefing(ctx, record.name)


@pytest.fixture(scope="module")
def house(
    sqlite_loaded_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation with a report and one briefing, made once: making takes seconds."""
    folder = tmp_path_factory.mktemp("briefing")
    url = copy_sqlite_database(sqlite_loaded_template, folder / "briefing.sqlite3")
    installation = make_installation(url, folder, demonstration=True)
    _ask(installation, _people(installation))
    assert make_briefings(installation) == (1, 0)
    yield installation
    installation.database.close()


@pytest.fixture
def analyst(house: Installation) -> Actor:
    with reading(house, None) as ctx:
        found = find_actor(ctx, "analyst.safety-center")
    assert found
    return found


@pytest.fixture
def made(house: Installation) -> Record:
    return records.read_records(house)[-1]


@pytest.fixture
def document(house: Installation, made: Record) -> str:
    return records.read_file(house, made, BriefingForm.HTML).decode()


@pytest.fixture
def book(house: Installation, made: Record) -> Workbook:
    content = records.read_file(house, made, BriefingForm.XLSX)
    return openpyxl.load_workbook(io.BytesIO(content))


def _views(house: Installation, analyst: Actor) -> list[DashboardView]:
    """The session's dashboard and each region's, as the analyst reads them."""
    values = {"year": str(YEAR)}
    with reading(house, analyst) as ctx:
        session = build_dashboard(ctx, "session", values)
        first = build_dashboard(ctx, "region", values)
        codes = next(each for each in first.choices if each.name == "region").options
        regions = [
            build_dashboard(ctx, "region", {**values, "region": code}) for code, _, _ in codes
        ]
    return [session, *regions]


def _rows(view: PanelView) -> list[list[str]]:
    if view.chart is None or view.chart.figure is None:
        return []
    table = view.chart.table
    rows = (*table.rows, *([table.total] if table.total else []))
    return [[cell.text for cell in row.cells] for row in rows]


# --- what is in it ---


def test_the_document_tells_every_table_of_the_session_and_its_regions(
    house: Installation, analyst: Actor, document: str
) -> None:
    cells = [re.sub(r"<[^>]+>", "", found[2]).strip() for found in _CELL.finditer(document)]
    told = "\n".join(cells)
    for view in _views(house, analyst):
        for item in view.panels:
            for row in _rows(item):
                text = "\n".join(re.sub(r"[&<>'\"].*", "", cell) for cell in row[:3])
                assert text in told, item.panel.id


def test_every_number_of_the_session_stands_in_the_workbook_as_a_number(
    house: Installation, analyst: Actor, book: Workbook
) -> None:
    said = [{cell.value for cell in row} for sheet in book.worksheets for row in sheet.iter_rows()]
    for view in _views(house, analyst):
        for item in view.panels:
            rows = item.chart.table.rows if item.chart else ()
            known = [{cell.value for cell in row.cells} - {None} for row in rows]
            known += [{tile.value} - {None} for tile in item.tiles]
            assert [each for each in known if not any(each <= row for row in said)] == []


def test_no_cell_of_the_workbook_is_a_formula_and_totals_are_numbers(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert [cell.coordinate for cell in row if cell.data_type == "f"] == []
    values = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert 1235 in values
    assert "1,235" not in values


def test_the_contents_lead_to_every_sheet_and_every_sheet_says_for_whom_it_is(
    book: Workbook,
) -> None:
    contents = book.worksheets[0]
    targets = {
        cell.hyperlink.location.split("!")[0].strip("'")
        for row in contents.iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert targets == {sheet.title for sheet in book.worksheets[1:]}
    assert {"정의", "자료 출처", "주석"} <= targets
    for sheet in book.worksheets[1:-3]:
        assert "내부용" in str(sheet["B1"].value)
        assert "시연용 가상 데이터" in str(sheet["B1"].value)


def test_the_document_has_a_cover_contents_chapters_and_an_annex(document: str) -> None:
    for text in ("내부용", "기준 시각", "단위", "날짜 기준", "시연용 가상 데이터", "차례"):
        assert text in document
    links = re.findall(r'href="#([^"]+)"', document)
    assert len(links) > 8
    assert [link for link in links if f'id="{link}"' not in document] == []
    ids = re.findall(r'\sid="([^"]+)"', document)
    assert len(ids) == len(set(ids))
    assert not re.search(r"\d{4}-KHM-\d{6}", document)
    assert "/cases" not in document


def test_a_past_instant_counts_what_was_known_then(house: Installation, analyst: Actor) -> None:
    day = f"{YEAR - 1}-12-31"
    with pytest.raises(InputRefused) as refused, reading(house, analyst) as ctx:
        parse_wanted(ctx, {"year": str(YEAR), "as_of": day})
    assert refused.value.errors[0].field == "year"
    told: list[int] = []
    wanted = Wanted(YEAR - 1, day, "en")
    with reading(house, analyst) as ctx:
        briefing = build_briefing(ctx, wanted, lambda done, _step: told.append(done))
    assert told == [0, 1, 2, 3, 4]
    assert briefing.as_of <= datetime(YEAR, 1, 1, tzinfo=SEOUL)
    panels = [item for chapter in briefing.chapters for item in chapter.all_panels()]
    assert "1,235" not in str([_rows(item) for item in panels])


# --- asking ---


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"year": "1999"}, "year"),
        ({"year": "soon"}, "year"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "2999-01-01"}, "as_of"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    house: Installation, analyst: Actor, values: dict[str, str], field: str
) -> None:
    with pytest.raises(InputRefused) as refused, reading(house, analyst) as ctx:
        parse_wanted(ctx, values)
    assert [error.field for error in refused.value.errors] == [field]


def test_only_analyst_and_center_manager_ask(house: Installation) -> None:
    for role in (Role.MISSION_HEAD, Role.COUNSELLOR):
        actor = make_actor(house, role)
        with pytest.raises(Forbidden), writing(house, actor) as ctx:
            ask_for_briefing(ctx, NOW)
        with reading(house, actor) as ctx:
            assert list_briefings(ctx)
    auditor = make_actor(house, Role.AUDITOR)
    with pytest.raises(Forbidden), reading(house, auditor) as ctx:
        list_briefings(ctx)


def test_what_waits_is_not_asked_for_twice(sqlite_installation: Installation) -> None:
    analyst = make_actor(sqlite_installation, Role.ANALYST)
    first, second = (_ask(sqlite_installation, analyst) for _ in range(2))
    assert first.name == second.name
    other = _ask(sqlite_installation, analyst, Wanted(YEAR, "", "en"))
    assert other.name != first.name


# --- the job ---


def test_the_job_makes_what_was_asked_for_and_tells_each_step(
    database_url: str, tmp_path: Path
) -> None:
    installation = make_installation(database_url, tmp_path)
    analyst = _people(installation)
    record = _ask(installation, analyst)
    told: list[Record] = []
    with listening(told.append):
        result = run_job(installation, "briefing", RunTrigger.COMMAND)
    assert (result.state, result.rows) == (RunState.DONE, 1)
    assert [each.done for each in told] == list(range(8))
    assert {each.steps for each in told} == {7}
    made = _read(installation, analyst, record)
    assert made.state is BriefingState.DONE
    assert made.as_of is not None
    assert all(made.sizes[form.value] > 1000 for form in BriefingForm)
    assert make_briefings(installation) == (0, 0)
    installation.database.close()


def test_progress_stands_on_the_job_board(sqlite_installation: Installation) -> None:
    analyst = _people(sqlite_installation)
    _ask(sqlite_installation, analyst)
    seen: list[RunMessage | None] = []

    def look(_record: Record) -> None:
        with reading(sqlite_installation, analyst) as ctx:
            seen.append(list_runs(ctx, "briefing")[0].message)

    with listening(look):
        run_job(sqlite_installation, "briefing", RunTrigger.COMMAND)
    assert [each.params["done"] for each in seen if each] == list(range(8))


def test_a_run_that_fails_leaves_the_earlier_files_and_says_why(
    house: Installation, analyst: Actor, made: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = records.read_file(house, made, BriefingForm.XLSX)
    with writing(house, analyst) as ctx:
        assert ask_again(ctx, made.name).state is BriefingState.WAITING

    def break_off(*_: object) -> bytes:
        raise OSError("no space")

    monkeypatch.setattr("safety_center.services.briefing.work.write_briefing_book", break_off)
    result = run_job(house, "briefing", RunTrigger.COMMAND)
    assert (result.state, result.message.params if result.message else None) == (
        RunState.FAILED,
        {"made": 0, "failed": 1},
    )
    failed = _read(house, analyst, made)
    assert failed.state is BriefingState.FAILED
    assert failed.message
    assert records.read_file(house, failed, BriefingForm.XLSX) == before
    monkeypatch.undo()
    with writing(house, analyst) as ctx:
        ask_again(ctx, made.name)
    assert make_briefings(house) == (1, 0)
    again = _read(house, analyst, made)
    assert (again.state, again.folder == made.folder) == (BriefingState.DONE, False)
    folders = [
        path for path in (house.settings.files_folder / "briefings").iterdir() if path.is_dir()
    ]
    assert [path.name for path in folders] == [again.folder]


def test_one_broken_off_is_made_again(house: Installation, analyst: Actor, made: Record) -> None:
    records.write_record(house, replace(made, state=BriefingState.MAKING, done=3))
    assert make_briefings(house) == (1, 0)
    assert _read(house, analyst, made).state is BriefingState.DONE


def test_an_account_switched_off_meanwhile_makes_nothing(
    house: Installation, analyst: Actor, made: Record
) -> None:
    gone = replace(made, name=f"{made.name[:-8]}0badcafe", asked_by="nobody", folder="", sizes={})
    records.write_record(house, replace(gone, state=BriefingState.WAITING))
    assert make_briefings(house) == (0, 1)
    found = _read(house, analyst, gone)
    assert found.message == RunMessage("회의자료를 요청한 계정을 지금은 쓸 수 없습니다.")
    records.remove_record(house, found)


def test_the_oldest_beyond_the_number_kept_go(sqlite_loaded_template: Path, tmp_path: Path) -> None:
    url = copy_sqlite_database(sqlite_loaded_template, tmp_path / "kept.sqlite3")
    installation = make_installation(url, tmp_path, briefings_kept=2)
    analyst = make_actor(installation, Role.ANALYST)
    for language in ("ko", "en"):
        first = _ask(installation, analyst, Wanted(YEAR, "", language))
        records.write_record(installation, replace(first, state=BriefingState.DONE))
    with writing(installation, analyst) as ctx:
        last = ask_for_briefing(ctx, Wanted(YEAR - 1, "", "ko"))
    make_briefings(installation)
    left = records.read_records(installation)
    assert [each.wanted.year for each in left] == [YEAR - 1, YEAR]
    assert left[0].name == last.name
    installation.database.close()


# --- taking out ---


def test_taking_a_file_out_stands_in_the_trail(
    house: Installation, analyst: Actor, made: Record
) -> None:
    with writing(house, analyst) as ctx:
        taken = take_out(ctx, made.name, "html")
        assert [(act.action, act.subject) for act in ctx.acts] == [
            ("briefing.download", f"{made.name}.html")
        ]
    assert taken.mark.by == analyst.username


@pytest.mark.parametrize("name", ["../keys", "2026-x", "", "2026-20261122T000000-0000000g"])
def test_no_other_file_has_a_name_of_a_briefing(house: Installation, name: str) -> None:
    assert records.read_record(house, name) is None
