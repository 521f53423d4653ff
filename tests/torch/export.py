#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""scripts/export_torch.py: a workload, or an ONNX model, that it makes of a state dict means what torch computes.
Skipped (exit code 77) where torch is not installed.

export.py EXACT_VALUES SOURCE_DIR
"""
import os
import subprocess
import sys
import tempfile
import warnings

try:
    import numpy
    import torch
except ImportError:
    print("skipped: no torch (Debian: python3-torch)")
    sys.exit(77)

BOUND = 1e-5  # torch computes in float32


def networks():
    """Name, recurrent network, linear layer with a sigmoid behind it or None, further words of the script."""
    nn = torch.nn
    yield "lstm", nn.LSTM(20, 8), None, []
    yield "two layers, no bias", nn.LSTM(20, 8, 2, bias=False), nn.Linear(8, 4), []
    yield "batch first", nn.GRU(20, 8, 2, batch_first=True), nn.Linear(8, 4), ["--batch-first"]
    yield "projection", nn.LSTM(20, 8, 2, proj_size=5), nn.Linear(5, 4, bias=False), []
    yield "bidirectional", nn.GRU(20, 8, bidirectional=True), None, []
    yield "bidirectional, two layers", nn.LSTM(20, 8, 2, bidirectional=True), nn.Linear(16, 4), []
    yield "relu", nn.RNN(20, 8, nonlinearity="relu"), None, ["--relu"]


def difference(program, script, rnn, head, words, output):
    """Largest |y - torch's y|, or what a program says of it."""
    model = rnn if head is None else torch.nn.ModuleDict({"enc": torch.nn.ModuleDict({"rnn": rnn}), "head": head})
    layers = [] if head is None else ["--layer", "enc.rnn", "--layer", "head:sigmoid"]
    x = torch.randn(6, 3, 20)
    torch.save(model.state_dict(), "state.pt")
    numpy.save("x.npy", (x.transpose(0, 1) if "--batch-first" in words else x).numpy())
    with torch.no_grad():
        y = rnn(x.transpose(0, 1) if "--batch-first" in words else x)[0]
        y = y.transpose(0, 1) if "--batch-first" in words else y
        y = y if head is None else torch.sigmoid(head(y))
    made = subprocess.run([script, "state.pt", "--x", "x.npy", "-o", output] + layers + words, check=False,
                          capture_output=True, text=True)
    if made.returncode:
        return made.stderr.strip()
    numpy.savez("network.onnx.npz", x=x.numpy())
    subprocess.run([program, output], check=True)
    with numpy.load(output + ".values") as values:
        return float(numpy.abs(values["y"] - y.numpy()).max())


def main():
    program, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    script = os.path.join(source, "scripts", "export_torch.py")
    warnings.filterwarnings("ignore")
    torch.manual_seed(5)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, rnn, head, words in networks():
            for output in ("network.json", "network.onnx"):
                found = difference(program, script, rnn, head, words, output)
                cannot = name == "projection" and output.endswith(".onnx")
                right = "cannot be ONNX" in found if cannot else isinstance(found, float) and found <= BOUND
                failed |= not right
                print(f"{name}, {output}: {found}{'' if right else ' WRONG'}")
        made = subprocess.run([script, "state.pt", "--layer", "", "-o", "one.json"], check=False, capture_output=True,
                              text=True)
        right = made.returncode == 0 and "note: x is random, of 1 step (--steps N, or --x FILE.npy)" in made.stderr
        failed |= not right
        print(f"without --steps: {made.stderr.strip()}{'' if right else ' WRONG'}")
        os.chdir("/")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
