# SPDX-License-Identifier: Apache-2.0
"""Reads workloads/published and configs/gpus, and says which rows make a group."""

import csv
import json
import pathlib

from gpu_model import formulas

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TABLES = ROOT / "workloads/published"
GPUS = ROOT / "configs/gpus"
SIZES = ("input", "hidden", "layers", "directions", "batch", "steps")


def read_csv(file):
    with open(TABLES / file, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def gpu(name):
    return json.loads((GPUS / f"{name}.json").read_text(encoding="utf-8"))


def network(table, row):
    """The network of a row: what the row does not say, the index says; without an input it is as wide as hidden."""
    net = {key: row.get(key) or table.get(key) for key in (*SIZES, "cell", "precision")}
    net.update({key: int(net[key]) for key in SIZES if net[key]})
    net["input"] = net["input"] or net["hidden"]
    net["directions"] = net["directions"] or 1
    net["input_product"] = table["input_product"] == "yes"
    return net


def rows(name):
    """(row as a network or a product, published ms) of a table."""
    table = next(t for t in read_csv("index.csv") if t["name"] == name)
    key, _, value = table["where"].partition("=")
    for row in read_csv(table["file"]):
        if not row[table["ms"]] or (key and row[key] != value):
            continue
        if table["kind"] == "gemm":
            yield {"m": int(row["m"]), "n": int(row["n"]), "k": int(row["k"]), "precision": table["precision"],
                   "layout": 1 if row["a_t"] == "T" else -1}, float(row[table["ms"]])
        else:
            yield network(table, row), float(row[table["ms"]])


def few_columns(row):
    return row["n"] <= 128 and row["k"] < 10000


def anything(_):
    return True


def group(name, table, gpu_name, **said):
    return {"name": name, "table": table, "gpu": gpu_name, "style": "cudnn", "host": "none", "calibration": False,
            "covers": True, "takes": anything, "targets": {}, "note": "", **said}


CALIBRATION = {"calibration": True, "targets": {"median": 8, "p90": 15}}
DEEPBENCH = {"host": "deepbench"}
PASCAL = "not covered: this library chose kernels with few blocks, which the model does not know"
GROUPS = [
    group("V100 fp32 products, up to 128 columns", "v100_gemm_fp32", "v100", style="gemm", takes=few_columns, **CALIBRATION),
    group("V100 fp32", "v100_deepbench_fp32", "v100", **DEEPBENCH, **CALIBRATION),
    group("V100 fp16 products, up to 128 columns", "v100_gemm_fp16", "v100", style="gemm", takes=few_columns),
    group("V100 fp16", "v100_deepbench_fp16", "v100", **DEEPBENCH, targets={"median": 15}),
    group("Titan Xp, batch 1 to 4", "titan_xp_deepbench_inference", "titan_xp", **DEEPBENCH, targets={"median": 12}),
    group("Titan X (Pascal), batch 1 to 4", "titan_x_pascal_deepbench_inference", "titan_x_pascal", **DEEPBENCH,
          targets={"median": 12}),
    group("GTX 1080 Ti, batch 1 to 4", "gtx_1080ti_deepbench_inference", "gtx_1080ti", **DEEPBENCH, targets={"median": 12}),
    group("V100 fp16, serving", "v100_serving", "v100", targets={"median": 25},
          note="GRU 512 x 1 and LSTM 1536 x 50 are published with times a step that their neighbours do not explain"),
    group("A100 fp32, GRU 256", "a100_pcie_fp32_forward", "a100", takes=lambda row: row["hidden"] == 256,
          targets={"worst": 15}),
    group("A100 fp32, persistent GRU 128 to 160", "a100_pcie_fp32_forward", "a100", style="persistent",
          takes=lambda row: row["hidden"] <= 192, note="the time of a block's barrier comes from its row GRU 128"),
    *[group(f"{label}, training", f"{name}_deepbench_fp32", name, **DEEPBENCH, covers=False, note=PASCAL)
      for name, label in (("p100", "P100"), ("titan_xp", "Titan Xp"), ("titan_x_pascal", "Titan X (Pascal)"),
                          ("gtx_1080ti", "GTX 1080 Ti"), ("titan_x_maxwell", "Titan X (Maxwell)"), ("m40", "M40"))],
]


def estimate_us(gpu_values, cal, row, said):
    if said["style"] == "gemm":
        return formulas.gemm_us(gpu_values, cal, (row["m"], row["n"], row["k"], row["precision"]), row["layout"])
    if said["style"] == "persistent":
        return formulas.block_persistent_us(gpu_values, cal, row)
    return formulas.cudnn_us(gpu_values, cal, row, said["host"] == "deepbench")


def at(sorted_values, share):
    """The value at a share of the way through, between its neighbours."""
    place = share * (len(sorted_values) - 1)
    low = int(place)
    high = min(low + 1, len(sorted_values) - 1)
    return sorted_values[low] + (sorted_values[high] - sorted_values[low]) * (place - low)


def name_of(row):
    if "m" in row:
        return f"{row['m']} x {row['n']} x {row['k']}"
    deep = f" x {row['layers']} layers" if row["layers"] > 1 else ""
    return f"{row['cell']} {row['hidden']}{deep}, batch {row['batch']}, {row['steps']} steps"


def chosen_rows(said):
    return [(row, ms) for row, ms in rows(said["table"]) if said["takes"](row)]


def errors_of(said, cal):
    """Of each row of a group: estimate / published - 1, in %."""
    values = gpu(said["gpu"])
    return [(estimate_us(values, cal, row, said) / 1e3 / ms - 1) * 100 for row, ms in chosen_rows(said)]


def measured(said, cal):
    """The group with its errors, as a frozen file holds it."""
    chosen, errors = chosen_rows(said), errors_of(said, cal)
    sizes = sorted(abs(error) for error in errors)
    worst = max(range(len(errors)), key=lambda i: abs(errors[i]))
    result = {key: said[key] for key in ("name", "table", "gpu", "style", "host", "calibration", "covers", "note")}
    keys = ("m", "n", "k") if said["style"] == "gemm" else ("input", "hidden", "layers", "directions", "batch", "steps")
    result["ranges"] = {key: [min(r[key] for r, _ in chosen), max(r[key] for r, _ in chosen)] for key in keys}
    if said["style"] != "gemm":
        result["cells"] = sorted({row["cell"] for row, _ in chosen})
        result["input_product"] = chosen[0][0]["input_product"]
    result["precision"] = chosen[0][0]["precision"]
    result.update(rows=len(chosen), median=round(at(sizes, 0.5), 2), p90=round(at(sizes, 0.9), 2),
                  worst=round(sizes[-1], 2), bias=round(at(sorted(errors), 0.5), 2), worst_row=name_of(chosen[worst][0]))
    result["targets"] = said["targets"]
    return result
