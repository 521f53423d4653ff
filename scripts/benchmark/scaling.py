#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what the verbs of `rdasim sweep` cost as sweeps grow: plans sweeps of many points, fills their stores with
fabricated results of real shape, and measures each verb: seconds of CPU time, which other programs change little, and
peak memory. Prints Markdown tables; docs/scaling.md has them.

    scripts/benchmark/scaling.py [--rdasim FILE] [--points N...] [--folder DIR]
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HOPS = 10  # values of the first axis; the second one has as many as it takes


def spec(points):
    """A sweep of so many points that differ in ways that cost a plan nothing special."""
    return {
        "chip": str(ROOT / "configs/tiny.json"),
        "workloads": [str(ROOT / "workloads/iot/lstm_25_50.json")],
        "axes": [
            {"knob": "/network/hop_latency", "range": {"from": 1, "to": HOPS}},
            {"knob": "/clock_mhz", "range": {"from": 1000, "to": 999 + points // HOPS, "step": 1}},
        ],
    }


class Meter:
    """Runs the program and keeps what it cost."""

    def __init__(self, rdasim, folder):
        self.rdasim, self.folder, self.rows = str(rdasim), folder, []

    def run(self, name, *words):
        """Runs `rdasim sweep WORDS...`; it has to succeed."""
        begin = time.monotonic()
        with open(self.folder / "out", "wb") as out, open(self.folder / "err", "wb") as err:
            child = subprocess.Popen([self.rdasim, "sweep", *map(str, words)], stdin=subprocess.DEVNULL, stdout=out,
                                     stderr=err, cwd=self.folder)
            _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        took = time.monotonic() - begin
        if child.returncode != 0:
            sys.exit(f"rdasim sweep {name}: exit code {child.returncode}\n{(self.folder / 'err').read_text()}")
        cell = f"{used.ru_utime + used.ru_stime:.2f} s, {used.ru_maxrss / 1024:.0f} MB"
        self.rows.append((name, cell))
        print(f"  {name:<30} {cell} ({took:.2f} s by the clock)", file=sys.stderr)


def result_of(template, point):
    """The text of a result of this point, as if it had run."""
    members = dict(template, **{key: point[key] for key in ("key", "chip", "mapping", "run", "workload")})
    return json.dumps(members, sort_keys=True) + "\n"


def first_result(meter, points, store):
    """What the first point's result looks like, by running it."""
    with open(points) as lines:
        first = lines.readline()
    (meter.folder / "first.jsonl").write_text(first)
    subprocess.run([meter.rdasim, "sweep", "run", meter.folder / "first.jsonl", "--store", store], check=True,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    file = next(store.glob("[0-9a-f][0-9a-f]/*.json"))
    text = file.read_text()
    template = json.loads(text)
    if result_of(template, json.loads(first)) != text:
        sys.exit("a fabricated result is not what the program writes")
    return template


def fill(template, points, store):
    """Gives every point a result."""
    with open(points) as lines:
        for line in lines:
            point = json.loads(line)
            file = store / point["key"][:2] / (point["key"] + ".json")
            file.parent.mkdir(exist_ok=True)
            file.write_text(result_of(template, point))


def sizes(points, store):
    """What the store takes: bytes a line, bytes and kB on disk a result, number of files and folders."""
    files = [file for file in store.glob("[0-9a-f][0-9a-f]/*.json")]
    count = len(files)
    size = sum(file.stat().st_size for file in files)
    blocks = sum(file.stat().st_blocks for file in files) * 512
    return {"points file": f"{points.stat().st_size / 1e6:.1f} MB", "a line": f"{points.stat().st_size / count:.0f} B",
            "a result": f"{size / count:.0f} B", "on disk": f"{blocks / count / 1024:.1f} kB",
            "store": f"{blocks / 1e6:.0f} MB", "inodes": str(count + 256)}


def measure(rdasim, count, folder):
    """All verbs, once each, on a sweep of `count` points. @return ([(name, what it cost)], sizes)"""
    meter = Meter(rdasim, folder)
    points, store = folder / "points.jsonl", folder / "store"
    (folder / "spec.json").write_text(json.dumps(spec(count)))
    meter.run("plan", "plan", "spec.json", "-o", points)
    template = first_result(meter, points, store)
    meter.run("submit --dry-run, all missing", "submit", points, "--store", store, "--dry-run", "--seconds-per-point", 1)
    begin = time.monotonic()
    fill(template, points, store)
    print(f"  ({time.monotonic() - begin:.0f} s to fabricate {count} results)", file=sys.stderr)
    meter.run("status", "status", points, "--store", store)
    meter.run("run, nothing missing", "run", points, "--store", store)
    meter.run("submit, nothing missing", "submit", points, "--store", store, "--dry-run")
    meter.run("collect", "collect", points, "--store", store)
    meter.run("best", "best", points, "--store", store, "--minimize", "latency_ms", "--minimize", "cycles")
    return meter.rows, sizes(points, store)


def table(head, rows):
    return "\n".join(["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rdasim", type=pathlib.Path, default=ROOT / "build/release/rdasim")
    parser.add_argument("--points", type=int, nargs="+", default=[1000, 10000, 100000])
    parser.add_argument("--folder", type=pathlib.Path, help="where the stores go; they are removed at the end")
    arguments = parser.parse_args()
    measured = {}
    for count in arguments.points:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="scaling-", dir=arguments.folder))
        try:
            print(f"{count} points", file=sys.stderr)
            measured[count] = measure(arguments.rdasim.resolve(), count, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    first = measured[arguments.points[0]]
    heads = [f"{count} points" for count in measured]
    print(table(["`rdasim sweep`", *heads],
                [[name, *[rows[i][1] for rows, _ in measured.values()]] for i, (name, _) in enumerate(first[0])]))
    print(table(["size", *heads], [[name, *[each[name] for _, each in measured.values()]] for name in first[1]]))


if __name__ == "__main__":
    main()
