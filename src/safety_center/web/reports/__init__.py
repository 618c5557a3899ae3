"""Reports (접수 건): taking one, the list of what came in, the page of one."""
