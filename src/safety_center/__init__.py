"""Safety Center: incidents of overseas Koreans, from the first report to the figures."""

__version__ = "0.1.0"
