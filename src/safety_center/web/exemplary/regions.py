"""Regions of the installation's own scheme, as the library names them."""

from safety_center.services.context import Context
from safety_center.services.reference import regions_of
from safety_center.web.request import current_language


def region_choices(ctx: Context) -> list[tuple[str, str]]:
    """Code and name of each region, in the order of the scheme."""
    scheme = ctx.installation.settings.default_scheme
    english = current_language() == "en"
    return [
        (region.code, region.name_en if english else region.name_ko)
        for region in regions_of(ctx.session, scheme, ctx.today)
    ]


def region_name(ctx: Context, code: str) -> str:
    """The region's name; its code where the scheme does not know it."""
    return dict(region_choices(ctx)).get(code, code)
