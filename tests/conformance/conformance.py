#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every model of the community's test suite and compares with its expected output.

usage: conformance.py --holon BINARY [--suite FOLDER] [--backend reference|machine]... [--at-least SHARE]
                      [--only TEXT] [--verbose]

Each file is a case. |a - b| <= 1e-5 + 1e-5 |b| for every value of every variable that the expected
output names. A file that holds an equation `???` (its exporter lost it) must be refused with a
diagnostic, and is not counted. Ends with 1 when fewer than the share pass.
"""
import argparse
import csv
import io
import pathlib
import re
import subprocess
import sys

TOLERANCE = 1e-5
# columns that tell how the other tool ran, not what the model does
NOT_COMPARED = {"time", "months"}
RUN_SETTINGS = {"initial time", "final time", "time step", "saveper"}  # not compared where the file has no such variable
# files in which the exporter left out a macro that the model calls: nothing can run them
MACRO_LOST = re.compile(r"tests/macro_\w+/.*\.(xmile|stmx)$")
MODEL_ENDINGS = {".mdl", ".xmile", ".stmx"}


def main():
    options = read_arguments()
    if not options.suite.is_dir():
        print(f"SKIPPED: {options.suite} is not there")
        return 0
    worst = 1.0
    for backend in options.backend or ["reference", "machine"]:
        worst = min(worst, run_suite(options, backend))
    return 0 if worst >= options.at_least else 1


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--holon", required=True)
    parser.add_argument("--suite", type=pathlib.Path, default=pathlib.Path("../shared/data/sdx-test-models"))
    parser.add_argument("--backend", action="append")
    parser.add_argument("--at-least", type=float, default=0.98)
    parser.add_argument("--only", default="")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


def run_suite(options, backend):
    counts = {"passed": 0, "failed": 0, "lost": 0, "no output": 0}
    rows = []
    for model in models(options.suite):
        if options.only not in str(model):
            continue
        verdict, reason = check(options.holon, model, backend)
        counts[verdict] += 1
        if verdict == "failed" or options.verbose or verdict == "lost":
            rows.append((verdict, str(model.relative_to(options.suite)), reason))
    compared = counts["passed"] + counts["failed"]
    share = counts["passed"] / compared if compared else 1.0
    print(f"\n{backend}: {counts['passed']} of {compared} files pass ({share:.1%}); {counts['lost']} hold an "
          f"equation that was lost in export; {counts['no output']} have no expected output but run")
    for verdict, name, reason in rows:
        print(f"  {verdict:9}  {name}\n             {reason}")
    return share


def models(suite):
    return sorted(p for p in suite.rglob("*") if p.suffix.lower() in MODEL_ENDINGS)


def check(holon, model, backend):
    run = subprocess.run([holon, "simulate", str(model), "--csv", "-", "--backend", backend, "--color", "never",
                          *data_for(model)], capture_output=True, text=True, errors="replace", timeout=120)
    if "???" in model.read_text(encoding="utf-8", errors="replace"):
        if run.returncode == 3 and "E0553" in run.stderr:
            return "lost", "an equation is `???`"
        return "failed", f"an equation is `???`, but the run ends with {run.returncode}"
    if MACRO_LOST.search(model.as_posix()) and "<macro" not in model.read_text(encoding="utf-8", errors="replace"):
        if run.returncode == 3 and "E0304" in run.stderr:
            return "lost", "the macro that it calls is not in the file"
        return "failed", f"a macro is not in the file, but the run ends with {run.returncode}"
    if run.returncode != 0 and expected_for(model) is None and run.returncode == 3:
        return "no output", "refused: what it reads is not there"
    if run.returncode != 0:
        lines = [l for l in run.stderr.splitlines() if l.strip()]
        return "failed", f"ends with {run.returncode}: " + (" | ".join(lines[:2]) if lines else "")
    expected = expected_for(model)
    if expected is None:
        return "no output", ""
    found = read_table(run.stdout, ",")
    if not found:
        return "failed", "prints no table"
    fault = difference(found, read_table(text_of(expected), "\t" if expected.suffix == ".tab" else ","))
    return ("failed", fault) if fault else ("passed", "")


def data_for(model):
    """Data that a model takes from another model's output lies beside it."""
    data = model.parent / "data.tab"
    return ["--data", str(data)] if data.exists() and "generate" not in model.name else []


def expected_for(model):
    folder = model.parent
    # its README: the output there is that of the simple model beside it
    if model.name == "test_get_time_value.mdl":
        return None
    if "generate" in model.name:
        return folder / "data.tab"
    if model.suffix in (".stmx", ".xmile"):
        for candidate in sorted(folder.glob("output_stella*.csv")):
            return candidate
    for name in ("output.tab", "output.csv"):
        if (folder / name).exists():
            return folder / name
    return None


def text_of(path):
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def key_of(name):
    name = name.replace('\\"', '"').replace('"', "").replace("\\n", " ")
    name = re.sub(r"[_\s]+", " ", name.strip().lower())
    return re.sub(r"\s*([\[\],])\s*", r"\1", name)


def read_table(text, separator):
    rows = [r for r in csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=separator)
            if any(c.strip() for c in r)]
    if not rows:
        return {}
    header = [key_of(c) for c in rows[0]]
    columns = {name: [] for name in header if name}
    for row in rows[1:]:
        for name, cell in zip(header, row + [""] * len(header)):
            if name:
                columns[name].append(cell.strip())
    return columns


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return None


def difference(found, expected):
    times = expected.get("time") or next(iter(expected.values()))
    expected = {name: cells for name, cells in expected.items()
                if name not in NOT_COMPARED and (name in found or name not in RUN_SETTINGS)}
    missing = [name for name in expected if name not in found]
    if missing:
        return f"no column `{missing[0]}`" + (f" and {len(missing) - 1} more" if len(missing) > 1 else "")
    worst = None
    for name, cells in expected.items():
        mine = found[name]
        for row, cell in enumerate(cells):
            b = number(cell)
            if b is None:
                continue
            if row >= len(mine):
                return f"{len(mine)} rows instead of {len(cells)}"
            a = number(mine[row])
            if a is None or not abs(a - b) <= TOLERANCE + TOLERANCE * abs(b):
                off = float("inf") if a is None else abs(a - b)
                if worst is None or row < worst[0] or (row == worst[0] and off > worst[1]):
                    worst = (row, off, f"`{name}` at {times[row]}: {mine[row] or 'nothing'} instead of {cell}")
    return worst[2] if worst else None


if __name__ == "__main__":
    sys.exit(main())
