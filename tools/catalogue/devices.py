# SPDX-License-Identifier: Apache-2.0
"""Accelerators and processors: from Epoch AI, Intel and AMD by way of CodeCarbon."""

import re

from tables import by_hand, handle, number, read_csv, unique


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
    "a100-pcie-80gb": "a100-pcie;a100 pcie;a100 pcie 40/80gb", "h100-pcie": "h100 pcie",
    "v100-sxm2-16gb": "v100;v100 sxm2", "v100-sxm2-32gb": "v100-32gb",
    "v100-pcie-16gb": "v100-pcie", "p100-pcie-16gb": "p100;p100-pcie", "p100-sxm2": "p100 sxm2",
    "rtx-2080-ti": "2080ti", "rtx-3090": "3090", "rtx-4090": "4090", "rtx-6000-ada": "rtx 6000 ada",
    "quadro-rtx-6000": "rtx-6000;rtx6000", "rtx-a6000": "a6000", "rtx-a5000": "a5000",
    "rtx-a4000": "a4000", "gtx-1080-ti": "1080ti", "titan-xp": "titan xp",
    "mi300x": "instinct mi300x", "mi250x": "instinct mi250x", "gaudi2": "gaudi 2",
    "gaudi3": "gaudi 3", "tpu-v6e": "trillium", "tpu-v7": "ironwood",
    "h800-sxm5": "h800", "a800-sxm": "a800",
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
    listed = [row for row in rows if row["power_W"] and not ancient(row)]
    return unique(listed + by_hand("cpus"))


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
