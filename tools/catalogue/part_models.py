# SPDX-License-Identifier: Apache-2.0
"""Models of parts."""

import re

from tables import number, read_act

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
