"""Reference data: reading them, and loading them again."""
