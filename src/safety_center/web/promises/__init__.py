"""Promises of the session: taken down, listed, moved, settled."""
