"""Rows in and out. No rules, no commit: the unit of work in `services.context` decides."""
