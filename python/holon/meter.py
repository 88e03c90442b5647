# SPDX-License-Identifier: Apache-2.0
"""Windows: stretches of a program that are measured and kept."""

from __future__ import annotations

import atexit
import contextvars
import functools
import inspect
import json
import logging
import os
import shutil
import sys
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, TypeVar, cast, overload

from holon import _core, _frameworks, _watch
from holon.errors import BudgetExceeded
from holon.run import Energy, Impact, Run

_log = logging.getLogger("holon")
_open: weakref.WeakSet[Measurement] = weakref.WeakSet()
# the windows around this place of the program, the innermost last
_around: contextvars.ContextVar[tuple[Measurement, ...]] = contextvars.ContextVar(
    "holon_windows", default=()
)

Scope = Literal["machine", "process", "cgroup", "container", "job", "pod"]
Idle = Literal["marginal", "proportional", "reserved"]
Call = TypeVar("Call", bound=Callable[..., Any])


@dataclass(frozen=True)
class Machine:
    """Where the meter reads, and what a person knows of the machine; as the options of `holon run`."""

    sysroot: str = ""  # read /sys and /proc from this folder or recorded tree
    cpu: str = ""  # processor of the catalogue, where none is measured
    cpu_power_W: float = 0.0  # design power of all processors
    bmc: str = ""  # command that tells the machine's power
    bmc_file: str = ""
    meter_table: str = ""  # growing table of an external meter
    nvml: str = ""  # NVIDIA's library, where it is not on the path
    reader: str = ""  # the program holon-reader, where it is neither on the path nor beside Python


@dataclass(frozen=True)
class Status:
    """What a window used so far."""

    elapsed_s: float
    energy_J: float
    power_W: float  # of late


def ledger_of(ledger: str | os.PathLike[str] | Literal[False] | None) -> str:
    """The address that is meant; empty: none. The rules are those of `holon run`."""
    if ledger is False:
        return ""
    if ledger is None:
        return _core.default_ledger(dict(os.environ))
    return os.fspath(ledger)


def reader_of(machine: Machine) -> str:
    """The program that reads counters which the system refuses us; empty: there is none. It lies on
    the path, or where pip has put it."""
    beside = os.path.dirname(os.path.abspath(sys.executable or os.curdir))
    name = "holon-reader"
    return machine.reader or shutil.which(name) or shutil.which(name, path=beside) or ""


class Measurement:
    """A window, as `measure` makes it. While it is open `status()` tells what it used; when it has
    ended `run` is what the ledger keeps."""

    def __init__(
        self,
        options: _core.WindowOptions,
        synchronise: bool = True,
        budget: _core.RunBudget | None = None,
        stop: bool = False,
    ) -> None:
        self._options = options
        self._budget = budget
        self._stops = stop
        self._watch: _watch.Watch | None = None
        self._synchronise = synchronise
        self._window: _core.Window | None = None
        self._report: dict[str, Any] | None = None
        self._run: Run | None = None
        self._started = False

    def start(self) -> Measurement:
        """Opens the window; `with` does it by itself."""
        if self._started:
            raise RuntimeError("a window opens once: call holon.measure again for another")
        self._started = True
        around = tuple(one for one in _around.get() if one in _open)
        if around and around[-1]._window is not None:
            self._options.inside = around[-1]._window.id
        self._wait()
        try:
            self._window = _core.open_window(self._options)
        except Exception as fault:  # the work goes on unmeasured
            _log.warning("nothing is measured: %s", fault)
            return self
        _open.add(self)
        _around.set((*around, self))
        if self._budget is not None:
            self._watch = _watch.Watch(self._budget, lambda: self.status().energy_J, self._stops)
        return self

    def stop(self, failure: str = "") -> None:
        """Ends the window and keeps the run. `failure` says what the work ended with, where it is
        lost; its energy counts all the same. What has ended stays ended."""
        _open.discard(self)
        # the copy of a process that was forked off belongs to the parent
        if self._window is None or self._report is not None or not self._window.is_ours:
            return
        self._wait()
        failure = self._end_watch(failure)
        try:
            report = json.loads(self._window.end(failure))
            self._run = Run(json.dumps(report["run"]))
            self._report = report
        except Exception as fault:
            _log.warning("the run is lost: %s", fault)
            return
        for told in self.faults:
            _log.warning("the meter: %s", told)

    def status(self) -> Status:
        """What it used so far."""
        if self._window is None:
            return Status(0.0, 0.0, 0.0)
        now = self._window.status()
        return Status(now.elapsed_s, now.energy_J, now.power_W)

    def _end_watch(self, failure: str) -> str:
        if self._watch is None:
            return failure
        try:
            self._watch.end()
        except KeyboardInterrupt:  # that the watch sent, or else the user's
            if not self._watch.has_interrupted:
                raise
        self._watch.look()
        is_ours = failure in ("", KeyboardInterrupt.__name__)
        return BudgetExceeded.__name__ if self.broken and self._stops and is_ours else failure

    @property
    def broken(self) -> str:
        """What of the budget the run broke, in one sentence; empty: nothing."""
        return self._watch.broken if self._watch else ""

    @property
    def name(self) -> str:
        return self._options.name

    @property
    def has_ended(self) -> bool:
        return self._run is not None

    @property
    def run(self) -> Run:
        if self._run is None:
            if not self._started:
                raise RuntimeError("the window has not begun: `with` or `start()` begins it")
            raise RuntimeError("the window is still open: `status()` tells what it used so far")
        return self._run

    @property
    def energy(self) -> Energy:
        return self.run.energy

    @property
    def impacts(self) -> dict[str, Impact]:
        return self.run.impacts

    @property
    def duration_s(self) -> float:
        return self.run.duration_s

    @property
    def missing_J(self) -> float:
        """Of time that was missed, at the mean power of the rest; in no sum."""
        return float(self._report["missing_J"]) if self._report else 0.0

    @property
    def faults(self) -> tuple[str, ...]:
        """What went wrong with measuring; never with the work."""
        return tuple(self._report["faults"]) if self._report else ()

    def __enter__(self) -> Measurement:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        clean_exit = isinstance(error, SystemExit) and error.code in (None, 0)
        self.stop("" if kind is None or clean_exit else kind.__name__)
        # another error of the work is told rather than ours
        is_ours = self._watch is not None and self._watch.has_interrupted
        if self.broken and self._stops and (kind is None or (kind is KeyboardInterrupt and is_ours)):
            raise BudgetExceeded(self.broken) from None

    def __str__(self) -> str:
        """The report, as `holon run` tells it."""
        if self._window is None or self._run is None:
            return repr(self)
        return self._window.text(80)

    def __repr__(self) -> str:
        state = repr(self._run) if self._run else ("open" if self._window else "not begun")
        return f"<holon.Measurement {self._options.name!r}: {state}>"

    def _repr_html_(self) -> str | None:
        return self._run._repr_html_() if self._run else None

    def _wait(self) -> None:
        if self._synchronise:
            _frameworks.synchronise()


