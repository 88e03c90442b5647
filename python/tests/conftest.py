# SPDX-License-Identifier: Apache-2.0
"""What the tests of the package share. Every test has a ledger of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def program() -> Callable[..., str]:
    """Runs the program itself, and returns what it printed."""
    binary = os.environ.get("HOLON_TEST_BINARY")
    if not binary:
        pytest.skip("HOLON_TEST_BINARY names no program to compare with")

    def run(*arguments: object) -> str:
        words = [str(one) for one in arguments]
        done = subprocess.run([binary, *words], capture_output=True, text=True, timeout=300)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def recorded() -> Path:
    """Trees of other machines; they are given beside the repository, and not part of it."""
    trees = ROOT.parent / "shared" / "data" / "sysfs-trees"
    if not trees.is_dir():
        pytest.skip("shared/data/sysfs-trees is not here")
    return trees


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "ledger.db"
    monkeypatch.setenv("HOLON_LEDGER", str(path))
    return path
