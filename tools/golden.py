#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Golden transcripts: runs the commands a Markdown file shows and compares what they print.

    tools/golden.py --holon build/dev/holon FILE.md...             compare; exit 1 if one differs
    tools/golden.py --holon build/dev/holon --update FILE.md...    write what they print now

A fenced block whose first word is `console` holds one or more commands, each with what it prints:

    ```console
    $ holon assess examples/missing.yaml
    what it writes to stdout
    # stderr
    what it writes to stderr
    ? 3
    ```

- `$ ` starts a command. It is a line of shell, run in the repository's root, and names `holon` as a
  word; `./run ARGS` stands for `holon ARGS`. A line that ends in a backslash goes on in the next.
- A line `# stderr` parts stdout from stderr. Without it the command must write nothing to stderr.
- `? N` is the exit code; without it 0.
- A line `...` stands for any number of lines.
- Spaces at the ends of lines and blank lines at the end do not count.
- "$TMP" is a scratch directory, the same for all commands of one file; it is printed as `$TMP`.
- ```` ```console tolerance=1e-6 ```` compares numbers with that relative tolerance, and any run of
  spaces as one. Elsewhere numbers are text like the rest.
- ```` ```console no-run ```` is left alone: for commands that install or build.

Commands see no colour, no terminal, UTC, and an empty home.
"""

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT = 300  # seconds for one command
TIMED_OUT = 124  # its exit code then, as of timeout(1)
NUMBER = re.compile(r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?")


class BadTranscript(Exception):
    """The golden file itself cannot be read or written."""


# --- the parts of a golden file ------------------------------------------------------------------


@dataclass
class Command:
    """One command of a block and what it should print."""

    line: int
    source: list[str]  # its lines as written, `$ ` included
    expected: list[str] = field(default_factory=list)

    @property
    def shell(self) -> str:
        """The command as the shell gets it."""
        text = "\n".join([self.source[0][2:], *self.source[1:]])
        return re.sub(r"^\./run(?=\s)", "holon", text)


@dataclass
class Block:
    """One fenced block that is to be run."""

    tolerance: float | None = None
    head: list[str] = field(default_factory=list)  # blank lines before the first command
    commands: list[Command] = field(default_factory=list)


def parse(text: str) -> list[str | Block]:
    """Parts of a golden file in order: lines to keep as they are, and blocks to run."""
    parts: list[str | Block] = []
    fence, options, body, start = "", "", [], 0
    for number, line in enumerate(text.split("\n"), 1):
        opening = re.match(r"(\s*)(`{3,}|~{3,})\s*(.*)$", line)
        if not fence and opening:
            fence, options, body, start = opening[2], opening[3], [], number
            if opening[1] and is_run(options):
                raise BadTranscript(f"{number}: a console block that is run starts at the margin")
            parts.append(line)
        elif fence and is_closing(line, fence):
            if is_run(options):
                parts.append(parse_block(options, body, start + 1))
            parts.append(line)
            fence = ""
        elif fence and is_run(options):
            body.append(line)
        else:
            parts.append(line)
    if fence and is_run(options):
        raise BadTranscript(f"{start}: this console block is never closed")
    return parts


def is_run(options: str) -> bool:
    words = options.split()
    return words[:1] == ["console"] and "no-run" not in words


def is_closing(line: str, fence: str) -> bool:
    bare = line.strip()
    return len(bare) >= len(fence) and set(bare) == {fence[0]}


def parse_block(options: str, body: list[str], first_line: int) -> Block:
    block = Block(tolerance=read_tolerance(options, first_line - 1))
    continued = False
    for number, line in enumerate(body, first_line):
        if continued:
            block.commands[-1].source.append(line)
        elif line.startswith("$ "):
            block.commands.append(Command(number, [line]))
        elif block.commands:
            block.commands[-1].expected.append(line)
            continue
        elif line.strip():
            raise BadTranscript(f"{number}: output before the first `$ ` line")
        else:
            block.head.append(line)
            continue
        continued = line.endswith("\\")
    for command in block.commands:
        if not re.search(r"\bholon\b", command.shell):
            raise BadTranscript(f"{command.line}: not a holon command; mark the block `no-run`?")
    return block


def read_tolerance(options: str, line: int) -> float | None:
    tolerance = None
    for word in options.split()[1:]:
        name, _, value = word.partition("=")
        if name != "tolerance":
            raise BadTranscript(f"{line}: unknown option {word} (tolerance=X, no-run)")
        try:
            tolerance = float(value)
        except ValueError:
            raise BadTranscript(f"{line}: tolerance={value} is not a number") from None
    return tolerance


def render(parts: list[str | Block]) -> str:
    """The golden file again."""
    lines = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
            continue
        lines += part.head
        for command in part.commands:
            lines += command.source + command.expected
    return "\n".join(lines)


# --- running -------------------------------------------------------------------------------------


@contextmanager
def stage(holon: Path) -> Iterator[dict[str, str]]:
    """The environment of one file's commands: `holon` on the path, a scratch directory."""
    with tempfile.TemporaryDirectory() as scratch:
        inside = {name: Path(scratch, name) for name in ("bin", "home", "tmp")}
        for folder in inside.values():
            folder.mkdir()
        (inside["bin"] / "holon").symlink_to(holon)
        kept = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
        yield kept | {
            "PATH": f"{inside['bin']}:{os.environ.get('PATH', os.defpath)}",
            "HOME": str(inside["home"]),
            "TMP": str(inside["tmp"]),
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "TZ": "UTC",
        }


