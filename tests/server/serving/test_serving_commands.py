"""What `showroom serve` refuses about nodes, and how it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.serving.commands import settings_of
from showroom.cli.main import build_parser, find_commands
from showroom.errors import Rejected

if TYPE_CHECKING:
    from server.settings import Settings


def asked(*words: str) -> Settings:
    return settings_of(build_parser(find_commands()).parse_args(["serve", *words]))


def test_without_a_word_about_nodes_one_server_has_everything() -> None:
    settings = asked()
    assert (settings.role, settings.advertised, settings.bus) == ("all", "", "")
    assert settings.node


def test_a_node_is_told_its_name_its_address_and_its_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOWROOM_BUS", "nats://broker:4222")
    settings = asked("--role", "room", "--node", "one", "--advertise", "wss://shop.example/rooms/one")
    assert (settings.node, settings.advertised) == ("one", "wss://shop.example/rooms/one")
    assert settings.bus == "nats://broker:4222"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--role", "room", "--host", "0.0.0.0"), "no-advertise"),  # noqa: S104 - to be refused
        (("--role", "room", "--advertise", "https://shop.example"), "bad-advertise"),
        (("--node", "no spaces"), "bad-node-name"),
    ],
)
def test_what_clients_could_not_find_is_refused_with_the_way_out(words: tuple[str, ...], code: str) -> None:
    with pytest.raises(Rejected, match=code) as caught:
        asked(*words)
    assert caught.value.hint or caught.value.allowed
