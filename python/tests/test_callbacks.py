# SPDX-License-Identifier: Apache-2.0
"""Callbacks for training loops of others, by stand-ins for both frameworks."""

from __future__ import annotations

import pickle
import sys
import time
import types

import pytest

import holon
from holon.callbacks import HuggingFace, Lightning


class Module:
    """What Lightning calls a module."""


def lightning_fit(callback, epochs: int = 2, fails: bool = False) -> None:
    """The hooks that a trainer calls, in its order; those we lack too."""
    trainer, module = types.SimpleNamespace(current_epoch=0), Module()
    callback.setup(trainer, module, stage="fit") if hasattr(callback, "setup") else None
    callback.on_fit_start(trainer, module)
    try:
        callback.on_train_start(trainer, module)
        for epoch in range(epochs):
            trainer.current_epoch = epoch
            callback.on_train_epoch_start(trainer, module)
            callback.on_train_batch_start(trainer, module, None, 0)
            time.sleep(0.02)
            if fails:
                raise FloatingPointError
            callback.on_train_batch_end(trainer, module, None, None, 0)
            callback.on_train_epoch_end(trainer, module)
        callback.on_train_end(trainer, module)
        callback.on_fit_end(trainer, module)
    except FloatingPointError as error:
        callback.on_exception(trainer, module, error)


def test_lightning_measures_the_fit():
    callback = Lightning(tags=["search"])
    lightning_fit(callback)
    (run,) = callback.runs
    assert run.name == "Module" and run.phase == "training" and not run.failed
    assert holon.Ledger().runs(tag="search")[0].id == run.id


def test_lightning_measures_each_epoch_where_asked():
    callback = Lightning("fit", epochs=True, tags=["t"])
    lightning_fit(callback)
    assert [one.name for one in callback.runs] == ["fit, epoch 0", "fit, epoch 1", "fit"]
    whole = callback.runs[-1]
    assert all(f"inside the run {whole.id}" in one.notes for one in callback.runs[:-1])
    # the epochs' energy is the whole's: the sum by tag has it once
    assert holon.Ledger().runs(tag="t").energy.J == pytest.approx(whole.energy.J)


def test_lightning_keeps_a_fit_that_failed():
    callback = Lightning(epochs=True)
    lightning_fit(callback, fails=True)
    assert [one.failed for one in callback.runs] == [True, True]
    assert "the work ended by FloatingPointError" in callback.runs[-1].notes


def test_lightning_is_a_callback_of_lightning_where_it_is_imported(monkeypatch):
    class Callback:
        def setup(self, trainer, pl_module, stage) -> None:
            self.was_set_up = True

        def on_fit_start(self, trainer, pl_module) -> None:
            raise AssertionError("ours goes first")

        def on_train_start(self, trainer, pl_module) -> None: ...
        def on_train_end(self, trainer, pl_module) -> None: ...
        def on_train_batch_start(self, *args) -> None: ...
        def on_train_batch_end(self, *args) -> None: ...

    module = types.ModuleType("lightning.pytorch")
    module.Callback = Callback
    monkeypatch.setitem(sys.modules, "lightning.pytorch", module)
    callback = Lightning(phase="search")
    assert isinstance(callback, Callback) and isinstance(callback, Lightning)
    lightning_fit(callback)
    assert callback.was_set_up and callback.runs[0].phase == "search"
    # it travels to other processes, as strategies that spawn need
    again = pickle.loads(pickle.dumps(callback))
    assert isinstance(again, Callback) and again.runs == []


def test_hugging_face_measures_the_training():
    callback = HuggingFace(epochs=True, tags=["h"])
    args = types.SimpleNamespace(run_name="tuned")
    state, control = types.SimpleNamespace(epoch=0.0), types.SimpleNamespace()
    callback.on_init_end(args, state, control)
    callback.on_train_begin(args, state, control, model=None)
    for epoch in range(2):
        state.epoch = float(epoch)
        callback.on_epoch_begin(args, state, control)
        callback.on_step_begin(args, state, control)
        time.sleep(0.02)
        callback.on_step_end(args, state, control)
        callback.on_epoch_end(args, state, control)
    callback.on_train_end(args, state, control)
    assert [one.name for one in callback.runs] == ["tuned, epoch 0", "tuned, epoch 1", "tuned"]
    assert len(holon.Ledger().runs(tag="h")) == 1


def test_hugging_face_keeps_its_base(monkeypatch):
    class TrainerCallback:
        def on_log(self, args, state, control, **kwargs) -> None: ...

    module = types.ModuleType("transformers.trainer_callback")
    module.TrainerCallback = TrainerCallback
    monkeypatch.setitem(sys.modules, "transformers.trainer_callback", module)
    assert isinstance(HuggingFace(), TrainerCallback)


def test_hugging_face_has_its_base_before_a_part_of_the_package_was_used(monkeypatch, tmp_path):
    # as transformers does it: the package is imported, its parts are not yet
    package = tmp_path / "transformers"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "trainer_callback.py").write_text("class TrainerCallback: ...")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "transformers.trainer_callback", raising=False)
    import transformers

    try:
        callback = HuggingFace()
        assert isinstance(callback, transformers.trainer_callback.TrainerCallback)
    finally:
        sys.modules.pop("transformers.trainer_callback", None)
        sys.modules.pop("transformers", None)


@pytest.mark.parametrize(("scope", "runs"), [("machine", 0), ("process", 1)])
def test_the_machine_is_counted_by_its_first_rank_alone(scope, runs):
    callback = HuggingFace(scope=scope, epochs=True)
    args = types.SimpleNamespace(local_process_index=1)
    state = types.SimpleNamespace(epoch=0.0)
    callback.on_train_begin(args, state, None)
    callback.on_epoch_begin(args, state, None)
    callback.on_epoch_end(args, state, None)
    callback.on_train_end(args, state, None)
    assert len(callback.runs) == 2 * runs
    assert len(holon.Ledger().runs()) == 2 * runs


def test_a_training_that_begins_anew_ends_the_one_before():
    callback = HuggingFace("twice")
    args = types.SimpleNamespace()
    callback.on_train_begin(args, None, None)
    callback.on_train_begin(args, None, None)
    callback.on_train_end(args, None, None)
    assert [one.failed for one in callback.runs] == [True, False]


def test_a_wrong_option_is_told_before_the_training():
    with pytest.raises(ValueError, match="no place"):
        Lightning(place="Atlantis")
    with pytest.raises(AttributeError):
        _ = Lightning().something_else
