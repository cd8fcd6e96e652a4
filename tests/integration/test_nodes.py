"""A front and room nodes over one shop: a node dies, freezes, drains, is cut off; the broker dies and comes back."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

import pytest

from server.store.folder import POINTER_NAME, open_data_folder
from server.store.leases import Leases
from showroom.protocol.messages import (
    AcceptCall,
    CallAdviser,
    Configure,
    ConversationStarted,
    Done,
    Queue,
    Refused,
    Said,
    Say,
    SetAgentStatus,
)
from tests.integration.cut_off import Cable
from tests.integration.several import Person, name_of_owner, node_settings
from tests.server.broker import Broker
from tests.server.live import ServerProcess, Visit, ask, live, log_in
from tests.server.postgres import PostgresServer
from tests.server.samples import publication, quick_staff, room_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.app import Addresses

NAMES = ("one", "two")
BLUE, RED = {"upper": "blue"}, {"upper": "red"}


def fill(data: Path, names: tuple[str, ...] = NAMES) -> None:
    """Two rooms, which go to different nodes, and an adviser."""
    folder = open_data_folder(data)
    folder.catalogue.publish(publication(folder.files.put(b"model", "model/gltf-binary")))
    folder.catalogue.put_room(room_plan())
    folder.catalogue.put_room(room_plan(other_room(names)))
    quick_staff(folder).add("eva", "correct horse", "agent")
    folder.close()


def other_room(names: tuple[str, ...] = NAMES) -> str:
    """A room that is suggested to another of these nodes than ``main`` is."""
    taken = name_of_owner("main", names)
    return next(name for name in map("hall-{}".format, range(64)) if name_of_owner(name, names) != taken)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    fill(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def front(data: Path) -> Iterator[Addresses]:
    with live(node_settings(data, "front", "front")) as addresses:
        yield addresses


def room_process(data: Path, name: str) -> ServerProcess:
    return ServerProcess(data, "--port", "0", "--role", "room", "--node", name)


def stored(data: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """The main room's documents, and who owns what."""
    folder = open_data_folder(data)
    with contextlib.closing(folder):
        return folder.documents.collection("room/main"), Leases(folder.database).owners()


def test_a_killed_nodes_people_are_together_again_elsewhere_with_what_was_acknowledged(
    data: Path, front: Addresses
) -> None:
    owner = name_of_owner("main", NAMES)
    other = next(name for name in NAMES if name != owner)
    with live(node_settings(data, "room", other)) as second, room_process(data, owner) as first:
        people = [Person(front.http, f"guest {number}") for number in range(3)]
        for person in people:
            person.until_welcome(1)
            assert person.nodes == [first.addresses.rooms]
        assert isinstance(people[0].request(lambda ref: Configure(ref, "runner", BLUE)), Done)
        assert isinstance(people[1].request(lambda ref: Say(ref, "schön")), Done)
        first.process.kill()
        for person in people:
            person.until_welcome(2)
            assert person.nodes[-1] == second.rooms
            assert person.standing()["runner"]["upper"] == "blue"
            assert [line.text for line in person.model.chat] == ["schön"]
        assert isinstance(people[2].request(lambda ref: Configure(ref, "runner", RED)), Done)
        for person in people:
            person.until_upper("red")
            person.link.close()


