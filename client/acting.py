"""What the person wants, into messages and movements. Panels, keys and scripts all come through here."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final, get_args

from client.gathering import Gathering
from client.intents import (
    About,
    Accept,
    Choose,
    Complain,
    Dismiss,
    Do,
    Explain,
    Fill,
    OpenCode,
    Pick,
    Rename,
    Settle,
    Speak,
    Switch,
    Write,
)
from client.model import asked, dismissed
from client.ordering import Ordering
from client.player import floor_spot, in_front_of, inspecting, looking_down, stepped_back
from client.presenter import known_choices, published
from client.scene.avatars import EMOJI
from client.strolling import begun
from client.ui.layout import farther_to_fit
from showroom import rules
from showroom.codes import tag_of
from showroom.configuration import complete
from showroom.errors import CodeRefused, Rejected
from showroom.protocol import messages
from showroom.ui.texts import say
from showroom.ui.views import code_of, refusal_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from client.intents import Elsewhere, Intent
    from client.scene.avatars import Crowd
    from client.scene.world import Exhibit, World
    from client.ui.screen import Screen
    from client.visit import Visit
    from showroom.catalogue import Publication, Vector3
    from showroom.ui.verbs import Verb

_NEAR_M: Final = 1.25
_SPOKEN: Final = frozenset(EMOJI) & frozenset(get_args(messages.Emotion))


class Acting:
    """Carries intents out.

    Args:
        visit: what is known.
        world: what stands where.
        crowd: who stands where.
        screen: for the line of chat.
        send: sends a message to the server.
    """

    def __init__(
        self, visit: Visit, world: World, crowd: Crowd, screen: Screen, send: Callable[[messages.ClientMessage], None]
    ) -> None:
        self._visit = visit
        self._world = world
        self._crowd = crowd
        self._screen = screen
        self._send = send
        self._pick: Callable[[Pick], None] = lambda _: None
        self._switch: Callable[[int], None] = lambda _: None
        self._explain: Callable[[int], None] = lambda _: None
        self._ordering = Ordering(visit, send, lambda key, name: self._notify(key, name=name))
        self._simple: dict[str, Callable[[], None]] = {
            **self._ordering.verbs,
            "inspect": self._inspect_offered,
            "leave-inspect": self.leave_inspect,
            "previous-product": lambda: self._step_product(-1),
            "next-product": lambda: self._step_product(1),
            "next-group": self._next_group,
            "undo": lambda: self._history(messages.Undo),
            "redo": lambda: self._history(messages.Redo),
            "copy-code": self._copy_code,
            "open-code": lambda: self.intend(OpenCode(self._visit.clipboard.paste().strip())),
            "take-fix": self.take_fix,
            "chat": self._screen.chat.focus,
            "call-adviser": self._call,
            "cancel-call": self._cancel,
            "end-conversation": self._end_conversation,
            "go-online": lambda: self.take_calls(wanted=True),
            "go-away": lambda: self.take_calls(wanted=False),
            "accept-call": self._accept_first,
            "language": self._switch_language,
            "help": self._toggle_help,
        }

    def learn(
        self,
        verbs: Mapping[str, Callable[[], None]],
        pick: Callable[[Pick], None] | None = None,
        switch: Callable[[int], None] | None = None,
        explain: Callable[[int], None] | None = None,
    ) -> None:
        """Have verbs, what is picked on cards, and what is switched or explained on products done by somebody else."""
        self._simple.update(verbs)
        self._explain = explain or self._explain
        self._pick, self._switch = pick or self._pick, switch or self._switch

    # ---- entries ---------------------------------------------------------------------------------------------------

    def intend(self, intent: Intent) -> None:
        """Carry one intent out."""
        match intent:
            case Choose():
                self.choose(intent.product, dict(intent.changes))
            case Speak():
                self._speak(intent.text)
            case Accept():
                self._send(messages.AcceptCall(self._visit.new_ref(), intent.request))
            case OpenCode():
                self._open_code(intent.code)
            case Dismiss():
                self._visit.model = dismissed(self._visit.model)
            case Do():
                self.do(intent.verb)
            case About() | Complain() | Settle():
                self._ordering.intend(intent)
            case Pick() | Switch() | Explain() | Fill() | Rename() | Write():
                self._elsewhere(intent)

    def _elsewhere(self, intent: Elsewhere) -> None:
        """What others have been given to do; who one is, is `client.app`'s."""
        if isinstance(intent, Pick):
            self._pick(intent)
        elif isinstance(intent, Switch):
            self._switch(intent.number)
        elif isinstance(intent, Explain):
            self._explain(intent.number)

    def do(self, verb: str) -> None:
        """Do a verb that needs no more words."""
        if verb in _SPOKEN:
            self._send(messages.Emote(verb))  # type: ignore[arg-type] # _SPOKEN is the emotions
        elif verb in self._simple:
            self._simple[verb]()

    def press(self, verb: Verb, key: str) -> None:
        """A verb's key was pressed: it counts where the verb makes sense."""
        if verb.id == "choose" and self._ordering.chooses(int(key)):
            return
        inspects = self._visit.inspected is not None
        if (verb.place == "walking" and inspects) or (verb.place == "inspecting" and not inspects):
            if key == "escape":
                self._visit.shows_help = False
                self._visit.gathering = Gathering()
            return
        if verb.agents_only and not self._visit.agent:
            return
        if verb.id == "choose":
            self._choose_number(int(key))
        elif verb.id == "switch-state":
            self._switch(int(key[-1]) - 1)
        else:
            self.do(verb.id)

    def clicked(self, eye: Vector3, direction: Vector3) -> None:
        """The picture was clicked: at a product, or at the floor, where one walks then."""
        visit = self._visit
        product = self._world.hit(eye, direction)
        if product is not None and product != visit.inspected:
            self.inspect(product)
        spot = floor_spot(eye, direction)
        floor = visit.floor
        if product is None and visit.inspected is None and spot is not None and floor is not None:
            if abs(spot[0]) > floor.half[0] or abs(spot[1]) > floor.half[1]:
                return
            visit.stroll = begun(visit.player, floor, spot)
            if visit.stroll is None:
                self._notify("notice.no-way")

    # ---- products --------------------------------------------------------------------------------------------------

    def inspect(self, product: str | None) -> None:
        """Look closely at a product."""
        exhibit = self._world.exhibits.get(product or "")
        if exhibit is None or product is None:
            return
        visit = self._visit
        self._stand_before(exhibit)
        front = exhibit.plinth.place.heading
        farther = farther_to_fit(self._screen.beside_product(), self._screen.backend.size_px)
        visit.player = inspecting(visit.player, exhibit.centre, exhibit.radius_m, front, farther)
        visit.inspected, visit.chosen_group = product, -1
        visit.sounds.append("take-up")
        self._send(messages.Focus(product))
        visit.journal.write("inspected", product=product)

    def _inspect_offered(self) -> None:
        if self._visit.offered is None:
            self._notify("notice.nothing-near")
        self.inspect(self._visit.offered)

    def leave_inspect(self) -> None:
        """Step back into the room."""
        visit = self._visit
        visit.player = stepped_back(visit.player)
        visit.inspected = None
        visit.sounds.append("put-down")
        visit.journal.write("stepped-back")
        visit.model = dismissed(visit.model)
        self._send(messages.Focus(None))

    def choose(self, product: str, changes: dict[str, str]) -> int | None:
        """Put values into groups: at once in my own picture where the rules allow it; the server has the last word.

        Returns:
            The request's number, None where the product is not there.
        """
        visit = self._visit
        publication = published(visit.catalogue, product)
        if publication is None:
            return None
        ref = visit.new_ref()
        visit.model = asked(visit.model, ref, product, changes)
        visit.journal.write("configure-sent", ref=ref, product=product, changes=changes)
        self._send(messages.Configure(ref, product, changes))
        self._show_early(publication)
        return ref

    def _show_early(self, publication: Publication) -> None:
        """Show what the rules will make of my change; a change that they refuse is not shown."""
        choices = known_choices(publication, self._visit.model)
        product = publication.product
        try:
            standing = complete(product, {})
            changed = rules.change(product, standing.replace(choices), {}).configuration
        except Rejected:
            return
        if not rules.violations(product, changed):
            self._world.configure(product.id, changed.as_dict())

    def take_fix(self, number: int = 0) -> None:
        """Take a way out of the refusal that is shown."""
        refusal = self._visit.model.refusal
        publication = published(self._visit.catalogue, refusal.product if refusal else None)
        if refusal is None or publication is None:
            return
        view = refusal_view(publication.product, refusal.wish, refusal.refused, self._visit.language)
        if number < len(view.fixes):
            self.choose(refusal.product, dict(view.fixes[number].changes))

    def _choose_number(self, number: int) -> None:
        publication = published(self._visit.catalogue, self._visit.inspected)
        if publication is None:
            return
        groups = publication.product.groups
        group = groups[max(0, self._visit.chosen_group) % len(groups)]
        if number <= len(group.values):
            self.choose(publication.product.id, {group.id: group.values[number - 1].id})

    def _next_group(self) -> None:
        publication = published(self._visit.catalogue, self._visit.inspected)
        if publication is not None:
            self._visit.chosen_group = (self._visit.chosen_group + 1) % len(publication.product.groups)

    def _step_product(self, step: int) -> None:
        products = list(self._world.exhibits)
        if not products:
            return
        current = self._visit.inspected or self._visit.offered
        index = (products.index(current) + step) % len(products) if current in products else 0
        if self._visit.inspected is not None:
            self.inspect(products[index])
        else:
            self._stand_before(self._world.exhibits[products[index]])
            # Keys that come before the next picture already mean this product.
            self._visit.offered = products[index]
            self._visit.journal.write("offered", product=products[index])

    def _stand_before(self, exhibit: Exhibit) -> None:
        """Be near a product, where one can see it and others can see one looking."""
        visit = self._visit
        if visit.floor is None:
            return
        x, z = visit.player.position
        distance = math.hypot(exhibit.centre[0] - x, exhibit.centre[2] - z)
        reach = _NEAR_M + exhibit.radius_m
        if distance < reach + 1.0:
            return
        spot, heading = in_front_of(visit.floor, exhibit.centre, exhibit.plinth.place.heading, reach, visit.others)
        pitch = looking_down(spot, exhibit.centre)
        visit.player = replace(visit.player, position=spot, heading=heading, pitch=pitch)

    def _history(self, kind: type[messages.Undo | messages.Redo]) -> None:
        if self._visit.inspected is not None:
            self._send(kind(self._visit.new_ref(), self._visit.inspected))

    def _open_code(self, code: str) -> None:
        """Open a code; what is none, such as a paragraph on the clipboard, is not sent to anybody."""
        try:
            tag_of(code)
        except CodeRefused:
            self._notify("notice.no-code")
        else:
            self._send(messages.OpenCode(self._visit.new_ref(), code[:64]))

    def _copy_code(self) -> None:
        visit = self._visit
        publication = published(visit.catalogue, visit.inspected)
        if publication is None:
            return
        visit.clipboard.copy(code_of(publication, known_choices(publication, visit.model)))
        self._notify("product.code-copied")

    # ---- people ----------------------------------------------------------------------------------------------------

    def _speak(self, text: str) -> None:
        visit = self._visit
        self._send(messages.Say(visit.new_ref(), text[:1000], visit.model.conversation))

    def _call(self) -> None:
        model = self._visit.model
        if model.position is None and model.conversation is None and not self._visit.agent:
            self._send(messages.CallAdviser(self._visit.new_ref()))

    def _cancel(self) -> None:
        if self._visit.model.position is not None:
            self._send(messages.CancelCall(self._visit.new_ref()))

    def _end_conversation(self) -> None:
        conversation = self._visit.model.conversation
        if conversation is not None:
            self._send(messages.EndConversation(self._visit.new_ref(), conversation))

    def take_calls(self, *, wanted: bool) -> None:
        """Advisers: begin or stop to take calls."""
        self._visit.wants_calls = wanted
        self._send(messages.SetAgentStatus(self._visit.new_ref(), "online" if wanted else "away"))

    def place_of_adviser(self) -> Vector3 | None:
        """Where an adviser stands who is here."""
        people = (avatar for avatar in self._crowd.avatars() if avatar.visitor.role == "agent")
        return next((avatar.position for avatar in people), None)

    def _accept_first(self) -> None:
        caller = self._visit.model.next_caller
        if caller is not None:
            self.intend(Accept(caller.request))

    def after_welcome(self) -> None:
        """Tell a server that has just let us in (again) what it may have forgotten."""
        visit = self._visit
        if visit.inspected is not None:
            self._send(messages.Focus(visit.inspected))
        if visit.agent and visit.wants_calls:
            self.take_calls(wanted=True)

    # ---- the screen ------------------------------------------------------------------------------------------------

    def _switch_language(self) -> None:
        self._visit.language = "de" if self._visit.language == "en" else "en"
        self._visit.journal.write("language", language=self._visit.language)

    def _toggle_help(self) -> None:
        self._visit.shows_help = not self._visit.shows_help

    def _notify(self, key: str, **fields: str) -> None:
        self._visit.notify(say(key, self._visit.language, **fields))
