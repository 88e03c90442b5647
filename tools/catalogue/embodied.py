# SPDX-License-Identifier: Apache-2.0
"""Carbon of making parts and devices."""

from tables import by_hand, number, read_act

EMBODIED = (
    "item model category unit value low high spread source year licence note declared_by"
).split()


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
