#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Models that torch exports to ONNX mean what torch computes. Skipped (exit code 77) where torch is not installed.

torch_models.py EXACT_VALUES
"""
import os
import subprocess
import sys
import tempfile

try:
    import numpy
    import torch

    from exported import Attends, Net, Words, every, export, last as state, prepare
except ImportError:
    print("skipped: no torch (Debian: python3-torch)")
    sys.exit(77)

BOUND = 1e-5  # torch computes in float32


class Residual(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.rnn, self.norm = torch.nn.LSTM(size, size, batch_first=True), torch.nn.LayerNorm(size)
        self.up, self.act = torch.nn.Linear(size, size), torch.nn.GELU()

    def forward(self, x):
        y = self.rnn(x)[0] + x
        return self.act(self.up(self.norm(y)))


def networks():
    """Name -> (module, input, dynamic axes)."""
    nn = torch.nn
    last_step = (lambda y, h: y[:, -1])
    x = torch.randn(3, 7, 25)
    yield "turbofan, 2 layers, regression", Net(nn.LSTM(25, 64, 2, batch_first=True), last_step, nn.Linear(64, 1)), x
    yield "turbofan, 4 layers, classes", Net(nn.LSTM(25, 64, 4, batch_first=True, dropout=0.2), state,
                                             nn.Dropout(0.2), nn.Linear(64, 3), nn.LogSoftmax(-1)), x
    yield "keyword spotting", Net(nn.GRU(25, 48, batch_first=True), state,
                                  nn.Linear(48, 12), nn.Softmax(-1)), x
    yield "tags", Net(nn.LSTM(25, 16, 2), every, nn.Linear(16, 9), nn.Sigmoid()), x
    yield "bidirectional", nn.LSTM(25, 16, bidirectional=True, batch_first=True), x
    two = dict(num_layers=2, bidirectional=True, batch_first=True)
    both = (lambda y, h: torch.cat((h[-2], h[-1]), 1))
    yield "bidirectional, 2 layers", nn.GRU(25, 16, **two), x
    yield "bidirectional, 2 layers, tags", Net(nn.LSTM(25, 16, **two), every, nn.Linear(32, 9)), x
    yield "bidirectional, 2 layers, classes", Net(nn.LSTM(25, 16, **two), both, nn.LayerNorm(32),
                                                 nn.Linear(32, 3), nn.Softmax(-1)), x
    yield "bidirectional, mean", Net(nn.RNN(25, 16, **two), (lambda y, h: y.mean(1)), nn.Linear(32, 3)), x
    yield "relu", Net(nn.RNN(25, 16, nonlinearity="relu", bias=False), every), x
    yield "gru", nn.GRU(25, 16, 3), x
    yield "layer norm, gelu, residual", Residual(25), x
    yield "linear in front", nn.Sequential(nn.Linear(25, 16), nn.ReLU(), nn.LSTM(16, 8)), x
    words = torch.randint(0, 40, (3, 7))
    yield "words", nn.Sequential(nn.Embedding(40, 25), nn.LSTM(25, 16)), words
    yield "words, classes", Net(Words(40, nn.GRU(25, 16, 2, batch_first=True)), state, nn.Linear(16, 40)), words
    z = torch.randn(3, 4, 25)
    head = nn.Sequential(nn.Linear(32, 16), nn.Tanh(), nn.Linear(16, 5))
    one = dict(input_size=25, hidden_size=16, batch_first=True)
    yield "attention, dot", Attends(nn.LSTM(**one), nn.LSTM(**one), head), (x, z)
    yield "attention, general, scaled", Attends(
        nn.GRU(25, 16), nn.GRU(25, 16), head, nn.Linear(16, 16, bias=False), 0.25, True), (x, torch.randn(2, 7, 25))
    yield "attention, general, 2 layers", Attends(
        nn.LSTM(num_layers=2, **one), nn.LSTM(num_layers=2, **one), head,
        nn.Linear(16, 16, bias=False), 1, True), (x, z)
    yield "one sequence", Net(nn.LSTM(25, 16, batch_first=True), last_step, nn.Linear(16, 4)), x[:1]


def main():
    program = os.path.abspath(sys.argv[1])
    failed = False
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, module, x in networks():
            open_dims = {"x": {0: "batch", 1: "time"}, **({"z": {0: "batch", 1: "words"}} if isinstance(x, tuple) else {})}
            for dynamic in ({}, open_dims):
                want = export(module, x, dynamic)
                for old in ("model.onnx.values", "model.onnx.error"):
                    if os.path.exists(old):
                        os.remove(old)
                done = subprocess.run([program, "model.onnx"], check=False, capture_output=True, text=True)
                if done.returncode:
                    failed = True
                    print(f"{name}{' (open dimensions)' if dynamic else ''}: WRONG {done.stderr.strip()}")
                    continue
                with numpy.load("model.onnx.values") as got:
                    arrays = [got[key] for key in got.files[:len(want)]]
                right = all(a.shape == w.shape for a, w in zip(arrays, want))
                error = max(float(numpy.abs(a - w).max()) for a, w in zip(arrays, want)) if right else numpy.inf
                failed |= not error <= BOUND
                print(f"{name}{' (open dimensions)' if dynamic else ''}: {error:.2g}{'' if error <= BOUND else ' WRONG'}")
        os.chdir("/")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