def measure(
    name: str = "",
    *,
    phase: str = "",
    project: str = "",
    tags: Sequence[str] = (),
    place: str = "",
    ledger: str | os.PathLike[str] | Literal[False] | None = None,
    period_s: float = 0.1,
    scope: Scope = "machine",
    idle: Idle = "proportional",
    idle_power_W: float = 0.0,
    reserved: float = 0.0,
    machine: Machine | None = None,
    synchronise: bool = True,
    budget: str | os.PathLike[str] | None = None,
    stop: bool = False,
) -> Measurement:
    """Measures what happens inside `with`, and keeps it in the ledger as `holon run` does.

    `place` joins carbon and water from the catalogue. `ledger` is a file or a server; without it
    the default ledger, and `False` keeps the run nowhere. Windows may lie inside one another.
    A thread reads the sensors every `period_s` without holding the interpreter's lock.

    `budget` names a study: once this run and the study's median total pass its budget, the logger
    `holon` warns; with `stop` the work in the main thread is interrupted, and `with` raises
    BudgetExceeded. The run is kept all the same.

    Raises ValueError where the catalogue has no such place, the study no such budget, or an option is
    none.
    """
    if help_text := _core.unknown_place(place):
        raise ValueError(f"the catalogue has no place `{place}`\n  help: {help_text}")
    if not 0.001 <= period_s <= 60:
        raise ValueError("period_s is between 0.001 and 60")
    if not 0 <= reserved <= 1 or idle_power_W < 0:
        raise ValueError("reserved is between 0 and 1, idle_power_W not negative")
    options = _core.WindowOptions()
    options.set_attribution(scope, idle, idle_power_W, reserved)
    options.name = name or os.path.basename(sys.argv[0] if sys.argv else "") or "python"
    options.phase = phase
    options.project = project
    options.tags = [tags] if isinstance(tags, str) else list(tags)
    options.place = place
    options.period_s = period_s
    options.ledger = ledger_of(ledger)
    if ledger is None and not options.ledger:
        _log.warning("the run is kept nowhere: neither HOME nor HOLON_LEDGER is set")
    options.journals = _core.journals_of(options.ledger, dict(os.environ))
    options.command = list(getattr(sys, "orig_argv", sys.argv))
    options.job = _core.job_of(dict(os.environ))
    known = machine or Machine()
    for key, value in vars(known).items():
        setattr(options.machine, key, value)
    options.machine.reader = reader_of(known)
    limits = None if budget is None else _watch.budget_of(budget, place, options.ledger)
    return Measurement(options, synchronise, limits, stop)


@overload
def measured(function: Call, /) -> Call: ...
@overload
def measured(function: None = None, /, **options: Any) -> Callable[[Call], Call]: ...


def measured(function: Call | None = None, /, **options: Any) -> Call | Callable[[Call], Call]:
    """Measures every call of a function: `@holon.measured` or `@holon.measured(phase="search")`, with
    the options of `measure`. The run has the function's name unless `name` is given. Coroutines and
    generators are measured from their first step to their last."""

    def decorated(function: Call) -> Call:
        given = {"name": function.__qualname__, **options}

        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def measured_coroutine(*args: Any, **kwargs: Any) -> Any:
                with measure(**given):
                    return await function(*args, **kwargs)

            return cast(Call, measured_coroutine)

        if inspect.isgeneratorfunction(function):

            @functools.wraps(function)
            def measured_generator(*args: Any, **kwargs: Any) -> Any:
                with measure(**given):
                    return (yield from function(*args, **kwargs))

            return cast(Call, measured_generator)

        @functools.wraps(function)
        def measured_call(*args: Any, **kwargs: Any) -> Any:
            with measure(**given):
                return function(*args, **kwargs)

        return cast(Call, measured_call)

    return decorated if function is None else decorated(function)


@atexit.register
def _end_all() -> None:
    for one in list(_open):
        one.stop("the end of the interpreter")
