#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tests/race/check.sh: ThreadSanitizer sees the race planted in our parallel loop, and stays silent
# when it is mended. Flags and back end are those of the tsan preset.
set -euo pipefail
# shellcheck source=tools/setup.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../../tools/setup.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

main() {
  compile planted
  ! runs planted || wrong 'the planted race went unseen'
  grep -q 'WARNING: ThreadSanitizer: data race' "$scratch/out" || wrong 'it failed for another reason'
  grep -q 'planted_race.cpp' "$scratch/out" || wrong 'the report does not name planted_race.cpp'

  compile mended -DMENDED
  runs mended || wrong 'the mended program is reported too'
  printf 'race: the planted one is seen, the mended one is not\n'
}

compile() {
  g++ -std=c++20 -O1 -g1 -fsanitize=thread "${@:2}" -I "$root/src" -o "$scratch/$1" \
    "$root/tests/race/planted_race.cpp" "$root/src/base/parallel_std.cpp" -pthread
}

runs() { with_fixed_addresses "$scratch/$1" >"$scratch/out" 2>&1; }

wrong() {
  printf 'race: %s\n' "$1" >&2
  cat "$scratch/out" >&2
  exit 1
}

main
