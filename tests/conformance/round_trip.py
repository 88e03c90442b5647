#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Converts every .mdl of the community's test suite to XMILE and compares the two runs, digit by digit.

usage: round_trip.py --holon BINARY [--suite FOLDER] [--only TEXT] [--at-least SHARE]

A model that does not run by itself (its equation was lost, its data is elsewhere) is not counted. Ends with 1 when
fewer than the share agree.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile


def main():
    options = read_arguments()
    if not options.suite.is_dir():
        print(f"SKIPPED: {options.suite} is not there")
        return 0
    counts = {"same": 0, "differs": 0, "does not run": 0}
    rows = []
    for model in sorted(options.suite.rglob("*.mdl")):
        if options.only not in str(model):
            continue
        verdict, reason = check(options.holon, model)
        counts[verdict] += 1
        if verdict == "differs":
            rows.append((model.relative_to(options.suite), reason))
    compared = counts["same"] + counts["differs"]
    print(f"{counts['same']} of {compared} models give the same numbers from XMILE; "
          f"{counts['does not run']} do not run by themselves")
    for name, reason in rows:
        print(f"  {name}\n      {reason}")
    return 0 if compared == 0 or counts["same"] / compared >= options.at_least else 1


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--holon", required=True)
    parser.add_argument("--suite", type=pathlib.Path, default=pathlib.Path("../shared/data/sdx-test-models"))
    parser.add_argument("--only", default="")
    parser.add_argument("--at-least", type=float, default=1.0)
    return parser.parse_args()


def check(holon, model):
    given = model.parent / "data.tab"
    data = ["--data", str(given)] if given.exists() and "generate" not in model.name else []
    with tempfile.TemporaryDirectory() as folder:
        # beside the files it may read
        copy = pathlib.Path(folder) / "model"
        shutil.copytree(model.parent, copy)
        first = simulate(holon, copy / model.name, data)
        if first.returncode:
            return "does not run", ""
        target = copy / "converted.xmile"
        converted = run(holon, "model", "convert", str(copy / model.name), "--to", str(target))
        if converted.returncode:
            return "differs", "is not converted: " + said(converted)
        second = simulate(holon, target, data)
        if second.returncode:
            return "differs", "does not run: " + said(second)
        return ("same", "") if first.stdout == second.stdout else ("differs", difference(first.stdout, second.stdout))


def simulate(holon, model, data):
    return run(holon, "simulate", str(model), "--csv", "-", "--color", "never", *data)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=120, check=False)


def said(done):
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return " | ".join(lines[:4]) or f"ends with {done.returncode}"


def difference(first, second):
    a, b = first.splitlines(), second.splitlines()
    if a[:1] != b[:1]:
        return f"other columns: {sorted(set(a[0].split(',')) ^ set(b[0].split(',')))[:4]}"
    for x, y in zip(a, b):
        if x != y:
            names = a[0].split(",")
            at = next((i for i, (p, q) in enumerate(zip(x.split(","), y.split(","))) if p != q), 0)
            return f"{names[min(at, len(names) - 1)]}: {x.split(',')[at]} became {y.split(',')[at]}"
    return f"{len(a)} rows became {len(b)}"


if __name__ == "__main__":
    sys.exit(main())
