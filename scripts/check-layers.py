#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that every #include line respects the table of modules. Exit code 0 or 1, one line a violation."""

import pathlib
import re
import sys

from modules import table

ROOT = pathlib.Path(__file__).resolve().parent.parent

TABLE = table.read()
MODULES = {module["name"]: module["may_include"] for module in TABLE["modules"]}
FOLDERS = {module["folder"]: module["name"] for module in TABLE["modules"]}
PUBLIC = {header: module["name"] for module in TABLE["modules"] for header in module["headers"]}
ONLY_IN = [(re.compile(row["library"]), row["places"]) for row in TABLE["included_only_in"]]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def module_of(path):
    """The module a source file belongs to."""
    if path.parts[0] == "include":
        return PUBLIC.get(path.name)
    folders = [str(folder) for folder in path.parents if str(folder) in FOLDERS]
    return FOLDERS[folders[0]] if folders else None


def target_of(name):
    """The module that an included file belongs to; None for libraries."""
    path = pathlib.PurePosixPath(name)
    if path.parts[0] == "rda":
        return PUBLIC.get(path.name, f"unknown public header {name}")
    return module_of("src" / path) or module_of(path)


def closure(module):
    """All modules that a module may include: its own list, and what those show in their headers."""
    seen, todo = set(), [module]
    while todo:
        for known in MODULES[todo.pop()]:
            if known not in seen:
                seen.add(known)
                todo.append(known)
    return seen | {module}


def check_table():
    """The file itself: modules know only modules above them, so that no circle is possible; headers exist."""
    above = set()
    for name, known in MODULES.items():
        for other in known:
            if other not in above:
                yield f"cmake/modules.json: {name} may include {other}, which does not stand above it"
        above.add(name)
    for header in PUBLIC:
        if not (ROOT / "include/rda" / header).exists():
            yield f"cmake/modules.json: include/rda/{header} does not exist"


def check_file(path):
    module = module_of(path)
    if module not in MODULES:
        yield f"{path}: belongs to no module of the table"
        return
    for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        name = match.group(2)
        target = target_of(name)
        if target and target not in closure(module):
            yield f"{path}:{number}: {module} may not include {name} ({target})"
        for library, places in ONLY_IN:
            if library.match(name) and not str(path).startswith(tuple(places)):
                yield f"{path}:{number}: {name} belongs into {' or '.join(places)} alone"


def main():
    problems = list(check_table())
    for folder in ("include", "src", "sim"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                problems += check_file(path.relative_to(ROOT))
    print("\n".join(problems), end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
