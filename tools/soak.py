"""Coverage-guided fuzzing for a settable time: `make soak MINUTES=30`, or this with `--target NAME` for some of it.

Every target of tests/fuzz/registry.py gets an equal share of the time in a process of its own. A crash, a hang of one
input or memory beyond its bound is a finding: the input is kept, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKER_GRACE_S = 600.0
"""Somebody may stop everything for a benchmark of theirs meanwhile."""
STATISTICS = {
    "inputs": "stat::number_of_executed_units",
    "inputs_per_s": "stat::average_exec_per_sec",
    "slowest_s": "stat::slowest_unit_time_sec",
    "peak_mib": "stat::peak_rss_mb",
}
COVERED = re.compile(r"cov: (\d+)")


def main() -> int:
    """Fuzz, print a table (or JSON), and fail where something was found."""
    sys.path.insert(0, str(ROOT))
    from tests.fuzz.registry import TARGETS  # noqa: PLC0415 - the path is known only now

    arguments = _arguments(list(TARGETS))
    if importlib.util.find_spec("atheris") is None:
        sys.stderr.write("error: no-atheris: pip install 'atheris>=3' (Linux, macOS), then try again\n")
        return 1
    names = arguments.target or list(TARGETS)
    seconds = max(1, int(arguments.minutes * 60 / len(names)))
    results = [_soak(name, seconds, arguments) for name in names]
    if arguments.json:
        print(json.dumps(results))
    else:
        _print_table(results)
    return int(any(result["findings"] for result in results))


def _arguments(names: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0, help="altogether (%(default)s)")
    parser.add_argument("--target", action="append", choices=names, help="only this one; may be given several times")
    parser.add_argument("--timeout-s", type=int, default=10, help="one input may take this long (%(default)s)")
    parser.add_argument("--memory-mib", type=int, default=1200, help="and this much (%(default)s)")
    parser.add_argument("--folder", type=Path, default=ROOT / "out" / "soak", help="for inputs, findings and logs")
    parser.add_argument("--json", action="store_true", help="print JSON for machines")
    return parser.parse_args()


def _soak(name: str, seconds: int, arguments: argparse.Namespace) -> dict[str, object]:
    folder: Path = arguments.folder
    found = folder / "findings" / name
    found.mkdir(parents=True, exist_ok=True)
    log = folder / f"{name}.log"
    sys.stderr.write(f"  {name}: {seconds} s …\n")
    command = [sys.executable, "-m", "tests.fuzz.worker", name, str(folder / "corpus" / name)]
    command += [f"-max_total_time={seconds}", f"-timeout={arguments.timeout_s}", "-max_len=65536"]
    command += [f"-rss_limit_mb={arguments.memory_mib}", f"-artifact_prefix={found}/", "-print_final_stats=1"]
    with log.open("wb") as output:
        status = _run(command, output.fileno(), seconds + arguments.timeout_s + WORKER_GRACE_S)
    text = log.read_text(errors="replace")
    findings = sorted(str(path) for path in found.iterdir())
    if status != 0 and not findings:
        findings = [f"ended with {status}: see {log}"]
    covered = COVERED.findall(text)
    return {"target": name, "seconds": seconds, "findings": findings, "covered": int(covered[-1]) if covered else 0} | {
        key: _statistic(text, label) for key, label in STATISTICS.items()
    }


def _run(command: list[str], output: int, timeout_s: float) -> int:
    """The exit status; -1 where it had to be ended, which libFuzzer's own time limits should have done."""
    with subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT) as child:  # noqa: S603 - our own
        try:
            return child.wait(timeout_s)
        except subprocess.TimeoutExpired:
            child.kill()
            return -1


def _statistic(text: str, label: str) -> int:
    found = re.search(rf"{label}:\s+(\d+)", text)
    return int(found[1]) if found else 0


def _print_table(results: list[dict[str, object]]) -> None:
    columns = ("target", "seconds", "inputs", "inputs_per_s", "covered", "slowest_s", "peak_mib")
    print("".join(f"{column:>13}" for column in columns) + "  findings")
    for result in results:
        findings = result["findings"]
        print("".join(f"{result[column]!s:>13}" for column in columns) + f"  {findings or 'none'}")


if __name__ == "__main__":
    sys.exit(main())
