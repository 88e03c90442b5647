# SPDX-License-Identifier: Apache-2.0
"""A real training, measured: the example as a person runs it."""

from __future__ import annotations

import importlib.util
import sys

import pytest

import holon

pytest.importorskip("sklearn")


@pytest.fixture(scope="module")
def example(root):
    path = root / "examples/measure-a-training/train.py"
    spec = importlib.util.spec_from_file_location("train", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["train"] = module
    spec.loader.exec_module(module)
    return module


def test_the_example_measures_its_search_and_its_fit(example, tmp_path, capsys):
    ledger = tmp_path / "training.db"
    example.main(ledger)
    told = capsys.readouterr().out
    assert "accuracy 9" in told
    kept = holon.Ledger(ledger)
    search, final = kept.runs(tag="search"), kept.runs(tag="final")
    assert len(search) == 9 and len(final) == 1
    assert all(one.phase == "search" and not one.failed for one in search)
    # nine trials of three fits each against one fit
    assert search.energy.J > 3 * final.energy.J > 0
    assert final[0].data["compute"]["CPU time [s]"] > 0
    # the study has the measured energy, at the device
    study = holon.Study.load(example.HERE / "study.yaml", ledger=ledger)
    result = study.assess(samples=1000)
    parts = result.by["phase"]
    assert parts["search"]["climate"].mean > parts["training"]["climate"].mean > 0
