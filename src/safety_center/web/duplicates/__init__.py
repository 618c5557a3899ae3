"""Likely duplicates: beside the form, beside a case, compared, set aside, merged."""
