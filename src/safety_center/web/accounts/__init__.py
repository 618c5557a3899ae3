"""Accounts, for the administrator."""
