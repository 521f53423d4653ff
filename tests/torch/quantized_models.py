#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two models that torch trains here, in 8 and 16 bits: what rdasim prints of their accuracy is what numpy computes of
the values that it writes, and the models still do what they were trained for. Skipped (exit code 77) where torch or
python3-onnx is not installed.

quantized_models.py RDASIM SOURCE_DIR
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
    import onnx  # noqa: F401  torch's exporter needs it
    import torch
except ImportError:
    print("skipped: no torch or onnx (Debian: python3-torch, python3-onnx)")
    sys.exit(77)

STEPS, BATCH = 20, 32
FORMATS = ["fp32", "bf16", "int8", "int8 --rows power_of_two", "int8 --rows float", "fp8_e4m3"]


class Net(torch.nn.Module):
    def __init__(self, rnn, outputs):
        super().__init__()
        self.rnn, self.head = rnn, torch.nn.Linear(rnn.hidden_size, outputs)

    def forward(self, x):
        return self.head(self.rnn(x)[0][-1])


def waves(count):
    """Noisy waves of four frequencies: x [steps, count, 3], and which frequency each has."""
    kind = torch.randint(4, (count,))
    t = torch.arange(STEPS)[:, None, None] + 10 * torch.rand(1, count, 1)
    shift = torch.tensor([0.0, 1.0, 2.0])
    return torch.sin(t * (0.3 + 0.35 * kind[None, :, None]) + shift) + 0.3 * torch.randn(STEPS, count, 3), kind


def wear(count):
    """Sensors of machines that wear out, x [steps, count, 4], and their life, [count, 1]."""
    rate = 0.02 + 0.06 * torch.rand(1, count, 1)
    state = rate * torch.arange(STEPS)[:, None, None] + 0.3 * torch.rand(1, count, 1)
    x = torch.cat([state, state**2, torch.sin(3 * state), rate.expand(STEPS, count, 1) * 5], 2)
    return x + 0.03 * torch.randn(STEPS, count, 4), (1.9 - state[-1]).clamp(min=0)


def train(model, data, loss, iterations=250):
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    for _ in range(iterations):
        x, want = data(64)
        optimizer.zero_grad()
        loss(model(x), want).backward()
        optimizer.step()
    return model.eval()


def printed(text, layer):
    """Decibels, largest error and the share of rows with the same arg max, as the table has them."""
    row = re.search(rf"^ +{layer} .* (\S+) dB +(\S+) +(\S+) %$", text, re.M)
    return [float(word) for word in row.groups()]


def computed(chip, exact):
    """The same of arrays."""
    error = chip - exact
    decibels = 10 * numpy.log10((exact**2).sum() / (error**2).sum())
    return [decibels, numpy.abs(error).max(), 100 * (chip.argmax(1) == exact.argmax(1)).mean()]


def measure(rdasim, chip, model, quality):
    """Runs model.onnx in each format on x.npz. @return the quality of each"""
    qualities = {}
    for name in FORMATS:
        words = ["model.onnx", "--to"] + name.split() + ["--input", "calibration.npz", "-o", "q.json"]
        subprocess.run([rdasim, "quantize"] + words, check=True, capture_output=True)
        done = subprocess.run([rdasim, "run", chip, "q.json", "--input", "x.npz", "--outputs", "y.npz", "--exact",
                               "exact.npz", "--accuracy"], check=True, capture_output=True, text=True)
        with numpy.load("y.npz") as made, numpy.load("exact.npz") as meant:
            y, exact = made["y"].astype(float), meant["y"].astype(float)
        got, want = printed(done.stdout, 2), computed(y[0], exact[0])
        if not numpy.allclose(got, want, rtol=1e-4, atol=0.006):
            print(f"WRONG: {name}: printed {got}, computed {want}")
            sys.exit(1)
        qualities[name] = quality(torch.from_numpy(y[0]))
        print(f"  {name:24} {got[0]:7.2f} dB, max |error| {got[1]:.4f}, same arg max {got[2]:6.2f} %, "
              f"quality {qualities[name]:.4f}")
    return qualities


def main():
    rdasim, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    chip = os.path.join(source, "configs", "plasticine_rnn.json")
    warnings.filterwarnings("ignore")
    torch.manual_seed(5)
    torch.set_num_threads(1)
    start, failed = time.monotonic(), False
    models = [
        ("frequencies, share that is right", Net(torch.nn.LSTM(3, 24), 4), waves, torch.nn.functional.cross_entropy,
         lambda y, want: float((y.argmax(1) == want).double().mean()), lambda q, best: q >= best - 0.07),
        ("life, root of mean square error", Net(torch.nn.GRU(4, 16), 1), wear, torch.nn.functional.mse_loss,
         lambda y, want: float(((y - want)**2).mean().sqrt()), lambda q, best: q <= best + 0.1),
    ]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, model, data, loss, quality, is_good in models:
            train(model, data, loss)
            x, want = data(BATCH)
            torch.onnx.export(model, x, "model.onnx", input_names=["x"], output_names=["out"], opset_version=14)
            numpy.savez("x.npz", x=x.numpy())
            numpy.savez("calibration.npz", x=data(BATCH)[0].numpy())
            with torch.no_grad():
                best = quality(model(x), want)
            print(f"{name}: torch {best:.4f}")
            for format_name, value in measure(rdasim, chip, model, lambda y: quality(y, want)).items():
                if not is_good(value, best):
                    failed = True
                    print(f"WRONG: {format_name}: {value}")
        os.chdir("/")
    print(f"{time.monotonic() - start:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
