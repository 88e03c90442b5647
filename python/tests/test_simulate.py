# SPDX-License-Identifier: Apache-2.0
"""Models: NumPy columns with the program's own numbers."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

import holon

TEACUP = "examples/teacup/study.yaml"


def columns_of(text: str) -> dict[str, list[float]]:
    rows = list(csv.reader(io.StringIO(text)))
    return {
        name: [float(row[i]) if row[i] else float("nan") for row in rows[1:]]
        for i, name in enumerate(rows[0])
    }


@pytest.fixture(scope="module")
def model(root):
    found = sorted((root / "examples/teacup").glob("*.mdl")) + [root / TEACUP]
    return next(one for one in found if one.exists())


def test_one_run_has_the_columns_of_the_program(model, program):
    told = columns_of(program("simulate", model, "--csv", "-"))
    run = holon.simulate(model)
    np.testing.assert_array_equal(run.time, told.pop("time"))
    assert list(run) == list(told)
    for name, column in run.items():
        assert isinstance(column, np.ndarray) and column.dtype == np.float64
        np.testing.assert_array_equal(column, told[name])


def test_many_futures_have_the_statistics_of_the_program(model, program, root):
    name = next(iter(holon.simulate(model, samples=2)))
    told = columns_of(
        "\n".join(
            ",".join([row[0], *row[2:]])
            for row in csv.reader(
                io.StringIO(
                    program("simulate", model, "--samples", 500, "--seed", 3, "--output", name,
                            "--csv", "-", "-q")
                )
            )
        )
    )
    futures = holon.simulate(model, name, samples=500, seed=3)
    np.testing.assert_array_equal(futures.time, told["time"])
    for figure in ("mean", "sd", "p05", "p50", "p95"):
        np.testing.assert_array_equal(getattr(futures[name], figure), told[figure])


def test_columns_outlive_their_simulation(model):
    column = next(iter(holon.simulate(model).values()))
    before = column.copy()
    for _ in range(20):
        holon.simulate(model)
    np.testing.assert_array_equal(column, before)


def test_tables_for_pandas(model):
    run = holon.simulate(model)
    table = run.to_pandas()
    assert list(table.columns) == list(run) and table.index.name == "time"
    many = holon.simulate(model, samples=10).to_pandas()
    assert list(many.columns) == ["mean", "sd", "p05", "p50", "p95"]


def test_both_show_themselves_in_a_notebook(model):
    assert "<svg" in holon.simulate(model)._repr_html_()
    assert "<table>" in holon.simulate(model, samples=10)._repr_html_()


def test_an_unknown_variable_is_refused_with_help(model):
    with pytest.raises(ValueError, match="has no variable `no such thing`"):
        holon.simulate(model, outputs=["no such thing"])


def test_a_method_that_is_none_is_refused(model):
    with pytest.raises(ValueError, match="there is no method `guess`"):
        holon.simulate(model, method="guess")


@pytest.mark.parametrize("wrong", [{"samples": 0}, {"tolerance": 2.0}, {"stop": float("inf")}])
def test_a_wrong_wish_is_refused(model, wrong):
    with pytest.raises(ValueError):
        holon.simulate(model, **wrong)


def test_mistakes_of_a_model_are_diagnostics(tmp_path):
    path = tmp_path / "wrong.mdl"
    path.write_text("{UTF-8}\nx = y + \n\t~\t~|\n")
    with pytest.raises(holon.DiagnosticError) as caught:
        holon.simulate(path)
    assert caught.value.diagnostics[0].line == 3
    with pytest.raises(holon.DiagnosticError, match="no model that holon reads"):
        text = tmp_path / "model.txt"
        text.write_text("x")
        holon.simulate(text)
