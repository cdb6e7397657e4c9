"""A real cluster of Dask on this machine: the scheduler and its workers are processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

import kerascop
from kerascop.config import Configuration
from kerascop.linting.finding import Finding
from kerascop.linting.means import Means
from kerascop.linting.run import Report, lint
from kerascop.spreading.dask import dask_cluster

ROOT = Path(kerascop.__file__).parents[1]
PROGRAMS = ROOT / "fixtures" / "programs"


def said(report: Report) -> tuple[list[Finding], tuple[str, ...], int]:
    return list(report.findings), report.notes, report.analysed


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    for number, program in enumerate(sorted(PROGRAMS.glob("*/buggy.py"))[:40]):
        (tmp_path / f"p{number}.py").write_bytes(program.read_bytes())
    (tmp_path / "sizes.py").write_text("CLASSES = 1\n")
    (tmp_path / "net.py").write_text(
        "from keras import Input, Sequential, layers\nfrom sizes import CLASSES\n\n"
        'model = Sequential([Input((4,)), layers.Dense(CLASSES, activation="softmax")])\n'
        'model.compile("adam", "binary_crossentropy")\n'
    )
    return tmp_path


def test_a_cluster_finds_what_one_process_finds(
    cluster: LocalCluster, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Relative paths mean nothing to workers that run elsewhere: they are sent what they need.
    monkeypatch.chdir(programs)
    alone = said(lint(["."], Configuration(isolated=True)))
    assert any(finding.path.name == "net.py" for finding in alone[0])
    with dask_cluster(cluster.scheduler_address) as spread:
        means = Means(lambda: spread)
        assert said(lint(["."], Configuration(isolated=True), means=means)) == alone


def test_a_killed_worker_loses_nothing(cluster: LocalCluster, programs: Path) -> None:
    alone = said(lint([programs], Configuration(isolated=True)))

    killed: list[object] = []

    def kill() -> None:
        while not killed:
            busy = [each.name for each in cluster.scheduler.workers.values() if each.processing]
            for name in busy[:1]:
                cluster.workers[name].process.process._process.kill()
                killed.append(name)
            time.sleep(0.001)

    with dask_cluster(cluster.scheduler_address) as spread:
        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        report = lint([programs], Configuration(isolated=True), means=Means(lambda: spread))
        killer.join(timeout=60)
    assert killed
    assert said(report) == alone


def test_the_command_line_reaches_a_cluster(cluster: LocalCluster, programs: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kerascop", "lint", "--no-cache", "--isolated", *words],
            cwd=programs,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )

    there = run("--executor=dask", "--scheduler", cluster.scheduler_address)
    assert (there.returncode, there.stdout) == (1, run("--jobs=1").stdout), there.stderr
    refused = run("--scheduler", cluster.scheduler_address)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
