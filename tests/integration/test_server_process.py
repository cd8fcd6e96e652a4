"""The server as a process: killed, stopped, backed up, restored, and started wrongly."""

from __future__ import annotations

import contextlib
import random
import resource
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from server.store import migrations
from server.store.folder import StoreFolder, open_data_folder
from showroom.protocol.codec import decode_server, iter_poses
from showroom.protocol.messages import Configure, Done, Refused, Said, Say
from tests.server.live import PATIENCE_S, ServerProcess, Visit, ask, log_in
from tests.server.samples import publication, room_plan

ROUNDS = 4


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = open_data_folder(tmp_path / "data")
    folder.catalogue.publish(publication(folder.files.put(b"model" * 1000, "model/gltf-binary")))
    folder.catalogue.put_room(room_plan())
    folder.close()
    return tmp_path / "data"


def command(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "showroom.cli", *arguments]
    return subprocess.run(line, input=said, capture_output=True, text=True, timeout=60, check=False)


# ---- killed and stopped --------------------------------------------------------------------------------------------


def acknowledged_before_the_kill(server: ServerProcess, visits: list[Visit], turn: int, kill_after: int) -> set[str]:
    """Talk as fast as allowed, kill the server in the middle of it; returns the words that were acknowledged."""
    for ref in range(8):
        for visit in visits:
            visit.send(Say(ref, f"{turn}/{visit.welcome.visitor}/{ref}"))
            visit.send(Configure(100 + ref, "runner", {"upper": ("blue", "red")[ref % 2]}))
    acknowledged: set[str] = set()
    heard = 0
    for visit in visits:
        with contextlib.suppress(ConnectionClosed):
            while True:
                data = visit.socket.recv(timeout=PATIENCE_S)
                message = decode_server(data) if isinstance(data, str) else None
                if isinstance(message, Done) and message.ref < 100:
                    acknowledged.add(f"{turn}/{visit.welcome.visitor}/{message.ref}")
                    heard += 1
                    if heard == kill_after:
                        server.process.kill()
    return acknowledged


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(data: Path) -> None:
    dice = random.Random(9)
    for turn in range(ROUNDS):
        with ServerProcess(data, "--port", "0") as server, contextlib.ExitStack() as stack:
            visits = [stack.enter_context(Visit(server.addresses, f"talker {n}")) for n in range(3)]
            acknowledged = acknowledged_before_the_kill(server, visits, turn, kill_after=dice.randrange(1, 8))
            server.process.wait(PATIENCE_S)
        folder = open_data_folder(data)
        lines = b"\n".join(folder.documents.collection("room/main").values()).decode()
        facts = folder.facts.after(0, 100_000)
        folder.close()
        assert acknowledged
        assert [words for words in acknowledged if words not in lines] == []
        assert len({fact.id for fact in facts}) == len(facts)
        assert [fact.position for fact in facts] == sorted(fact.position for fact in facts)


def test_after_a_kill_everybody_comes_back_to_what_stood(data: Path) -> None:
    with ServerProcess(data, "--port", "0") as server, Visit(server.addresses) as visit:
        assert isinstance(visit.request(Configure, "runner", {"upper": "blue"}), Done)
        assert isinstance(visit.request(Say, "schön"), Done)
        server.process.kill()
        assert visit.closed_with() == 1006
    with ServerProcess(data, "--port", "0") as server:
        with Visit(server.addresses, visitor_token=visit.ticket.visitor_token) as again:
            assert again.welcome.visitor == visit.welcome.visitor
            assert again.welcome.products[0].choices["upper"] == "blue"
            assert [line.text for line in again.welcome.chat] == ["schön"]
        server.terminate()


def test_sigterm_sends_everybody_away_for_a_restart_and_exits_in_peace(data: Path) -> None:
    with (
        ServerProcess(data, "--port", "0") as server,
        Visit(server.addresses, "A") as a,
        Visit(server.addresses, "B") as b,
    ):
        assert isinstance(a.request(Configure, "runner", {"upper": "blue"}), Done)
        said = server.terminate()
        assert (a.closed_with(), b.closed_with()) == (1012, 1012)
        assert said == ""
    folder = open_data_folder(data)
    left = [fact.subject for fact in folder.facts.after(0) if fact.type == "Room Left"]
    folder.close()
    assert left == ["main", "main"]


