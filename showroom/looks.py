"""How people look: the parts of an avatar, what each may be, in both languages, and who looks how.

A look is data and small: one word for each part. What draws it reads `shapes` (which pieces of the model show) and
`colours` (what each slot of the model is painted with), so that one model serves everybody.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct
from msgspec.structs import asdict, replace

from showroom.catalogue import Id, Text
from showroom.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

Rgb = tuple[float, float, float]
"""Linear light, 0..1."""


class AvatarLook(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How somebody looks: for each part of `LOOK_PARTS` the id of one of its choices."""

    skin: Id = "sand"
    hair: Id = "parted"
    hair_colour: Id = "brown"
    beard: Id = "none"
    build: Id = "medium"
    height: Id = "medium"
    top: Id = "jacket"
    top_colour: Id = "teal"
    bottom: Id = "trousers"
    bottom_colour: Id = "navy"
    shoes_colour: Id = "white"
    glasses: Id = "none"
    glasses_colour: Id = "black"
    mobility: Id = "walking"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way a part may be; `swatch` is its sRGB ``#rrggbb`` where it is a colour."""

    id: str
    name: Text
    swatch: str = ""


@dataclass(frozen=True, slots=True)
class LookPart:
    """What somebody chooses, a field of `AvatarLook` by its `id`; the first choice is as good as any."""

    id: str
    name: Text
    choices: tuple[Choice, ...]

    def choice(self, choice_id: str) -> Choice:
        """A choice by its id; the first where this program does not know it, for a newer one may."""
        return next((choice for choice in self.choices if choice.id == choice_id), self.choices[0])


def _part(part_id: str, name: tuple[str, str], *choices: tuple[str, ...]) -> LookPart:
    return LookPart(part_id, Text(*name), tuple(Choice(one[0], Text(*one[1:3]), *one[3:]) for one in choices))


