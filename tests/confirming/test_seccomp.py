"""The numbers of system calls are those of the kernel's own headers, where these are installed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kerascop.confirming.inside.seccomp import examined_calls, refused_calls
from kerascop.confirming.sandboxing.mechanisms import INSIDE

HEADERS = {
    "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "aarch64": "/usr/include/asm-generic/unistd.h",
}
YOUNGER = {"fchmodat2": 452, "process_mrelease": 448, "memfd_secret": 447, "quotactl_fd": 443}
"""Calls that the headers of older kernels lack."""


@pytest.mark.parametrize("machine", HEADERS)
def test_calls_have_the_numbers_of_the_headers(machine: str) -> None:
    header = Path(HEADERS[machine])
    if not header.is_file():
        pytest.skip(f"the headers for {machine} are not installed")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    numbers = {**YOUNGER, **{name: int(number) for name, number in found}}
    told = {**refused_calls(machine), **examined_calls(machine)}
    assert {name: numbers.get(name) for name in told} == told


@pytest.mark.parametrize("machine", HEADERS)
def test_no_way_to_start_a_process_or_to_connect_is_forgotten(machine: str) -> None:
    refused = refused_calls(machine)
    assert {"execve", "execveat", "socket", "socketpair", "io_uring_setup", "ptrace"} <= set(
        refused
    )
    assert ("fork" in refused) == (machine == "x86_64")
    assert len(set(refused.values())) == len(refused)


def test_what_runs_inside_is_python_of_old() -> None:
    files = list(INSIDE.glob("*.py"))
    assert files
    for path in files:
        ast.parse(path.read_text(), feature_version=(3, 7))
