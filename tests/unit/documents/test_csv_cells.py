"""Cells of CSV files, as spreadsheets take them."""

from safety_center.documents.csv_cells import guard, unguard


def test_cells_that_spreadsheets_take_for_formulas_are_guarded_and_come_back() -> None:
    computed, plain = ["=1", "+1", "-1", "@a", "\tx", "\rx"], ["1", "", "가"]
    assert [guard(cell) for cell in computed + plain] == [f"'{c}" for c in computed] + plain
    assert [unguard(guard(cell)) for cell in computed + plain] == computed + plain
