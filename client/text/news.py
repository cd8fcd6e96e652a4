"""What others do, told in short sentences: at once about the product that one looks at, gathered about all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from client.presenter import published
from client.text.wording import changed_sentence
from showroom.protocol import messages, order
from showroom.protocol.company import Answered, Asked
from showroom.ui.spoken import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from client.model import ClientModel
    from client.text.here import Here
    from client.text.people import People
    from showroom.catalogue import Catalogue

GATHER_S: Final = 2.0
"""Somebody who tries colours at another product is told of once, with what came of it."""


class News:
    """Turns what the server tells into sentences.

    Args:
        here: what is known.
        people: words lines of chat and calls.
        report_words: words a report.
        tell: prints a sentence of news.
        company_words: words a question or an answer of somebody.
    """

    def __init__(
        self,
        here: Here,
        people: People,
        report_words: Callable[[order.OpenReport], str],
        tell: Callable[[str], None],
        company_words: Callable[[Asked | Answered], str] = lambda _: "",
    ) -> None:
        self._here = here
        self._people = people
        self._report_words = report_words
        self._tell = tell
        self._company_words = company_words
        self._gathered: dict[tuple[str, str], tuple[float, Mapping[str, str]]] = {}
        """Since when somebody has been changing a product, and what stood before in what they changed."""
        self._read_up_to: int | None = None

    def take(self, before: ClientModel, message: messages.ServerMessage, now_s: float) -> None:
        """Tell what a message changed; the model has taken it in already."""
        for sentence in self._sentences(before, message, now_s):
            self._tell(sentence)

    def flush(self, now_s: float) -> None:
        """Tell what has been gathered for long enough."""
        due = [key for key, (since_s, _) in self._gathered.items() if now_s - since_s >= GATHER_S]
        for who, product in due:
            _, stood = self._gathered.pop((who, product))
            publication = published(self._here.catalogue, product)
            if publication is not None and not self._here.quiet:
                now = self._here.choices(publication)
                sentence = changed_sentence(who, publication, {**now, **stood}, now, self._here.language)
                if sentence:
                    self._tell(sentence)

    def catalogue_came(self, before: Catalogue | None, after: Catalogue) -> None:
        """Tell what is new on show, and what is no longer."""
        if before is None or self._here.quiet:
            return
        stood, stands = (self._on_show(catalogue) for catalogue in (before, after))
        for sentence, names in (
            ("news.new-products", [name for product, name in stands.items() if product not in stood]),
            ("news.gone-products", [name for product, name in stood.items() if product not in stands]),
        ):
            if names:
                self._tell(self._here.words(sentence, names=listed(names, self._here.language)))

    def _on_show(self, catalogue: Catalogue) -> dict[str, str]:
        """What stands in this room, by name; all products where there is no room."""
        plan = next((plan for plan in catalogue.rooms if plan.id == self._here.model.room), None)
        standing = {plinth.product for plinth in plan.plinths} if plan else set()
        return {
            entry.product.id: entry.product.name.in_language(self._here.language)
            for entry in catalogue.products
            if plan is None or entry.product.id in standing
        }

    # ---- sentences -------------------------------------------------------------------------------------------------

    def _sentences(self, before: ClientModel, message: messages.ServerMessage, now_s: float) -> Iterator[str]:
        match message:
            case messages.Welcome():
                yield from self._missed(message)
            case messages.Said():
                yield from self._said(message.line)
            case messages.QueuePosition() | messages.ConversationStarted() | messages.ConversationEnded():
                yield from self._adviser(before, message)
            case messages.Queue():
                yield from self._rings(before, message)
            case messages.Advisers():
                yield from self._advisers(before)
            case Asked() | Answered():
                yield from filter(None, [self._company_words(message)])
            case order.Hidden() if self._here.model.together != before.together:
                names = self._here.model.companions
                yield self._here.words("company.now-together" if names else "company.now-mingled", names=names)
            case order.Warned() | order.Locked() | order.Reports():
                yield from self._order(before, message)
            case _ if not self._here.quiet:
                yield from self._others(before, message, now_s)
            case _:
                pass

    def _missed(self, welcome: messages.Welcome) -> Iterator[str]:
        """The lines that were said while one was away; of those before the first visit only how many."""
        here = self._here
        newest = max((line.id for line in welcome.chat), default=0)
        if self._read_up_to is None:
            if welcome.chat:
                yield here.words("spoken.earlier", count=len(welcome.chat))
        else:
            for line in welcome.chat:
                if line.id > self._read_up_to:
                    yield self._people.line(line)
        self._read_up_to = max(newest, self._read_up_to or 0)

    def _said(self, line: messages.ChatLine) -> Iterator[str]:
        self._read_up_to = max(line.id, self._read_up_to or 0)
        own = line.sender == self._here.model.visitor
        if own:
            self._here.say_line(self._people.line(line))  # an answer: nobody waits to hear themselves
        elif line.conversation is not None or not (self._here.quiet or line.sender in self._here.model.muted):
            yield self._people.line(line)

    def _adviser(
        self,
        before: ClientModel,
        message: messages.QueuePosition | messages.ConversationStarted | messages.ConversationEnded,
    ) -> Iterator[str]:
        here = self._here
        match message:
            case messages.QueuePosition():
                if before.position is not None and message.position not in {None, before.position}:
                    yield here.words("spoken.desk", words=here.view().desk.sentence.rstrip("."))
            case messages.ConversationStarted():
                if message.agent == here.model.visitor:
                    yield from self._people.customer()
                else:
                    yield here.words("spoken.came", name=message.agent_name)
            case messages.ConversationEnded():
                if before.conversation == message.conversation:
                    yield here.words("spoken.ended")

    def _rings(self, before: ClientModel, queue: messages.Queue) -> Iterator[str]:
        known = {waiting.request for waiting in before.queue}
        if self._here.wants_calls and self._here.model.conversation is None:
            for waiting in queue.waiting:
                if waiting.request not in known:
                    yield self._people.rings(waiting)

    def _advisers(self, before: ClientModel) -> Iterator[str]:
        """Only to those who wait for one, or where the first came or the last has gone."""
        here = self._here
        if here.agent or here.quiet or here.model.conversation is not None:
            return
        was, now = before.advisers.online > 0, here.model.advisers.online > 0
        if was != now:
            yield here.words("spoken.desk", words=here.view().desk.sentence.rstrip("."))

    def _order(self, before: ClientModel, message: order.Warned | order.Locked | order.Reports) -> Iterator[str]:
        here = self._here
        match message:
            case order.Warned():
                yield here.words("order.warned", reason=message.reason)
            case order.Locked():
                yield here.words("order.locked" if message.locked else "order.unlocked")
            case order.Reports():
                known = {report.report for report in before.reports}
                for report in here.model.reports:
                    if report.report not in known:
                        yield here.words("order.new-report", report=self._report_words(report))

    def _others(self, before: ClientModel, message: messages.ServerMessage, now_s: float) -> Iterator[str]:
        here = self._here
        match message:
            case messages.Joined(visitor=visitor):
                is_new = visitor.number not in before.visitors and visitor.number != here.model.you
                if is_new and here.model.is_heard(visitor.number):
                    yield here.words("news.joined", name=self._name(here.model, visitor.number))
            case messages.Left(number=number):
                if number in before.visitors and before.is_heard(number):
                    yield here.words("news.left", name=self._name(before, number))
            case messages.Emoted(number=number, emotion=emotion):
                if number != here.model.you and number in here.model.visitors and here.model.is_heard(number):
                    yield here.words(f"spoken.{emotion}", name=self._name(here.model, number))
            case messages.Focused(number=number, product=product) if here.model.is_heard(number):
                yield from self._looks(before, number, product)
            case messages.Configured():
                yield from self._changed(before, message, now_s)
            case _:
                pass

    def _looks(self, before: ClientModel, number: int, product: str | None) -> Iterator[str]:
        """Who comes to the product that one looks at oneself, and what the customer looks at."""
        here = self._here
        visitor = before.visitors.get(number)
        if visitor is None or product is None or number == here.model.you or visitor.focus == product:
            return
        is_customer = here.agent and here.model.talk is not None and here.model.talk.visitor == visitor.id
        publication = published(here.catalogue, product)
        if publication is not None and (is_customer or product == here.focus):
            name = publication.product.name.in_language(here.language)
            yield here.words("news.looks", name=visitor.name, product=name)

    def _changed(self, before: ClientModel, message: messages.Configured, now_s: float) -> Iterator[str]:
        here = self._here
        publication = published(here.catalogue, message.product)
        state = before.products.get(message.product)
        if publication is None or (message.by is not None and message.by == here.model.you):
            return
        if state is not None and message.version <= state.version:
            return
        initial = {group.id: group.initial for group in publication.product.groups}
        stood = {**initial, **(state.choices if state else {})}
        who = here.words("news.somebody") if message.by is None else self._name(here.model, message.by)
        if message.product not in {here.focus, self._customer_focus()}:
            since_s, known = self._gathered.get((who, message.product), (now_s, {}))
            own = {group: value for group, value in stood.items() if message.choices.get(group, value) != value}
            self._gathered[(who, message.product)] = (since_s, {**own, **known})
            return
        sentence = changed_sentence(who, publication, stood, {**initial, **message.choices}, here.language)
        if sentence:
            yield sentence

    def _customer_focus(self) -> str | None:
        """What the person looks at whom one advises."""
        model = self._here.model
        theirs = model.talk.visitor if self._here.agent and model.talk else ""
        return next((visitor.focus for visitor in model.visitors.values() if visitor.id == theirs), None)

    def _name(self, model: ClientModel, number: int) -> str:
        visitor = model.visitors.get(number)
        if visitor is None:
            return self._here.words("news.somebody")
        if visitor.role == "agent":
            return self._here.words("spoken.adviser-name", name=visitor.name)
        return visitor.name
