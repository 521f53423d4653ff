# SPDX-License-Identifier: Apache-2.0
"""Runs rdasim on one core and reads what it says about itself."""

import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import time

from validation.runs import CHIP, DOES_NOT_MAP, LARGER_KB, ROOT

ENOUGH_SECONDS = 10.0  # a measurement is not repeated once its runs have taken so long
PHASE = re.compile(r"^(\w+) +([0-9.]+) s$", re.MULTILINE)
PEAK = re.compile(r"^peak memory +([0-9.]+) MB$", re.MULTILINE)
SKIPPED = re.compile(r"^fast-forward +(\d+) of (\d+) cycles skipped$", re.MULTILINE)
NONE_SKIPPED = re.compile(r"^fast-forward +(?:none: )?(.+)$", re.MULTILINE)
PLACED = re.compile(r"place ([0-9.]+) s, route ([0-9.]+) s")


class ProgramError(RuntimeError):
    """The program refused, or its answer is not understood."""


def settings_of(values):
    """Command-line words for {pointer: value}."""
    return [word for pointer, value in values.items() for word in ("--set", f"{pointer}={value}")]


def pinned():
    """Words that keep a child on one core, and the core; nothing where there is no taskset."""
    core = max(os.sched_getaffinity(0))
    return (["taskset", "-c", str(core)], core) if shutil.which("taskset") else ([], None)


class Program:
    """rdasim, with a folder for what it writes."""

    def __init__(self, rdasim, folder, repeats):
        self.rdasim, self.folder, self.repeats = str(rdasim), pathlib.Path(folder), repeats
        self.prefix, self.core = pinned()

    def call(self, words):
        # A cache of its own: how long placing takes must not depend on what ran before.
        environment = dict(os.environ, SYSTEMC_DISABLE_COPYRIGHT_MESSAGE="1", RDASIM_CACHE_DIR=str(self.folder / "cache"))
        return subprocess.run([*self.prefix, self.rdasim, *words], cwd=ROOT, env=environment, text=True, check=False,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def map(self, workload, values, how):
        """Maps once, `how` being the mapper's options. @return (mapping file, {pointer: value} of chip and workload that
        it needed, seconds of placing and routing)"""
        file = self.folder / "mapping.json"
        done = self.call(["map", CHIP, workload, *settings_of({**values, **how}), "-o", str(file)])
        if done.returncode == DOES_NOT_MAP and "pmu.capacity_kb" in done.stderr and "/pmu/capacity_kb" not in values:
            return self.map(workload, {**values, "/pmu/capacity_kb": LARGER_KB}, how)
        took = PLACED.search(done.stderr)
        if done.returncode or not took:
            raise ProgramError(f"{workload}: rdasim map: {done.stderr.strip()}")
        return file, values, sum(map(float, took.groups()))

    def search(self, workload, values):
        """Maps with policy auto, on all cores and without a cache. @return what the search log says, and the seconds"""
        log = self.folder / "search.json"
        begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([self.rdasim, "map", CHIP, workload, "--mapping", "auto", "--no-cache", "--search-log",
                               str(log), *settings_of(values), "-o", os.devnull], cwd=ROOT, text=True, check=False,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if done.returncode == DOES_NOT_MAP and "pmu.capacity_kb" in done.stderr and "/pmu/capacity_kb" not in values:
            return self.search(workload, {**values, "/pmu/capacity_kb": LARGER_KB})
        if done.returncode:
            raise ProgramError(f"{workload}: rdasim map --mapping auto: {done.stderr.strip()}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {"log": json.loads(log.read_text(encoding="utf-8")), "settings": values,
                "wall_seconds": time.monotonic() - begin,
                "cpu_seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}

    def run(self, workload, mapping, values, options=()):
        """Simulates; of several runs the fastest counts. @return its figures, with the report as text"""
        best, spent = None, 0.0
        for _ in range(self.repeats):
            figures = self.run_once(workload, mapping, values, options)
            spent += figures["simulate_seconds"]
            if best and figures["text"] != best["text"]:
                raise ProgramError(f"{workload}: two runs of the same command differ")
            if not best or figures["simulate_seconds"] < best["simulate_seconds"]:
                best = figures
            if spent > ENOUGH_SECONDS:
                break
        return best

    def run_once(self, workload, mapping, values, options):
        file = self.folder / "report.json"
        done = self.call(["run", CHIP, workload, *settings_of(values), "--mapping-file", str(mapping),
                          "--verify-steps", "0", "--host-stats", *options, "-o", str(file)])
        if done.returncode:
            raise ProgramError(f"{workload}: rdasim run: {done.stderr.strip()}")
        phases = {name: float(seconds) for name, seconds in PHASE.findall(done.stderr)}
        skipped, none, peak = (pattern.search(done.stderr) for pattern in (SKIPPED, NONE_SKIPPED, PEAK))
        if "simulate" not in phases or not none or not peak:
            raise ProgramError(f"{workload}: --host-stats is not understood: {done.stderr.strip()}")
        text = file.read_text(encoding="utf-8")
        return {
            "text": text, "report": json.loads(text),
            "simulate_seconds": phases["simulate"], "elaborate_seconds": phases.get("elaborate", 0.0),
            "peak_mb": float(peak[1]),
            "cycles_skipped": int(skipped[1]) if skipped else 0, "none_skipped": "" if skipped else none[1],
        }
