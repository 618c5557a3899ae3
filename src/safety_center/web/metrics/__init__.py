"""What a monitor reads: counts of requests, and gauges of the installation."""
