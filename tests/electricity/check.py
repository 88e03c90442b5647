#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`holon grid fetch` over a real connection: packed, slow, cut, moved, failing and kept answers; what is
sent, and what of it is shown or kept. The messages themselves stand in tests/golden/grid.md."""
import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
KEY = "made-up-key-0123456789"
faults = []


def check(holds, what):
    if not holds:
        faults.append(what)
        print(f"electricity: {what}", file=sys.stderr)


class Stage:
    def __init__(self, holon, folder):
        self.holon = holon
        self.folder = folder

    def fetch(self, service, zone, hours, *serve, command=(), key=KEY, shell=None):
        """One `holon grid fetch` behind a stand-in that serves as told."""
        day = "2024-10-27" if service == "rte" else "2024-03-31"
        words = [self.holon, "grid", "fetch", service, zone, "--from", day,
                 "--to", f"{day}T{hours:02}:00Z", "--base-url", "@SERVER", "--csv", "-", *command]  # fmt: skip
        if "--cache" not in words:
            words += ["--cache", tempfile.mkdtemp(dir=self.folder)]
        if shell:
            words = ["sh", "-c", shell.replace("FETCH", " ".join(words))]
        names = {"electricity-maps": "ELECTRICITY_MAPS", "entso-e": "ENTSOE"}
        variable = f"HOLON_{names.get(service, service.upper().replace('-', '_'))}_KEY"
        environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        return subprocess.run([sys.executable, HERE / "serve.py", *serve, "--", *words],
                              env=environment | {variable: key}, capture_output=True, text=True,
                              check=False)  # fmt: skip


def values(out):
    return [row["carbon intensity [g/kWh]"] for row in csv.DictReader(io.StringIO(out.stdout))]


def every_service(stage):
    for service, zone, hours, answers, first in [
        ("electricity-maps", "DE", 6, ["electricity-maps.json"], "210.0"),
        ("watttime", "CAISO_NORTH", 2, ["watttime-login.json", "watttime.json"], "365.4"),
        ("entso-e", "DE-LU", 3, ["entso-e.xml"], "312.7"),
        ("eia", "CISO", 3, ["eia-1.json", "eia-2.json"], "300.7"),
        ("carbon-intensity-gb", "GB", 6, ["carbon-intensity-gb.json"], "105.0"),
        ("rte", "FR", 6, ["rte.json"], "20.5"),
    ]:  # fmt: skip
        out = stage.fetch(service, zone, hours, *answers)
        got = values(out)
        check(out.returncode == 0 and len(got) == hours and got[0] == first,
              f"{service}: {got} {out.stderr}")  # fmt: skip


def carried_as(stage):
    """The same values however the answer is carried."""
    plain = values(stage.fetch("rte", "FR", 6, "rte.json"))
    for how in (["--gzip"], ["--redirect", "/moved"], ["--status", "503", "--fail-first", "2"],
                ["--status", "429", "--fail-first", "1", "--retry-after", "1"], ["--delay", "0.3"]):  # fmt: skip
        out = stage.fetch("rte", "FR", 6, *how, "rte.json")
        check(values(out) == plain and out.returncode == 0, f"{how}: {out.stderr}")


def failing(stage):
    for how, code, word in [
        (["--status", "401"], 3, "E0802"), (["--status", "403"], 3, "E0802"),
        (["--status", "404"], 3, "E0803"), (["--status", "400"], 3, "E0803"),
        (["--status", "429"], 4, "E0804"), (["--status", "500"], 4, "E0805"),
        (["--status", "302"], 4, "E0805"), (["--torn"], 4, "E0806"), (["--cut"], 4, "E0805"),
        (["--delay", "5"], 4, "E0805"), (["--redirect", "loop"], 4, "E0805"),
        (["--redirect", "http://localhost:1/"], 4, "E0805"),
        (["--redirect", "file:///etc/passwd"], 4, "E0805"),
    ]:  # fmt: skip
        started = time.monotonic()
        out = stage.fetch("electricity-maps", "DE", 6, *how, "electricity-maps.json",
                          command=["--patience", "1"])  # fmt: skip
        check(out.returncode == code and word in out.stderr and "help:" in out.stderr,
              f"{how}: {out.returncode} {out.stderr}")  # fmt: skip
        check(out.stdout == "", f"{how}: nothing stands in")
        check(KEY not in out.stdout + out.stderr, f"{how}: the key is shown")
        check(time.monotonic() - started < 4, f"{how}: patience ends")


def too_large(stage):
    big = Path(stage.folder, "big.json")
    # packed it is small: 80 MiB of blanks
    big.write_bytes(b" " * (80 << 20))
    out = stage.fetch("electricity-maps", "DE", 6, "--gzip", str(big))
    check(out.returncode == 4 and "larger than 64 MiB" in out.stderr, f"too large: {out.stderr}")
    big.unlink()


def secrets(stage):
    """A key goes to its service alone, in the way the service asks for."""
    for service, zone, answers, sent in [
        ("electricity-maps", "DE", ["electricity-maps.json"], f"auth-token: {KEY}"),
        ("entso-e", "DE-LU", ["entso-e.xml"], f"&securityToken={KEY}"),
        ("eia", "CISO", ["eia-1.json", "eia-2.json"], f"&api_key={KEY}"),
        ("watttime", "CAISO_NORTH", ["watttime-login.json", "watttime.json"],
         "authorization: Bearer made-up-token-0123456789"),
    ]:  # fmt: skip
        cache = tempfile.mkdtemp(dir=stage.folder)
        key = "someone:" + KEY if service == "watttime" else KEY
        out = stage.fetch(service, zone, 2, "--show", *answers, key=key, command=["--cache", cache])
        check(sent in out.stderr, f"{service} is sent its key: {out.stderr}")
        kept = "".join(path.read_text(encoding="utf-8") for path in Path(cache).iterdir())
        check(kept and KEY not in kept and "made-up-token" not in kept, f"{service}: a key is kept")


def kept(stage):
    """The second time nobody is asked; offline nobody could be."""
    cache = tempfile.mkdtemp(dir=stage.folder)
    out = stage.fetch("eia", "CISO", 3, "--show", "eia-1.json", "eia-2.json",
                      command=["--cache", cache],
                      shell="FETCH > /dev/null && FETCH && FETCH --offline > /dev/null")  # fmt: skip
    check(out.returncode == 0 and len(values(out)) == 3, f"kept: {out.stderr}")
    check(out.stderr.count("GET ") == 2, f"what is kept is not asked for again: {out.stderr}")


def read_by_plan(stage):
    """The table is what `holon plan --series` reads, and JSON says the same."""
    table = Path(stage.folder, "hours.csv")
    out = stage.fetch("electricity-maps", "DE", 6, "electricity-maps.json",
                      command=["--json", str(Path(stage.folder, "hours.json"))])  # fmt: skip
    table.write_text(out.stdout, encoding="utf-8")
    said = json.loads(Path(stage.folder, "hours.json").read_text(encoding="utf-8"))
    check(said["g_per_kWh"] == [210, 205, 198, None, 240, 260], f"JSON: {said['g_per_kWh']}")
    plan = subprocess.run([stage.holon, "plan", "--power", "1 kW", "--length", "1 h", "--series",
                           str(table), "--at", "2024-03-31 01:00", "--no-forecast"],
                          capture_output=True, text=True, check=False)  # fmt: skip
    check(plan.returncode == 0 and "205 g" in plan.stdout, f"plan: {plan.stdout}{plan.stderr}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--holon", required=True)
    holon = str(Path(parser.parse_args().holon).resolve())
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(holon, folder)
        for part in (every_service, carried_as, failing, too_large, secrets, kept, read_by_plan):
            part(stage)
    print(f"electricity: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
