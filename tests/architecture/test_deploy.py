"""What deploy/ holds is what the program understands: the compose file, its proxy, its image and its dashboard."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import yaml

from server.metrics import Metrics
from server.serving.commands import settings_of
from showroom.cli.main import build_parser, find_commands

if TYPE_CHECKING:
    from server.settings import Settings


ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
NODES = {name: service for name, service in SERVICES.items() if service["image"] == "virtual-showroom"}


def written(text: str) -> str:
    """A value with its variables' defaults."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)


def settings_of_service(name: str) -> Settings:
    line = [written(word) for word in NODES[name]["command"]]
    return settings_of(build_parser(find_commands()).parse_args(line))


def test_there_is_a_front_and_two_room_nodes_with_names_of_their_own() -> None:
    settings = [settings_of_service(name) for name in NODES]
    assert sorted(one.role for one in settings) == ["front", "room", "room"]
    assert [one.node for one in settings] == list(NODES)
    assert len({one.advertised for one in settings if one.role == "room"}) == 2


@pytest.mark.parametrize("name", NODES)
def test_a_node_is_nobody_in_particular_and_may_change_only_its_data(name: str) -> None:
    service = NODES[name]
    assert int(service["user"].partition(":")[0]) > 1000
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert [volume.partition(":")[2] for volume in service["volumes"]] == [str(settings_of_service(name).data)]
    assert service["environment"]["SHOWROOM_BUS"].startswith("nats://broker:")
    assert f":{settings_of_service(name).port}/readyz" in service["healthcheck"]["test"][-1]


@pytest.mark.parametrize("name", SERVICES)
def test_whatever_a_service_names_is_there(name: str) -> None:
    service = SERVICES[name]
    assert set(service.get("depends_on", ())) <= set(SERVICES)
    secrets = [secret if isinstance(secret, str) else secret["source"] for secret in service.get("secrets", ())]
    assert set(secrets) <= set(COMPOSE["secrets"])
    assert {config["source"] for config in service.get("configs", ())} <= set(COMPOSE["configs"])
    assert {volume.partition(":")[0] for volume in service.get("volumes", ())} <= set(COMPOSE["volumes"])
    assert all((DEPLOY / config["file"]).is_file() for config in COMPOSE["configs"].values())
    published = service.get("ports", [])
    assert published == (["443:8443"] if name == "proxy" else [])


def test_the_proxy_leads_to_every_node_where_it_says_that_it_can_be_found() -> None:
    proxy = (DEPLOY / "nginx.conf").read_text("utf-8")
    location = re.search(r"location ~ (\S+) \{\s+proxy_pass http://\$node:(\d+);", proxy)
    assert location is not None
    for name in NODES:
        settings = settings_of_service(name)
        if settings.role == "room":
            led = re.fullmatch(location[1].replace("(?<", "(?P<"), urlsplit(settings.advertised).path)
            assert led is not None
            assert led["node"] == name
            assert int(location[2]) == settings.room_port
        else:
            assert f"set $front {name}:{settings.port};" in proxy


def test_the_image_is_made_from_the_lock_and_runs_unprivileged() -> None:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    text = "\n".join(lines)
    assert "--require-hashes -r requirements/nodes.lock" in text
    for line in lines:
        for source in re.findall(r"^COPY (requirements/\S+)", line):
            assert (ROOT / source).is_file()
    user = next(line for line in reversed(lines) if line.startswith("USER "))
    assert user == f"USER {NODES['front']['user']}"
    lock = (ROOT / "requirements" / "nodes.lock").read_text("utf-8")
    assert all(f"\n{name}==" in lock for name in ("aiohttp", "nats-py", "psycopg-binary", "hatchling"))
    assert not re.search(r"^(panda3d|trimesh|opencv)", lock, re.MULTILINE)


def test_prometheus_asks_every_node() -> None:
    scrape = yaml.safe_load((DEPLOY / "prometheus.yml").read_text("utf-8"))["scrape_configs"]
    targets = [target for job in scrape for group in job["static_configs"] for target in group["targets"]]
    assert targets == [f"{name}:{settings_of_service(name).port}" for name in NODES]


def test_the_dashboard_shows_figures_that_exist() -> None:
    dashboard = json.loads((DEPLOY / "grafana.json").read_text("utf-8"))
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "server").glob("*.py"))
    watched = {f"showroom_{name}" for name in re.findall(r'metrics\.watch\(\s*"(\w+)"', sources)}
    told = re.findall(r"^# TYPE (\S+)", Metrics().text().decode(), re.MULTILINE)
    known = watched | set(told) | {f"{name}_bucket" for name in told}
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            names = set(re.findall(r"showroom_\w+", target["expr"]))
            assert names
            assert names <= known, panel["title"]
