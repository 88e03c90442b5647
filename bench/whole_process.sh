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
timed "check bloom" "$holon" check examples/bloom/study.yaml
