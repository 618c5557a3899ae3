"""Dashboards as files, written by a job and fetched by those who may see dashboards."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from safety_center.charts import Sentence
from safety_center.documents.dashboard_file import Label, render_dashboard_file, stamp_file
from safety_center.domain.access import Permission, require
from safety_center.domain.errors import NotFound
from safety_center.domain.periods import format_instant
from safety_center.domain.reference import NO_REGION
from safety_center.services.context import Context, reading
from safety_center.services.dashboards.build import build_dashboard, declared_dashboards
from safety_center.services.dashboards.declaration import Dashboard
from safety_center.services.dashboards.kinds import Parameter
from safety_center.services.dashboards.view import DashboardView
from safety_center.services.installation import Installation
from safety_center.services.reference import regions_of
from safety_center.services.statistics.protection import Mark, make_mark

_LANGUAGES = ("ko", "en")
_FOLDER = "dashboards"
_NAME = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)?\.(ko|en)\.html$")


@dataclass(frozen=True)
class DashboardFile:
    """A file on offer; `region` names the region where the dashboard has one."""

    name: str
    title: Sentence
    region: Sentence | None
    language: str
    written_at: datetime
    size: int


def write_dashboard_files(installation: Installation) -> int:
    """Write each dashboard declared as a file (one with regions: each of them) in both languages; how many.

    Each file replaces its predecessor in one step, so that nobody fetches half a file. Single cases
    and addresses of lists are left out: the file has no reader whose scope could be asked.
    """
    folder = _folder(installation)
    folder.mkdir(parents=True, exist_ok=True)
    written = set()
    with reading(installation, None) as ctx:
        for dashboard, region in _pages(ctx):
            values = {"region": region.code} if region else {}
            for language in _LANGUAGES:
                view = build_dashboard(ctx, dashboard.name, values, language)
                name = _file_name(dashboard.name, region.code if region else None, language)
                _replace(folder / name, _render(view, language, make_mark(ctx)))
                written.add(name)
    for path in folder.glob("*.html"):
        if path.name not in written:
            path.unlink()  # a dashboard or a region that is no more
    return len(written)


def list_dashboard_files(ctx: Context) -> list[DashboardFile]:
    """Files of the dashboards that the actor may open, in their order."""
    actor = ctx.require_actor()
    require(actor, Permission.DASHBOARD_VIEW)
    folder = _folder(ctx.installation)
    found = []
    for dashboard, region in _pages(ctx):
        for language in _LANGUAGES:
            path = folder / _file_name(dashboard.name, region.code if region else None, language)
            if path.is_file():
                found.append(_describe(path, dashboard, region, language))
    return found


def dashboard_file(ctx: Context, name: str) -> str:
    """The file of that name, with who took it out and when; noted in the trail. Raises `NotFound`."""
    if not _NAME.match(name):
        raise NotFound
    file = next((file for file in list_dashboard_files(ctx) if file.name == name), None)
    if file is None:
        raise NotFound
    ctx.note("dashboard.download", name)
    text = (_folder(ctx.installation) / name).read_text(encoding="utf-8")
    mark = make_mark(ctx)
    return stamp_file(
        text, file.language, mark.written_by(file.language), mark.written_at(file.language)
    )


@dataclass(frozen=True)
class _Region:
    code: str
    name: Sentence


def _pages(ctx: Context) -> Iterator[tuple[Dashboard, _Region | None]]:
    scheme = ctx.installation.settings.default_scheme
    for dashboard in declared_dashboards(ctx).values():
        if not dashboard.declaration.file:
            continue
        if not dashboard.takes(Parameter.REGION):
            yield dashboard, None
            continue
        for region in regions_of(ctx.session, scheme, ctx.today):
            if region.code != NO_REGION:
                yield dashboard, _Region(region.code, Sentence(region.name_ko, region.name_en))


def _file_name(dashboard: str, region: str | None, language: str) -> str:
    return ".".join(filter(None, (dashboard, region, language, "html")))


def _render(view: DashboardView, language: str, mark: Mark) -> str:
    label = Label(
        audience=mark.audience.label(language),
        written_by=mark.written_by(language),
        written_at=mark.written_at(language),
        as_of=format_instant(view.as_of, language=language),
    )
    return render_dashboard_file(view, language, label)


def _replace(path: Path, text: str) -> None:
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)


def _describe(
    path: Path, dashboard: Dashboard, region: _Region | None, language: str
) -> DashboardFile:
    facts = path.stat()
    return DashboardFile(
        name=path.name,
        title=dashboard.declaration.title.sentence,
        region=region.name if region else None,
        language=language,
        written_at=datetime.fromtimestamp(facts.st_mtime, UTC),
        size=facts.st_size,
    )


def _folder(installation: Installation) -> Path:
    return installation.settings.files_folder / _FOLDER
