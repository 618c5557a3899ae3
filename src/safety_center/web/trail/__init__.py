"""The trail, for the auditor."""