def run(command: Command, environment: dict[str, str]) -> list[str]:
    """What the command prints, as the lines of a golden file."""
    try:
        done = subprocess.run(
            ["bash", "-c", command.shell], cwd=ROOT, env=environment, timeout=TIMEOUT,
            stdin=subprocess.DEVNULL, capture_output=True, check=False)  # fmt: skip
        out, err, code = done.stdout, done.stderr, done.returncode
    except subprocess.TimeoutExpired as stopped:
        out, err, code = stopped.stdout or b"", stopped.stderr or b"", TIMED_OUT

    def readable(raw: bytes) -> list[str]:
        text = raw.decode("utf-8", "backslashreplace")
        return tidy(text.replace(environment["TMP"], "$TMP").split("\n"))

    lines = readable(out)
    if err.strip():
        lines += ["# stderr", *readable(err)]
    if code:
        lines.append(f"? {code}")
    return lines


def tidy(lines: list[str]) -> list[str]:
    """Without spaces at the ends of lines, and without blank lines at the end."""
    lines = [line.rstrip() for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return lines


# --- comparing -----------------------------------------------------------------------------------


def agrees(expected: list[str], actual: list[str], tolerance: float | None) -> bool:
    """Whether what was printed is what was expected, `...` taken as any number of lines."""
    # reachable[j]: the expected lines so far can be the first j actual ones
    reachable = [True] + [False] * len(actual)
    for line in expected:
        if line == "...":
            first = reachable.index(True)
            reachable = [j >= first for j in range(len(actual) + 1)]
        else:
            reachable = [False] + [
                so_far and same_line(line, printed, tolerance)
                for so_far, printed in zip(reachable, actual)
            ]
        if True not in reachable:
            return False
    return reachable[-1]


def same_line(expected: str, actual: str, tolerance: float | None) -> bool:
    if expected == actual:
        return True
    # an exit code is a number that has no tolerance
    if tolerance is None or re.fullmatch(r"\? \d+", expected):
        return False
    return frame(expected) == frame(actual) and all(
        close(a, b, tolerance) for a, b in zip(numbers(expected), numbers(actual))
    )


def frame(line: str) -> str:
    """The line without its numbers and without the spaces that line them up."""
    return re.sub(r"\s+", " ", NUMBER.sub(" # ", line)).strip()


def numbers(line: str) -> list[float]:
    return [float(n.replace(",", "").replace("−", "-")) for n in NUMBER.findall(line)]


def close(a: float, b: float, tolerance: float) -> bool:
    return abs(a - b) <= tolerance * max(abs(a), abs(b))


# --- telling -------------------------------------------------------------------------------------


def show_difference(name: str, command: Command, actual: list[str], colour: bool) -> None:
    paint = {"-": "\033[31m", "+": "\033[32m", "@": "\033[36m"} if colour else {}
    print(f"{name}:{command.line}: {command.shell}")
    for line in difflib.unified_diff(
        tidy(command.expected), actual, "expected", "printed", lineterm=""
    ):
        start = paint.get(line[0], "")
        print(f"{start}{line}{chr(27) + '[0m' if start else ''}")
    print()


def check_writable(name: str, command: Command, actual: list[str]) -> None:
    """Output that looks like the file's own marks cannot be written into it."""
    for line in actual:
        if line.startswith(("$ ", "```")):
            raise BadTranscript(f"{name}:{command.line}: prints a line that a golden file "
                                f"cannot hold: {line}")  # fmt: skip


# --- the main path -------------------------------------------------------------------------------


def check_file(path: Path, holon: Path, update: bool, colour: bool) -> tuple[int, int]:
    """Runs one file's commands; the number of commands, and of those that differed."""
    text = path.read_text(encoding="utf-8")
    try:
        parts = parse(text)
    except BadTranscript as problem:
        raise BadTranscript(f"{path}:{problem}") from None

    count = differing = 0
    with stage(holon) as environment:
        for block in (part for part in parts if isinstance(part, Block)):
            for command in block.commands:
                actual = run(command, environment)
                count += 1
                if agrees(tidy(command.expected), actual, block.tolerance):
                    continue
                differing += 1
                if update:
                    replace_expected(path, block, command, actual)
                else:
                    show_difference(str(path), command, actual, colour)

    if update and differing:
        path.write_text(render(parts), encoding="utf-8")
    return count, differing


def replace_expected(path: Path, block: Block, command: Command, actual: list[str]) -> None:
    check_writable(str(path), command, actual)
    # the blank line before the next command stays
    gap = [""] if command is not block.commands[-1] and command.expected[-1:] == [""] else []
    command.expected = actual + gap


def wants_colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def main() -> int:
    options = read_options()
    count = differing = 0
    try:
        for path in options.files:
            ran, differed = check_file(path, options.holon, options.update, wants_colour())
            count += ran
            differing += differed
    except (BadTranscript, OSError) as problem:
        print(f"golden: {problem}", file=sys.stderr)
        return 2
    verdict = "rewritten" if options.update else "differ"
    print(f"golden: {count} commands in {len(options.files)} files, {differing} {verdict}")
    return 1 if differing and not options.update else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--holon", type=Path, required=True, help="the program under test")
    parser.add_argument("--update", action="store_true", help="rewrite what is expected")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE.md")
    options = parser.parse_args()
    options.holon = options.holon.resolve()
    if not os.access(options.holon, os.X_OK):
        parser.error(f"{options.holon} is not a program; build it first: ./test")
    return options


if __name__ == "__main__":
    sys.exit(main())
