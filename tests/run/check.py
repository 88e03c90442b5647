#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`holon run` leaves a command alone: exit code, signals, standard streams, terminal. A killed meter
loses no run, a full or forbidden disk harms no command, ranks of one job count once."""
import argparse
import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

faults = []


def check(holds, what):
    if not holds:
        faults.append(what)
        print(f"run: {what}", file=sys.stderr)


class Holon:
    def __init__(self, path, folder):
        self.path = path
        self.ledger = os.path.join(folder, "ledger.db")
        self.folder = folder

    def command(self, *words):
        return [self.path, "run", "--ledger", self.ledger, *words]

    def run(self, *words, **more):
        return subprocess.run(self.command(*words), capture_output=True, text=True, **more)

    def runs(self):
        with sqlite3.connect(self.ledger) as database:
            return [row[0] for row in database.execute("select name from run order by start_ns")]


def streams_and_codes(holon):
    out = holon.run("--quiet", "--", "sh", "-c", "cat; echo wrong >&2; exit 5", input="given")
    check((out.stdout, out.stderr, out.returncode) == ("given", "wrong\n", 5), f"streams: {out}")
    check(holon.run("--quiet", "--", "sh", "-c", "kill -SEGV $$").returncode == 139, "139 of SEGV")
    out = holon.run("--json", "-", "--", "sh", "-c", "exit 3")
    check(out.returncode == 3 and json.loads(out.stdout)["exit_code"] == 3, "JSON on stdout")


def signals(holon):
    for sent in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        meter = subprocess.Popen(holon.command("--quiet", "--", "sleep", "30"))
        time.sleep(0.5)
        meter.send_signal(sent)
        check(meter.wait(10) == 128 + sent, f"signal {sent} is passed on")


def terminal(holon):
    seen = os.path.join(holon.folder, "tty")
    words = holon.command("--quiet", "--", "sh", "-c", f"tty > {seen}; test -t 0 -a -t 1 -a -t 2")
    code = os.waitstatus_to_exitcode(pty.spawn(words, lambda fd: os.read(fd, 1024)))
    check(code == 0 and "/dev/" in open(seen).read(), "the command has its terminal")


def killed(holon):
    marker = os.path.join(holon.folder, "marker")
    words = ("--quiet", "--name", "killed", "--", "sh", "-c", f"sleep 3.5; touch {marker}")
    meter = subprocess.Popen(holon.command(*words))
    time.sleep(2.6)
    meter.kill()
    meter.wait()
    time.sleep(1.6)
    check(os.path.exists(marker), "the command outlives its meter")
    holon.run("--quiet", "--name", "after", "--", "true")
    check({"killed", "after"} <= set(holon.runs()), f"a killed meter's run is kept: {holon.runs()}")


def faults_of_ours(holon):
    for words in (["--ledger", "/proc/none/ledger.db"], ["--sysroot", "/none"], ["--ledger", "/dev/full"]):
        command = ["--quiet", *words, "--", "sh", "-c", "echo work; exit 7"]
        if words[0] == "--sysroot":
            command = ["--no-ledger", *command]
        out = subprocess.run([holon.path, "run", *command], capture_output=True, text=True)
        check(out.returncode == 7 and out.stdout == "work\n", f"{words} harms no command: {out}")
        check("the meter" in out.stderr, f"{words} is told: {out.stderr}")


def ranks(holon):
    job = dict(os.environ, SLURM_JOB_ID=f"test{os.getpid()}")
    words = ("--quiet", "--no-ledger", "--json", "-", "--", "sleep", "1")
    many = [subprocess.Popen([holon.path, "run", *words], stdout=subprocess.PIPE, env=job)
            for _ in range(8)]
    energies = [json.loads(one.communicate()[0])["energy_J"] for one in many]
    check(sum(energy > 0 for energy in energies) == 1, f"one of eight ranks counts: {energies}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--holon", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        holon = Holon(os.path.abspath(options.holon), folder)
        for part in (streams_and_codes, signals, terminal, killed, faults_of_ours, ranks):
            part(holon)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
