#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Check holon's catalogue tables: check.py [DATA]

Codes are unique, keys resolve, shares add up, numbers are numbers in a plausible range, and every
row says its source, year, licence and how sure it is. Prints the rows of each table; exits 1 with
file, line and reason of every fault.
"""

import csv
import sys
from pathlib import Path

TABLES = (
    "sources pedigree technologies grids places accelerators cpus embodied defaults part_models grid_years"
    " instances profiles coverage water_scarcity facilities grid_impacts"
    " packs/agpl-3.0/electricity/grid_impacts"
    " packs/agpl-3.0/part_models_boavizta packs/cc-by-sa-4.0/part_models_hubblo"
    " packs/agpl-3.0/profiles_boavizta packs/agpl-3.0/cpu_power_boavizta"
    " packs/cc-by-sa-4.0/grid_margins packs/cc-by-sa-4.0/freight/defaults"
).split()
IMPACT_TABLES = [table for table in TABLES if "grid_impacts" in table]
PROFILES = [table for table in TABLES if "profiles" in table]
PARTS = [table for table in TABLES if "part_models" in table]
DRIVERS = {  # of a part's impact, and what it is counted in
    "unit": "", "die area": "cm2 mm2", "good die area": "mm2", "wafer area": "cm2",
    "memory die area": "mm2", "mass": "kg", "casing mass": "kg", "heatsink mass": "kg",
    "disposed mass": "kg", "board area": "cm2", "freight by boat": "kg/km",
    "freight by truck": "kg/km", "fab energy": "cm2", "yielded die area": "cm2",
    "yielded capacity": "GB", "capacity": "GB", "packages": "",
    "provisioned power time": "W/year",
}
# what makes a row of a table the only one
KEYS = {
    "sources": ["key"], "pedigree": ["rule"], "technologies": ["technology", "quantity"],
    "embodied": ["item", "model", "category", "unit"], "defaults": ["name"], "packs/cc-by-sa-4.0/freight/defaults": ["name"],
    **{table: ["profile", "kind"] for table in PROFILES},
    "packs/agpl-3.0/cpu_power_boavizta": ["family"],
    "coverage": ["stage", "impact", "how", "text"],
    **{table: ["part", "driver", "category"] for table in PARTS},
    **{table: ["code", "category"] for table in IMPACT_TABLES},
}
# table, column: the range outside of which a figure must be a slip
RANGES = {
    ("pedigree", "gsd"): (1, 10), ("grids", "year"): (2005, 2030),
    ("grids", "carbon_g_per_kWh"): (0.5, 1400), ("places", "carbon_g_per_kWh"): (0.5, 1300),
    ("grid_years", "year"): (2000, 2030), ("grid_years", "carbon_g_per_kWh"): (0.5, 1400),
    ("instances", "vcpus"): (0.1, 2000), ("instances", "memory_GB"): (0.1, 40000),
    ("instances", "server_embodied_kg"): (500, 60000), ("instances", "power_W"): (0.3, 30000),
    ("instances", "server_vcpus"): (0.1, 2000), ("instances", "idle_W"): (0.1, 30000),
    ("places", "pue"): (1, 3), ("places", "wue_L_per_kWh"): (0, 10),
    ("accelerators", "power_W"): (5, 3000), ("accelerators", "die_mm2"): (50, 2000),
    ("accelerators", "process_nm"): (2, 90), ("accelerators", "memory_GB"): (0.1, 400),
    ("accelerators", "bandwidth_GB_per_s"): (10, 100000),
    ("accelerators", "dense_fp16_TFLOP_per_s"): (0.01, 6000),
    ("accelerators", "fp32_TFLOP_per_s"): (0.1, 300),
    ("accelerators", "price_USD"): (50, 100000), ("cpus", "cores"): (1, 512),
    ("cpus", "power_W"): (1, 700), ("cpus", "process_nm"): (2, 90),
    ("technologies", "median"): (0, 1000), ("technologies", "low"): (0, 1000),
    ("technologies", "high"): (0, 2500), ("embodied", "value"): (0, 1e8),
    ("embodied", "low"): (0, 1e8), ("embodied", "high"): (0, 1e8),
    ("defaults", "value"): (0, 1e6), ("defaults", "low"): (0, 1e6), ("defaults", "high"): (0, 1e6),
}
RANGES |= {("facilities", "pue_low"): (1, 3), ("facilities", "pue_high"): (1, 4),
           ("facilities", "wue_low_L_per_kWh"): (0, 10),
           ("facilities", "wue_high_L_per_kWh"): (0, 15)}
RANGES[("water_scarcity", "m3_world_eq_per_m3")] = (0.1, 100)
RANGES |= {(table, "value"): (0.1, 2000) for table in PROFILES}
RANGES |= {("packs/agpl-3.0/cpu_power_boavizta", column): bounds for column, bounds in
           {"a_W": (1, 1000), "b": (0.001, 1), "c": (1, 100), "d_W": (-100, 100)}.items()}
RANGES[("packs/cc-by-sa-4.0/grid_margins", "operating_margin_g_per_kWh")] = (0, 1700)
RANGES |= {(table, "value"): (1e-20, 1e4) for table in PARTS}
SHARES = "coal gas oil nuclear hydro wind solar biomass geothermal other".split()
UNITS = {"carbon intensity": "g/kWh", "direct carbon intensity": "g/kWh",
         "water consumption": "L/kWh", "water withdrawal": "L/kWh",
         "early deaths": "deaths/TWh", "primary energy": "MJ/kWh"}
CATEGORIES = {"climate": "kg CO2e", "minerals": "kg Sb eq", "primary energy": "MJ", "e-waste": "kg"}
PART_CATEGORIES = {  # with the kinds that a study's own figures have, and those of EF 3.1
    "climate": "kg CO2e", "minerals": "kg Sb eq", "primary energy": "MJ primary",
    "e-waste": "kg e-waste", "fossil resources": "MJ fossil", "acidification": "mol H+ eq",
    "ecotoxicity": "CTUe", "human toxicity cancer": "CTUh cancer",
    "human toxicity non-cancer": "CTUh non-cancer", "eutrophication freshwater": "kg P eq",
    "eutrophication marine": "kg N eq", "eutrophication terrestrial": "mol N eq",
    "ionising radiation": "kBq U235 eq", "land use": "pt", "ozone depletion": "kg CFC-11 eq",
    "particulate matter": "disease", "photochemical ozone": "kg NMVOC eq",
}
# an impact per kWh: outside of this a figure must be a slip
IMPACTS = {
    "minerals": (1e-9, 3e-6), "primary energy": (1, 60), "fossil resources": (1e-3, 100),
    "acidification": (1e-6, 0.5), "ecotoxicity": (1e-6, 1000),
    "human toxicity cancer": (1e-15, 1e-6), "human toxicity non-cancer": (1e-15, 1e-5),
    "eutrophication freshwater": (1e-10, 1e-2), "eutrophication marine": (1e-7, 0.05),
    "eutrophication terrestrial": (1e-6, 0.5), "ionising radiation": (1e-5, 50),
    "land use": (1e-4, 500), "ozone depletion": (1e-12, 1e-6),
    "particulate matter": (1e-11, 6e-6), "photochemical ozone": (1e-7, 0.1),
}
LEVELS = {"country", "group", "subnational"}
SCOPES = {"life cycle", "direct"}
# figures that a person looked up: a table that lost them was carried over from the wrong column
KNOWN = {"FR": 56.039, "US": 369.473, "SE": 40.695, "DE": 380.95, "IN": 713.441, "PL": 661.926,
         "WORLD": 483.18}
LEAST = {"grids": 260, "places": 120, "accelerators": 140, "cpus": 2000, "embodied": 100,
         "instances": 1000, "grid_years": 1000}


class Check:
    def __init__(self, folder):
        self.tables = {name: read(folder / f"{name}.csv") for name in TABLES}
        self.faults = []

    def fault(self, table, line, text):
        self.faults.append(f"{table}.csv:{line}: {text}")

    def rows(self, table):
        """Rows with their line numbers; the header is line 1."""
        return enumerate(self.tables[table], start=2)

    def keys(self, table, column):
        return {row[column] for row in self.tables[table]}

    def run(self):
        for table in TABLES:
            self.unique(table)
            self.numbers(table)
            self.provenance(table)
        self.grids()
        self.places()
        self.accelerators()
        self.kinds()
        for table, least in LEAST.items():
            if len(self.tables[table]) < least:
                self.fault(table, 1, f"fewer than {least} rows")

    def unique(self, table):
        seen = set()
        for line, row in self.rows(table):
            key = tuple(row[column] for column in KEYS.get(table, ["code"]))
            if table in PROFILES:  # a figure without a name is the calculator's default
                key += (row["name"] or "default",)
            if key in seen or not all(key):
                self.fault(table, line, f"repeated or empty key {key}")
            seen.add(key)

    def numbers(self, table):
        for line, row in self.rows(table):
            if None in row or None in row.values():
                self.fault(table, line, "more or fewer cells than the header")
            for column, text in row.items():
                bounds = RANGES.get((table, column))
                if bounds and text:
                    self.number(table, line, column, text, bounds)
            self.interval(table, line, row)

    def number(self, table, line, column, text, bounds):
        value = parsed(text)
        if value is None or not bounds[0] <= value <= bounds[1]:
            self.fault(table, line, f"{column} = {text}, expected a number in {bounds}")

    def interval(self, table, line, row):
        low, high = parsed(row.get("low")), parsed(row.get("high"))
        middle = parsed(row.get("value") or row.get("median"))
        if (low is None) != (high is None):
            self.fault(table, line, "low without high, or high without low")
        elif low is not None and not low <= middle <= high:
            self.fault(table, line, f"{middle} is not within {low} .. {high}")

    def provenance(self, table):
        if table in ("sources", "pedigree"):
            return
        if table == "coverage":
            return self.coverage()
        licences = {row["key"]: row["licence"] for row in self.tables["sources"]}
        rules = self.keys("pedigree", "rule")
        for line, row in self.rows(table):
            if row["source"] not in licences:
                self.fault(table, line, f"unknown source {row['source']!r}")
            elif row["licence"] != licences[row["source"]]:
                self.fault(table, line, f"licence {row['licence']!r} is not its source's")
            if not row["year"].isdigit():
                self.fault(table, line, f"year {row['year']!r}")
            if table in PROFILES:  # another's assumption, taken as it is
                continue
            if table == "facilities":  # ranges of its own
                self.facility(line, row)
                continue
            if row["spread"] and row["spread"] not in rules:
                self.fault(table, line, f"unknown pedigree rule {row['spread']!r}")
            if bool(row["spread"]) == bool(row.get("low")):
                self.fault(table, line, "needs either a pedigree rule or low and high")

    def facility(self, line, row):
        """Both ends of both ranges, the lower first."""
        for low, high in (("pue_low", "pue_high"), ("wue_low_L_per_kWh", "wue_high_L_per_kWh")):
            ends = parsed(row[low]), parsed(row[high])
            if None in ends or ends[0] > ends[1]:
                self.fault("facilities", line, f"{low} .. {high} is no range")

    def coverage(self):
        """A number names what it is counted as; words name their source."""
        keys = self.keys("sources", "key")
        for line, row in self.rows("coverage"):
            if row["how"] not in ("number", "words") or not row["text"]:
                self.fault("coverage", line, "neither a number nor words")
            if (row["how"] == "number") != bool(row["counted_as"]):
                self.fault("coverage", line, "a number says as what it is counted, words do not")
            if row["source"] not in keys and (row["how"] == "words" or row["source"]):
                self.fault("coverage", line, f"unknown source {row['source']!r}")

    def grids(self):
        for line, row in self.rows("grids"):
            shares = [row[name] for name in SHARES if row[name]]
            if shares and abs(sum(map(float, shares)) - 1) > 0.01:
                self.fault("grids", line, f"shares add up to {sum(map(float, shares)):.4f}")
            if not shares and not row["carbon_g_per_kWh"]:
                self.fault("grids", line, "neither carbon nor shares")
            if row["level"] not in LEVELS or row["scope"] not in SCOPES:
                self.fault("grids", line, f"level {row['level']!r}, scope {row['scope']!r}")
        carbon = {row["code"]: parsed(row["carbon_g_per_kWh"]) for row in self.tables["grids"]}
        for code, value in KNOWN.items():
            if carbon.get(code) != value:
                self.fault("grids", 1, f"{code} is {carbon.get(code)}, known to be {value}")
        if sum(row["level"] == "country" for row in self.tables["grids"]) < 200:
            self.fault("grids", 1, "fewer than 200 countries")

    def places(self):
        codes, sources = self.keys("grids", "code"), self.keys("sources", "key")
        for line, row in self.rows("places"):
            if row["grid"] not in codes:
                self.fault("places", line, f"unknown grid {row['grid']!r}")
            for figure, source in (("pue", "pue_source"), ("wue_L_per_kWh", "wue_source")):
                if bool(row[figure]) != bool(row[source]):
                    self.fault("places", line, f"{figure} and {source} do not go together")
                if row[source] and row[source] not in sources:
                    self.fault("places", line, f"unknown source {row[source]!r}")
            if bool(row["carbon_g_per_kWh"]) != (row["scope"] in SCOPES):
                self.fault("places", line, "carbon and scope do not go together")

    def accelerators(self):
        items = self.keys("embodied", "item")
        seen = self.keys("accelerators", "code")
        for line, row in self.rows("accelerators"):
            if row["embodied_item"] not in items:
                self.fault("accelerators", line, f"no embodied item {row['embodied_item']!r}")
            for alias in filter(None, row["aliases"].split(";")):
                if alias in seen:
                    self.fault("accelerators", line, f"alias {alias!r} is taken")
                seen.add(alias)

    def kinds(self):
        """Units fit the quantity or category they stand for."""
        for line, row in self.rows("technologies"):
            if UNITS.get(row["quantity"]) != row["unit"]:
                self.fault("technologies", line, f"{row['quantity']} in {row['unit']}")
        for line, row in self.rows("embodied"):
            if row["unit"].split("/")[0] != CATEGORIES.get(row["category"]):
                self.fault("embodied", line, f"{row['category']} in {row['unit']}")
        for table in PARTS:
            for line, row in self.rows(table):
                self.part(table, line, row)
        for table in IMPACT_TABLES:
            for line, row in self.rows(table):
                self.impact(table, line, row)

    def impact(self, table, line, row):
        """An impact of a kWh of a known grid, in the unit of its category, within its range."""
        if row["code"] not in self.keys("grids", "code"):
            self.fault(table, line, f"unknown grid {row['code']!r}")
        bounds = IMPACTS.get(row["category"])
        if bounds is None or row["unit"] != PART_CATEGORIES[row["category"]] + "/kWh":
            self.fault(table, line, f"{row['category']} in {row['unit']}")
        else:
            self.number(table, line, "value", row["value"], bounds)

    def part(self, table, line, row):
        """A coefficient is an impact per what drives it; of fab energy it is electricity."""
        amount, _, per = row["unit"].partition("/")
        wanted = PART_CATEGORIES.get(row["category"])
        wanted = "kWh" if row["driver"] == "fab energy" else wanted
        known = DRIVERS.get(row["driver"])
        if amount != wanted or known is None or per not in (known.split() or [""]):
            self.fault(table, line, f"{row['category']} by {row['driver']} in {row['unit']}")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parsed(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def main(arguments):
    default = Path(__file__).resolve().parents[2] / "data"
    check = Check(Path(arguments[0]) if arguments else default)
    check.run()
    for name in TABLES:
        print(f"{name:14}{len(check.tables[name]):6} rows")
    for fault in check.faults:
        print(fault, file=sys.stderr)
    return 1 if check.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
