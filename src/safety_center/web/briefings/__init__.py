"""Briefings (회의자료): asking for one, how far it is, its files."""
