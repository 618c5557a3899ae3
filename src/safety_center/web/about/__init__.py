"""What this system is: licences, version, mode."""
