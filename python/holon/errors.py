# SPDX-License-Identifier: Apache-2.0
"""What goes wrong: bad input, the world, and bugs of ours."""

from __future__ import annotations

import json
from dataclasses import dataclass


class Error(Exception):
    """Anything that holon raises by itself."""


@dataclass(frozen=True)
class Diagnostic:
    """One mistake of an input. `holon explain CODE` tells more."""

    code: str
    severity: str  # "error" or "warning"
    message: str
    file: str | None
    line: int | None  # from 1
    column: int | None  # from 1, in characters
    end_column: int | None  # the first one behind the mark
    label: str
    help: tuple[str, ...]

    @classmethod
    def list_of(cls, text: str) -> list[Diagnostic]:
        """Those of `{"diagnostics": […]}`."""
        keys = tuple(cls.__dataclass_fields__)
        return [
            cls(**{**{key: one[key] for key in keys}, "help": tuple(one["help"])})
            for one in json.loads(text)["diagnostics"]
        ]


class DiagnosticError(Error, ValueError):
    """An input has mistakes: all of them, each with its place. As text it shows them with carets."""

    def __init__(self, text: str, diagnostics_json: str) -> None:
        super().__init__(text, diagnostics_json)
        self.diagnostics = Diagnostic.list_of(diagnostics_json)

    def __str__(self) -> str:
        return str(self.args[0])


class WorldError(Error, OSError):
    """A file cannot be read or written, a ledger cannot be reached."""


class BudgetExceeded(Error, RuntimeError):
    """A run broke the budget of the study that `holon.measure(budget=…, stop=True)` names."""


class Bug(Error, RuntimeError):
    """A broken promise of holon's own code; please report it."""
