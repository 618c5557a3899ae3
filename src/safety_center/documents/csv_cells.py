"""What spreadsheets ask of a CSV file: a byte-order mark, and no cell that they would compute."""

#: Spreadsheets take UTF-8 for something else without it.
BYTE_ORDER_MARK = "\ufeff"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_GUARDED = tuple(f"'{sign}" for sign in _FORMULA_SIGNS)


def guard(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula: an apostrophe before it, as they mark text."""
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell


def unguard(cell: str) -> str:
    """Inverse of `guard`, for a file that comes back."""
    return cell[1:] if cell.startswith(_GUARDED) else cell
