"""`make bench`: what the system is measured by, with every result checked before a time is printed."""
