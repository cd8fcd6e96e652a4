"""The staff logs in through a provider in a process of its own, from the command line, with a browser that we play."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from server.clock import SystemClock
from server.oidc.logins import challenge_of
from server.oidc.options import configure
from server.oidc.options import settings as read_settings
from server.oidc.provider import KEYS_AGAIN_S
from server.oidc.settings import OidcSettings
from server.settings import Rate, Settings
from showroom.errors import Rejected
from showroom.pipeline.remote.logins import KeptLogin, keep
from showroom.protocol.closing import CloseCode
from showroom.protocol.entry import OidcSessionRequest
from tests.server.live import Visit, ask, live

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.app import Addresses

CLIENT, SECRET = "showroom", "s3cret/with:odd%chars"
ROLES = (("editors", "merchandiser"), ("advisers", "agent"))
PROVIDER = Path(__file__).with_name("provider_process.py")
VERIFIER = "v" * 43
STATE = "state-of-the-command-line"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def provider(redirect: str) -> Iterator[str]:
    command = [sys.executable, str(PROVIDER), CLIENT, SECRET, redirect]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


class Ahead(SystemClock):
    """The machine's clock, set forward by the test."""

    ahead_s = 0.0

    def now(self) -> float:
        return super().now() + self.ahead_s

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead_s


@dataclass
class Shop:
    """A shop and its provider."""

    addresses: Addresses
    issuer: str
    clock: Ahead


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    with provider(f"{public}/oidc/callback") as issuer:
        oidc = OidcSettings(issuer, CLIENT, public, SECRET, "groups", ROLES)  # type: ignore[arg-type] # literals
        often = Rate(1000.0, 1000.0)
        clock = Ahead()
        with live(Settings(data=None, port=port, logins=often, oidc=oidc), clock) as addresses:
            yield Shop(addresses, issuer, clock)


class Browser:
    """Follows redirects with cookies, by hand."""

    def __init__(self) -> None:
        self.cookie = ""
        self.seen: list[str] = []

    def get(self, address: str) -> tuple[int, str]:
        """One request; returns the status and where it redirects to."""
        self.seen.append(address)
        parts = urlsplit(address)
        line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        line.request("GET", f"{parts.path}?{parts.query}", headers={"Cookie": self.cookie} if self.cookie else {})
        answer = line.getresponse()
        answer.read()
        line.close()
        if set_cookie := answer.headers["Set-Cookie"]:
            self.cookie = set_cookie.partition(";")[0]
            self.attributes = set_cookie
        return answer.status, answer.headers["Location"] or ""

    def log_in(self, start: str, user: str) -> str:
        """From the shop to the provider and back; returns where the shop sends it at last."""
        _, authorize = self.get(start)
        _, callback = self.get(f"{authorize}&login_hint={user}")
        return self.get(callback)[1]


def start_of(shop: Shop, port: int = 4711) -> str:
    asked = f"port={port}&challenge={challenge_of(VERIFIER)}&state={STATE}"
    return f"{shop.addresses.http}/oidc/start?{asked}"


def said(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def session(shop: Shop, code: str, verifier: str = VERIFIER) -> tuple[int, dict[str, str]]:
    answer = ask(shop.addresses, "/api/v1/oidc/session", "POST", body=OidcSessionRequest(code, verifier))
    return answer.status, answer.json()


def test_an_adviser_logs_in_through_the_provider(shop: Shop) -> None:
    back = Browser().log_in(start_of(shop), "eva")
    assert "error" not in said(back), said(back)
    assert back.startswith("http://127.0.0.1:4711/?")
    assert said(back)["state"] == STATE
    status, login = session(shop, said(back)["code"])
    assert (status, login["user"], login["role"]) == (201, "eva@shop", "agent")
    with Visit(shop.addresses, "Eva", staff=login["token"]) as visit:
        assert visit.welcome.role == "agent"
        assert (
            ask(shop.addresses, "/api/v1/logout", "POST", {"Authorization": f"Bearer {login['token']}"}).status == 204
        )
        assert visit.closed_with() == CloseCode.SESSION_ENDED


def test_whoever_has_no_role_or_is_not_logged_in_there_is_told_so(shop: Shop) -> None:
    assert said(Browser().log_in(start_of(shop), "kim"))["error"] == "no-role"
    assert said(Browser().log_in(start_of(shop), "nobody"))["error"] == "provider-refused"


def test_a_code_works_once_and_only_for_who_asked(shop: Shop) -> None:
    code = said(Browser().log_in(start_of(shop), "udo"))["code"]
    assert session(shop, code, "w" * 43)[1]["code"] == "bad-login-code"
    assert session(shop, code)[1]["code"] == "bad-login-code"
    again = said(Browser().log_in(start_of(shop), "udo"))["code"]
    assert session(shop, again)[0] == 201
    assert session(shop, again)[1]["code"] == "bad-login-code"


def test_a_login_goes_on_only_in_the_browser_that_began_it_and_once(shop: Shop) -> None:
    victim, attacker = Browser(), Browser()
    _, authorize = attacker.get(start_of(shop))
    _, callback = attacker.get(f"{authorize}&login_hint=eva")
    assert victim.get(callback)[0] == 403
    assert attacker.get(callback)[0] == 403
    mine = Browser()
    _, authorize = mine.get(start_of(shop))
    _, callback = mine.get(f"{authorize}&login_hint=eva")
    assert "HttpOnly" in mine.attributes
    assert "SameSite=Lax" in mine.attributes
    assert mine.get(callback.replace("iss=http", "iss=evil"))[1].count("bad-login-state") == 1
    assert mine.get(callback)[0] == 403


def test_keys_may_change_at_the_provider(shop: Shop) -> None:
    assert session(shop, said(Browser().log_in(start_of(shop), "eva"))["code"])[0] == 201
    where = urlsplit(shop.issuer)
    line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=10)
    line.request("POST", "/rotate", headers={"Content-Length": "0"})
    assert line.getresponse().status == 200
    line.close()
    # Keys were asked for just now, and an unknown one does not have them asked for again at once: strangers could
    # make this server ask for ever.
    assert said(Browser().log_in(start_of(shop), "eva"))["error"] == "bad-id-token"
    shop.clock.ahead_s += KEYS_AGAIN_S
    assert session(shop, said(Browser().log_in(start_of(shop), "eva"))["code"])[0] == 201


