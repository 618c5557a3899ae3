"""Alembic migrations: each is rehearsed up, down and up again with rows in it on both databases."""
