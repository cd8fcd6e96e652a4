"""Carries a script out, one step after the other, between frames."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from client import script
from client.intents import Accept, Speak
from client.player import FLIGHT_S, in_front_of, looking_down
from client.strolling import begun

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.acting import Acting
    from client.scene.world import World
    from client.script import AnyStep
    from client.visit import Visit

_ANSWER_S: Final = 10.0


class Running:
    """A script under way; without steps it does nothing.

    Attributes:
        failed: why it was given up, empty where it was not.
    """

    def __init__(
        self,
        steps: tuple[AnyStep, ...],
        visit: Visit,
        world: World,
        acting: Acting,
        keep_picture: Callable[[str], None],
        enter: Callable[[str], None],
    ) -> None:
        self._steps = steps
        self._visit = visit
        self._world = world
        self._acting = acting
        self._keep_picture = keep_picture
        self._enter = enter
        self._index = 0
        self._begun_s: float | None = None
        self._shot: str | None = None
        self._shot_frames = 0
        self.failed = ""
        self._conditions: dict[str, Callable[[script.WaitFor], bool]] = {
            "online": lambda _: visit.model.connection == "online" and visit.catalogue is not None,
            "offline": lambda _: visit.model.connection == "offline",
            "loaded": self._is_loaded,
            "refusal": lambda _: visit.model.refusal is not None,
            "adviser": lambda _: visit.model.conversation is not None,
            "waiting": lambda _: visit.model.position is not None,
            "queue": lambda _: bool(visit.model.queue),
            "chat": lambda step: any(step.text in line.text for line in visit.model.chat),
            "version": lambda step: visit.model.version(step.product) >= step.version,
            "settled": lambda _: not visit.model.pending,
        }

    @property
    def ended(self) -> bool:
        """Whether there is nothing left to do."""
        return bool(self.failed) or (self._index >= len(self._steps) and self._shot is None)

    def advance(self, now_s: float, delta_s: float) -> None:  # noqa: ARG002 - part of the frame's rhythm
        """Begin, watch and end steps; several that need no time in one frame."""
        while not self.failed and self._shot is None and self._index < len(self._steps):
            step = self._steps[self._index]
            if self._begun_s is None:
                self._begun_s = now_s
                self._begin(step)
                self._visit.journal.write("step", index=self._index, do=type(step).__name__)
            if not self._is_done(step, now_s - self._begun_s):
                limit_s = getattr(step, "timeout_s", _ANSWER_S if not isinstance(step, script.Wait) else math.inf)
                if now_s - self._begun_s > limit_s:
                    self.failed = f"step {self._index + 1} ({type(step).__name__}) was not done within {limit_s:g} s"
                    self._visit.journal.write("script-failed", reason=self.failed)
                return
            self._index += 1
            self._begun_s = None

    def frame_done(self) -> None:
        """A frame is drawn: keep the picture that was asked for, when the panels have settled."""
        if self._shot is None:
            return
        self._shot_frames += 1
        if self._shot_frames >= 2:  # noqa: PLR2004 - panels take their sizes from the frame before
            self._keep_picture(self._shot)
            self._visit.journal.write("shot", name=self._shot)
            self._shot = None

    # ---- steps -----------------------------------------------------------------------------------------------------

    def _begin(self, step: AnyStep) -> None:
        match step:
            case script.Go() | script.WalkTo() | script.Inspect() | script.Face():
                self._begin_moving(step)
            case script.Enter():
                self._enter(step.room)
            case script.Configure():
                self._acting.choose(step.product, step.changes)
            case script.TakeFix():
                self._acting.take_fix(step.number)
            case script.Say():
                self._acting.intend(Speak(step.text))
            case script.Verb():
                self._acting.do(step.verb)
            case script.Shot():
                self._shot, self._shot_frames = step.name, 0
            case script.Wait() | script.WaitFor() | script.Accept():
                pass

    def _begin_moving(self, step: script.Go | script.WalkTo | script.Inspect | script.Face) -> None:
        visit = self._visit
        match step:
            case script.Go():
                if visit.inspected is not None:
                    self._acting.leave_inspect()
                visit.player = replace(
                    visit.player, position=step.at, heading=step.heading, pitch=step.pitch, origin=None
                )
            case script.WalkTo():
                self._begin_walk(step.product)
            case script.Inspect():
                self._begin_inspect(step)
            case script.Face():
                self._face(step.pitch)

    def _face(self, pitch: float) -> None:
        spot = self._acting.place_of_adviser()
        if spot is None:
            return
        if self._visit.inspected is not None:
            self._acting.leave_inspect()
        player = self._visit.player
        heading = math.atan2(spot[0] - player.position[0], spot[2] - player.position[1])
        self._visit.player = replace(player, heading=heading, pitch=pitch, origin=None)

    def _begin_walk(self, product: str) -> None:
        visit = self._visit
        exhibit = self._world.exhibits.get(product)
        if exhibit is None or visit.floor is None:
            return
        if visit.inspected is not None:
            self._acting.leave_inspect()
        reach = 1.25 + exhibit.radius_m
        spot, heading = in_front_of(visit.floor, exhibit.centre, exhibit.plinth.place.heading, reach, visit.others)
        visit.stroll = begun(visit.player, visit.floor, spot, heading, looking_down(spot, exhibit.centre))

    def _begin_inspect(self, step: script.Inspect) -> None:
        self._acting.inspect(step.product)
        player = self._visit.player
        if player.orbit is None:
            return
        exhibit = self._world.exhibits[step.product]
        orbit = player.orbit
        if step.heading is not None:
            orbit = replace(orbit, heading=exhibit.plinth.place.heading + step.heading)
        if step.pitch is not None:
            orbit = replace(orbit, pitch=step.pitch)
        if step.distance is not None:
            orbit = replace(orbit, distance_m=orbit.radius_m * step.distance)
        self._visit.player = replace(player, orbit=orbit)

    def _is_done(self, step: AnyStep, age_s: float) -> bool:
        visit = self._visit
        done = True
        match step:
            case script.Wait():
                done = age_s >= step.seconds
            case script.WaitFor():
                done = self._conditions[step.what](step)
            case script.Enter():
                done = visit.model.room == step.room and not visit.came_from
            case script.WalkTo():
                done = visit.stroll is None
            case script.Inspect():
                done = visit.player.flown_s >= FLIGHT_S
            case script.Configure() | script.TakeFix():
                done = not visit.model.pending or visit.model.connection != "online"
            case script.Accept():
                done = self._accepted()
            case _:
                pass
        return done

    def _accepted(self) -> bool:
        visit = self._visit
        if visit.model.conversation is not None:
            return True
        caller = visit.model.next_caller
        if caller is not None:
            self._acting.intend(Accept(caller.request))
            return True
        return False

    def _is_loaded(self, _step: script.WaitFor) -> bool:
        exhibits = self._world.exhibits.values()
        ready = all(exhibit.node is not None or exhibit.failed for exhibit in exhibits)
        return self._world.plan is not None and not self._visit.came_from and ready and self._world.is_complete
