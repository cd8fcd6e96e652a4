"""The figures of all repetitions as medians, and ratios that were taken within each repetition."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from server.bench.peers import OURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from server.bench.running import Cell, Figures


@dataclass(frozen=True)
class Row:
    """One cell over all repetitions: medians of the valid runs.

    Args:
        cell: which.
        runs: how many runs were valid.
        figures: by name.
        ratios: the same over ours at the same size in the same repetition; empty for ours.
    """

    cell: Cell
    runs: int
    figures: dict[str, float]
    ratios: dict[str, float]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all stay below; infinite without any."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")


COLUMNS: dict[str, Callable[[Figures], float]] = {
    "delivered": lambda one: one.share,
    "core": lambda one: one.load.server_core,
    "cpu_us_per_pose": lambda one: one.cpu_us,
    "bytes_per_pose": lambda one: one.load.bytes_per_pose,
    "kib_per_connection": lambda one: one.load.connection_kib,
    "p50_ms": lambda one: percentile(one.load.latency_ms, 0.5),
    "p99_ms": lambda one: percentile(one.load.latency_ms, 0.99),
    "megabytes_per_s": lambda one: one.load.megabytes_per_s,
    "generator_core": lambda one: one.load.generator_core,
    "ack_p50_ms": lambda one: percentile(one.acks_ms, 0.5),
}
RATIOS = ("cpu_us_per_pose", "bytes_per_pose", "kib_per_connection")


def rows(repetitions: Sequence[Sequence[Figures]]) -> list[Row]:
    """One row for each cell, in the order in which they ran."""
    made = []
    for index, first in enumerate(repetitions[0]):
        runs = [row[index] for row in repetitions]
        # A saturated peer makes the generator late; that is its result, and the table shows how little arrived.
        valid = [one for one in runs if not one.flaws or one.load.server_core > 0.85]  # noqa: PLR2004 - saturated
        pairs = [(row[index], _ours(row, first.cell)) for row in repetitions if row[index] in valid]
        made.append(
            Row(
                first.cell,
                len(valid),
                {name: median(map(read, valid)) if valid else float("nan") for name, read in COLUMNS.items()},
                {
                    name: median(COLUMNS[name](one) / COLUMNS[name](ours) for one, ours in pairs if ours is not None)
                    for name in RATIOS
                    if first.cell.peer is not OURS and any(ours is not None for _, ours in pairs)
                },
            )
        )
    return made


def _ours(row: Sequence[Figures], cell: Cell) -> Figures | None:
    alike = (
        one for one in row if one.cell.peer is OURS and (one.cell.clients, one.cell.cells) == (cell.clients, cell.cells)
    )
    return next(alike, None)


def as_text(table: Sequence[Row]) -> Iterator[str]:
    """A Markdown table; ratios stand in brackets behind the figure."""
    yield "| server | people | runs | delivered | core | µs a pose | bytes a pose | KiB a connection | p50 | p99 ms |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for row in table:
        f = row.figures
        cpu, size, memory = (
            f"{f[name]:.{digits}f}" + (f" (x{row.ratios[name]:.1f})" if name in row.ratios else "")
            for name, digits in zip(RATIOS, (3, 1, 0), strict=True)
        )
        yield (
            f"| {row.cell.name} | {row.cell.clients:,} | {row.runs} | {f['delivered']:.1%} | {f['core']:.3f} | {cpu} |"
            f" {size} | {memory} | {f['p50_ms']:.0f} | {f['p99_ms']:.0f} |"
        )
    acks = [ack for row in table if (ack := row.figures["ack_p50_ms"]) < float("inf")]
    if acks:
        yield ""
        yield f"Beside it, a line of chat is acknowledged as stored after {min(acks):.1f} to {max(acks):.1f} ms."


def as_data(table: Sequence[Row]) -> list[dict[str, Any]]:
    """The same for machines."""
    return [
        {
            "server": row.cell.name,
            "people": row.cell.clients,
            "runs": row.runs,
            **{name: _number(value) for name, value in row.figures.items()},
            "ratios": {name: _number(value) for name, value in row.ratios.items()},
        }
        for row in table
    ]


def _number(value: float) -> float | None:
    return round(value, 4) if abs(value) < float("inf") else None
