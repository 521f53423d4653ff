#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Networks that people run, exported by torch and simulated as they are: the chip's values, with interpolated tables,
are near those of torch, and so is the meaning. Skipped (exit code 77) where torch is not installed.

known_networks.py RDASIM SOURCE_DIR
"""
import os
import re
import subprocess
import sys
import tempfile
import time
import warnings

try:
    import numpy
    import torch
    from torch import nn
except ImportError:
    print("skipped: no torch (Debian: python3-torch)")
    sys.exit(77)

BOUND = 2e-3


class Net(nn.Module):
    """A recurrent network, what is taken of its outputs, and a head."""

    def __init__(self, rnn, take, *head):
        super().__init__()
        self.rnn, self.take, self.head = rnn, take, nn.Sequential(*head)

    def forward(self, x):
        y, state = self.rnn(x)
        return self.head(self.take(y, state[0] if isinstance(state, tuple) else state))


def every(y, h):
    return y


def last(y, h):
    return h[-1]


def networks():
    """Name -> (network, input)."""
    one = dict(batch_first=True)
    yield "turbofan, 2 layers, life", Net(nn.LSTM(25, 64, 2, **one), last, nn.Linear(64, 1)), torch.randn(1, 50, 25)
    yield ("turbofan, 4 layers, classes",
           Net(nn.LSTM(25, 64, 4, **one), last, nn.Linear(64, 3), nn.Softmax(-1)), torch.randn(1, 50, 25))
    yield "keywords, GRU", Net(nn.GRU(40, 154, **one), last, nn.Linear(154, 12), nn.Softmax(-1)), torch.randn(1, 25, 40)
    yield "speech encoder, BiGRU", nn.GRU(80, 128, 2, bidirectional=True, **one), torch.randn(1, 30, 80)
    yield ("language model, behind its embedding",
           Net(nn.LSTM(200, 200, 2), every, nn.Linear(200, 2000), nn.LogSoftmax(-1)), torch.randn(8, 1, 200))
    yield ("RNN-T prediction network, behind its embedding",
           Net(nn.LSTM(320, 320, 2), every, nn.LayerNorm(320), nn.Linear(320, 512)), torch.randn(12, 1, 320))


def simulate(rdasim, chip):
    """The chip's and the exact values' largest difference from torch, and the cycles; None: not even that."""
    done = subprocess.run([rdasim, "run", chip, "model.onnx", "--input", "x.npz", "--expected", "torch.npz", "--set",
                           "/pmu/interpolation=true"], check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr)
        return None
    row = re.search(r"^  y +(\S+) +(\S+) ", done.stdout, re.M)
    cycles = re.search(r"^cycles +([\d,]+)", done.stdout, re.M)
    return float(row[1]), float(row[2]), cycles[1] if cycles else "?"


def main():
    rdasim, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    chip, failed = os.path.join(source, "configs", "plasticine_rnn.json"), False
    warnings.filterwarnings("ignore")
    torch.manual_seed(3)
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, module, x in networks():
            module.eval()
            torch.onnx.export(module, x, "model.onnx", input_names=["x"], output_names=["y"], opset_version=14)
            with torch.no_grad():
                y = module(x)
            numpy.savez("x.npz", x=x.numpy())
            numpy.savez("torch.npz", y=(y[0] if isinstance(y, tuple) else y).numpy())
            start = time.monotonic()
            made = simulate(rdasim, chip)
            right = made is not None and made[0] <= BOUND and made[1] <= 1e-5
            failed |= not right
            print(f"{name:46} {made}, {time.monotonic() - start:.1f} s{'' if right else ' WRONG'}")
        os.chdir("/")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
