#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the example of every function of Vensim and XMILE and compares with its stated value.

usage: functions.py --holon BINARY

All examples of a tool stand in one model. A value counts as met within 1e-9 of its size.
"""
import argparse
import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape

TOLERANCE = 1e-9
AT = 3  # time of the value, and row of the table
VENSIM_HEAD = """{UTF-8}
r: a1, a2, a3 ~~|
p: p1, p2 ~~|
q: q1, q2 ~~|
pprofile: ptype, ppriority, pwidth, pextra ~~|
v[r] = 3, 1, 2 ~~|
w[r] = 1, 0, 1 ~~|
priority[r] = 1, 2, 3 ~~|
m[p,q] = 2, 0; 0, 4; ~~|
profile[r,ptype] = 1 ~~|
profile[r,ppriority] = priority[r] ~~|
profile[r,pwidth] = 1 ~~|
profile[r,pextra] = 0 ~~|
line((0,0),(2,4),(4,12)) ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 5 ~~|
TIME STEP = 1 ~~|
SAVEPER = 1 ~~|
"""
XMILE_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">
<sim_specs><start>0</start><stop>5</stop><dt>1</dt></sim_specs>
<dimensions><dim name="r"><elem name="a1"/><elem name="a2"/><elem name="a3"/></dim>
<dim name="s" size="2"/></dimensions>
<model><variables>
<aux name="v"><dimensions><dim name="r"/></dimensions><element subscript="a1"><eqn>3</eqn></element>
<element subscript="a2"><eqn>1</eqn></element><element subscript="a3"><eqn>2</eqn></element></aux>
<aux name="matrix"><dimensions><dim name="r"/><dim name="s"/></dimensions><eqn>10 * r + s</eqn></aux>
<gf name="line"><xpts>0,2,4</xpts><ypts>0,4,12</ypts></gf>
<gf name="other"><xpts>1,2,3</xpts><ypts>10,20,0</ypts></gf>
<stock name="belt"><eqn>0</eqn><inflow>entering</inflow><outflow>leaving</outflow>
<conveyor><len>2</len><capacity>9</capacity></conveyor></stock>
<flow name="entering"><eqn>1</eqn></flow><flow name="leaving"/>
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--holon", required=True)
    holon = parser.parse_args().holon
    rows = json.loads(ask(holon, "model", "functions", "--json", "-"))
    wrong = [f"{name_of(row)}: no example" for row in rows if not row["example"]]
    with tempfile.TemporaryDirectory() as folder:
        of_vensim = [row for row in rows if row["vensim"] and row["vensim"] != ["TIME STEP$"]]
        of_xmile = [row for row in rows if row not in of_vensim]
        wrong += compare(holon, pathlib.Path(folder) / "all.mdl", vensim_model(of_vensim), of_vensim)
        wrong += compare(holon, pathlib.Path(folder) / "all.xmile", xmile_model(of_xmile), of_xmile)
    for line in wrong:
        print(line)
    print(f"{len(rows)} functions, {len(wrong)} wrong")
    return 1 if wrong or not rows else 0


def name_of(row):
    return (row["vensim"] + row["xmile"])[0]


def ask(holon, *arguments):
    done = subprocess.run([holon, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"holon {' '.join(arguments)} ends with {done.returncode}\n{done.stderr}")
    return done.stdout


def vensim_model(rows):
    lines = [f"x{i}[{'p,q' if '[p,q]' in row['example'] else 'r'}] = "
             f"{row['example'].replace('itself', f'x{i}')} ~~|" for i, row in enumerate(rows)]
    return VENSIM_HEAD + "\n".join(lines) + "\n"


def xmile_model(rows):
    turned = '<dimensions><dim name="s"/><dim name="r"/></dimensions>'
    lines = [f'<aux name="x{i}">{turned if "(matrix)" in row["example"] else ""}'
             f'<eqn>{escape(row["example"])}</eqn></aux>' for i, row in enumerate(rows)]
    return XMILE_HEAD + "\n".join(lines) + "\n</variables></model></xmile>\n"


def compare(holon, path, text, rows):
    path.write_text(text, encoding="utf-8")
    table = list(csv.DictReader(io.StringIO(ask(holon, "simulate", str(path), "--csv", "-"))))
    wrong = []
    for i, row in enumerate(rows):
        first = next((name for name in table[AT] if name == f"x{i}" or name.startswith(f"x{i}[")), None)
        found = float(table[AT][first]) if first else float("nan")
        if not abs(found - row["value"]) <= TOLERANCE * max(1, abs(row["value"])):
            wrong.append(f"{row['example']} gives {found}, not {row['value']}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
