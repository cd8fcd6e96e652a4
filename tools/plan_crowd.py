"""What a crowd of any size needs: nodes, bandwidth and the database, by measurement and simulation; docs/sizing.md.

`--measure` starts a PostgreSQL, writes into it as one node's writer does, and fits what a commit and a row cost. Then
several writers share it, and what they waited is held against what the simulation says of them: the two share nothing
but the fitted costs. Without it, the costs that are given are used.
"""

from __future__ import annotations

import argparse
import heapq
import json
import multiprocessing
import random
import statistics
import sys
import time
from collections import deque
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from server.store.documents import Document  # noqa: E402 - the path is known only now
from server.store.postgresql import PostgresDatabase  # noqa: E402
from server.store.writer import GROUP_WINDOW_S, Batch, Writer  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future
    from threading import Barrier

CORE_OF_ROOM: Final = {20: 0.093, 50: 0.072, 200: 0.188, 1000: 0.876}
"""Of a core, by people in one room who all move: docs/benchmarks.md."""
BYTES_A_POSE: Final = {20: 17.4, 50: 15.1, 200: 14.3, 1000: 14.1}
POSES_A_SECOND: Final = 20.0
KIB_A_CONNECTION: Final = 19.0
KIB_A_NODE: Final = 90 * 1024.0
FULL: Final = 0.7
"""Of a core, so that a launch or a lost node finds room."""
PLACES_EVERY_S: Final = 2.0
ROWS: Final = (1, 3, 10, 30, 100)


@dataclass(frozen=True)
class Costs:
    """What the one writer's turn of a shop's database takes: seconds for a commit, and for each row in it."""

    commit_s: float
    row_s: float


@dataclass(frozen=True)
class Load:
    """What one node wants kept.

    Args:
        wishes_per_s: chat, choices, coming and going; each a batch of its own that somebody waits for.
        rows_a_wish: how many rows each has.
        places_per_s: batches of places, for which nobody waits.
        rows_a_places: how many people moved in each.
    """

    wishes_per_s: float
    rows_a_wish: float = 2.0
    places_per_s: float = 0.0
    rows_a_places: float = 0.0


@dataclass(frozen=True)
class Waits:
    """How long wishes waited until they were stored, and how busy the database's one turn was (1: always)."""

    p50_ms: float
    p99_ms: float
    busy: float


# ---- simulation ------------------------------------------------------------------------------------------------------


