"""The demo's tour: a shopper's first minutes as a script, made for whatever the catalogue holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from client import script
from showroom import rules
from showroom.configuration import initial
from showroom.errors import ConfigurationRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from client.script import AnyStep
    from showroom.catalogue import Catalogue, Language, Product
    from showroom.configuration import Configuration

_LINES: Final = {
    "en": ("Is this one in stock? 👟 Größe 42, please!", "Thank you! Lovely shop 😍"),
    "de": ("Gibt es den auch in Größe 42? 👟", "Danke! Schöner Laden 😍"),
}
_RECOLOURS: Final = 3


def tour_script(catalogue: Catalogue, language: Language) -> tuple[AnyStep, ...]:
    """Arrive, see every product, recolour one, run into a rule and out of it, chat, call an adviser."""
    products = [entry.product for entry in catalogue.products]
    steps: list[AnyStep] = [
        script.WaitFor("online"),
        script.WaitFor("loaded", timeout_s=240.0),
        script.Wait(2.0),
        script.Shot("01-arrival"),
    ]
    for index, product in enumerate(products):
        steps += [script.WalkTo(product.id, timeout_s=90.0), script.Wait(0.5)]
        if index == 0:
            steps.append(script.Shot("02-walking-up"))
        steps += [script.Inspect(product.id), script.Shot(f"03-{product.id}")]
    steps += _recolour(products)
    steps += _refusal(products)
    return (*steps, *_company(language))


def _recolour(products: list[Product]) -> list[AnyStep]:
    product = next((product for product in products if product.kind == "shoe"), products[0] if products else None)
    if product is None:
        return []
    changes = dict(_new_colours(product))
    return [
        script.Inspect(product.id, heading=-0.9, pitch=0.25),
        script.Configure(product.id, changes),
        script.Wait(0.3),
        script.Shot("04-recoloured"),
    ]


def _new_colours(product: Product) -> Iterator[tuple[str, str]]:
    """A few groups with their third value, as far as the rules allow them together."""
    standing = initial(product)
    found = 0
    for group in product.groups:
        value = group.values[min(2, len(group.values) - 1)]
        if found == _RECOLOURS or value.id == standing[group.id] or value.surface is None:
            continue
        try:
            standing = rules.change(product, standing, {group.id: value.id}).configuration
        except ConfigurationRefused:
            continue
        found += 1
        yield group.id, value.id


def _refusal(products: list[Product]) -> list[AnyStep]:
    """A choice that breaks a rule and can be mended; nothing where no product has one."""
    for product in sorted(products, key=lambda product: product.kind != "shoe"):
        for standing in _bases(product):
            wish = _refused_wish(product, standing)
            if wish is not None:
                return [
                    script.Inspect(product.id),
                    script.Configure(product.id, standing.as_dict()),
                    script.Configure(product.id, wish),
                    script.WaitFor("refusal"),
                    script.Shot("05-refusal"),
                    script.TakeFix(),
                    script.Wait(0.3),
                    script.Shot("06-mended"),
                ]
    return []


def _bases(product: Product) -> Iterator[Configuration]:
    """Configurations from which a rule is near: the first one, and those in which a rule's condition holds."""
    yield initial(product)
    for rule in product.rules:
        try:
            wish = {choice.group: choice.value for choice in rule.when}
            yield rules.change(product, initial(product), wish).configuration
        except ConfigurationRefused:
            continue


def _refused_wish(product: Product, standing: Configuration) -> dict[str, str] | None:
    for group in product.groups:
        for value in group.values:
            try:
                rules.change(product, standing, {group.id: value.id})
            except ConfigurationRefused as refused:
                if refused.fixes:
                    return {group.id: value.id}
    return None


def _company(language: Language) -> list[AnyStep]:
    question, thanks = _LINES[language]
    return [
        script.Verb("leave-inspect"),
        script.Wait(1.0),
        script.Say(question),
        script.WaitFor("chat", text=question),
        script.Verb("wave"),
        script.Wait(0.5),
        script.Shot("07-chat"),
        script.Verb("call-adviser"),
        script.Wait(0.4),
        script.Shot("08-waiting"),
        script.WaitFor("adviser", timeout_s=60.0),
        script.WaitFor("chat", text="Anna", timeout_s=30.0),
        script.Say(thanks),
        script.Wait(2.5),
        script.Face(),
        script.Wait(0.5),
        script.Shot("09-adviser"),
        script.Verb("help"),
        script.Shot("10-help"),
        script.Verb("help"),
    ]
