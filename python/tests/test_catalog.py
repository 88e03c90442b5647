# SPDX-License-Identifier: Apache-2.0
"""A user's own tables stand before holon's, in studies and in measurements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import holon

STUDY = """holon: 1
places: {site: {grid: FR-CAMPUS}}
life cycle: {training: {run: {at: site, energy: 100 kWh}}}
"""


@pytest.fixture(autouse=True)
def own_catalogue_again() -> Iterator[None]:
    yield
    holon.use_catalog()


def test_own_tables_reach_studies_and_measurements(
    root: Path, tmp_path: Path, own_ledger: Path
) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(STUDY, encoding="utf-8")
    with pytest.raises(holon.DiagnosticError):
        holon.Study.load(str(path))
    with pytest.raises(ValueError, match="FR-CAMPUS"), holon.measure("m", place="FR-CAMPUS"):
        pass

    holon.use_catalog(root / "examples/own-catalogue")
    study = holon.Study.load(str(path))
    assert study.assess(samples=16).totals["climate"].p50 > 0
    with holon.measure("m", place="FR-CAMPUS"):
        pass

    holon.use_catalog()
    with pytest.raises(holon.DiagnosticError):
        holon.Study.load(str(path))


def test_mistakes_in_own_tables_are_told(root: Path, tmp_path: Path) -> None:
    with pytest.raises(holon.DiagnosticError, match="carbon"):
        holon.use_catalog(root / "tests/golden/own-wrong")
    with pytest.raises(holon.WorldError):
        holon.use_catalog(tmp_path / "nowhere")
