#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page docs/own-network.md holds: its script saves a PyTorch network, rdasim runs it, and the outputs are PyTorch's
up to the largest error that the report states. Skipped (exit code 77) where torch is not installed.

own_network.py RDASIM SOURCE_DIR
"""
import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile

try:
    import torch  # noqa: F401
except ImportError:
    print("skipped: no torch (Debian: python3-torch)")
    sys.exit(77)

# What stands for the script's line "model, path = ...", for "x, batch_first = ...", and the workload.
NETWORKS = {
    "as on the page": (None, None, {}),
    "gru": ('torch.nn.GRU(20, 24), ""', "torch.randn(6, 1, 20), False", {"cell": "gru", "input": 20, "hidden": 24}),
    "rnn": ('torch.nn.RNN(20, 24), ""', "torch.randn(6, 1, 20), False", {"cell": "rnn", "input": 20, "hidden": 24}),
    "relu": ('torch.nn.RNN(20, 24, nonlinearity="relu"), ""', "torch.randn(6, 1, 20), False",
             {"cell": "rnn", "input": 20, "hidden": 24, "rnn_activation": "relu"}),
    "no bias": ('torch.nn.LSTM(20, 24, bias=False), ""', "torch.randn(6, 1, 20), False", {"input": 20, "hidden": 24}),
    "batch first": ('torch.nn.LSTM(20, 24, batch_first=True), ""', "torch.randn(3, 6, 20), True",
                    {"input": 20, "hidden": 24, "batch": 3}),
    "two layers": ('torch.nn.LSTM(20, 24, num_layers=2), ""', "torch.randn(6, 1, 20), False",
                   {"input": 20, "hidden": 24, "layers": 2}),
    "bidirectional": ('torch.nn.GRU(20, 24, bidirectional=True), ""', "torch.randn(6, 1, 20), False",
                      {"cell": "gru", "input": 20, "hidden": 24, "direction": "bidirectional"}),
    "within a model": ('torch.nn.ModuleDict({"encoder": torch.nn.ModuleDict({"rnn": torch.nn.GRU(20, 24)})}), '
                       '"encoder.rnn"', "torch.randn(6, 1, 20), False", {"cell": "gru", "input": 20, "hidden": 24}),
}
FORMATS = {"usual formats": {}, "fp32": {"formats": {"weights": "fp32", "activations": "fp32"}}}


def blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", page, re.S)


def script_of(page, network):
    """The script of the page with the lines of a network, and the lines that compare."""
    model, x, _ = NETWORKS[network]
    save, compare = blocks(page, "python")[:2]
    if model:
        save = re.sub(r"(?m)^model, path = .*$", lambda _: f"model, path = {model}", save)
        save = re.sub(r"(?m)^x, batch_first = .*$", lambda _: f"x, batch_first = {x}", save)
    return save, compare


def workload_of(page, network, formats):
    workload = json.loads(blocks(page, "json")[0])
    if NETWORKS[network][0]:
        workload.update({"batch": 1, "steps": 6}, **NETWORKS[network][2])
    workload.update(FORMATS[formats])
    return workload


def difference(rdasim, source, page, network, formats):
    """Largest |y - torch's y|, and the largest error of the report."""
    save, compare = script_of(page, network)
    names = {}
    torch.manual_seed(7)
    exec(save, names)
    with open("network.json", "w", encoding="utf-8") as file:
        json.dump(workload_of(page, network, formats), file)
    chip = os.path.join(source, "configs", "plasticine_rnn.json")
    subprocess.run([rdasim, "run", chip, "network.json", "--outputs", "y.npz", "-o", "report.json"], check=True)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compare, names)
    with open("report.json", encoding="utf-8") as file:
        return float(said.getvalue()), json.load(file)["verification"]["max_abs_error"]


def difference_of_head(rdasim, source, page):
    """Largest |y - torch's y| of the page's network with its linear head, in fp32."""
    save, line, workload = blocks(page, "python")[0], blocks(page, "python")[2], json.loads(blocks(page, "json")[1])
    names = {}
    torch.manual_seed(7)
    exec("import torch\nhead = torch.nn.Linear(128, 10)\n" + save.replace("numpy.savez", line + "numpy.savez"), names)
    with open("network.json", "w", encoding="utf-8") as file:
        json.dump(dict(workload, **FORMATS["fp32"]), file)
    numpy = names["numpy"]
    with torch.no_grad():
        numpy.savez("torch.npz", y=names["head"](names["rnn"](names["x"])[0][-1:]).numpy())
    chip = os.path.join(source, "configs", "plasticine_rnn.json")
    subprocess.run([rdasim, "run", chip, "network.json", "--set", "/pmu/interpolation=true", "--outputs", "y.npz", "-o",
                    "report.json"], check=True)
    return abs(numpy.load("y.npz")["y"] - numpy.load("torch.npz")["y"]).max()


def main():
    rdasim, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with open(os.path.join(source, "docs", "own-network.md"), encoding="utf-8") as file:
        page = file.read()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for network in NETWORKS:
            for formats in FORMATS:
                found, stated = difference(rdasim, source, page, network, formats)
                right = found <= stated + 2e-6  # torch computes in fp32
                failed |= not right
                print(f"{network:16} {formats:14} largest difference {found:.6f}, stated {stated:.6f}"
                      + ("" if right else "  WRONG"))
        found = difference_of_head(rdasim, source, page)
        failed |= not found < 1e-4
        print(f"with a linear head, fp32: largest difference {found:.6f}")
        os.chdir("/")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
