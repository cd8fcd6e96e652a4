"""What a worker frees goes back to the system, so that a hundred products need no more than the largest one."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from showroom.pipeline.importing.work import return_large_memory

ROOT = Path(__file__).resolve().parents[4]
COUNT = """
import ctypes
from showroom.pipeline.importing.work import return_large_memory

libc = ctypes.CDLL(None)


class Kept(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "arena ordblks smblks hblks hblkhd a b c d e".split()]


libc.mallinfo2.restype = Kept
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
{prepare}
libc.free(libc.malloc(30 << 20))
before = libc.mallinfo2().hblks
libc.malloc(2 << 20)
print(libc.mallinfo2().hblks - before)
"""


@pytest.mark.parametrize(("prepare", "mapped"), [("", "0"), ("assert return_large_memory()", "1")])
def test_a_large_block_is_the_systems_own_also_after_a_larger_one(prepare: str, mapped: str) -> None:
    if not hasattr(ctypes.CDLL(None), "mallinfo2"):  # only glibc keeps what is freed in this way
        assert not return_large_memory()
        return
    done = subprocess.run(
        [sys.executable, "-c", COUNT.format(prepare=prepare)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == mapped