def test_a_node_that_was_frozen_past_its_lease_writes_nothing_and_sends_its_people_on(
    data: Path, front: Addresses
) -> None:
    owner = name_of_owner("main", NAMES)
    other = next(name for name in NAMES if name != owner)
    with (
        live(node_settings(data, "room", other)) as second,
        room_process(data, owner) as first,
        Visit(front, "who stays") as stays,
    ):
        assert stays.ticket.socket_url == first.addresses.rooms
        assert isinstance(stays.request(Configure, "runner", RED), Done)
        first.process.send_signal(signal.SIGSTOP)
        until_free("room/main", data)
        with Visit(front, "who comes") as comes:
            assert comes.ticket.socket_url == second.rooms
            assert comes.welcome.products[0].choices["upper"] == "red"
            assert isinstance(comes.request(Configure, "runner", BLUE), Done)
            before = stored(data)
            stays.send(Configure(77, "runner", {"upper": "gold"}))
            first.process.send_signal(signal.SIGCONT)
            answers, code = until_closed(stays)
            assert code == 1012
            assert not [answer for answer in answers if isinstance(answer, Done)]
            assert stored(data)[0] == before[0]
            assert stored(data)[1]["room/main"] == before[1]["room/main"]
        with Visit(front, "who stays", visitor_token=stays.ticket.visitor_token) as again:
            assert again.ticket.socket_url == second.rooms
            assert again.welcome.products[0].choices["upper"] == "blue"


def until_free(thing: str, data: Path) -> None:
    """Its owner's lease has ended."""
    while thing in stored(data)[1]:
        pass


def until_closed(visit: Visit) -> tuple[list[object], int]:
    """Everything that is still said, and the code at the end."""
    said: list[object] = []
    with contextlib.suppress(Exception):
        while True:
            said.append(visit.next())
    return said, visit.socket.close_code or 0


def test_a_node_that_drains_hands_its_rooms_over_and_nothing_acknowledged_is_lost(data: Path, front: Addresses) -> None:
    owner = name_of_owner("main", NAMES)
    other = next(name for name in NAMES if name != owner)
    with live(node_settings(data, "room", other)) as second, room_process(data, owner) as first:
        person = Person(front.http, "Mia")
        with Visit(front, "Ben") as ben:
            person.until_welcome(1)
            ben.move(1, 2.0)
            for number in range(8):
                assert isinstance(ben.request(Say, f"line {number}"), Done)
            assert first.terminate() == ""
            assert ben.closed_with() == 1012
        person.until_welcome(2)
        assert person.nodes == [first.addresses.rooms, second.rooms]
        assert [line.text for line in person.model.chat] == [f"line {number}" for number in range(8)]
        with Visit(front, "Ben", visitor_token=ben.ticket.visitor_token) as again:
            body = next(v.body for v in again.welcome.visitors if v.number == again.welcome.you)
            assert body is not None
            assert body.position[0] == 2.0
        person.link.close()


def test_without_its_broker_a_room_goes_on_and_the_desk_of_another_node_comes_back_with_it(data: Path) -> None:
    owner = name_of_owner("main", NAMES)
    other = next(name for name in NAMES if name != owner)
    with Broker() as broker, contextlib.ExitStack() as nodes:
        front = nodes.enter_context(live(node_settings(data, "front", "front", broker.url)))
        # Whoever is first has the service desk: the other room's node.
        desk = nodes.enter_context(live(node_settings(data, "room", other, broker.url)))
        await_desk(data)
        nodes.enter_context(live(node_settings(data, "room", owner, broker.url)))
        session = log_in(front, "eva", "correct horse")
        with Visit(front, "Mia") as mia, Visit(front, "Eva", staff=session.token, room=other_room()) as eva:
            assert eva.ticket.socket_url == desk.rooms != mia.ticket.socket_url
            eva.send(SetAgentStatus(1, "online"))
            eva.until(Done)
            mia.send(CallAdviser(1, "sizes"))
            mia.until(Done)
            while not (queue := eva.until(Queue)).waiting:
                pass
            assert [waiting.name for waiting in queue.waiting] == ["Mia"]
            eva.send(AcceptCall(2, queue.waiting[0].request))
            eva.until(ConversationStarted)
            talk = mia.until(ConversationStarted)
            assert talk.agent_name == "Eva"
            assert talk.beside is not None
            eva.send(Say(3, "Guten Tag!", talk.conversation))
            assert mia.until(Said).line.text == "Guten Tag!"

            broker.kill()
            until_ready(front, ["broker-away"])
            assert isinstance(mia.request(Configure, "runner", BLUE), Done)
            mia.send(Say(50, "are you there?", talk.conversation))
            refused = mia.until(Refused)
            assert (refused.ref, refused.code) == (50, "desk-away")

            broker.start()
            until_ready(front, [])
            for ref in range(51, 500):
                mia.send(Say(ref, "and now?", talk.conversation))
                answer = next_answer(mia, ref)
                if isinstance(answer, Done):
                    break
            while eva.until(Said).line.text != "and now?":
                pass


