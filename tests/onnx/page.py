#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The ten lines of docs/onnx.md work as they stand. Skipped (exit code 77) where torch is not installed.

page.py RDASIM SOURCE_DIR
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
    import torch  # noqa: F401
except ImportError:
    print("skipped: no torch (Debian: python3-torch)")
    sys.exit(77)


def main():
    rdasim, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with open(os.path.join(source, "docs", "onnx.md"), encoding="utf-8") as file:
        page = file.read()
    warnings.filterwarnings("ignore")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.symlink(os.path.join(source, "configs"), "configs")
        start = time.monotonic()
        exec(re.search(r"```python\n(.*?)```", page, re.S)[1], {})
        for line in re.search(r"```\n(rdasim describe.*?)```", page, re.S)[1].splitlines():
            done = subprocess.run(line.replace("rdasim", rdasim, 1).split(), check=False, capture_output=True, text=True)
            print(f"{line}: exit code {done.returncode}, {time.monotonic() - start:.1f} s")
            if done.returncode:
                print(done.stderr)
                return 1
        with numpy.load("y.npz") as made, numpy.load("torch.npz") as want:
            difference = float(numpy.abs(made["life"] - want["life"]).max())
        print(f"largest difference {difference:.4f}")
        os.chdir("/")
    return 0 if difference < 0.03 else 1


if __name__ == "__main__":
    sys.exit(main())
