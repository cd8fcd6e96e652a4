"""What an operator watches, in Prometheus' text format from a registry of our own."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client.metrics_core import Metric

_LATENCY_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


def _tally(help_text: str) -> int:
    number: int = field(default=0, metadata={"help": help_text})
    return number


@dataclass(slots=True)
class Tally:
    """Counters of the hot path: plain integers, touched only by the event loop, read when somebody scrapes."""

    poses_received: int = _tally("Poses taken from clients.")
    poses_refused: int = _tally("Poses over the rate.")
    poses_stale: int = _tally("Poses left out because they were older than one that had come.")
    poses_leapt: int = _tally("Poses left out because somebody jumped too often.")
    connections_refused: int = _tally("Connections refused because their address held too many.")
    pose_frames_sent: int = _tally("Frames of poses written to clients.")
    pose_frames_skipped: int = _tally("Frames of poses left out for readers that lag.")
    messages_received: int = _tally("Control messages taken from clients.")
    messages_sent: int = _tally("Control messages written to clients.")
    slow_readers: int = _tally("Connections closed because they did not read.")
    facts_lost: int = _tally("Facts that could not be written because the disk refused.")
    beats_missed: int = _tally("Signs of life of this node that did not reach the database.")
    writes_fenced: int = _tally("Writes refused because another node owns the room now.")
    ticks_late: int = _tally("Ticks that were skipped because the loop was busy.")


class _TallyCollector(Collector):
    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def collect(self) -> Iterator[Metric]:
        for one in fields(self._tally):
            value = getattr(self._tally, one.name)
            yield CounterMetricFamily(f"showroom_{one.name}", one.metadata["help"], value=value)


class Metrics:
    """Every figure of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.tally = Tally()
        self.registry.register(_TallyCollector(self.tally))
        self.refused = Counter(
            "showroom_refused", "Requests and connections refused, by code.", ["code"], registry=self.registry
        )
        self.http = Counter(
            "showroom_http_requests", "HTTP requests by route and status.", ["route", "status"], registry=self.registry
        )
        self.commit_seconds = Histogram(
            "showroom_commit_seconds", "Time of a group commit.", buckets=_LATENCY_BUCKETS_S, registry=self.registry
        )
        self.commit_batches = Counter("showroom_commit_batches", "Batches that were committed.", registry=self.registry)
        self.tick_seconds = Histogram(
            "showroom_tick_seconds", "Time to send one tick.", buckets=_LATENCY_BUCKETS_S, registry=self.registry
        )

    def watch(self, name: str, help_text: str, read: Callable[[], float]) -> None:
        """Expose what `read` returns whenever somebody scrapes."""
        Gauge(f"showroom_{name}", help_text, registry=self.registry).set_function(read)

    def tell_node(self, name: str, role: str, version: str) -> None:
        """Say which of several nodes these figures are of."""
        labels = ["node", "role", "version"]
        Gauge("showroom_node", "This node.", labels, registry=self.registry).labels(name, role, version).set(1)

    def committed(self, batches: int, seconds: float) -> None:
        """A group was committed (`server.store.writer.WriterMetrics`)."""
        self.commit_seconds.observe(seconds)
        self.commit_batches.inc(batches)

    def text(self) -> bytes:
        """The exposition."""
        return generate_latest(self.registry)
