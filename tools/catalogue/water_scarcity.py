#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Carry AWARE 2.0's country factors over: water_scarcity.py WHEEL > data/water_scarcity.csv

WHEEL is the wheel of the Python package `edges` 1.5.0, which carries the factors as JSON. Those of
non-agricultural use, by the year, are taken, for countries of grids.csv.
"""

import csv
import json
import sys
import zipfile
from pathlib import Path

FILE = "edges/data/AWARE 2.0_Country_non_irri_yearly.json"
GRIDS = Path(__file__).resolve().parents[2] / "data/grids.csv"
COLUMNS = "code m3_world_eq_per_m3 spread source year licence note".split()


def factors(wheel):
    """By country; water taken from the ground and from rivers has one factor there."""
    with zipfile.ZipFile(wheel) as package:
        rows = json.loads(package.read(FILE))["exchanges"]
    out = {}
    for row in rows:
        if row["supplier"]["categories"] == ["natural resource", "in water"]:
            known = out.setdefault(row["consumer"]["location"], row["value"])
            assert known == row["value"], row
    return out


def main(wheel):
    with GRIDS.open(encoding="utf-8", newline="") as file:
        countries = {row["code"] for row in csv.DictReader(file) if row["level"] == "country"}
    out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    out.writeheader()
    for code, value in sorted(factors(wheel).items()):
        if code in countries:
            out.writerow({"code": code, "m3_world_eq_per_m3": f"{value:g}", "spread": "basin-mean",
                          "source": "aware-2", "year": 2025, "licence": "MIT", "note": ""})


if __name__ == "__main__":
    main(sys.argv[1])
