# SPDX-License-Identifier: Apache-2.0
"""A run: one measured workload, with the evidence of every figure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holon import _core, _html

_J_PER_KWH = 3.6e6


@dataclass(frozen=True)
class Energy:
    """An energy, and how it is known. Sums of it keep which sensors err together, so let the
    ledger sum."""

    J: float
    uncertainty_J: float  # one standard deviation, of the part that states it
    unstated_J: float  # the part for which nobody states an uncertainty
    measured_J: float
    declared_J: float
    modelled_J: float
    missing: int  # components without a figure
    text: str  # "1.20 kWh ± 0.05"
    evidence: str  # "measured 58 % · modelled 41 %"

    @classmethod
    def of(cls, total: _core.EnergyTotal) -> Energy:
        return cls(
            J=total.energy_J,
            uncertainty_J=total.uncertainty_J,
            unstated_J=total.without_uncertainty_J,
            measured_J=total.measured_J,
            declared_J=total.declared_J,
            modelled_J=total.modelled_J,
            missing=total.missing,
            text=total.text,
            evidence=total.evidence,
        )

    @property
    def kWh(self) -> float:
        return self.J / _J_PER_KWH

    def __float__(self) -> float:
        """In joules."""
        return self.J

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return _html.paragraph(f"{self.text} ({self.evidence})")


@dataclass(frozen=True)
class Impact:
    """Carbon or water joined to a run's energy."""

    category: str
    amount: float
    unit: str
    low: float | None  # 90 % interval
    high: float | None
    source: str


class Run:
    """A run as the ledger keeps it; docs/reference/runs.md lists the keys of `data`."""

    def __init__(self, text: str) -> None:
        self.data: Mapping[str, Any] = json.loads(text)
        self.energy = Energy.of(_core.energy_of(text))

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def name(self) -> str:
        return str(self.data.get("name", ""))

    @property
    def phase(self) -> str:
        return str(self.data.get("phase", ""))

    @property
    def project(self) -> str:
        return str(self.data.get("project", ""))

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(self.data.get("tags", ()))

    @property
    def failed(self) -> bool:
        return bool(self.data.get("outcome", {}).get("failed", False))

    @property
    def duration_s(self) -> float:
        """By a clock that does not jump, where the run has it."""
        nanoseconds = self.data.get("duration [ns]", self.data["end [ns]"] - self.data["start [ns]"])
        return float(nanoseconds) * 1e-9

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self.data.get("notes", ()))

    @property
    def impacts(self) -> dict[str, Impact]:
        """By category: climate, water, embodied."""
        return {
            one["category"]: Impact(
                category=one["category"],
                amount=float(one["amount"]),
                unit=one.get("unit", ""),
                low=one.get("low"),
                high=one.get("high"),
                source=one.get("source", ""),
            )
            for one in self.data.get("impacts", ())
        }

    def __repr__(self) -> str:
        return f"<holon.Run {self.name!r} {self.energy.text} in {self.duration_s:.3g} s>"

    def _repr_html_(self) -> str:
        rows = [
            [
                f"{one['device']} {one['component']}",
                _html.number(one.get("energy [J]")),
                _html.number(one.get("uncertainty [J]")),
                _html.number(one.get("average power [W]")),
                f"{one['evidence']}{'' if one.get('counted', True) else ', beside'}",
            ]
            for one in self.data.get("energy", ())
        ]
        caption = f"{self.name}: {self.energy.text} in {self.duration_s:.3g} s"
        heads = ["device", "energy [J]", "± [J]", "power [W]", "evidence"]
        impacts = "".join(
            _html.paragraph(
                f"{one.category}: {_html.number(one.amount)} {one.unit} "
                f"({_html.number(one.low)} … {_html.number(one.high)}; {one.source})"
            )
            for one in self.impacts.values()
        )
        return _html.table(caption, heads, rows) + _html.paragraph(self.energy.evidence) + impacts
