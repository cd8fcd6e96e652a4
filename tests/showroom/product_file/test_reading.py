from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.catalogue import Choice, Rule, Surface, Tax, Text, Value
from showroom.configuration import initial
from showroom.errors import ProductFileError
from showroom.product_file import ModelInstructions, ProductFile, parse
from showroom.product_file.surfaces import linear_color
from showroom.rules import solver, violations


def refusal(text: str) -> ProductFileError:
    with pytest.raises(ProductFileError) as caught:
        parse(text, "runner.toml")
    return caught.value


def codes_and_lines(error: ProductFileError) -> set[tuple[str, int]]:
    return {(one.code, int(one.place.removeprefix("runner.toml:"))) for one in (error, *error.others)}


@pytest.fixture
def read(runner_toml: str) -> ProductFile:
    return parse(runner_toml, "runner.toml")


def test_the_facts_of_the_product_are_read(read: ProductFile) -> None:
    product = read.product
    assert (product.id, product.kind, product.currency, product.price) == ("runner", "shoe", "EUR", 12_900)
    assert product.name == Text(en="Runner", de="Laufschuh")
    assert product.description == Text(en="", de="")
    assert product.tax == Tax(Text(en="VAT", de="MwSt."), 1900, included=True)


def test_what_to_do_with_the_model_is_read(read: ProductFile) -> None:
    assert read.model == ModelInstructions(size_mm=(None, None, 295.0), drop_nodes=("floor",))


def test_turning_and_scaling_are_read(runner_toml: str) -> None:
    text = runner_toml.replace("size_mm = { length = 295 }", "scale = 0.001\nrotate_deg = [0, -90, 0.5]")
    model = parse(text, "").model
    assert (model.scale, model.rotate_deg) == (0.001, (0.0, -90.0, 0.5))


def test_a_value_out_of_the_palette_brings_its_look_and_its_price(read: ProductFile) -> None:
    gold = read.product.groups[0].values[3]
    surface = Surface(base_color=linear_color("#d4af37"), metallic=1.0)
    assert gold == Value("gold", Text(en="Gold", de="Gold"), 900, "#d4af37", surface)


def test_what_a_value_says_itself_goes_over_the_palette(read: ProductFile) -> None:
    red, golden = read.product.groups[0].values[2], read.product.groups[2].values[1]
    assert (red.id, red.price, red.name.de) == ("red", 500, "Rot")
    assert (golden.id, golden.price, golden.name.en) == ("golden", 900, "Pure gold")
    assert golden.surface == Surface(base_color=linear_color("#d4af37"), metallic=1.0, roughness=0.2)


def test_a_full_value_shows_parts_and_names_a_variant(read: ProductFile) -> None:
    track = read.product.groups[3].values[1]
    expected = Value("track", Text(en="Track", de="Bahn"), 1500, variant="Track", shows=("spikes",))
    assert track == expected


def test_sizes_get_ids_and_names_of_their_system(read: ProductFile) -> None:
    size = read.product.groups[4]
    assert (size.id, size.name, size.initial) == ("size", Text(en="Size", de="Größe"), "eu-40-5")
    assert [(value.id, value.name.en, value.name.de, value.price) for value in size.values] == [
        ("eu-39", "EU 39", "EU 39", 0),
        ("eu-40-5", "EU 40.5", "EU 40,5", 0),
        ("eu-47", "EU 47", "EU 47", 1000),
    ]


def test_parts_and_groups_of_one_id_share_a_name_and_belong_together(read: ProductFile) -> None:
    parts, groups = {part.id: part for part in read.product.parts}, read.product.groups
    assert groups[0].name == parts["upper"].name
    assert parts["sole"].name == groups[1].name == Text(en="Sole", de="Sohle")
    assert parts["sole"].materials == ("rubber",)
    assert [group.parts for group in groups] == [("upper",), ("sole",), ("laces",), (), ()]
    assert not parts["spikes"].visible


def test_the_first_value_is_initial_unless_another_is_named(read: ProductFile) -> None:
    assert [group.initial for group in read.product.groups] == ["white", "black", "white", "road", "eu-40-5"]


