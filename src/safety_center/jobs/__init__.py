"""The scheduler process; jobs, schedule and runner are in `services.jobs`."""
