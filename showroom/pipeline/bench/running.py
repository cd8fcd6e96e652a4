"""Run one optimiser on one file and measure it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.errors import Unavailable

if TYPE_CHECKING:
    from pathlib import Path

    from showroom.pipeline.bench.peers import Tool

MIB = 1024.0 if sys.platform != "darwin" else 1024.0 * 1024.0
"""Units of the greatest resident size that the system reports, in a mebibyte."""


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
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
            silent = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), stream) for stream in (1, 2)]
            child = os.posix_spawn(program, [program, *arguments[1:]], os.environ, file_actions=silent)
    except FileNotFoundError as error:
        raise Unavailable("no-peers", f"{program} is not there") from error
    _, status, used = os.wait4(child, 0)
    if status or not output.exists():
        return None
    return Run(output.stat().st_size, round(used.ru_utime + used.ru_stime, 2), round(used.ru_maxrss / MIB, 1))
