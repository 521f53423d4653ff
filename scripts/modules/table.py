#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Reads cmake/modules.json. As a program: prints a page with the table of modules between its markers made anew."""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BEGIN = "<!-- made by scripts/make-docs from cmake/modules.json -->\n"
END = "<!-- end of what scripts/make-docs made -->\n"


def read():
    """The whole file: {"modules": [...], "included_only_in": [...]}."""
    return json.loads((ROOT / "cmake/modules.json").read_text(encoding="utf-8"))


def place(module):
    """The folder of a module; its public headers if it has no folder."""
    if (ROOT / module["folder"]).is_dir():
        return f"`{module['folder']}`"
    headers = [f"`{name}`" for name in module["headers"]]
    return ", ".join([f"`include/rda/{module['headers'][0]}`"] + headers[1:])


def may_include(module, names):
    """The list of a module, or what it leaves out where that is shorter."""
    known = module["may_include"]
    left_out = [name for name in names if name not in known and name != module["name"]]
    if known and len(left_out) < len(known) and len(left_out) <= 3:
        return "all but " + " and ".join(left_out) if left_out else "all"
    return ", ".join(known) or "-"


def markdown(modules):
    """The table of docs/architecture.md."""
    names = [module["name"] for module in modules]
    rows = ["| module | folder | may include | what it is |", "|---|---|---|---|"]
    for module in modules:
        cells = [module["name"], place(module), may_include(module, names), module["what"]]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def main(page):
    text = pathlib.Path(page).read_text(encoding="utf-8")
    table = BEGIN + "\n" + markdown(read()["modules"]) + "\n" + END
    made, count = re.subn(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: table, text, flags=re.S)
    if count != 1:
        sys.exit(f"{page}: {count} places for the table of modules (1 is needed: {BEGIN.strip()} ... {END.strip()})")
    sys.stdout.write(made)


if __name__ == "__main__":
    main(sys.argv[1])
