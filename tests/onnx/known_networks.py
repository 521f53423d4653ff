#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Networks that people run, exported by torch and simulated as they are: the chip's values, with interpolated tables,
are near those of torch, and so is the meaning. Skipped (exit code 77) where torch is not installed.

known_networks.py RDASIM SOURCE_DIR [PART_OF_A_NAME]
"""
import os
import re
import subprocess
import sys
import tempfile
import time

try:
    import numpy
    import torch
    from torch import nn

    from exported import ONE, Attends, Net, Words, every, export, last, prepare
except ImportError:
    print("skipped: no torch (Debian: python3-torch)")
    sys.exit(77)

BOUND, MEANING = 1e-5, 1e-5  # torch computes in float32


def turbofan(layers, *head):
    """Sensors of an engine, 50 flights of 25 values."""
    return Net(nn.LSTM(25, 64, layers, **ONE), last, *head), torch.randn(1, 50, 25)


def networks():
    """Name -> how its network and input are made."""
    return {
        "turbofan, 2 layers, life": lambda: turbofan(2, nn.Linear(64, 1)),
        "turbofan, 2 layers, classes": lambda: turbofan(2, nn.Linear(64, 3), nn.Softmax(-1)),
        "turbofan, 4 layers, life": lambda: turbofan(4, nn.Linear(64, 1)),
        "turbofan, 4 layers, classes": lambda: turbofan(4, nn.Linear(64, 3), nn.Softmax(-1)),
        "keywords, GRU": lambda: (
            Net(nn.GRU(40, 154, **ONE), last, nn.Linear(154, 12), nn.Softmax(-1)), torch.randn(1, 25, 40)),
        "speech encoder, BiGRU": lambda: (nn.GRU(80, 128, 2, bidirectional=True, **ONE), torch.randn(1, 30, 80)),
        "language model, PTB small": lambda: (
            Net(Words(10000, nn.LSTM(200, 200, 2)), every, nn.Linear(200, 10000), nn.LogSoftmax(-1)),
            torch.randint(0, 10000, (20, 1))),
        "RNN-T prediction": lambda: (
            Net(Words(29, nn.LSTM(320, 320, 2)), every, nn.Linear(320, 512)), torch.randint(0, 29, (20, 1))),
        "translation, attention": lambda: translator(1000, 256),
    }


def translator(words, size):
    """An encoder and a decoder with attention on its outputs, each with an embedding, and scores of words."""
    head = nn.Sequential(nn.Linear(2 * size, size), nn.Tanh(), nn.Linear(size, words), nn.LogSoftmax(-1))
    parts = [Words(words, nn.LSTM(size, size, **ONE)) for _ in range(2)]
    return (Attends(*parts, head, nn.Linear(size, size, bias=False), query_first=True),
            (torch.randint(0, words, (1, 20)), torch.randint(0, words, (1, 15))))


def simulate(rdasim, chip):
    """The chip's and the exact values' largest difference from torch, and the cycles; None: not even that."""
    done = subprocess.run([rdasim, "run", chip, "model.onnx", "--input", "model.onnx.npz", "--expected", "torch.npz",
                           "--set", "/pmu/interpolation=true"], check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr)
        return None
    row = re.search(r"^  y +(\S+) +(\S+) ", done.stdout, re.M)
    return float(row[1]), float(row[2]), re.search(r"^cycles +([\d,]+)", done.stdout, re.M)[1]


def main():
    rdasim, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    part = sys.argv[3] if len(sys.argv) > 3 else ""
    chip, failed = os.path.join(source, "configs", "plasticine_rnn.json"), False
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, make in networks().items():
            if part not in name:
                continue
            numpy.savez("torch.npz", y=export(*make())[0])
            start = time.monotonic()
            made = simulate(rdasim, chip)
            right = made is not None and made[0] <= BOUND and made[1] <= MEANING
            failed |= not right
            print(f"{name:28} {made}, {time.monotonic() - start:.1f} s{'' if right else ' WRONG'}", flush=True)
        os.chdir("/")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
