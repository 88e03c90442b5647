# SPDX-License-Identifier: Apache-2.0
"""Training loops of others, measured by themselves:

    lightning.Trainer(callbacks=[holon.callbacks.Lightning(tags=["search"])])
    transformers.Trainer(..., callbacks=[holon.callbacks.HuggingFace()])

Neither framework is imported here. Where one is, the callback is made a subclass of the framework's
own `Callback`; elsewhere it answers every hook by doing nothing."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from holon.meter import Measurement, measure
from holon.run import Run


def _nothing(*_args: Any, **_kwargs: Any) -> None:
    return None


def _base_of(places: tuple[tuple[str, str], ...]) -> type | None:
    """The framework's own class, where the framework is imported. transformers imports its parts when
    they are first used: the package alone may be there."""
    for module, name in places:
        part = sys.modules.get(module)
        if part is None and module.split(".")[0] in sys.modules:
            try:
                part = importlib.import_module(module)
            except ImportError:
                continue
        found = getattr(part, name, None)
        if isinstance(found, type):
            return found
    return None


def _rebuilt(kind: type[_Windows], arguments: dict[str, Any]) -> _Windows:
    return kind(**arguments)


class _Windows:
    """A window for the whole training, and one inside it for each epoch where these are asked for.
    `runs` has what has ended, the whole training last."""

    _frameworks: tuple[tuple[str, str], ...] = ()

    def __new__(cls, *_args: Any, **_kwargs: Any) -> Any:
        base = _base_of(cls._frameworks)
        if base is None or issubclass(cls, base):
            return object.__new__(cls)
        joined = type(cls.__name__, (cls, base), {"__module__": cls.__module__, "_plain": cls})
        return object.__new__(joined)

    def __init__(self, name: str = "", *, epochs: bool = False, **options: Any) -> None:
        self._name = name
        self._epochs = epochs
        self._options: dict[str, Any] = {"phase": "training", **options}
        self._whole: Measurement | None = None
        self._epoch: Measurement | None = None
        self.runs: list[Run] = []
        # a wrong option is told here, before the training
        measure(name, **self._options)

    def __reduce__(self) -> Any:
        # windows stay with the process that opened them
        kind = getattr(self, "_plain", type(self))
        return _rebuilt, (kind, {"name": self._name, "epochs": self._epochs, **self._options})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("on_"):
            return _nothing
        raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")

    @property
    def measurement(self) -> Measurement | None:
        """The window of the training that is going on, or that was last."""
        return self._whole

    def _begin(self, name: str, local_rank: object) -> None:
        self._end("a new start")
        # the machine's energy is counted once: by the first of its ranks
        is_first = not isinstance(local_rank, int) or local_rank <= 0
        if not is_first and self._options.get("scope", "machine") == "machine":
            return
        self._whole = measure(self._name or name, **self._options).start()

    def _begin_epoch(self, index: int) -> None:
        if not self._epochs or self._whole is None or self._whole.has_ended:
            return
        self._end_epoch("a new start")
        name = f"{self._whole.name}, epoch {index}"
        # the whole training has this energy too: a sum by tag must not count it twice
        inner = {**self._options, "tags": [], "phase": "epoch"}
        self._epoch = measure(name, **inner).start()

    def _end_epoch(self, failure: str = "") -> None:
        self._keep(self._epoch, failure)
        self._epoch = None

    def _end(self, failure: str = "") -> None:
        self._end_epoch(failure)
        self._keep(self._whole, failure)

    def _keep(self, window: Measurement | None, failure: str) -> None:
        if window is None or window.has_ended:
            return
        window.stop(failure)
        if window.has_ended:
            self.runs.append(window.run)


class Lightning(_Windows):
    """For `Trainer(callbacks=[…])` of PyTorch Lightning. The run has the module's name unless `name`
    is given; the other options are those of `holon.measure`."""

    _frameworks = (
        ("lightning.pytorch", "Callback"),
        ("lightning.pytorch.callbacks", "Callback"),
        ("pytorch_lightning", "Callback"),
    )

    def on_fit_start(self, trainer: Any, pl_module: Any) -> None:
        self._begin(type(pl_module).__name__, getattr(trainer, "local_rank", 0))

    def on_train_epoch_start(self, trainer: Any, pl_module: Any) -> None:
        self._begin_epoch(int(getattr(trainer, "current_epoch", 0)))

    def on_train_epoch_end(self, trainer: Any, pl_module: Any) -> None:
        self._end_epoch()

    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:
        self._end(type(exception).__name__)

    def on_fit_end(self, trainer: Any, pl_module: Any) -> None:
        self._end()


class HuggingFace(_Windows):
    """For `Trainer(callbacks=[…])` of Hugging Face's transformers. The run has the name of the
    trainer's run unless `name` is given; the other options are those of `holon.measure`."""

    _frameworks = (
        ("transformers.trainer_callback", "TrainerCallback"),
    )

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        rank = getattr(args, "local_process_index", 0)
        self._begin(str(getattr(args, "run_name", None) or "train"), rank)

    def on_epoch_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        # the trainer counts epochs as they pass, in fractions
        self._begin_epoch(int(getattr(state, "epoch", None) or 0))

    def on_epoch_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        self._end_epoch()

    def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        self._end()
