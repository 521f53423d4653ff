#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""scripts/gpu_profile.py on the CPU, from its trace to a comparison. Skipped (exit code 77) where torch is not installed.

gpu_profile.py RDASIM SOURCE_DIR
"""
import json
import os
import subprocess
import sys
import tempfile

try:
    import torch
except ImportError:
    print("skipped: no torch (Debian: python3-torch)")
    sys.exit(77)


def run(*words):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


def main():
    rdasim, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    if torch.cuda.is_available():
        print("skipped: this machine has a GPU")
        return 77
    workload = os.path.join(source, "workloads", "small", "lstm_16_4.json")
    with tempfile.TemporaryDirectory() as folder:
        run(sys.executable, os.path.join(source, "scripts", "gpu_profile.py"), "--workload", workload, "--style", "loop",
            "--precision", "fp32", "-o", folder)
        trace = os.path.join(folder, "lstm_i16_h16_l1_d1_b1_t4_fp32_loop.trace.json.gz")
        summary, timeline = trace.replace(".trace.json.gz", ".summary.json"), os.path.join(folder, "timeline.json")
        run(rdasim, "import-gpu", trace, "--cpu-operators", "--summary", summary, "-o", timeline)
        with open(timeline, encoding="utf-8") as file:
            read = json.load(file)
        products = [kernel for kernel in read["kernels"] if kernel["class"] == "gemm"]
        calls, steps = read["measured"]["calls"], read["measured"]["steps"]
        assert steps == 4 and read["measured"]["call_us_without_profiler"] > 0, read["measured"]
        assert len(products) == 2 * steps * calls, f"{len(products)} products of W x and U h in {calls} calls"
        text = run(rdasim, "compare-gpu", os.path.join(source, "configs", "tiny.json"), workload, "--gpu", timeline,
                   "--set", "/formats/weights=fp32", "--set", "/formats/activations=fp32")
        text = " ".join(text.split())
        assert "no kernels of a GPU" in text and "without the profiler" in text, text
    return 0


if __name__ == "__main__":
    sys.exit(main())
