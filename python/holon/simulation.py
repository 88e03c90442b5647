# SPDX-License-Identifier: Apache-2.0
"""Models of holon, Vensim, Stella and XMILE, run."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, overload

import numpy as np
import numpy.typing as npt

from holon import _core, _html
from holon.meter import ledger_of
from holon.study import Plan, Settings, check_plan, settings_of

if TYPE_CHECKING:
    import pandas

_log = logging.getLogger("holon")
Column = npt.NDArray[np.float64]
Values = TypeVar("Values")


class _Table(Mapping[str, Values]):
    """Values by variable, and the time that they share."""

    def __init__(self, title: str, time: Column, columns: Mapping[str, Values]) -> None:
        self.title = title
        self.time = time
        self._columns = columns

    def __getitem__(self, name: str) -> Values:
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


class Simulation(_Table[Column]):
    """One run: a column for each variable, `time` beside them. What has no value is NaN."""

    def to_pandas(self) -> pandas.DataFrame:
        """Columns by variable, rows by time."""
        import pandas

        index = pandas.Index(self.time, name="time")
        return pandas.DataFrame(dict(self._columns), index=index)

    def __repr__(self) -> str:
        return f"<holon.Simulation {self.title!r}: {len(self)} variables, {len(self.time)} moments>"

    def _repr_html_(self) -> str:
        rows = []
        for name, values in list(self._columns.items())[:30]:
            rows.append([name, _html.number(values[0]), _html.number(values[-1])])
        table = _html.table(repr(self).strip("<>"), ["variable", "first", "last"], rows)
        curves = "".join(
            f"<figure>{_html.curve(values.tolist())}{_html.paragraph(name)}</figure>"
            for name, values in list(self._columns.items())[:6]
        )
        return table + curves


@dataclass(frozen=True)
class Spread:
    """A variable over many futures, at each moment."""

    mean: Column
    sd: Column
    p05: Column
    p50: Column
    p95: Column


class Ensemble(_Table[Spread]):
    """Many futures: statistics of each variable, `time` beside them."""

    def to_pandas(self) -> pandas.DataFrame:
        """Rows by variable and time, a column for each statistic."""
        import pandas

        tables = {
            name: pandas.DataFrame(vars(spread), index=pandas.Index(self.time, name="time"))
            for name, spread in self._columns.items()
        }
        return pandas.concat(tables, names=["variable"])

    def __repr__(self) -> str:
        return f"<holon.Ensemble {self.title!r}: {len(self)} variables, {len(self.time)} moments>"

    def _repr_html_(self) -> str:
        rows = [
            [name, *(_html.number(column[-1]) for column in (one.p50, one.p05, one.p95))]
            for name, one in list(self._columns.items())[:30]
        ]
        heads = ["variable, at the end", "median", "5 %", "95 %"]
        return _html.table(repr(self).strip("<>"), heads, rows)


@overload
def simulate(
    model: str | os.PathLike[str],
    outputs: str | Sequence[str] = ...,
    *,
    samples: None = ...,
    settings: Settings | None = ...,
    inputs: str | os.PathLike[str] | None = ...,
    data: Sequence[str | os.PathLike[str]] = ...,
    start: float | None = ...,
    stop: float | None = ...,
    step: float | None = ...,
    save_every: float | None = ...,
    method: str = ...,
    tolerance: float | None = ...,
    seed: int = ...,
    threads: int = ...,
    plan: Plan = ...,
    ledger: str | os.PathLike[str] | None = ...,
) -> Simulation: ...
@overload
def simulate(
    model: str | os.PathLike[str],
    outputs: str | Sequence[str] = ...,
    *,
    samples: int,
    settings: Settings | None = ...,
    inputs: str | os.PathLike[str] | None = ...,
    data: Sequence[str | os.PathLike[str]] = ...,
    start: float | None = ...,
    stop: float | None = ...,
    step: float | None = ...,
    save_every: float | None = ...,
    method: str = ...,
    tolerance: float | None = ...,
    seed: int = ...,
    threads: int = ...,
    plan: Plan = ...,
    ledger: str | os.PathLike[str] | None = ...,
) -> Ensemble: ...
def simulate(
    model: str | os.PathLike[str],
    outputs: str | Sequence[str] = (),
    *,
    samples: int | None = None,
    settings: Settings | None = None,
    inputs: str | os.PathLike[str] | None = None,
    data: Sequence[str | os.PathLike[str]] = (),
    start: float | None = None,
    stop: float | None = None,
    step: float | None = None,
    save_every: float | None = None,
    method: str = "",
    tolerance: float | None = None,
    seed: int = 1,
    threads: int = 0,
    plan: Plan = "random",
    ledger: str | os.PathLike[str] | None = None,
) -> Simulation | Ensemble:
    """Runs a model file (.mdl, .xmile, .stmx, .itmx) or a study (.yaml), as `holon simulate` does.

    `settings` gives variables other values; one with a spread ("0.02 .. 0.04") is drawn. Without
    `samples` the result has every variable of one run; with it, the statistics of that many futures
    (of the stocks, unless `outputs` names variables).

    Raises DiagnosticError with every mistake of the model, ValueError for a wrong wish.
    """
    check_plan(1 if samples is None else samples, seed, threads, plan)
    if tolerance is not None and not 1e-14 <= tolerance <= 1:
        raise ValueError("tolerance is between 1e-14 and 1")
    for name, value in {"start": start, "stop": stop, "step": step, "save_every": save_every}.items():
        if value is not None and not np.isfinite(value):
            raise ValueError(f"{name} is a finite number")
    wish = _core.ModelOptions()
    wish.path = os.fspath(model)
    wish.settings = settings_of(settings)
    wish.inputs = "" if inputs is None else os.fspath(inputs)
    wish.data = [os.fspath(one) for one in data]
    wish.start, wish.stop, wish.step, wish.save_every = start, stop, step, save_every
    wish.method = method
    wish.tolerance = tolerance
    names = [outputs] if isinstance(outputs, str) else list(outputs)
    title, warnings, time, columns = _core.simulate(
        wish, names, samples, seed, threads, plan, ledger_of(ledger)
    )
    for one in warnings:
        _log.warning("%s", one)
    if samples is None:
        return Simulation(title, time, columns)
    return Ensemble(title, time, {name: Spread(**one) for name, one in columns.items()})
