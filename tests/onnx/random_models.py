#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random ONNX models mean what a float64 evaluation of their graphs gives. Skipped (exit code 77) where python3-onnx is
not installed.

random_models.py EXACT_VALUES [MODELS [SEED]]
"""
import os
import subprocess
import sys
import tempfile

try:
    import numpy

    from drawn_models import compared, saved_models
    from evaluate import evaluate
except ImportError:
    print("skipped: no onnx (Debian: python3-onnx)")
    sys.exit(77)

BOUND = 1e-9  # relative to 1 + |value|: some activations have no bound


def compare(number, model, inputs):
    """What is wrong with a model's values; nothing if all is right."""
    if os.path.exists(f"{number}.onnx.error"):
        with open(f"{number}.onnx.error", encoding="utf-8") as file:
            return file.read(), 0.0
    want, worst = evaluate(model, inputs), 0.0
    with numpy.load(f"{number}.onnx.values") as got:
        for name, values in want.items():
            if name not in got.files or got[name].shape != values.shape:
                return f"{name}: {got[name].shape if name in got.files else 'missing'}, not {values.shape}", worst
            worst = max(worst, float((numpy.abs(got[name] - values) / (1 + numpy.abs(values))).max()))
    return ("" if worst <= BOUND else f"differs by {worst}"), worst

def evaluated(program, save_cases):
    """Evaluates and compares the models that `save_cases` saves in a folder of their own. @return the exit code"""
    program = os.path.abspath(program)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        cases = save_cases()
        subprocess.run([program] + [f"{number}.onnx" for number in range(len(cases))], check=False,
                       stderr=subprocess.DEVNULL)
        failed, worst = compared(cases, compare)
        os.chdir("/")
    print(f"{len(cases)} models, largest difference {worst:.3g}, wrong: {failed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(evaluated(sys.argv[1], lambda: saved_models(sys.argv[2:], 40)))