@pytest.mark.parametrize(
    "query",
    ["", "port=80", "port=4711&challenge=short&state=" + STATE, f"port=99999&challenge={'c' * 43}&state={STATE}"],
)
def test_what_is_no_beginning_of_a_login_is_refused(shop: Shop, query: str) -> None:
    assert ask(shop.addresses, f"/oidc/start?{query}").json()["code"] == "bad-login-request"


def test_a_shop_without_a_provider_says_so() -> None:
    with live(Settings(data=None, port=0)) as addresses:
        assert ask(addresses, "/oidc/start").json()["code"] == "no-provider"
        assert ask(addresses, "/api/v1/oidc/session", "POST", body=b"{}").json()["code"] == "no-provider"


def test_an_adviser_enters_by_typing_with_the_login_of_the_browser(shop: Shop, tmp_path: Path) -> None:
    status, login = session(shop, said(Browser().log_in(start_of(shop), "eva"))["code"])
    assert status == 201
    kept = KeptLogin(login["user"], login["token"], 9e9)
    keep(tmp_path / "logins.json", shop.addresses.http, kept)
    command = [sys.executable, "-m", "showroom.cli", "text", "--server", shop.addresses.http, "--as", "agent"]
    for folder, code in ((tmp_path, 0), (tmp_path / "elsewhere", 1)):
        done = subprocess.run(
            [*command, "--language", "en"],
            env={**os.environ, "SHOWROOM_CONFIG_DIR": str(folder), "PYTHONUTF8": "1"},
            input="online\nquit\n",
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert login["token"] not in done.stdout + done.stderr
    assert "showroom login --server" in done.stderr


def test_the_command_line_logs_in_with_a_browser(shop: Shop, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "showroom.cli", "login", "--server", shop.addresses.http, "--oidc"]
    environment = {**os.environ, "SHOWROOM_CONFIG_DIR": str(tmp_path), "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [*command, "--no-browser"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        start = re.search(r"http://\S+/oidc/start\?\S+", process.stderr.readline())
        assert start is not None
        browser = Browser()
        back = browser.log_in(start[0], "udo")
        assert browser.get(back.replace("state=", "state=x"))[0] == 404
        assert browser.get(back)[0] == 200
        out, error = process.communicate(timeout=30)
    assert process.returncode == 0, error
    assert "udo@shop (merchandiser)" in out
    kept = json.loads((tmp_path / "logins.json").read_text("utf-8"))
    token = kept[shop.addresses.http]["token"] if shop.addresses.http in kept else next(iter(kept.values()))["token"]
    me = ask(shop.addresses, "/api/v1/staff/me", headers={"Authorization": f"Bearer {token}"})
    assert me.json() == {"user": "udo@shop", "role": "merchandiser"}
    assert token not in out + error + "".join(browser.seen)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--oidc-issuer", "https://id", "--oidc-client", "c"], "half-a-provider"),
        (["--oidc-issuer", "http://id", "--oidc-client", "c", "--oidc-role", "a=agent"], "bad-provider"),
        (["--oidc-issuer", "https://id", "--oidc-client", "c", "--oidc-role", "a=king"], "bad-oidc-role"),
    ],
)
def test_a_provider_that_cannot_work_is_refused_at_the_start(arguments: list[str], code: str) -> None:
    parser = ArgumentParser()
    configure(parser)
    with pytest.raises(Rejected, match=code):
        read_settings(parser.parse_args(arguments), "https://shop" if code != "half-a-provider" else "")


def test_a_secret_is_in_no_words_about_the_settings() -> None:
    assert "secret-word" not in repr(OidcSettings("https://id", "c", "https://shop", "secret-word"))


def test_bodies_that_are_no_request_are_refused(shop: Shop) -> None:
    answer = ask(shop.addresses, "/api/v1/oidc/session", "POST", body=msgspec.json.encode({"code": "x"}))
    assert answer.json()["code"] == "bad-body"
