"""Drafts: what was typed and not yet saved."""
