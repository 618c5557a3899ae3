"""The left navigation: only what exists and what the role may do, so that no link leads nowhere.

A dashboard is in it as soon as its file is: those not named here stand behind the others by their title.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from flask_babel import gettext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import N_
from safety_center.services.dashboards import Dashboard, load_dashboards
from safety_center.services.dashboards.declaration import Text
from safety_center.services.installation import Installation
from safety_center.web.gate import Needs, may_enter, needs_of

_LINKS = "safety_center.navigation"
_DASHBOARDS = "/dashboards/"
_NAMED_PANELS = 3


@dataclass(frozen=True)
class Link:
    """A place to go: its label and its path.

    The label is a Korean msgid. A dashboard of one's own has its title in both languages instead, and
    what its first panels are called.
    """

    label: str
    path: str
    en: str = ""
    panels: tuple[Text, ...] = ()

    def title(self, language: str) -> str:
        """What it is called."""
        if self.en:
            return self.en if language == "en" else self.label
        return gettext(self.label)

    def contents(self, language: str) -> str:
        """The titles of its first panels."""
        return ", ".join(text.en if language == "en" else text.ko for text in self.panels)


@dataclass(frozen=True)
class _Found:
    """What there is: the groups with what each link needs, and who may open which dashboard."""

    groups: Sequence[tuple[str, Sequence[tuple[Link, Needs]]]]
    audiences: Mapping[str, tuple[Role, ...]]

    def may_open(self, actor: Actor | None, path: str, needs: Needs) -> bool:
        """True when permission and audience let the actor in."""
        audience = self.audiences.get(path)
        return may_enter(actor, needs) and (
            audience is None or (actor is not None and actor.role in audience)
        )


NAVIGATION: tuple[tuple[str, tuple[Link, ...]], ...] = (
    (
        N_("업무"),
        (
            Link(N_("처리할 업무"), "/"),
            Link(N_("새 접수"), "/reports/new"),
            Link(N_("접수"), "/reports"),
            Link(N_("사건·사고"), "/cases"),
            Link(N_("이관"), "/handovers"),
            Link(N_("가져오기"), "/imports"),
            Link(N_("우수사례"), "/exemplary"),
        ),
    ),
    (
        N_("대시보드"),
        (
            Link(N_("종합 현황"), "/dashboards/overview"),
            Link(N_("지역별 현황"), "/dashboards/region"),
            Link(N_("국가·지역별 현황"), "/dashboards/country"),
            Link(N_("재외공관별 현황"), "/dashboards/mission"),
            Link(N_("처리 기간"), "/dashboards/timeliness"),
            Link(N_("영사콜센터"), "/dashboards/call_center"),
            Link(N_("재외공관장회의"), "/dashboards/session"),
            Link(N_("회의자료"), "/briefings"),
            Link(N_("약속"), "/promises"),
        ),
    ),
    (
        N_("통계"),
        (
            Link(N_("통계표"), "/statistics"),
            Link(N_("통계 변동"), "/statistics/differences"),
        ),
    ),
    (
        N_("관리"),
        (
            Link(N_("기준정보"), "/reference"),
            Link(N_("작업 현황"), "/jobs"),
            Link(N_("계정"), "/accounts"),
            Link(N_("API 토큰"), "/tokens"),
            Link(N_("API 안내"), "/api-guide"),
            Link(N_("열람·변경 기록"), "/trail"),
            Link(N_("접속기록 점검"), "/review"),
        ),
    ),
)


def find_links(app: Flask, installation: Installation) -> None:
    """Look up, once, which links exist, what each needs, and which dashboards are declared."""
    declared = load_dashboards(installation.settings.dashboards_folder)
    boards = {_DASHBOARDS + name: one for name, one in declared.items()}
    groups = [
        (
            label,
            [
                (link, needs)
                for link in _with_declared(links, boards)
                if (needs := _needs(app, link.path)) is not None
            ],
        )
        for label, links in NAVIGATION
    ]
    audiences = {path: one.declaration.audience for path, one in boards.items()}
    app.extensions[_LINKS] = _Found(groups, audiences)


def _with_declared(links: Sequence[Link], boards: Mapping[str, Dashboard]) -> list[Link]:
    """The links of a group; where dashboards are among them, those declared, and no others."""
    named = [link for link in links if link.path.startswith(_DASHBOARDS)]
    if not named:
        return list(links)
    known = {link.path for link in named}
    more = [_link(path, one) for path, one in boards.items() if path not in known]
    shown = [link for link in named if link.path in boards]
    return [*shown, *more, *(link for link in links if link not in named)]


def _link(path: str, board: Dashboard) -> Link:
    declared = board.declaration
    panels = tuple(panel.title for panel in declared.panels[:_NAMED_PANELS])
    return Link(declared.title.ko, path, declared.title.en, panels)


def _needs(app: Flask, path: str) -> Needs | None:
    adapter = app.url_map.bind("")
    try:
        endpoint, _ = adapter.match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return needs_of(app, endpoint)


def links_for(actor: Actor | None) -> list[tuple[str, list[Link]]]:
    """Groups of links the actor may follow; empty groups are left out."""
    if actor is None:
        return []
    found: _Found = current_app.extensions[_LINKS]
    groups = [
        (label, [link for link, needs in links if found.may_open(actor, link.path, needs)])
        for label, links in found.groups
    ]
    return [(label, links) for label, links in groups if links]


def dashboards_for(actor: Actor | None) -> list[Link]:
    """The dashboards the actor may open, in the order of the navigation."""
    return [
        link for _, links in links_for(actor) for link in links if link.path.startswith(_DASHBOARDS)
    ]


def dashboard_title(name: str, language: str) -> str | None:
    """What a declared dashboard is called; None for any other word."""
    found: _Found = current_app.extensions[_LINKS]
    links = (link for _, group in found.groups for link, _ in group)
    return next((link.title(language) for link in links if link.path == _DASHBOARDS + name), None)


def link_if_allowed(actor: Actor | None, path: str) -> bool:
    """True when a page of ours exists and the actor may open it."""
    page = path.split("?")[0]
    found: _Found = current_app.extensions[_LINKS]
    needs = _needs(current_app._get_current_object(), page)
    return needs is not None and found.may_open(actor, page, needs)


def current_path(groups: Sequence[tuple[str, Sequence[Link]]], path: str) -> str | None:
    """The link under which a page stands: the longest path that it begins with."""
    fitting = [
        link.path
        for _, links in groups
        for link in links
        if path == link.path or (link.path != "/" and path.startswith(link.path + "/"))
    ]
    return max(fitting, key=len, default=None)
