# SPDX-License-Identifier: Apache-2.0
"""Runs rdasim, and reads what it writes: reports, stores of sweeps, timelines of GPUs.

    import rdasim
    report = rdasim.run("configs/tiny.json", "workloads/small/lstm_16_4.json", set={"/pcu/lanes": 8})
    report["cycles"], rdasim.units(report).groupby("kind").firings.sum()

Tables are pandas.DataFrame. The program is $RDASIM, or `rdasim` on the PATH.
"""
from .files import load_report, store, streams, timeline, units
from .program import RdasimError, program, rdasim, run

__all__ = ["RdasimError", "load_report", "program", "rdasim", "run", "store", "streams", "timeline", "units"]
