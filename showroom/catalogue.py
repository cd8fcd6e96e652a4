"""What a shop sells: products with parts, option groups, rules and prices, and what was published of them.

These structs are both the domain's values and the wire's catalogue (JSON through msgspec), so there is one
definition of a product. Money is in minor units (cents), lengths in the units their names say.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from showroom.codebook import Codebook  # noqa: TC001 - msgspec reads the annotation when the program runs

Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
"""A name in the catalogue: a-z, 0-9, _ and -, starting with a letter (Khronos 3D Commerce, naming)."""

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Kind = Literal["shoe", "glasses", "car", "other"]
Language = Literal["en", "de"]
FloorKind = Literal["wood", "stone", "carpet"]
"""What a floor is made of, as far as steps sound different on it."""
Vector3 = tuple[float, float, float]
Color = tuple[float, float, float, float]
"""Linear-light RGBA in 0..1, as glTF 2.0 §3.9.2 has its factors."""


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence that a person reads, in every language of the product."""

    en: str
    de: str

    def in_language(self, language: str) -> str:
        """Return the sentence in `language`; English where the language is unknown."""
        return self.de if language == "de" else self.en


class FileRef(Struct, frozen=True, forbid_unknown_fields=True):
    """A content-addressed file: its name is the SHA-256 of its bytes."""

    sha256: Sha256
    size_bytes: int
    media_type: str


