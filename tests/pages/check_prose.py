#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""scripts/check-prose finds what it is there to find, and wraps lines without changing words."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent.parent / "scripts"
sys.path.insert(0, str(SCRIPTS))
sys.dont_write_bytecode = True

from pages.wrap import COLUMNS, wrapped  # noqa: E402

LONG = "word " * 30


class CheckProse(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("docs/README.md", "# Index\n[a page](page.md)\n")
        self.write("docs/page.md", "# A page\n\n## What it says\n[above](#a-page)\n")

    def write(self, name, text):
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def check(self, *options):
        done = subprocess.run([SCRIPTS / "check-prose", self.root, *options], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    def test_good_pages_pass(self):
        self.assertEqual(self.check(), (0, ""))

    def test_a_long_line_is_named(self):
        self.write("docs/page.md", f"# A page\n{LONG}\n")
        self.assertEqual(self.check(), (1, "check-prose: docs/page.md:2: 150 columns (at most 120)\n"))

    def test_tables_and_code_may_be_wide(self):
        self.write("docs/page.md", f"| {LONG} |\n\n```\n{LONG}\n```\n")
        self.assertEqual(self.check(), (0, ""))

    def test_a_link_to_a_missing_file_is_named(self):
        self.write("docs/page.md", "See\n[gone](dev/gone.md).\n")
        self.assertEqual(self.check(), (1, "check-prose: docs/page.md:2: dev/gone.md: no such file\n"))

    def test_a_link_to_a_missing_heading_is_named(self):
        self.write("README.md", "[there](docs/page.md#what-it-says), [not there](docs/page.md#what)\n")
        self.assertEqual(self.check(),
                         (1, "check-prose: README.md:1: docs/page.md#what: page.md has no heading for this anchor\n"))

    def test_links_in_code_and_to_the_web_do_not_count(self):
        self.write("docs/page.md", "`[x](gone.md)` [web](https://example.org)\n```\n[x](gone.md)\n```\n")
        self.assertEqual(self.check(), (0, ""))

    def test_a_page_that_the_index_lacks_is_named(self):
        self.write("docs/other.md", "# Other\n")
        self.write("docs/dev/adr/0001-x.md", "# 0001\n")
        self.assertEqual(self.check(), (1, "check-prose: docs/README.md: has no link to docs/other.md\n"))

    def test_fix_wraps_long_lines(self):
        self.write("docs/page.md", f"# A page\n- {LONG}\n")
        self.assertEqual(self.check("--fix"), (0, ""))
        self.assertIn("\n  word", (self.root / "docs/page.md").read_text(encoding="utf-8"))


class Wrap(unittest.TestCase):
    def test_keeps_words_code_and_tables(self):
        page = f"# T\n\n{LONG}`one two` {LONG}\n\n1. {LONG}\n\n| {LONG} |\n\n```\n{LONG}\n```\n"
        self.assertEqual(wrapped(page).split(), page.split())
        self.assertEqual(wrapped(wrapped(page)), wrapped(page))
        self.assertIn("`one two`", wrapped(page))
        self.assertIn(f"| {LONG} |", wrapped(page))

    def test_long_code_does_not_glue_the_words_between_two_pieces_of_code(self):
        page = wrapped(f"`{LONG}` {LONG} `short code` {LONG}\n")
        self.assertFalse([line for line in page.splitlines() if len(line) > COLUMNS])
        self.assertIn("`short code`", page)

    def test_no_line_begins_like_a_list_that_is_none(self):
        for width in range(COLUMNS - 12, COLUMNS + 2):
            lines = wrapped("x" * width + " a - b\n").splitlines()
            self.assertFalse([line for line in lines if line.startswith("- ")], width)


if __name__ == "__main__":
    unittest.main()
