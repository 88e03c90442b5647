#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every diagnostic has a transcript, every bad study is in one, and none is accepted in silence.

    tests/golden/check_codes.py    exit 1, and what is missing, if one has none
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CODES = HERE.parent.parent / "src/base/error_codes.def"


def main() -> int:
    transcripts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.md")))

    # every code is told somewhere
    codes = [f"E{int(n):04}" for n in re.findall(r"^HOLON_CODE\((\d+),", CODES.read_text(encoding="utf-8"), re.M)]
    told = set(re.findall(r"^(?:error|warning)\[(E\d{4})\]", transcripts, re.M))
    problems = [f"{code}: no transcript in tests/golden shows it" for code in codes if code not in told]
    problems += [f"{code}: shown by a transcript, but not in error_codes.def" for code in sorted(told - set(codes))]

    # every bad study is checked, and found bad
    blocks = re.findall(r"^\$ (holon .*?)(?=^\$ |^```)", transcripts, re.M | re.S)
    studies = sorted(path.relative_to(HERE.parent.parent).as_posix() for path in HERE.glob("bad/*.yaml"))
    for study in studies:
        outputs = [block for block in blocks if study in block.split("\n", 1)[0]]
        if not outputs:
            problems.append(f"{study}: in no transcript")
        elif not any(re.search(r"^(error|warning)\[", output, re.M) for output in outputs):
            problems.append(f"{study}: passes without a word")

    for problem in problems:
        print(problem)
    print(f"{len(codes)} codes, {len(studies)} bad studies, {len(problems)} problems")
    return 1 if problems or not codes or not studies else 0


if __name__ == "__main__":
    sys.exit(main())
