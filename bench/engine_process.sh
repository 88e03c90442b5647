#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Times whole calls of the program on the engine's models: medians of seven, wall time.
#   bench/engine_process.sh [BUILD FOLDER]
# Needs nothing but the build; with mpirun the last rows as well.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/bench}
holon=$build/holon
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# median_of WHAT COMMAND…: wall seconds of the whole process, the median of seven
median_of() {
  local what=$1
  shift
  python3 - "$what" "$@" <<'PY'
import statistics, subprocess, sys, time
seconds = []
for _ in range(7):
    start = time.perf_counter()
    subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds.append(time.perf_counter() - start)
print(f"  {sys.argv[1]:<52} {statistics.median(seconds):8.3f} s")
PY
}

# ratio_of WHAT ONE -- OTHER: how much faster OTHER is, by the medians of seven in turn
ratio_of() {
  python3 - "$@" <<'PY'
import statistics, subprocess, sys, time
what, rest = sys.argv[1], sys.argv[2:]
cut = rest.index("--")
commands, seconds = (rest[:cut], rest[cut + 1:]), ([], [])
for _ in range(7):
    for command, times in zip(commands, seconds):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
one, other = map(statistics.median, seconds)
print(f"  {what:<52} {one:.3f} s -> {other:.3f} s, {one / other:.2f} x")
PY
}


lscpu | grep -E '^(Model name|CPU\(s\)|L2 cache|L3 cache)'
python3 bench/models/make_models.py lines >"$scratch/lines.mdl"
simulate() { median_of "$1" "$holon" simulate "${@:2}"; }
simulate "simulate world.mdl" bench/models/world.mdl --csv "$scratch/out.csv"
simulate "simulate regions.mdl, all of it" bench/models/regions.mdl --csv "$scratch/out.csv"
simulate "simulate $(wc -l <"$scratch/lines.mdl") lines, one output" "$scratch/lines.mdl" --output population --csv "$scratch/out.csv"
simulate "simulate $(wc -l <"$scratch/lines.mdl") lines, all of it" "$scratch/lines.mdl" --csv "$scratch/out.csv"

sobol=("$holon" sensitivity bench/models/world.mdl --inputs bench/models/world.inputs.yaml
  --output population --rows 4096 -q --json "$scratch/out.json")
median_of "Sobol' indices, 20 factors, N = 4096, one thread" "${sobol[@]}" --threads 1
median_of "the same, two threads" "${sobol[@]}" --threads 2

ensemble=("$holon" simulate bench/models/world.mdl --inputs bench/models/world.inputs.yaml
  --output population --samples 40000 -q --csv "$scratch/out.csv")
ratio_of "ensemble of 40 000, two threads" "${ensemble[@]}" --threads 1 -- "${ensemble[@]}" --threads 2
if command -v mpirun >/dev/null; then
  ranks=(mpirun --allow-run-as-root --oversubscribe -np)
  ratio_of "ensemble of 40 000, two processes" "${ranks[@]}" 1 "${ensemble[@]}" --threads 1 \
    -- "${ranks[@]}" 2 "${ensemble[@]}" --threads 1
fi
