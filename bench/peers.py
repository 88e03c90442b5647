# SPDX-License-Identifier: Apache-2.0
"""What measuring costs with holon and with its peers; see bench/peers.sh, which installs them.

Each meter runs in a process of its own. For a start, it measures nothing and ends; beside work, the work
sleeps, so that all processor time is the meter's. A peer in Python is compared with the same Python
without it, holon with the bare command. No peer has the network: places are given offline.
"""
import argparse
import importlib.metadata
import os
import statistics
import subprocess
import sys
import tempfile
import time

CODECARBON = """
import time
from codecarbon import OfflineEmissionsTracker
tracker = OfflineEmissionsTracker(country_iso_code="FRA", save_to_file=False, log_level="critical",
                                  measure_power_secs={period})
tracker.start()
time.sleep({seconds})
tracker.stop()
"""

# where no sensor can be read carbontracker ends the process: there it is given a processor to assume
CARBONTRACKER = """
import time
from carbontracker.tracker import CarbonTracker
tracker = CarbonTracker(epochs=1, monitor_epochs=1, epochs_before_pred=0, update_interval={period},
                        verbose=0, log_dir=None, sim_cpu="Intel Xeon Gold 6148", sim_cpu_tdp=150,
                        sim_cpu_util=0.5)
tracker.epoch_start()
time.sleep({seconds})
tracker.epoch_end()
tracker.stop()
"""

PYTHON = "import time\ntime.sleep({seconds})\n"


class Costs:
    """Wall time, processor time and most memory of a command and all it waited for."""

    def __init__(self, command):
        environment = dict(os.environ, CODECARBON_LOG_LEVEL="critical")
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            process = subprocess.Popen(command, cwd=folder, env=environment,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            errors = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            self.wall_s = time.perf_counter() - start
        if status != 0:
            raise RuntimeError(errors.decode(errors="replace").strip().splitlines()[-1:])
        self.cpu_s = usage.ru_utime + usage.ru_stime
        self.memory_mib = usage.ru_maxrss / 1024


def least(command, repetitions):
    """Medians over repetitions."""
    all_costs = [Costs(command) for _ in range(repetitions)]
    return {name: statistics.median(getattr(one, name) for one in all_costs)
            for name in ("wall_s", "cpu_s", "memory_mib")}


def python_with(script, **values):
    return [sys.executable, "-c", script.format(**values)]


def meters(holon):
    run = [holon, "run", "--quiet", "--no-ledger", "--period"]
    return {
        "holon": lambda period, seconds: run + [str(period), "--", "sleep", str(seconds)],
        "CodeCarbon": lambda period, seconds: python_with(CODECARBON, period=period, seconds=seconds),
        "carbontracker": lambda period, seconds: python_with(CARBONTRACKER, period=period,
                                                             seconds=seconds),
    }


def without(name, seconds):
    return ["sleep", str(seconds)] if name == "holon" else python_with(PYTHON, seconds=seconds)


def row(name, command, options):
    bare = least(without(name, 0), options.repetitions)
    start = least(command(1, 0), options.repetitions)
    cells = [1e3 * (start["wall_s"] - bare["wall_s"]), 1e3 * (start["cpu_s"] - bare["cpu_s"])]
    # what a longer run adds to a short one is the cost of measuring alone
    for period in (1, 0.1):
        costs = Costs(command(period, options.seconds))
        cells.append(100 * max(0, costs.cpu_s - start["cpu_s"]) / options.seconds)
    cells.append(costs.memory_mib)
    return cells


def version(name):
    if name == "holon":
        return ""
    return importlib.metadata.version(name.lower())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--holon", default="build/release/holon")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--repetitions", type=int, default=9)
    options = parser.parse_args()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; medians of {options.repetitions}; "
          f"{options.seconds:g} s each")
    heads = ("start [ms]", "its CPU [ms]", "1 Hz [% core]", "10 Hz [% core]", "memory [MiB]")
    print(f"{'':22}" + "".join(f"{head:>16}" for head in heads))
    for name, command in meters(os.path.abspath(options.holon)).items():
        try:
            cells = row(name, command, options)
        except RuntimeError as why:
            print(f"{name:22}does not run here: {why}")
            continue
        label = f"{name} {version(name)}".strip()
        print(f"{label:22}{cells[0]:16.1f}{cells[1]:16.1f}{cells[2]:16.3f}{cells[3]:16.3f}{cells[4]:16.1f}")


if __name__ == "__main__":
    main()
