"""The left navigation: only what exists and what the role may do, so that no link leads nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from safety_center.domain.access import Actor
from safety_center.domain.errors import N_
from safety_center.web.gate import Needs, may_enter, needs_of

_LINKS = "safety_center.navigation"


@dataclass(frozen=True)
class Link:
    """A place to go: its label (Korean msgid) and its path."""

    label: str
    path: str


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


def find_links(app: Flask) -> None:
    """Look up, once, which links exist and what each needs."""
    found = [
        (label, [(link, needs) for link in links if (needs := _needs(app, link.path)) is not None])
        for label, links in NAVIGATION
    ]
    app.extensions[_LINKS] = found


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
    groups = [
        (label, [link for link, needs in links if may_enter(actor, needs)])
        for label, links in current_app.extensions[_LINKS]
    ]
    return [(label, links) for label, links in groups if links]


def link_if_allowed(actor: Actor | None, path: str) -> bool:
    """True when a page of ours exists and the actor may open it."""
    needs = _needs(current_app._get_current_object(), path.split("?")[0])
    return needs is not None and may_enter(actor, needs)


def current_path(groups: Sequence[tuple[str, Sequence[Link]]], path: str) -> str | None:
    """The link under which a page stands: the longest path that it begins with."""
    fitting = [
        link.path
        for _, links in groups
        for link in links
        if path == link.path or (link.path != "/" and path.startswith(link.path + "/"))
    ]
    return max(fitting, key=len, default=None)
