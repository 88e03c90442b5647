#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tools/lint.sh [ROOT]: the house rules that a search can prove. Prints FILE:LINE: RULE for every
# breach and exits 1 if there is one. ROOT is the repository, this one unless given.
set -euo pipefail
cd "${1:-"$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."}"

max_lines=500
# the folders with rooms in them; the Python extension is a room that lies apart
code=(src)
[[ ! -d python/src ]] || code+=(python/src)

main() {
  local breaches
  breaches=$(all_rules | sort -t: -k1,1 -k2,2n)
  if [[ -n $breaches ]]; then
    printf '%s\n' "$breaches"
    printf 'lint: %d breaches\n' "$(wc -l <<<"$breaches")"
    exit 1
  fi
  printf 'lint: ok\n'
}

all_rules() {
  libraries_only_return
  files_stay_short
  files_name_their_licence
  nothing_is_left_to_do
  headers_open_no_namespace
  headers_stay_light
  includes_show_their_room
}

# --- the rules -----------------------------------------------------------------------------------

# a server and a Python module live on after an error, and stdout is not the library's
libraries_only_return() {
  local call='(^|[^[:alnum:]_])'
  local why='libraries neither print, nor end the process, nor read the environment'
  libraries | search "std::(cout|cerr|clog)" "$why"
  libraries | search "$call(v?f?printf|f?puts|putchar)[[:space:]]*\\(" "$why"
  libraries | search "fmt::v?print" "$why"
  # a forked child has no caller to return to
  libraries | grep -zv '/meter/workload\.cpp$' | search "$call(_|_E|quick_)?(exit|abort)[[:space:]]*\\(" "$why"
  libraries | search "$call(secure_)?getenv" "$why"
  libraries | search "#[[:space:]]*include[[:space:]]*<iostream>" "<iostream> is for the command line"
}

files_stay_short() {
  local file lines
  while IFS= read -r -d '' file; do
    lines=$(wc -l <"$file")
    ((lines <= max_lines)) || printf '%s:%d: more than %d lines\n' "$file" "$lines" "$max_lines"
  done < <(sources)
}

files_name_their_licence() {
  local file
  while IFS= read -r -d '' file; do
    head -n 3 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0' ||
      printf '%s:1: no SPDX-License-Identifier line\n' "$file"
  done < <(
    sources
    scripts
  )
}

# an issue is where work that is left belongs
nothing_is_left_to_do() {
  sources | search_all '(^|[^[:alnum:]_])(TODO|FIXME|XXX)([^[:alnum:]_]|$)' 'an open end; write an issue'
}

headers_open_no_namespace() {
  headers | search 'using[[:space:]]+namespace' 'a header opens no namespace to those who include it'
}

# they cost every file that includes ours seconds of compile time
headers_stay_light() {
  headers | search '#[[:space:]]*include[[:space:]]*[<"](nlohmann/json\.hpp|(CLI|Eigen|boost)/)' \
    'heavy headers are included from .cpp files only'
}

# the layer rule reads the room from the include: "room/file.h", at the start of the line
includes_show_their_room() {
  local why='write #include "room/file.h", so that the layer rule sees it'
  sources | search '#[[:space:]]*include[[:space:]]*"([^"/]*"|\.)' "$why"
  sources | search '([[:space:]]+#[[:space:]]*|#[[:space:]]+)include[[:space:]]*"|#include("|[[:space:]][[:space:]]+")' "$why"
  sources | search "#[[:space:]]*include[[:space:]]*<($(rooms))/" "$why"
}

# --- what they read ------------------------------------------------------------------------------

sources() { find "${code[@]}" -name '*.h' -print0 -o -name '*.cpp' -print0; }
headers() { find "${code[@]}" -name '*.h' -print0; }

# the command line may speak, and a test may do what it must
libraries() {
  find "${code[@]}" -path src/cli -prune -o -name '*_test.cpp' -o \( -name '*.h' -o -name '*.cpp' \) -print0
}

# everything else a person wrote here and a compiler or an interpreter reads
scripts() {
  local folder
  for folder in CMakeLists.txt run test .ci src cmake tests bench tools python examples; do
    [[ ! -e $folder ]] || find "$folder" -type f \( -name CMakeLists.txt -o -name '*.cmake' \
      -o -name '*.sh' -o -name '*.py' -o -name run -o -name test \
      -o -name '*.pyi' -o -name pyproject.toml \
      -o \( ! -path 'src/*' \( -name '*.h' -o -name '*.cpp' \) \) \) -print0
  done
}

# the folders of src/, as one pattern
rooms() { find src -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort | paste -sd '|'; }

# search PATTERN WHY: breaches in the code of the files on stdin, its comments left out
search() { breaches_of 1 "$@"; }

# search_all PATTERN WHY: the same, comments included
search_all() { breaches_of 0 "$@"; }

breaches_of() {
  # shellcheck disable=SC2016  # awk reads $0, not the shell
  PATTERN=$2 WHY=$3 xargs -0 --no-run-if-empty awk -v code_only="$1" '
    {
      line = $0
      if (code_only) sub(/\/\/.*/, "", line)
      if (line ~ ENVIRON["PATTERN"]) printf "%s:%d: %s\n", FILENAME, FNR, ENVIRON["WHY"]
    }'
}

main
