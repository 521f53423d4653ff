#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that every #include line respects the table of modules. Exit code 0 or 1, one line a violation."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Module -> modules it may include, as in the LINK lists of CMakeLists.txt (checked below).
MODULES = {
    "base": [],
    "json": ["base"],
    "numerics": ["base"],
    "chip": ["base", "json"],
    "graph": ["base", "json", "numerics"],
    "workload": ["base", "json", "graph", "numerics"],
    "mapping": ["base", "json", "numerics", "chip"],
    "mapper": ["base", "chip", "graph", "mapping"],
    "stats": ["base", "json"],
    "model": ["base", "numerics", "stats", "chip", "mapping"],
    "report": ["base", "json", "stats", "chip", "mapping"],
    "explain": ["base", "json", "stats", "chip", "mapping"],
    "sweep": ["base", "json"],
    "regress": ["base", "json", "stats", "report", "explain"],
    "process": ["base"],
    "flow": ["base", "json", "chip", "graph", "workload", "mapping", "mapper", "model", "report", "process"],
    "app": [
        "base", "json", "chip", "graph", "workload", "mapping", "mapper", "report", "explain", "sweep", "regress",
        "process", "flow"
    ],
}

# Public header -> the module it belongs to.
PUBLIC = {
    "check.h": "base",
    "error.h": "base",
    "override.h": "base",
    "describe.h": "base",
    "limits.h": "base",
    "tensors.h": "base",
    "ids.h": "base",
    "origin.h": "base",
    "numerics.h": "numerics",
    "chip.h": "chip",
    "graph.h": "graph",
    "workload.h": "workload",
    "space.h": "mapping",
    "program.h": "mapping",
    "mapping.h": "mapping",
    "map.h": "mapper",
    "result.h": "stats",
    "trace.h": "stats",
    "simulate.h": "model",
    "report.h": "report",
    "explain.h": "explain",
}

# Library -> where alone it may be included.
ONLY_IN = [
    (re.compile(r"systemc|sysc/|tlm"), ["sim/"]),
    (re.compile(r"boost/"), ["src/mapper/"]),
    (re.compile(r"spdlog/"), ["src/base/log.cpp"]),
    (re.compile(r"openssl/"), ["src/base/sha256.cpp"]),
    (re.compile(r"CLI/"), ["src/app/"]),
    (re.compile(r"muParser"), ["src/sweep/expression.cpp"]),
    (re.compile(r"SQLiteCpp/|sqlite3"), ["src/sweep/"]),
    (re.compile(r"zip\.h"), ["src/workload/"]),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def module_of(path):
    """The module a source file belongs to."""
    parts = path.parts
    if parts[0] == "sim":
        return "model"
    if parts[0] == "include":
        return PUBLIC.get(path.name)
    return parts[1]


def target_of(name):
    """The module that an included file belongs to; None for libraries."""
    parts = pathlib.PurePosixPath(name).parts
    if parts[0] == "rda":
        return PUBLIC.get(parts[1], f"unknown public header {name}")
    if parts[0] == "sim":
        return "model"
    return parts[0] if len(parts) > 1 and parts[0] in MODULES else None


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
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    for name, links in re.findall(r"^rda_module\((\w+)(?: DIR \w+)?(?: LINK ([^)]*))?\)", text, re.M):
        linked = [word for word in links.split() if re.fullmatch(r"[a-z]+", word)]
        if sorted(linked) != sorted(MODULES.get(name, [])):
            yield f"CMakeLists.txt: {name} links {linked}, the table says {MODULES.get(name)}"


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
