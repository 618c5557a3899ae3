"""Years under an axis, few enough to stand side by side on a phone."""

_MANY = 12


def name_years(years: list[int]) -> list[str]:
    """In full at both ends, every second year (every fourth of many) in two digits between."""
    step = 4 if len(years) > _MANY else 2
    first, last = years[0], years[-1]
    shown = {y for y in years if (last - y) % step == 0 and y - first >= step / 2}
    return [str(y) if y in (first, last) else f"{y % 100:02}" if y in shown else "" for y in years]
