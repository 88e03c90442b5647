# SPDX-License-Identifier: Apache-2.0
"""The catalogue that studies and measurements look things up in."""

from __future__ import annotations

import os

from holon import _core


def use_catalog(*folders: str | os.PathLike[str]) -> None:
    """From here on tables of these folders stand before holon's own, as with `--catalog`.

    They have the names and columns of holon's (data/README.md). Without folders holon's own
    alone count again. What was loaded or opened before keeps the catalogue it began with.

    Raises DiagnosticError with every mistake in the tables, WorldError where a folder cannot be
    read.
    """
    _core.use_catalog([os.fspath(folder) for folder in folders])
