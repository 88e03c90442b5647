#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Carry published figures over into holon's own catalogue tables.

    carry_over.py SOURCES [DATA]

SOURCES is the folder of raw sources, one folder per source (the layout that data/README.md lists);
DATA is where the tables go (default: the repository's data folder). The script rewrites the tables
that come from bulk sources: grids, places, accelerators, cpus, embodied. Rows that a person
reviewed one by one stand in by_hand/ beside this script and are merged in. The other tables
(sources, pedigree, technologies, defaults) are kept by hand in DATA.

It chooses columns, converts units and names, and leaves out what is wrong or unclear; it never
fills a gap with a guess. A cell it cannot fill stays empty, which means "missing". The same input
gives the same bytes.
"""

import sys
from pathlib import Path

from devices import accelerators, cpus
from embodied import EMBODIED, embodied
from grids import GRIDS, grid_years, grids
from instances import INSTANCES, instances
from part_models import PART_MODELS, part_models
from places import PLACES, places
from profiles import PROFILES, profiles, unique_profile
from tables import HERE, write

ACCELERATORS = (
    "code aliases name maker type released power_W die_mm2 process_nm memory_GB bandwidth_GB_per_s"
    " dense_fp16_TFLOP_per_s fp32_TFLOP_per_s price_USD embodied_item spread source year licence"
    " note"
).split()
CPUS = (
    "code name maker cores power_W process_nm released spread source year licence note"
).split()


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    sources = Path(arguments[0])
    data = Path(arguments[1]) if len(arguments) == 2 else HERE.parents[1] / "data"
    write(data, "grids", GRIDS, grids(sources, data))
    write(data, "grid_years", GRIDS, grid_years(sources))
    write(data, "instances", INSTANCES, instances(sources))
    write(data, "places", PLACES, places(sources))
    write(data, "accelerators", ACCELERATORS, accelerators(sources))
    write(data, "cpus", CPUS, cpus(sources))
    write(data, "embodied", EMBODIED, embodied(sources))
    write(data, "profiles", PROFILES, unique_profile(profiles(sources)))
    write(data, "part_models", PART_MODELS, part_models(sources))


if __name__ == "__main__":
    main(sys.argv[1:])
