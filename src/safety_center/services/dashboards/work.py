"""The cases that tiles of work and lists of a page are about: those the reader may list, at its place."""

from dataclasses import dataclass
from functools import cached_property

from safety_center.charts import Sentence
from safety_center.domain.access import CaseScope, case_scope
from safety_center.services.context import Context
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.view import ListAddress
from safety_center.services.dashboards.words import place_name
from safety_center.store import case_list as store
from safety_center.store.case_list import CaseFilter

_EVERY_CASE = CaseScope(every_case=True, unit_code=None)


@dataclass(frozen=True)
class Work:
    """The period of the page does not touch them, its place does.

    Without an actor (files) every case is meant, otherwise those the reader may list, so that a
    number and its list agree. `countries` are those of the place.
    """

    ctx: Context
    chosen: Parameters
    countries: tuple[str, ...]
    address: ListAddress

    @cached_property
    def reach(self) -> CaseScope:
        """Which cases the reader may list."""
        return _EVERY_CASE if self.ctx.actor is None else case_scope(self.ctx.actor)

    @property
    def cases(self) -> CaseFilter:
        """Every case of the place."""
        chosen = self.chosen
        return CaseFilter(
            country_codes=self.countries if chosen.region or chosen.country else None,
            mission_codes=(chosen.mission,) if chosen.mission else None,
        )

    def count(self, wanted: CaseFilter) -> int:
        """How many of them there are."""
        return store.count_cases(self.ctx.session, self.reach, wanted)

    def has_any(self, wanted: CaseFilter) -> bool:
        """Whether there is one; the others are not counted."""
        return store.count_cases(self.ctx.session, self.reach, wanted, at_most=0) > 0

    def place_filters(self) -> dict[str, str]:
        """The place as filters of a list."""
        chosen = self.chosen
        places = {"region": chosen.region, "country": chosen.country, "mission": chosen.mission}
        return {name: code for name, code in places.items() if code}

    def link(self, **filters: str) -> str | None:
        """The list of those of the place that pass the filters."""
        filters |= self.place_filters()
        if self.chosen.region:
            filters["scheme"] = self.chosen.scheme
        return self.address(filters)

    def scope_text(self) -> Sentence:
        """Whose cases are counted."""
        place = place_name(self.ctx, self.chosen)
        if self.reach.every_case or self.chosen.as_of:
            return place or Sentence("모든 기관", "all units")
        own = self._own_cases()
        if place is None or self.chosen.mission == self.reach.unit_code:
            return own
        return Sentence(f"{own.ko}({place.ko})", f"{own.en} in {place.en}")

    def _own_cases(self) -> Sentence:
        mission = self.ctx.places.missions.get(self.reach.unit_code or "")
        if mission is not None:
            return Sentence(f"{mission.ko} 관련 건", f"cases of the {mission.en}")
        return Sentence("우리 기관 관련 건", "cases of my unit")
