# SPDX-License-Identifier: Apache-2.0
"""The ledger: every run that was kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, overload

from holon import _core, _html
from holon.meter import ledger_of
from holon.run import Energy, Run

if TYPE_CHECKING:
    import pandas

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def _instant(moment: datetime | str | None) -> int | None:
    """Whole nanoseconds; a moment without a zone is local time."""
    if moment is None:
        return None
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return (moment.astimezone(timezone.utc) - _EPOCH) // timedelta(microseconds=1) * 1000


def _texts(one_or_more: str | Sequence[str]) -> list[str]:
    return [one_or_more] if isinstance(one_or_more, str) else list(one_or_more)


@dataclass(frozen=True)
class Totals:
    """Runs summed up."""

    runs: int
    failed: int  # they count
    duration_s: float
    energy: Energy
    climate_kg: float | None  # of the runs that have it
    without_climate: int  # runs without carbon


class Runs(Sequence[Run]):
    """Some runs of a ledger, by their start; sums are made by the ledger, and know which sensors err
    together."""

    def __init__(self, ledger: _core.Ledger, chosen: _core.Filter) -> None:
        self._ledger = ledger
        self._chosen = chosen
        self._loaded: list[Run] | None = None

    @property
    def totals(self) -> Totals:
        sums = self._ledger.totals(self._chosen)
        return Totals(
            runs=sums.runs,
            failed=sums.failed,
            duration_s=sums.duration_s,
            energy=Energy.of(sums.energy),
            climate_kg=sums.climate_kg,
            without_climate=sums.without_climate,
        )

    @property
    def energy(self) -> Energy:
        return self.totals.energy

    @property
    def climate_kg(self) -> float | None:
        return self.totals.climate_kg

    def tag(self, *add: str, remove: str | Sequence[str] = ()) -> int:
        """Adds tags and takes others away; how many runs have changed."""
        changed = self._ledger.tag(self._chosen, list(add), _texts(remove))
        self._loaded = None
        return changed

    def _runs(self) -> list[Run]:
        if self._loaded is None:
            self._loaded = [Run(text) for text in self._ledger.runs(self._chosen)]
        return self._loaded

    def __len__(self) -> int:
        return int(self._ledger.totals(self._chosen).runs)

    @overload
    def __getitem__(self, index: int) -> Run: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Run]: ...
    def __getitem__(self, index: int | slice) -> Run | Sequence[Run]:
        return self._runs()[index]

    def __iter__(self) -> Iterator[Run]:
        return iter(self._runs())

    def to_pandas(self) -> pandas.DataFrame:
        """A row for each run; what is not known is missing."""
        import pandas

        columns = (
            "id name project phase start_ns duration_s ending failed tool energy_J measured_J "
            "missing climate_kg"
        ).split()
        rows = [[getattr(one, key) for key in columns] for one in self._ledger.entries(self._chosen)]
        table = pandas.DataFrame(rows, columns=columns)
        table["climate_kg"] = table["climate_kg"].astype(float)
        table.insert(4, "start", pandas.to_datetime(table.pop("start_ns"), utc=True))
        return table

    def __repr__(self) -> str:
        sums = self.totals
        runs = "1 run" if sums.runs == 1 else f"{sums.runs} runs"
        return f"<{runs}, {sums.failed} failed: {sums.energy}>"

    def _repr_html_(self) -> str:
        rows = [
            [
                one.name,
                one.phase,
                "failed" if one.failed else one.ending,
                _html.number(one.duration_s),
                _html.number(one.energy_J),
                _html.number(one.climate_kg),
            ]
            for one in self._ledger.entries(self._chosen)[-30:]
        ]
        heads = ["run", "phase", "ending", "duration [s]", "energy [J]", "climate [kg CO2e]"]
        return _html.table(repr(self).strip("<>"), heads, rows)


class Ledger:
    """A ledger: a file, or "postgresql://USER@HOST/DATABASE". Without an address it is the default
    one, as of `holon run`. A log or an export of another tool is one that may only be read."""

    def __init__(self, address: str | os.PathLike[str] | None = None) -> None:
        place = ledger_of(address)
        if not place:
            raise ValueError("there is no place for a ledger: HOME is not set\n  help: name a file")
        self._ledger = _core.open_ledger(place, _core.journals_of(place, dict(os.environ)))
        self.name: str = self._ledger.name

    def runs(
        self,
        tag: str | Sequence[str] = (),
        *,
        project: str = "",
        phase: str = "",
        name: str = "",
        tool: str = "",
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        ids: str | Sequence[str] = (),
    ) -> Runs:
        """The runs that have all these tags and the rest; started at or after `since`, before
        `until`. Without arguments: all."""
        chosen = _core.Filter()
        chosen.tags = _texts(tag)
        chosen.project = project
        chosen.phase = phase
        chosen.name = name
        chosen.tool = tool
        chosen.since_ns = _instant(since)
        chosen.until_ns = _instant(until)
        chosen.ids = _texts(ids)
        return Runs(self._ledger, chosen)

    def __repr__(self) -> str:
        return f"<holon.Ledger {self.name!r}>"
