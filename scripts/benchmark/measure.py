# SPDX-License-Identifier: Apache-2.0
"""The measurements: rows of the published table, grid sizes, numbers of steps."""

from benchmark.program import ProgramError

OFF = ("--no-fast-forward",)
REFERENCE = ("--engine", "reference")
SMALLEST_SECONDS = 0.001  # the resolution of --host-stats


def side(figures):
    """What is kept of a run."""
    report = figures["report"]
    seconds = max(figures["simulate_seconds"], SMALLEST_SECONDS)
    speed = report["cycles"] / seconds
    return {
        "cycles": report["cycles"], "simulate_seconds": figures["simulate_seconds"],
        "elaborate_seconds": figures["elaborate_seconds"], "cycles_per_second": speed,
        "unit_cycles_per_second": speed * len(report["units"]), "peak_mb": figures["peak_mb"],
        "cycles_skipped": figures["cycles_skipped"], "none_skipped": figures["none_skipped"],
    }


def same_report(name, first, second):
    """Every figure of every unit and stream is in the reports."""
    if first["text"] != second["text"]:
        raise ProgramError(f"{name}: the reports are not byte-identical")


class Measurement:
    """One workload at one size: mapped once, simulated with and without fast-forward."""

    def __init__(self, program, name, workload, values, how=None):
        self.program, self.name, self.workload = program, name, workload
        self.mapping, self.values, self.map_seconds = program.map(workload, values, how or {})

    def run(self, options):
        return self.program.run(self.workload, self.mapping, self.values, options)

    def both(self, with_off=True):
        """The fast engine with fast-forward, and without it; their reports have to be the same."""
        on = self.run(())
        result = {"name": self.name, "workload": self.workload, "settings": self.values,
                  "steps": on["report"]["steps"], "units": len(on["report"]["units"]),
                  "mapping": on["report"]["mapping"], "map_seconds": self.map_seconds, "on": side(on), "off": None}
        if with_off:
            off = self.run(OFF)
            same_report(self.name, on, off)
            result["off"] = side(off)
        return result


def reference(program, name, workload, values):
    """The reference engine, and the fast one at the same steps: the reports have to be the same."""
    few = Measurement(program, f"{name}, reference", workload, values)
    slow, fast = few.run(REFERENCE), few.run(OFF)
    same_report(few.name, slow, fast)
    return {**side(slow), "steps": slow["report"]["steps"]}


def row(program, name, workload, values, reference_steps):
    """A workload in full, and the reference engine at fewer steps."""
    result = Measurement(program, name, workload, values).both()
    steps = min(reference_steps, result["steps"])
    result["reference"] = reference(program, name, workload, {**result["settings"], "/steps": steps})
    return result


def steps(program, name, workload, count, most_without):
    """A workload at a number of steps; without fast-forward up to `most_without`."""
    return Measurement(program, name, workload, {"/steps": count}).both(count <= most_without)
