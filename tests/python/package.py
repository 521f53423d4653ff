#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The package python/rdasim and docs/python.md: runs the program, reads its files. Skipped (exit code 77) where pandas is not installed.

package.py RDASIM SOURCE_DIR
"""
import json
import os
import re
import sys
import tempfile

try:
    import pandas  # noqa: F401
except ImportError:
    print("skipped: no pandas (Debian: python3-pandas)")
    sys.exit(77)

os.environ["RDASIM"] = os.path.abspath(sys.argv[1])
SOURCE = os.path.abspath(sys.argv[2])
sys.path.insert(0, os.path.join(SOURCE, "python"))
sys.dont_write_bytecode = True
import rdasim  # noqa: E402


def main():
    chip, workload = SOURCE + "/configs/tiny.json", SOURCE + "/workloads/small/lstm_16_4.json"
    with open(SOURCE + "/docs/python.md", encoding="utf-8") as file:
        sample = re.search(r"```python\n(.*?)```", file.read(), re.S)[1]
    os.chdir(SOURCE)
    exec(sample, {})
    report = rdasim.run(chip, workload, "--verify-steps", "0", set={"/network/hop_latency": 2})
    assert report["inputs"]["chip"]["network"]["hop_latency"] == 2
    units = rdasim.units(report)
    assert len(units) == len(report["units"])
    assert units["activity.active"].sum() == sum(unit["activity"]["active"] for unit in report["units"])
    assert set(rdasim.streams(report).kind) <= {"vector", "scalar", "control"}
    try:
        rdasim.run(chip, "no_such_file.json")
        raise AssertionError("a missing file was run")
    except rdasim.RdasimError as error:
        assert error.code == 2 and "no_such_file.json" in str(error)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("report.json", "w", encoding="utf-8") as file:
            json.dump(report, file)
        assert rdasim.load_report("report.json") == report
        with open("spec.json", "w", encoding="utf-8") as file:
            json.dump({"chip": chip, "workloads": [workload], "run": {"verify_steps": 0},
                       "axes": [{"knob": "/network/hop_latency", "values": [1, 2]}]}, file)
        with open("points.jsonl", "w", encoding="utf-8") as file:
            file.write(rdasim.rdasim("sweep", "plan", "spec.json"))
        rdasim.rdasim("sweep", "run", "points.jsonl", "--store", "store", "-j", 1)
        table = rdasim.store("points.jsonl", "store")
        assert len(table) == 2 and report["cycles"] in set(table.cycles)
        os.chdir("/")
    print("units", len(units), "points", len(table))
    return 0


if __name__ == "__main__":
    sys.exit(main())
