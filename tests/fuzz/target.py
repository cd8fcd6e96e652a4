"""What a fuzz target is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fuzz.mutation import mutated_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    Mutation = Callable[[bytes, Random], bytes]


@dataclass(frozen=True)
class Target:
    """Something that reads bytes from strangers.

    Args:
        name: how `make soak` calls it.
        seeds: good inputs to begin with; made when asked, so that naming a target costs nothing.
        run: reads one input; returns for anything good, swallows the documented errors and no other.
        mutate: changes an input so that it stays interesting.
    """

    name: str
    seeds: Callable[[], Iterable[bytes]]
    run: Callable[[bytes], None]
    mutate: Mutation = mutated_bytes