def next_answer(visit: Visit, ref: int) -> Done | Refused:
    while True:
        message = visit.next()
        if isinstance(message, (Done, Refused)) and message.ref == ref:
            return message


def await_desk(data: Path) -> None:
    while "desk" not in stored(data)[1]:
        pass


def until_ready(addresses: Addresses, degraded: list[str]) -> None:
    """The node stays ready, and says before long what is degraded."""
    while (said := ask(addresses, "/readyz")).json()["degraded"] != degraded:
        assert said.status == 200


def test_a_node_cut_off_from_the_database_and_found_again_never_writes_beside_the_new_owner(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    owner = name_of_owner("main", NAMES)
    other = next(name for name in NAMES if name != owner)
    url = postgres.new_shop()
    with Cable(postgres.folder) as cable:
        for name, address in (("near", url), ("far", url.replace(str(postgres.folder), str(cable.folder)))):
            (tmp_path / name).mkdir()
            (tmp_path / name / POINTER_NAME).write_text(address, "utf-8")
        fill(tmp_path / "near")
        with (
            live(node_settings(tmp_path / "near", "front", "front")) as front,
            live(node_settings(tmp_path / "far", "room", owner)) as first,
            Visit(front, "who stays") as stays,
            live(node_settings(tmp_path / "near", "room", other)) as second,
        ):
            assert stays.ticket.socket_url == first.rooms
            assert isinstance(stays.request(Configure, "runner", RED), Done)
            cable.cut()
            stays.send(Configure(77, "runner", {"upper": "gold"}))
            until_free("room/main", tmp_path / "near")
            with Visit(front, "who comes") as comes:
                assert comes.ticket.socket_url == second.rooms
                assert isinstance(comes.request(Configure, "runner", BLUE), Done)
                cable.mend()
                answers, code = until_closed(stays)
                assert code == 1012
                assert not [answer for answer in answers if isinstance(answer, Done)]
                assert isinstance(comes.request(Say, "still here"), Done)
            with Visit(front, "who stays", visitor_token=stays.ticket.visitor_token) as again:
                assert again.ticket.socket_url == second.rooms
                assert again.welcome.products[0].choices["upper"] == "blue"


def test_while_the_database_is_down_people_stay_and_what_they_change_is_refused_until_it_is_back(
    tmp_path: Path,
) -> None:
    with PostgresServer() as server:
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / POINTER_NAME).write_text(server.new_shop(), "utf-8")
        fill(tmp_path / "data")
        with (
            live(node_settings(tmp_path / "data", "front", "front")) as front,
            live(node_settings(tmp_path / "data", "room", NAMES[0])),
            live(node_settings(tmp_path / "data", "room", NAMES[1])),
        ):
            nora, ben = people = [Person(front.http, f"guest {number}") for number in range(2)]
            for person in people:
                person.until_welcome(1)
            assert isinstance(nora.request(lambda ref: Configure(ref, "runner", RED)), Done)
            server.stop()
            refused = nora.request(lambda ref: Configure(ref, "runner", BLUE))
            assert isinstance(refused, Refused)
            assert refused.code.startswith("store-")
            ben.until_upper("red")
            assert [person.welcomes for person in people] == [1, 1]
            server.start()
            ben.until(
                lambda: isinstance(ben.request(lambda ref: Configure(ref, "runner", BLUE)), Done),
                "nothing is stored again",
            )
            for person in people:
                person.until_upper("blue")
                person.link.close()
