"""Configuration codes: short, checked, and valid for as long as what they name is sold.

A code is Crockford base 32 in groups of four. Without dashes it consists of

* three characters: the product's tag (15 bits),
* for each group of the codebook, in the order of its numbers, the number of its value, 0 where the product has no
  such group (any more); zeros at the end are left out,
* two check characters.

A number takes one character up to 27, two up to 123, four beyond that, so that nothing has a fixed width: a product
may grow and its old codes read the same. The check is a Reed-Solomon code over GF(32) with the roots a and a²: it
finds every one or two wrong characters in a code of up to 31, and every single one and every swap of neighbours in a
code of any length.

Source: D. Crockford, "Base 32"; I. Reed, G. Solomon, "Polynomial Codes over Certain Finite Fields", 1960.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from showroom.codebook import Codebook, CodebookEntry, CodebookGroup
from showroom.configuration import Configuration, initial
from showroom.errors import CodeRefused, Rejected
from showroom.rules import violations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from showroom.catalogue import Group, Product

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ = {character: number for number, character in enumerate(ALPHABET)}
_READ |= {character.lower(): number for character, number in _READ.items()}
_READ |= {"O": 0, "o": 0, "I": 1, "i": 1, "L": 1, "l": 1}
_SEPARATORS = "- \t\n"

_TAG_BITS = 15
_TAG_SYMBOLS = 3
_CHECK_SYMBOLS = 2
MAX_SYMBOLS = 300
"""No code is longer, so that nobody makes us read a book."""

_SHORT = 28
_WIDE = 31
_MEDIUM = _SHORT + (_WIDE - _SHORT) * 32


def assign(product: Product, previous: Codebook | None, revision: int, taken_tags: Collection[int]) -> Codebook:
    """Number a product's groups and values for its codes.

    What `previous` has numbered keeps its number for ever; what is gone is marked as retired in `revision`, and what
    comes back is valid again. A new product gets a tag out of its id, moved on while it is in `taken_tags`.

    Raises:
        Rejected: ``too-many-products`` when every tag is taken.
    """
    if previous is None:
        previous = Codebook(_free_tag(product.id, taken_tags), ())
    current = {group.id: group for group in product.groups}
    groups = [_renumbered(known, current.get(known.group), revision) for known in previous.groups]
    known_ids = {known.group for known in previous.groups}
    for group in product.groups:
        if group.id not in known_ids:
            groups.append(_renumbered(CodebookGroup(group.id, len(groups), ()), group, revision))
    return Codebook(previous.tag, tuple(groups))


def _free_tag(product_id: str, taken_tags: Collection[int]) -> int:
    size = 1 << _TAG_BITS
    first = int.from_bytes(hashlib.sha256(product_id.encode()).digest()[:2], "big") >> (16 - _TAG_BITS)
    for step in range(size):
        if (first + step) % size not in taken_tags:
            return (first + step) % size
    raise Rejected("too-many-products", "every tag for configuration codes is taken", allowed=f"{size} products")


def _renumbered(known: CodebookGroup, group: Group | None, revision: int) -> CodebookGroup:
    if group is None:
        retired_in = revision if known.retired_in is None else known.retired_in
        return CodebookGroup(known.group, known.number, known.entries, retired_in)
    living = {value.id for value in group.values}
    entries = [
        CodebookEntry(
            entry.value, entry.number, None if entry.value in living else _first_of(entry.retired_in, revision)
        )
        for entry in known.entries
    ]
    numbered = {entry.value for entry in entries}
    fresh = [value.id for value in group.values if value.id not in numbered]
    entries += [CodebookEntry(value, number) for number, value in enumerate(fresh, start=len(entries) + 1)]
    return CodebookGroup(known.group, known.number, tuple(entries))


def _first_of(retired_in: int | None, revision: int) -> int:
    return revision if retired_in is None else retired_in


def encode(codebook: Codebook, configuration: Configuration) -> str:
    """Write a configuration as a code; every value must be numbered in `codebook`."""
    chosen = configuration.as_dict()
    numbers = [
        0 if group.retired_in is not None else _number_of(group, chosen[group.group]) for group in codebook.groups
    ]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    tag = codebook.tag
    symbols = [tag >> 10, tag >> 5 & 31, tag & 31]
    for number in numbers:
        symbols.extend(_symbols_of(number))
    text = "".join(ALPHABET[symbol] for symbol in [*symbols, *_check_symbols(symbols)])
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _number_of(group: CodebookGroup, value_id: str) -> int:
    return next(entry.number for entry in group.entries if entry.value == value_id)


def tag_of(code: str) -> int:
    """The tag of the product that a code is for.

    Raises:
        CodeRefused: ``code-malformed`` or ``code-checksum``.
    """
    symbols = _checked_symbols(code)
    return symbols[0] << 10 | symbols[1] << 5 | symbols[2]


def decode(product: Product, codebook: Codebook, code: str) -> Configuration:
    """Read a code with the newest revision of its product and codebook; groups newer than the code are initial.

    Raises:
        CodeRefused: ``code-malformed``, ``code-checksum``, ``code-other-product``, ``code-unknown-value`` (no
            revision has such a value), ``code-withdrawn`` (no longer offered; says what there is instead) or
            ``code-breaks-rules`` (today's rules forbid it; says which).
    """
    if tag_of(code) != codebook.tag:
        raise CodeRefused(
            "code-other-product", f"this code belongs to another product than {product.id}", got=code[:80]
        )
    symbols = _checked_symbols(code)
    numbers = list(_numbers(iter(symbols[_TAG_SYMBOLS:-_CHECK_SYMBOLS]), code))
    if len(numbers) > len(codebook.groups):
        raise _unknown(product, code)
    chosen = {}
    for group, number in zip(codebook.groups, numbers, strict=False):
        if number:
            chosen[group.group] = _value_behind(product, group, number, code)
    configuration = initial(product).replace(chosen)
    broken = violations(product, configuration)
    if broken:
        sentences = " ".join(rule.sentence.en for rule in broken)
        raise CodeRefused(
            "code-breaks-rules",
            f"today's rules of {product.id} no longer allow this configuration: {sentences}",
            got=code[:80],
            hint="choose anew and save a new code",
        )
    return configuration


def _value_behind(product: Product, group: CodebookGroup, number: int, code: str) -> str:
    entry = next((entry for entry in group.entries if entry.number == number), None)
    if entry is None:
        raise _unknown(product, code)
    if group.retired_in is not None:
        raise CodeRefused(
            "code-withdrawn",
            f"{product.id} has no choice of {group.group} any more (since revision {group.retired_in})",
            got=f"{group.group}={entry.value}",
            allowed=", ".join(group.id for group in product.groups),
        )
    if entry.retired_in is not None:
        current = next(current for current in product.groups if current.id == group.group)
        raise CodeRefused(
            "code-withdrawn",
            f"{product.id} is no longer offered with this {group.group} (since revision {entry.retired_in})",
            got=f"{group.group}={entry.value}",
            allowed=", ".join(value.id for value in current.values),
        )
    return entry.value


def _unknown(product: Product, code: str) -> CodeRefused:
    return CodeRefused(
        "code-unknown-value",
        f"this code names something that {product.id} has never had",
        got=code[:80],
        hint="it may come from a newer catalogue than this one",
    )


def _checked_symbols(code: str) -> list[int]:
    symbols = _read(code)
    if any(_check_symbols_fail(symbols)):
        raise CodeRefused(
            "code-checksum",
            "this code has a mistake in it",
            got=code[:80],
            hint="compare it with the original, character by character",
        )
    return symbols


def _read(code: str) -> list[int]:
    kept = [character for character in code if character not in _SEPARATORS]
    strange = sorted({character for character in kept if character not in _READ})
    if strange or not _TAG_SYMBOLS + _CHECK_SYMBOLS <= len(kept) <= MAX_SYMBOLS:
        raise CodeRefused(
            "code-malformed",
            "this is no configuration code",
            got=code[:80],
            allowed=f"digits and letters without U, at least {_TAG_SYMBOLS + _CHECK_SYMBOLS}, e.g. 7KQ2-1134-X9",
        )
    return [_READ[character] for character in kept]


def _symbols_of(number: int) -> list[int]:
    if number < _SHORT:
        return [number]
    if number < _MEDIUM:
        return [_SHORT + (number - _SHORT) // 32, (number - _SHORT) % 32]
    rest = number - _MEDIUM
    return [_WIDE, rest >> 10 & 31, rest >> 5 & 31, rest & 31]


def _numbers(symbols: Iterator[int], code: str) -> Iterator[int]:
    for first in symbols:
        try:
            if first < _SHORT:
                yield first
            elif first < _WIDE:
                yield _SHORT + (first - _SHORT) * 32 + next(symbols)
            else:
                yield _MEDIUM + (next(symbols) << 10 | next(symbols) << 5 | next(symbols))
        except StopIteration:
            raise CodeRefused("code-malformed", "this code ends too early", got=code[:80]) from None


# GF(32) with a² = a·a, a⁵ = a² + 1, the same field that every base 32 check uses.
_POWER = [1]
for _ in range(30):
    _next = _POWER[-1] << 1
    _POWER.append(_next ^ 0b100101 if _next & 32 else _next)
_LOG = {value: exponent for exponent, value in enumerate(_POWER)}


def _times(left: int, right: int) -> int:
    return _POWER[(_LOG[left] + _LOG[right]) % 31] if left and right else 0


def _evaluate(symbols: Iterable[int], point: int) -> int:
    value = 0
    for symbol in symbols:
        value = _times(value, point) ^ symbol
    return value


def _check_symbols_fail(symbols: Sequence[int]) -> tuple[int, int]:
    return _evaluate(symbols, _POWER[1]), _evaluate(symbols, _POWER[2])


def _check_symbols(symbols: Sequence[int]) -> tuple[int, int]:
    """The two symbols c, d after `symbols` for which the whole word is zero at both roots: c·x + d = -word(x)·x²."""
    at_a, at_b = _check_symbols_fail([*symbols, 0, 0])
    root_sum = _POWER[1] ^ _POWER[2]
    first = _times(at_a ^ at_b, _POWER[(31 - _LOG[root_sum]) % 31])
    return first, at_a ^ _times(first, _POWER[1])
