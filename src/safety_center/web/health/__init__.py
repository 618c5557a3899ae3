"""The answer of `/healthz`."""
