#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every test that docs/methods/pitfalls.md names is there, by the very name."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = "docs/methods/pitfalls.md"


def names_in(text):
    """Of tests in C++ and in Python; a long name may be written in several pieces."""
    cases = re.findall(r'TEST_CASE\(((?:\s*"(?:[^"\\]|\\.)*")+)', text)
    joined = ("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', case)) for case in cases)
    return {name.replace('\\"', '"') for name in joined} | set(re.findall(r"^def (test_\w+)", text, re.M))


def main():
    known = set()
    for pattern in ("src/**/*_test.cpp", "python/tests/test_*.py"):
        for path in ROOT.glob(pattern):
            known |= names_in(path.read_text(encoding="utf-8"))
    rows = [line for line in (ROOT / PAGE).read_text(encoding="utf-8").splitlines()
            if line.startswith("| ") and line.count("|") >= 4]
    named = [name for row in rows for name in re.findall(r'"([^"]+)"|`(test_\w+)`', row.split("|")[-2])]
    missing = [a or b for a, b in named if (a or b) not in known]
    for name in missing:
        print(f"{PAGE}: there is no test `{name}`")
    if missing or len(named) < 60:
        sys.exit(f"{len(named)} tests are named, {len(missing)} of them are not there")
    print(f"{len(named)} tests are named and there")


main()