def test_a_disk_that_takes_no_more_refuses_changes_and_stops_nobody_from_moving(data: Path) -> None:
    with ServerProcess(data, "--port", "0") as server, Visit(server.addresses, "A") as a, Visit(server.addresses) as b:
        assert isinstance(a.request(Configure, "runner", {"upper": "blue"}), Done)
        pid, unlimited = server.process.pid, resource.RLIM_INFINITY
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, unlimited))
        refused = a.request(Configure, "runner", {"upper": "red"})
        assert isinstance(refused, Refused)
        assert refused.code in ("disk-error", "disk-full")
        red = ask(server.addresses, "/readyz")
        assert (red.status, red.json()["problems"]) == (503, [refused.code])
        assert ask(server.addresses, "/healthz").status == 200
        a.move(1, 2.25)
        while not any(pose.position[0] == 2.25 for pose in iter_poses(b.next_poses())):
            pass
        with Visit(server.addresses, "C") as late:
            assert late.welcome.products[0].choices["upper"] == "blue"
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))
        assert isinstance(a.request(Configure, "runner", {"upper": "red"}), Done)
        assert ask(server.addresses, "/readyz").status == 200
        assert "store refused a change" in server.terminate()


# ---- backup and restore --------------------------------------------------------------------------------------------


def contents(folder: StoreFolder) -> tuple[object, ...]:
    return (folder.catalogue.catalogue(), folder.documents.every(), folder.facts.after(0, 100_000))


def test_a_backup_while_people_write_is_whole_and_restores_into_an_empty_folder(data: Path, tmp_path: Path) -> None:
    backup, restored = tmp_path / "shop.tar", tmp_path / "restored"
    stop = threading.Event()
    with ServerProcess(data, "--port", "0") as server, Visit(server.addresses) as visit:
        assert isinstance(visit.request(Say, "before"), Done)

        def talk() -> None:
            while not stop.wait(0.12):
                visit.request(Say, "during")

        talking = threading.Thread(target=talk)
        talking.start()
        made = command("backup", "--data", str(data), "-o", str(backup))
        stop.set()
        talking.join(PATIENCE_S)
        assert made.returncode == 0, made.stderr
        server.terminate()
    back = command("restore", str(backup), "--data", str(restored))
    assert back.returncode == 0, back.stderr
    old, new = open_data_folder(data), open_data_folder(restored)
    assert new.catalogue.catalogue() == old.catalogue.catalogue()
    model = new.catalogue.catalogue().products[0].model
    assert new.files.read(model.sha256) == b"model" * 1000
    known = old.facts.after(0, 100_000)
    assert new.facts.after(0, 100_000) == known[: len(new.facts.after(0, 100_000))]
    assert any(b"before" in document for document in new.documents.every().values())
    old.close()
    new.close()
    again = command("restore", str(backup), "--data", str(restored))
    assert (again.returncode, "folder-not-empty" in again.stderr) == (1, True)


def test_a_restored_folder_equals_the_one_at_rest(data: Path, tmp_path: Path) -> None:
    backup, restored = tmp_path / "shop.tar", tmp_path / "new" / "restored"
    assert command("backup", "--data", str(data), "-o", str(backup)).returncode == 0
    assert command("restore", str(backup), "--data", str(restored)).returncode == 0
    old, new = open_data_folder(data), open_data_folder(restored)
    assert contents(old) == contents(new)
    old.close()
    new.close()


# ---- started ------------------------------------------------------------------------------------------------------


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        tried = command("serve", "--data", str(tmp_path), "--port", str(port))
    assert tried.returncode == 1
    assert "port-in-use" in tried.stderr
    assert "--port" in tried.stderr
    assert str(port) in tried.stderr


