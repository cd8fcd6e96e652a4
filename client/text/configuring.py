"""Products: looking at them, choosing, taking ways out, prices, codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from client.model import asked, dismissed
from client.presenter import published
from client.text.here import ONLINE_S, Until
from client.text.naming import find
from client.text.wording import change_words
from showroom.codes import tag_of
from showroom.errors import CodeRefused, Rejected
from showroom.protocol import messages
from showroom.ui.invitation import invitation_link, invitation_page
from showroom.ui.views import code_of, product_view, refusal_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from client.text.here import Here, Steps
    from showroom.catalogue import Publication
    from showroom.ui.state import ProductView

_FILLERS: Final = frozenset({"to", "auf", "="})


class Configuring:
    """Carries out the words about products.

    Args:
        here: what is known.
        approach: walks to a product.
        offered: the product that one stands before.
    """

    def __init__(self, here: Here, approach: Callable[[str], None], offered: Callable[[], str | None]) -> None:
        self._here = here
        self._offered = offered
        self._approach = approach

    # ---- looking ---------------------------------------------------------------------------------------------------

    def products(self, _: str) -> None:
        """What is on show."""
        here = self._here
        here.introduce("products")
        views = [self._view(publication) for publication in here.on_show()]
        lines = [here.words("spoken.product", name=view.name, price=view.price) for view in views]
        here.number(lines, "look")

    def look(self, rest: str) -> None:
        """Look closely at a product; without a name at the same one again, or at the one that one stands before."""
        here = self._here
        rest = rest or here.focus or self._offered() or ""
        if not rest:
            self.products(rest)
            return
        on_show = here.on_show()
        names = [(entry.product.name.in_language(here.language), entry.product.id) for entry in on_show]
        self._inspect(on_show[find(rest, names, here.language)])

    def step(self, by: int) -> None:
        """The next product, or the one before."""
        on_show = self._here.on_show()
        ids = [entry.product.id for entry in on_show]
        if not ids:
            raise self._here.failed("nothing-at-all")
        focus = self._here.focus
        index = (ids.index(focus) + by) % len(ids) if focus in ids else 0
        self._inspect(on_show[index])

    def back(self, _: str) -> None:
        """Step back from the product."""
        here = self._here
        name = here.focused().product.name.in_language(here.language)
        self._focus(None)
        here.tell("spoken.stepped-back", product=name)

    def _inspect(self, publication: Publication) -> None:
        here = self._here
        self._focus(publication.product.id)
        self._approach(publication.product.id)
        view = self._view(publication)
        here.tell("spoken.product-of", name=view.name, price=view.price, description=view.description)
        here.tell("spoken.size", size=view.size)
        if view.availability:
            here.tell("spoken.availability", words=view.availability)
        here.introduce("options")
        lines = [
            _with_surcharge(here.words("spoken.option", group=group.name, value=group.chosen), value.surcharge)
            for group in view.groups
            for value in group.values
            if value.selected
        ]
        here.number(lines, "choose")
        sentences = list(dict.fromkeys(rule.sentence.in_language(here.language) for rule in publication.product.rules))
        if sentences:
            here.tell("spoken.rules")
        for sentence in sentences:
            here.say_line(f"  {sentence}")

    def _focus(self, product: str | None, *, keep: bool = False) -> None:
        """Look at a product; a refusal about another one is dropped unless it is to be kept."""
        here = self._here
        if product != here.focus:
            here.focus = product
            here.model = here.model if keep else dismissed(here.model)
            if here.online:
                here.send(messages.Focus(product))

    # ---- choosing --------------------------------------------------------------------------------------------------

    def choose(self, rest: str, *, slips: bool = True) -> Steps | None:
        """Put a value into a group, or list the values of a group."""
        publication = self._here.focused()
        if not rest:
            self._inspect(publication)
            return None
        view = self._view(publication)
        group, value = self._meant(view, rest, slips=slips)
        if value is None:
            self._values(view, group)
            return None
        chosen = view.groups[group]
        return self.change(publication, {chosen.id: chosen.values[value].id})

    def take(self, rest: str) -> Steps:
        """Take a way out of a refusal, the first one where none is named."""
        here = self._here
        view = here.view().refusal
        if view is None or not view.fixes:
            raise here.failed("no-refusal")
        index = find(rest or "1", [(fix.words,) for fix in view.fixes], here.language)
        return self.change(here.focused(), dict(view.fixes[index].changes))

    def keep(self, _: str) -> None:
        """Leave everything as it was after a refusal."""
        here = self._here
        if here.model.refusal is None:
            raise here.failed("no-refusal")
        here.model = dismissed(here.model)
        here.tell("spoken.kept")

    def _values(self, view: ProductView, group: int) -> None:
        here = self._here
        shown = view.groups[group]
        here.introduce("values", group=shown.name, product=view.name)
        lines = []
        for value in shown.values:
            line = _with_surcharge(value.name, value.surcharge)
            line += f", {here.words('spoken.chosen')}" if value.selected else ""
            lines.append(line + (f", {here.words('spoken.sold-out')}" if value.sold_out else ""))
        here.number(lines, [f"choose {group + 1} {number}" for number in range(1, len(lines) + 1)])

    def _meant(self, view: ProductView, rest: str, *, slips: bool) -> tuple[int, int | None]:
        """The group and the value that are meant; no value where only a group is named.

        Raises:
            Rejected: neither is found.
        """
        try:
            return self._parted(view, rest, slips=False)
        except Rejected:
            if not slips:
                raise
            return self._parted(view, rest, slips=True)

    def _parted(self, view: ProductView, rest: str, *, slips: bool) -> tuple[int, int | None]:
        """The same, with names of groups as they are or only alike."""
        language = self._here.language
        groups = [(group.name, group.id) for group in view.groups]
        problem: Rejected | None = None
        for group_words, value_words in _splits(rest.replace("=", " = ").split()):
            try:
                group = find(group_words, groups, language, slips=slips)
            except Rejected as error:
                problem = problem or error
                continue
            if not value_words:
                return group, None
            values = [(value.name, value.id) for value in view.groups[group].values]
            try:
                return group, find(value_words, values, language)
            except Rejected as error:
                problem = error if error.code == "ambiguous" else self._no_value(view, group, value_words)
        return self._value_alone(view, rest, problem, slips=slips)

    def _no_value(self, view: ProductView, group: int, got: str) -> Rejected:
        shown = view.groups[group]
        names = ", ".join(value.name for value in shown.values)
        return self._here.failed("no-value", group=shown.name, got=got[:60], names=names)

    def _value_alone(self, view: ProductView, rest: str, problem: Rejected | None, *, slips: bool) -> tuple[int, int]:
        """A value that only one group has, by its name."""
        pairs = [(group, value) for group, each in enumerate(view.groups) for value in range(len(each.values))]
        names = [(view.groups[group].values[value].name,) for group, value in pairs]
        if not rest[:1].isdigit():
            try:
                return pairs[find(rest, names, self._here.language, slips=slips)]
            except Rejected as error:
                problem = error if error.code == "ambiguous" else problem or error
        raise problem or self._here.failed("nothing-at-all")

    def change(self, publication: Publication, changes: Mapping[str, str]) -> Steps:
        """Ask for a change and tell what came of it."""
        here = self._here
        product = publication.product.id
        before = here.choices(publication)
        if changes.items() <= before.items():
            here.tell("spoken.unchanged")
            return
        ref = here.new_ref()
        here.model = asked(here.model, ref, product, changes)
        here.send(messages.Configure(ref, product, dict(changes)))
        if not here.online and not here.scripted:
            here.kept.add(ref)
            here.tell("spoken.kept-for-later")
            return
        yield Until(lambda: all(change.ref != ref for change in here.model.pending), ONLINE_S)
        answer = here.answers.pop(ref, None)
        if isinstance(answer, messages.Refused):
            self._tell_refusal(publication, answer)
        if any(change.ref == ref for change in here.model.pending):
            raise here.failed("no-answer")
        self._tell_now(publication, before)

    def late_refusal(self, refused: messages.Refused) -> None:
        """What was kept without a connection is refused now: say it, for nobody waits for the answer."""
        here = self._here
        refusal = here.model.refusal
        publication = published(here.catalogue, refusal.product if refusal else None)
        if publication is None:
            here.say_line(here.refusal(refused).message)
            return
        self._focus(publication.product.id, keep=True)
        try:
            self._tell_refusal(publication, refused)
        except Rejected as error:
            if error.message:
                here.say_line(error.message)

    def _tell_refusal(self, publication: Publication, refused: messages.Refused) -> None:
        """Why it was refused and the ways out; always ends in the failure of the line."""
        here = self._here
        refusal = here.model.refusal
        if refused.code != "configuration-refused" or refusal is None or refusal.refused is not refused:
            raise here.refusal(refused)
        view = refusal_view(publication.product, refusal.wish, refused, here.language, here.choices(publication))
        here.tell("spoken.refusal", sentence=view.sentence)
        if not view.fixes:
            here.tell("refusal.no-fix")
        else:
            here.introduce("ways")
            fixes = [here.words("spoken.way", words=fix.words, price=fix.price_change) for fix in view.fixes]
            here.number(fixes, "take")
        raise Rejected("configuration-refused", "")

    def _tell_now(self, publication: Publication, before: Mapping[str, str]) -> None:
        here = self._here
        words = change_words(publication, before, here.choices(publication), here.language)
        if not words:
            here.tell("spoken.unchanged")
            return
        changes = ", ".join(here.words("spoken.option", group=group, value=value) for group, value in words)
        view = self._view(publication)
        here.tell("spoken.now", product=view.name, changes=changes, price=view.price)

    # ---- back and forth --------------------------------------------------------------------------------------------

    def undo(self, _: str) -> Steps:
        """Take back my own latest change."""
        product = self._here.focused().product.id
        return self._turn(lambda ref: messages.Undo(ref, product))

    def redo(self, _: str) -> Steps:
        """Bring it back."""
        product = self._here.focused().product.id
        return self._turn(lambda ref: messages.Redo(ref, product))

    def _turn(self, make: Callable[[int], messages.ClientMessage]) -> Steps:
        publication = self._here.focused()
        before = self._here.choices(publication)
        yield from self._here.ask(make)
        self._tell_now(publication, before)

    # ---- price and code --------------------------------------------------------------------------------------------

    def price(self, _: str) -> None:
        """Every line of the price."""
        here = self._here
        view = self._view(here.focused())
        here.tell("spoken.price", product=view.name)
        for line in view.lines:
            here.say_line(f"  {here.words('spoken.line', name=line.name, amount=line.amount)}")
        here.say_line(f"  {here.words('spoken.total', price=view.price)}, {view.tax}")

    def code(self, _: str) -> None:
        """The code of this configuration."""
        here = self._here
        publication = here.focused()
        name = publication.product.name.in_language(here.language)
        here.tell("spoken.code", product=name, code=code_of(publication, here.choices(publication)))

    def invite(self, _: str) -> None:
        """What to pass on so that others come here and see the same."""
        here = self._here
        publication = published(here.needed_catalogue(), here.focus)
        code = code_of(publication, here.choices(publication)) if publication else ""
        page = invitation_page(here.server, code) if code else here.server
        here.tell("spoken.invitation", page=page, link=invitation_link(here.server, code))

    def open(self, rest: str) -> Steps:
        """Show the configuration of a code."""
        here = self._here
        if not rest:
            raise Rejected("no-code", here.words("word.open"))
        publication = self._behind(rest)
        product = publication.product.id
        yield from here.ask(lambda ref: messages.OpenCode(ref, rest[:400]))
        self._focus(product)
        self._approach(product)
        here.tell("spoken.opened", product=publication.product.name.in_language(here.language))
        view = self._view(publication)
        initial = {group.id: group.initial for group in publication.product.groups}
        choices = change_words(publication, initial, here.choices(publication), here.language)
        words = ", ".join(here.words("spoken.option", group=group, value=value) for group, value in choices)
        words = words or here.words("spoken.as-first-shown")
        here.say_line(f"{words}. {here.words('spoken.total', price=view.price)}")

    def _behind(self, code: str) -> Publication:
        """The product that a code is for.

        Raises:
            Rejected: there is none, or the code is mistyped.
        """
        here = self._here
        try:
            tag = tag_of(code)
        except CodeRefused as error:
            raise here.failed(error.code) from None
        found = next((entry for entry in here.needed_catalogue().products if entry.codebook.tag == tag), None)
        if found is None:
            raise here.failed("code-other-product")
        return found

    def _view(self, publication: Publication) -> ProductView:
        return product_view(publication, self._here.choices(publication), self._here.language)

    def refresh(self) -> None:
        """The catalogue has changed: what is gone is no longer looked at."""
        if published(self._here.catalogue, self._here.focus) is None:
            self._here.focus = None


def _splits(words: list[str]) -> Iterator[tuple[str, str]]:
    """Every way to part words into a group's and a value's, the longest name of a group first."""
    for index in range(len(words), 0, -1):
        value = words[index:]
        while value and value[0] in _FILLERS:
            value = value[1:]
        group = [word for word in words[:index] if word != "="]
        if group and group[-1] not in _FILLERS:
            yield " ".join(group), " ".join(value)


def _with_surcharge(name: str, surcharge: str) -> str:
    return f"{name} ({surcharge})" if surcharge else name
