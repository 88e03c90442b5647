# SPDX-License-Identifier: Apache-2.0
"""Whether a run that goes on breaks a study's budget, looked at once a second."""

from __future__ import annotations

import _thread
import logging
import os
import threading
from collections.abc import Callable

from holon import _core

_log = logging.getLogger("holon")
_BETWEEN_S = 1.0


def budget_of(study: str | os.PathLike[str], place: str, ledger: str) -> _core.RunBudget:
    """Assesses the study. Raises what reading it raises, and ValueError where its budget says nothing of
    a run's energy."""
    return _core.budget_of(_core.load_study(os.fspath(study), [], ledger), place)


class Watch:
    """Tells once when the budget is broken; with `interrupts` it also stops the main thread's work, as
    Ctrl-C does, if the window was opened there."""

    def __init__(
        self, budget: _core.RunBudget, energy_J: Callable[[], float], interrupts: bool
    ) -> None:
        self.broken = ""
        self.has_interrupted = False
        self._budget = budget
        self._energy_J = energy_J
        self._interrupts = interrupts and threading.current_thread() is threading.main_thread()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="holon budget", daemon=True)
        self._thread.start()

    def look(self) -> None:
        if self.broken:
            return
        self.broken = self._budget.broken_by(self._energy_J())
        if self.broken:
            _log.warning("%s", self.broken)

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self.broken and not self._ended.wait(_BETWEEN_S):
            self.look()
        if self.broken and self._interrupts and not self._ended.is_set():
            self.has_interrupted = True
            _thread.interrupt_main()
