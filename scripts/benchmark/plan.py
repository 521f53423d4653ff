# SPDX-License-Identifier: Apache-2.0
"""What is measured: the full plan, and a short one that shows that all of it works."""

import csv

from benchmark import measure
from validation.runs import ROOT, name_of

TABLE = ROOT / "workloads/published/serving_rnn_table6.csv"
LARGE = "workloads/deepbench/lstm_1024_25.json"
SMALL = "workloads/small/lstm_16_4.json"
REFERENCE_STEPS = 3
# grid, hidden, hu, ru, stream ports: hu and ru fill the PCUs, hidden the PMUs' 84 kB
GRIDS = [(8, 256, 1, 4, 2), (16, 512, 2, 6, 5), (24, 1024, 4, 8, 8), (32, 1024, 4, 16, 8), (48, 2304, 6, 24, 8),
         (64, 2560, 6, 40, 8)]
GRID_STEPS = 25
GRID_PLACE_EFFORT = 1
STEPS = [25, 50, 100, 375, 750, 1500, 10_000, 100_000]
MOST_STEPS_WITHOUT = 1500


def deepbench(program, rows):
    with TABLE.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))[:rows]
    for line in table:
        workload = f"workloads/deepbench/{line['cell']}_{line['hidden']}_{line['steps']}.json"
        yield lambda l=line, w=workload: measure.row(program, name_of(l), w, {}, REFERENCE_STEPS)


def grids(program, workload, sizes, steps):
    for grid, hidden, hu, ru, ports in sizes:
        values = {"/grid/rows": grid, "/grid/cols": grid, "/hidden": hidden, "/steps": steps,
                  "/stream/sources/count": ports, "/stream/sinks/count": ports}
        how = {"/hu": hu, "/ru": ru, "/place_effort": GRID_PLACE_EFFORT}
        yield lambda g=grid, h=hidden, v=values, m=how: measure.Measurement(
            program, f"{g} x {g}, LSTM {h}", workload, v, m).both()


def steps(program, name, workload, counts, most_without):
    for count in counts:
        yield lambda c=count: measure.steps(program, f"{name} x {c:,}", workload, c, most_without)


def searches(program, names):
    for name, workload in names:
        yield lambda n=name, w=workload: {"name": n, **program.search(w, {})}


def full(program, rows):
    """{part: measurements to call}"""
    with TABLE.open(encoding="utf-8", newline="") as file:
        names = [(name_of(l), f"workloads/deepbench/{l['cell']}_{l['hidden']}_{l['steps']}.json")
                 for l in csv.DictReader(file)]
    names.append(("LSTM 64 x 50", "workloads/iot/lstm_64_50.json"))
    return {"searches": searches(program, names), "rows": deepbench(program, rows), "grids": grids(program, LARGE, GRIDS, GRID_STEPS),
            "steps": steps(program, "LSTM 1024", LARGE, STEPS, MOST_STEPS_WITHOUT)}


def short(program, rows):
    """Small workloads, all columns."""
    names = [("LSTM 16 x 40", SMALL), ("GRU 16 x 40", "workloads/small/gru_16_4.json")][:rows]
    return {"searches": searches(program, names[:1]),
            "rows": (lambda n=n, w=w: measure.row(program, n, w, {"/steps": 40}, REFERENCE_STEPS) for n, w in names),
            "grids": grids(program, SMALL, [(8, 32, 1, 1, 2), (12, 64, 2, 1, 2)], 20),
            "steps": steps(program, "LSTM 16", SMALL, [20, 200, 2000], 200)}