class Surface(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a value changes on the materials of its group's parts; None leaves the model's own."""

    base_color: Color | None = None
    metallic: float | None = None
    roughness: float | None = None
    clearcoat: float | None = None
    clearcoat_roughness: float | None = None
    transmission: float | None = None
    sheen_color: Vector3 | None = None
    sheen_roughness: float | None = None
    emissive: Vector3 | None = None


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of the model that options address, by the names of its materials or of its nodes."""

    id: Id
    name: Text
    materials: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    visible: bool = True


class Value(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One way to fill an option group, with its surcharge in minor units and what it changes in the picture.

    `swatch` is an sRGB ``#rrggbb`` for buttons; `variant` names a KHR_materials_variants variant; `shows` and
    `hides` are part ids.
    """

    id: Id
    name: Text
    price: int = 0
    swatch: str | None = None
    surface: Surface | None = None
    variant: str | None = None
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()


class Group(Struct, frozen=True, forbid_unknown_fields=True):
    """An option group: exactly one of `values` is chosen; `initial` is the first configuration's.

    `parts` are the part ids whose materials a value's surface changes; empty for sizes and variants.
    """

    id: Id
    name: Text
    values: tuple[Value, ...]
    initial: str
    parts: tuple[str, ...] = ()


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """`value` stands in `group`; written ``group=value`` in product files."""

    group: str
    value: str

    def __str__(self) -> str:
        """``group=value``."""
        return f"{self.group}={self.value}"


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """What else must hold when all of `when` stand; `sentence` tells a person why.

    `requires` wants at least one of `then`, `excludes` forbids all of `then`, `includes` brings all of `then` at no
    charge.
    """

    id: Id
    kind: Literal["requires", "excludes", "includes"]
    when: tuple[Choice, ...]
    then: tuple[Choice, ...]
    sentence: Text


class Motion(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a part stands in a state: turned by `turn_deg` about a line, then shifted.

    `about` (a point of the line) and `shift` are metres, all in the published model's frame; positive turns are
    counter-clockwise seen from the tip of `axis`.
    """

    part: Id
    about: Vector3 = (0.0, 0.0, 0.0)
    axis: Vector3 = (0.0, 1.0, 0.0)
    turn_deg: float = 0.0
    shift: Vector3 = (0.0, 0.0, 0.0)


class Cover(Struct, frozen=True, forbid_unknown_fields=True):
    """What a state changes on the materials of a part."""

    part: Id
    surface: Surface


class State(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that whoever looks may switch on and off: doors open, lights on. It is no choice and costs nothing."""

    id: Id
    name: Text
    moves: tuple[Motion, ...] = ()
    covers: tuple[Cover, ...] = ()
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()


class Hotspot(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A point of a product that has something to tell: where it is on the model, in metres, and what it is.

    `facing` is a unit vector out of the surface: from behind, nobody sees the point. None where it is seen from all
    around.
    """

    id: Id
    name: Text
    text: Text
    position: Vector3
    facing: Vector3 | None = None


class Tax(Struct, frozen=True, forbid_unknown_fields=True):
    """A sales tax in basis points (1900 = 19 %); `included` tells whether prices contain it."""

    name: Text
    rate_bp: int
    included: bool


MarketId = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
"""A country by its ISO 3166-1 code."""


class Surcharge(Struct, frozen=True, forbid_unknown_fields=True):
    """What a value costs in a market, in minor units."""

    choice: Choice
    price: int


class Market(Struct, frozen=True, forbid_unknown_fields=True):
    """The price of a product in one country; `surcharges` name every value that costs something there."""

    id: MarketId
    currency: str
    price: int
    tax: Tax
    surcharges: tuple[Surcharge, ...] = ()


class Product(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is said about a product, apart from its model file.

    `market` is the country that `currency`, `price` and `tax` are for, empty where nobody said; `markets` are others.
    """

    id: Id
    kind: Kind
    name: Text
    description: Text
    currency: str
    price: int
    tax: Tax
    parts: tuple[Part, ...]
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...]
    market: str = ""
    markets: tuple[Market, ...] = ()
    states: tuple[State, ...] = ()
    hotspots: tuple[Hotspot, ...] = ()


class Sheet(Struct, frozen=True, forbid_unknown_fields=True):
    """Many small pictures of equal size in one file, row by row from the top left.

    `frames` says what each shows and `looks` is a short hash of how that looks, so that only what changed is
    drawn anew.
    """

    picture: FileRef
    frame_px: tuple[int, int]
    columns: int
    frames: tuple[str, ...]
    looks: tuple[str, ...]


class Turn(Struct, frozen=True, forbid_unknown_fields=True):
    """Once around a product that has a value in which it does not look as at first; many pictures in one file.

    `values` (``group=value``) are all that look like this. Of `steps` pictures, row by row from the top left, the first
    is seen from the front and each next one from ``360 / steps`` degrees further round. `looks` is a short hash.
    """

    values: tuple[str, ...]
    picture: FileRef
    frame_px: tuple[int, int]
    columns: int
    steps: int
    looks: str


class Pictures(Struct, frozen=True, forbid_unknown_fields=True):
    """What is drawn of a product apart from its model.

    The frames of `thumbnails` are ``group=value``, those of `turntable` degrees that the camera went around the first
    configuration; `turntables` are of every value that does not look like that.
    """

    poster: FileRef | None = None
    thumbnails: Sheet | None = None
    turntable: Sheet | None = None
    turntables: tuple[Turn, ...] = ()


class Anchor(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A named place on a product, metres in its model's frame; `written` in its product file, else found."""

    id: Id
    position: Vector3
    written: bool = False


class Dimension(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A length in millimetres with what people call it, and between which places (metres) it is drawn."""

    id: Id
    name: Text
    mm: float
    start: Vector3
    end: Vector3
    written: bool = False


class SupplyLine(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is known of the stock of all configurations that have `choices`; none means the product as a whole.

    `stock` are pieces, `delivery_days` the fewest and the most; None where nobody said.
    """

    choices: tuple[Choice, ...] = ()
    sku: str = ""
    stock: int | None = None
    delivery_days: tuple[int, int] | None = None


class Publication(Struct, frozen=True, forbid_unknown_fields=True):
    """A product as published: its revision, model file, true extents and code numbers.

    `model` is a GLB in metres, +Y up, +Z front, origin bottom centre; `size_mm` its extents (x, y, z).
    `anchors` and `dimensions` are where it is worn, stands and is measured, empty where that is not known.
    `supply` is today's stock: the catalogue adds it, revisions do not keep it.
    """

    product: Product
    revision: int
    model: FileRef
    size_mm: Vector3
    triangles: int
    codebook: Codebook
    published_at: str
    poster: FileRef | None = None
    thumbnails: Sheet | None = None
    turntable: Sheet | None = None
    turntables: tuple[Turn, ...] = ()
    supply: tuple[SupplyLine, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    dimensions: tuple[Dimension, ...] = ()

    @property
    def pictures(self) -> Pictures:
        """What is drawn of it."""
        return Pictures(self.poster, self.thumbnails, self.turntable, self.turntables)


def files_of(publication: Publication) -> tuple[FileRef, ...]:
    """Every file that a publication names."""
    return publication.model, *picture_files(publication.pictures)


def picture_files(pictures: Pictures) -> tuple[FileRef, ...]:
    """Every file that is a picture."""
    sheets = (pictures.thumbnails, pictures.turntable, *pictures.turntables)
    files = (pictures.poster, *(sheet.picture if sheet else None for sheet in sheets))
    return tuple(file for file in files if file is not None)


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """Somewhere to stand: position in metres (glTF frame) and heading in radians about +Y (0 faces +Z)."""

    position: Vector3
    heading: float = 0.0


class Plinth(Struct, frozen=True, forbid_unknown_fields=True):
    """A spot for one product: the place of its origin, what it accepts and how big a footprint fits (metres).

    `choices` are what a layout shows the product in at first, empty for its own first configuration; `kept_empty`
    plinths are not filled.
    """

    id: Id
    place: Place
    accepts: tuple[Kind, ...]
    footprint_m: tuple[float, float]
    product: str | None = None
    choices: tuple[Choice, ...] = ()
    kept_empty: bool = False


class NamedPlace(Struct, frozen=True, forbid_unknown_fields=True):
    """A spot that people jump to from a map or by name."""

    id: Id
    name: Text
    place: Place


class Obstacle(Struct, frozen=True, forbid_unknown_fields=True):
    """An upright box on the floor that nobody walks through: centre (x, z), half extents (x, z) in metres."""

    centre: tuple[float, float]
    half: tuple[float, float]


class Door(Struct, frozen=True, forbid_unknown_fields=True):
    """The way into another room: its id, and where one stands before the door, facing through it."""

    id: Id
    to: Id
    place: Place


class Ground(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the floor that sounds otherwise: centre (x, z) and half extents (x, z) in metres."""

    kind: FloorKind
    centre: tuple[float, float]
    half: tuple[float, float]


class RoomPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """A room as data. `half_size_m` bounds the walkable rectangle around the origin (x, z).

    `poster` is a picture of it, for as long as its model is on its way. `fills` puts products that stand nowhere on
    plinths that are left. `floor` is what most of the floor is made of, `grounds` what lies on it, the uppermost last.
    """

    id: Id
    name: Text
    half_size_m: tuple[float, float]
    spawn: Place
    plinths: tuple[Plinth, ...]
    places: tuple[NamedPlace, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    model: FileRef | None = None
    fills: bool = True
    poster: FileRef | None = None
    doors: tuple[Door, ...] = ()
    floor: FloorKind = "wood"
    grounds: tuple[Ground, ...] = ()

    def ground_at(self, x: float, z: float) -> FloorKind:
        """What somebody at a place walks on."""
        found = [
            ground.kind
            for ground in self.grounds
            if abs(x - ground.centre[0]) <= ground.half[0] and abs(z - ground.centre[1]) <= ground.half[1]
        ]
        return found[-1] if found else self.floor


class Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that a client needs to draw the shop; `revision` grows with every publication.

    `avatar_names` are the names of `avatars`, in their order; the one called ``adviser`` is for advisers alone.
    """

    revision: int
    products: tuple[Publication, ...]
    rooms: tuple[RoomPlan, ...]
    avatars: tuple[FileRef, ...] = ()
    avatar_names: tuple[str, ...] = ()
