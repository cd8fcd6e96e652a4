"""A house whose rooms are owned by lease: what it loses, it neither writes nor keeps."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import update

from server.realtime.inputs import DESK, Do, Gone, Lose, Notified, Open
from server.store.leases import Leases
from server.store.schema import leases as rows
from showroom.protocol.messages import Advisers, CallAdviser, Done, Refused, SetAgentStatus
from showroom.room.effects import TellPerson, ToDesk
from showroom.room.notices import Arrived, Asked
from tests.server.realtime.test_house import Line, Stage
from tests.server.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server.realtime.switchboard import Beyond
    from server.realtime.world import World
    from showroom.protocol.base import Message
    from showroom.room.notices import Notice

ROOM = "room/main"


class Tenant(Stage):
    """A stage that owns its room by lease; the desk is on another node."""

    def __init__(self) -> None:
        super().__init__()
        self.beyond: list[Beyond] = []
        self.switchboard.beyond = self.beyond.append

    def _world(self) -> World:
        world = super()._world()
        token = Leases(self.folder.database).take(ROOM, "here")
        assert isinstance(token, int)
        return replace(world, tokens={ROOM: token}, desk=None)

    def lose_unseen(self) -> None:
        """Another node takes the room, and nobody tells."""
        with self.folder.database.write() as connection:
            connection.execute(update(rows).values(expires_s=1.0))
        assert isinstance(Leases(self.folder.database).take(ROOM, "there"), int)

    def tokens(self) -> dict[str, int]:
        return dict(self.house.world.tokens or {})


@contextlib.asynccontextmanager
async def open_tenant() -> AsyncIterator[Tenant]:
    stage = Tenant()
    try:
        yield stage
        await stage.close()
    finally:
        stage.running.cancel()
        stage.writer.close()
        stage.folder.close()


def test_a_change_after_the_room_was_lost_is_refused_and_everybody_is_sent_on() -> None:
    async def scene() -> None:
        async with open_tenant() as stage:
            eva, eva_line = await stage.enter("v-eva")
            _, udo_line = await stage.enter("v-udo")
            await stage.configure(eva, "blue")
            await eva_line.until(Done)
            before = stage.folder.documents.every(), len(stage.folder.facts.after(0))
            stage.lose_unseen()
            ref = await stage.configure(eva, "gold")
            refused = await eva_line.until(Refused)
            assert isinstance(refused, Refused)
            assert (refused.ref, refused.code) == (ref, "moved")
            assert await closed(eva_line, udo_line) == [1012, 1012]
            assert (stage.house.world.rooms, stage.tokens()) == ({}, {})
            assert (stage.folder.documents.every(), len(stage.folder.facts.after(0))) == before
            assert stage.metrics.tally.writes_fenced == 1
            assert stage.writer.problem is None

    asyncio.run(scene())


async def closed(*lines: Line) -> list[int]:
    await until(lambda: all(line.close_code for line in lines))
    return [line.close_code for line in lines]


def test_what_nobody_asked_for_is_fenced_too() -> None:
    async def scene() -> None:
        async with open_tenant() as stage:
            eva, _ = await stage.enter("v-eva")
            _, udo_line = await stage.enter("v-udo")
            before = stage.folder.documents.every(), len(stage.folder.facts.after(0))
            stage.lose_unseen()
            await stage.house.put(Gone(eva, 3.0))
            assert await closed(udo_line) == [1012]
            assert (stage.folder.documents.every(), len(stage.folder.facts.after(0))) == before

    asyncio.run(scene())


def test_what_others_say_they_own_is_let_go_without_a_word_in_the_log() -> None:
    async def scene() -> None:
        async with open_tenant() as stage:
            _, line = await stage.enter("v-eva")
            facts = len(stage.folder.facts.after(0))
            await stage.house.put(Lose(frozenset({ROOM})))
            assert await closed(line) == [1012]
            assert stage.tokens() == {}
            assert len(stage.folder.facts.after(0)) == facts

    asyncio.run(scene())


def test_whoever_hands_over_has_kept_where_everybody_stood() -> None:
    async def scene() -> None:
        async with open_tenant() as stage:
            _, line = await stage.enter("v-eva")
            await stage.house.hand_over()
            assert await closed(line) == [1012]
            assert (stage.house.world.rooms, stage.tokens(), len(stage.switchboard)) == ({}, {}, 0)
            assert "Room Left" in [fact.type for fact in stage.folder.facts.after(0)]
            assert "Visit Ended" in [fact.type for fact in stage.folder.facts.after(0)]

    asyncio.run(scene())


def test_a_room_that_is_opened_again_has_what_was_stored() -> None:
    async def scene() -> None:
        async with open_tenant() as stage:
            eva, line = await stage.enter("v-eva")
            await stage.configure(eva, "blue")
            await line.until(Done)
            await stage.house.hand_over()
            token = Leases(stage.folder.database).take(ROOM, "here")
            assert isinstance(token, int)
            landed = asyncio.Event()
            catalogue = stage.folder.catalogue.catalogue()
            documents = stage.folder.documents.collection(ROOM)
            await stage.house.put(Open(ROOM, token, documents, catalogue, 3.0, landed))
            async with asyncio.timeout(10):
                await landed.wait()
            assert stage.tokens() == {ROOM: token}
            again, new_line = await stage.enter("v-eva")
            assert stage.house.world.rooms["main"].standings["runner"].choices["upper"] == "blue"
            await stage.configure(again, "red")
            await new_line.until(Done)

    asyncio.run(scene())


def test_the_desk_of_another_node_is_asked_after_the_commit_and_the_one_here_answers_others() -> None:
    async def scene() -> None:
        async with open_tenant() as stage:
            eva, _ = await stage.enter("u-eva", "agent")
            await stage.house.put(Do(eva, SetAgentStatus(5, "online"), 2.0))
            await until(lambda: len(sent(stage)) > 1)
            assert [type(notice) for notice in sent(stage)] == [Arrived, Asked]
            token = Leases(stage.folder.database).take(DESK, "here")
            assert isinstance(token, int)
            landed = asyncio.Event()
            catalogue = stage.folder.catalogue.catalogue()
            await stage.house.put(Open(DESK, token, {}, catalogue, 3.0, landed))
            async with asyncio.timeout(10):
                await landed.wait()
            desk = stage.house.world.desk
            assert desk is not None
            assert desk.agents["u-eva"].room == "main"
            far = Arrived("v-mia", "Mia", "visitor", "hall", 4.0)
            await stage.house.put(Notified(far, 4.0))
            call = Asked("v-mia", "Mia", "visitor", "en", "hall", CallAdviser(9, "sizes"), 4.0)
            await stage.house.put(Notified(call, 4.0))
            await until(lambda: told(stage, Done(9)))
            assert told(stage, Advisers(desk.advisers()))

    asyncio.run(scene())


def sent(stage: Tenant) -> list[Notice]:
    """What the desk of another node is sent."""
    return [effect.notice for effect in stage.beyond if isinstance(effect, ToDesk)]


def told(stage: Tenant, message: Message) -> bool:
    """Whether Mia, on another node, is told so."""
    return TellPerson("v-mia", message) in stage.beyond
