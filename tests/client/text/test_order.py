"""People mute, block and report each other by typing, and an adviser sees to it, against a real server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.client.text.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server.live import ServerProcess


@pytest.fixture
def agent(tmp_path: Path, server: ServerProcess, as_adviser: tuple[str, ...]) -> Iterator[Person]:
    with Person(tmp_path, server.addresses.http, "Eva", *as_adviser) as person:
        person.hears("lists what you can do")
        yield person


def test_somebody_is_muted_here_and_blocked_for_both(tmp_path: Path, server: ServerProcess) -> None:
    address = server.addresses.http
    with Person(tmp_path, address, "Mia") as mia, Person(tmp_path, address, "Ben", "--language", "de") as ben:
        mia.hears("Ben came in|Also here: Ben")
        mia.types("mute Ben", "You no longer hear Ben")
        ben.types("sage psst", "Sie: psst")
        mia.types("read", "nothing has been said|No")
        mia.types("unmute ben", "You hear Ben again")
        ben.types("sage hallo", "Sie: hallo")
        mia.hears("Ben: hallo")
        mia.types("block Ben", "You and Ben no longer meet")
        ben.types("sage Hört mich jemand?", "Sie: Hört mich jemand")
        mia.types("unblock Ben", "You and Ben meet again")
        ben.types("sage Jetzt?", "Sie: Jetzt")
        mia.hears("Ben: Jetzt")
        assert not any("jemand" in line for line in mia.said)


def test_a_muted_person_stays_muted_at_the_next_visit(tmp_path: Path, server: ServerProcess) -> None:
    address = server.addresses.http
    with Person(tmp_path, address, "Ben") as ben:
        ben.hears("lists what you can do")
        with Person(tmp_path, address, "Mia") as mia:
            mia.hears("Also here: Ben")
            mia.types("mute Ben", "You no longer hear Ben")
            assert mia.leaves() == 0
        with Person(tmp_path, address, "Mia") as mia:
            mia.hears("Also here: Ben")
            ben.types("say psst", "You: psst")
            ben.types("wave", "You wave")
            ben.types("look block", "The block")
            mia.types("unmute Ben", "You hear Ben again")
            assert not any("psst" in line or "Ben waves" in line for line in mia.said)


def test_an_adviser_warns_and_removes_who_was_reported(tmp_path: Path, server: ServerProcess, agent: Person) -> None:
    address = server.addresses.http
    with Person(tmp_path, address, "Mia") as mia, Person(tmp_path, address, "Ben von Spam") as ben:
        mia.hears("Ben von Spam came in|Also here:.*Ben")
        ben.types("say buy gold", "You: buy gold")
        mia.hears("buy gold")
        mia.types("report ben", "Who, and why")
        mia.types("report ben von spam sells things", "The staff looks at what Ben von Spam did")
        agent.hears("New report: Ben von Spam, reported by Mia: sells things .* said: buy gold")
        mia.types("report ben again", "You have reported this person")
        mia.types("lock", "Only advisers can do that")
        agent.types("reports", "1 reports wait", "1. Ben von Spam, reported by Mia")
        agent.types("settle 1 warn please stop", "Ben von Spam was warned")
        ben.hears("The staff asks you: please stop")
        agent.types("reports", "No report waits")
        agent.types("remove ben sells again", "Ben von Spam had to leave")
        ben.hears("error: removed: The staff has asked you to leave this room. sells again")
        mia.hears("Ben von Spam has left")


def test_a_locked_room_lets_nobody_new_in_until_it_is_opened(
    tmp_path: Path, server: ServerProcess, agent: Person
) -> None:
    agent.types("lock", "The room is locked")
    with Person(tmp_path, server.addresses.http, "Neu", "--language", "de") as late:
        late.hears("Der Showroom lässt Sie nicht ein: Dieser Raum ist abgeschlossen")
        agent.types("unlock", "The room is open again")
        late.hears("^Willkommen")
