# SPDX-License-Identifier: Apache-2.0
"""Work that a framework has handed to a GPU is waited for at the edges of a window, so that its
energy falls where it belongs. Only frameworks that are imported already are asked, and only where
they have touched a device: nothing is imported or initialised here."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

_log = logging.getLogger("holon")


def _torch(torch: Any) -> None:
    for name in ("cuda", "xpu"):
        device = getattr(torch, name, None)
        if device is None or not device.is_available() or not device.is_initialized():
            continue
        for index in range(device.device_count()):
            device.synchronize(index)
    if "torch.mps" in sys.modules and torch.backends.mps.is_available():
        torch.mps.synchronize()


def _jax(jax: Any) -> None:
    # asking for devices would make them; a private list says whether there are any
    bridge = sys.modules.get("jax._src.xla_bridge")
    if not getattr(bridge, "_backends", None):
        return
    # a device works off its queue in order: what is behind everything waits for everything
    for device in jax.local_devices():
        (jax.device_put(0.0, device) + 0.0).block_until_ready()


def _tensorflow(tensorflow: Any) -> None:
    eager = sys.modules.get("tensorflow.python.eager.context")
    if eager is None or eager.context_safe() is None:
        return
    tensorflow.test.experimental.sync_devices()


def _cupy(cupy: Any) -> None:
    for index in range(cupy.cuda.runtime.getDeviceCount()):
        with cupy.cuda.Device(index):
            cupy.cuda.runtime.deviceSynchronize()


_FRAMEWORKS: dict[str, Callable[[Any], None]] = {
    "torch": _torch,
    "jax": _jax,
    "tensorflow": _tensorflow,
    "cupy": _cupy,
}


def synchronise() -> None:
    """Waits for all devices of all frameworks that are imported. A framework that refuses is told in
    the log: a fault of the meter never reaches the work."""
    for name, wait in _FRAMEWORKS.items():
        framework = sys.modules.get(name)
        if framework is None:
            continue
        try:
            wait(framework)
        except Exception as fault:
            _log.warning("%s could not be synchronised: %s", name, fault)