def test_a_second_server_on_one_folder_is_refused_while_commands_work_beside_the_first(
    data: Path, tmp_path: Path
) -> None:
    with ServerProcess(data, "--port", "0") as server:
        second = command("serve", "--data", str(data), "--port", "0")
        assert (second.returncode, second.stdout) == (1, "")
        assert "folder-in-use" in second.stderr
        assert f"process {server.process.pid}" in second.stderr
        assert "--data" in second.stderr
        beside = (
            command("assets", "list", "--data", str(data)),
            command("user", "list", "--data", str(data)),
            command("backup", "--data", str(data), "-o", str(tmp_path / "shop.tar")),
        )
        assert [done.returncode for done in beside] == [0, 0, 0]
        server.process.kill()
        server.process.wait(PATIENCE_S)
    with ServerProcess(data, "--port", "0") as after_the_kill:
        after_the_kill.terminate()


def test_a_port_scan_says_nothing_in_the_log(data: Path) -> None:
    with ServerProcess(data, "--port", "0") as server:
        for port in (server.addresses.http_port, server.addresses.room_port):
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as scan:
                scan.sendall(b"\x16\x03\x01 hello?\r\n\r\n")
                scan.recv(1000)
        assert ask(server.addresses, "/readyz").status == 200
        assert server.terminate() == ""


def test_a_new_folder_is_started_with_a_hint_and_stopped_with_a_word(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "showroom.cli", "serve", "--data", str(tmp_path / "new"), "--port", "0"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        first = server.stdout.readline()
        server.terminate()
        rest, said = server.communicate(timeout=PATIENCE_S * 2)
    assert first.startswith("ready http://")
    assert rest.startswith("stopped")
    assert f"showroom assets sample --data {tmp_path / 'new'}" in said


def test_an_open_door_without_encryption_is_warned_about(data: Path) -> None:
    with ServerProcess(data, "--port", "0", "--host", "0.0.0.0") as server:  # noqa: S104 - the very thing to warn about
        assert ask(server.addresses, "/readyz").status == 200
        said = server.terminate()
    assert "warning" in said
    assert "--tls-cert" in said


def test_a_new_folder_has_a_room_to_stand_in(tmp_path: Path) -> None:
    with ServerProcess(tmp_path / "new", "--port", "0") as server:
        with Visit(server.addresses) as visit:
            assert visit.welcome.room == "main"
        server.terminate()


def test_staff_are_added_listed_and_let_in(tmp_path: Path) -> None:
    data = str(tmp_path)
    added = command(
        "user", "add", "eva", "--role", "agent", "--data", data, "--password-stdin", said="first password\n"
    )
    assert added.returncode == 0, added.stderr
    changed = command("user", "password", "eva", "--data", data, "--password-stdin", said="other password\n")
    assert changed.returncode == 0, changed.stderr
    assert command("user", "list", "--data", data).stdout == "eva\tagent\n"
    weak = command("user", "add", "udo", "--role", "admin", "--data", data, "--password-stdin", said="short\n")
    assert (weak.returncode, "weak-password" in weak.stderr) == (1, True)
    with ServerProcess(tmp_path, "--port", "0") as server:
        session = log_in(server.addresses, "eva", "other password")
        with Visit(server.addresses, "Eva", staff=session.token) as adviser, Visit(server.addresses) as visitor:
            assert adviser.welcome.role == "agent"
            adviser.request(Say, "hello")
            assert visitor.until(Said).line.role == "agent"
        server.terminate()


def test_migrate_says_where_the_database_stands(data: Path, tmp_path: Path) -> None:
    checked = command("migrate", "--data", str(data), "--check")
    folder = Path(migrations.__file__).parent / "versions"
    newest = max(path.name[1:].partition("_")[0] for path in folder.glob("r*.py"))
    assert (checked.returncode, checked.stdout) == (0, f"up to date: {newest}\n")
    nowhere = command("migrate", "--data", str(tmp_path / "nowhere"))
    assert (nowhere.returncode, "no-database" in nowhere.stderr) == (1, True)


BLOCKER = """
import sys

ABSENT = {"panda3d", "direct", "cv2", "imgui_bundle", "trimesh", "PIL", "ai_edge_litert", "client"}

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ABSENT:
            raise ImportError("not on a server: " + name)

sys.meta_path.insert(0, Block())
import server.app, server.commands, server.store.backup
assert not ABSENT & set(sys.modules)
"""


def test_the_server_starts_where_nothing_of_the_client_is_installed() -> None:
    tried = subprocess.run([sys.executable, "-c", BLOCKER], capture_output=True, text=True, timeout=60, check=False)
    assert tried.returncode == 0, tried.stderr
