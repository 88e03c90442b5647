#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Carry published figures over into holon's own catalogue tables.

    carry_over.py SOURCES [DATA]

SOURCES is the folder of raw sources, one folder per source (the layout that data/README.md lists);
DATA is where the tables go (default: the repository's data folder). The script rewrites the tables
that come from bulk sources: grids, places, accelerators, cpus, embodied. Rows that a person
reviewed one by one stand in by_hand/ beside this script and are merged in. The other tables
(sources, pedigree, technologies, defaults) are kept by hand in DATA.

It chooses columns, converts units and names, and leaves out what is wrong or unclear; it never
fills a gap with a guess. A cell it cannot fill stays empty, which means "missing". The same input
gives the same bytes.
"""

import re
import sys
from pathlib import Path

import names
from devices import accelerators, cpus
from tables import HERE, by_hand, fraction, handle, number, read_act, read_csv, read_json, unique, write

GRIDS = (
    "code iso3 name level year scope carbon_g_per_kWh coal gas oil nuclear hydro wind solar biomass"
    " geothermal other spread source licence note"
).split()
PLACES = (
    "code provider name location grid year scope carbon_g_per_kWh pue wue_L_per_kWh spread source"
    " pue_source wue_source licence note"
).split()
ACCELERATORS = (
    "code aliases name maker type released power_W die_mm2 process_nm memory_GB bandwidth_GB_per_s"
    " dense_fp16_TFLOP_per_s fp32_TFLOP_per_s price_USD embodied_item spread source year licence"
    " note"
).split()
CPUS = (
    "code name maker cores power_W process_nm released spread source year licence note"
).split()
EMBODIED = (
    "item model category unit value low high spread source year licence note"
).split()
SHARES = "coal gas oil nuclear hydro wind solar biomass geothermal other".split()


# ---- grids


def country_grids(sources):
    mix = read_json(sources / "codecarbon/private_infra/global_energy_mix.json")
    return [country_grid(iso3, mix[iso3]) for iso3 in sorted(mix)]


def country_grid(iso3, entry):
    carbon = entry["carbon_intensity"]
    shares = country_shares(iso3, entry)
    notes = []
    if not shares:
        notes.append("the source's parts do not add up to its total: shares left out")
    if not carbon:
        notes.append("the source prints an intensity of 0, taken as missing")
    return {
        "code": names.ALPHA2[iso3], "iso3": iso3, "name": entry["country_name"],
        "level": "country", "year": entry["year"], "scope": "life cycle",
        "carbon_g_per_kWh": number(carbon) if carbon else "", **shares,
        "spread": country_spread(entry), "source": "owid-codecarbon", "licence": "CC-BY-4.0",
        "note": "; ".join(notes),
    }


def country_shares(iso3, entry):
    """Shares of generation, or nothing where the parts miss the total by more than 1 %."""
    total = entry["total_TWh"]
    for bioenergy, rest in renewables(entry):
        parts = {
            "coal": entry["coal_TWh"], "gas": entry["gas_TWh"], "oil": entry["oil_TWh"],
            "nuclear": entry["nuclear_TWh"], "hydro": entry["hydroelectricity_TWh"],
            "wind": entry["wind_TWh"], "solar": entry["solar_TWh"], "biomass": bioenergy,
            "geothermal": rest if iso3 in names.GEOTHERMAL else 0,
            "other": 0 if iso3 in names.GEOTHERMAL else rest,
        }
        if total and abs(sum(parts.values()) / total - 1) < 0.01:
            return {name: fraction(value / total) for name, value in parts.items()}
    return {}


def renewables(entry):
    """Readings of the source's overlapping columns, as (bioenergy, other renewables)."""
    bioenergy, rest = entry["biofuel_TWh"], entry["other_renewable_exc_biofuel_TWh"]
    both = entry["other_renewable_TWh"]
    return [(bioenergy, rest), (max(both - rest, 0), rest), (bioenergy, max(both - bioenergy, 0))]


def country_spread(entry):
    """Pedigree by what is known to go wrong: old data, small systems, low-carbon grids."""
    if int(entry["year"]) < 2022:
        return "country-old"
    if entry["total_TWh"] < 20:
        return "country-small"
    if entry["carbon_intensity"] < 100:
        return "country-low-carbon"
    return "country-mixed" if entry["carbon_intensity"] < 300 else "country-average"


GROUPS = {
    "European Union (27)": "EU", "Europe": "EUROPE", "Africa": "AFRICA", "Asia": "ASIA",
    "North America": "NORTH-AMERICA", "South America": "SOUTH-AMERICA", "Oceania": "OCEANIA",
    "Kosovo": "XK",
}
HISTORY = {
    "coal": "coal", "gas": "gas", "oil": "oil", "nuclear": "nuclear", "hydro": "hydro",
    "wind": "wind", "solar": "solar", "biomass": "bioenergy",
    "other": "other renewables excluding bioenergy",
}


def group_grids(sources):
    """Groups of countries, and Kosovo, in the last year of the yearly history."""
    rows = read_csv(sources / "owid-energy/electricity_mix_bp_ember_2022.csv")
    last = {row["Country"]: row for row in rows if row["Country"] in GROUPS}
    return [group_grid(GROUPS[name], last[name]) for name in GROUPS]


def group_grid(code, row):
    total = float(row["Electricity generation (TWh)"])
    parts = {k: row[f"Electricity from {v} (TWh)"] for k, v in HISTORY.items()}
    known = all(parts.values()) and abs(sum(map(float, parts.values())) / total - 1) < 0.01
    shares = {k: fraction(float(v) / total) for k, v in parts.items()} if known else {}
    return {
        "code": code, "iso3": "", "name": row["Country"],
        "level": "country" if code == "XK" else "group", "year": row["Year"],
        "scope": "life cycle",
        "carbon_g_per_kWh": number(row["Carbon intensity of electricity (gCO2/kWh)"]), **shares,
        "spread": "country-old", "source": "owid-history", "licence": "CC-BY-4.0",
        "note": "other holds geothermal too" if shares else "shares incomplete in the source",
    }


FIRST_YEAR = 2010


def grid_years(sources):
    """Countries in the years before those of grids.csv, as `FR@2015`."""
    codes = {row["name"]: (row["code"], row["iso3"]) for row in country_grids(sources)}
    rows = read_csv(sources / "owid-energy/electricity_mix_bp_ember_2022.csv")
    known = [
        row for row in rows
        if row["Country"] in codes and int(row["Year"]) >= FIRST_YEAR
        and row["Electricity generation (TWh)"] and intensity(row)
        and float(row["Electricity generation (TWh)"]) > 0
    ]
    return [grid_year(*codes[row["Country"]], row) for row in known]


def intensity(row):
    """A published intensity within what is plausible, else nothing: 0 is missing, not zero."""
    value = float(row["Carbon intensity of electricity (gCO2/kWh)"] or 0)
    return value if 0.5 <= value <= 1400 else None


def grid_year(code, iso3, row):
    year = group_grid(code, row)
    return {
        **year, "code": f"{code}@{row['Year']}", "name": f"{row['Country']} in {row['Year']}",
        "level": "country", "spread": "country-small" if small(row) else "country-mixed",
    }


def small(row):
    return float(row["Electricity generation (TWh)"]) < 20


PROVINCE_FUELS = {
    "coal": "coal", "gas": "naturalGas", "oil": "petroleum", "nuclear": "nuclear",
    "hydro": "hydro", "wind": "wind", "solar": "solar", "biomass": "biomass", "other": "tidal",
}


def province_grids(sources, data):
    """Canada: the published 2023 mix, its carbon worked out from the technology medians."""
    mix = read_json(sources / "codecarbon/private_infra/2023/canada_energy_mix.json")
    medians = life_cycle_medians(data)
    return [province_grid(name, mix[name], medians) for name in sorted(mix)]


def life_cycle_medians(data):
    rows = read_csv(data / "technologies.csv")
    wanted = (row for row in rows if row["quantity"] == "carbon intensity")
    return {row["technology"]: float(row["median"]) for row in wanted}


def province_grid(name, mix, medians):
    total = sum(mix[fuel] for fuel in PROVINCE_FUELS.values()) + mix["other"]
    parts = {ours: mix[fuel] / total for ours, fuel in PROVINCE_FUELS.items()}
    parts["other"] += mix["other"] / total
    carbon = sum(share * medians[ours] for ours, share in parts.items())
    return {
        "code": f"CA-{names.PROVINCES[name]}", "iso3": "", "name": name.title(),
        "level": "subnational", "year": 2023, "scope": "life cycle",
        "carbon_g_per_kWh": number(carbon, 3),
        **{ours: fraction(share) for ours, share in parts.items()},
        "spread": "mix-model", "source": "codecarbon-canada", "licence": "MIT",
        "note": "worked out from the mix with the medians of technologies.csv; generation only,"
        " imports not counted",
    }


def state_grids(sources):
    """States and provinces of the Green Algorithms table, apart from Canada's (older there)."""
    rows = read_csv(sources / "green-algorithms/data/latest/CI_aggregated.csv", skip=1)
    wanted = [r for r in rows if r["location"].startswith(("US-", "AU-"))]
    return [state_grid(row) for row in sorted(wanted, key=lambda r: r["location"])]


def state_grid(row):
    code = names.NOT_ISO.get(row["location"])
    code = code or names.GREEN_ALGORITHMS_GRID.get(row["location"], row["location"])
    american = code.startswith("US-")
    return {
        "code": code, "iso3": "",
        "name": {"Mississip": "Mississippi"}.get(row["regionName"], row["regionName"]),
        "level": "subnational", "year": 2020 if american else 2019, "scope": "direct",
        "carbon_g_per_kWh": number(row["carbonIntensity"]),
        "spread": "subnational" if american else "subnational-old",
        "source": "green-algorithms", "licence": "CC-BY-4.0",
        "note": "stack emissions by the source's own account, no fuel chain: not comparable with"
        " life-cycle rows",
    }


def grids(sources, data):
    rows = country_grids(sources) + group_grids(sources) + by_hand("grids")
    return unique(rows + state_grids(sources) + province_grids(sources, data))


# ---- places


def places(sources):
    pue = green_algorithms_pue(sources)
    rows = google_places(sources, pue) + amazon_places(sources) + azure_places(sources)
    return unique(rows + other_places())


def green_algorithms_centres(sources):
    path = sources / "green-algorithms/data/latest/cloudProviders_datacenters.csv"
    return read_csv(path, skip=1)


def green_algorithms_pue(sources):
    rows = green_algorithms_centres(sources)
    return {(row["provider"], row["Name"]): row["PUE"] for row in rows if row["PUE"]}


def google_places(sources, pue):
    rows = read_csv(sources / "google-region-carbon-info/data/yearly/2024.csv")
    return [google_place(row, pue) for row in rows]


def google_place(row, pue):
    region = row["Google Cloud Region"]
    known = pue.get(("gcp", region), "")
    return {
        "code": f"gcp/{region}", "provider": "gcp", "name": region, "location": row["Location"],
        "grid": names.GOOGLE_GRID[region], "year": 2024, "scope": "direct",
        "carbon_g_per_kWh": number(row["Grid carbon intensity (gCO2eq / kWh)"]), "pue": known,
        "spread": "region-declared", "source": "google-region-carbon",
        "pue_source": "green-algorithms" if known else "", "licence": "Apache-2.0",
        "note": "operational grid average (location based); the same column was life cycle up to"
        " 2020" + ("; PUE as published in 2020" if known else ""),
    }


def amazon_places(sources):
    rows = read_csv(sources / "water/aws_wue_2024.csv")
    wue = {row["region"]: row["wue_L_per_kWh"] for row in rows}
    listed = [row for row in by_hand("places") if row["provider"] == "aws"]
    return [amazon_place(row, wue.get(row["code"].split("/")[1], "")) for row in listed]


def amazon_place(row, wue):
    return {
        **row, "year": 2024, "wue_L_per_kWh": number(wue), "wue_source": "aws-wue" if wue else "",
        "spread": "region-declared" if wue else "location-only", "licence": "facts",
    }


def azure_places(sources):
    rows = [r for r in green_algorithms_centres(sources) if r["provider"] == "azure"]
    listed = [azure_place(r) for r in rows if "Sovereign" not in r["Name"]]
    extra = [
        {**row, "year": 2024, "spread": "location-only", "licence": "Apache-2.0"}
        for row in by_hand("places") if row["provider"] == "azure"
    ]
    return listed + extra


SEEWEB_PUE = {"pue": 1.2, "pue_source": "mlco2-impact"}


def other_places():
    """Regions of smaller providers that calculators offer."""
    listed = [row for row in by_hand("places") if row["provider"] not in ("aws", "azure")]
    return [
        {**row, "year": 2026, "spread": "location-only", "licence": "MIT",
         **(SEEWEB_PUE if row["provider"] == "seeweb" else {})}
        for row in listed
    ]


def azure_place(row):
    name = row["Name"].replace(" (Public)", "").strip()
    grid = row["location"] or {"Qatar Central": "QA"}[name]
    return {
        "code": "azure/" + handle(name).replace("-", ""), "provider": "azure", "name": name,
        "location": row["location_freeForm"].strip(),
        "grid": names.GREEN_ALGORITHMS_GRID.get(grid, grid), "year": 2020,
        "spread": "location-only", "source": "green-algorithms", "licence": "CC-BY-4.0",
    }


# ---- embodied carbon


def embodied(sources):
    rows = by_hand("embodied") + act_storage(sources) + act_logic(sources) + act_boards(sources)
    return sorted(rows, key=lambda row: (row["item"], row["category"], row["model"]))


def act_row(item, model, unit, value, note, spread="process-lca"):
    return {
        "item": item, "model": f"act {model}".strip(), "category": "climate", "unit": unit,
        "value": number(value), "spread": spread, "source": "act", "year": 2022,
        "licence": "MIT", "note": note,
    }


def act_storage(sources):
    """One item per generation or product: they are no rival models of one thing."""
    models = sources / "ACT/act/models"
    files = [("memory", "dram/dram_hynix"), ("ssd", "ssd/ssd_hynix"), ("ssd", "ssd/ssd_seagate"),
             ("ssd", "ssd/ssd_western"), ("hdd", "hdd/hdd_enterprise"), ("hdd", "hdd/hdd_consumer")]
    rows = []
    for item, file in files:
        note = "" if item == "hdd" else "before fab yield: ACT divides by 0.875"
        for name, value in read_act(models / f"{file}.yaml").items():
            kind = name.replace("_", " ").lower()
            row = act_row(f"{item} {kind}", "", "kg CO2e/GB", value / 1000, note, "component-model")
            rows.append(row)
    return rows


def act_logic(sources):
    """Carbon per die area by process node: ACT's formula, and imec's published footprints."""
    logic = sources / "ACT/act/models/logic"
    energy, gas95 = read_act(logic / "epa.yaml"), read_act(logic / "gpa_95.yaml")
    gas99, material = read_act(logic / "gpa_99.yaml"), read_act(logic / "materials.yaml")
    imec = read_act(logic / "imec-netzero-cpa.yaml")
    rows = []
    for node in energy:
        parts = energy[node], gas95[node], gas99[node], material[node]
        rows.append(act_area(node, *parts))
        if node in imec:
            rows.append(act_row(f"logic die {node} fab", "imec netzero", "kg CO2e/cm2", imec[node],
                                "scopes 1 and 2 of the fab only, no materials, before yield"))
    return rows


# Fab electricity, g/kWh: ACT's value for Taiwan, its range from Europe to a coal grid.
FAB, FAB_LOW, FAB_HIGH = 583, 295, 820
YIELD = 0.875


def act_area(node, energy, gas95, gas99, material):
    def area(carbon, gas):
        return (carbon * energy + gas + material) / YIELD / 1000

    row = act_row(f"logic die {node}", "taiwan", "kg CO2e/cm2", "",
                  "fab electricity 583 g/kWh (295 .. 820), gas abatement 97 % (99 .. 95),"
                  " yield 0.875 included", "")
    middle = area(FAB, (gas95 + gas99) / 2)
    low, high = area(FAB_LOW, gas99), area(FAB_HIGH, gas95)
    return {**row, "value": number(middle, 3), "low": number(low, 3), "high": number(high, 3)}


def act_boards(sources):
    materials = sources / "ACT/act/models/materials"
    boards = read_act(materials / "pcb.yaml")
    note = "bare laminate: a populated board is hundreds of times more"
    rows = [
        act_row(f"circuit board {layers} layers", "pcb", "kg CO2e/m2", value, note)
        for layers, value in boards.items() if layers.isdigit()
    ]
    metals = read_act(materials / "materials.yaml")
    rows.append(act_row("steel", "worldsteel", "kg CO2e/kg", metals["steel"], ""))
    rows.append(act_row("aluminium", "primary", "kg CO2e/kg", metals["alumnimum"], "primary metal"))
    return rows


# ---- cloud instances

INSTANCES = (
    "code provider name vcpus memory_GB cpu server_vcpus server_embodied_kg power_W idle_W spread"
    " source year licence note"
).split()
WATTS = {"aws": (0.74, 3.5), "gcp": (0.71, 4.26)}  # of one vCPU, idle and full: the fleet's mean
MEMORY_WATTS = 0.392  # of one GB
WITH_CARDS = ("a2-", "a3-", "a4", "g2-", "g4-", "ct")


def instances(sources):
    """Cloud instances: size as published; power and the server's embodied carbon by CCF's models.

    The column of embodied emissions beside GCP's sizes reaches millions of kilograms a server and
    is not used.
    """
    folder = sources / "ccf-coefficients"
    aws = [
        instance("aws", row["Instance Type"], row["vCPUs"], row["Memory (GiB)"],
                 row["Platform CPU Name"], row["Category"].startswith("Accelerated"))
        for row in read_csv(folder / "data/aws-instances-latest-2026.csv")
    ]
    gcp = [
        instance("gcp", row["Instance Type"], row["Instance vCPU"], row["Instance Memory"],
                 row["CPU Name"], row["Instance Type"].startswith(WITH_CARDS))
        for row in read_csv(folder / "data/gcp-instances-latest-2026.csv")
    ]
    rows = unique([row for row in aws + gcp if row])
    embodied = {**totals(folder, "aws", "total"), **totals(folder, "gcp", "total_mean")}
    largest = {}
    for row in rows:
        family = family_of(row)
        largest[family] = max(largest.get(family, 0), float(row["vcpus"]))
    return [with_server(row, largest[family_of(row)], embodied.get(row["code"])) for row in rows]


def instance(provider, name, vcpus, memory, cpu_name, has_cards):
    try:
        cores, gigabytes = float(vcpus), float(str(memory).replace(",", ""))
    except ValueError:
        return None
    idle, full = WATTS[provider]
    if not 0 < cores <= 2000 or not 0 < gigabytes <= 40000:
        return None
    power = {} if has_cards else {
        "power_W": number(cores * full + gigabytes * MEMORY_WATTS, 4),
        "idle_W": number(cores * idle + gigabytes * MEMORY_WATTS, 4),
    }
    return {
        "code": f"{provider}/{name}", "provider": provider, "name": name, "vcpus": number(cores),
        "memory_GB": number(gigabytes), "cpu": " ".join((cpu_name or "").split()), **power,
        "spread": "lca-guess", "source": "ccf", "year": 2026, "licence": "Apache-2.0",
        "note": "has accelerators: their power is not in the source" if has_cards else "",
    }


def family_of(row):
    return row["code"].rsplit("-" if row["provider"] == "gcp" else ".", 1)[0]


def totals(folder, provider, column):
    suffix = "-mean" if provider == "gcp" else ""
    rows = read_csv(folder / f"output/coefficients-{provider}-embodied{suffix}.csv")
    return {f"{provider}/{row['type']}": row[column] for row in rows}


def with_server(row, largest, embodied):
    if not embodied:
        return row
    return {**row, "server_vcpus": number(largest), "server_embodied_kg": number(embodied)}


# ---- what other calculators assume

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


# ---- models of parts

PART_MODELS = "part driver category unit value spread source year licence note".split()
LAMINATE = "bare laminate: a populated board of Boavizta and ADEME has some 325 kg/m2"
UNCLEAR = "gas abatement 97 %: between the source's 95 % and 99 %"


def part_models(sources):
    """ACT: logic by process node; memory and storage by generation; 150 g for each package."""
    models = sources / "ACT/act/models"
    logic = models / "logic"
    energy, gas95 = read_act(logic / "epa.yaml"), read_act(logic / "gpa_95.yaml")
    gas99, material = read_act(logic / "gpa_99.yaml"), read_act(logic / "materials.yaml")
    imec = read_act(logic / "imec-netzero-cpa.yaml")
    rows = []
    for node in energy:
        for name, gas in (("", (gas95[node] + gas99[node]) / 2), (" gas 95", gas95[node]),
                          (" gas 99", gas99[node])):
            part = f"act logic {node}{name}"
            rows.append(part_row(part, "fab energy", "kWh/cm2", energy[node]))
            rows.append(part_row(part, "yielded die area", "kg CO2e/cm2", (gas + material[node]) / 1e3,
                                 "gas and materials" + ("" if name else "; " + UNCLEAR)))
            rows.append(part_row(part, "packages", "kg CO2e", 0.15))
        if node in imec:
            rows.append(part_row(f"imec logic {node}", "die area", "kg CO2e/cm2", imec[node],
                                 "scopes 1 and 2 of the fab only, no materials, before yield"))
    for kind, file in (("dram", "dram/dram_hynix"), ("ssd", "ssd/ssd_hynix"),
                       ("ssd", "ssd/ssd_seagate"), ("ssd", "ssd/ssd_western")):
        for name, value in read_act(models / f"{file}.yaml").items():
            part = f"act {kind} {name.replace('_', ' ').lower()}"
            rows.append(part_row(part, "yielded capacity", "kg CO2e/GB", value / 1000))
            rows.append(part_row(part, "packages", "kg CO2e", 0.15))
    for file in ("hdd/hdd_consumer", "hdd/hdd_enterprise"):
        for name, value in read_act(models / f"{file}.yaml").items():
            rows.append(part_row(f"act hdd {disk_name(name)}", "capacity", "kg CO2e/GB", value / 1000))
    for layers, value in read_act(models / "materials/pcb.yaml").items():
        if str(layers).isdigit():
            rows.append(part_row(f"act circuit board {layers} layers", "board area", "kg CO2e/cm2",
                                 value / 1e4, LAMINATE))
    for metal, key in (("steel", "steel"), ("aluminium", "alumnimum")):  # as the source spells it
        rows.append(part_row(f"act {metal}", "mass", "kg CO2e/kg",
                             read_act(models / "materials/materials.yaml")[key]))
    return rows


def disk_name(name):
    """`SkyWalk3TB` and `Exos2x14` in words."""
    words = {"SkyWalk3TB": "skyhawk 3tb", "Skyhawk-6TB": "skyhawk 6tb", "IronWolfPro": "ironwolf pro",
             "VideoHDD": "video", "VideoPipelineHDD": "video pipeline", "BarraCuda2": "barracuda 2",
             "FireCuda2": "firecuda 2"}
    return words.get(name, re.sub(r"^exos", "exos ", name.lower()))


def part_row(part, driver, unit, value, note=""):
    return {
        "part": part, "driver": driver, "category": "climate", "unit": unit,
        "value": number(value, 9), "spread": "model-constant", "source": "act", "year": 2022,
        "licence": "MIT", "note": note,
    }


# ---- main


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    sources = Path(arguments[0])
    data = Path(arguments[1]) if len(arguments) == 2 else HERE.parents[1] / "data"
    write(data, "grids", GRIDS, grids(sources, data))
    write(data, "grid_years", GRIDS, grid_years(sources))
    write(data, "instances", INSTANCES, instances(sources))
    write(data, "places", PLACES, places(sources))
    write(data, "accelerators", ACCELERATORS, accelerators(sources))
    write(data, "cpus", CPUS, cpus(sources))
    write(data, "embodied", EMBODIED, embodied(sources))
    write(data, "profiles", PROFILES, unique_profile(profiles(sources)))
    write(data, "part_models", PART_MODELS, part_models(sources))


if __name__ == "__main__":
    main(sys.argv[1:])
