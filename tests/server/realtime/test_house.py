"""The owner of the rooms, with a real store in memory and lines that keep what they are told."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from sqlalchemy import text

from server.metrics import Metrics
from server.realtime.guest import Guest
from server.realtime.house import House
from server.realtime.inputs import Do, Enter, Gone, Renew
from server.realtime.switchboard import Switchboard
from server.realtime.world import World
from server.store.folder import StoreFolder, open_in_memory
from server.store.people import VisitorRecord
from server.store.writer import Writer
from server.tickets import Admission
from showroom.protocol.codec import Pose, decode_server, pack_pose_frame
from showroom.protocol.messages import (
    CatalogueChanged,
    Configure,
    Configured,
    Done,
    Joined,
    Left,
    Refused,
    Say,
    Welcome,
)
from showroom.protocol.session import Session
from showroom.room.room import open_room
from showroom.service.desk import open_desk
from tests.server.samples import SetClock, publication, room_plan

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from showroom.protocol.messages import ServerMessage


class Line:
    """A connection that keeps what it is sent."""

    def __init__(self) -> None:
        self.heard: list[ServerMessage] = []
        self.poses = 0
        self.close_code = 0
        self.news = asyncio.Event()

    def send_message_frame(self, frame: bytes) -> bool:
        length = frame[1]
        payload = frame[2:] if length < 126 else frame[4:] if length == 126 else frame[10:]
        self.heard.append(decode_server(payload))
        self.news.set()
        return True

    def send_pose_frame(self, _frame: bytes) -> bool:
        self.poses += 1
        self.news.set()
        return True

    def let_poses_wait(self) -> None:
        pass

    def let_nothing_wait(self) -> None:
        pass

    def take_waiting(self) -> None:
        pass

    def begin_close(self, code: int, _reason: str) -> None:
        self.close_code = code
        self.news.set()

    async def until(self, kind: type[ServerMessage], number: int = 1) -> ServerMessage:
        async with asyncio.timeout(10):
            while len(found := [message for message in self.heard if isinstance(message, kind)]) < number:
                self.news.clear()
                await self.news.wait()
        return found[number - 1]


class Stage:
    """A house under test and its store."""

    def __init__(self) -> None:
        self.folder: StoreFolder = open_in_memory()
        model = self.folder.files.put(b"model", "model/gltf-binary")
        self.folder.catalogue.publish(publication(model))
        self.folder.catalogue.put_room(room_plan())
        self.metrics = Metrics()
        self.writer = Writer(self.folder.database, self.metrics)
        self.switchboard = Switchboard()
        self.clock = SetClock()
        self.house = House(self._world(), self.writer, self.switchboard, self.metrics, self.clock)
        self.running = asyncio.create_task(self.house.run())
        self.refs = 0

    def _world(self) -> World:
        catalogue = self.folder.catalogue.catalogue()
        plan = catalogue.rooms[0]
        documents = self.folder.documents.collection("room/main")
        room = open_room(plan, catalogue.products, documents, revision=catalogue.revision)
        return World({"main": room}, open_desk(self.folder.documents.collection("desk"), 0.0), 500)

    async def enter(self, person: str, role: str = "visitor") -> tuple[Guest, Line]:
        line = Line()
        guest = Guest(line, Session("server"), self.metrics.tally)  # type: ignore[arg-type] # a line is all it needs
        guest.person_id, guest.role = person, role
        record = VisitorRecord(person, f"hash of {person}", person, "en") if role == "visitor" else None
        admission = Admission(person, person, "agent" if role == "agent" else "visitor", "main", "en", "", record)
        await self.house.put(Enter(guest, admission, 1.0))
        await line.until(Welcome)
        return guest, line

    async def configure(self, guest: Guest, value: str, group: str = "upper") -> int:
        self.refs += 1
        await self.house.put(Do(guest, Configure(self.refs, "runner", {group: value}), 2.0))
        return self.refs

    def break_disk(self) -> None:
        with self.folder.database.read() as connection:
            connection.execute(text("PRAGMA query_only=ON"))

    def mend_disk(self) -> None:
        with self.folder.database.read() as connection:
            connection.execute(text("PRAGMA query_only=OFF"))

    def stored_upper(self) -> str | None:
        room = self._world().rooms["main"]
        return room.standings["runner"].choices["upper"]

    async def close(self) -> None:
        async with asyncio.timeout(10):
            if not self.running.done():
                await self.house.close()
            await self.running


@contextlib.asynccontextmanager
async def open_stage() -> AsyncIterator[Stage]:
    stage = Stage()
    try:
        yield stage
        await stage.close()
    finally:
        stage.running.cancel()
        stage.writer.close()
        stage.folder.close()


def test_a_change_is_told_to_all_and_acknowledged_when_it_is_stored() -> None:
    async def scene() -> None:
        async with open_stage() as stage:
            eva, eva_line = await stage.enter("v-eva")
            _, udo_line = await stage.enter("v-udo")
            ref = await stage.configure(eva, "blue")
            done = await eva_line.until(Done)
            assert done == Done(ref)
            assert stage.stored_upper() == "blue"
            told = await udo_line.until(Configured)
            assert isinstance(told, Configured)
            assert told.choices["upper"] == "blue"
            assert "Product Configured" in [fact.type for fact in stage.folder.facts.after(0)]

    asyncio.run(scene())


def test_everybody_hears_the_same_changes_in_the_same_order() -> None:
    async def scene() -> None:
        async with open_stage() as stage:
            guests = [await stage.enter(f"v-{number}") for number in range(4)]
            for turn in range(40):
                await stage.configure(guests[turn % 4][0], ("red", "blue")[turn // 4 % 2])
            for guest, line in guests:
                await line.until(Done, 10)
                assert guest.number is not None
            orders = [
                [(m.version, m.choices["upper"]) for m in line.heard if isinstance(m, Configured)] for _, line in guests
            ]
            assert all(order == orders[0] for order in orders)
            assert [version for version, _ in orders[0]] == sorted({version for version, _ in orders[0]})
            assert stage.stored_upper() == orders[0][-1][1]

    asyncio.run(scene())


def test_what_the_disk_refuses_is_refused_and_never_shown() -> None:
    async def scene() -> None:
        async with open_stage() as stage:
            eva, eva_line = await stage.enter("v-eva")
            await stage.configure(eva, "blue")
            await eva_line.until(Done)
            stage.break_disk()
            first = await stage.configure(eva, "gold")
            second = await stage.configure(eva, "black", "sole")
            refusals = [await eva_line.until(Refused, number) for number in (1, 2)]
            assert [(r.ref, r.code) for r in refusals if isinstance(r, Refused)] == [
                (first, "read-only"),
                (second, "read-only"),
            ]
            assert stage.house.world.rooms["main"].standings["runner"].choices == {"upper": "blue", "sole": "white"}
            assert stage.writer.problem is not None
            stage.mend_disk()
            await stage.configure(eva, "red")
            await eva_line.until(Done, 2)
            assert stage.stored_upper() == "red"
            shown = [m.choices for m in eva_line.heard if isinstance(m, Configured)]
            assert shown == [{"upper": "blue", "sole": "white"}, {"upper": "red", "sole": "white"}]

    asyncio.run(scene())


def test_people_come_go_and_move_while_the_disk_refuses() -> None:
    async def scene() -> None:
        async with open_stage() as stage:
            eva, eva_line = await stage.enter("v-eva")
            stage.break_disk()
            await stage.configure(eva, "blue")
            udo, udo_line = await stage.enter("v-udo")
            await eva_line.until(Joined)
            assert udo.number is not None
            assert udo.board is not None
            udo.board.put(pack_pose_frame((Pose(udo.number, 1, (1.0, 0.0, 0.0), (0, 0, 0, 1)),)), 1.0)
            before = eva_line.poses
            async with asyncio.timeout(5):
                while eva_line.poses == before:
                    eva_line.news.clear()
                    await eva_line.news.wait()
            await stage.house.put(Gone(udo, 3.0))
            await eva_line.until(Left)
            assert isinstance(await eva_line.until(Refused), Refused)
            assert stage.metrics.tally.facts_lost > 0
            assert udo_line.close_code == 0
            assert len(stage.switchboard) == 1
            stage.mend_disk()

    asyncio.run(scene())


def test_the_newest_connection_of_a_person_wins() -> None:
    async def scene() -> None:
        async with open_stage() as stage:
            _, older = await stage.enter("v-eva")
            _, newer = await stage.enter("v-eva")
            assert older.close_code == 4009
            assert len(stage.switchboard) == 1
            welcome = await newer.until(Welcome)
            assert isinstance(welcome, Welcome)
            assert len(welcome.visitors) == 1

    asyncio.run(scene())


def test_a_new_catalogue_reaches_the_room_and_opens_new_rooms() -> None:
    async def scene() -> None:
        async with open_stage() as stage:
            _, line = await stage.enter("v-eva")
            stage.folder.catalogue.put_room(room_plan("cellar", shown=None))
            catalogue = stage.folder.catalogue.catalogue()
            await stage.house.put(Renew(catalogue, {}, 5.0))
            assert await line.until(CatalogueChanged) == CatalogueChanged(catalogue.revision)
            assert set(stage.house.world.rooms) == {"main", "cellar"}

    asyncio.run(scene())


def test_a_mistake_in_a_step_is_answered_and_the_rest_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        async with open_stage() as stage:
            eva, line = await stage.enter("v-eva")
            broken = Say(7, "x")
            object.__setattr__(stage.house.world.rooms["main"], "lines", None)
            await stage.house.put(Do(eva, broken, 2.0))
            refused = await line.until(Refused)
            assert isinstance(refused, Refused)
            assert (refused.ref, refused.code) == (7, "internal")
            await stage.configure(eva, "blue")
            await line.until(Done)

    asyncio.run(scene())
    assert "step failed" in caplog.text


def test_where_people_stand_is_kept_when_the_house_closes() -> None:
    async def scene() -> None:
        async with open_stage() as stage:
            eva, _ = await stage.enter("v-eva")
            assert eva.number is not None
            assert eva.board is not None
            eva.board.put(pack_pose_frame((Pose(eva.number, 1, (1.5, 0.0, -2.0), (0, 0, 0, 1)),)), 1.0)
            await stage.close()
            assert b"1.5" in stage.folder.documents.collection("room/main")["place/v-eva"]

    asyncio.run(scene())


def test_a_visit_starts_once_and_ends_with_the_last_connection_of_a_person() -> None:
    async def scene() -> None:
        async with open_stage() as stage:
            older, _ = await stage.enter("v-eva")
            newer, _ = await stage.enter("v-eva")
            await stage.house.put(Gone(older, 3.0))
            await stage.house.put(Gone(newer, 4.0))
            await stage.close()
            visits = [
                (fact.type, fact.subject) for fact in stage.folder.facts.after(0) if fact.type.startswith("Visit")
            ]
            assert visits == [("Visit Started", "v-eva"), ("Visit Ended", "v-eva")]

    asyncio.run(scene())
