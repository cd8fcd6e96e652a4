"""The first visit by typing and reading: the same steps as at the window, with nothing rendered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.client.text.person import Person
from tests.server.live import ServerProcess

if TYPE_CHECKING:
    from pathlib import Path


def configure(nora: Person) -> str:
    """Go to the product, look, choose, run into a rule, take a way out, keep; returns the invitation."""
    nora.types("mylook hair bob", "Bob")
    nora.types("go block", "Walking to The block", "You are there: The block")
    nora.types("look block", "The block, €100.00")
    nora.types("measures", "300 mm")
    nora.types("details", "1. Edge: Milled from one piece.")
    nora.types("cover red", "It costs €105.00")
    nora.types("cover white", "It costs €100.00")
    nora.types("lid gold", "A golden lid goes with a red cover", r"1\. Cover: Red")
    nora.types("take 1", "now has Cover: Red, Lid: Gold. It costs €114.00")
    nora.types("wish add", "is on your wish list, €114.00")
    nora.types("quote", r"The quote is kept: .*\.pdf")
    nora.types("order", r"Order here: https://shop\.example/cart\?order=ey[\w-]+\.[\w-]+\.[\w-]+$")
    invitation = re.search(r"Pass this on: (\S+)", nora.types("invite", "^Pass this on")[0])
    assert invitation is not None
    return invitation[1]


def meet(nora: Person, ben: Person) -> None:
    """Chat, wave, follow by consent."""
    ben.hears("The block now stands as in the code")
    ben.types("say Hi @Nora, this is the one?", "You: Hi @Nora")
    nora.hears("Ben calls you: Hi @Nora, this is the one?")
    nora.types("say Yes, in red.", "You: Yes, in red.")
    ben.hears("Nora: Yes, in red.")
    nora.types("wave", "You wave")
    ben.hears("Nora waves")
    nora.types("follow Ben")
    ben.hears("Nora would like to follow you")
    ben.types("yes")
    nora.hears("You follow Ben")
    nora.types("follow", "You no longer follow")
    nora.types("private Ben", "Ben has been asked")
    ben.hears("Nora would like to be among yourselves")
    ben.types("yes", "You are among yourselves: Nora")
    nora.hears("You are among yourselves: Ben")
    ben.types("private", "You are among everybody again")
    nora.hears("You are among everybody again")


def be_advised(nora: Person, eva: Person) -> None:
    """Call an adviser, talk, part."""
    eva.types("online", "You are online")
    nora.types("call the lid", "You have called")
    eva.hears("A call: Nora.*looks at The block")
    eva.types("accept", "You are with Nora")
    nora.hears("Eva has come to you")
    nora.types("say Does gold last?", "You, to Eva alone")
    eva.hears("Nora, to you alone: Does gold last")
    eva.types("answer For years.", "You, to Nora alone")
    nora.hears("Eva .adviser., to you alone: For years")
    nora.types("end", "The conversation has ended")


def test_a_first_visit_by_typing_goes_from_the_door_to_coming_back(
    tmp_path: Path, shop: Path, as_adviser: tuple[str, ...]
) -> None:
    checkout = "https://shop.example/cart?order={token}"
    with ServerProcess(shop, "--port", "0", "--checkout", checkout) as server:
        address = server.addresses.http
        with Person(tmp_path, address, "Nora") as nora:
            nora.hears("lists what you can do")
            invitation = configure(nora)
            with Person(tmp_path, address, "Ben", invitation) as ben:
                meet(nora, ben)
            with Person(tmp_path, address, "Eva", *as_adviser) as eva:
                be_advised(nora, eva)
            nora.types("language german", "Deutsch")
            nora.types("wo", "Sie sehen sich genau an: Das Stück block")
            assert nora.leaves() == 0
        with Person(tmp_path, address, "Nora") as nora:
            nora.hears(r"Willkommen: Prüfraum\. Sie (stehen vor|sind 1 m entfernt von): Das Stück block")
            nora.types("merkzettel", "Das Stück block, 114,00 €. Hülle: Rot, Deckel: Gold")
            nora.types("lies", "Ben ruft Sie: Hi @Nora, this is the one")
