"""Gauges of the installation in the library's terms; read from the database when asked for."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from safety_center.services.gauges import Gauges

_NAME = "safety_center_"


class GaugeCollector(Collector):
    """One reading."""

    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """An instant that never was is left out, so that `absent()` finds it."""
        gauges = self._gauges
        succeeded = _family("job_last_success_timestamp_seconds", "When a job last ended well.")
        failed = _family("job_failed", "1 where the job's last run failed or was broken off.")
        for name, at in gauges.succeeded_at.items():
            if at is not None:
                succeeded.add_metric([name], at.timestamp())
            failed.add_metric([name], gauges.failed[name])
        yield succeeded
        yield failed
        yield _single("stale_days", "Days of the cubes that wait to be counted.", gauges.stale_days)
        yield _single("open_handovers", "Hand-overs nobody has decided.", gauges.open_handovers)
        yield _single("trail_entries", "Entries of the trail.", gauges.trail_entries)
        yield _single("trail_faults", "Faults of the last walk along it.", gauges.faults)
        yield from _instant("trail_verified", "When the trail was last walked.", gauges.verified_at)
        yield from _instant("backup_made", "When a backup was last made.", gauges.backed_up_at)
        yield from _instant(
            "backup_rehearsed", "When a restore was last rehearsed.", gauges.rehearsed_at
        )


def _family(name: str, help_text: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(_NAME + name, help_text, labels=["job"])


def _single(name: str, help_text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(_NAME + name, help_text, value=value)


def _instant(name: str, help_text: str, at: datetime | None) -> Iterator[GaugeMetricFamily]:
    if at is not None:
        yield _single(f"{name}_timestamp_seconds", help_text, at.timestamp())
