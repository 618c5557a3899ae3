"""Backups: a database as it was at one instant, sealed, in a folder that is there whole or not at all."""
