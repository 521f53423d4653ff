#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random networks of listed layers mean what torch computes in float64: y and the last states agree to 1e-9.
Skipped (exit code 77) where torch is not installed.

layers.py EXACT_VALUES [NETWORKS [SEED]]
"""
import json
import os
import random
import subprocess
import sys
import tempfile

try:
    import numpy
    import torch

    from drawn_networks import arrays_of, draw
    from expected_values import expected
except ImportError:
    print("skipped: no torch (Debian: python3-torch)")
    sys.exit(77)

BOUND = 1e-9


def main():
    program = os.path.abspath(sys.argv[1])
    networks = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    torch.set_num_threads(1)
    worst, failed = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        cases = []
        for number in range(networks):
            workload = draw(rng)
            arrays = arrays_of(workload, numpy.random.default_rng(rng.getrandbits(32)))
            numpy.savez(f"{number}.npz", **arrays)
            with open(f"{number}.json", "w", encoding="utf-8") as file:
                json.dump({**workload, "data": f"{number}.npz"}, file)
            cases.append((workload, arrays))
        subprocess.run([program] + [f"{number}.json" for number in range(networks)], check=True)
        for number, (workload, arrays) in enumerate(cases):
            want = expected(workload, arrays)
            with numpy.load(f"{number}.json.values") as got:
                names = set(got.files)
                error = max((float(numpy.abs(got[name] - want[name]).max()) for name in names & set(want)), default=9.0)
            worst = max(worst, error)
            if names != set(want) or not error <= BOUND:
                failed += 1
                print(f"WRONG: {error} {sorted(names ^ set(want))} {json.dumps(workload)}")
        os.chdir("/")
    print(f"{networks} networks, largest difference {worst:.3g}, wrong: {failed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
