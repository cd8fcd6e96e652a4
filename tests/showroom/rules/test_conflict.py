from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - hypothesis resolves annotations

from hypothesis import given
from hypothesis import strategies as st

from showroom.rules.conflict import minimal_conflict


@given(
    clashes=st.lists(st.frozensets(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=5),
    order=st.permutations(range(10)),
)
def test_the_conflict_found_is_one_of_the_minimal_ones(clashes: list[frozenset[int]], order: list[int]) -> None:
    def is_possible(subset: Sequence[int]) -> bool:
        return not any(clash <= set(subset) for clash in clashes)

    found = minimal_conflict(order, is_possible)
    assert not is_possible(found)
    assert all(is_possible([other for other in found if other != one]) for one in found)
    assert found == [one for one in order if one in found]


def test_nothing_is_named_where_nothing_can_help() -> None:
    assert minimal_conflict([1, 2, 3], lambda _: False) == []
