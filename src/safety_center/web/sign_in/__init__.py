"""Signing in and out, keeping a session alive, the own password."""
