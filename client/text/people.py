"""Talking, gestures, calling an adviser, and the adviser's own desk."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, get_args

from client.presenter import published
from client.text.here import Until
from client.text.naming import find
from client.text.wording import change_words
from showroom.errors import Rejected
from showroom.protocol import messages
from showroom.ui.mentions import is_mentioned

if TYPE_CHECKING:
    from client.text.here import Here, Steps
    from showroom.protocol.messages import Emotion, Waiting
    from showroom.ui.state import WaitingView

_READ_LINES: Final = 10
_EMOTIONS: Final[tuple[Emotion, ...]] = get_args(messages.Emotion)


class People:
    """Carries out the words about people."""

    def __init__(self, here: Here) -> None:
        self._here = here

    # ---- talking ---------------------------------------------------------------------------------------------------

    def say(self, rest: str) -> Steps:
        """Say something, to the room or into the conversation that one is in."""
        here = self._here
        text = rest[:1000]
        if not text:
            raise here.failed("no-words", example=f"{'sage Hallo' if here.language == 'de' else 'say Hello'}")
        newest = max((line.id for line in here.model.chat), default=0)

        def is_there() -> bool:
            lines = (line for line in here.model.chat if line.id > newest and line.sender == here.model.visitor)
            return any(line.text == text.strip() for line in lines)

        yield from here.ask(lambda ref: messages.Say(ref, text, here.model.conversation), is_there)
        yield Until(is_there, limit_s=1.0)

    def answer(self, rest: str) -> Steps:
        """Advisers: say something to the customer."""
        if self._here.model.conversation is None:
            raise self._here.failed("no-conversation")
        return self.say(rest)

    def read(self, rest: str) -> None:
        """The last lines of the chat."""
        here = self._here
        count = int(rest) if rest.isdigit() else _READ_LINES
        lines = here.model.heard_lines[-count:] if count else ()
        if not lines:
            here.tell("spoken.chat-empty")
        for line in lines:
            here.say_line(self.line(line))

    def line(self, line: messages.ChatLine) -> str:
        """A line of chat with who says it and who can read it."""
        here = self._here
        private = line.conversation is not None
        if line.sender == here.model.visitor:
            if private:
                name = here.model.talking_to or here.words("spoken.the-adviser")
                return here.words("spoken.you-say-privately", name=name, text=line.text)
            return here.words("spoken.says", name=here.words("people.you"), text=line.text)
        name = here.words("spoken.adviser-name", name=line.name) if line.role == "agent" else line.name
        key = "spoken.mentions" if is_mentioned(line.text, here.model.name) else "spoken.says"
        return here.words("spoken.says-privately" if private else key, name=name, text=line.text)

    def emote(self, rest: str) -> Steps:
        """Make a gesture."""
        here = self._here
        if not rest:
            raise Rejected("no-gesture", here.words("word.emote"))
        names = [(here.words(f"gesture.{each}"), each) for each in _EMOTIONS]
        return self.gesture(_EMOTIONS[find(rest, names, here.language)])

    def gesture(self, emotion: Emotion) -> Steps:
        """Make this gesture."""
        here = self._here
        yield from here.connected()
        here.send(messages.Emote(emotion))
        here.tell(f"spoken.you-{emotion}")

    # ---- a shopper's adviser ---------------------------------------------------------------------------------------

    def call(self, rest: str) -> Steps:
        """Call an adviser."""
        here = self._here

        def is_called() -> bool:
            return here.model.position is not None or here.model.conversation is not None

        if is_called():
            raise here.failed("in-conversation" if here.model.conversation else "already-waiting")
        yield from here.ask(lambda ref: messages.CallAdviser(ref, rest[:200]), is_called)
        yield Until(is_called, limit_s=1.0)
        if here.model.conversation is None:
            here.tell("spoken.called", position=here.view().desk.sentence.rstrip("."))

    def cancel(self, _: str) -> Steps:
        """Stop waiting."""
        here = self._here
        if here.model.position is None:
            raise here.failed("not-waiting")
        yield from here.ask(messages.CancelCall)
        here.tell("spoken.cancelled")

    def position(self, _: str) -> None:
        """Whether advisers are there and where in the queue one stands."""
        self._here.tell("spoken.desk", words=self._here.view().desk.sentence.rstrip("."))

    def end(self, _: str) -> Steps:
        """End the conversation."""
        here = self._here
        conversation = here.model.conversation
        if conversation is None:
            raise here.failed("no-conversation")

        def is_over() -> bool:
            return here.model.conversation != conversation

        yield from here.ask(lambda ref: messages.EndConversation(ref, conversation), is_over)
        yield Until(is_over, limit_s=1.0)

    # ---- an adviser's desk -----------------------------------------------------------------------------------------

    def online(self, _: str) -> Steps:
        """Take calls."""
        here = self._here
        here.wants_calls = True
        yield from here.ask(lambda ref: messages.SetAgentStatus(ref, "online"))
        waiting = len(here.model.queue)
        words = here.words("spoken.queue", count=waiting) if waiting else here.words("agent.queue-empty")
        here.tell("spoken.online", queue=words)

    def away(self, _: str) -> Steps:
        """Take a break."""
        here = self._here
        here.wants_calls = False
        yield from here.ask(lambda ref: messages.SetAgentStatus(ref, "away"))
        here.tell("spoken.away")

    def queue(self, _: str) -> None:
        """Who waits."""
        here = self._here
        waiting = self._waiting_views()
        if not waiting:
            here.tell("agent.queue-empty")
            return
        here.introduce("queue", count=len(waiting))
        here.number([self._caller(view) for view in waiting], ["accept"])

    def accept(self, _: str) -> Steps:
        """Take the first call."""
        here = self._here
        caller = here.model.next_caller
        if caller is None:
            raise here.failed("nobody-waits")
        request = caller.request

        def is_taken() -> bool:
            return here.model.conversation is not None

        yield from here.ask(lambda ref: messages.AcceptCall(ref, request), is_taken)
        yield Until(is_taken, limit_s=5.0)

    def rings(self, waiting: Waiting) -> str:
        """A new call, in a sentence."""
        here = self._here
        view = next(view for view in self._waiting_views() if view.request == waiting.request)
        return here.words("spoken.rings", caller=self._caller(view))

    def customer(self) -> list[str]:
        """Whom one advises, and what they have chosen so far."""
        here = self._here
        view = here.view(time.time()).agent
        if view is None or view.customer is None:
            return []
        lines = [here.words("spoken.with-customer", name=view.customer.name, looks_at=view.customer.looks_at)]
        talk = here.model.talk
        theirs = next((one for one in here.model.visitors.values() if talk and one.id == talk.visitor), None)
        publication = published(here.catalogue, theirs.focus if theirs else None)
        if publication is not None:
            initial = {group.id: group.initial for group in publication.product.groups}
            changes = change_words(publication, initial, here.choices(publication), here.language)
            words = ", ".join(here.words("spoken.option", group=group, value=value) for group, value in changes)
            if words:
                lines.append(here.words("spoken.changed-from-first", choices=words))
        return lines

    def _waiting_views(self) -> tuple[WaitingView, ...]:
        view = self._here.view(time.time()).agent
        return view.waiting if view else ()

    def _caller(self, view: WaitingView) -> str:
        here = self._here
        words = here.words(
            "spoken.waiting", name=view.name, waits=view.waits, looks_at=view.looks_at, language=view.language
        )
        return f"{words}, {here.words('spoken.topic', topic=view.topic)}" if view.topic else words
