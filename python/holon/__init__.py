# SPDX-License-Identifier: Apache-2.0
"""The footprint of machine-learning systems, from the measured watt to the feedback loop.

    with holon.measure("fine-tune", phase="training") as run:
        train()
    print(run)

    result = holon.Study.load("study.yaml").assess(samples=10_000)
    result.totals["climate"].p50
"""

from holon import callbacks
from holon._core import version as __version__
from holon.catalog import use_catalog
from holon.errors import BudgetExceeded, Bug, Diagnostic, DiagnosticError, Error, WorldError
from holon.ledger import Ledger, Runs, Totals
from holon.meter import Machine, Measurement, Status, measure, measured
from holon.run import Energy, Impact, Run
from holon.simulation import Ensemble, Simulation, Spread, simulate
from holon.study import Budget, Finding, Result, Scenario, Study, Summary

__all__ = [
    "Budget",
    "BudgetExceeded",
    "Bug",
    "Diagnostic",
    "DiagnosticError",
    "Energy",
    "Ensemble",
    "Error",
    "Finding",
    "Impact",
    "Ledger",
    "Machine",
    "Measurement",
    "Result",
    "Run",
    "Runs",
    "Scenario",
    "Simulation",
    "Spread",
    "Status",
    "Study",
    "Summary",
    "Totals",
    "WorldError",
    "__version__",
    "callbacks",
    "measure",
    "measured",
    "simulate",
    "use_catalog",
]
