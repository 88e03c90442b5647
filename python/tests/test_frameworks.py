# SPDX-License-Identifier: Apache-2.0
"""Devices are waited for where a framework is imported, and only there."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
import types

import pytest

import holon


class FakeCuda:
    def __init__(self, devices: int, initialised: bool = True, fault: Exception | None = None) -> None:
        self.waited: list[int] = []
        self._devices, self._initialised, self._fault = devices, initialised, fault

    def is_available(self) -> bool:
        return self._devices > 0

    def is_initialized(self) -> bool:
        return self._initialised

    def device_count(self) -> int:
        return self._devices

    def synchronize(self, index: int) -> None:
        if self._fault is not None:
            raise self._fault
        self.waited.append(index)


@pytest.fixture()
def torch(monkeypatch):
    def imported(cuda: FakeCuda) -> FakeCuda:
        module = types.ModuleType("torch")
        module.cuda = cuda
        monkeypatch.setitem(sys.modules, "torch", module)
        return cuda

    return imported


def test_every_device_is_waited_for_at_both_edges(torch):
    cuda = torch(FakeCuda(2))
    with holon.measure(ledger=False):
        assert cuda.waited == [0, 1]
    assert cuda.waited == [0, 1, 0, 1]


def test_what_a_device_does_while_it_is_waited_for_falls_into_the_window(torch):
    """A stand-in for NVIDIA's library counts 100 J while the last edge waits for the device."""
    path = os.environ.get("HOLON_FAKE_NVML")
    if not path:
        pytest.skip("HOLON_FAKE_NVML names no stand-in for NVIDIA's library")
    library = ctypes.CDLL(path)
    library.fake_nvml_state.restype = ctypes.c_void_p
    # behind two std::string and the bus (src/meter/sensors/fake_nvml.h)
    counter_mJ = ctypes.c_ulonglong.from_address(library.fake_nvml_state() + 72)

    class Busy(FakeCuda):
        def synchronize(self, index: int) -> None:
            super().synchronize(index)
            time.sleep(0.4)
            counter_mJ.value += 100_000

    torch(Busy(1))
    with holon.measure(machine=holon.Machine(nvml=path)) as run:
        time.sleep(0.3)
        counter_mJ.value += 23_456
    (gpu,) = [
        one for one in run.run.data["energy"] if one["component"] == "gpu" and one["counted"]
    ]
    assert gpu["evidence"] == "measured"
    assert gpu["energy [J]"] == pytest.approx(123.456, abs=1e-9)
    assert run.run.data["hardware"]["accelerators"][0]["model"] == "NVIDIA H100 80GB HBM3"
    assert holon.Ledger().runs().energy.measured_J == pytest.approx(123.456)


def test_a_device_that_nobody_has_used_is_left_alone(torch):
    cuda = torch(FakeCuda(2, initialised=False))
    with holon.measure(ledger=False):
        pass
    assert cuda.waited == []


def test_who_does_not_want_it_does_not_get_it(torch):
    cuda = torch(FakeCuda(1))
    with holon.measure(ledger=False, synchronise=False):
        pass
    assert cuda.waited == []


def test_a_framework_that_refuses_never_reaches_the_work(torch, caplog):
    torch(FakeCuda(1, fault=RuntimeError("the device is lost")))
    with holon.measure(ledger=False) as run:
        pass
    assert run.has_ended
    assert "the device is lost" in caplog.text


def test_jax_is_waited_for_where_it_has_devices(monkeypatch):
    waited: list[str] = []

    class Value:
        def __init__(self, device: str) -> None:
            self._device = device

        def __add__(self, other: float) -> Value:
            return self

        def block_until_ready(self) -> None:
            waited.append(self._device)

    jax = types.ModuleType("jax")
    jax.local_devices = lambda: ["gpu:0", "gpu:1"]
    jax.device_put = lambda value, device: Value(device)
    bridge = types.ModuleType("jax._src.xla_bridge")
    bridge._backends = {}
    monkeypatch.setitem(sys.modules, "jax", jax)
    monkeypatch.setitem(sys.modules, "jax._src.xla_bridge", bridge)
    with holon.measure(ledger=False):
        assert waited == []
        bridge._backends = {"cuda": object()}
    assert waited == ["gpu:0", "gpu:1"]


def test_nothing_is_imported():
    """Importing holon and measuring bring in no framework, no pandas, and no notebook."""
    code = (
        "import sys, holon\n"
        "with holon.measure(ledger=False): pass\n"
        "heavy = {'torch', 'jax', 'tensorflow', 'cupy', 'lightning', 'pytorch_lightning',"
        " 'transformers', 'pandas', 'sklearn', 'IPython'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "[]\n", done.stderr
