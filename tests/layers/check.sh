#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tests/layers/check.sh LAYERS.CMAKE: the layer rule refuses an upward include, by name, at configure
# time, and lets every allowed one pass. Each case is a project of empty rooms with one planted line.
set -euo pipefail
layers=$(readlink -f -- "${1:?usage: check.sh PATH/TO/layers.cmake}")

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

main() {
  accepts base/clock.h '#include "base/text.h"'
  accepts engine/run.cpp '#include "model/model.h"'
  accepts engine/run.cpp '#include "base/text.h"' # two rooms down
  accepts study/compile.h '#include "catalog/shelf.h"'
  accepts base/clock.h '#include <string>'

  refuses base/clock.h '#include "engine/run.h"'
  refuses quantity/unit.cpp '#include "document/node.h"'
  refuses document/node_test.cpp '#include "study/study.h"'
  refuses engine/batch/machine.h '#include "findings/footprint.h"' # from a folder inside a room
  refuses catalog/shelf.h '#include "model/model.h"'               # sideways
  printf 'layer rule: holds\n'
}

accepts() {
  plant "$@"
  configures || wrong "$1 was refused its $2"
}

# the message is compared as one line: CMake wraps it where it likes
refuses() {
  plant "$@"
  ! configures || wrong "$1 was allowed its $2"
  tr -s ' \n' ' ' <"$scratch/out" | grep -qF "layer rule: ${1%%/*}/${1##*/} has $2" ||
    wrong "the refusal of $2 does not name $1"
}

# plant FILE LINE: the project whose only file is FILE, with LINE in it
plant() {
  local room=${1%%/*}
  rm -rf "$scratch/project"
  mkdir -p "$scratch/project/src/$(dirname -- "$1")"
  cat >"$scratch/project/CMakeLists.txt" <<EOF
cmake_minimum_required(VERSION 3.25)
project(planted LANGUAGES NONE)
include($layers)
add_subdirectory(src/$room)
EOF
  printf 'holon_check_includes(%s)\n' "$room" >"$scratch/project/src/$room/CMakeLists.txt"
  printf '%s\n' "$2" >"$scratch/project/src/$1"
}

configures() {
  cmake -G Ninja -S "$scratch/project" -B "$scratch/project/build" >"$scratch/out" 2>&1
}

wrong() {
  printf 'layer rule: %s\n' "$1" >&2
  cat "$scratch/out" >&2
  exit 1
}

main
