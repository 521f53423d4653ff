# SPDX-License-Identifier: Apache-2.0
"""Runs rows of the published table and takes the figures from their reports."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CHIP = "configs/plasticine_rnn.json"
ALL_STAGES = ("--set", "/pcu/latency=all_stages")
LARGER_KB = 128  # PMU capacity of the rows whose weights exceed the published chip
DOES_NOT_MAP = 3
DOT_UNIT = re.compile(r"(.+)\.dot\[\d+\]\[\d+\]")


def name_of(row):
    return f"{row['cell'].upper()} {row['hidden']} x {row['steps']}"


def ceil_div(a, b):
    return -(-a // b)


def simulate(rdasim, row, policy, settings):
    """A run of one row: (exit code, report, search log, stderr)."""
    workload = f"workloads/deepbench/{row['cell']}_{row['hidden']}_{row['steps']}.json"
    with tempfile.TemporaryDirectory() as folder:
        report, log = pathlib.Path(folder) / "report.json", pathlib.Path(folder) / "search.json"
        search = ["--search-log", str(log)] if policy == "auto" else []
        done = subprocess.run(
            [rdasim, "run", CHIP, workload, "--mapping", policy, *search, "--verify-steps", "2", *settings,
             "-o", str(report)],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        return done.returncode, *(json.loads(f.read_text()) if f.exists() else None for f in (report, log)), done.stderr


def run_row(rdasim, row, policy, settings=()):
    """Runs a row on the published chip, changed by `settings`; with larger PMUs where capacity is what refuses it."""
    refusal, begin = "", time.monotonic()
    code, report, log, errors = simulate(rdasim, row, policy, settings)
    if code == DOES_NOT_MAP and "pmu.capacity_kb" in errors:
        refusal = errors.strip().splitlines()[-1].removeprefix("rdasim: ")
        code, report, log, errors = simulate(rdasim, row, policy, [*settings, "--set", f"/pmu/capacity_kb={LARGER_KB}"])
    if code or report is None:
        raise RuntimeError(f"{name_of(row)}, {policy}: rdasim ended with exit code {code}: {errors.strip()}")
    print(f"validate: {' '.join([name_of(row), policy, *settings])}: {report['cycles']} cycles "
          f"({time.monotonic() - begin:.0f} s)",
          file=sys.stderr, flush=True)
    return figures(row, policy, report, refusal, log)


def figures(row, policy, report, refusal, log):
    """What the page says about a run."""
    hidden, steps = int(row["hidden"]), int(row["steps"])
    mapping, chosen = report["mapping"], log["trials"][0] if log else None
    if chosen and (chosen["pcus"], chosen["hu"], chosen["ru"]) != (mapping["pcus_used"], mapping["hu"], mapping["ru"]):
        raise RuntimeError(f"{name_of(row)}: the run's mapping is not the first of the search log")
    names = [DOT_UNIT.fullmatch(unit["name"]) for unit in report["units"] if unit["kind"] == "pcu"]
    names = [match for match in names if match]
    elements = ceil_div(hidden, mapping["hv"])  # of h: rows, or vectors of rows
    vectors = 2 * ceil_div(hidden, mapping["rv"])  # of x and of h
    # W·x before U·h: both have slices of their own, so each rounds up by itself.
    passes = 2 if chosen and chosen["products"] == "input_first" else 1
    bound = ceil_div(elements, mapping["hu"]) * passes * ceil_div(vectors // passes, mapping["ru"])
    ours, published = report["latency_ms"], float(row["plasticine_ms"] or 0) or None
    firings = max(unit["firings"] for unit in report["units"] if unit["kind"] == "pcu")
    return {
        "row": row, "policy": policy, "report": report, "refusal": refusal, "log": log, "chosen": chosen,
        "name": name_of(row), "bound": bound, "added": report["cycles"] / steps - bound, "dots": firings / steps,
        "dot_pcus": len(names), "work": len({match[1] for match in names}) * elements * vectors,
        "step": report["cycles"] / steps, "published": published,
        "error": (ours / published - 1) * 100 if published else None,
        "published_added": published * report["clock_mhz"] * 1000 / steps - bound if published else None,
        "model_error": (chosen["model_cycles"] / report["cycles"] - 1) * 100 if chosen else None,
    }


def run_rows(rdasim, rows, policy, jobs, settings=()):
    """All rows under a policy, the longest first, in the table's order."""
    order = sorted(range(len(rows)), key=lambda i: -int(rows[i]["hidden"]) ** 2 * int(rows[i]["steps"]))
    with ThreadPoolExecutor(jobs) as pool:
        done = {i: pool.submit(run_row, rdasim, rows[i], policy, settings) for i in order}
        try:
            return [done[i].result() for i in range(len(rows))]
        except RuntimeError:
            pool.shutdown(cancel_futures=True)
            raise
