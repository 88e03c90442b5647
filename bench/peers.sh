#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# bench/peers.sh [HOLON] [SECONDS]: what measuring costs with holon, CodeCarbon and carbontracker, side
# by side on this machine, as a table. The peers are installed from the Python package index into
# build/peers. HOLON is build/release/holon unless given; SECONDS a measurement of 20.
set -euo pipefail
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

holon=${1:-build/release/holon}
seconds=${2:-20}
peers=build/peers

if [[ ! -x $peers/bin/carbontracker ]]; then
  python3 -m venv "$peers"
  "$peers/bin/pip" --quiet install codecarbon carbontracker
fi
exec "$peers/bin/python" bench/peers.py --holon "$holon" --seconds "$seconds"
