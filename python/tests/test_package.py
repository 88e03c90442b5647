# SPDX-License-Identifier: Apache-2.0
"""The package as a whole: what it offers, and its types."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import holon


def test_everything_offered_is_there_and_told():
    for name in holon.__all__:
        one = getattr(holon, name)
        if name != "__version__":
            assert one.__doc__, name


def test_the_version_is_that_of_the_package(root):
    told = (root / "python/pyproject.toml").read_text()
    assert f'version = "{holon.__version__}"' in told


def test_the_stubs_are_those_of_the_extension(root, tmp_path):
    """`python -m nanobind.stubgen -m holon._core -o python/holon/_core.pyi` writes them anew."""
    pytest.importorskip("nanobind")
    written = tmp_path / "_core.pyi"
    subprocess.run(
        [sys.executable, "-m", "nanobind.stubgen", "-q", "-m", "holon._core", "-o", str(written)],
        check=True,
        timeout=60,
    )
    kept = (root / "python/holon/_core.pyi").read_text()
    # the licence stands above what is written
    assert kept.split("\n", 1)[1] == written.read_text()


def test_the_types_fit(root):
    mypy = Path(sys.prefix) / "bin/mypy"
    mypy = next((one for one in (mypy, root / "build/python-venv/bin/mypy") if one.exists()), None)
    if mypy is None:
        pytest.skip("mypy is not here")
    done = subprocess.run(
        [str(mypy), "--config-file", "pyproject.toml"],
        cwd=root / "python",
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
