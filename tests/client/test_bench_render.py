"""The drawing benchmark: what it holds against which aim, and what it calls flat."""

from __future__ import annotations

from typing import Any

import msgspec

from client.bench_render.probe import Task, wishes
from client.bench_render.running import Result
from client.bench_render.spreads import course, spread
from showroom.catalogue import FileRef
from tests.server.samples import publication as sample

SPREAD = {"quiet": 1.0, "median": 2.0, "p95": 3.0, "worst": 4.0}
FLAT = {"first": 100.0, "last": 101.0, "growth_second_half": 0.5}


def figures(**changed: object) -> dict[str, Any]:
    answer = {"frames_worst": 1, "panel_uploads": 0, "taken_back": 0, "delay_ms": SPREAD}
    crowd = {"frame_ms": SPREAD, "panels_ms": {**SPREAD, "median": 0.8}}
    found: dict[str, Any] = {
        "crowds": {"1": crowd, "200": crowd},
        "cards": {"cards_ms": {"map": 1.0}},
        "changes": {"change_ms": SPREAD, "programs_compiled": 0, "textures_uploaded": 0, "buffers_uploaded": 0},
        "inputs": {"turn": answer, "choose": answer},
        "start": {"room_s": 2.0, "collection_ms": 5.0},
        "memory": {"change_memory_mb": FLAT, "room_memory_mb": FLAT},
        "control": {"ratios": {"plain": 1.0}},
        "whole": {},
        "machine": {},
    }
    for path, value in changed.items():
        *way, last = path.split("__")
        place = found
        for step in way:
            place[step] = dict(place[step])
            place = place[step]
        place[last] = value
    return found


def test_everything_within_its_aim_passes() -> None:
    result = Result(figures())
    assert result.passed
    assert msgspec.json.decode(result.as_json())["passed"] is True
    assert "✗" not in result.as_text()


def test_each_aim_that_is_missed_fails_alone() -> None:
    slow = {**SPREAD, "median": 99.0}
    for changed in (
        {"crowds__200__frame_ms": slow},
        {"crowds__1__panels_ms": slow},
        {"cards__cards_ms": {"map": 40.0}},
        {"changes__change_ms": slow},
        {"changes__programs_compiled": 1},
        {"changes__textures_uploaded": 1},
        {"changes__buffers_uploaded": 1},
        {"inputs__turn__frames_worst": 2},
        {"inputs__choose__panel_uploads": 1},
        {"inputs__choose__taken_back": 1},
        {"start__room_s": 3.1},
        {"start__collection_ms": 120.0},
        {"memory__room_memory_mb": {**FLAT, "growth_second_half": 9.0}},
    ):
        result = Result(figures(**changed))
        assert not result.passed, changed
        assert result.as_text().count("✗") == 1


def test_memory_that_only_warms_up_is_flat_and_memory_that_leaks_is_not() -> None:
    warm = [300.0 + min(step, 10) for step in range(50)]
    leak = [300.0 + step for step in range(50)]
    assert course(warm)["growth_second_half"] == 0.0
    assert course(leak)["growth_second_half"] > 20.0


def test_a_spread_names_the_middle_and_the_worst() -> None:
    assert spread([1.0, 2.0, 3.0, 4.0, 100.0]) | {"quiet": 0} == {
        "quiet": 0,
        "median": 3.0,
        "p95": 80.8,
        "worst": 100.0,
    }


def test_every_value_of_every_group_is_asked_for() -> None:
    publication = sample(FileRef("0" * 64, 1, "model/gltf-binary"))
    endless = wishes([publication])
    seen = set()
    for _ in range(200):
        product, choices = next(endless)
        assert product == publication.product.id
        seen |= set(choices.items())
    assert seen == {(group.id, value.id) for group in publication.product.groups for value in group.values}


def test_a_task_travels_to_its_process_whole() -> None:
    task = Task("crowd", "http://127.0.0.1:1", (320, 180), 12.5, others=7, frames=3)
    assert msgspec.json.decode(msgspec.json.encode(task), type=Task) == task
