# SPDX-License-Identifier: Apache-2.0
"""The ledger as Python sees it."""

from __future__ import annotations

import csv
import datetime
import math
import time

import pytest

import holon


@pytest.fixture()
def filled() -> holon.Ledger:
    for i, (name, tags) in enumerate([("one", ["search"]), ("two", ["search", "best"]), ("three", [])]):
        with holon.measure(name, phase="search", tags=tags, project=f"p{i}"):
            time.sleep(0.03)
    return holon.Ledger()


def test_sums_are_those_of_the_runs_and_of_the_program(filled, program):
    runs = filled.runs(tag="search")
    assert len(runs) == 2
    assert runs.energy.J == pytest.approx(math.fsum(one.energy.J for one in runs), rel=1e-12)
    assert runs.energy.kWh == pytest.approx(runs.energy.J / 3.6e6)
    assert float(runs.energy) == runs.energy.J
    # the model errs the same way in both runs: their uncertainties add
    added = math.fsum(one.energy.uncertainty_J for one in runs)
    assert runs.energy.uncertainty_J <= added * (1 + 1e-9)
    shown = program("ledger", "list", "--tag", "search")
    assert str(runs.energy) in shown


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        ({}, ["one", "two", "three"]),
        ({"tag": ["search", "best"]}, ["two"]),
        ({"project": "p2"}, ["three"]),
        ({"name": "one"}, ["one"]),
        ({"phase": "training"}, []),
        ({"since": "2100-01-01"}, []),
        ({"until": datetime.datetime(2100, 1, 1, tzinfo=datetime.timezone.utc)},
         ["one", "two", "three"]),
    ],
)
def test_runs_are_chosen(filled, wish, names):
    assert [one.name for one in filled.runs(**wish)] == names


def test_runs_by_id_and_slices(filled):
    runs = filled.runs()
    assert [one.id for one in filled.runs(ids=runs[1].id)] == [runs[1].id]
    assert [one.name for one in runs[1:]] == ["two", "three"]


def test_tags_are_added_and_taken_away(filled):
    assert filled.runs(name="three").tag("search") == 1
    assert len(filled.runs(tag="search")) == 3
    assert filled.runs(tag="search").tag(remove="search") == 3
    assert len(filled.runs(tag="search")) == 0
    assert filled.runs(tag="search").energy.J == 0


def test_a_table_for_pandas(filled):
    table = filled.runs().to_pandas()
    assert list(table["name"]) == ["one", "two", "three"]
    assert table["energy_J"].sum() == pytest.approx(filled.runs().energy.J)
    # nobody named a place: carbon is missing, not zero
    assert table["climate_kg"].isna().all()
    assert filled.runs().climate_kg is None
    assert str(table["start"].dt.tz) == "UTC"


def test_runs_show_themselves(filled):
    assert "<table>" in filled.runs()._repr_html_()
    assert "3 runs" in repr(filled.runs())


def test_a_log_of_another_tool_is_read_in_place(tmp_path):
    path = tmp_path / "emissions.csv"
    columns = {
        "timestamp": "2024-05-31T10:39:13", "project_name": "codecarbon", "run_id": "x",
        "duration": 10.0, "emissions": 0.001, "energy_consumed": 0.5, "cpu_energy": 0.2,
        "gpu_energy": 0.2, "ram_energy": 0.1,
    }
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(columns))
        writer.writeheader()
        writer.writerow(columns)
    runs = holon.Ledger(path).runs()
    assert len(runs) == 1 and runs.energy.kWh == pytest.approx(0.5)


def test_what_is_no_ledger_is_an_error(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("these are notes\n")
    with pytest.raises(holon.WorldError, match="no ledger"):
        holon.Ledger(path)
    with pytest.raises(OSError):
        holon.Ledger(path)


def test_a_study_reads_the_runs_that_python_kept(filled, tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(
        "holon: 1\ntitle: Measured\nplaces:\n  home: {grid: FR}\n"
        "life cycle:\n  search:\n    trials: {at: home, measured: {tag: search}}\n"
    )
    result = holon.Study.load(path).assess(samples=200)
    measured_J = filled.runs(tag="search").energy.J
    assert result.totals["energy"].mean > 0
    assert measured_J > 0
