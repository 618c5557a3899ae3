"""Contrast and text size."""
