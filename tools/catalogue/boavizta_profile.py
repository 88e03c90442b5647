#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Carry what BoaviztAPI assumes over: boavizta_profile.py FOLDER

FOLDER is the source distribution of the Python package `boaviztapi` 2.5.0. Writes into
data/packs/agpl-3.0: profiles_boavizta.csv, the carbon of its zones (of rival sources the one of
highest priority, as its documentation says) and its cards (by_hand/profiles_boavizta.csv), and
cpu_power_boavizta.csv, the power of a processor by its load.
"""

import csv
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "data/packs/agpl-3.0"
PROVENANCE = {"source": "boaviztapi", "year": 2026, "licence": "facts"}
COLUMNS = "profile kind name value unit source year licence note".split()
CURVE = "family a_W b c d_W spread source year licence note".split()
RENAMED = {"SCG": "RS", "WOR": "WORLD", "EEE": "EU"}  # the source calls its row SCG Serbia


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def grids():
    with open(ROOT / "data/grids.csv", encoding="utf-8", newline="") as file:
        known = {row["iso3"]: row["code"] for row in csv.DictReader(file) if row["iso3"]}
    return known | RENAMED


def zones(folder):
    """Carbon in kg/kWh by our code."""
    table = rows_of(Path(folder) / "boaviztapi/data/crowdsourcing/electrical_mix.csv")
    codes, known, out = table[0][7:], grids(), {}
    # 1 is the highest priority
    for row in sorted((row for row in table[2:] if row[6] == "gwp"), key=lambda row: -int(row[4])):
        for code, text in zip(codes, row[7:]):
            if text and code in known:
                out[known[code]] = text, row[5]
    return out


def write(name, columns, rows):
    with open(PACK / name, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def main(folder):
    places = [{"profile": "boavizta", "kind": "place", "name": code,
               "value": f"{1000 * float(text):g}", "unit": "g/kWh", **PROVENANCE,
               "note": f"of {year}"} for code, (text, year) in sorted(zones(folder).items())]
    with open(Path(__file__).parent / "by_hand/profiles_boavizta.csv", encoding="utf-8") as file:
        cards = list(csv.DictReader(file))
    write("profiles_boavizta.csv", COLUMNS, places + cards)
    curves = rows_of(Path(folder) / "boaviztapi/data/consumption_profile/cpu/cpu_profile.csv")
    # a name that begins as another stands behind it
    curves = sorted(curves[1:], key=lambda row: -len(row[1]))
    write("cpu_power_boavizta.csv", CURVE,
          [dict(zip(CURVE, [row[1].lower(), *row[2:], "model-constant", *PROVENANCE.values(), ""]))
           for row in curves])


if __name__ == "__main__":
    main(sys.argv[1])
