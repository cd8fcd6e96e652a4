"""Who wears what."""

from __future__ import annotations

from collections import Counter

from client.scene.figure import model_of


def test_models_are_worn_equally_often_and_always_by_the_same_people() -> None:
    ids = [f"visitor-{number}" for number in range(1200)]
    worn = Counter(model_of(visitor_id, 6) for visitor_id in ids)
    assert sorted(worn) == list(range(6))
    assert max(worn.values()) < 1.3 * min(worn.values())
    assert model_of(ids[0], 6) == model_of(ids[0], 6)
