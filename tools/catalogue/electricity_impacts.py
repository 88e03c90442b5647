#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Carry the further impacts of electricity over: electricity_impacts.py FOLDER > TABLE

FOLDER is the source distribution of the Python package `boaviztapi` 2.5.0, whose electrical_mix.csv
carries ADEME's Base IMPACTS of 2011 by country; TABLE is
data/packs/agpl-3.0/electricity/grid_impacts.csv. What cannot be right is left out:

- a zero: the source fills what it lacks with zeros (land use everywhere, ozone in 131 countries);
- acidification below what the nitrogen oxides of the same row's eutrophication alone would give,
  or more than five times away from the usual ratio to particulate matter;
- terrestrial eutrophication more than five times away from its ratio to the marine one, which is
  the same within 0.3 % elsewhere (both count nitrogen oxides).
"""

import csv
import math
import statistics
import sys
from pathlib import Path

FILE = "boaviztapi/data/crowdsourcing/electrical_mix.csv"
GRIDS = Path(__file__).resolve().parents[2] / "data/grids.csv"
COLUMNS = "code category unit value spread source year licence note".split()
CRITERIA = {  # of the source: our category, its unit, how far a figure may be off
    "adpe": ("minerals", "kg Sb eq/kWh", "minerals-lca"),
    "adpf": ("fossil resources", "MJ fossil/kWh", "electricity-2011"),
    "ap": ("acidification", "mol H+ eq/kWh", "electricity-2011"),
    "epf": ("eutrophication freshwater", "kg P eq/kWh", "electricity-2011"),
    "epm": ("eutrophication marine", "kg N eq/kWh", "electricity-2011"),
    "ept": ("eutrophication terrestrial", "mol N eq/kWh", "electricity-2011"),
    "ir": ("ionising radiation", "kBq U235 eq/kWh", "electricity-2011"),
    "odp": ("ozone depletion", "kg CFC-11 eq/kWh", "electricity-2011"),
    "pm": ("particulate matter", "disease/kWh", "electricity-2011"),
    "pocp": ("photochemical ozone", "kg NMVOC eq/kWh", "electricity-2011"),
}
RENAMED = {"SCG": "RS", "WOR": "WORLD"}  # the source calls its row SCG Serbia
# mol H+ of acidification per mol N of terrestrial eutrophication, of nitrogen oxides (EF 3.1)
OF_NITROGEN_OXIDES = 0.74 / 4.26
TOO_FAR = 5


def criteria(folder):
    """By criterion and country, as text and as number; the rows of 2011 alone."""
    with open(Path(folder) / FILE, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    out = {}
    for row in rows[2:]:
        if row[5] == "2011" and row[6] in CRITERIA:
            out[row[6]] = {code: text for code, text in zip(rows[0][7:], row[7:])
                           if text and float(text) != 0}
    return out


def far_from_usual(above, below):
    """Countries whose ratio of two criteria is far from the median's."""
    ratios = {code: math.log(float(above[code]) / float(below[code]))
              for code in above if code in below}
    usual = statistics.median(ratios.values())
    return {code for code, ratio in ratios.items() if abs(ratio - usual) > math.log(TOO_FAR)}


def slips(known):
    """What cannot be right, by criterion."""
    wrong = far_from_usual(known["ept"], known["epm"])
    acid = far_from_usual(known["pm"], known["ap"])
    for code, text in known["ap"].items():
        if float(text) < OF_NITROGEN_OXIDES * float(known["ept"][code]):
            acid.add(code)
    return {"ept": wrong, "ap": acid}


def main(folder):
    with GRIDS.open(encoding="utf-8", newline="") as file:
        grids = {row["iso3"] or row["code"]: row["code"] for row in csv.DictReader(file)
                 if row["level"] in ("country", "group")}
    grids |= {code: grid for code, grid in RENAMED.items()}
    known = criteria(folder)
    wrong = slips(known)
    for criterion, codes in wrong.items():
        print(f"left out of {criterion}: {' '.join(sorted(codes))}", file=sys.stderr)
    out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    out.writeheader()
    for criterion, (category, unit, spread) in CRITERIA.items():
        for code, text in sorted(known[criterion].items(), key=lambda cell: grids.get(cell[0], "")):
            if code in grids and code not in wrong.get(criterion, ()):
                out.writerow({"code": grids[code], "category": category, "unit": unit,
                              "value": f"{float(text):g}", "spread": spread,
                              "source": "base-impacts-electricity", "year": 2011,
                              "licence": "facts", "note": ""})


if __name__ == "__main__":
    main(sys.argv[1])
