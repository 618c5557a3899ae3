"""Giving in sheets of reports: check, decide, store, mend."""
