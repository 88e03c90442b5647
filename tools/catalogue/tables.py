# SPDX-License-Identifier: Apache-2.0
"""Reads the sources' files and writes our tables; small services on names and numbers."""

import csv
import json
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent


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
