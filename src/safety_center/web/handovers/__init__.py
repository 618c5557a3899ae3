"""Hand-overs (이관): the waiting lists at both ends, and answering."""
