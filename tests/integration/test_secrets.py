"""A visit over TLS with a shop's own certificate, and everything that was said and written on the way, searched."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.store.folder import open_data_folder
from tests.client.shop import make_shop
from tests.client.text.person import Person
from tests.server.live import ServerProcess
from tests.server.samples import quick_staff

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "correct horse battery"  # noqa: S105 - a test's
LONG_SECRET = re.compile(rb"[A-Za-z0-9_-]{30,}")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of our own for this machine, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a shop of its own")])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(built.public_bytes(serialization.Encoding.PEM))
    clear = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, clear)
    )
    return folder / "cert.pem", folder / "key.pem"


def test_a_visit_over_tls_leaves_no_secret_in_what_is_printed_logged_or_stored(
    certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    cert, key = certificate
    make_shop(tmp_path / "shop")
    folder = open_data_folder(tmp_path / "shop")
    quick_staff(folder).add("mara", PASSWORD, "merchandiser")
    folder.close()
    tls = ("--tls-cert", str(cert), "--tls-key", str(key))
    trusting = {"SSL_CERT_FILE": str(cert)}
    with ServerProcess(tmp_path / "shop", "--port", "0", *tls) as server:
        assert server.addresses.http.startswith("https://")
        assert server.addresses.rooms.startswith("wss://")
        with Person(tmp_path, server.addresses.http, "Mia", environment=trusting) as mia:
            mia.hears("Welcome to")
            mia.types("signup mia@example.com", "^Password:$")
            mia.writes(PASSWORD)
            mia.hears("^The same once more:$")
            mia.writes(PASSWORD)
            mia.hears("You are signed in as")
            mia.types("say hello", "hello")
            mia.leaves()
        login = staff(tmp_path, trusting, server.addresses.http, "login", "--user", "mara", "--password-stdin")
        assert login.returncode == 0, login.stderr
        strange = staff(tmp_path, {}, server.addresses.http, "login", "--user", "mara", "--password-stdin")
        assert (strange.returncode, "certificate" in strange.stderr.lower()) == (1, True)
        logged = server.terminate()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("**/*.json"))
    secrets = {PASSWORD.encode(), *LONG_SECRET.findall(kept)}
    assert len(secrets) >= 3
    written = b"".join(path.read_bytes() for path in (tmp_path / "shop").glob("showroom.sqlite3*"))
    said = "\n".join([*mia.said, logged, login.stdout, login.stderr]).encode()
    for secret in secrets:
        assert secret not in said
        assert secret not in written


def staff(folder: Path, environment: dict[str, str], server: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "showroom.cli", *arguments, "--server", server],
        env={**os.environ, "SHOWROOM_CONFIG_DIR": str(folder / "staff"), "PYTHONUTF8": "1", **environment},
        input=f"{PASSWORD}\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_no_address_of_ours_carries_a_secret() -> None:
    """Routes take secrets in bodies and headers alone; what is in addresses names things that are public."""
    from server.http.routes import ROUTES  # noqa: PLC0415 - only here

    named = {name for route in ROUTES for name in re.findall(r"{(\w+)}", route.path)}
    assert named <= {"product", "code", "sha256", "room", "avatar", "page"}
