"""From a typed line to what it does."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final, get_args

import msgspec

from client.membership import Membership
from client.text.account import Account
from client.text.buying import Buying
from client.text.configuring import Configuring
from client.text.examining import Examining
from client.text.here import Until
from client.text.moving import Moving
from client.text.naming import find, folded
from client.text.oneself import Oneself
from client.text.order import Order
from client.text.people import People
from client.text.together import Together
from client.text.varying import Varying
from client.text.wishes import Wishes
from client.text.words import FAMILIES, WORDS, understand, word
from showroom.catalogue import Language
from showroom.errors import Rejected, Unavailable
from showroom.ui.spoken import tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.net.front import Front
    from client.text.here import Here, Steps
    from client.text.words import Family

_WAIT_S: Final = 60.0
_LONGEST_WAIT_S: Final = 600.0
_FOR: Final = ("for ", "auf ")


class Doing:
    """Carries lines out.

    Args:
        here: what is known.
        front: the shop's HTTP side.

    Attributes:
        moving: the words about being somewhere.
        people: the words about people.
        configuring: the words about products.
        order: the words about order.
        together: the words about being together.
        membership: one's account.
    """

    def __init__(self, here: Here, front: Front) -> None:
        self._here = here
        self.membership = Membership(front, lambda: here.settings, here.remember)
        buying = Buying(here, front)
        self.moving = Moving(here)
        self.people = People(here)
        self.configuring = Configuring(here, self.moving.approach, self.moving.offered)
        wishes = Wishes(here, self.configuring.open, self.membership.tell_wishes)
        varying, examining = Varying(here, self.configuring.change), Examining(here)
        self.order = Order(here)
        oneself = Oneself(here)
        account = Account(here, front, self.membership, here.come_anew)
        self.together = Together(here)
        self._words: dict[str, Callable[[str], Steps | None]] = {
            "where": self.moving.where,
            "who": self.moving.who,
            "places": self.moving.places,
            "go": self.moving.go,
            "stop": self.moving.stop,
            "products": self.configuring.products,
            "look": self.configuring.look,
            "next": lambda _: self.configuring.step(1),
            "previous": lambda _: self.configuring.step(-1),
            "back": self.configuring.back,
            "choose": self.configuring.choose,
            "take": self.configuring.take,
            "keep": self.configuring.keep,
            "price": self.configuring.price,
            "undo": self.configuring.undo,
            "redo": self.configuring.redo,
            "reset": varying.reset,
            "surprise": varying.surprise,
            "compare": varying.compare,
            "code": self.configuring.code,
            "open": self.configuring.open,
            "quote": buying.quote,
            "order": buying.order,
            "measures": examining.measures,
            "details": examining.details,
            "switch": examining.switch,
            "invite": self.configuring.invite,
            "wish": wishes.wish,
            "say": self.people.say,
            "read": self.people.read,
            "emote": self.people.emote,
            "wave": lambda _: self.people.gesture("wave"),
            "clap": lambda _: self.people.gesture("clap"),
            "heart": lambda _: self.people.gesture("heart"),
            "call": self.people.call,
            "cancel": self.people.cancel,
            "position": self.people.position,
            "end": self.people.end,
            "online": self.people.online,
            "away": self.people.away,
            "queue": self.people.queue,
            "accept": self.people.accept,
            "answer": self.people.answer,
            "mute": self.order.mute,
            "unmute": self.order.unmute,
            "block": self.order.block,
            "unblock": self.order.unblock,
            "report": self.order.report,
            "remove": self.order.remove,
            "lock": self.order.lock,
            "unlock": self.order.unlock,
            "reports": self.order.reports,
            "settle": self.order.settle,
            "sit": self.together.sit,
            "hand": self.together.hand,
            "follow": self.together.follow,
            "summon": self.together.summon,
            "private": self.together.private,
            "yes": self.together.agree,
            "no": self.together.decline,
            "mylook": oneself.looks,
            "rename": oneself.rename,
            "account": account.account,
            "signup": account.sign_up,
            "signin": account.sign_in,
            "signout": account.sign_out,
            "password": account.change_password,
            "confirm": account.confirm,
            "recover": account.recover,
            "deleteaccount": account.delete,
            "quiet": self.quiet,
            "wait": self.wait,
            "language": self.language,
            "help": self.help,
            "quit": self.quit,
        }

    @property
    def known(self) -> frozenset[str]:
        """The words that something is done for."""
        return frozenset(self._words)

    def line(self, line: str) -> Steps | None:
        """Carry one line out.

        Raises:
            Rejected: it cannot be, with a sentence for the person.
        """
        here = self._here
        got = " ".join(line.split())
        if not got or got.startswith("#"):
            return None
        if got.isdigit() and 1 <= int(got) <= len(here.numbers):
            got = here.numbers[int(got) - 1]
        if got[0] in "\"'":
            got = f"say {got[1:].strip()}"
        if got[0] == "?":
            got = f"? {got[1:].strip()}"
        first, _, rest = got.partition(" ")
        try:
            meant = understand(first, here.language, agent=here.agent)
        except Rejected as error:
            return self._a_choice_perhaps(got, error)
        return self._words[meant.id](rest.strip())

    def _a_choice_perhaps(self, got: str, error: Rejected) -> Steps | None:
        """No word: before a product it may be an option and a value (``laces gold``, ``3 2``)."""
        is_none = error.code == "unknown-word" or (error.code == "ambiguous" and " " in got)
        if self._here.focus is None or not is_none:
            raise error
        try:
            return self.configuring.choose(got, slips=False)
        except Rejected as other:
            raise (other if other.code in {"ambiguous", "no-value"} else error) from None

    # ---- words about this program ----------------------------------------------------------------------------------

    def quiet(self, _: str) -> None:
        """Tell what others do, or no longer."""
        here = self._here
        here.quiet = not here.quiet
        here.tell("spoken.quiet" if here.quiet else "spoken.not-quiet")

    def wait(self, rest: str) -> Steps:
        """Let time pass, or wait for a line of news."""
        here = self._here
        words = next((rest[len(each) :] for each in _FOR if rest.startswith(each)), "")
        try:
            seconds = min(_LONGEST_WAIT_S, max(0.0, float(rest.replace(",", "."))))
        except ValueError:
            words, seconds = words or rest, _WAIT_S
        if not words:
            yield Until(lambda: False, seconds, gives_way=True)
            return
        if not (yield Until(lambda: self._heard(words), seconds, gives_way=True)):
            raise here.failed("not-heard", got=words)

    def _heard(self, words: str) -> bool:
        """Whether a line with these words has come; what came before it is forgotten."""
        heard = self._here.heard
        index = next((index for index, line in enumerate(heard) if folded(words) in folded(line)), None)
        if index is None:
            return False
        del heard[: index + 1]
        return True

    def language(self, rest: str) -> None:
        """Speak another language, or this one."""
        here = self._here
        languages: tuple[Language, ...] = get_args(Language)
        names = [(tell(f"language.{each}", each), tell(f"language.{each}", here.language), each) for each in languages]
        other: Language = "en" if here.language == "de" else "de"
        language = here.language = languages[find(rest, names, here.language)] if rest else other
        with contextlib.suppress(Unavailable):  # it is spoken anyway
            here.remember(lambda kept: msgspec.structs.replace(kept, language=language))
        here.tell("spoken.language")

    def help(self, rest: str) -> None:
        """What can be done here, or what one word does."""
        here = self._here
        if rest:
            here.tell(f"word.{understand(rest.split(maxsplit=1)[0], here.language, agent=here.agent).id}")
            return
        here.tell("help.here")
        for family in FAMILIES:
            if self._makes_sense(family):
                names = [
                    each.names(here.language)[0]
                    for each in WORDS
                    if each.family == family and each.is_for(agent=here.agent) and self._counts(each.id)
                ]
                here.say_line(f"  {self._family(family)}: {', '.join(names)}")

    def _family(self, family: Family) -> str:
        here = self._here
        if family == "product":
            return here.words("family.product", name=here.focused().product.name.in_language(here.language))
        return here.words(f"family.{family}")

    def _makes_sense(self, family: Family) -> bool:
        if family == "product":
            return self._here.focus is not None
        return family != "desk" or self._here.agent

    def _counts(self, word_id: str) -> bool:
        """Whether a word would do something now."""
        model = self._here.model
        counts = {
            "take": model.refusal is not None,
            "keep": model.refusal is not None,
            "call": model.position is None and model.conversation is None,
            "cancel": model.position is not None,
            "end": model.conversation is not None,
            "answer": model.conversation is not None,
            "lock": not model.locked,
            "unlock": model.locked,
            "settle": bool(model.reports),
            "unmute": bool(model.muted),
            "unblock": bool(model.hidden),
            "stop": self._here.walker.is_walking,
            "online": not self._here.wants_calls,
            "away": self._here.wants_calls,
        }
        return counts.get(word(word_id).id, True)

    def quit(self, _: str) -> None:
        """Leave."""
        self._here.tell("spoken.goodbye")
        self._here.leaving = True
