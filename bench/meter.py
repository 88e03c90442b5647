#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What measuring costs: processor time and memory of the meter, what it adds to a short command, and
whether a workload can tell that it is measured. Prints a table; needs a quiet machine.

    bench/meter.py --holon build/release/holon
"""
import argparse
import os
import statistics
import subprocess
import tempfile
import time


def with_packages(folder):
    """A tree with two packages to read, for a machine that has none; its processes are this machine's."""
    os.symlink("/proc", f"{folder}/proc")
    for package in range(2):
        zone = f"{folder}/sys/class/powercap/intel-rapl:{package}"
        os.makedirs(zone)
        for name, text in (("name", f"package-{package}"), ("max_energy_range_uj", "262143328850"), ("energy_uj", "1")):
            with open(f"{zone}/{name}", "w") as file:
                file.write(text + "\n")
    return ["--sysroot", folder]


def cost_while(holon, period_s, seconds, more):
    """Share of a core and resident memory of the meter beside a command that sleeps."""
    command = [holon, "run", "--quiet", "--period", str(period_s), *more]
    meter = subprocess.Popen(command + ["--", "sleep", str(seconds + 2)])
    share = share_of(meter, seconds)
    status = dict(line.split(":", 1) for line in open(f"/proc/{meter.pid}/status") if ":" in line)
    meter.wait()
    return share, int(status["VmRSS"].split()[0]) / 1024


def cost_of_waking(period_s, seconds):
    """Share of a core of a loop that only waits, in C: a loop in Python costs more than what it measures."""
    source = """
#include <stdlib.h>
#include <time.h>
int main(int count, char** words) {
  long period = atol(words[1]), left = atol(words[2]);
  struct timespec next;
  for (clock_gettime(CLOCK_MONOTONIC, &next); left > 0; --left) {
    next.tv_nsec += period;
    if (next.tv_nsec >= 1000000000) { next.tv_nsec -= 1000000000; ++next.tv_sec; }
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, 0);
  }
}
"""
    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/waking"
        subprocess.run(["cc", "-O2", "-x", "c", "-", "-o", program], input=source, text=True, check=True)
        ticks = (seconds + 3) / period_s
        loop = subprocess.Popen([program, str(int(period_s * 1e9)), str(int(ticks))])
        share = share_of(loop, seconds)
        loop.wait()
        return share


def share_of(process, seconds):
    """Of a core that a process uses, when it has run for a second."""
    time.sleep(1)
    busy_ns = lambda: int(open(f"/proc/{process.pid}/schedstat").read().split()[0])
    start, at = busy_ns(), time.monotonic()
    time.sleep(seconds)
    return (busy_ns() - start) / 1e9 / (time.monotonic() - at)


def seconds_of(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def paired(alone, measured, pairs):
    """Differences of pairs in alternating order, and the times alone."""
    differences, times = [], []
    for pair in range(pairs):
        first, second = (alone, measured) if pair % 2 == 0 else (measured, alone)
        a, b = seconds_of(first), seconds_of(second)
        if pair % 2:
            a, b = b, a
        differences.append(b - a)
        times.append(a)
    return differences, times


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--holon", default="build/release/holon")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--pairs", type=int, default=30)
    options = parser.parse_args()
    # what waking alone takes, which no meter can be below
    for period_s in (0.1, 0.001):
        print(f"empty loop, {1 / period_s:g} Hz: {100 * cost_of_waking(period_s, options.seconds):.3f} % of a core")
    for name, period_s in (("10 Hz", 0.1), ("1 kHz", 0.001)):
        with tempfile.TemporaryDirectory() as folder:
            ledger = ["--ledger", f"{folder}/ledger.db"]
            packages = with_packages(folder)
            for what, more in (
                ("load alone", ["--no-ledger"]),
                ("load alone, ledger", ledger),
                ("two packages", ["--no-ledger", *packages]),
                ("two packages, ledger", ledger + packages),
            ):
                share, memory_mb = cost_while(options.holon, period_s, options.seconds, more)
                print(f"{name:>6}, {what}: {100 * share:.3f} % of a core, {memory_mb:.1f} MiB")
    run = [options.holon, "run", "--quiet", "--no-ledger", "--"]
    added, _ = paired(["true"], run + ["true"], options.pairs)
    print(f"  true: + {1e3 * statistics.median(added):.1f} ms (median of {options.pairs})")
    work = ["python3", "-c", "sum(i * i for i in range(6_000_000))"]
    slower, alone = paired(work, run + work, options.pairs)
    mean = statistics.mean(slower)
    error = statistics.stdev(slower) / options.pairs**0.5
    base = statistics.mean(alone)
    print(f"  work: {100 * mean / base:+.2f} % ± {100 * 2 * error / base:.2f} % (n = {options.pairs}, paired)")


if __name__ == "__main__":
    main()
