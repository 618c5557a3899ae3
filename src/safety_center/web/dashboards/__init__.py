"""Dashboards: pages, their numbers as CSV, and the files that the job wrote."""
