# SPDX-License-Identifier: Apache-2.0
"""Every `pycon` block of the pages on Python, run and compared with what it prints."""

from __future__ import annotations

import doctest
import re

import pytest


@pytest.mark.parametrize("page", ["docs/python.md", "python/README.md"])
def test_the_page_is_true(page, root, monkeypatch):
    monkeypatch.chdir(root)
    text = (root / page).read_text()
    blocks = re.findall(r"^```pycon\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert blocks
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page, page, 0)
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=options, verbose=False)
    runner.run(test, out=told.append)
    assert runner.failures == 0, "".join(told)
