# SPDX-License-Identifier: Apache-2.0
"""Cloud regions."""

import names
from tables import by_hand, handle, number, read_csv, unique

PLACES = (
    "code provider name location grid year scope carbon_g_per_kWh pue wue_L_per_kWh spread source"
    " pue_source wue_source licence note"
).split()


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