def simulate(nodes: int, load: Load, costs: Costs, seconds: float = 20.0, seed: int = 1) -> Waits:
    """Nodes whose writers group what has come and take turns, first come first served."""
    dice = random.Random(seed)  # noqa: S311 - arrivals
    arrivals: list[tuple[float, int, float, bool]] = []
    for node in range(nodes):
        for rate, rows, waits in (
            (load.wishes_per_s, load.rows_a_wish, True),
            (load.places_per_s, load.rows_a_places, False),
        ):
            at_s = dice.expovariate(rate) if rate else seconds
            while at_s < seconds:
                arrivals.append((at_s, node, rows, waits))
                at_s += dice.expovariate(rate)
    arrivals.sort()
    waiting: list[deque[tuple[float, float, bool]]] = [deque() for _ in range(nodes)]
    ready = [False] * nodes
    turns: list[tuple[float, int]] = []
    next_one, free_s, busy_s = 0, 0.0, 0.0
    waits_s: list[float] = []
    while next_one < len(arrivals) or turns:
        # Whoever stands first in line begins when the database is free; what comes until then goes along.
        begin_s = max(turns[0][0], free_s) if turns else arrivals[next_one][0]
        while next_one < len(arrivals) and arrivals[next_one][0] <= begin_s:
            at_s, node, rows, has_to_wait = arrivals[next_one]
            next_one += 1
            waiting[node].append((at_s, rows, has_to_wait))
            if not ready[node]:
                ready[node] = True
                heapq.heappush(turns, (at_s + GROUP_WINDOW_S, node))
                begin_s = max(turns[0][0], free_s)
        _, node = heapq.heappop(turns)
        took_s = costs.commit_s + costs.row_s * sum(rows for _, rows, _ in waiting[node])
        free_s, busy_s = begin_s + took_s, busy_s + took_s
        waits_s += [free_s - at_s for at_s, _, has_to_wait in waiting[node] if has_to_wait]
        waiting[node].clear()
        ready[node] = False
    waits_s.sort()
    last_s = max(free_s, seconds)
    return Waits(
        1e3 * waits_s[len(waits_s) // 2],
        1e3 * waits_s[min(len(waits_s) - 1, int(len(waits_s) * 0.99))],
        busy_s / last_s,
    )


# ---- measurement -----------------------------------------------------------------------------------------------------


class _Commits:
    """Keeps what a writer tells of its commits."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def committed(self, _batches: int, seconds: float) -> None:
        self.seconds.append(seconds)


def _batch(writer: int, number: int, rows: int) -> Batch:
    body = bytes(range(60))
    return Batch(tuple(Document(f"plan/{writer}", f"{number % 50}-{row}", body) for row in range(rows)))


def measure_costs(url: str, commits: int = 150) -> Costs:
    """One writer alone: the line through what commits of several sizes took, each size's median."""
    database, told = PostgresDatabase(url), _Commits()
    writer = Writer(database, told)
    medians = []
    for rows in ROWS:
        told.seconds.clear()
        for number in range(commits):
            writer.submit(_batch(0, number, rows)).result()
        medians.append(statistics.median(told.seconds))
    writer.close()
    database.close()
    row_s, commit_s = np.polyfit(ROWS, medians, 1)
    return Costs(max(0.0, float(commit_s)), float(row_s))


def _write_wishes(
    task: tuple[str, int, float, float], ready: Barrier, results: multiprocessing.Queue[list[float]]
) -> None:
    """A node of its own process: wishes come as they please."""
    url, writer, rate, seconds = task
    dice = random.Random(writer)  # noqa: S311 - arrivals
    database = PostgresDatabase(url)
    line = Writer(database)
    found: list[float] = []
    line.submit(_batch(writer, 0, 2)).result()
    ready.wait()
    due_s = time.monotonic()
    end_s, number = due_s + seconds, 0
    pending: list[Future[None]] = []
    while due_s < end_s:
        due_s += dice.expovariate(rate)
        time.sleep(max(0.0, due_s - time.monotonic()))
        asked_s = time.monotonic()
        done = line.submit(_batch(writer, number, 2))
        done.add_done_callback(partial(_note_wait, found, asked_s))
        pending.append(done)
        number += 1
    for done in pending:
        done.result()
    line.close()
    database.close()
    results.put(found)


def _note_wait(found: list[float], asked_s: float, _done: Future[None]) -> None:
    found.append(time.monotonic() - asked_s)


def measure_waits(url: str, writers: int, rate: float, seconds: float = 8.0) -> Waits:
    """How long wishes wait where several nodes write at once; `rate` is of each."""
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[list[float]] = context.Queue()
    ready = context.Barrier(writers)
    processes = [
        context.Process(target=_write_wishes, args=((url, writer, rate, seconds), ready, results))
        for writer in range(writers)
    ]
    for process in processes:
        process.start()
    waits_s = sorted(wait for _ in processes for wait in results.get())
    for process in processes:
        process.join()
    return Waits(1e3 * waits_s[len(waits_s) // 2], 1e3 * waits_s[int(len(waits_s) * 0.99)], float("nan"))


# ---- the plan --------------------------------------------------------------------------------------------------------


def plan(
    people: int, room: int, costs: Costs, *, shops: int = 1, moving: float = 0.3, wishes: float = 0.02
) -> dict[str, float]:
    """What `people` in rooms of `room` need.

    Args:
        people: at once, in all shops.
        room: how many are in each room; one of the sizes that were measured.
        costs: of the database.
        shops: among how many shops, each with a database of its own, they are.
        moving: the share of those who walk.
        wishes: what each wants kept, a second.
    """
    a_node = int(FULL / CORE_OF_ROOM[room]) * room
    nodes = -(-people // max(a_node, room))
    a_shop = max(1, round(nodes / shops))
    on_a_node = people / nodes
    load = Load(
        wishes_per_s=wishes * on_a_node,
        places_per_s=8 / PLACES_EVERY_S if on_a_node > 200 else 1 / PLACES_EVERY_S,  # noqa: PLR2004 - `house.MANY`
        rows_a_places=moving * on_a_node / (8 if on_a_node > 200 else 1),  # noqa: PLR2004 - the same
    )
    rows_per_s = a_shop * (load.wishes_per_s * load.rows_a_wish + load.places_per_s * load.rows_a_places)
    waits = simulate(a_shop, load, costs)
    mbit_s = BYTES_A_POSE[room] * POSES_A_SECOND * moving * (room - 1) * 8e-6
    return {
        "people": people,
        "a_room": room,
        "shops": shops,
        "cores": nodes,
        "memory_gib": round((nodes * KIB_A_NODE + people * KIB_A_CONNECTION) / 1024**2, 1),
        "mbit_s_each": round(mbit_s, 3),
        "gbit_s": round(mbit_s * people / 1000, 1),
        "rows_per_s_a_database": round(rows_per_s),
        "database_busy": round(waits.busy, 2),
        "stored_after_ms_p50": round(waits.p50_ms, 1),
        "stored_after_ms_p99": round(waits.p99_ms, 1),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure where asked to, then plan."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="the database on this machine (Debian's postgresql)")
    parser.add_argument("--commit-ms", type=float, default=1.0, help="else: what a commit takes (%(default)s)")
    parser.add_argument("--row-ms", type=float, default=0.05, help="and a row (%(default)s)")
    parser.add_argument("--people", type=int, default=100_000)
    asked = parser.parse_args(arguments)
    costs = Costs(asked.commit_ms / 1e3, asked.row_ms / 1e3)
    if asked.measure:
        from tests.server.postgres import PostgresServer  # noqa: PLC0415 - only where it is wanted

        with PostgresServer(flushes=True) as server:
            costs = measure_costs(server.new_shop())
            print(json.dumps({"commit_ms": costs.commit_s * 1e3, "row_ms": costs.row_s * 1e3}))
            url = server.new_shop()
            for writers, rate in ((1, 50.0), (2, 50.0), (4, 50.0), (4, 100.0)):
                seen, said = measure_waits(url, writers, rate), simulate(writers, Load(rate), costs)
                print(
                    json.dumps(
                        {"writers": writers, "rate": rate, "measured": seen.__dict__, "simulated": said.__dict__}
                    )
                )
    for people in (1_000, 3_000, 10_000, 30_000):
        print(json.dumps(plan(people, 50, costs)))
    for room in CORE_OF_ROOM:
        print(json.dumps(plan(asked.people, room, costs)))
    for shops in (10, 100):
        print(json.dumps(plan(asked.people, 50, costs, shops=shops)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
