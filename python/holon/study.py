# SPDX-License-Identifier: Apache-2.0
"""Studies and what is found of them."""

from __future__ import annotations

import csv
import difflib
import io
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from holon import _core, _html
from holon.errors import Diagnostic
from holon.meter import ledger_of

if TYPE_CHECKING:
    import pandas

Settings = Mapping[str, object]
Plan = Literal["random", "latin", "sobol"]
PLANS = ("random", "latin", "sobol")


def settings_of(settings: Settings | None) -> list[str]:
    """As `--set PATH=VALUE`; a number is written so that it reads back the same."""
    return [f"{path}={value}" for path, value in (settings or {}).items()]


def check_plan(samples: int, seed: int, threads: int, plan: str) -> None:
    """Raises ValueError for what no run can be made of."""
    if not 1 <= samples <= 1_000_000_000:
        raise ValueError("samples is between 1 and 1 000 000 000")
    if seed < 0 or threads < 0:
        raise ValueError("seed and threads are not negative")
    if plan not in PLANS:
        raise ValueError(f"plan is one of {', '.join(PLANS)}, not {plan!r}")


@dataclass(frozen=True)
class Summary:
    """An uncertain number, told by five figures. None: it is not defined."""

    unit: str
    mean: float | None
    sd: float | None
    p05: float | None
    p50: float | None
    p95: float | None
    undefined: float = 0.0  # share of the futures in which it has no value

    def __str__(self) -> str:
        middle, low, high = map(_html.number, (self.p50, self.p05, self.p95))
        return f"{middle} {self.unit} ({low} … {high})"


PerCategory = Mapping[str, Summary]


def _summary(one: Mapping[str, Any] | None) -> Summary | None:
    return None if one is None else Summary(**one)


def _per_category(values: Mapping[str, Any]) -> dict[str, Summary]:
    return {name: Summary(**one) for name, one in values.items()}


@dataclass(frozen=True)
class Scenario:
    """A scenario against the baseline, on the same draws."""

    totals: PerCategory
    per_unit: PerCategory
    difference: PerCategory  # scenario - baseline
    p_better: Mapping[str, float]  # probability of a lower total
    service: Summary | None


@dataclass(frozen=True)
class Budget:
    """Whether a limit holds."""

    category: str
    unit: str
    limit: float
    p_exceeded: float
    holds: bool


@dataclass(frozen=True)
class Finding:
    """One answer in a plain sentence."""

    kind: str
    title: str
    text: str


