"""Regions of the installation's own scheme, as the library names them."""

from safety_center.charts import Sentence
from safety_center.services.context import Context
from safety_center.services.reference import regions_of
from safety_center.web.request import current_language


def region_labels(ctx: Context) -> dict[str, Sentence]:
    """Both names of each region by its code."""
    scheme = ctx.installation.settings.default_scheme
    found = regions_of(ctx.session, scheme, ctx.today)
    return {region.code: Sentence(region.name_ko, region.name_en) for region in found}


def region_choices(ctx: Context) -> list[tuple[str, str]]:
    """Code and name of each region, in the order of the scheme."""
    language = current_language()
    return [(code, name.text(language)) for code, name in region_labels(ctx).items()]


def region_name(ctx: Context, code: str) -> str:
    """The region's name; its code where the scheme does not know it."""
    return dict(region_choices(ctx)).get(code, code)
