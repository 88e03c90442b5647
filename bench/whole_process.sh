#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Times whole calls of the program: wall seconds and peak memory, the median of five.
#   bench/whole_process.sh [build/release/holon]
set -euo pipefail
cd "$(dirname "$0")/.."
holon=${1:-build/release/holon}

# seconds and KiB of one call, five times; the middle one of each
timed() {
  local what=$1
  shift
  for _ in 1 2 3 4 5; do
    python3 - "$@" <<'PY'
import resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
seconds = time.perf_counter() - start
if code not in (0, 1):
    sys.exit(f"ended with {code}")
print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")
PY
  done | sort -n | awk -v what="$what" 'NR == 3 { printf "%-46s %8.3f s %8.1f MiB\n", what, $1, $2 / 1024 }'
}

timed "bloom, 10 000 samples" "$holon" assess examples/bloom/study.yaml --samples 10000 -q
timed "bloom, 1 000 000 samples, one thread" "$holon" assess examples/bloom/study.yaml --samples 1000000 --threads 1 -q
timed "sketch, 1 000 000 samples, one thread" "$holon" assess examples/sketch/study.yaml --samples 1000000 --threads 1 -q
# every finding: the study with its scenarios, rebound, break-even and loops, then its levers
whole=examples/whole-system/study.yaml
timed "whole system, 10 000 samples, one thread" "$holon" assess $whole --samples 10000 --threads 1 -q
timed "whole system, leverage, one thread" "$holon" leverage $whole --threads 1 -q
timed "whole system, both" sh -c "$holon assess $whole --samples 10000 --threads 1 -q && $holon leverage $whole --threads 1 -q"
timed "check bloom" "$holon" check examples/bloom/study.yaml

# a year of hours of 100 grids, made by a formula
hours=$(mktemp --suffix=.csv)
trap 'rm -f "$hours"' EXIT
python3 - >"$hours" <<'PY'
import datetime, math
print("time," + ",".join(f"grid {g} [g/kWh]" for g in range(100)))
start = datetime.datetime(2022, 1, 1)
for h in range(8760):
    values = (300 + g + 100 * math.sin(2 * math.pi * (h + g) / 24) + h * 7919 % 31 for g in range(100))
    print(f"{start + datetime.timedelta(hours=h):%Y-%m-%d %H:%M}," + ",".join(f"{v:.1f}" for v in values))
PY
timed "plan, 100 grids, every hour of a year" "$holon" plan --power "3 kW" --length "6 h" --slack "18 h" --series "$hours"
