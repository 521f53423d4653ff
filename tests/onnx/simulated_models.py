#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random ONNX models in simulation: both engines make the same report and the same values, bit for bit those of the
chip's reference; with interpolated tables these are near a float64 evaluation of the graphs. Skipped (exit code 77)
where python3-onnx is not installed.

simulated_models.py RDASIM SOURCE_DIR [MODELS [SEED]]
"""
import json
import os
import subprocess
import sys
import tempfile

try:
    import numpy

    from drawn_models import NAMES, compared, saved_models
    from evaluate import evaluate
except ImportError:
    print("skipped: no onnx (Debian: python3-onnx)")
    sys.exit(77)

# fp32 and tables; a layer norm divides by what may be a small deviation.
NEAR = 2e-3
MEANING = 1e-7  # exact.npz has float32 elements
NAMES.pop("ThresholdedRelu")  # jumps, so that no distance bounds it


def run(rdasim, chip, number, engine):
    """@return what is wrong, empty if nothing"""
    done = subprocess.run(
        [rdasim, "run", chip, f"{number}.onnx", "--input", f"{number}.onnx.npz", "--set", "/pmu/interpolation=true",
         "--engine", engine, "--outputs", f"{engine}.npz", "--exact", "exact.npz", "-o", f"{engine}.json"],
        check=False, capture_output=True, text=True)
    if done.returncode == 3:
        return "does not fit"
    return done.stderr.strip() if done.returncode else ""


def read(file, mode="rb"):
    with open(file, mode) as opened:
        return opened.read()


def compare(model, inputs):
    """What is wrong with the values, and the largest distance of the chip's ones, relative to 1 + |value|."""
    if read("fast.npz") != read("reference.npz"):
        return "the engines make other values", 0.0
    reports = [json.loads(read(f"{engine}.json")) for engine in ("fast", "reference")]
    for report in reports:
        report.pop("command", None)
    if reports[0] != reports[1] or not reports[0]["verification"]["bit_exact"]:
        return "the engines make other reports", 0.0
    worst = 0.0
    with numpy.load("fast.npz") as chip, numpy.load("exact.npz") as exact:
        for name, want in evaluate(model, inputs).items():
            scale = 1 + numpy.abs(want)
            if not (numpy.abs(exact[name] - want) <= MEANING * scale).all():
                return f"{name}: the meaning differs by {numpy.abs(exact[name] - want).max()}", worst
            worst = max(worst, float((numpy.abs(chip[name] - want) / scale).max()))
    return ("" if worst <= NEAR else f"differs by {worst}"), worst


def main():
    rdasim, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    chip, left_out = os.path.join(source, "configs", "plasticine_rnn.json"), []

    def simulated(number, model, inputs):
        problem = run(rdasim, chip, number, "fast")
        if problem == "does not fit":
            left_out.append(number)
            return "", 0.0
        problem = problem or run(rdasim, chip, number, "reference")
        return (problem, 0.0) if problem else compare(model, inputs)

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        # The second engine takes the placement that the first one made.
        os.environ.update(XDG_CACHE_HOME=folder, RDASIM_CACHE_MB="64")
        cases = saved_models(sys.argv[3:], 8)
        failed, worst = compared(cases, simulated)
        os.chdir("/")
    print(f"{len(cases)} models, largest difference {worst:.3g}, do not fit: {len(left_out)}, wrong: {failed}")
    return 1 if failed or len(left_out) > len(cases) // 4 else 0


if __name__ == "__main__":
    sys.exit(main())
