# SPDX-License-Identifier: Apache-2.0
"""Electricity by country, group, province and state, and by year."""

import names
from tables import by_hand, fraction, number, read_csv, read_json, unique

GRIDS = (
    "code iso3 name level year scope carbon_g_per_kWh coal gas oil nuclear hydro wind solar biomass"
    " geothermal other spread source licence note"
).split()


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
