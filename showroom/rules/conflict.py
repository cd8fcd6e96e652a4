"""Why something is impossible: a minimal set of constraints that cannot hold together.

Source: U. Junker, "QuickXplain: Preferred Explanations and Relaxations for Over-Constrained Problems", AAAI 2004.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

T = TypeVar("T", bound="Hashable")


def minimal_conflict(constraints: Sequence[T], is_possible: Callable[[Sequence[T]], bool]) -> list[T]:
    """Find a subset that is impossible while it is possible without any one of its members.

    Args:
        constraints: impossible together, all different; the earlier ones are preferred as explanation.
        is_possible: whether a subset can hold; adding to a subset never makes it possible.

    Returns:
        The subset, in the order of `constraints`; empty where not even nothing is possible.
    """
    if not is_possible(()):
        return []
    found = set(_explain([], fresh=False, rest=list(constraints), is_possible=is_possible))
    return [constraint for constraint in constraints if constraint in found]


def _explain(background: list[T], *, fresh: bool, rest: list[T], is_possible: Callable[[Sequence[T]], bool]) -> list[T]:
    if fresh and not is_possible(background):
        return []
    if len(rest) <= 1:
        return rest
    middle = len(rest) // 2
    preferred, other = rest[:middle], rest[middle:]
    from_other = _explain([*background, *preferred], fresh=True, rest=other, is_possible=is_possible)
    from_preferred = _explain(
        [*background, *from_other], fresh=bool(from_other), rest=preferred, is_possible=is_possible
    )
    return [*from_preferred, *from_other]
