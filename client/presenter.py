"""From what is known to what is shown: the view state of one moment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from client.gathering import Gathering, people_view
from showroom.ui.state import AgentView, DeskView, ViewState
from showroom.ui.texts import say
from showroom.ui.verbs import VERBS, key_map, key_text
from showroom.ui.views import chat_view, customer_view, desk_view, product_view, refusal_view, top_view, waiting_view

if TYPE_CHECKING:
    from client.model import ClientModel
    from showroom.catalogue import Catalogue, Publication
    from showroom.ui.state import CustomerView, ProductView, RefusalView


@dataclass(frozen=True)
class Situation:
    """Everything that the screen depends on, apart from the room itself.

    Args:
        model: what the server has told.
        catalogue: what the shop shows; None before it has come.
        language: of the person here.
        inspected: the product that is looked at closely.
        offered: the product that one stands before.
        agent: whether the person here is an adviser.
        online: whether an adviser takes calls.
        notices: short news.
        now_s: seconds since 1970.
        server: its address.
        arrived: whether the server has let this person in before.
        gathering: the card of who is here.
        states_on: what is switched on at the product that is looked at.
        sells: whether the shop takes orders from here.
        farewell: why the server has ended this visit for good, empty while it has not.
    """

    model: ClientModel
    catalogue: Catalogue | None
    language: str
    inspected: str | None = None
    offered: str | None = None
    agent: bool = False
    online: bool = False
    notices: tuple[str, ...] = ()
    now_s: float = 0.0
    server: str = ""
    arrived: bool = True
    gathering: Gathering = field(default_factory=Gathering)
    farewell: str = ""
    states_on: frozenset[str] = frozenset()
    sells: bool = False


class Presenter:
    """Builds view states; they, and a product's panel in them, are built anew only when something has changed."""

    def __init__(self) -> None:
        self._situation: Situation | None = None
        self._state: ViewState | None = None
        self._product_key: object = None
        self._product: ProductView | None = None

    def view_state(self, situation: Situation) -> ViewState:
        """What is to be seen now."""
        # Only advisers see a clock: how long people have been waiting, in whole seconds.
        moment = replace(situation, now_s=float(int(situation.now_s)) if situation.agent else 0.0)
        if self._state is None or moment != self._situation:
            self._situation, self._state = moment, self._new_state(situation)
        return self._state

    def _new_state(self, situation: Situation) -> ViewState:
        model, language = situation.model, situation.language
        return ViewState(
            language=language,
            top=top_view(_room_name(situation), model.connection, len(model.visitors) - len(model.apart), language),
            desk=_desk(model, language),
            chat=chat_view(
                model.heard_lines,
                model.visitor,
                model.conversation,
                model.talking_to,
                language,
                called=model.name,
                companions=model.companions,
            ),
            product=self._product_view(situation),
            refusal=_refusal(situation),
            agent=_agent(situation) if situation.agent else None,
            people=people_view(model, situation.gathering, language, staff=situation.agent),
            prompt=_prompt(situation),
            notices=situation.notices,
            offline_hint=_offline_hint(situation),
            keys=key_map(language, agent=situation.agent),
        )

    def _product_view(self, situation: Situation) -> ProductView | None:
        publication = published(situation.catalogue, situation.inspected)
        if publication is None:
            return None
        product = publication.product.id
        choices = known_choices(publication, situation.model)
        undoable, redoable = situation.model.history.get(product, (0, 0))
        stand = (publication.revision, publication.supply)
        on, company = situation.states_on, _company(situation)
        told = (situation.language, undoable, redoable, on, company, situation.sells)
        key = (product, stand, tuple(sorted(choices.items())), *told)
        if key != self._product_key:
            self._product_key = key
            view = product_view(
                publication, choices, situation.language, undoable=undoable, redoable=redoable, states_on=on
            )
            self._product = replace(view, company=company, sells=situation.sells)
        return self._product


def published(catalogue: Catalogue | None, product: str | None) -> Publication | None:
    """A product of the catalogue."""
    if catalogue is None or product is None:
        return None
    return next((entry for entry in catalogue.products if entry.product.id == product), None)


def known_choices(publication: Publication, model: ClientModel) -> dict[str, str]:
    """What a product is to be shown in, without what this revision of it does not have (any more)."""
    known = {group.id: {value.id for value in group.values} for group in publication.product.groups}
    choices = model.choices(publication.product.id)
    return {group: value for group, value in choices.items() if value in known.get(group, ())}


def _company(situation: Situation) -> str:
    """Who else looks at the product that one looks at."""
    model = situation.model
    names = [
        visitor.name
        for number, visitor in model.visitors.items()
        if number != model.you and visitor.focus == situation.inspected and number not in model.hidden
    ]
    if not names:
        return ""
    key = "inspect.with" if len(names) == 1 else "inspect.with-many"
    return say(key, situation.language, names=", ".join(names[:3]) + (" …" if len(names) > 3 else ""))  # noqa: PLR2004


def _offline_hint(situation: Situation) -> str:
    """What being offline means; who has never been in has no place to come back to."""
    if situation.farewell or situation.model.connection != "offline":
        return situation.farewell
    if situation.arrived:
        return say("connection.offline-hint", situation.language)
    return say("connection.never", situation.language, server=situation.server)


def _room_name(situation: Situation) -> str:
    rooms = situation.catalogue.rooms if situation.catalogue else ()
    plan = next((plan for plan in rooms if plan.id == situation.model.room), None)
    return plan.name.in_language(situation.language) if plan else "Showroom"


def _desk(model: ClientModel, language: str) -> DeskView:
    """The service desk; without a connection nobody can say who is there."""
    if model.connection == "online":
        return desk_view(model.advisers, model.position, model.talking_to, language)
    sentence = say("adviser.unknown", language)
    return DeskView(sentence, "call-adviser", somebody=False, waiting=False, talking=False, enabled=False)


def _refusal(situation: Situation) -> RefusalView | None:
    refusal = situation.model.refusal
    publication = published(situation.catalogue, refusal.product if refusal else None)
    if refusal is None or publication is None or refusal.product != situation.inspected:
        return None
    choices = known_choices(publication, situation.model)
    return refusal_view(publication.product, refusal.wish, refusal.refused, situation.language, choices)


def _agent(situation: Situation) -> AgentView:
    model, catalogue = situation.model, situation.catalogue
    if catalogue is None:
        return AgentView(situation.online, (), None)
    server_now_s = situation.now_s + model.server_ahead_s
    waiting = tuple(waiting_view(entry, catalogue, server_now_s, situation.language) for entry in model.queue)
    return AgentView(situation.online, waiting, _customer(situation, catalogue))


def _customer(situation: Situation, catalogue: Catalogue) -> CustomerView | None:
    """Whom I am with, and what they look at now."""
    model = situation.model
    if model.talking_to is None:
        return None
    theirs = model.talk.visitor if model.talk else ""
    visitor = next((visitor for visitor in model.visitors.values() if visitor.id == theirs), None)
    focus = visitor.focus if visitor else None
    return customer_view(model.talking_to, focus, model.choices(focus or ""), catalogue, situation.language)


def _prompt(situation: Situation) -> tuple[str, str] | None:
    publication = published(situation.catalogue, situation.offered)
    if publication is None or situation.inspected is not None:
        return None
    verb = next(verb for verb in VERBS if verb.id == "inspect")
    name = publication.product.name.in_language(situation.language)
    return key_text(verb.keys[0], situation.language), say("prompt.inspect", situation.language, name=name)