def test_rules_are_read_with_one_choice_or_several(read: ProductFile) -> None:
    gold, track = read.product.rules
    assert gold == Rule(
        "gold",
        "requires",
        (Choice("laces", "golden"),),
        (Choice("upper", "black"), Choice("upper", "gold")),
        Text(en="Gold laces go with a black or gold upper.", de="Goldene Schnürsenkel gibt es zu Schwarz oder Gold."),
    )
    assert (track.id, track.kind, track.when) == ("rule-2", "excludes", (Choice("use", "track"),))
    assert not violations(read.product, initial(read.product))


def test_every_key_has_its_line(read: ProductFile, runner_toml: str) -> None:
    lines = runner_toml.split("\n")
    assert lines[read.line_of["parts", "sole"] - 1] == 'sole = ["rubber"]'
    assert lines[read.line_of["groups", 3, "values", 1, "price"] - 1].endswith("price = 1500 },")


@pytest.mark.parametrize(
    ("srgb", "linear"),
    [
        ("#000000", (0.0, 0.0, 0.0, 1.0)),
        ("#ffffff", (1.0, 1.0, 1.0, 1.0)),
        ("#0a0a0a", (0.00304, 0.00304, 0.00304, 1.0)),
        ("#80FF0080", (0.21586, 1.0, 0.0, 0.50196)),
    ],
)
def test_paint_program_colours_become_linear_light(srgb: str, linear: tuple[float, float, float, float]) -> None:
    assert linear_color(srgb) == linear


