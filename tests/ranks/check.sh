#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# One, two and four processes print the same, byte for byte, and say their mistakes once.
set -euo pipefail

holon=$1
mpirun=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

together() {
  local count=$1
  shift
  "$mpirun" --allow-run-as-root --oversubscribe -n "$count" "$holon" "$@"
}

model=(examples/epidemic/epidemic.mdl --inputs examples/epidemic/spreads.yaml)
commands=(
  "assess examples/bloom/study.yaml --samples 5000"
  "simulate ${model[*]} --samples 20000 --output Infectious"
  "simulate ${model[*]} --samples 3000 --output Infectious --plan latin"
  "sensitivity ${model[*]} --output Infectious --output Recovered --json -"
  "sensitivity ${model[*]} --output Recovered --estimator given-data --json -"
  "calibrate examples/epidemic/epidemic.mdl --data examples/epidemic/cases.csv --fit infectivity=0.01..0.5 --fit duration=1..30 --json -"
  "optimise ${model[*]} --samples 64 --rounds 20 --minimise p95\ of\ burden --over closure=0..0.9 --json -"
)

words=()
for command in "${commands[@]}"; do
  eval "words=($command)"
  "$holon" "${words[@]}" >"$scratch/alone"
  for count in 1 2 4; do
    together "$count" "${words[@]}" >"$scratch/together"
    cmp "$scratch/alone" "$scratch/together" || {
      echo "$count processes print something else: holon $command"
      exit 1
    }
  done
done

# a mistake is told once, and ends all
if together 2 simulate no-such-file.mdl 2>"$scratch/said" >/dev/null; then
  echo "a mistake went unnoticed"
  exit 1
fi
[[ $(grep -c 'no-such-file.mdl' "$scratch/said") -le 2 ]] || {
  cat "$scratch/said"
  exit 1
}

# a file is written by one of them
together 2 sensitivity "${model[@]}" --output Infectious --json "$scratch/written.json" >/dev/null
python3 -m json.tool "$scratch/written.json" >/dev/null
echo "1, 2 and 4 processes: the same bytes"
