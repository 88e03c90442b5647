#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The catalogue's check refuses what it is there to refuse: each planted fault is told at its line."""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import check

ROOT = Path(__file__).resolve().parents[2]
# table, a text of its first row, what takes its place, and a word of the refusal
PLANTED = [
    ("accelerators", ",epoch-hardware,", ",,", "unknown source"),
    ("accelerators", ",CC-BY-4.0,", ",MIT,", "licence"),
    ("embodied", ",climate,kg CO2e,", ",climate,MJ,", "climate in MJ"),
    ("embodied", ",climate,kg CO2e,273.4,", ",climate,kg CO2e,2734000000,", "expected a number"),
    ("grids", ",561.224,", ",561224,", "expected a number"),
    ("instances", ",1610.79,", ",1610790,", "expected a number"),
    ("instances", ",ccf,2026,", ",ccf,,", "year"),
    ("grid_years", ",country,2010,", ",country,1910,", "expected a number"),
    ("part_models", ",fab energy,climate,kWh/cm2,", ",fab energy,climate,kg CO2e/cm2,", "fab energy"),
    ("packs/agpl-3.0/part_models_boavizta", ",die area,", ",die areas,", "die areas"),
    ("packs/agpl-3.0/electricity/grid_impacts", ",kg Sb eq/", ",g Sb eq/", "minerals in"),
    ("packs/agpl-3.0/electricity/grid_impacts", "/kWh,", "/kWh,9999", "expected a number"),
    ("profiles", ",mlco2-impact,", ",nobody,", "unknown source"),
    ("coverage", ",words,,", ",words,hardware/climate,", "a number says"),
]


def refusal(table, old, new):
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(ROOT / "data", data)
        path = data / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        if old not in text:
            return None
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        done = subprocess.run([sys.executable, ROOT / "tools/catalogue/check.py", data],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stderr


# tables that a user may add to with --catalog, whose checks are the program's own
OWN = ("accelerators", "embodied", "grids", "instances", "grid_years", "part_models", "profiles",
       "coverage")


def own_refusal(holon, table, old, new):
    """What the program says of the same fault in a user's table."""
    with tempfile.TemporaryDirectory() as folder:
        text = (ROOT / f"data/{table}.csv").read_text(encoding="utf-8")
        (Path(folder) / f"{table}.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
        done = subprocess.run([holon, "--catalog", folder, "catalog"], capture_output=True,
                              text=True, check=False)
        return done.returncode, done.stderr


def bounds_that_differ():
    """The ranges of check.py and of the program, for the tables that both know."""
    text = (ROOT / "src/catalog/own_checks.cpp").read_text(encoding="utf-8")
    rows = re.findall(r'Bounds\{"(\w+)", "(\w+)", ([\d.e-]+), ([\d.e-]+)\}', text)
    ours = {(table, column): (float(low), float(high)) for table, column, low, high in rows}
    tables = {table for table, _ in ours}
    theirs = {key: tuple(map(float, value)) for key, value in check.RANGES.items()
              if key[0] in tables}  # fmt: skip
    rows = re.findall(r'ImpactBounds\{"([^"]+)", ([\d.e-]+), ([\d.e-]+)\}', text)
    impacts = {(category, float(low), float(high)) for category, low, high in rows}
    wanted = {(category, *map(float, bounds)) for category, bounds in check.IMPACTS.items()}
    different = [(key, tuple(bounds)) for key, *bounds in sorted(impacts ^ wanted)]
    return sorted(set(ours.items()) ^ set(theirs.items())) + different


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--holon")
    holon = parser.parse_args().holon
    faults = 0
    for key, value in bounds_that_differ():
        faults += 1
        print(f"{key}: {value} is not the range of both check.py and src/catalog/own_checks.cpp")
    for table, old, new, _ in PLANTED if holon else ():
        told = own_refusal(holon, table, old, new) if table in OWN else (3, f"{table}.csv:")
        if told[0] != 3 or f"{table}.csv:" not in told[1]:
            faults += 1
            print(f"--catalog: {table}: {new!r} for {old!r} is not refused: {told}")
    for table, old, new, word in PLANTED:
        told = refusal(table, old, new)
        if told is None or told[0] != 1 or word not in told[1] or f"{table}.csv:" not in told[1]:
            faults += 1
            print(f"{table}: {new!r} for {old!r} is not refused as it should be: {told}")
    print(f"{len(PLANTED)} planted faults, {faults} not refused")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
