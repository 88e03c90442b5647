# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What ./run, ./test and .ci/run share: the packages each needs, and building a preset.
# Sourced, never run. Everything here speaks on stderr; stdout belongs to the program.

# the repository, wherever it lies and wherever it is called from
root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

# compile jobs at once; .ci/run and small machines set it lower
job_count=${HOLON_JOBS:-$(nproc)}

# the exit code for "our bug", which a build that fails is (README: exit codes)
failed_here=70

# the binary alone, then what its tests add, then what the other checks add
# shellcheck disable=SC2034  # read by the scripts that source this file
{
  binary_packages=(
    g++ cmake ninja-build pkg-config
    libfmt-dev libexpected-dev libyaml-dev nlohmann-json3-dev libcli11-dev
    libtbb-dev libboost-math-dev libsleef-dev librandom123-dev libeigen3-dev libopenmpi-dev
    libzip-dev libpugixml-dev libsoci-dev libcurl4-openssl-dev ca-certificates
  )
  # llvm-19-dev: the just-in-time compiler. The binary does without it, and it is large
  # postgresql: the ledger is tested on a server of its own
  # python3-dev: the Python package is tested in an interpreter of its own
  test_packages=(
    doctest-dev librapidcheck-dev python3 python3-dev python3-venv openmpi-bin llvm-19-dev postgresql
  )
  check_packages=(
    clang-19 libclang-rt-19-dev clang-format-19 clang-tidy-19 ccache shellcheck git
  )
}

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

give_up() {
  say "$*"
  exit "$failed_here"
}

# --- packages ------------------------------------------------------------------------------------

# install_packages NAME...: what is missing of them; a complete machine runs no apt at all
install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "this is not Debian; going on as if these were installed: $*"
    return
  fi
  local -a missing=() as_root=()
  find_missing "$@"
  ((${#missing[@]} == 0)) || apt_install "${missing[@]}"
}

# find_missing NAME...: puts those that are not installed into `missing`
find_missing() {
  local installed name
  # dpkg-query fails as soon as one name is unknown to it, and that is an answer too
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null) || true
  for name in "$@"; do
    grep -qxF "installed $name" <<<"$installed" || missing+=("$name")
  done
}

apt_install() {
  local log="$root/build/install.log"
  mkdir -p "$root/build"
  find_root
  say "installing $* (apt-get; log: build/install.log)"
  apt_get update >"$log" 2>&1 || say "apt-get update complained; trying with the lists at hand"
  apt_get install --yes --no-install-recommends "$@" >>"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    give_up "could not install: $*"
  }
}

# find_root: puts into `as_root` what makes a command run as root
find_root() {
  ((EUID != 0)) || return 0
  command -v sudo >/dev/null || give_up "needs root or sudo to install: ${missing[*]}"
  as_root=(sudo)
}

# prepare_python: what the Python package is built and tested with, in build/python-venv; Debian 12 has
# no nanobind. Where the index cannot be reached, its test says so and is skipped
prepare_python() {
  local venv="$root/build/python-venv" wanted="$root/python/requirements-test.txt"
  local log="$root/build/install-python.log" python=/usr/bin/python3
  ! cmp -s "$wanted" "$venv/installed.txt" || return 0
  # Debian's own: the package's interpreter is made with its library
  [[ -x $python ]] || python=python3
  mkdir -p "$root/build"
  say "installing what the Python package is tested with (pip; log: build/install-python.log)"
  if "$python" -m venv --clear "$venv" >"$log" 2>&1 </dev/null &&
    "$venv/bin/pip" install --quiet -r "$wanted" >>"$log" 2>&1 </dev/null; then
    cp "$wanted" "$venv/installed.txt"
    # what was configured without it is configured again
    rm -f "$root/build/dev/build.ninja"
  else
    say "could not; the Python package is not tested"
    rm -rf "$venv"
  fi
}

# waits for another apt instead of failing
apt_get() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q \
    -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null
}

# --- building ------------------------------------------------------------------------------------

# build_preset NAME: configures build/NAME where needed and builds it; one caller at a time
build_preset() { build_targets "$1" all; }

# build_targets NAME TARGET...: only these of it
build_targets() (
  preset=$1
  shift
  log="$root/build/$preset.log"
  mkdir -p "$root/build"
  exec 9>"$root/build/$preset.lock"
  flock 9

  cd "$root" || exit
  started=$SECONDS
  needs_configuring "$preset" && configure "$preset" "$log"
  say "building the $preset preset (log: build/$preset.log)"
  cmake --build --preset "$preset" -j "$job_count" --target "$@" 2>&1 </dev/null | tee "$log" | show_progress ||
    build_failed "$log"
  say "built in $((SECONDS - started)) s"
)

# Ninja configures again by itself when a CMakeLists.txt changes, not when the presets do
needs_configuring() {
  local ninja_file="$root/build/$1/build.ninja"
  [[ ! -e $ninja_file || $root/CMakePresets.json -nt $ninja_file ]] || was_moved "$1"
}

# true where build/NAME was configured under another path: the repository was moved or copied
was_moved() { ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$root/build/$1/CMakeCache.txt"; }

configure() {
  local preset=$1 log=$2
  say "configuring the $preset preset"
  cmake --fresh --preset "$preset" >"$log" 2>&1 </dev/null || {
    cat "$log" >&2
    give_up "could not configure the $preset preset"
  }
}

# reads Ninja's lines; shows a running count on a terminal, and a line per quarter elsewhere
show_progress() {
  local line done_count all_count quarter shown=0
  while IFS= read -r line; do
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    done_count=${BASH_REMATCH[1]} all_count=${BASH_REMATCH[2]}
    quarter=$((4 * done_count / all_count))
    if [[ -t 2 ]]; then
      printf '\r%s: %d of %d ' "${0##*/}" "$done_count" "$all_count" >&2
    elif ((quarter > shown)); then
      say "$done_count of $all_count"
    fi
    shown=$quarter
  done
  # wipe the running count
  [[ ! -t 2 ]] || printf '\r\033[K' >&2
}

# shows what went wrong without the lines that went well
build_failed() {
  grep -Ev '^\[[0-9]+/[0-9]+\] ' "$1" >&2
  give_up "the build failed"
}

# --- running -------------------------------------------------------------------------------------

# with_fixed_addresses COMMAND...: ThreadSanitizer of g++ 12 stops on kernels that spread addresses
# widely; where the machine allows it, its programs run without that
with_fixed_addresses() {
  if setarch "$(uname -m)" --addr-no-randomize true 2>/dev/null; then
    setarch "$(uname -m)" --addr-no-randomize "$@"
  else
    "$@"
  fi
}