_CLOTH: Final = (
    ("teal", "Teal", "Petrol", "#2f7d76"),
    ("ochre", "Ochre", "Ocker", "#d9a441"),
    ("coral", "Coral", "Koralle", "#d9775f"),
    ("navy", "Navy", "Marine", "#2f3f5a"),
    ("sage", "Sage", "Salbei", "#8fa487"),
    ("plum", "Plum", "Pflaume", "#7a4565"),
    ("sky", "Sky blue", "Himmelblau", "#7fa9cc"),
    ("cream", "Cream", "Creme", "#efe4d0"),
    ("brick", "Brick", "Ziegelrot", "#a8463a"),
    ("forest", "Forest green", "Tannengrün", "#34553f"),
    ("grey", "Grey", "Grau", "#8b8f94"),
    ("black", "Black", "Schwarz", "#2a2b2f"),
)
LOOK_PARTS: Final = (
    _part(
        "skin",
        ("Skin", "Haut"),
        ("porcelain", "Porcelain", "Porzellan", "#f7dcc6"),
        ("rose", "Rose", "Rosé", "#f2c9b0"),
        ("sand", "Sand", "Sand", "#e6b48e"),
        ("honey", "Honey", "Honig", "#d39c70"),
        ("olive", "Olive", "Oliv", "#bb8b62"),
        ("bronze", "Bronze", "Bronze", "#9b6646"),
        ("umber", "Umber", "Umbra", "#7c4c33"),
        ("ebony", "Ebony", "Ebenholz", "#563323"),
    ),
    _part(
        "hair",
        ("Hair", "Haar"),
        ("parted", "Short, parted", "Kurz, gescheitelt"),
        ("crop", "Cropped", "Raspelkurz"),
        ("curls", "Curls", "Locken"),
        ("bob", "Bob", "Bob"),
        ("long", "Long", "Lang"),
        ("bun", "Bun", "Dutt"),
        ("afro", "Afro", "Afro"),
        ("scarf", "Headscarf", "Kopftuch"),
        ("none", "None", "Keins"),
    ),
    _part(
        "hair_colour",
        ("Hair colour", "Haarfarbe"),
        ("brown", "Brown", "Braun", "#5a3a28"),
        ("black", "Black", "Schwarz", "#241f1f"),
        ("chestnut", "Chestnut", "Kastanie", "#7a4428"),
        ("blond", "Blond", "Blond", "#cfa265"),
        ("red", "Red", "Rot", "#a84f2a"),
        ("silver", "Silver", "Silber", "#b9b6b2"),
        ("white", "White", "Weiß", "#eae6df"),
        ("teal", "Teal", "Petrol", "#2f7d76"),
        ("rose", "Rose", "Rosé", "#c77b86"),
    ),
    _part(
        "beard", ("Beard", "Bart"), ("none", "None", "Keiner"), ("short", "Short", "Kurz"), ("full", "Full", "Vollbart")
    ),
    _part(
        "build",
        ("Build", "Statur"),
        ("medium", "Medium", "Mittel"),
        ("slim", "Slim", "Schlank"),
        ("broad", "Broad", "Kräftig"),
    ),
    _part(
        "height",
        ("Height", "Größe"),
        ("medium", "Medium", "Mittel"),
        ("short", "Short", "Klein"),
        ("tall", "Tall", "Groß"),
    ),
    _part(
        "top",
        ("Top", "Oberteil"),
        ("jacket", "Jacket", "Jacke"),
        ("pullover", "Pullover", "Pullover"),
        ("tee", "T-shirt", "T-Shirt"),
        ("dress", "Dress", "Kleid"),
    ),
    _part("top_colour", ("Colour of the top", "Farbe des Oberteils"), *_CLOTH),
    _part(
        "bottom",
        ("Bottom", "Unterteil"),
        ("trousers", "Trousers", "Hose"),
        ("shorts", "Shorts", "Shorts"),
        ("skirt", "Skirt", "Rock"),
    ),
    _part("bottom_colour", ("Colour of the bottom", "Farbe des Unterteils"), _CLOTH[3], *_CLOTH[:3], *_CLOTH[4:]),
    _part(
        "shoes_colour",
        ("Shoes", "Schuhe"),
        ("white", "White", "Weiß", "#f1eee8"),
        ("black", "Black", "Schwarz", "#2b2a2c"),
        ("brown", "Brown", "Braun", "#7a5138"),
        ("coral", "Coral", "Koralle", "#dd6f52"),
        ("navy", "Navy", "Marine", "#2f3f5a"),
        ("lemon", "Lemon", "Zitrone", "#e2cf4f"),
    ),
    _part(
        "glasses",
        ("Glasses", "Brille"),
        ("none", "None", "Keine"),
        ("acetate", "Acetate frame", "Acetatfassung"),
        ("aviator", "Aviator", "Pilotenbrille"),
        ("sprint", "Sports glasses", "Sportbrille"),
    ),
    _part(
        "glasses_colour",
        ("Colour of the glasses", "Farbe der Brille"),
        ("black", "Black", "Schwarz", "#26242a"),
        ("tortoise", "Tortoiseshell", "Schildpatt", "#7a4a26"),
        ("gold", "Gold", "Gold", "#c9a25e"),
        ("teal", "Teal", "Petrol", "#2f7d76"),
        ("coral", "Coral", "Koralle", "#dd6f52"),
    ),
    _part(
        "mobility",
        ("Mobility", "Fortbewegung"),
        ("walking", "Walking", "Zu Fuß"),
        ("wheelchair", "Wheelchair", "Rollstuhl"),
    ),
)
_BY_ID: Final = {part.id: part for part in LOOK_PARTS}
BUILDS: Final[Mapping[str, float]] = {"slim": -1.0, "medium": 0.0, "broad": 1.0}
"""How much broader than the model somebody is, -1..1."""
HEIGHTS: Final[Mapping[str, float]] = {"short": 0.93, "medium": 1.0, "tall": 1.06}
"""Times the model's height."""

Slot = Literal["plain", "skin", "hair", "top", "sleeve", "shirt", "bottom", "shoes", "glasses", "accent"]
SLOTS: Final[tuple[Slot, ...]] = (
    "plain",
    "skin",
    "hair",
    "top",
    "sleeve",
    "shirt",
    "bottom",
    "shoes",
    "glasses",
    "accent",
)
"""What a look paints; a model names its slots by their place in here (docs/models.md)."""
SHAPES: Final = (
    *(f"hair-{choice.id}" for choice in _BY_ID["hair"].choices if choice.id != "none"),
    "beard-short",
    "beard-full",
    *(f"top-{choice.id}" for choice in _BY_ID["top"].choices),
    "top-waistcoat",
    "arms-long",
    "arms-short",
    *(f"bottom-{choice.id}" for choice in _BY_ID["bottom"].choices),
    "legs-bare",
    "glasses-acetate",
    "glasses-aviator",
    "glasses-sprint",
    "wheelchair",
    "lanyard",
)
"""Pieces of a model that only some wear, in the order of their numbers, from 1; 0 is what everybody has."""
SHOP_COLOUR: Final = "#17a398"
_UNIFORM: Final = "#2b3038"
_SHIRT: Final = "#f7f2e8"


def look_part(part_id: str) -> LookPart:
    """A part by its id.

    Raises:
        Rejected: ``unknown-look``.
    """
    if part_id not in _BY_ID:
        raise Rejected("unknown-look", "an avatar has no such part", got=part_id[:64], allowed=", ".join(_BY_ID))
    return _BY_ID[part_id]


