"""Run one optimiser on one file and measure it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.errors import Unavailable

if TYPE_CHECKING:
    from pathlib import Path

    from showroom.pipeline.bench.peers import Tool

MIB = 1024.0 if sys.platform != "darwin" else 1024.0 * 1024.0
"""Units of the greatest resident size that the system reports, in a mebibyte."""
MEASURE = """
import json, os, sys
with open(os.devnull, "wb") as nowhere:
    silent = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), stream) for stream in (1, 2)]
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
_, status, used = os.wait4(child, 0)
print(json.dumps([status, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
"""Starts a program and says how it ended and what it used.

To what a program used the system adds the memory of whoever started it, up to the moment when it begins (Linux,
`exec_mmap`). Somebody who has models and pictures in memory would count as much for every tool, so one starts it who
has nothing: a bare interpreter with 10 MiB.
"""


@dataclass(frozen=True)
class Run:
    """What a tool made of a file: bytes, processor seconds, and the most memory that it held."""

    size_bytes: int
    cpu_s: float
    peak_mib: float


def run(tool: Tool, commands: Path, source: Path, output: Path) -> Run | None:
    """Optimise a file; None where the tool fails on it.

    Raises:
        Unavailable: ``no-peers`` when the tool is not there.
    """
    words = {"IN": str(source), "OUT": str(output)}
    arguments = [words.get(word, word) for word in tool.command]
    program = sys.executable if arguments[0] == "python" else str(commands / arguments[0])
    output.unlink(missing_ok=True)
    status, cpu_s, peak = measured([program, *arguments[1:]])
    if status or not output.exists():
        return None
    return Run(output.stat().st_size, round(cpu_s, 2), round(peak / MIB, 1))


def measured(command: list[str]) -> tuple[int, float, float]:
    """Run a command; its status, its processor seconds, and its greatest resident size in the system's unit.

    Raises:
        Unavailable: ``no-peers`` when it cannot be started.
    """
    done = subprocess.run(  # noqa: S603 - our own interpreter, with a tool of ours
        [sys.executable, "-S", "-c", MEASURE, *command], capture_output=True, check=False
    )
    if done.returncode:
        raise Unavailable("no-peers", f"{command[0]} is not there")
    status, cpu_s, peak = json.loads(done.stdout)
    return status, cpu_s, peak
