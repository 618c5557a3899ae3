"""Statistics: tables of figures, and why they differ between two instants."""
