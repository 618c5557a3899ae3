"""What is kept no longer than it must be: the trail above its floors, and leftovers of daily work."""

from safety_center.services.retention.leftovers import LEFTOVERS, Leftover, purge_leftovers
from safety_center.services.retention.trail import TrailPurge, purge_trail

__all__ = ["LEFTOVERS", "Leftover", "TrailPurge", "purge_leftovers", "purge_trail"]
