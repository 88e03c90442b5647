#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tools/tidy.sh [FILE...]: clang-tidy-19 over the given sources, or all of src/; every warning fails.
set -euo pipefail
# shellcheck source=tools/setup.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/setup.sh"

cd "$root"
# its own configuration with clang, which does not know some of g++'s warning flags
install_packages "${binary_packages[@]}" "${test_packages[@]}" clang-19 clang-tidy-19
cmake --preset asan >/dev/null
if (($# == 0)); then
  mapfile -t files < <(find src -name '*.cpp' ! -name '*_test.cpp' | sort)
  set -- "${files[@]}"
fi
printf '%s\0' "$@" |
  xargs -0 -n 4 -P "$job_count" clang-tidy-19 -p build/asan --quiet --warnings-as-errors='*'
