"""The figures of all repetitions as medians, and ratios that were taken within each repetition."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import msgspec

from server.bench.peers import OURS
from showroom.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from server.bench.running import Figures

SATURATED: Final = 0.85
"""Of its core: such a peer makes the generator late; that is its result, and the table shows how little arrived."""


class Run(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of one run of a cell.

    Args:
        server: its name in the table.
        is_ours: whether it is ours.
        people: how many.
        cells: squares of 4 m along each side.
        flaws: why it says nothing, empty where it does.
        figures: by name; infinite ones are left out.
    """

    server: str
    is_ours: bool
    people: int
    cells: int
    flaws: tuple[str, ...]
    figures: dict[str, float]

    @property
    def is_valid(self) -> bool:
        """Whether it counts."""
        return not self.flaws or self.figures.get("core", 0.0) > SATURATED

    def is_alike(self, other: Run) -> bool:
        """Whether both met the same crowd."""
        return (self.people, self.cells) == (other.people, other.cells)


@dataclass(frozen=True)
class Row:
    """One cell over all repetitions: medians of the valid runs.

    Args:
        server: which.
        people: how many.
        runs: how many runs were valid.
        figures: by name.
        ratios: the same over ours at the same size in the same repetition; empty for ours.
    """

    server: str
    people: int
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


def run_of(figures: Figures) -> Run:
    """What is kept of a run."""
    cell = figures.cell
    values = {name: read(figures) for name, read in COLUMNS.items()}
    kept = {name: value for name, value in values.items() if value < float("inf")}
    return Run(cell.name, cell.peer is OURS, cell.clients, cell.cells, figures.flaws, kept)


def kept(path: Path, new: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """Add repetitions to a file and return all that it holds: one line of JSON for each.

    Raises:
        Rejected: ``other-benchmark`` where the file holds other servers or sizes.
    """
    lines = path.read_bytes().splitlines() if path.exists() else []
    try:
        old = [msgspec.json.decode(line, type=list[Run]) for line in lines]
    except msgspec.DecodeError as error:
        raise Rejected("other-benchmark", f"{path} holds no repetitions of this benchmark: {error}") from None
    plans = {tuple((run.server, run.people, run.cells) for run in repetition) for repetition in (*old, *new)}
    if len(plans) > 1:
        raise Rejected("other-benchmark", f"{path} holds repetitions of other servers or sizes; name another file")
    with path.open("ab") as file:
        file.writelines(msgspec.json.encode(repetition) + b"\n" for repetition in new)
    return [*old, *map(list, new)]


def rows(repetitions: Sequence[Sequence[Run]]) -> list[Row]:
    """One row for each cell, in the order in which they ran."""
    made = []
    for index, first in enumerate(repetitions[0]):
        valid = [(row[index], row) for row in repetitions if row[index].is_valid]
        pairs = [(run, _ours(row, run)) for run, row in valid]
        made.append(
            Row(
                first.server,
                first.people,
                len(valid),
                {name: _median([run.figures.get(name, float("inf")) for run, _ in valid]) for name in COLUMNS},
                {
                    name: median(run.figures[name] / ours.figures[name] for run, ours in pairs if ours is not None)
                    for name in RATIOS
                    if not first.is_ours and any(ours is not None for _, ours in pairs)
                },
            )
        )
    return made


def _median(values: Sequence[float]) -> float:
    return median(values) if values else float("nan")


def _ours(repetition: Sequence[Run], run: Run) -> Run | None:
    alike = (one for one in repetition if one.is_ours and one.is_valid and one.is_alike(run))
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
            f"| {row.server} | {row.people:,} | {row.runs} | {f['delivered']:.1%} | {f['core']:.3f} | {cpu} |"
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
            "server": row.server,
            "people": row.people,
            "runs": row.runs,
            **{name: _number(value) for name, value in row.figures.items()},
            "ratios": {name: _number(value) for name, value in row.ratios.items()},
        }
        for row in table
    ]


def _number(value: float) -> float | None:
    return round(value, 4) if abs(value) < float("inf") else None
