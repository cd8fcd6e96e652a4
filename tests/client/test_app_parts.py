"""The small parts around a visit: settings, scripts, tour, journal, loader, benchmark figures, children."""

from __future__ import annotations

import json
import random
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from client import script
from client.bench_together import evaluate, percentile
from client.bots import Stroll
from client.children import Children, run_showroom
from client.journal import Journal
from client.loading import MOST_HELD, Loader
from client.settings import Settings, Wish, cache_path, load_settings, remembered, save_settings, settings_path
from client.tour import tour_script
from showroom.catalogue import Catalogue, FileRef, Publication
from showroom.codes import assign
from showroom.errors import Rejected, Unavailable
from showroom.walking import blocks, floor_of
from tests.client.shop import product, room

if TYPE_CHECKING:
    from pathlib import Path


def test_settings_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "client.json"
    settings = Settings("Zoë", "de").with_token("http://a", "Zoë", "secret")
    save_settings(path, settings)
    assert load_settings(path) == settings
    assert load_settings(path).token("http://a", "Zoë") == "secret"
    assert load_settings(path).token("http://b", "Zoë") is None


def test_what_others_have_kept_meanwhile_stays() -> None:
    ours = Settings("Zoë", "en").with_token("http://a", "Zoë", "secret")
    kept = Settings("Zoë", "en", wishes=(Wish("http://a", "block", "CODE"),)).with_token("http://b", "Zoë", "other")
    both = remembered(kept, ours, "Zoë", "de", frozenset({"v-ben"}))
    assert both.wishes == kept.wishes
    assert (both.token("http://a", "Zoë"), both.token("http://b", "Zoë")) == ("secret", "other")
    assert both.language == "de"
    assert both.muted == ("v-ben",)


def test_broken_settings_are_as_none(tmp_path: Path) -> None:
    path = tmp_path / "client.json"
    path.write_text("{half")
    assert load_settings(path) == Settings()


def test_settings_that_cannot_be_written_say_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="settings-unwritable"):
        save_settings(tmp_path / "file" / "client.json", Settings())


def test_the_environment_moves_settings_and_cache(tmp_path: Path) -> None:
    environment = {"SHOWROOM_CONFIG_DIR": str(tmp_path), "SHOWROOM_CACHE_DIR": str(tmp_path / "c")}
    assert settings_path(environment).parent == tmp_path
    assert cache_path(environment) == tmp_path / "c" / "files"


def test_a_script_with_an_unknown_step_is_refused() -> None:
    with pytest.raises(Rejected, match="bad-script"):
        script.parse_script(b'[{"do": "fly"}]')
    with pytest.raises(Rejected, match="bad-script"):
        script.parse_script(b'[{"do": "shot", "name": "../../etc"}]')
    assert script.parse_script(b'[{"do": "wait", "seconds": 1.5}]') == (script.Wait(1.5),)


def catalogue() -> Catalogue:
    block = product("block")
    model = FileRef("0" * 64, 1, "model/gltf-binary")
    return Catalogue(1, (Publication(block, 1, model, (1.0, 1.0, 1.0), 1, assign(block, None, 1, ()), ""),), (room(),))


def test_the_tour_shows_every_product_a_refusal_and_an_adviser() -> None:
    steps = tour_script(catalogue(), "de")
    shots = [step.name for step in steps if isinstance(step, script.Shot)]
    assert "03-block" in shots
    assert {"05-refusal", "06-mended", "09-adviser"} <= set(shots)
    refused = next(step for step in steps if isinstance(step, script.Configure) and step.changes == {"lid": "gold"})
    assert steps[steps.index(refused) + 1] == script.WaitFor("refusal")


def test_the_tour_of_an_empty_shop_is_still_a_tour() -> None:
    assert any(isinstance(step, script.Shot) for step in tour_script(Catalogue(1, (), (room(),)), "en"))


def test_a_bot_strolls_smoothly_and_never_through_a_plinth() -> None:
    stroll, floor = Stroll(room(), random.Random(4)), floor_of(room())
    before = stroll.position
    walked = 0.0
    for _ in range(2000):
        position, _ = stroll.step(0.05)
        step = ((position[0] - before[0]) ** 2 + (position[1] - before[1]) ** 2) ** 0.5
        assert step < 0.3
        assert not blocks(floor, position)
        walked += step
        before = position
    assert walked > 10


def test_an_event_of_the_journal_knows_the_frame_that_shows_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "events.jsonl")
    journal.frame_done(1, 5)
    journal.after_next_frame("configured", version=3)
    journal.frame_done(2, 7)
    journal.close()
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    assert [event["event"] for event in events] == ["drawn", "drawn", "configured"]
    event = events[-1]
    assert (event["event"], event["frame"], event["next_frame"], event["frame_begun_at"]) == ("configured", 2, 2, 7)
    assert event["drawn_at"] >= event["at"]


def test_the_benchmark_pairs_clicks_with_pictures() -> None:
    acted = [
        {"event": "welcome", "number": 4},
        {"event": "configure-sent", "at": 0, "changes": {"a": "x"}},
        {"event": "configure-sent", "at": 50_000_000, "changes": {"a": "y"}},
    ]
    watched = [
        {
            "event": "configured",
            "by": by,
            "at": at,
            "received_at": at - 1_000_000,
            "drawn_at": at + 20_000_000,
            "frame_begun_at": at + 1_000_000,
            "frame": 3,
            "next_frame": 3,
            "choices": {"a": value, "b": "z"},
        }
        for by, at, value in ((4, 10_000_000, "x"), (9, 20_000_000, "q"), (4, 65_000_000, "y"))
    ]
    result = evaluate(acted, watched, 2)
    assert result.applied_ms == (10.0, 15.0)
    assert (result.seen, result.in_next_frame, result.passed) == (2, 2, True)
    assert not evaluate(acted, watched[:1], 2).passed
    assert percentile([], 0.5) == float("inf")
    assert json.loads(result.as_json())["drawn_ms_p95"] == 35.0


def test_the_loader_does_what_is_urgent_first_and_hands_errors_out() -> None:
    loader = Loader()

    def refuse() -> None:
        raise Unavailable("server-unreachable", "nobody")

    loader.ask("second", lambda: 2, urgency=9)
    loader.ask("broken", refuse, urgency=9)
    assert loader.busy
    found = {}
    while loader.busy:
        loaded = loader.poll()
        if loaded is not None:
            found[loaded.name] = loaded
    loader.close()
    assert found["second"].result == 2
    assert found["broken"].error is not None


def test_what_has_come_waits_while_clicks_are_shown_but_not_for_ever() -> None:
    loader, done = Loader(), threading.Event()
    for number in range(2):
        loader.ask(f"ground {number}", lambda: 1)
    loader.ask("last", done.set)
    assert done.wait(10.0)
    assert loader.poll(hold=True) is None
    first = loader.poll()
    assert first is not None
    assert first.name == "ground 0"
    assert [loader.poll(hold=True) for _ in range(MOST_HELD)] == [None] * MOST_HELD
    second = loader.poll(hold=True)
    assert second is not None
    assert second.name == "ground 1"
    loader.close()


def test_children_end_with_their_context() -> None:
    with Children() as children:
        process = children.start(["bots", "--help"], stdout=subprocess.DEVNULL)
    assert process.poll() is not None


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(Unavailable, match="command-failed"):
        run_showroom(["assets", "show", "nothing", "--data", "/nonexistent/folder"])
