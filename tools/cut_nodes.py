"""Two room nodes in network namespaces, cut apart and healed: only one of them ever writes. As root, by hand.

The far node and its visitor are in a namespace of their own, behind a cable (a veth pair); database, front, the near
node and the newcomer are at this end. The cable is pulled for some seconds: the far visitor goes on asking for changes,
the newcomer's are accepted by the near node. Then it is plugged in again.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from server.app import Addresses  # noqa: E402 - the path is known only now
from server.store.folder import POINTER_NAME, open_data_folder  # noqa: E402
from server.store.leases import Leases  # noqa: E402
from showroom.protocol.messages import Configure, Done, Refused  # noqa: E402
from tests.integration.cut_off import Cable  # noqa: E402
from tests.integration.several import name_of_owner  # noqa: E402
from tests.server.live import Visit  # noqa: E402
from tests.server.postgres import PostgresServer  # noqa: E402
from tests.server.samples import publication, room_plan  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.store.folder import StoreFolder

NEAR, FAR = "10.77.0.1", "10.77.0.2"
SPACE, CABLE, FAR_END = "showroom-far", "showroom-near", "showroom-end"
NEWNET = 0x40000000
PORT = 5432
SERVICE_RESTART = 1012


def call(*words: str) -> None:
    """Run a command of the system."""
    subprocess.run(words, check=True)  # noqa: S603 - our own words


@contextlib.contextmanager
def network() -> Iterator[None]:
    """A namespace at the other end of a cable."""
    call("ip", "netns", "add", SPACE)
    try:
        call("ip", "link", "add", CABLE, "type", "veth", "peer", "name", FAR_END, "netns", SPACE)
        call("ip", "addr", "add", f"{NEAR}/24", "dev", CABLE)
        call("ip", "link", "set", CABLE, "up")
        inside = ("ip", "netns", "exec", SPACE, "ip")
        call(*inside, "addr", "add", f"{FAR}/24", "dev", FAR_END)
        call(*inside, "link", "set", FAR_END, "up")
        call(*inside, "link", "set", "lo", "up")
        yield
    finally:
        call("ip", "netns", "del", SPACE)


def serve(data: Path, role: str, name: str, host: str, port: int) -> tuple[subprocess.Popen[str], Addresses]:
    """A node as a process; the one with the far address is in the namespace."""
    prefix = ("ip", "netns", "exec", SPACE) if host == FAR else ()
    line = [*prefix, sys.executable, "-m", "showroom.cli", "serve", "--json", "--data", str(data)]
    words = [*line, "--host", host, "--port", str(port), "--role", role, "--node", name]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    said = json.loads(process.stdout.readline() if process.stdout is not None else "")
    return process, Addresses(said["ready"], said["rooms"], port, port + 1)


def inside_space(work: threading.Thread) -> None:
    """Run a thread to its end."""
    work.start()
    work.join()


def enter_far(visit: Visit) -> None:
    """Open a visit's line from within the namespace: a thread may be in another one than its process."""

    def enter() -> None:
        space = os.open(f"/var/run/netns/{SPACE}", os.O_RDONLY)
        if ctypes.CDLL(None, use_errno=True).setns(space, NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
        os.close(space)
        visit.__enter__()

    inside_space(threading.Thread(target=enter))


def keep_asking(visit: Visit, stop: threading.Event, answers: list[tuple[float, str]]) -> None:
    """Ask for another colour all the time, and note what is answered when."""
    with contextlib.suppress(Exception):
        for ref in range(1, 100_000):
            if stop.is_set():
                return
            visit.send(Configure(ref, "runner", {"upper": ("gold", "red")[ref % 2]}))
            while True:
                message = visit.next()
                if isinstance(message, (Done, Refused)) and message.ref == ref:
                    answers.append((time.time(), message.code if isinstance(message, Refused) else "done"))
                    break
            time.sleep(0.12)


def main() -> None:
    """Cut, write at both ends, heal, and look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0, help="for how long the cable is out")
    arguments = parser.parse_args()
    owner = name_of_owner("main", ("one", "two"))
    other = "two" if owner == "one" else "one"
    with (
        network(),
        PostgresServer() as postgres,
        Cable(postgres.folder, (NEAR, PORT)),
        tempfile.TemporaryDirectory() as place,
        contextlib.ExitStack() as processes,
    ):
        near = postgres.new_shop()
        name = near.partition("@/")[2].partition("?")[0]
        urls = {"near": near, "far": f"postgresql://showroom@{NEAR}:{PORT}/{name}"}
        for end, url in urls.items():
            (Path(place) / end).mkdir()
            (Path(place) / end / POINTER_NAME).write_text(url, "utf-8")
        folder = open_data_folder(Path(place) / "near")
        processes.callback(folder.close)
        folder.catalogue.publish(publication(folder.files.put(b"model", "model/gltf-binary")))
        folder.catalogue.put_room(room_plan())
        front_process, front = serve(Path(place) / "near", "front", "front", "127.0.0.1", 28765)
        processes.callback(front_process.kill)
        far_process, _ = serve(Path(place) / "far", "room", owner, FAR, 28785)
        processes.callback(far_process.kill)
        stays = Visit(front, "who stays")
        enter_far(stays)
        near_process, _ = serve(Path(place) / "near", "room", other, "127.0.0.1", 28775)
        processes.callback(near_process.kill)
        sys.exit(not cut_and_heal(front, folder, stays, arguments.seconds))


def cut_and_heal(front: Addresses, folder: StoreFolder, stays: Visit, seconds: float) -> bool:
    """Pull the cable, write at both ends, plug it in again; whether one end alone wrote."""
    answers: list[tuple[float, str]] = []
    stop = threading.Event()
    asking = threading.Thread(target=keep_asking, args=(stays, stop, answers))
    asking.start()
    time.sleep(1.0)
    call("ip", "link", "set", CABLE, "down")
    cut_s = time.time()
    while "room/main" in Leases(folder.database).owners():
        time.sleep(0.05)
    with Visit(front, "who comes") as comes:
        taken_s = time.time()
        if not isinstance(comes.request(Configure, "runner", {"upper": "blue"}), Done):
            raise SystemExit("the newcomer was refused")
        accepted = standings(folder)
        time.sleep(max(0.0, seconds - (time.time() - cut_s)))
        call("ip", "link", "set", CABLE, "up")
        healed_s = time.time()
        asking.join(60.0)
        stop.set()
        closed_s = time.time()
    late = [said for at_s, said in answers if at_s > taken_s and said == "done"]
    print(f"taken over {taken_s - cut_s:.1f} s after the cable was pulled; it was out for {healed_s - cut_s:.1f} s")
    print(f"the far visitor had {len(answers)} answers, {len(late)} of them done after the takeover")
    print(f"closed with {stays.socket.close_code} {closed_s - healed_s:.1f} s after healing")
    is_well = not late and accepted and standings(folder) == accepted and stays.socket.close_code == SERVICE_RESTART
    print("one owner wrote" if is_well else "FAILED: two owners wrote")
    return bool(is_well)


def standings(folder: StoreFolder) -> dict[str, bytes]:
    """What is configured in the room, as it is stored."""
    kept = folder.documents.collection("room/main")
    return {key: document for key, document in kept.items() if key.startswith("product/")}


if __name__ == "__main__":
    main()
