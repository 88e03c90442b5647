# SPDX-License-Identifier: Apache-2.0
"""What other calculators assume."""

import re

import names
from places import green_algorithms_centres
from tables import handle, number, read_csv

PROFILES = "profile kind name value unit source year licence note".split()


def profiles(sources):
    """The figures with which another calculator works, for a study that wants its number."""
    return mlco2_profile(sources) + green_algorithms_profile(sources) + codecarbon_profile(sources)


def profile_row(profile, kind, name, value, unit, source, year, licence, note=""):
    return {"profile": profile, "kind": kind, "name": name, "value": number(value), "unit": unit,
            "source": source, "year": year, "licence": licence, "note": note}


def mlco2_profile(sources):
    folder = sources / "mlco2-impact/data"
    told = ("ml-co2-impact",), ("mlco2-impact", 2026, "MIT")
    rows = []
    for line in (folder / "gpus.csv").read_text(encoding="utf-8").splitlines()[1:]:
        name, _, watts = line.split(",")[:3]
        rows.append(profile_row(*told[0], "hardware", name, watts, "W", *told[1]))
    for row in read_csv(folder / "impact.csv"):
        region = row["region"] or "fr-par"
        value = row["impact"]
        if re.fullmatch(r"[\d.]+", value or "") and float(value) > 0:
            rows.append(profile_row(*told[0], "place", f"{row['provider']}/{region}", value,
                                    "g/kWh", *told[1]))
    return rows


def green_algorithms_profile(sources):
    folder = sources / "green-algorithms/data/latest"
    told = "green-algorithms", 2025, "CC-BY-4.0"

    def row(kind, name, value, unit):
        return profile_row("green-algorithms", kind, name, value, unit, *told)

    out = [row("hardware", r["model"], r["TDP_per_core"], "W")
           for r in read_csv(folder / "TDP_gpu.csv", skip=1) if r["model"] != "Any"]
    carbon = {r["location"]: r["carbonIntensity"]
              for r in read_csv(folder / "CI_aggregated.csv", skip=1)}
    for code, value in carbon.items():
        code = names.GREEN_ALGORITHMS_GRID.get(code, code)
        out.append(row("place", code, value, "g/kWh"))
    average = {r["provider"]: r["PUE"] for r in read_csv(folder / "defaults_PUE.csv", skip=1)}
    for centre in green_algorithms_centres(sources):
        provider, name = centre["provider"], centre["Name"].replace(" (Public)", "").strip()
        name = name if provider == "gcp" else handle(name).replace("-", "")
        if provider in ("gcp", "azure") and centre["location"] in carbon:
            code = f"{provider}/{name}"
            out.append(row("place", code, carbon[centre["location"]], "g/kWh"))
            pue = centre["PUE"] or average.get(provider) or average["Unknown"]
            out.append(row("pue", code, pue, "1"))
    out.append(row("pue", "", average["Unknown"], "1"))
    out.append(row("memory power", "", 0.3725, "W/GB"))
    return out


def unique_profile(rows):
    seen = set()
    keys = ("profile", "kind", "name")
    return [row for row in rows
            if not ((key := tuple(row[k] for k in keys)) in seen or seen.add(key))]


def codecarbon_profile(sources):
    told = "codecarbon-regions", 2025, "MIT"
    rows = read_csv(sources / "codecarbon/cloud/impact.csv")
    return [
        profile_row("codecarbon", "place", f"{row['provider']}/{row['region']}", row["impact"],
                    "g/kWh", *told)
        for row in rows if row["impact"] and float(row["impact"]) > 0
    ]
