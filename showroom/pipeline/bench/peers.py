"""The other optimisers: fetched once into a cache folder, every package pinned with its hash."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from showroom.errors import Unavailable

if TYPE_CHECKING:
    from pathlib import Path

LISTS = ("package.json", "package-lock.json")
INSTALL_S = 300.0
DECODER = "gltf-transform"


@dataclass(frozen=True)
class Tool:
    """A way to optimise a file: its name, and its command with ``IN`` and ``OUT``; whether that is a tool's own way."""

    name: str
    command: tuple[str, ...]
    is_default: bool = False


PEERS = (
    Tool("gltf-transform optimize", ("gltf-transform", "optimize", "IN", "OUT"), is_default=True),
    Tool(
        "gltf-transform optimize, Draco and WebP",
        ("gltf-transform", "optimize", "IN", "OUT", "--compress", "draco", "--texture-compress", "webp"),
    ),
    Tool("gltfpack -cc", ("gltfpack", "-cc", "-i", "IN", "-o", "OUT"), is_default=True),
)


def install(cache: Path) -> Path:
    """Make sure that the peers are in the cache; returns the folder of their commands.

    Raises:
        Unavailable: ``bench-needs-node``, ``no-peers``.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("bench-needs-node", "the other optimisers are Node programs: apt-get install nodejs npm")
    lists = {name: files(__package__).joinpath(name).read_bytes() for name in LISTS}
    folder = cache / f"peers-{sha256(b''.join(lists.values())).hexdigest()[:12]}"
    commands = folder / "node_modules" / ".bin"
    if not (folder / "ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in lists.items():
            (folder / name).write_bytes(data)
        done = subprocess.run(  # noqa: S603 - npm, with our own arguments
            [npm, "ci", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, timeout=INSTALL_S, check=False
        )
        if done.returncode:
            raise Unavailable("no-peers", f"npm ci failed in {folder}: {done.stderr.decode(errors='replace')[-400:]}")
        (folder / "ready").touch()
    return commands
