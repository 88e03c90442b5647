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

import csv
import json
import re
import sys
import unicodedata
from pathlib import Path

import names

HERE = Path(__file__).resolve().parent

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


# ---- reading and writing


def read_csv(path, skip=0):
    """All rows of a CSV file as dictionaries; `skip` lines before its header are ignored."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        for _ in range(skip):
            next(file)
        return list(csv.DictReader(file))


def read_json(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def read_act(path):
    """`key: value unit` lines of one of ACT's model files."""
    line = re.compile(r'^\s*"?([^":#]+?)"?\s*:\s*([\d.]+)\s*(g|kg|kWh|MJ)\b')
    found = (line.match(text) for text in Path(path).read_text().splitlines())
    return {m[1]: float(m[2]) for m in found if m}


def by_hand(table):
    path = HERE / "by_hand" / f"{table}.csv"
    return read_csv(path) if path.exists() else []


def write(folder, table, columns, rows):
    with open(folder / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def number(value, digits=6):
    """A number as short text, without the dust of binary fractions; empty stays empty."""
    if value in (None, ""):
        return ""
    text = f"{float(value):.{digits}g}"
    return f"{float(text):f}".rstrip("0").rstrip(".") if "e" in text else text


def fraction(value):
    return f"{value:.5f}".rstrip("0").rstrip(".") or "0"


def handle(text):
    """A short lowercase handle that a person would type."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def unique(rows, key="code"):
    """The first row of each code: sources repeat themselves."""
    seen = set()
    return [row for row in rows if not (row[key] in seen or seen.add(row[key]))]


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
    return unique(rows)


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


def azure_place(row):
    name = row["Name"].replace(" (Public)", "").strip()
    grid = row["location"] or {"Qatar Central": "QA"}[name]
    return {
        "code": "azure/" + handle(name).replace("-", ""), "provider": "azure", "name": name,
        "location": row["location_freeForm"].strip(),
        "grid": names.GREEN_ALGORITHMS_GRID.get(grid, grid), "year": 2020,
        "spread": "location-only", "source": "green-algorithms", "licence": "CC-BY-4.0",
    }


# ---- accelerators

# The same chip listed again, under a looser name or with less said.
REPEATED = {
    "NVIDIA A100", "NVIDIA V100", "NVIDIA P100", "NVIDIA GH100", "NVIDIA Tesla V100 SXM2 16 GB",
    "NVIDIA Tesla P100 PCIe 16GB", "Huawei Ascend 910", "Cambricon MLU370-S4/S8",
}
MAKER_WORDS = (
    "nvidia|tesla|geforce|amd|instinct|radeon|google|huawei|intel|amazon|aws|meta|habana|biren"
    "|moore threads|tencent|baidu|cambricon|generation|trillium|ironwood|blackwell|ultra"
)
CODES = {
    "NVIDIA H100 SXM5 80GB": "h100-sxm5", "NVIDIA H200 SXM": "h200-sxm",
    "NVIDIA A100 PCIe": "a100-pcie-80gb", "NVIDIA GeForce RTX 2080 Ti 11GB": "rtx-2080-ti",
    "NVIDIA A10 PCIe": "a10", "NVIDIA A40 PCIe": "a40", "NVIDIA L2 PCle": "l2",
    "NVIDIA L20 PCle": "l20", "NVIDIA HGX H20": "h20", "GroqChip LPU v1": "groqchip-1",
    "Maia 100 (M100)": "maia-100", "NVIDIA RTX 6000 Ada Generation": "rtx-6000-ada",
    "Tesla D1 Dojo": "dojo-d1", "AMD Radeon RX 7900 XTX": "rx-7900-xtx",
    "NVIDIA GB300 (Blackwell Ultra)": "gb300", "NVIDIA B300 (Blackwell Ultra)": "b300",
    "NVIDIA GeForce GTX TITAN X": "gtx-titan-x", "NVIDIA Tesla V100 SXM2": "v100-sxm2-16gb",
    "Intel Habana GAUDI HL-205": "gaudi", "Tianshu Zhixin Tiangai 100 (BI-V100)": "tiangai-100",
    "Tianshu Zhixin Zhikai 100": "zhikai-100", "T-Head Hanguang 800": "hanguang-800",
    "Intel Data Center GPU Max 1100": "gpu-max-1100", "Sunway SW26010-Pro": "sw26010-pro",
    "Intel Data Center GPU Max 1350": "gpu-max-1350", "MTT S4000": "mtt-s4000",
    "Intel Data Center GPU Max 1550": "gpu-max-1550",
}
ALIASES = {
    "h100-sxm5": "h100;h100 sxm;h100-sxm5-80gb", "h200-sxm": "h200",
    "a100-sxm4-80gb": "a100;a100 sxm;a100-80gb", "a100-sxm4-40gb": "a100-40gb",
    "a100-pcie-80gb": "a100-pcie;a100 pcie", "h100-pcie": "h100 pcie",
    "v100-sxm2-16gb": "v100;v100 sxm2", "v100-sxm2-32gb": "v100-32gb",
    "v100-pcie-16gb": "v100-pcie", "p100-pcie-16gb": "p100;p100-pcie", "p100-sxm2": "p100 sxm2",
    "rtx-2080-ti": "2080ti", "rtx-3090": "3090", "rtx-4090": "4090", "rtx-6000-ada": "rtx 6000 ada",
    "quadro-rtx-6000": "rtx-6000;rtx6000", "rtx-a6000": "a6000", "rtx-a5000": "a5000",
    "rtx-a4000": "a4000", "gtx-1080-ti": "1080ti", "titan-xp": "titan xp",
    "mi300x": "instinct mi300x", "mi250x": "instinct mi250x", "gaudi2": "gaudi 2",
    "gaudi3": "gaudi 3", "tpu-v6e": "trillium", "tpu-v7": "ironwood",
}
# The item of embodied.csv that stands for the card; otherwise the generic "accelerator".
FAMILIES = {
    "h100": "h100", "a100-pcie": "a100-pcie", "a100": "a100", "gh200": "gh200", "l4": "l4",
    "gtx-1080-ti": "gtx-1080-ti", "p100": "p100", "titan-rtx": "titan-rtx",
}
ACCELERATOR_NOTES = {
    "a100-pcie-80gb": "the source says 40 GB, but 300 W and 1940 GB/s are the 80 GB card's",
    "rtx-4090": "tensor rate with FP16 accumulation",
    "rtx-2080-ti": "tensor rate with FP16 accumulation",
    "mtia-v1": "memory is the on-chip memory only", "mtia-v2": "memory is the on-chip memory only",
    "groqchip-1": "memory is the on-chip memory only",
    "gb200": "per GPU, not per superchip", "gb300": "per GPU, not per superchip",
}
WRONG_MEMORY = {"NVIDIA A100 PCIe": 80}


def accelerators(sources):
    rows = read_csv(sources / "epoch-data/ml_hardware.csv")
    chips = [row for row in rows if row["Hardware name"] not in REPEATED and told(row)]
    return unique([accelerator(row) for row in chips] + by_hand("accelerators"))


def told(row):
    """Whether the row says enough to be of use: its power, or its die and its speed."""
    return row["TDP (W)"] or (row["Die Size (mm^2)"] or tensor_rate(row))


def accelerator(row):
    name = row["Hardware name"].replace("PCle", "PCIe")
    code = CODES.get(row["Hardware name"]) or accelerator_code(name)
    memory = row["Memory size per board (Byte)"] or None
    return {
        "code": code, "aliases": ALIASES.get(code, ""), "name": name,
        "maker": row["Manufacturer"] or {"GroqChip LPU v1": "Groq"}.get(name, ""),
        "type": row["Type"], "released": row["Release date"], "power_W": number(row["TDP (W)"]),
        "die_mm2": number(row["Die Size (mm^2)"]), "process_nm": number(row["Process size (nm)"]),
        "memory_GB": number(WRONG_MEMORY.get(name) or scaled(memory, 1e9)),
        "bandwidth_GB_per_s": number(scaled(row["Memory bandwidth (byte/s)"], 1e9)),
        "dense_fp16_TFLOP_per_s": number(scaled(tensor_rate(row), 1e12), 5),
        "fp32_TFLOP_per_s": number(scaled(row[FP32], 1e12), 5),
        "price_USD": number(row["Release price (USD)"]), "embodied_item": embodied_item(code),
        "spread": "tdp-as-power", "source": "epoch-hardware", "year": 2025,
        "licence": "CC-BY-4.0", "note": ACCELERATOR_NOTES.get(code, ""),
    }


def accelerator_code(name):
    plain = re.sub(rf"\b({MAKER_WORDS})\b", " ", name.lower())
    return re.sub(r"-(\d+)-gb\b", r"-\1gb", handle(plain))


def embodied_item(code):
    for prefix, item in FAMILIES.items():
        if code == prefix or code.startswith(prefix + "-"):
            return item
    return "accelerator"


def scaled(value, by):
    return float(value) / by if value else ""


TENSOR = "Tensor-FP16/BF16 performance (FLOP/s)"
FP16 = "FP16 (half precision) performance (FLOP/s)"
FP32 = "FP32 (single precision) performance (FLOP/s)"


def tensor_rate(row):
    """Dense 16-bit FLOP/s of the matrix units; the plain FP16 figure only where it is that rate.

    Where the source gives no tensor figure, its FP16 figure may be the vector units' (equal to
    FP32, or twice it on NVIDIA chips that do have tensor cores): such a figure is left out.
    """
    if row[TENSOR] or not row[FP16]:
        return row[TENSOR]
    ratio = float(row[FP16]) / float(row[FP32]) if row[FP32] else 9
    if 0.99 < ratio < 1.01:
        return ""
    tensor_cores = row["Manufacturer"] == "NVIDIA" and row["Release date"] > "2017-11"
    return "" if tensor_cores and ratio < 3 else row[FP16]


# ---- CPUs


def cpus(sources):
    folder = sources / "codecarbon/hardware/cpu_dataset_builder"
    rows = [amd_cpu(row) for row in read_csv(folder / "amd_cpu_server_dataset.csv")]
    rows += [intel_cpu(row) for row in read_csv(folder / "intel_cpu_ark_dataset.csv")]
    desktop = read_csv(folder / "amd_cpu_desktop_dataset.csv")
    rows += [amd_cpu(row) for row in desktop if recent(row)]
    return unique([row for row in rows if row["power_W"] and not ancient(row)])


def recent(row):
    return "Ryzen" in row["Family"]


def ancient(row):
    """Launched before 2010, or not a processor that computes anything for machine learning."""
    odd = re.search(r"Itanium|Quark|IOP|EP80|Coprocessor", row["name"])
    return bool(odd) or (row["released"] and row["released"] < "2010")


def amd_cpu(row):
    power, note = amd_power(row["Default TDP"])
    process = re.search(r"(\d+)nm", row.get("Processor Technology for CPU Cores") or "")
    return cpu(row["Name"], "AMD", row["# of CPU Cores"], power, amd_date(row["Launch Date"]), note,
               process[1] if process else "")


def amd_power(text):
    """AMD prints one power, or several: the larger counts, since TDP stands in for a maximum."""
    found = [float(value) for value in re.findall(r"[\d.]+", text)]
    several = f"the maker prints {text.strip()}" if len(found) > 1 else ""
    return (max(found), several) if found else ("", "")


def amd_date(text):
    full = re.fullmatch(r"(\d+)/(\d+)/(\d{4})", text)
    if full:
        return f"{full[3]}-{int(full[1]):02}-{int(full[2]):02}"
    return text if re.fullmatch(r"\d{4}", text) else ""


def intel_cpu(row):
    quarter = re.fullmatch(r"Q(\d)'(\d\d)", row["launch_date"] or "")
    released = f"20{quarter[2]}-Q{quarter[1]}" if quarter else ""
    cores = number(row["total_cores"]) if row["total_cores"] else ""
    return cpu(row["cpu_name"], "Intel", cores, row["tdp"], released, "", "")


def cpu(name, maker, cores, power, released, note, process):
    name = " ".join(re.sub("[®™]", "", name).split())
    plain = re.sub(r"\b(Intel|AMD|Processor|X-series)\b|\(OEM Only\)|with Radeon.*", " ", name)
    return {
        "code": handle(plain), "name": name, "maker": maker, "cores": cores,
        "power_W": number(power), "process_nm": process, "released": released,
        "spread": "tdp-as-power", "source": "codecarbon-cpus", "year": 2025, "licence": "MIT",
        "note": note,
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


# ---- main


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    sources = Path(arguments[0])
    data = Path(arguments[1]) if len(arguments) == 2 else HERE.parents[1] / "data"
    write(data, "grids", GRIDS, grids(sources, data))
    write(data, "places", PLACES, places(sources))
    write(data, "accelerators", ACCELERATORS, accelerators(sources))
    write(data, "cpus", CPUS, cpus(sources))
    write(data, "embodied", EMBODIED, embodied(sources))


if __name__ == "__main__":
    main(sys.argv[1:])
