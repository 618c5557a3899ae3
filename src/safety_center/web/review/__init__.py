"""The review of access, for the auditor and for the person concerned."""
