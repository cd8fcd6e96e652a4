"""Every file through every optimiser, and what came out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from showroom.errors import ModelError
from showroom.pipeline.bench.likeness import Quality, compare, pictures
from showroom.pipeline.bench.peers import DECODER, PEERS, Tool, install
from showroom.pipeline.bench.running import Run, run
from showroom.pipeline.progress import step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from showroom.pipeline.bench.likeness import Pictures
    from showroom.ports import Renderer

OURS = Tool("showroom assets fix", ("python", "-m", "showroom.cli", "assets", "fix", "IN", "-o", "OUT"))
DECODE = Tool("decode", (DECODER, "copy", "IN", "OUT"))
STRUCTURE_NOISE, COLOR_NOISE = 0.0005, 0.02
"""Differences between two qualities that mean nothing.

Moving every vertex of a shoe by up to 0.01 mm changes its pictures by 0.0007 and 0.18; drawing them twice, by nothing.
"""


class Outcome(Struct, frozen=True):
    """What one tool made of one file; `quality` is None where its file cannot be decoded and drawn."""

    tool: str
    size_bytes: int
    cpu_s: float
    peak_mib: float
    quality: Quality | None


class Comparison(Struct, frozen=True):
    """One file through every tool.

    Args:
        file: its name.
        source_bytes: how large it came.
        ours: our outcome.
        peers: those of the others that managed the file.
        reference: the tool to hold ours against: of the peers' own ways, the one whose file is the smallest.
        passed: ours is no larger than the reference and its pictures are as good, and no peer at all has a smaller file
            with pictures as good.
    """

    file: str
    source_bytes: int
    ours: Outcome
    peers: tuple[Outcome, ...]
    reference: str
    passed: bool


def compare_files(sources: Sequence[Path], cache: Path, renderer: Renderer) -> Iterator[Comparison]:
    """Run the benchmark, one file after the other.

    Raises:
        Unavailable: ``bench-needs-node``, ``no-peers``.
        ModelError: a file cannot be read by us.
    """
    with step("fetching the other optimisers"):
        commands = install(cache)
    with tempfile.TemporaryDirectory(prefix="showroom-bench-") as folder:
        for source in sources:
            yield _compared(source, commands, Path(folder), renderer)


def _compared(source: Path, commands: Path, folder: Path, renderer: Renderer) -> Comparison:
    with step(f"comparing {source.name}"):
        plain = folder / "before.glb"
        if run(DECODE, commands, source, plain) is None:
            raise ModelError("unreadable-model", "gltf-transform cannot decode the file", got=source.name)
        before = pictures(plain.read_bytes(), renderer)
        outcomes = [_outcome(tool, source, commands, folder, renderer, before) for tool in (OURS, *PEERS)]
    ours, *others = outcomes
    if ours is None:
        raise ModelError("unreadable-model", "our own steps fail on the file: showroom assets fix", got=source.name)
    peers = tuple(one for one in others if one is not None)
    reference, passed = judged(ours, peers)
    return Comparison(source.name, source.stat().st_size, ours, peers, reference, passed)


def _outcome(
    tool: Tool, source: Path, commands: Path, folder: Path, renderer: Renderer, before: Pictures
) -> Outcome | None:
    made, plain = folder / "made.glb", folder / "after.glb"
    measured: Run | None = run(tool, commands, source, made)
    if measured is None:
        return None
    quality = None
    if run(DECODE, commands, made, plain) is not None:
        quality = compare(before, pictures(plain.read_bytes(), renderer))
    return Outcome(tool.name, measured.size_bytes, measured.cpu_s, measured.peak_mib, quality)


def judged(ours: Outcome, peers: Sequence[Outcome]) -> tuple[str, bool]:
    """The peer to hold ours against, and whether ours is at least as good everywhere; no peer, nothing to prove."""
    own_ways = [one for one in peers if one.tool in {tool.name for tool in PEERS if tool.is_default}]
    reference = min(own_ways, key=lambda one: one.size_bytes, default=None)
    if reference is None:
        return "", True
    dominated = ours.size_bytes <= reference.size_bytes and _as_good(ours, reference)
    return reference.tool, dominated and not any(is_beaten(ours, one) for one in peers)


def is_beaten(ours: Outcome, peer: Outcome) -> bool:
    """Whether a peer's file is smaller and its pictures are as good."""
    return peer.size_bytes < ours.size_bytes and peer.quality is not None and _as_good(peer, ours)


def _as_good(one: Outcome, other: Outcome) -> bool:
    """Whether the pictures of one are no worse than those of the other, as far as that can be measured."""
    if one.quality is None or other.quality is None:
        return other.quality is None
    return (
        one.quality.structure >= other.quality.structure - STRUCTURE_NOISE
        and one.quality.color <= other.quality.color + COLOR_NOISE
    )
