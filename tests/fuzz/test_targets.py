"""Every fuzz target takes its seeds, and a few hundred changed ones, without atheris."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.fuzz.mutation import mutated_model
from tests.fuzz.registry import TARGETS
from tests.showroom.gltf.models import glb, triangle

if TYPE_CHECKING:
    from tests.fuzz.target import Target

ROUNDS = 150


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_a_target_raises_nothing_but_what_is_documented(target: Target) -> None:
    random = Random(1)
    seeds = list(target.seeds())
    assert seeds
    for seed in seeds:
        target.run(seed)
    for _ in range(ROUNDS):
        target.run(target.mutate(random.choice(seeds), random))


def test_a_changed_model_mostly_keeps_its_container() -> None:
    random = Random(2)
    seed = glb(*triangle())
    changed = [mutated_model(seed, random) for _ in range(100)]
    whole = [one for one in changed if one[:4] == b"glTF" and int.from_bytes(one[8:12], "little") == len(one)]
    assert len(whole) > 80
    assert len(set(changed)) > 80
