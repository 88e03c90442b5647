#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An interrupted run ends with 130 and leaves no file behind, whole or half.
#   tests/interrupt/check.sh build/dev/holon
set -euo pipefail

holon=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# far more samples than can be done before the signal comes
"$holon" assess examples/sketch/study.yaml --samples 1000000000 \
  --json "$folder/result.json" --csv "$folder/result.csv" 2>"$folder/said" &
job=$!
sleep 1
kill -INT "$job"
code=0
wait "$job" || code=$?

fail() {
  echo "interrupt: $1" >&2
  exit 1
}
[ "$code" -eq 130 ] || fail "exit code $code instead of 130"
grep -q interrupted "$folder/said" || fail "nothing said of the interruption"
[ "$(ls "$folder")" = said ] || fail "files left behind: $(ls "$folder")"
echo "interrupt: ended with 130, nothing left behind"
