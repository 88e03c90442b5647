# SPDX-License-Identifier: Apache-2.0
"""Studies: the same answers as the program's, and mistakes that can be read."""

from __future__ import annotations

import json
import math
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import holon

MISTAKEN = """holon: 1
title: A study with mistakes
functional unit: 1 request
places:
  home: {grid: FR}
life cycle:
  training: {at: home, energy: 40 MW}
  deployment: {at: hom, serves: 2e6 request, energy per request: 4 Wh/request}
"""


@pytest.fixture(scope="module")
def bloom(root):
    return holon.Study.load(root / "examples/bloom/study.yaml")


def test_totals_are_those_of_the_program_bit_for_bit(root, bloom, program):
    told = json.loads(
        program("assess", root / "examples/bloom/study.yaml", "--samples", 3000, "--seed", 7,
                "--json", "-")
    )
    result = bloom.assess(samples=3000, seed=7)
    assert set(result.totals) == set(told["totals"])
    for category, total in result.totals.items():
        for figure in ("mean", "sd", "p05", "p50", "p95"):
            assert getattr(total, figure) == told["totals"][category][figure]
    # and everything else
    told.pop("study")
    assert {key: result.data[key] for key in told} == told


def test_a_result_has_its_parts(bloom):
    result = bloom.assess(samples=2000)
    climate, water = result.totals["climate"], result.totals["water"]
    assert climate.unit == "kg CO2e"
    assert water.p05 < water.p50 < water.p95
    assert result.functional_unit == "1 request"
    assert "in Iowa" in bloom.scenarios
    iowa = result.scenarios["in Iowa"]
    assert iowa.totals["climate"].p50 > climate.p50
    assert iowa.p_better["climate"] < 0.01
    parts = result.by["activity"]
    assert sum(part["climate"].mean for part in parts.values()) == pytest.approx(climate.mean, rel=1e-9)
    assert result.findings and all(one.text for one in result.findings)
    assert "BLOOM" in str(result)


def test_threads_change_no_bit(bloom):
    one = bloom.assess(samples=3000, threads=1).totals
    two = bloom.assess(samples=3000, threads=2).totals
    assert one == two


def test_settings_and_chosen_scenarios(root):
    path = root / "examples/bloom/study.yaml"
    dearer = holon.Study.load(path, settings={"jean zay.pue": 2.4}).assess(
        samples=500, scenarios="in_iowa"
    )
    plain = holon.Study.load(path).assess(samples=500)
    assert dearer.totals["climate"].p50 > plain.totals["climate"].p50
    assert list(dearer.scenarios) == ["in Iowa"]


def test_a_table_has_every_number_as_it_is(bloom):
    result = bloom.assess(samples=500)
    table = result.to_pandas()
    row = table[(table.case == "baseline") & (table.cut == "total") & (table.category == "climate")]
    assert row["p50"].item() == result.totals["climate"].p50
    assert set(table["case"]) >= {"baseline", "in Iowa"}


def test_a_result_shows_itself_in_a_notebook(bloom):
    shown = bloom.assess(samples=500)._repr_html_()
    assert "<table>" in shown and "in Iowa" in shown and "kg CO2e" in shown


def test_every_mistake_is_told_with_its_place(tmp_path: Path):
    path = tmp_path / "study.yaml"
    path.write_text(MISTAKEN)
    with pytest.raises(holon.DiagnosticError) as caught:
        holon.Study.load(path)
    error = caught.value
    assert isinstance(error, ValueError)
    assert [(one.code, one.line, one.column) for one in error.diagnostics] == [
        ("E0205", 7, 32),
        ("E0401", 8, 20),
    ]
    first, second = error.diagnostics
    assert first.file == str(path) and first.severity == "error"
    assert second.help == ("did you mean `home`?",)
    # the text is what the program prints: the line with its caret
    assert "                                ^^^^^ expected energy at device" in str(error)
    assert "help: did you mean `home`?" in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert again.diagnostics == error.diagnostics


def test_a_file_that_is_not_there_is_a_diagnostic(tmp_path: Path):
    with pytest.raises(holon.DiagnosticError, match="nowhere.yaml"):
        holon.Study.load(tmp_path / "nowhere.yaml")


def test_warnings_are_kept(root):
    study = holon.Study.load(root / "examples/sketch/study.yaml")
    assert all(one.severity == "warning" for one in study.warnings)


def test_ctrl_c_ends_an_assessment(root):
    code = (
        "import holon\n"
        "study = holon.Study.load('examples/bloom/study.yaml')\n"
        "print('now', flush=True)\n"
        "try:\n"
        "    study.assess(samples=1_000_000_000)\n"
        "except KeyboardInterrupt:\n"
        "    print('ended', flush=True)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None and child.stdout.readline() == "now\n"
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    assert child.communicate(timeout=60)[0] == "ended\n"
    assert child.returncode == 0


@pytest.mark.parametrize(
    "wrong",
    [{"samples": 0}, {"seed": -1}, {"threads": -1}, {"plan": "dice"}, {"scenarios": "in Iova"}],
)
def test_a_wrong_wish_is_refused(bloom, wrong):
    with pytest.raises(ValueError):
        bloom.assess(**{"samples": 10, **wrong})


def test_an_unknown_scenario_is_told_with_the_nearest(bloom):
    with pytest.raises(ValueError, match="did you mean `in Iowa`"):
        bloom.assess(samples=10, scenarios=["in Iova"])


def test_a_budget_is_judged(tmp_path: Path):
    path = tmp_path / "study.yaml"
    good = MISTAKEN.replace("40 MW}", "40 MWh}").replace("hom,", "home,")
    path.write_text(good + "budget: {climate: 1 kg}\n")
    result = holon.Study.load(path).assess(samples=200)
    assert not result.budget_holds
    assert [(one.category, one.holds) for one in result.budgets] == [("climate", False)]
    assert math.isclose(result.budgets[0].limit, 1.0)
