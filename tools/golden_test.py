#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of tools/golden.py, against a small stand-in for holon: python3 tools/golden_test.py"""

import contextlib
import io
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import golden

# prints its arguments; `err` speaks on stderr and exits 3; `keep FILE` writes a file
STAND_IN = """#!/bin/bash
case $1 in
  err) echo out; echo "bad input" >&2; exit 3 ;;
  keep) echo kept >"$2"; echo "wrote $2" ;;
  many) printf '%s\\n' one two three four ;;
  raw) printf '%s\\n' '$ holon' ;;
  env) echo "${NO_COLOR-} ${HOLON_SEED-none} ${TZ-} $PWD" ;;
  *) echo "$*  " ;;
esac
"""


class Golden(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.file = Path(scratch.name, "golden.md")
        self.holon = Path(scratch.name, "stand-in")
        self.holon.write_text(STAND_IN, encoding="utf-8")
        self.holon.chmod(0o755)

    def check(self, text, update=False):
        """(commands, differing) of a file with this text."""
        self.file.write_text(text, encoding="utf-8")
        self.printed = io.StringIO()
        with contextlib.redirect_stdout(self.printed):
            return golden.check_file(self.file, self.holon, update, colour=False)

    def block(self, body, options=""):
        return f"# Title\n\n```console{options}\n{body}\n```\n\nThe end.\n"

    def assert_agrees(self, body, options="", commands=1):
        self.assertEqual(self.check(self.block(body, options)), (commands, 0), self.printed)

    def assert_differs(self, body, options=""):
        self.assertEqual(self.check(self.block(body, options))[1], 1)

    # what is compared

    def test_the_same_output_agrees(self):
        self.assert_agrees("$ holon a b\na b")

    def test_other_output_differs_and_is_shown(self):
        self.assert_differs("$ holon a b\na c")
        self.assertIn("golden.md:4: holon a b", self.printed.getvalue())
        self.assertIn("-a c\n+a b\n", self.printed.getvalue())

    def test_missing_output_differs(self):
        self.assert_differs("$ holon a")

    def test_stderr_and_exit_code_are_part_of_it(self):
        self.assert_agrees("$ holon err\nout\n# stderr\nbad input\n? 3")
        self.assert_differs("$ holon err\nout\n# stderr\nbad input\n? 2")
        self.assert_differs("$ holon err\nout\n# stderr\nbad input")
        self.assert_differs("$ holon err\nout\n? 3")

    def test_several_commands_of_a_block(self):
        self.assert_agrees("$ holon a\na\n\n$ holon b\nb", commands=2)

    def test_a_command_over_two_lines(self):
        self.assert_agrees("$ holon a \\\n    b\na b")

    def test_dots_stand_for_any_lines(self):
        self.assert_agrees("$ holon many\none\n...")
        self.assert_agrees("$ holon many\n...\nthree\nfour")
        self.assert_agrees("$ holon many\none\n...\nthree\n...\nfour")
        self.assert_differs("$ holon many\n...\nfive")
        self.assert_differs("$ holon many\n...\nthree")

    def test_numbers_are_text_without_a_tolerance(self):
        self.assert_differs("$ holon 1.0\n1.00")

    def test_numbers_agree_within_a_tolerance(self):
        self.assert_agrees("$ holon 'total 1,000.0001 t'\ntotal  1,000.0 t", " tolerance=1e-6")
        self.assert_agrees("$ holon 9.9999999\n10", " tolerance=1e-6")
        self.assert_differs("$ holon 1000.1\n1000", " tolerance=1e-6")
        self.assert_differs("$ holon -5\n5", " tolerance=1e-6")
        self.assert_differs("$ holon '5 kg'\n5 t", " tolerance=1e-6")
        self.assert_differs("$ holon '5 kg 6'\n5 kg", " tolerance=1e-6")

    def test_exit_codes_have_no_tolerance(self):
        self.assert_differs("$ holon err\nout\n# stderr\nbad input\n? 4", " tolerance=0.9")

    # how commands run

    def test_the_scratch_directory_has_one_name(self):
        self.assert_agrees(
            '$ holon keep "$TMP/x"\nwrote $TMP/x\n$ holon a && cat "$TMP/x"\na\nkept', commands=2
        )

    def test_the_environment_is_plain_and_the_root_is_the_place(self):
        with unittest.mock.patch.dict("os.environ", HOLON_SEED="7", TZ="Asia/Tokyo"):
            self.assert_agrees(f"$ holon env\n1 none UTC {golden.ROOT}")

    def test_run_stands_for_holon(self):
        self.assert_agrees("$ ./run a\na")

    def test_other_blocks_are_left_alone(self):
        self.assert_agrees("$ rm -rf /\n", " no-run", commands=0)
        self.assertEqual(self.check("```yaml\n$ holon a\n```\n~~~\n```console\n~~~\n"), (0, 0))

    # what is refused

    def assert_refused(self, text, why):
        with self.assertRaisesRegex(golden.BadTranscript, why):
            self.check(text)

    def test_a_command_that_is_not_holon(self):
        self.assert_refused(self.block("$ ls"), "golden.md:4: not a holon command")

    def test_an_unknown_option(self):
        self.assert_refused(self.block("$ holon a", " tolerence=1"), "golden.md:3: unknown option")

    def test_an_open_block(self):
        self.assert_refused("```console\n$ holon a\n", "golden.md:1: .*never closed")

    def test_an_indented_block(self):
        self.assert_refused("- x\n  ```console\n  $ holon a\n  ```\n", "golden.md:2: .*margin")

    def test_output_that_a_file_cannot_hold(self):
        with self.assertRaisesRegex(golden.BadTranscript, "cannot hold"):
            self.check(self.block("$ holon raw"), update=True)

    # rewriting

    def test_update_rewrites_only_what_differs(self):
        before = self.block("$ holon many\n...\nfour\n\n$ holon err\nold\n\n$ holon b\nold")
        after = self.block(
            "$ holon many\n...\nfour\n\n$ holon err\nout\n# stderr\nbad input\n? 3\n\n$ holon b\nb"
        )
        self.assertEqual(self.check(before, update=True), (3, 2))
        self.assertEqual(self.file.read_text(encoding="utf-8"), after)
        self.assertEqual(self.check(after), (3, 0))

    def test_parse_and_render_keep_every_byte(self):
        text = "a\n\n```console\n\n$ holon a\nb \n\n```\n```\n$ x\n```\nno newline at the end"
        self.assertEqual(golden.render(golden.parse(text)), text)


if __name__ == "__main__":
    unittest.main()
