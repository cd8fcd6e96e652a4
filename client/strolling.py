"""Walking by itself to a place, around what stands there: after a click on the floor, or in a script. Pure.

Frame: glTF's; the floor is (x, z) in metres, headings are radians about +Y.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from showroom.route import Walker, find_way, length_m

if TYPE_CHECKING:
    from client.player import Player
    from showroom.walking import Floor, Point

_PATIENCE_S: Final = 1.5
_PROGRESS_M: Final = 0.02


@dataclass(frozen=True)
class Stroll:
    """On the way.

    Args:
        walker: who walks, with the corners ahead.
        pitch: where to look up or down at the end; None leaves it.
        looks_away: the person looks elsewhere on the way, so that walking no longer turns them.
        left_m: the shortest way that was left so far.
        waited_s: since when it has not become shorter.
    """

    walker: Walker
    pitch: float | None = None
    looks_away: bool = False
    left_m: float = float("inf")
    waited_s: float = 0.0

    @property
    def goal(self) -> Point | None:
        """Where it ends; None on the last turn."""
        return self.walker.way[-1] if self.walker.way else None


def begun(
    player: Player, floor: Floor, goal: Point, facing: float | None = None, pitch: float | None = None
) -> Stroll | None:
    """Set out for the place nearest to `goal` that one can stand on; None where no way leads there."""
    way = find_way(floor, player.position, goal)
    return Stroll(Walker(player.position, player.heading, way, facing), pitch) if way else None


def strolled(stroll: Stroll, player: Player, floor: Floor, delta_s: float) -> tuple[Stroll | None, Player]:
    """Go on for a moment; None where it has ended, also where somebody stands in the way for long."""
    walker = replace(stroll.walker, position=player.position).step(floor, delta_s)
    heading = player.heading if stroll.looks_away else walker.heading
    player = replace(player, position=walker.position, heading=heading, walking=1.0)
    left_m = length_m(walker.position, walker.way)
    nearer = left_m < stroll.left_m - _PROGRESS_M or not walker.way
    waited_s = 0.0 if nearer else stroll.waited_s + delta_s
    if walker.is_walking and waited_s < _PATIENCE_S:
        return replace(stroll, walker=walker, left_m=min(left_m, stroll.left_m), waited_s=waited_s), player
    pitch = player.pitch if stroll.pitch is None or stroll.looks_away else stroll.pitch
    return None, replace(player, pitch=pitch, walking=0.0)
