#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What measuring costs: processor time and memory of the meter, what it adds to a short command, and
whether a workload can tell that it is measured. Prints a table; needs a quiet machine.

    bench/meter.py --holon build/release/holon
"""
import argparse
import statistics
import subprocess
import time


def cost_while(holon, period_s, seconds):
    """Share of a core and resident memory of the meter beside a command that sleeps."""
    command = [holon, "run", "--quiet", "--no-ledger", "--period", str(period_s)]
    meter = subprocess.Popen(command + ["--", "sleep", str(seconds + 2)])
    time.sleep(1)
    busy_ns = lambda: int(open(f"/proc/{meter.pid}/schedstat").read().split()[0])
    start, at = busy_ns(), time.monotonic()
    time.sleep(seconds)
    share = (busy_ns() - start) / 1e9 / (time.monotonic() - at)
    status = dict(line.split(":", 1) for line in open(f"/proc/{meter.pid}/status") if ":" in line)
    meter.wait()
    return share, int(status["VmRSS"].split()[0]) / 1024


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
    for name, period_s in (("10 Hz", 0.1), ("1 kHz", 0.001)):
        share, memory_mb = cost_while(options.holon, period_s, options.seconds)
        print(f"{name:>6}: {100 * share:.3f} % of a core, {memory_mb:.1f} MiB")
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
