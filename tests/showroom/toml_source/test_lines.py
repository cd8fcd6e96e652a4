from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.toml_source import Path, line_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import DrawFn

SCALARS = st.sampled_from(
    [
        "1",
        "-2.5e3",
        "true",
        "1979-05-27T07:32:00Z",
        "1979-05-27 07:32:00",
        '"plain"',
        '"with # hash, ] and } and \\" quote \\\\"',
        "'literal \\ # ]'",
        '"""long ""quotes"" and \\""" escaped"""',
        '"""over\ntwo # lines ]\n"""',
        '"""ends with two"""""',
        "'''literal\n'' quotes'''''",
        '""',
        "''",
        '""""""',
    ]
)
KEYS = st.sampled_from(["a", "b-1", "_c", '"quoted.key"', "'lit # = eral'", '"esc\\u00fc"', "1234"])
BLANKS = st.sampled_from(["", " ", "\t"])
BREAKS = st.sampled_from(["", " ", "\n", "\n\n", " # note ]}\"'\n", "\r\n"])


def scalar_or_array(draw: DrawFn, depth: int) -> str:
    kind = draw(st.integers(0, 2)) if depth else 0
    if kind == 1:
        items = [
            f"{draw(BREAKS)}{scalar_or_array(draw, depth - 1)}{draw(BREAKS)}" for _ in range(draw(st.integers(0, 3)))
        ]
        return f"[{','.join(items)}{draw(st.sampled_from(['', ',']) if items else st.just(''))}{draw(BREAKS)}]"
    if kind == 2:
        keys = draw(st.lists(KEYS, max_size=3, unique=True))
        pairs = [f"{draw(BLANKS)}{key}{draw(BLANKS)}={scalar_or_array(draw, depth - 1)}" for key in keys]
        return f"{{{','.join(pairs)}{draw(BLANKS)}}}"
    return draw(SCALARS)


@st.composite
def documents(draw: DrawFn) -> str:
    lines = []
    for section in range(draw(st.integers(0, 4))):
        style = draw(st.sampled_from(["", "[t{}]", "[ t{} . 'x y' ]", "[[list]]", "[[list]]\n[list.sub]", "[[l.m]]"]))
        if style and (section or draw(st.booleans())):
            lines.append(style.format(section) + draw(st.sampled_from(["", " # why"])))
        elif section:
            lines.append(f"[s{section}]")
        for key in draw(st.lists(KEYS, max_size=3, unique=True)):
            dotted = draw(st.sampled_from(["{}", "{}.z", "{} . y"]))
            lines.append(f"{draw(BLANKS)}{dotted.format(key)} = {scalar_or_array(draw, 2)}{draw(BLANKS)}")
        lines.extend([""] * draw(st.integers(0, 2)))
    return "\n".join(lines)


def paths(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


@given(documents())
def test_everything_that_the_reader_finds_has_a_line_and_nothing_else(text: str) -> None:
    text = text.replace("\r\n", "\n")
    assert {path for path, _ in paths(tomllib.loads(text))} == line_index(text).keys()


@given(documents(), documents())
def test_lines_count_from_the_top_whatever_stands_there(above: str, below: str) -> None:
    above, below = above.replace("\r\n", "\n"), below.replace("\r\n", "\n")
    commented = "".join(f"# {line}\n" for line in above.split("\n"))
    shift = commented.count("\n")
    assert line_index(commented + below) == {path: line + shift for path, line in line_index(below).items()}


@given(documents())
def test_a_value_starts_in_its_line(text: str) -> None:
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    index = line_index(text)
    for path, value in paths(tomllib.loads(text)):
        if value is True:
            assert "true" in lines[index[path] - 1]


def test_lines_are_those_that_an_editor_shows() -> None:
    text = '# note\nid = "x"\n\n[[groups]]\nid = "a"\nvalues = [\n  "white", # ]\n  { use = "red" },\n]\n'
    text += '[[groups]]\nid = "b"'
    index = line_index(text)
    assert index["id",] == 2
    assert index["groups", 0] == 4
    assert index["groups", 0, "values"] == 6
    assert index["groups", 0, "values", 1] == index["groups", 0, "values", 1, "use"] == 8
    assert index["groups", 1, "id"] == 11


def test_a_text_that_is_not_toml_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(AssertionError, match="valid TOML"):
        line_index("= 1")