class Result:
    """The answers of a study; docs/reference/json.md lists the keys of `data`."""

    def __init__(self, findings: _core.Findings) -> None:
        self._findings = findings
        self.data: Mapping[str, Any] = json.loads(findings.json())
        self.study: str = self.data["study"]
        self.seed: int = self.data["seed"]
        self.samples: int = self.data["samples"]
        self.totals: PerCategory = _per_category(self.data["totals"])
        self.per_unit: PerCategory = _per_category(self.data["per_unit"])
        self.functional_unit: str | None = self.data["functional_unit"]
        self.service: Summary | None = _summary(self.data["service"])

    @property
    def by(self) -> dict[str, dict[str, PerCategory]]:
        """The totals cut by phase, activity, source and place."""
        return {
            cut: {part: _per_category(totals) for part, totals in parts.items()}
            for cut, parts in self.data["by"].items()
        }

    @property
    def scenarios(self) -> dict[str, Scenario]:
        return {
            name: Scenario(
                totals=_per_category(one["totals"]),
                per_unit=_per_category(one["per_unit"]),
                difference=_per_category(one["difference"]),
                p_better=one["p_better"],
                service=_summary(one["service"]),
            )
            for name, one in self.data["scenarios"].items()
        }

    @property
    def budgets(self) -> list[Budget]:
        keys = ("category", "unit", "limit", "p_exceeded", "holds")
        return [Budget(**{key: one[key] for key in keys}) for one in self.data["budgets"]]

    @property
    def budget_holds(self) -> bool:
        """True where there is none, too."""
        return self._findings.budget_holds

    @property
    def findings(self) -> list[Finding]:
        return [Finding(one["kind"], one["title"], one["text"]) for one in self.data["findings"]]

    @property
    def missing(self) -> list[Mapping[str, str]]:
        """What nobody knows, and no total has."""
        return list(self.data["missing"])

    def to_csv(self) -> str:
        """One long table, as of `holon assess --csv`."""
        return self._findings.csv()

    def to_pandas(self) -> pandas.DataFrame:
        """That table: case, cut, name, category, unit, mean, sd, p05, p50, p95."""
        import pandas

        heads, *rows = csv.reader(io.StringIO(self.to_csv()))
        table = pandas.DataFrame(rows, columns=heads)
        for figure in ("mean", "sd", "p05", "p50", "p95"):
            table[figure] = [float(text) if text else float("nan") for text in table[figure]]
        return table

    def __str__(self) -> str:
        """The report, as `holon assess` prints it."""
        return self._findings.terminal(80)

    def __repr__(self) -> str:
        totals = ", ".join(f"{name} {one}" for name, one in self.totals.items())
        return f"<holon.Result of {self.study!r}: {totals}>"

    def _repr_html_(self) -> str:
        heads = ["category", "case", "median", "5 %", "95 %", "unit", "lower in futures"]
        rows = []
        for category, total in self.totals.items():
            rows.append([category, "baseline", *_figures(total), ""])
            for name, scenario in self.scenarios.items():
                if (one := scenario.totals.get(category)) is not None:
                    better = scenario.p_better.get(category)
                    share = "" if better is None else f"{100 * better:.0f} %"
                    rows.append(["", name, *_figures(one), share])
        caption = f"{self.study}: {self.samples} futures, seed {self.seed}"
        told = "".join(_html.paragraph(f"{one.title}: {one.text}") for one in self.findings)
        return _html.table(caption, heads, rows) + told


def _figures(one: Summary) -> list[str]:
    return [_html.number(one.p50), _html.number(one.p05), _html.number(one.p95), one.unit]


class Study:
    """A study that is ready to run."""

    def __init__(self, loaded: _core.Study) -> None:
        self._loaded = loaded
        self.title: str = loaded.title
        self.source: str = loaded.source
        self.scenarios: tuple[str, ...] = tuple(loaded.scenarios)
        self.warnings: list[Diagnostic] = Diagnostic.list_of(loaded.warnings)

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        *,
        settings: Settings | None = None,
        ledger: str | os.PathLike[str] | None = None,
    ) -> Study:
        """Reads a study from a file. `settings` gives some of its values anew, as `--set` does;
        `ledger` is the one that `measured` blocks mean where they name none.

        Raises DiagnosticError with every mistake of the file.
        """
        return cls(_core.load_study(os.fspath(path), settings_of(settings), ledger_of(ledger)))

    def assess(
        self,
        samples: int = 10_000,
        *,
        seed: int = 1,
        threads: int = 0,
        scenarios: Sequence[str] = (),
        plan: Plan = "random",
    ) -> Result:
        """The footprint over the whole life. The same seed gives the same bits as `holon assess`.

        `scenarios` keeps only these; `threads` is 0 for as many as there are; `plan` says how the
        samples are spread. Ctrl-C ends it.
        """
        check_plan(samples, seed, threads, plan)
        wanted = [scenarios] if isinstance(scenarios, str) else list(scenarios)
        for name in wanted:
            self._check_scenario(name)
        return Result(self._loaded.assess(samples, seed, threads, wanted, plan))

    def _check_scenario(self, name: str) -> None:
        known = {" ".join(one.lower().replace("_", " ").split()): one for one in self.scenarios}
        key = " ".join(name.lower().replace("_", " ").split())
        if key in known:
            return
        near = difflib.get_close_matches(key, known, 1)
        help_text = f"did you mean `{known[near[0]]}`?" if near else f"it has {self.scenarios}"
        raise ValueError(f"this study has no scenario `{name}`\n  help: {help_text}")

    def __repr__(self) -> str:
        return f"<holon.Study {self.title!r} from {self.source!r}>"