def check_look(look: AvatarLook) -> None:
    """Refuse a look with a choice that is not known.

    Raises:
        Rejected: ``unknown-look``.
    """
    for part_id, chosen in asdict(look).items():
        known = [choice.id for choice in _BY_ID[part_id].choices]
        if chosen not in known:
            what = f"an avatar's {part_id} cannot be that"
            raise Rejected("unknown-look", what, got=chosen[:64], allowed=", ".join(known))


def with_choice(look: AvatarLook, part_id: str, choice_id: str) -> AvatarLook:
    """The look with one part chosen anew.

    Raises:
        Rejected: ``unknown-look``.
    """
    look_part(part_id)
    changed = replace(look, **{part_id: choice_id})
    check_look(changed)
    return changed


def look_of(person_id: str) -> AvatarLook:
    """How somebody looks who has not chosen: the same every time, out of their id, and varied among many."""
    digest = hashlib.sha256(person_id.encode()).digest()
    dice = dict(zip(_BY_ID, digest, strict=False))
    picked = {part_id: _BY_ID[part_id].choices[dice[part_id] % len(_BY_ID[part_id].choices)].id for part_id in _BY_ID}
    # What chance alone would make odd or too frequent.
    picked["hair_colour"] = _pick(dice["hair_colour"], _COMMON_HAIR)
    picked["hair"] = _pick(dice["hair"], _COMMON_HAIRDOS)
    picked["beard"] = _pick(dice["beard"], ("none",) * 5 + ("short", "full")) if picked["hair"] in _BEARDED else "none"
    picked["bottom"] = _pick(dice["bottom"], ("trousers",) * 6 + ("skirt", "shorts"))
    picked["glasses"] = _pick(dice["glasses"], ("none", "none", "none", "acetate", "aviator"))
    picked["mobility"] = "wheelchair" if dice["mobility"] < 8 else "walking"  # noqa: PLR2004 - one in 32
    return AvatarLook(**picked)


_COMMON_HAIR: Final = ("brown",) * 3 + ("black",) * 3 + ("chestnut", "blond", "blond", "red", "silver")
_COMMON_HAIRDOS: Final = ("parted", "crop", "curls", "bob", "long", "bun", "afro") * 2 + ("scarf", "none")
_BEARDED: Final = frozenset({"parted", "crop", "curls", "none", "afro"})


def _pick(dice: int, among: tuple[str, ...]) -> str:
    return among[dice % len(among)]


def shapes(look: AvatarLook, *, adviser: bool) -> frozenset[str]:
    """Which pieces of the model show; advisers wear the shop's waistcoat and a badge, whatever they chose."""
    chosen = {part.id: part.choice(getattr(look, part.id)).id for part in LOOK_PARTS}
    top = "waistcoat" if adviser else chosen["top"]
    bottom = "trousers" if adviser or (top != "dress" and chosen["bottom"] == "trousers") else chosen["bottom"]
    bottom = "skirt" if top == "dress" else bottom
    shown = {f"top-{top}", "arms-short" if top in ("tee", "dress") else "arms-long", f"bottom-{bottom}"}
    shown |= {f"{part}-{chosen[part]}" for part in ("hair", "beard", "glasses") if chosen[part] != "none"}
    shown |= {"legs-bare"} if bottom != "trousers" else set()
    shown |= {"wheelchair"} if chosen["mobility"] == "wheelchair" else set()
    return frozenset(shown | ({"lanyard"} if adviser else set()))


def colours(look: AvatarLook, *, adviser: bool) -> dict[Slot, Rgb]:
    """What each slot is painted with, in linear light."""
    swatch = {part.id: part.choice(getattr(look, part.id)).swatch for part in LOOK_PARTS}
    is_dress = look.top == "dress" and not adviser
    codes: dict[Slot, str] = {
        "plain": "#ffffff",
        "skin": swatch["skin"],
        # A headscarf is cloth, not hair.
        "hair": swatch["top_colour"] if look.hair == "scarf" and not adviser else swatch["hair_colour"],
        "top": _UNIFORM if adviser else swatch["top_colour"],
        "sleeve": _SHIRT if adviser else swatch["top_colour"],
        "shirt": _SHIRT,
        "bottom": swatch["top_colour"] if is_dress else _UNIFORM if adviser else swatch["bottom_colour"],
        "shoes": swatch["shoes_colour"],
        "glasses": swatch["glasses_colour"],
        "accent": SHOP_COLOUR,
    }
    return {slot: linear(code) for slot, code in codes.items()}


def linear(code: str) -> Rgb:
    """Linear light of an sRGB ``#rrggbb`` (IEC 61966-2-1)."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _to_linear(red), _to_linear(green), _to_linear(blue)


def _to_linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - the standard's
