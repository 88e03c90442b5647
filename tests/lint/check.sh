#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tests/lint/check.sh: tools/lint.sh sees every breach planted for it, and lets good code pass.
set -euo pipefail
lint=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../../tools/lint.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
spdx='// SPDX-License-Identifier: Apache-2.0'

main() {
  passes 'code that only returns' base/text.h "int length(); // like printf(), but std::cout stays free"
  passes 'a buffer is not output' base/text.cpp 'int n = snprintf(buffer, 9, "%d", 7);'
  passes 'the command line may print' cli/main.cpp 'int main() { fmt::print("done"); exit(2); }'
  passes 'a test may read what it needs' base/text_test.cpp 'auto home = std::getenv("HOME");'
  passes 'a light header' base/text.h '#include <string>'
  passes 'a heavy header in a source' base/text.cpp '#include <nlohmann/json.hpp>'
  passes 'an include that names its room' base/text.cpp '#include "base/text.h"'

  fails 'standard output' base/text.cpp 'void f() { std::cout << 1; }'
  fails 'standard error' base/text.h 'inline void f() { std::cerr << 1; }'
  fails 'printf' base/text.cpp 'void f() { printf("1"); }'
  fails 'std::fprintf' base/text.cpp 'void f() { std::fprintf(stderr, "1"); }'
  fails 'puts' base/text.cpp 'void f() { puts("1"); }'
  fails 'fmt::print' base/text.cpp 'void f() { fmt::print("1"); }'
  fails 'exit' base/text.cpp 'void f() { std::exit(1); }'
  fails 'abort' base/text.cpp 'void f() { abort(); }'
  fails 'getenv' base/text.cpp 'auto home = std::getenv("HOME");'
  fails 'iostream' base/text.cpp '#include <iostream>'
  fails 'an open end' base/text.cpp '// TODO: finish'
  fails 'using namespace in a header' base/text.h 'using namespace std;'
  fails 'a heavy header in a header' base/text.h '#include <Eigen/Core>'
  fails 'an include without its room' base/text.cpp '#include "text.h"'
  fails 'an include upward by dots' base/text.cpp '#include "../engine/run.h"'
  fails 'a room in angle brackets' base/text.cpp '#include <engine/run.h>'
  fails 'an indented include' base/text.cpp '  #include "engine/run.h"'
  fails 'an include without its space' base/text.cpp '#include"engine/run.h"'

  fails_on_length
  fails_on_licence
  printf 'lint rules: all hold\n'
}

passes() {
  plant "$2" "$spdx" "$3"
  "$lint" "$scratch" >"$scratch/out" || wrong "$1 was refused"
}

fails() {
  plant "$2" "$spdx" "$3"
  ! "$lint" "$scratch" >"$scratch/out" || wrong "$1 passed"
  grep -q "^src/$2:2: " "$scratch/out" || wrong "$1 was not shown at its line"
}

fails_on_length() {
  plant base/long.cpp "$spdx" "$(yes 'int x;' | head -n 500)"
  ! "$lint" "$scratch" >"$scratch/out" || wrong 'a file of 501 lines passed'
}

fails_on_licence() {
  plant base/text.cpp 'int x;'
  ! "$lint" "$scratch" >"$scratch/out" || wrong 'a file without a licence line passed'
}

# plant FILE LINE...: a source tree with two rooms and this one file
plant() {
  local file="$scratch/src/$1"
  rm -rf "$scratch/src"
  mkdir -p "$scratch"/src/{base,engine,cli}
  printf '%s\n' "${@:2}" >"$file"
}

wrong() {
  printf 'lint: %s\n' "$1" >&2
  cat "$scratch/out" >&2
  exit 1
}

main