MISTAKES = [
    # what is written instead, the code, its line
    ('currency = "EUR"', "currency = EUR", "toml-syntax", 4),
    ('currency = "EUR"', 'currency = "EUR"\ncurrency = "EUR"', "duplicate-key", 5),
    ('sole = ["rubber"]', 'upper = ["rubber"]', "duplicate-key", 20),
    ('de = "Rot"', 'de = "Rot", de = "Rot"', "duplicate-key", 15),
    ("[parts]", "[palette]", "duplicate-key", 18),
    ('currency = "EUR"', 'currency = "Euro"', "bad-currency", 4),
    ('currency = "EUR"', 'curency = "EUR"', "unknown-key", 4),
    ('currency = "EUR"', "", "missing-key", 1),
    ('currency = "EUR"', "currency = 3", "wrong-type", 4),
    ("tax = { rate = 19, included = true }", "", "missing-key", 1),
    ("rate = 19,", "", "missing-key", 6),
    ("rate = 19", "rate = 19.005", "out-of-range", 6),
    ("rate = 19", "rate = 190", "out-of-range", 6),
    ("included = true", 'included = "yes"', "wrong-type", 6),
    ('en = "Runner"', 'en = "Run\\u001b[2Jner"', "wrong-type", 3),
    ('kind = "shoe"', 'kind = "boot"', "unknown-kind", 2),
    ('id = "runner"', 'id = "Runner One"', "bad-id", 1),
    ('name = { en = "Runner", de = "Laufschuh" }', 'name = { en = "Runner" }', "missing-language", 3),
    ('name = { en = "Runner", de = "Laufschuh" }', 'name = "Runner"', "wrong-type", 3),
    ("price = 12900", "price = -1", "negative-price", 5),
    ("price = 12900", "price = 129.0", "fractional-price", 5),
    ("price = 12900", 'price = "129"', "wrong-type", 5),
    ("price = 12900", "price = true", "wrong-type", 5),
    ("price = 12900", "price = 1000000000001", "too-large", 5),
    ("price = 900", "price = 9.5", "fractional-price", 16),
    ("price = 500", "price = -500", "negative-price", 26),
    ("length = 295", "long = 295", "unknown-key", 9),
    ("length = 295", "length = 0", "out-of-range", 9),
    ("length = 295", "length = nan", "out-of-range", 9),
    ("length = 295", "length = inf", "out-of-range", 9),
    ("length = 295", "length = 295, z = 3", "conflicting-keys", 9),
    ('drop_nodes = ["floor"]', "scale = 2", "conflicting-keys", 10),
    ('drop_nodes = ["floor"]', "rotate_deg = [1, 2]", "wrong-type", 10),
    ('drop_nodes = ["floor"]', 'rotate_deg = [1, 2, "x"]', "wrong-type", 10),
    ('drop_nodes = ["floor"]', "drop_nodes = [1]", "wrong-type", 10),
    ('"#b3202a"', '"#b3202"', "bad-color", 15),
    ('"#b3202a"', '"red"', "bad-color", 15),
    ("roughness = 0.4", "roughness = 1.4", "out-of-range", 15),
    ("roughness = 0.4", "rougness = 0.4", "unknown-key", 15),
    ("roughness = 0.4", 'sheen_color = "blue"', "bad-color", 15),
    ('de = "Rot"', "", "toml-syntax", 15),
    ('sole = ["rubber"]', "sole = []", "missing-key", 20),
    ('sole = ["rubber"]', "sole = 3", "wrong-type", 20),
    ('sole = ["rubber"]', 'Sole = ["rubber"]', "bad-id", 20),
    ('values = ["white", "black", "red"]', 'values = ["white", "black", "rd"]', "unknown-value", 30),
    ('values = ["white", "black", "red"]', 'values = ["white", "black", "white"]', "duplicate-id", 30),
    ('values = ["white", "black", "red"]', "values = []", "missing-key", 30),
    ('values = ["white", "black", "red"]', "values = [3]", "wrong-type", 30),
    ('values = ["white", "black", "red"]', 'values = ["white", "black", {color = "#ffffff"}]', "missing-key", 30),
    ('initial = "black"', 'initial = "blak"', "unknown-value", 31),
    ('initial = "black"', 'parts = ["heel"]', "unknown-part", 31),
    ('initial = "black"', 'parts = ["spikes"]', "missing-key", 27),
    ('id = "sole"', 'id = "upper"', "duplicate-id", 28),
    ('id = "sole"', "", "missing-key", 27),
    ('shows = ["spikes"]', 'shows = ["spike"]', "unknown-part", 40),
    ('"39", "40.5"', '"40.5", "40.5"', "duplicate-id", 43),
    ('"39", "40.5"', '"39", true, "40.5"', "wrong-type", 43),
    ('sizes = ["39", "40.5", { size = 47, price = 1000 }]', "sizes = []", "missing-key", 43),
    ('initial = "40.5"', 'initial = "41"', "unknown-value", 44),
    ('initial = "40.5"', 'values = ["white"]', "conflicting-keys", 43),
    ('when = "laces=golden"', 'when = "lace=golden"', "unknown-group", 48),
    ('when = "laces=golden"', 'when = "laces=gold"', "unknown-value", 48),
    ('when = "laces=golden"', 'when = "laces"', "wrong-type", 48),
    ('when = "laces=golden"', "when = []", "missing-key", 48),
    ('when = "laces=golden"', "", "missing-key", 46),
    ('when = "laces=golden"', 'when = ["laces=golden", "laces=white"]', "never-applies", 48),
    ("requires = [", "require = [", "unknown-key", 49),
    ("requires = [", 'excludes = "sole=red"\nrequires = [', "conflicting-keys", 46),
    ('en = "No white sole on the track."', "", "missing-language", 52),
    ('en = "No white sole on the track."', 'en = " "', "wrong-type", 55),
    ('id = "gold"', 'id = "rule-2"', "duplicate-id", 52),
    ('excludes = "sole=white"', 'excludes = "use=track"', "unreachable-value", 40),
]


@pytest.mark.parametrize(("before", "after", "code", "line"), MISTAKES)
def test_a_mistake_is_named_with_its_line(runner_toml: str, before: str, after: str, code: str, line: int) -> None:
    assert before in runner_toml
    text = runner_toml.replace(before, after, 1)
    assert (code, line) in codes_and_lines(refusal(text))


VALUES = st.sampled_from(
    ['""', '"upper"', '"upper=red"', "-1", "1e400", "true", "[]", "[[]]", "{}", '["a", 1]', "2020-01-01"]
)


@given(line=st.integers(0, 60), value=VALUES, junk=st.text(max_size=20), how=st.sampled_from(["value", "drop", "junk"]))
def test_whatever_is_written_is_read_or_refused(runner_toml: str, line: int, value: str, junk: str, how: str) -> None:
    lines = runner_toml.split("\n")
    at = line % len(lines)
    key, _, _ = lines[at].partition(" = ")
    lines[at] = {"value": f"{key} = {value}", "drop": "", "junk": lines[at] + junk}[how]
    with contextlib.suppress(ProductFileError):
        parse("\n".join(lines), "runner.toml")


