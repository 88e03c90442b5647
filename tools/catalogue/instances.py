# SPDX-License-Identifier: Apache-2.0
"""Cloud instances and the servers they are a share of."""

from tables import number, read_csv, unique

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