def test_rules_that_cannot_be_checked_in_time_are_refused(runner_toml: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "MAX_STEPS", 0)
    assert codes_and_lines(refusal(runner_toml)) == {("rules-too-complex", 46)}


def test_every_mistake_of_a_file_is_told_at_once_in_order(runner_toml: str) -> None:
    text = runner_toml.replace("12900", "1.5").replace("#b3202a", "red").replace("laces=golden", "lacs=golden")
    error = refusal(text)
    assert [(one.code, one.place) for one in (error, *error.others)] == [
        ("fractional-price", "runner.toml:5"),
        ("bad-color", "runner.toml:15"),
        ("unknown-group", "runner.toml:48"),
    ]
    assert str(error).count("\n") == 2


def test_a_misspelt_value_is_told_once_and_not_again_by_every_rule_about_it(runner_toml: str) -> None:
    error = refusal(runner_toml.replace('values = ["white", "black", {', 'values = ["white", "blak", {'))
    assert codes_and_lines(error) == {("unknown-value", 26)}
    assert error.others == ()


def test_a_slip_of_the_pen_gets_a_guess(runner_toml: str) -> None:
    assert refusal(runner_toml.replace('currency = "', 'curency = "')).others[0].hint == 'did you mean "currency"?'
    assert refusal(runner_toml.replace('"laces=golden"', '"lace=golden"')).hint == 'did you mean "laces"?'


def test_contradictory_rules_are_named_as_a_minimal_set(runner_toml: str) -> None:
    text = runner_toml + "".join(
        f'[[rules]]\nid = "never-{value}"\nwhen = "use={value}"\nexcludes = "use={value}"\nen = "No."\nde = "Nein."\n'
        for value in ("road", "track")
    )
    error = refusal(text)
    assert (error.code, error.others) == ("contradictory-rules", ())
    assert error.got == "never-road (line 57), never-track (line 63)"


def test_a_value_that_nobody_can_have_is_named_with_the_rules_that_shut_it_out(runner_toml: str) -> None:
    error = refusal(runner_toml.replace('["upper=black", "upper=gold"]', '"laces=white"'))
    assert (error.code, error.got) == ("unreachable-value", "laces=golden")
    assert "gold (line 46)" in error.hint


def test_a_first_configuration_that_breaks_a_rule_comes_with_a_better_one(runner_toml: str) -> None:
    error = refusal(runner_toml.replace('initial = "black"', 'initial = "white"').replace("use=track", "use=road"))
    assert (error.code, error.place) == ("initial-breaks-rules", "runner.toml:52")
    assert error.hint == 'set initial = "black" in "sole"'


@pytest.mark.parametrize("key", ["palette", "parts", "groups", "rules", "model", "tax", "name", "description"])
@pytest.mark.parametrize("value", ["3", "[3]", "[[]]", '"x"', "{ x = 3 }", "[{ x = 3 }]"])
def test_every_section_is_refused_where_it_is_something_else(key: str, value: str) -> None:
    assert codes_and_lines(refusal(f"{key} = {value}\n"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id = "a"\n\nname = [1,', 3),
        ("x = " + "[" * 5000, 1),
        ("x = " + "9" * 5000, 1),
        ('x = "\0"', 1),
    ],
)
def test_what_is_not_toml_is_refused_with_a_line(text: str, line: int) -> None:
    assert codes_and_lines(refusal(text)) == {("toml-syntax", line)}


def test_a_file_beyond_all_measure_is_not_even_read() -> None:
    assert refusal("# " + "x" * 300_000).code == "too-large"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("groups", "".join(f'[[groups]]\nid = "g{n}"\nen = "G"\nde = "G"\nsizes = ["1"]\n' for n in range(65))),
        ("values", f'[[groups]]\nid = "g"\nen = "G"\nde = "G"\nsizes = {[str(n) for n in range(65)]}\n'),
        ("rules", "[[rules]]\n" * 501),
    ],
)
def test_there_are_bounds_on_everything(runner_toml: str, what: str, text: str) -> None:
    head, _, _ = runner_toml.partition("[[groups]]")
    error = refusal(head + text)
    assert "too-large" in {one.code for one in (error, *error.others)}, what
